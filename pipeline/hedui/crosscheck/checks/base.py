"""What a check sees and what it says."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from hedui.crosscheck.figures import Figure
from hedui.crosscheck.grouping import Groups
from hedui.crosscheck.shared import Shared
from hedui.crosscheck.sides import Side
from hedui.crosscheck.support import Origins
from hedui.model import Card


@dataclass(frozen=True, slots=True)
class Context:
    """All that is known besides the two figures.

    The groups, the origins, the cards of the articles, the figures that an article says are wrong (by entity, unit
    and value), and what figures of other entities tell.
    """

    groups: Groups
    origins: Origins
    cards: Mapping[str, Card]
    denied: Mapping[tuple[str, str, Decimal], list[Figure]] = field(default_factory=dict)
    shared: Shared = field(default_factory=Shared)
    listed: Collection[str] = ()  # the metrics of the word list


@dataclass(frozen=True, slots=True)
class Pair:
    """The best figures of two sides that cannot both be true; `a` is on the better supported side."""

    a: Figure
    b: Figure
    side_a: Side
    side_b: Side


@dataclass(frozen=True, slots=True)
class Fit:
    """A hypothesis that explains a difference: the clause for the sentence, the evidence, the chance rate."""

    reason: str
    steps: tuple[str, ...] = ()
    chance: Decimal | None = None
    severity: str | None = None  # at least this, where the check knows better than the size of the difference
    at_most: str | None = None  # never above this
    attested: bool = False
    witnesses: tuple[Figure, ...] = ()  # what attests it in articles of the other value: it stands with that
    label: str | None = None  # the metric whose value the odd figure has
    telling: bool = False  # wrong readings would fit only by chance, so the fit confirms the readings
    sure: float | None = None  # how surely it is no misreading, where the readings themselves do not matter
    ground: str = "copy"  # why so: a copy of one paragraph, an echo amid the same figures, a headline said again
    bare: bool = False  # the reason is the whole statement: the sides are no two values of one thing


@dataclass(frozen=True, slots=True)
class Check:
    """A kind of conflict: its own name, its Chinese title, and the test for it."""

    name: str
    title: str
    fit: Callable[[Pair, Context], Fit | None]


# Chance that two unrelated figures (200,000 random pairs, log-uniform over four decades) fit a type, in percent,
# by the significant digits of the shorter writing: agree, power of ten, one digit, swap.
_CHANCE = {
    "agree": ("1.09", "0.10", "0.01"),
    "power": ("3.60", "0.35", "0.03"),
    "digit": ("5.12", "0.89", "0.13"),
    "swap": ("0.36", "0.11", "0.02"),
}


def chance(kind: str, digits: int) -> Decimal:
    """The rate (0 to 1) at which unrelated figures of so many significant digits fit this type by accident."""
    column = min(max(digits, 2), 4) - 2
    return Decimal(_CHANCE[kind][column]) / 100


def by_digits(figure: Figure) -> Decimal:
    """The rate at which another figure has the same significant digits by accident."""
    return chance("agree", len(figure.signature))
