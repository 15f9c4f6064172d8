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
    p = atom.part
    month = cal.months(int(p["sy"] or ""), int(p["sm"] or ""), int(p["sm"] or ""))
    day = cal.day_in(month, int(p["sd"] or ""))
    return Found(day, own_year=True) if day else None


def _stampspan(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """2025.08.18-2025.08.22, 2025/12/29-1/4: the second day of the first one's year, or the next."""
    p = atom.part
    first = date(int(p["ua"] or ""), int(p["ub"] or ""), int(p["uc"] or ""))
    last = date(int(p["ud"] or first.year), int(p["ue"] or ""), int(p["uf"] or ""))
    if last < first and not p["ud"]:
        last = last.replace(year=first.year + 1)
    return Found(Window(first, last, "span"), own_year=True) if first < last else None


def _slash(found: Found | None, atom: Atom, context: Context) -> Found | None:
    month = in_year(found, context, int(atom.part["xm"] or ""), int(atom.part["xm"] or ""))
    return days_in(month, int(atom.part["xd"] or ""), int(atom.part["xd"] or ""), atom, context) if month else None


def _slashspan(found: Found | None, atom: Atom, context: Context) -> Found | None:
    p = atom.part
    left, right = int(p["xa"] or ""), int(p["xc"] or p["xa"] or "")
    month = in_year(found, context, left, left)
    if month is None:
        return None
    first = month.window.first.replace(day=int(p["xb"] or ""))
    last = date(first.year + (right < left), right, int(p["xe"] or ""))
    return replace(month, window=Window(first, last, "span")) if first < last else None


def _english(found: Found | None, atom: Atom, context: Context) -> Found | None:
    p = atom.part
    number = _MONTH_NAMES.index(p["em"] or "") + 1
    day = cal.day_in(cal.months(int(p["ey"] or ""), number, number), int(p["ed"] or ""))
    return Found(day, own_year=True) if day else None


STEPS: dict[str, Step] = {
    "stamp": _stamp,
    "stampspan": _stampspan,
    "slash": _slash,
    "slashspan": _slashspan,
    "english": _english,
}
