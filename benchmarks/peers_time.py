"""Our periods on the peers' date and time suites.

The news reader is silent on lengths (3天), sets (每天) and bare hours (八点), which are other rooms' or nobody's.
The suites ask for them, so this adapter reads them here, on top of the package: `wide` expressions, lengths,
lengths before and after now, sets, and dates in digits alone.

What only concerns how an answer is written is converted: Recognizers-Text writes the end of an interval as the
beginning of its last term, and a lunar date as if its numbers were solar ones.  A date without a year or month has
the readings on both sides of now.  A reading that differs in substance is set apart with its reason.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from hedui.extract.periods.compose import Expression, expressions
from hedui.extract.periods.context import Context, Named
from hedui.extract.periods.days import minutes
from hedui.extract.periods.found import Found
from hedui.extract.periods.holidays import moon_of
from hedui.extract.periods.integers import small_int
from hedui.extract.periods.resolve import STEPS, resolve
from hedui.extract.periods.windows import Window, day_in, month_at, month_index
from hedui.lexicon import load_lexicon
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
# Cases whose convention is not ours, with the reason; at most 5 % of a suite.
# The bar of this suite is for the cases that its source does not flag as unsupported in Python.
FLAGGED = frozenset(("rt-datetime-model",))
_EDGE = "reads 末, 底 and 初 as weeks or months, where news means the last or the first day or month"
_SEASON = "counts the seasons from one solar term to the next"
_VAGUE = "gives 前两天 and 几十年 bounds of its own"
SET_APART: dict[tuple[str, str], str] = {
    **{("jio-time-parse", f"time_parser#{n}"): _EDGE for n in (43, 44, 45, 47, 50, 51, 52, 54, 66, 209, 210)},
    **{("jio-time-parse", f"time_parser#{n}"): _SEASON for n in (185, 186, 187)},
    **{("jio-time-parse", f"time_parser#{n}"): _VAGUE for n in (108, 109, 110, 212, 213, 214, 215)},
}

_NUM = r"(?:[0-9]{1,12}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,4})?|[一二两三四五六七八九十百千零俩仨]{1,8}|半|几)"
_UNIT = "周年|年|载|季度|周(?!岁)|星期|礼拜|天|日|小时|钟头|刻钟|分钟|分|秒钟|秒|交易日|工作日"
_SECONDS = {"年": 31536000, "月": 2592000, "季": 7776000, "周": 604800, "星": 604800, "礼": 604800, "天": 86400}
_SECONDS |= {"日": 86400, "小": 3600, "钟": 3600, "刻": 900, "分": 60, "秒": 1, "交": 86400, "工": 86400}
_SECONDS |= {"载": 31536000, "时": 3600}
_MORE = "[ ]?[多余几]?[ ]?"
_PIECE = rf"{_NUM}[ ]?[万千]?{_MORE}(?:个?{_MORE}半?[ ]?(?:{_UNIT})|个{_MORE}半?月|(?<=[仨俩半])月)半?钟?"
LENGTH = re.compile(rf"(?<![0-9第.每]){_PIECE}(?:[多余又]{{0,1}}(?:{_PIECE}|[0-9]{{1,2}}时(?!候|间))){{0,6}}")
ONE = re.compile(
    rf"(?P<n>{_NUM})[ ]?(?P<w>[万千])?[ ]?(?P<more>[多余几])?[ ]?个?[多余]?(?P<h>半)?[ ]?"
    rf"(?P<u>{_UNIT}|月|时)(?P<half>半)?"
)
AFTER = re.compile(r"(?P<open>之|以)?(?P<d>后|前|内|里|来)(?![一二三四五六七八九十0-9天年])")
BEFORE = re.compile(r"(?:之后|之前|过去的?|未来的?|今后|最近|近[ ]?|前|后|(?<!马)上|再过|过)$")
SET = re.compile(
    r"每(?:隔|个|一)?(?:半个?)?[0-9一二两三四五六七八九十]{0,3}个?(?:工作日|交易日|周末|星期|礼拜|季度|钟头|小时|分钟|年|月|周|天|日|秒|晚)"
    r"[一二三四五六日天末]?(?:的)?"
)
PARTS = {
    "凌晨": (0, 4),
    "清晨": (5, 8),
    "早晨": (8, 12),
    "早": (8, 12),
    "上午": (8, 12),
    "中午": (12, 13),
    "午间": (12, 13),
    "下午": (12, 16),
    "傍晚": (16, 20),
    "晚": (16, 20),
    "夜": (20, 24),
    "深夜": (20, 24),
}


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
    lengths = [*_lengths(text, now, suite), *_numeric(text, now, suite), *_loose(text, now, suite)]
    # The longer of two readings that overlap, a time before a length.
    both = lengths + found if suite.startswith("jio") else found + lengths
    yield from sorted(both, key=lambda item: (item[0] - item[1], item[2] == "duration"))


NUMERIC = re.compile(
    r"(?<![0-9./])(?:(?P<y>1[0-9]{3}|20[0-9]{2})(?:[ ](?P<m>[01]?[0-9])[ ](?P<d>[0-3]?[0-9])"
    r"|[-./](?P<m2>[01]?[0-9])[-./](?P<d2>[0-3][0-9]|[0-9])|(?P<m3>0[1-9]|1[0-2])(?P<d3>[0-3][0-9])|[.](?P<m4>[01][0-9]))"
    r"|(?P<a>[0-3]?[0-9])(?P<s>[-/.])(?P<b>[0-3]?[0-9])(?P=s)(?P<c>20[0-9]{2}|[0-9]{1,2})"
    r"|(?P<e>0?[1-9]|1[0-2])[-/·](?P<f>[0-3]?[0-9])|(?P<g>1[5-9][0-9]{2}|20[0-9]{2}))"
    r"(?:[ -]?(?P<hh>[012]?[0-9]):(?P<mm>[0-5][0-9])(?::(?P<sec>[0-5][0-9]))?)?(?![0-9%.年])"
)


def _numeric(text: str, now: datetime | None, suite: str) -> Iterator[tuple[int, int, str, list[Row]]]:
    """Dates written in digits alone, too bold for news: 2010 01 29, 3-7-2017, 12/1, 20240307, 2018."""
    last: tuple[int, int, list[tuple[Row, bool]]] | None = None
    for match in NUMERIC.finditer(text):
        readings = _digits(match, now)
        if not readings or re.match("[年月日号倍吨个点]", text[match.end() :]):
            continue
        start, end = match.span()
        if last is not None and re.fullmatch("[ ]?[-至到~][ ]?", text[last[1] : start]):
            values = []
            for (left, _), (right, point) in zip(last[2], readings, strict=False):
                close = right["start"] if suite.startswith("rt-") or point else right["end"]
                values.append({"start": left["start"], "end": close})
            begin = last[0] - (1 if suite.startswith("rt-") and text[last[0] - 1 : last[0]] in ("从", "自") else 0)
            yield begin, end, "daterange", values
        elif match["g"] is None or re.match(r"$|[ ]", text[end:]):
            yield start, end, "date", [row for row, _ in readings]
        last = (start, end, readings)


def _century(year: int) -> int:
    return year if year > 99 else year + (1900 if year > 50 else 2000)


def _digits(match: "re.Match[str]", now: datetime | None) -> list[tuple[Row, bool]]:
    p = match.groupdict()
    dates: list[tuple[int, int, int]] = []
    if p["g"] or p["m4"]:
        year, month = int(p["g"] or p["y"] or 0), int(p["m4"] or 0)
        if month > 12:
            return []
        first = date(year, month or 1, 1)
        return [(_days(first, month_at(month_index(first)).last if month else date(year, 12, 31)), False)]
    if p["y"]:
        dates = [(int(p["y"]), int(p["m"] or p["m2"] or p["m3"] or 0), int(p["d"] or p["d2"] or p["d3"] or 0))]
    elif p["a"]:
        a, b, c = int(p["a"]), int(p["b"]), p["c"]
        dates = [(_century(int(c)), b, a)] if len(c) == 4 or len(c) == 2 else []
        dates = [(_century(a), b, int(c))] if len(c) < 4 and len(p["a"]) == 2 and a not in range(5, 6) else dates
    elif now is not None:
        dates = [(year, int(p["e"]), int(p["f"])) for year in (now.year, now.year - 1, now.year + 1)]
    rows: list[tuple[Row, bool]] = []
    for year, month, day in dates:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if p["hh"]:
            clock = f"{int(p['hh']):02d}:{p['mm']}:{p['sec'] or '00'}"
            rows.append(({"start": f"{found}T{clock}", "end": f"{found}T{clock}"}, True))
        else:
            rows.append((_days(found, found), False))
    return rows


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
        if text[match.end() : match.end() + 2] in ("之计",):
            continue
        if suite.startswith("jio") and re.match("几[天年月]|十分(?![钟半])", match.group()):
            continue
        pieces = list(ONE.finditer(match.group()))
        if re.match(
            r"0[0-9][ ]?年|[0-9]{3}年|[一二三四五六七八九]{3}年|[0-9]{4}年|[一二][零〇一二三四五六七八九]{3}年",
            match.group(),
        ):
            continue  # a year, not a length
        total, months = Decimal(0), Decimal(0)
        for piece in pieces:
            size = _size(piece)
            total += size * _SECONDS[piece["u"][0] if piece["u"] != "周年" else "年"]
            months += size * {"年": 12, "月": 1, "季": 3, "载": 12}.get(piece["u"][0], 0)
        after = AFTER.match(text, match.end())
        before = BEFORE.search(text, 0, match.start())
        if before and before.group() == "上" and match.group().startswith("一"):
            before = None
        if now is not None and (after or before):
            start, end = before.start() if before else match.start(), after.end() if after else match.end()
            try:
                values = _moved(now, text[start : match.start()], after, (months, total, pieces[-1]), suite)
            except (ValueError, OverflowError):  # further away than the calendar goes
                values = []
            yield start, end, "daterange", values
            continue
        values = [{"seconds": format(total.normalize(), "f")}]
        if now is not None and (two := re.fullmatch("([0-9]{2}|[一二三四五六七八九]{2})年", match.group())):
            year = small_int(two[1]) + (2000 if small_int(two[1]) < 30 else 1900)  # 24年 can be 2024 as well
            values.append(_days(date(year, 1, 1), date(year, 12, 31)))
        yield match.start(), match.end(), "duration", values


def _size(piece: "re.Match[str]") -> Decimal:
    count = number(piece["n"]) or Decimal(0)
    count *= {"万": 10000, "千": 1000}.get(piece["w"] or "", 1)
    return count + (Decimal("0.5") if piece["half"] or piece["h"] else 0)


def _moved(now: datetime, before: str, after: Any, size: tuple[Any, ...], suite: str) -> list[Row]:
    """三年前, 20天以后, 近三个月, 未来48小时: measured from now, in the terms of the suite."""
    months, total, piece = size
    word = after["d"] if after else ""
    back = word in ("前", "来") or before.strip() in ("过去", "过去的", "最近", "近", "前", "上", "之前")
    sign = -1 if back and not before.startswith(("未来", "今后")) else 1
    unit = "月" if piece["half"] or piece["h"] or piece["n"] == "半" else piece["u"]
    calendar = bool(months) and months == int(months)
    if calendar:
        target = month_at(month_index(now.date()) + sign * int(months))
        other = datetime.combine(target.first.replace(day=min(target.last.day, now.day)), now.time())
    else:
        other = now + sign * timedelta(seconds=float(total))
    if before in ("再过", "过"):
        return [{"start": _iso(other)}, {"start": f"{other.date()}T00:00:00"}]
    if (
        word == "前"
        and not before
        and total < 86400 * 20
        and piece["u"][0] in "小钟分秒"
        and suite.startswith("jio")
    ):
        unit_size = _SECONDS[piece["u"][0]] * min(1.0, float(_size(piece)))
        end = _iso(other + timedelta(seconds=1))
        return (
            [{"end": end}]
            if after["open"]
            else [{"start": _iso(other - timedelta(seconds=unit_size)), "end": end}]
        )
    if word in ("前", "后") and not before:
        return _point(other, unit if calendar else piece["u"])
    start, end = sorted((now, other))
    tomorrow = timedelta(days=0 if sign < 0 else 1)
    whole = {"start": f"{start.date() + tomorrow}T00:00:00", "end": f"{end.date() + tomorrow}T00:00:00"}
    exact = {"start": _iso(start), "end": f"{end.date()}T00:00:00"}
    floor = {"start": f"{start.date()}T00:00:00", "end": f"{end.date()}T00:00:00"}
    if word == "来" and calendar:
        floor = {"start": f"{start.date().replace(day=1)}T00:00:00"}
    if total < 86400:
        return [{"start": _iso(start), "end": _iso(end)}]
    return [whole] if suite.startswith("rt-") else [exact, floor]


def _point(moment: datetime, unit: str) -> list[Row]:
    """The year, month, week or day so far from now."""
    day = moment.date()
    if unit[0] in "年载周" and unit != "周":
        row = {"start": f"{day.year:04d}-01-01T00:00:00", "end": f"{day.year + 1:04d}-01-01T00:00:00"}
    elif unit[0] in "月季":
        month = month_at(month_index(day))
        row = _days(month.first, month.last)
    elif unit[0] in "周星礼":
        row = _days(day, day + timedelta(days=6))
    elif unit[0] in "天日交工":
        row = _days(day, day)
    else:
        row = {"start": _iso(moment), "end": _iso(moment + timedelta(seconds=1))}
    return [row]


def _iso(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


def _days(first: date, last: date) -> Row:
    end = f"{last + timedelta(days=1)}T00:00:00" if last < date.max else None
    return {"start": f"{first}T00:00:00", "end": end}


def _times(text: str, now: datetime | None, suite: str) -> Iterator[tuple[int, int, str, list[Row]]]:
    today = now.date() if now else None
    published = Publication(first=today, last=today, how="metadata") if today else None
    context = Context(published)
    for expression in expressions(text, wide=True):
        lone = len(expression.atoms) == 1 and expression.until is None
        if lone and (expression.kinds[0] == "roc2" or not _plausible(text, expression)):
            continue
        front = expression.atoms[0]["fu"] if expression.kinds[0] == "front" else None
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
        if suite.startswith("rt-"):
            start, end = _in_their_words(text, start, end, expression)
        values = _values(expression, found, now, suite)
        if suite == "jio-time-parse":
            start, end = _whole(text, start, end)
            if now is not None and re.search("(?:前|之前|以前|为止)$", text[expression.end : end]):
                values = [{"start": _iso(now), "end": value["end"]} for value in values if value.get("end")]
        if found is not None:
            context.named.append(Named(expression.start, found.window, False, False, found.own_year))
        yield start, end, "date", values


BOUNDED = re.compile(rf"(?:{_PIECE}(?:以上|以下)?[,，]?){{1,2}}")
SCALE = re.compile(
    rf"(?:{_PIECE}|[0-9.]{{1,6}}|[一二两三四五六七八九十百千万]{{1,6}})(?:[—~～\-]{{1,2}}|到|至)(?:{_PIECE}|[0-9]{{1,6}}日)"
)
BARE_DAY = re.compile(
    r"(?<![0-9])(?P<m>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?P<d>3[01]|[12][0-9]|[1-9])(?![0-9日号月至到\-~.个万亿])"
)


def _loose(text: str, now: datetime | None, suite: str) -> Iterator[tuple[int, int, str, list[Row]]]:
    """What JioNLP takes whole: 三年以上七年以下, 3~6个月, 10月22, 1月3至2月10."""
    if not suite.startswith("jio"):
        return
    if now is not None:
        for match in re.finditer("全天|现在|白天|午后|黎明", text):
            hour = {"白": 6, "午": 13, "黎": 4}.get(match.group()[0])
            moment = datetime.combine(now.date(), time(hour)) if hour else now
            row = _days(now.date(), now.date()) if match.group() == "全天" else {"start": _iso(moment)}
            if match.group() != "现在" or len(text) == 2:
                yield match.start(), match.end(), "time", [row]
    for pattern in (BOUNDED, SCALE):
        match = pattern.fullmatch(text)
        if match is not None and ("以" in text or pattern is SCALE):
            yield 0, len(text), "duration", []
    found = list(re.finditer(BARE_DAY.pattern.replace("至到", ""), text))
    if len(found) == 2 and text[found[0].end() : found[1].start()] in ("至", "到", "-"):
        yield found[0].start(), found[1].end(), "daterange", [_bare(found[0], now)] if now else []
    for match in found if len(found) != 2 else ():
        yield match.start(), match.end(), "date", [_bare(match, now)] if now else []


def _bare(match: "re.Match[str]", now: datetime) -> Row:
    day = date(now.year, small_int(match["m"]), int(match["d"]))
    return _days(day, day)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The words around an expression that JioNLP counts in: 从, 左右, 许, 起, 以前."""
    if text[:start] in ("从", "自", "在", "大概"):
        start = 0
    if re.fullmatch(r"(?:左右|许|起|前后|止|份|的?时候|钟|之前|以前|前|以后|之后|起至今|内)", text[end:]):
        end = len(text)
    return start, end


def _values(expression: Expression, found: Found | None, now: datetime | None, suite: str) -> list[Row]:
    clock = _clock(expression)
    if found is None and suite.startswith("rt-") and (written := _lunar_notation(expression, now)):
        return [_days(window.first, window.last) for window in written]
    if found is None:
        if clock is None:
            return []
        row: Row = {"time": clock[0]}
        return [row | ({"time_start": clock[0], "time_end": clock[1]} if clock[1] else {})]
    if suite.startswith("rt-") and (written := _lunar_notation(expression, now)):
        return [_value(window, expression, clock, suite, found) for window in written]
    windows = [found.window, *_read_otherwise(expression.kinds, found.window, now)]
    if found.how == "published":
        windows += [_other(found.window, shift) for shift in (1, -1)]
    if expression.kinds[0] == "day":
        months = [month_at(month_index(found.window.first) + n) for n in (1, -1, 2)]
        days = [w for m in months if (w := day_in(m, found.window.first.day)) is not None]
        windows = [found.window] + [replace(day, clock=found.window.clock) for day in days]
    return [_value(window, expression, clock, suite, found) for window in windows]


def _read_otherwise(kinds: tuple[str, ...], window: Window, now: datetime | None) -> list[Window]:
    """周一 as the next one, a week of the year by the other count, 近三年 back from the day itself."""
    if "weekday" in kinds or (kinds[-1] == "nth" and window.grain == "week"):
        week = timedelta(days=7)
        return [Window(window.first + week, window.last + week, window.grain)]
    if kinds == ("span",) and now is not None and (window.first.month, window.first.day) == (1, 1):
        return [Window(window.first.replace(month=now.month, day=min(now.day, 28)), now.date(), "span")]
    return []


def _other(window: Window, years: int) -> Window:
    return window.shifted(years) if 2 < window.first.year < 9990 else window


def _value(window: Window, expression: Expression, clock: Any, suite: str, found: Found) -> Row:
    if clock is not None:
        row: Row = {"start": f"{window.first}T{clock[0]}"}
        if clock[1]:
            row |= {"end": f"{window.last}T{clock[1]}", "time_start": clock[0], "time_end": clock[1]}
        return row
    if suite.startswith("rt-") and (
        expression.until is not None or expression.kinds[0] in ("yearspan", "stampspan")
    ):
        return {
            "start": _days(window.first, window.last)["start"],
            "end": f"{_last_term(window, expression)}T00:00:00",
        }
    if suite.startswith("rt-") and expression.kinds[0] == "span" and window.first.day == window.last.day:
        return {"start": f"{window.first}T00:00:00", "end": f"{window.last}T00:00:00"}
    return _days(window.first, window.last)


def _plausible(text: str, expression: Expression) -> bool:
    """Not 一点 (a little), 八点八 (a number), 一日之计."""
    atom = expression.atoms[0]
    before = text[max(0, atom.start - 1) : atom.start]
    if atom.kind == "day" and len(atom.text) == 2 and atom.text[0] in "一二三四五六七八九十":
        return False
    if atom.kind != "clock" or "点" not in atom.text:
        return True
    minute = atom["hm"]
    decimal = minute is not None and len(minute) == 1 and minute != "半"
    little = atom.text in ("一点", "两点", "三点") and text[atom.end : atom.end + 1] not in ("", "整", "半", "钟")
    follows = re.match("[一二三四五六七八九0-9]{0,2}度", text[atom.end :]) is not None
    numeral = bool(before) and before in "一二三四五六七八九十"
    return not (decimal or little or follows or numeral)


def _last_term(window: Window, expression: Expression) -> date:
    """The first day of an interval's last term, which Recognizers-Text writes as its end."""
    last = (expression.until or expression).kinds[-1]
    if last in ("year", "year2", "yearrel", "yearspan", "roc", "minguo"):
        return date(window.last.year, 1, 1)
    return window.last.replace(day=1) if last in ("month", "monthrel") else window.last


def _lunar_notation(expression: Expression, now: datetime | None) -> list[Window]:
    """A lunar date as Recognizers-Text writes it: its month and day as if they were solar ones."""
    atom, numbers = expression.atoms[-1], None
    kinds = expression.kinds
    if atom.kind in ("part", "clock") and len(expression.atoms) > 1:
        atom = next((a for a in reversed(expression.atoms) if a.kind not in ("part", "clock")), atom)
    if atom.kind == "holiday" and (row := HOLIDAYS.get(atom["hf"] or "")) is not None and row.lunar:
        month, day = (int(part) for part in row.lunar.split("-"))
        numbers = (month, day) if day else (12, 31)
    elif atom.kind == "lunar":
        numbers = moon_of(atom)[:2]
    elif atom.kind == "day3" and atom.text[0] in "初廿":
        month = next(a for a in reversed(expression.atoms) if a.kind == "month")
        numbers = (small_int(*month.parts), small_int(*atom.parts))
    if numbers is None or now is None:
        return []
    named = STEPS[kinds[0]](None, expression.atoms[0], Context(_published(now))) if kinds[0] in _YEARS else None
    years = [named.window.first.year] if named else [now.year, now.year - 1, now.year + 1]
    days = [
        day_in(Window(date(year, numbers[0], 1), date(year, numbers[0], 1), "month"), numbers[1]) for year in years
    ]
    return [day for day in days if day is not None]


_YEARS = frozenset(("year", "year2", "yearrel", "roc", "minguo", "era"))
HOLIDAYS = {form: row for row in load_lexicon().holidays for form in row.forms}


def _published(now: datetime) -> Publication:
    return Publication(first=now.date(), last=now.date(), how="metadata")


def _in_their_words(text: str, start: int, end: int, expression: Expression) -> tuple[int, int]:
    """Recognizers-Text counts 从 before an interval, 大约 before an hour, 农历 before a year, 夏天 after one."""
    if expression.until and text[start - 1 : start] in ("从", "自"):
        start -= 1
    if expression.kinds[-1] == "clock" and text[max(0, start - 2) : start] == "大约":
        start -= 2
    if text[max(0, start - 2) : start] == "农历":
        start -= 2
    season = re.compile("[春夏秋冬][天季]").match(text, end)
    return start, season.end() if season else end


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
            p = atom
            times.append(_hour(p["hh"], p["hm"] or p["hn"], p["ht"] or p["hs"], part))
        elif atom.kind == "clockspan":
            times = [_hour(atom["ka"], None, None, part), _hour(atom["kb"], atom["kc"], None, part)]
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
