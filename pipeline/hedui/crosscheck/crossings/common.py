"""What the crossings share: a finding of two lists of figures of different topics."""

from collections.abc import Iterator
from decimal import Decimal

from hedui.crosscheck.assemble import Typed, build, ranked
from hedui.crosscheck.checks.base import Context
from hedui.crosscheck.doubts import surest
from hedui.crosscheck.figures import Figure, days
from hedui.crosscheck.grouping import order, topic_key
from hedui.crosscheck.sides import Side
from hedui.crosscheck.vocabulary import is_named
from hedui.crosscheck.words import amount
from hedui.model import Finding

# A stock told for two days of one month may be one count: the same figure with two dates.
AS_OF_DAYS = 31
# Below this a reading is rather wrong than two figures of different topics at odds: of 16 such findings on the
# annotated stories read end to end one was right.
MISREAD = 0.4


def crossing(one: list[Figure], other: list[Figure], typed: Typed, context: Context) -> Iterator[Finding]:
    """The finding of two lists of figures, the one with more independent origins first; none of misread ones.

    Its fingerprint takes the topic that comes first by name, for support may change with every reprint.
    """
    if min(surest(side_of(side)) for side in (one, other)) >= MISREAD:
        sides = ranked([side_of(one), side_of(other)], context)
        yield build(min((topic_key(one[0]), topic_key(other[0])), key=order), sides, typed, context)


def side_of(members: list[Figure]) -> Side:
    """Figures of one value as a side."""
    ordered = sorted(members, key=lambda f: f.id)
    return Side(ordered, ordered[0].reach)


def length(figure: Figure) -> int:
    """How many days lie between the first and the last day of a figure's period as written; 0 without a period."""
    period = days(figure.claim) if figure.period else None
    return (period[1] - period[0]).days if period else 0


def said_of(token: str) -> str:
    """A neighbor in common in words."""
    unit, _, value = token.partition("\x1f")
    return amount(Decimal(value), unit if is_named(unit) else "")
