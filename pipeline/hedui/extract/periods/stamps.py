"""Days written as codes: 2025-11-03, 2025.08.18-2025.08.22, 9/12(五), (1/20-26), Nov 3, 2025."""

from datetime import date

from msgspec.structs import replace

import hedui.extract.periods.windows as cal
from hedui.extract.periods.compose import Atom
from hedui.extract.periods.context import Context
from hedui.extract.periods.days import days_in
from hedui.extract.periods.found import Found, Step, in_year
from hedui.extract.periods.windows import Window

_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _stamp(found: Found | None, atom: Atom, context: Context) -> Found | None:
    year, _, month, number = atom.parts
    return Found(cal.one_day(date(int(year), int(month), int(number))), own_year=True)


def _stampspan(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """2025.08.18-2025.08.22, 2025/12/29-1/4: the second day of the first one's year, or the next."""
    year, _, month, day, *ends, last_month, last_day = atom.parts
    first = date(int(year), int(month), int(day))
    last = date(int(ends[0] if ends else year), int(last_month), int(last_day))
    if last < first and not ends:
        last = last.replace(year=first.year + 1)
    return Found(Window(first, last, "span"), own_year=True) if first < last else None


def _slash(found: Found | None, atom: Atom, context: Context) -> Found | None:
    number, day = map(int, atom.parts)
    month = in_year(found, context, number, number)
    return days_in(month, day, day, atom, context) if month else None


def _slashspan(found: Found | None, atom: Atom, context: Context) -> Found | None:
    left, day, *right, last_day = map(int, atom.parts)
    month = in_year(found, context, left, left)
    if month is None:
        return None
    until = right[0] if right else left
    first = month.window.first.replace(day=day)
    last = date(first.year + (until < left), until, last_day)
    return replace(month, window=Window(first, last, "span")) if first < last else None


def _english(found: Found | None, atom: Atom, context: Context) -> Found | None:
    name, number, year = atom.parts
    return Found(cal.one_day(date(int(year), _MONTH_NAMES.index(name) + 1, int(number))), own_year=True)


STEPS: dict[str, Step] = {
    "nodate": lambda found, atom, context: None,
    "stamp": _stamp,
    "stampspan": _stampspan,
    "slash": _slash,
    "slashspan": _slashspan,
    "english": _english,
}
