"""From an expression to days: each atom narrows the window of the one before it."""

from msgspec.structs import replace

import hedui.extract.periods.windows as cal
from hedui.extract.periods.compose import Atom, Expression, rank
from hedui.extract.periods.context import Context
from hedui.extract.periods.days import STEPS as DAYS
from hedui.extract.periods.found import Found, edge, stopped
from hedui.extract.periods.games import STEPS as GAMES
from hedui.extract.periods.holidays import STEPS as HOLIDAYS
from hedui.extract.periods.stamps import STEPS as STAMPS
from hedui.extract.periods.windows import Window
from hedui.extract.periods.years import STEPS as YEARS

# What an interval's right end may be without its own year or month.
_PARTS = frozenset(("month", "day", "quarter", "quarterth", "half", "clock", "dayspan"))
STEPS = YEARS | DAYS | STAMPS | HOLIDAYS | GAMES


def resolve(expression: Expression, context: Context) -> Found | None:
    """The days an expression means, or None when neither its words nor the context say."""
    found = _fold(expression.atoms, context)
    if expression.until is not None:
        return _interval(expression, found, context)
    if found is None:
        return None
    if expression.edge:
        found = replace(found, window=edge(found.window, expression.edge))
    if expression.stop:
        found = replace(found, window=stopped(found.window, expression.stop))
    if expression.since and context.latest is not None and found.window.first <= context.latest:
        found = replace(found, window=Window(found.window.first, context.latest, "span"))
    return found


def _fold(atoms: tuple[Atom, ...], context: Context) -> Found | None:
    found: Found | None = None
    for position, atom in enumerate(atoms):
        found = STEPS[atom.kind](found, atom, context)
        if found is None and position + 1 < len(atoms) and atoms[position + 1].kind != "clock":
            return None
    return found


def _interval(expression: Expression, left: Found | None, context: Context) -> Found | None:
    until = expression.until
    assert until is not None
    atoms = expression.atoms
    head = until.atoms[0]
    if left is None:
        return None
    own = head.kind in ("monthrel", "dayrel", "yearrel", "week")  # 2014年11月到下个月9号
    coarser = () if own else tuple(a for a in atoms if rank(a) < rank(head))
    inner = replace(context, main_year=None, as_of=False)
    right = _anchored(coarser, until, left, inner)
    if right is None:
        return None
    first, last = left.window, right.window
    if last.last < first.first and not coarser:
        last = last.shifted(1)
    if right.own_year and not left.own_year:
        years = last.last.year - first.first.year
        first = first.shifted(years)
        first = first if first.first <= last.last else first.shifted(-1)
    if last.last < first.first:
        return None
    clock = first.clock
    window = Window(first.first, last.last, "span", clock)
    if first.first.day == 1 and cal.is_month_end(last.last) and first.first.year == last.last.year:
        window = cal.months(first.first.year, first.first.month, last.last.month)
    return Found(window, left.how, left.own_year or right.own_year)


def _anchored(coarser: tuple[Atom, ...], until: Expression, left: Found, context: Context) -> Found | None:
    """The right end of an interval, with the year or month of its left end where it names none."""
    found = _fold(coarser, context) if coarser else None
    if found is None and until.atoms[0].kind in _PARTS:
        first = left.window.first
        scale = {"day": cal.month_at(cal.month_index(first)), "clock": cal.one_day(first)}
        found = Found(scale.get(until.atoms[0].kind, cal.year_window(first.year)), left.how)
    for atom in until.atoms:
        found = STEPS[atom.kind](found, atom, context)
        if found is None:
            return None
    if until.edge and found is not None:
        found = replace(found, window=edge(found.window, until.edge))
    return found
