"""Arithmetic on windows of days: ends of months, quarters and years, steps from one to the next."""

from calendar import monthrange
from datetime import date, timedelta

from msgspec import Struct


class Window(Struct, frozen=True, gc=False):
    """A closed interval of days with the grain of the words that named it."""

    first: date
    last: date
    grain: str
    clock: str | None = None

    def shifted(self, years: int) -> "Window":
        """The same part of another year; 29 February becomes the 28th."""
        if self.grain in ("year", "half", "quarter", "month") or is_month_end(self.last):
            last = month_end(self.last.year + years, self.last.month)
        else:
            last = moved(self.last, years)
        return Window(moved(self.first, years), last, self.grain, self.clock)


def moved(day: date, years: int) -> date:
    """The same day in another year."""
    return date(day.year + years, day.month, min(day.day, monthrange(day.year + years, day.month)[1]))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def is_month_end(day: date) -> bool:
    """Whether the day is the last of its month."""
    return (day + timedelta(days=1)).day == 1


def year_window(year: int) -> Window:
    """A calendar year."""
    return Window(date(year, 1, 1), date(year, 12, 31), "year")


def months(year: int, first: int, last: int, grain: str | None = None) -> Window:
    """Months `first` to `last` of a year; the grain follows from their number unless given."""
    sizes = {1: "month", 3: "quarter", 6: "half", 12: "year"}
    size = last - first + 1
    aligned = (first - 1) % size == 0
    named = grain or (sizes.get(size, "span") if aligned else "span")
    return Window(date(year, first, 1), month_end(year, last), named)


def month_index(day: date) -> int:
    """The months since the year 0, for arithmetic."""
    return day.year * 12 + day.month - 1


def month_at(index: int) -> Window:
    """The month of an index."""
    return months(index // 12, index % 12 + 1, index % 12 + 1)


def month_span(first: int, last: int) -> Window:
    """Whole months from one month index to another."""
    a, b = month_at(first), month_at(last)
    if a.first.year == b.first.year:
        return months(a.first.year, a.first.month, b.last.month)
    return Window(a.first, b.last, "span")


def quarter_of(day: date) -> Window:
    """The calendar quarter of a day."""
    first = (day.month - 1) // 3 * 3 + 1
    return months(day.year, first, first + 2, "quarter")


def week_of(day: date, sunday: bool = False) -> Window:
    """The week of a day, Monday to Sunday, or Sunday to Saturday."""
    monday = day - timedelta(days=(day.weekday() + sunday) % 7)
    return Window(monday, monday + timedelta(days=6), "week")


def one_day(day: date) -> Window:
    """A single day."""
    return Window(day, day, "day")


def day_in(window: Window, number: int) -> Window | None:
    """The day of that number in a month, None when the month has no such day (2月30日)."""
    try:
        return one_day(window.first.replace(day=number))
    except ValueError:
        return None
