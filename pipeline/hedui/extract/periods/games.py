"""Editions of games that name a time, from the table of the lexicon: 伦敦奥运会, 第十九届亚运会, 冬奥会期间."""

import re
from datetime import date, timedelta

from hedui.extract.periods.compose import Atom, Expression
from hedui.extract.periods.context import Context
from hedui.extract.periods.found import Found, Step
from hedui.extract.periods.integers import small_int
from hedui.extract.periods.windows import Window, year_window
from hedui.lexicon import GamesRow

_NUMBER = re.compile(r"第([0-9]{1,2}|[一二三四五六七八九十]{1,3})届\Z")
_JUST_OVER = timedelta(days=30)
LAST_DAY = "last day:"
_LONGEST = 8  # characters before the games in which their host or number stands


def _games(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """The year of an edition that is over, or its days (期间); while it is on, its name tells no time."""
    edition = _named(atom, context)
    if edition is None:
        return None
    first, last = edition
    if atom.text.endswith("期间"):
        return Found(Window(first, last, "span"), own_year=True)
    on = context.latest is not None and context.latest <= last
    return None if on else Found(year_window(last.year), own_year=True)


def _named(atom: Atom, context: Context) -> tuple[date, date] | None:
    before = atom.match.string[max(0, atom.start - _LONGEST) : atom.start]
    return _edition(context.almanac.games[atom["gm"] or ""], before, context.latest)


def _edition(row: GamesRow, before: str, latest: date | None) -> tuple[date, date] | None:
    """The days of the edition that the words before its games name: the last one begun of those in one city."""
    number = _NUMBER.search(before)
    order = small_int(number.group(1)) if number else None
    held = [
        (first, last)
        for count, host, first, last in row.editions
        if (before.endswith(tuple(host.split("/"))) if order is None else count == order)
    ]
    begun = [days for days in held if latest is None or days[0] <= latest]
    return max(begun, default=min(held, default=None))


def just_closed(expression: Expression, context: Context) -> tuple[str, ...]:
    """A rule with the last day of an edition that ended in the weeks before the article: last day:2030-08-11."""
    (atom, *_), latest = expression.atoms, context.latest
    if atom.kind != "games" or latest is None:
        return ()
    edition = _named(atom, context)
    over = edition is not None and edition[1] < latest <= edition[1] + _JUST_OVER
    return (f"{LAST_DAY}{edition[1]}",) if edition is not None and over else ()


STEPS: dict[str, Step] = {"games": _games}
