"""Spans of days in words: 2025年上半年, 2025年1月至10月, 2025年7月18日至20日; first half of 2025."""

from calendar import monthrange
from datetime import date

# The parts of a year that have names, by their first and last month; in English, the year follows.
_NAMED = {
    (1, 12): ("", ""),
    (1, 6): ("上半年", "first half of "),
    (7, 12): ("下半年", "second half of "),
    (1, 9): ("前三季度", "first nine months of "),
    (1, 3): ("第一季度", "Q1 "),
    (4, 6): ("第二季度", "Q2 "),
    (7, 9): ("第三季度", "Q3 "),
    (10, 12): ("第四季度", "Q4 "),
}


def days_in_words(first: date, last: date) -> str:
    """The words for a span of whole days, both ends included; what the ends share is said once."""
    if first == last:
        return f"{first.year}年{first.month}月{first.day}日"
    if _whole_months(first, last):
        return _months(first, last)
    year = "" if first.year == last.year else f"{last.year}年"
    month = "" if (first.year, first.month) == (last.year, last.month) else f"{last.month}月"
    return f"{first.year}年{first.month}月{first.day}日至{year}{month}{last.day}日"


def days_in_english(first: date, last: date) -> str:
    """The same in English: Q3 2025, 2025-06, 2025-07-18 to 2025-07-20."""
    if first == last:
        return first.isoformat()
    if not _whole_months(first, last):
        return f"{first} to {last}"
    if first.year == last.year and (first.month, last.month) in _NAMED:
        return f"{_NAMED[first.month, last.month][1]}{first.year}"
    return " to ".join(dict.fromkeys(f"{day:%Y-%m}" for day in (first, last)))


def _whole_months(first: date, last: date) -> bool:
    return first.day == 1 and last.day == monthrange(last.year, last.month)[1]


def _months(first: date, last: date) -> str:
    """A span of whole months."""
    year = f"{first.year}年"
    if first.year == last.year:
        if (first.month, last.month) in _NAMED:
            return year + _NAMED[first.month, last.month][0]
        more = "" if first.month == last.month else f"至{last.month}月"
        return f"{year}{first.month}月{more}"
    if (first.month, last.month) == (1, 12):
        return f"{year}至{last.year}年"
    return f"{year}{first.month}月至{last.year}年{last.month}月"
