"""Holidays and lunar days: 国庆, 春节假期, 大年初三, 农历八月十五, from the tables of the lexicon."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from hedui.extract.periods.almanac import Almanac
from hedui.extract.periods.compose import Atom
from hedui.extract.periods.context import Context
from hedui.extract.periods.found import Found, Step
from hedui.extract.periods.integers import small_int
from hedui.extract.periods.sun import solar_term
from hedui.extract.periods.windows import Window, one_day, year_window
from hedui.lexicon import HolidayRow

_AHEAD = 45  # days in which a holiday to come is the one spoken of
_AT_HAND = 14  # the same where it is of the year to come
_LONG, _SHORTLY = 4, 45  # days off of a 长假; days after it in which 黄金周 needs no name
_DAYS_OFF = ("假", "黄金周", "期间", "档", "双节", "长假")


def lunar_day(tables: Almanac, year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The solar date of a day of a lunar year; day 0 is the eve of the month. None outside the table."""
    row = tables.lunar.get(year)
    if row is None or (leap and row.leap != month):
        return None
    place = month - 1 + (1 if leap or (row.leap and month > row.leap) else 0)
    lengths = [30 if long == "1" else 29 for long in row.long]
    if place >= len(lengths) or day > lengths[place]:
        return None
    return row.first + timedelta(days=sum(lengths[:place]) + day - 1)


def _holiday(found: Found | None, atom: Atom, context: Context) -> Found | None:
    row = context.almanac.holidays[atom["hf"] or ""]
    off = any(word in atom.text for word in _DAYS_OFF) and not atom.text.endswith(("当天", "当日"))
    if found is not None:
        window = _in(row, found.window.last.year, off, context.almanac)
        return replace(found, window=window) if window is not None else None
    year, how = context.sentence_year(), "inherited"
    if year is None or _over_new_year(row):
        year, how = _year(row, off, context), "published"
    window = _in(row, year, off, context.almanac) if year is not None else None
    return Found(window, how) if window is not None else None


def _vacation(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """黄金周 and 双节 without a name: the days off last named, else the long ones at hand or just over."""
    season = context.last_season()
    if found is None and season is not None and _LONG <= (season.last - season.first).days < 2 * _AT_HAND:
        return Found(season, "inherited")
    rows = {row.id: row for row in context.almanac.holidays.values() if row.breaks}
    at_hand = [(days.last, row) for row in rows.values() for days in _long_breaks(row, context)]
    if not at_hand:
        return None
    day, row = max(at_hand, key=lambda pair: (pair[0], pair[1].id))
    window = _break(row, found.window.last.year if found is not None else day.year)
    return Found(window, found.how if found is not None else "published") if window is not None else None


def _long_breaks(row: HolidayRow, context: Context) -> Iterator[Window]:
    """The days off of a holiday that an article may speak of without its name."""
    latest = context.latest
    if latest is None:
        return
    for days in filter(None, (_break(row, latest.year), _break(row, latest.year - 1))):
        long = _LONG <= (days.last - days.first).days < 2 * _AT_HAND
        if long and (days.first - latest).days <= _AT_HAND and (latest - days.last).days <= _SHORTLY:
            yield days


def _year(row: HolidayRow, off: bool, context: Context) -> int | None:
    """The year of a holiday named without one: the last that has begun, in a forecast the next."""
    latest = context.latest
    if latest is None:
        return context.year_told()
    now = _in(row, latest.year, off, context.almanac)
    if now is None:
        return latest.year
    if _over_new_year(row):  # 本流感季 is the one that runs on the day of the article
        return latest.year - (latest < now.first)
    if now.first > latest and not context.forecast and (now.first - latest).days > _AHEAD:
        return latest.year - 1
    return latest.year + 1 if context.forecast and (latest - now.last).days > 200 else latest.year


def _over_new_year(row: HolidayRow) -> bool:
    """Whether a season ends in the year after: 流感季, from October to September."""
    return row.until is not None and row.solar is not None and row.until < row.solar


def _in(row: HolidayRow, year: int, off: bool, tables: Almanac) -> Window | None:
    day = _day(row, year, tables)
    days = _break(row, year) if off or day is None else None  # 春运 has a span alone
    if days is not None:
        return days
    if day is not None and row.until is not None:
        last = date(year, *map(int, row.until.split("-")))  # or of the next year: 流感季 from October to September
        return Window(day, last if last > day else last.replace(year=year + 1), "span")
    return one_day(day) if day is not None else None


def _break(row: HolidayRow, year: int) -> Window | None:
    for text in row.breaks:
        first, last = (date.fromisoformat(part) for part in text.split("/"))
        if last.year == year:
            return Window(first, last, "span")
    return None


def _day(row: HolidayRow, year: int, tables: Almanac) -> date | None:
    if row.solar is not None:
        return date(year, *map(int, row.solar.split("-")))
    if row.lunar is not None:
        month, day = (int(part) for part in row.lunar.split("-"))
        return lunar_day(tables, year, month, day)
    if row.sun is not None:
        return solar_term(year, row.sun)
    if row.nth is not None:
        month, which, weekday = row.nth
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - 1 - first.weekday()) % 7 + 7 * (which - 1))
    return None


def moon_of(atom: Atom) -> tuple[int, int, bool]:
    """The month and the day of a lunar date, 0 for a whole month, and whether the month is a leap one."""
    head, _, day = atom.text.lstrip("农阴历 \u3000").rpartition("月")
    month, day = head.lstrip("闰").strip() or "正", day.lstrip("大年").rstrip("日号")
    return small_int(month), small_int(day) if day else 0, "闰" in head


def _lunar(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """正月初三, 腊月18, 农历闰六月十五, 大年三十, 蛇年初三; 农历十月 is a whole month of the moon."""
    (month, day, leap), tables = moon_of(atom), context.almanac
    told = found.window.last.year if found else context.sentence_year() or context.lunar_year(atom.start)
    year = told or (context.latest.year if context.latest is not None else None)
    if year is None:
        return None
    if day > 15 and "月" not in atom.text:  # 年廿九, 大年三十: before the new year, of a month of 29 days or 30
        first = last = lunar_day(tables, year - 1, 12, day) or lunar_day(tables, year, 1, 0)
    else:
        first = lunar_day(tables, year, month, day or 1, leap)
        last = lunar_day(tables, year, month, day or 30, leap) or lunar_day(tables, year, month, day or 29, leap)
    if first is None or last is None:
        return None
    how = found.how if found is not None else "inherited" if told is not None else "published"
    window = one_day(first) if first == last else Window(first, last, "span")
    return Found(window, how, own_year=found is not None and found.own_year)


def _era(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """令和7年, 康熙二十年: the years of a reign count from its first."""
    name, number = atom.parts
    first = context.almanac.eras[name]
    return Found(year_window(first + small_int(number) - 1), own_year=True)


def _zodiac(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """蛇年春节: the last year of that animal that had begun or was at hand when the article appeared."""
    if context.latest is None:
        return None
    place = "猴鸡狗猪鼠牛虎兔龙蛇马羊".index(atom.parts[0])
    ahead = context.latest.year + (1 if context.latest.month > 10 or context.forecast else 0)
    return Found(year_window(ahead - (ahead - place) % 12), "relative", own_year=True)


STEPS: dict[str, Step] = {
    "lunarmonth": _lunar,
    "era": _era,
    "zodiac": _zodiac,
    "holiday": _holiday,
    "vacation": _vacation,
    "lunar": _lunar,
    "lunar3": _lunar,
}
