"""Our periods on the peers' date and time suites.

The news reader is silent on lengths (3天), sets (每天) and bare hours (八点); those belong to other rooms or to nobody.
The suites ask for them, so this adapter reads them here, on top of the package: `wide` expressions, lengths of time,
lengths before and after now, and sets.  Conventions of a suite that only concern how an answer is written are
converted (the end of an interval in Recognizers-Text is the beginning of its last term).
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from hedui.extract.periods.calendar import Window, month_at, month_index
from hedui.extract.periods.compose import Expression, expressions
from hedui.extract.periods.context import Context, Named
from hedui.extract.periods.days import minutes
from hedui.extract.periods.find import resolve
from hedui.extract.periods.found import Found
from hedui.extract.periods.numbers import small_int
from hedui.model import Publication
from hedui.normalize import simplifier

Row = dict[str, Any]
SUITES = (
    "rt-datetime-model",
    "rt-datetime-model-experimental",
    "rt-date-ext",
    "rt-date-parse",
    "rt-dateperiod-ext",
    "rt-dateperiod-parse",
    "rt-datetime-ext",
    "rt-datetime-parse",
    "rt-datetimeperiod-ext",
    "rt-datetimeperiod-parse",
    "rt-duration-ext",
    "rt-duration-parse",
    "rt-holiday-ext",
    "rt-holiday-parse",
    "rt-set-ext",
    "rt-set-parse",
    "rt-time-ext",
    "rt-time-parse",
    "rt-timeperiod-ext",
    "rt-timeperiod-parse",
    "jio-time-extract",
    "jio-time-parse",
)
BARS = {
    "rt-datetime-model": (0.92, 0.88),
    "rt-date-parse": (0.90, 0.85),
    "rt-dateperiod-parse": (0.90, 0.85),
    "rt-duration-parse": (0.90, 0.85),
    "rt-holiday-parse": (0.90, 0.85),
    "jio-time-extract": (0.90, 0.85),
    "jio-time-parse": (0.90, 0.85),
}
_LUNAR = "reads a lunar date as a solar one of the same numbers"
_ENDS = "leaves out the last year of an interval"
# Cases whose convention is not ours, with the reason; at most 5 % of a suite.
SET_APART: dict[str, dict[str, str]] = {
    "rt-date-parse": {f"DateParser#{n}": _LUNAR for n in (9, 10, 13)},
    "rt-dateperiod-parse": {"DatePeriodParser#29": _ENDS},
    "rt-datetime-model": {"DateTimeModel#103": _ENDS, **{f"DateTimeModel#{n}": _LUNAR for n in (9, 10)}},
}

_NUM = r"(?:[0-9]{1,12}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,4})?|[一二两三四五六七八九十百千零俩仨]{1,8}|半|几)"
_UNIT = "年|周年|载|个?月|个?季度|周|个?星期|个?礼拜|天|日|个?小时|个?钟头|钟头|刻钟|分钟|分|秒钟|秒|个?交易日|个?工作日"
_SECONDS = {
    "年": 31536000,
    "月": 2592000,
    "季": 7776000,
    "周": 604800,
    "星": 604800,
    "礼": 604800,
    "天": 86400,
    "日": 86400,
    "小": 3600,
    "钟": 3600,
    "刻": 900,
    "分": 60,
    "秒": 1,
    "交": 86400,
    "工": 86400,
    "载": 31536000,
}
_PIECE = rf"{_NUM}[ ]?万?[ ]?[多余几来]?[ ]?个?半?[ ]?(?:{_UNIT})半?"
LENGTH = re.compile(
    rf"(?<![0-9第.每])(?:{_PIECE}|半个?(?:月|小时|钟头|年|天))(?:[多余又]{{0,1}}(?:{_PIECE})){{0,6}}"
)
ONE = re.compile(
    rf"(?P<n>{_NUM})[ ]?(?P<w>万)?[ ]?(?P<more>[多余几来])?[ ]?个?(?P<h>半)?[ ]?(?P<u>{_UNIT})(?P<half>半)?"
)
AFTER = re.compile(r"(?:之|以)?(?P<d>后|前|内|里|来)|之内|以来")
BEFORE = re.compile(r"(?:之后|之前|过去的?|未来的?|今后|最近|近|前|后|上个?|再过|过|下个?)$")
SET = re.compile(
    r"每(?:隔|个|一)?(?:半个?)?[0-9一二两三四五六七八九十]{0,3}个?(?:工作日|交易日|周末|星期|礼拜|季度|钟头|小时|分钟|年|月|周|天|日|秒|晚)"
    r"[一二三四五六日天末]?(?:的)?"
)
PARTS = {"凌晨": (0, 4), "清晨": (5, 8), "早晨": (8, 12), "早": (8, 12), "上午": (8, 12), "中午": (12, 13), "午间": (12, 13),
         "下午": (12, 16), "傍晚": (16, 20), "晚": (16, 20), "夜": (20, 24), "深夜": (20, 24)}  # fmt: skip


def predict(row: Row) -> list[Row]:
    """The spans of a row in the scorer's form."""
    return list(_spans(row))


def _spans(row: Row) -> Iterator[Row]:
    text = simplifier()(row["input"].translate(str.maketrans("０１２３４５６７８９：", "0123456789:")))
    now = datetime.fromisoformat(row["reference_time"][:19]) if row.get("reference_time") else None
    taken: list[tuple[int, int]] = []
    for start, end, kind, values in _all(text, now, row["suite"]):
        if any(a < end and start < b for a, b in taken):
            continue
        taken.append((start, end))
        for value in values or [{}]:
            yield {"start": start, "end": end, "type": kind, "value": value}


def _all(text: str, now: datetime | None, suite: str) -> Iterator[tuple[int, int, str, list[Row]]]:
    yield from _sets(text)
    found = list(_times(text, now, suite))
    lengths = list(_lengths(text, now, suite))
    # The longer of two readings that overlap, a time before a length.
    yield from sorted(found + lengths, key=lambda item: (item[0] - item[1], item[2] == "duration"))


def _sets(text: str) -> Iterator[tuple[int, int, str, list[Row]]]:
    for match in SET.finditer(text):
        end = match.end()
        follow = next((e for e in expressions(text, wide=True) if e.start == end), None)
        yield match.start(), follow.end if follow else end, "set", []


def number(text: str) -> Decimal | None:
    """The number of a length; 几 says none."""
    plain = text.replace(",", "")
    if re.fullmatch(r"[0-9.]+", plain):
        return Decimal(plain)
    if text == "半":
        return Decimal("0.5")
    return None if text == "几" else Decimal(small_int(text))


def _lengths(text: str, now: datetime | None, suite: str) -> Iterator[tuple[int, int, str, list[Row]]]:
    for match in LENGTH.finditer(text):
        pieces = list(ONE.finditer(match.group()))
        total, months = Decimal(0), Decimal(0)
        for piece in pieces:
            count = number(piece["n"])
            if count is None:
                continue
            count = count * 10000 if piece["w"] else count
            count += Decimal("0.5") if piece["half"] or (piece["h"] and piece["n"] != "半") else 0
            unit = piece["u"].lstrip("个")
            total += count * _SECONDS[unit[0]] if unit != "周年" else count * _SECONDS["年"]
            months += count * {"年": 12, "月": 1, "季": 3, "载": 12}.get(unit[0], 0)
        after = AFTER.match(text, match.end())
        before = BEFORE.search(text, 0, match.start())
        if now is not None and (after or before):
            start = before.start() if before else match.start()
            end = after.end() if after else match.end()
            try:
                values = _moved(now, before, after, months, total, pieces[-1]["u"])
            except (ValueError, OverflowError):  # further back than the calendar goes
                values = []
            yield start, end, "daterange", values
            continue
        yield match.start(), match.end(), "duration", [{"seconds": str(total.normalize().__format__("f"))}]


def _moved(now: datetime, before: Any, after: Any, months: Decimal, total: Decimal, unit: str) -> list[Row]:
    """Three days ago, in three years, within a week: measured from now."""
    word = (before.group() if before else "") + (after.group() if after else "")
    back = any(w in word for w in ("前", "过去", "近", "上", "来")) and "未来" not in word and "后" not in word
    sign = -1 if back else 1
    unit = unit.lstrip("个")
    point = after is not None and before is None and after.group() in ("后", "前")
    if months and months == int(months):
        target = month_at(month_index(now.date()) + sign * int(months))
        day = min(target.last.day, now.day)
        other = datetime.combine(target.first.replace(day=day), now.time())
        if point and unit[0] in "年载":
            year = now.year + sign * int(months) // 12
            return [{"start": f"{year:04d}-01-01T00:00:00", "end": f"{year + 1:04d}-01-01T00:00:00"}]
        if point:
            return [_days(target.first, target.last)]
    else:
        other = now + sign * timedelta(seconds=float(total))
    if point and total >= 86400:
        return [_days(other.date(), other.date())]
    if unit[0] in "年月周星礼天日季载":
        first, last = sorted((other, now))
        tomorrow = timedelta(days=1) if not back else timedelta()
        a, b = (now.date() + tomorrow, other.date() + tomorrow) if not back else (first.date(), last.date())
        return [{"start": f"{a}T00:00:00", "end": f"{b}T00:00:00"}, {"start": _iso(first), "end": f"{b}T00:00:00"}]
    first, last = sorted((other, now))
    return [{"start": _iso(other if point else first), "end": _iso(last)}]


def _iso(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


def _days(first: date, last: date) -> Row:
    end = f"{last + timedelta(days=1)}T00:00:00" if last < date.max else None
    year = f"{first.year}" if first.year < 1000 else f"{first.year:04d}"
    start = f"{year}{first.isoformat()[4:]}T00:00:00"
    if end is not None and last.year < 1000:
        end = f"{int(end[:4])}{end[4:]}"
    return {"start": start, "end": end}


def _times(text: str, now: datetime | None, suite: str) -> Iterator[tuple[int, int, str, list[Row]]]:
    today = now.date() if now else None
    published = Publication(first=today, last=today, how="metadata") if today else None
    context = Context(published)
    for expression in expressions(text, wide=True):
        lone = len(expression.atoms) == 1 and expression.until is None
        front = expression.atoms[0].part["fu"] if expression.kinds[0] == "front" else None
        if expression.kinds[0] in ("since", "ago") or (lone and front in ("天", "日", "周")):
            continue
        if lone and expression.kinds[0] == "day" and expression.atoms[0].text.endswith("号") and "model" in suite:
            continue
        context.forecast = False
        try:
            found = resolve(expression, context)
        except (ValueError, OverflowError):
            found = None
        start, end = expression.start, expression.end
        if suite.startswith("rt-") and expression.until and text[start - 1 : start] in ("从", "自"):
            start -= 1
        if suite == "jio-time-parse":
            start, end = _whole(text, start, end)
        values = _values(expression, found, now, suite)
        if found is not None:
            context.named.append(Named(expression.start, found.window, False, False, found.own_year))
        yield start, end, "date", values


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The words around an expression that JioNLP counts in: 从, 左右, 许, 起, 以前."""
    if text[:start] in ("从", "自", "在", "大概"):
        start = 0
    if re.fullmatch(r"(?:左右|许|起|前后|止|份|的?时候|钟|之前|以前|前|以后|之后|起至今|内)", text[end:]):
        end = len(text)
    return start, end


def _values(expression: Expression, found: Found | None, now: datetime | None, suite: str) -> list[Row]:
    clock = _clock(expression)
    if found is None:
        if clock is None:
            return []
        row: Row = {"time": clock[0]}
        return [row | ({"time_start": clock[0], "time_end": clock[1]} if clock[1] else {})]
    windows = [found.window, *found.others]
    if (found.how in ("published",) and found.window.last != found.window.first) or found.how == "published":
        windows += [_other(found.window, shift) for shift in (1, -1)]
    return [_value(window, expression, clock, suite, found) for window in windows]


def _other(window: Window, years: int) -> Window:
    return window.shifted(years) if 2 < window.first.year < 9990 else window


def _value(window: Window, expression: Expression, clock: Any, suite: str, found: Found) -> Row:
    if clock is not None:
        row: Row = {"start": f"{window.first}T{clock[0]}"}
        if clock[1]:
            row |= {"end": f"{window.last}T{clock[1]}", "time_start": clock[0], "time_end": clock[1]}
        return row
    if suite.startswith("rt-") and expression.until is not None:
        last = replace(window, first=window.last)
        return {"start": _days(window.first, last.last)["start"], "end": f"{last.last}T00:00:00"}
    return _days(window.first, window.last)


def _clock(expression: Expression) -> tuple[str, str | None] | None:
    """The hour an expression names, or the hours of a part of the day."""
    atoms = list(expression.atoms) + (list(expression.until.atoms) if expression.until else [])
    part, times = "", []
    for atom in atoms:
        if atom.kind == "part":
            part = atom.text
        elif atom.kind == "dayrel" and atom.text[-1] in "晚夜早晨午":
            part = atom.text[-1]
        elif atom.kind == "clock":
            p = atom.part
            times.append(_hour(p["hh"], p["hm"] or p["hn"], p["ht"] or p["hs"], part))
        elif atom.kind == "clockspan":
            times = [_hour(atom.part["ka"], None, None, part), _hour(atom.part["kb"], atom.part["kc"], None, part)]
    if times:
        return times[0], times[1] if len(times) > 1 else None
    hours = next((h for word, h in PARTS.items() if part.startswith(word)), None)
    if hours is None:
        return None
    return f"{hours[0]:02d}:00:00", f"{hours[1] % 24:02d}:00:00"


def _hour(hour: str | None, minute: str | None, second: str | None, word: str) -> str:
    number = small_int(hour or "0")
    if word.startswith(("下午", "晚", "傍晚", "夜", "深夜")) and number < 12:
        number += 12
    return time(number % 24, minutes(minute), minutes(second)).isoformat()


def main() -> None:
    for line in sys.stdin:
        row = json.loads(line)
        print(json.dumps({"suite": row["suite"], "case": row["case"], "spans": predict(row)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
