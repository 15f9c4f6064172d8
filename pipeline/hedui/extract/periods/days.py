"""Months, weeks, days and hours: 12月, 上周三, 昨日, 今(9)日, 9日, 8时47分; and 近三年."""

from datetime import date, timedelta

from msgspec.structs import replace

import hedui.extract.periods.windows as cal
from hedui.extract.periods.compose import Atom
from hedui.extract.periods.context import Context
from hedui.extract.periods.found import Found, Step, in_year
from hedui.extract.periods.holidays import lunar_day
from hedui.extract.periods.integers import small_int
from hedui.extract.periods.windows import Window

_STEPS = {"上": -1, "前": -1, "下": 1, "次": 1, "翌": 1}  # from this month or week
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}


def _month(found: Found | None, atom: Atom, context: Context) -> Found | None:
    number = small_int(*atom.parts)
    return in_year(found, context, number, number)


def _monthspan(found: Found | None, atom: Atom, context: Context) -> Found | None:
    first, last = map(small_int, atom.parts)
    if first <= last:
        apart = "、" in atom.text and last - first > 1  # 7、8月 are a span, of 3、6月 the last is read
        return in_year(found, context, last if apart else first, last)
    right = in_year(found, context, last, last)
    if right is None:
        return None
    year = right.window.last.year - (0 if found else 1)
    return replace(right, window=cal.month_span(year * 12 + first - 1, (year + 1) * 12 + last - 1))


def _monthrel(found: Found | None, atom: Atom, context: Context) -> Found | None:
    word = atom.text
    shift = _STEPS.get(word[0], 0) * (2 if word[:2] in ("上上", "下下") else 1)
    if word[0] in "当同该次翌前" and (last := context.last()) is not None and found is None:
        return Found(cal.month_at(cal.month_index(last.last) + shift), "relative")
    month = context.this_month
    if month is None:
        return None
    index = cal.month_index(month) + shift
    if found is not None:
        index = found.window.last.year * 12 + index % 12
    return Found(cal.month_at(index), "relative", own_year=True)


def _week(found: Found | None, atom: Atom, context: Context) -> Found | None:
    today = context.today
    if today is None:
        return None
    word = atom.text
    shift = _STEPS.get(word[0], 0) * (len(word) - len(word.lstrip("上前下")))
    bare = not (atom["ww"] or atom["we"])
    week = cal.week_of(today + timedelta(days=7 * shift), context.sunday and bare)
    if atom["ww"]:
        return Found(cal.one_day(week.first + timedelta(days=_WEEKDAYS[atom["ww"]])), "relative", own_year=True)
    if atom["we"]:
        return Found(Window(week.first + timedelta(days=5), week.last, "span"), "relative", own_year=True)
    return Found(week, "relative", own_year=True)


def _weekday(found: Found | None, atom: Atom, context: Context) -> Found | None:
    if found is not None and found.window.grain == "week":  # 上周星期三
        day = found.window.first + timedelta(days=_WEEKDAYS[atom["wd"] or "一"])
        return replace(found, window=cal.one_day(day))
    if found is not None:
        return found
    today = context.today
    if today is None:
        return None
    back = (today.weekday() - _WEEKDAYS[atom["wd"] or "一"]) % 7
    day = today - timedelta(days=back)
    if context.forecast and back and not (context.as_of and not context.coming):
        day += timedelta(days=7)  # but nothing is counted as of a day to come
    return Found(cal.one_day(day), "published")


def _day(found: Found | None, atom: Atom, context: Context) -> Found | None:
    first, *_, last = [*map(small_int, atom.parts)] * 2
    if atom.kind == "day3" and atom.text[0] in "初廿" and found is not None:  # 八月初五 is of the lunar calendar
        solar = lunar_day(context.almanac, found.window.last.year, found.window.last.month, first)
        return replace(found, window=cal.one_day(solar)) if solar is not None else None
    return days_in(found, first, last, atom, context)


def days_in(found: Found | None, first: int, last: int, atom: Atom, context: Context) -> Found | None:
    """Days `first` to `last` of the month found, else of the one the context gives to a bare day."""
    base = found or _month_for_day(first, atom, context)
    if base is None:
        return None
    start, end = cal.day_in(base.window, first), cal.day_in(base.window, last)
    for back in (12, 24, 36, 48) if base.how == "published" and found else (1, 2):
        if end is not None or base.how != "published":
            break
        # 2月29日 is of the last leap year, a bare 31日 of the last month that has one.
        earlier = cal.month_at(cal.month_index(base.window.first) - back)
        start, end = cal.day_in(earlier, first), cal.day_in(earlier, last)
    if start is None or end is None or last < first:
        return None
    window = start if first == last else Window(start.first, end.last, "span")
    latest = context.latest
    if context.as_of and found is None and not context.coming and latest is not None and window.last > latest:
        # 将在2月底前查完,截至16日已查21处, told on 17 January: nothing has been counted as of a day to come
        month = cal.month_at(cal.month_index(latest) - (last > latest.day))
        day = cal.day_in(month, last)
        return Found(day, "published") if day is not None else None
    return replace(base, window=window)


def _month_for_day(number: int, atom: Atom, context: Context) -> Found | None:
    month, latest = context.month_of(number, atom.start), context.latest
    if month is not None:
        return Found(month, "inherited")
    if latest is None or context.this_month is None:
        return None
    index = cal.month_index(latest)
    if number > latest.day and not context.forecast:
        index -= 1
    elif number < latest.day and context.forecast:
        index += 1
    return Found(cal.month_at(index), "published")


_NEAR_DAYS = {"大前": -3, "前": -2, "今": 0, "即": 0, "本": 0, "明": 1, "后": 2, "大后": 3, "大大": 4}
_NEAR_DAYS |= dict.fromkeys("昨过上", -1)  # 过去一个比赛日


def _dayrel(found: Found | None, atom: Atom, context: Context) -> Found | None:
    word = atom.text
    if word.startswith(("当", "同", "次", "翌", "隔", "这", "前一", "后一")):
        shift = 1 if word[0] in "次翌隔后" else -1 if word[0] == "前" else 0
        last = context.last_day(beyond=shift == 1)
        day = last.window.last if last is not None else context.today if shift < 1 else None
    else:
        day = context.today
        shift = _NEAR_DAYS[word[:2] if word[0] == "大" else word[0]]
    if day is None:
        return None
    window = cal.one_day(day + timedelta(days=shift))
    return Found(replace(window, clock="pm") if word[-1] in "晚夜" else window, "relative", own_year=True)


def _bracketed(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """今(9)日, 昨(8)日, 前(7)日: the number and the word say the same day."""
    number = small_int(*atom.parts)
    today = context.today
    if today is None:
        return _month_for_day(number, atom, context) and days_in(None, number, number, atom, context)
    for near in (today + timedelta(days=step) for step in (_NEAR_DAYS[atom.text[0]], 0, -1, 1)):
        if near.day == number:
            return Found(cal.one_day(near), "relative", own_year=True)
    return days_in(None, number, number, atom, context)


def _nth(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """2025年第一天, 今年第37周, 9月第二周, 11月第四个星期四, 2025年首月: counted from where the named begins."""
    if found is None:
        return None
    count, unit = small_int(atom["tn"] or "1"), (atom["tu"] or atom["tf"] or "")[0]
    first = found.window.first
    if unit == "月":
        month = cal.month_at(cal.month_index(first) + count - 1)
        return replace(found, window=month) if month.last <= found.window.last else None
    if unit in "天日":
        days = [first + timedelta(days=count - 1)]
    elif atom["tw"]:
        days = [first + timedelta(days=(_WEEKDAYS[atom["tw"]] - first.weekday()) % 7 + 7 * (count - 1))]
    else:
        return _nth_week(found, count, context.sunday)
    return replace(found, window=cal.one_day(days[0])) if days[0] <= found.window.last else None


def _nth_week(found: Found, count: int, sunday: bool) -> Found | None:
    """Weeks of a year by the international count, those of a month from its first Monday."""
    first, later = found.window.first, timedelta(days=7 * (count - 1))
    if found.window.grain != "year":
        return replace(found, window=cal.week_of(first + timedelta(days=-first.weekday() % 7) + later))
    week = cal.week_of(date(first.year, 1, 4) + later, sunday)
    return replace(found, window=week) if 0 < count < 54 else None


def _pair(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """今明两年, 去今两年, 明后三天."""
    order = {"去": -1, "今": 0, "明": 1, "后": 2}
    left, right, unit = atom.parts
    first, last = order[left], order[right]
    year, today = context.this_year, context.today
    if last <= first or year is None:
        return None
    if unit == "年":
        return Found(Window(date(year + first, 1, 1), date(year + last, 12, 31), "span"), "relative")
    if today is None or first < 0:
        return None
    return Found(Window(today + timedelta(days=first), today + timedelta(days=last), "span"), "relative")


def _spoken_day(context: Context) -> Found | None:
    """The day an hour without one belongs to: the day last named, else that of the article, or of 2时数据称."""
    last = context.last_day()
    if context.told and last is not None and last.start < context.sentence:
        last = None
    day = last.window.last if last is not None else context.today
    return Found(cal.one_day(day), "inherited") if day is not None else None


def minutes(text: str | None) -> int:
    """The minutes after an hour: 半, 一刻, 二十, 05."""
    plain = (text or "0").removesuffix("分")
    return 30 if plain == "半" else 15 * small_int(plain[0]) if plain.endswith("刻") else small_int(plain)


def _clock(found: Found | None, atom: Atom, context: Context) -> Found | None:
    hour, minute = small_int(atom["hh"] or atom["ka"] or "0"), minutes(atom["hm"] or atom["hn"])
    found = found or _spoken_day(context)
    if found is None:
        return None
    if hour < 12 and found.window.clock == "pm":
        hour += 12
    window = Window(found.window.first, found.window.last, "minute", f"{hour:02d}:{minute:02d}")
    return replace(found, window=window)


_LATE = ("下午", "晚", "傍晚", "夜间", "夜晚", "深夜", "收市后", "收盘后", "盘后")


def _part(found: Found | None, atom: Atom, context: Context) -> Found | None:
    found = found or _spoken_day(context)
    if found is None or not atom.text.startswith(_LATE):
        return found
    return replace(found, window=replace(found.window, clock="pm"))


def _span(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """近三年, 过去7天, 此后两年: counted back from the article, or on from the date last named."""
    count, unit = _how_long(*atom.parts)
    if unit == "小" and count % 24 == 0:  # 过去24小时 reach into the day of the article
        days = timedelta(days=count // 24)
        return _hours(context, -days if not atom.text.startswith(("未来", "今后")) else days)
    if atom.text.startswith(("未来", "今后", "往后")):
        base, forward = context.latest, True
    elif atom.text.startswith(("此后", "其后", "之后")):
        last = context.last()
        base, forward = (last.last if last is not None else None), True
    else:
        base, forward = context.latest, False
    return _counted(base, count if forward else -count, unit)


def _how_long(number: str, unit: str) -> tuple[int, str]:
    """How many of what unit: 半年 is six months, 数年 (0) nothing."""
    if number == "半":
        return {"年": (6, "月"), "月": (15, "天")}.get(unit, (0, unit))
    return 0 if number in "几数" else small_int(number), unit[0]


def _hours(context: Context, days: timedelta) -> Found | None:
    if context.today is None:
        return None
    first, last = sorted((context.today, context.today + days))
    return Found(Window(first, last, "span"), "relative")


def _since(found: Found | None, atom: Atom, context: Context) -> Found | None:
    count, unit = _how_long(*atom.parts)
    # 开通4年来 runs to the day, 近三年 over whole years.
    return _counted(context.latest, -count, unit, to_the_day=True)


def _ago(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """10年前, 三个月前, 5天前: the year, month or day that lies so far back."""
    (count, unit), latest = _how_long(*atom.parts), context.latest
    if not count or latest is None:
        return None
    if unit == "年":
        return Found(cal.year_window(latest.year - count), "relative")
    if unit in "月季":
        back = count * (3 if unit == "季" else 1)
        return Found(cal.month_at(cal.month_index(latest) - back), "relative")
    if context.today is None:
        return None
    day = latest - timedelta(days=count * (1 if unit in "天日" else 7))
    return Found(cal.one_day(day) if unit in "天日" else cal.week_of(day), "relative")


def _counted(base: date | None, count: int, unit: str, *, to_the_day: bool = False) -> Found | None:
    if base is None or not count or abs(count) > 400 or unit == "小":
        return None
    if unit in "周星天日":
        # 过去7天 are the seven days before the article's, 未来两天 the two after it.
        days = count * (7 if unit in "周星" else 1)
        first, last = sorted((base + timedelta(days=days), base + timedelta(days=1 if days > 0 else -1)))
        return Found(Window(first, last, "span"), "relative")
    size = {"年": 12, "季": 3}.get(unit, 1)
    if not to_the_day and unit != "月" and (count != -1 or not 2 < base.month < 12):
        return Found(_whole_units(base, count, size), "relative")
    # 近五个月; and 过去一年 in August is no calendar year
    target = cal.month_at(cal.month_index(base) + count * size).last
    first, last = sorted((base, target.replace(day=min(target.day, base.day))))
    return Found(Window(first, last, "span"), "relative")


def _whole_units(base: date, count: int, size: int) -> Window:
    """近三年 in January 2026 speaks of the years 2023 to 2025; December counts as a whole year gone."""
    unit = (base.month - 1) // size * size + 1  # first month of the running year or quarter
    running = base.year * 12 + unit - 1
    if count > 0:
        return cal.month_span(running + size, running + size + count * size - 1)
    end = running + size - 1 if size == 12 and base.month == 12 else running - 1
    return cal.month_span(end + count * size + 1, end)


STEPS: dict[str, Step] = {
    "month": _month,
    "monthspan": _monthspan,
    "monthrel": _monthrel,
    "week": _week,
    "weekday": _weekday,
    "day": _day,
    "day3": _day,
    "dayspan": _day,
    "dayrel": _dayrel,
    "daytold": _bracketed,
    "nth": _nth,
    "pair": _pair,
    "clock": _clock,
    "clockspan": _clock,
    "part": _part,
    "span": _span,
    "since": _since,
    "ago": _ago,
}
