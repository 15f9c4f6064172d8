"""Spans of days as a Chinese reader says them: 2025年上半年, 2025年1月至10月, 2025年7月18日至20日."""

from calendar import monthrange
from datetime import date

# The parts of a year that have names, by their first and last month.
_NAMED = {
    (1, 12): "",
    (1, 6): "上半年",
    (7, 12): "下半年",
    (1, 9): "前三季度",
    (1, 3): "第一季度",
    (4, 6): "第二季度",
    (7, 9): "第三季度",
    (10, 12): "第四季度",
}


def days_in_words(first: date, last: date) -> str:
    """The words for a span of whole days, both ends included; what the ends share is said once."""
    if first == last:
        return f"{first.year}年{first.month}月{first.day}日"
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        return _months(first, last)
    year = "" if first.year == last.year else f"{last.year}年"
    month = "" if (first.year, first.month) == (last.year, last.month) else f"{last.month}月"
    return f"{first.year}年{first.month}月{first.day}日至{year}{month}{last.day}日"


def _months(first: date, last: date) -> str:
    """A span of whole months."""
    year = f"{first.year}年"
    if first.year == last.year:
        if (first.month, last.month) in _NAMED:
            return year + _NAMED[first.month, last.month]
        more = "" if first.month == last.month else f"至{last.month}月"
        return f"{year}{first.month}月{more}"
    if (first.month, last.month) == (1, 12):
        return f"{year}至{last.year}年"
    return f"{year}{first.month}月至{last.year}年{last.month}月"
