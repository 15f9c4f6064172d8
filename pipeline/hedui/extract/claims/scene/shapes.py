"""What a period looks like from the day of its article: today, this month, last year, a quarter."""

from calendar import monthrange
from datetime import date
from functools import lru_cache

from hedui.model import Publication

HINT = "hint_"  # before the name of a shape: the column that tells how likely it is for a figure
SHAPES = (
    "open", "coming", "today", "this week", "in 40 days", "month's end", "day long ago", "this month", "month",
    "this year", "last year", "year before", "days", "weeks", "quarters", "year to date", "long",
)  # fmt: skip
_CODE = {name: code for code, name in enumerate(SHAPES)}


@lru_cache(maxsize=20_000)
def shape_of(first: date | None, last: date | None, published: Publication | None) -> int:
    """The number of a period's shape among SHAPES; for an article without a date all is long ago."""
    if first is None or last is None:
        return _CODE["open"]
    told = published.last if published is not None else date.max
    if first > told:
        return _CODE["coming"]
    if first == last:
        return _CODE[_day(last, (told - first).days)]
    if first.day == 1 and _ends_month(last) and (last - first).days < 31:
        return _CODE["this month" if (first.year, first.month) == (told.year, told.month) else "month"]
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return _CODE[("this year", "last year", "year before")[min(told.year - first.year, 2)]]
    return _CODE[_span(first, (last - first).days + 1)]


def _day(day: date, ago: int) -> str:
    if ago < 2:
        return "today"
    if ago < 40:
        return "this week" if ago < 8 else "in 40 days"
    return "month's end" if _ends_month(day) else "day long ago"


def _span(first: date, days: int) -> str:
    if days < 40:
        return "days" if days < 10 else "weeks"
    if 80 < days < 190 and first.day == 1:
        return "quarters"
    return "year to date" if (first.month, first.day) == (1, 1) else "long"


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]
