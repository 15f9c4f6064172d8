"""Which figures of one topic stand together: complete linkage over their intervals, in linear time."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from hedui.crosscheck.compare import CONFLICT, Reach, verdict
from hedui.crosscheck.figures import Figure

# A topic with more sides than this is a series under one label, not a disagreement; the rest is counted.
MAX_SIDES = 40


@dataclass(slots=True)
class Side:
    """Figures that can all be true with `best`, the most precise writing: 427亿 and 428亿 both with 427.55亿."""

    members: list[Figure]
    best: Reach

    def takes(self, reach: Reach, derived: int) -> bool:
        """Whether a further writing can be true together with all members."""
        return verdict(self.best, reach, derived) != CONFLICT

    def add(self, figures: list[Figure]) -> None:
        """The figures of one writing join."""
        self.members += figures

    @property
    def point(self) -> Decimal:
        """The value this side stands for."""
        return self.best.point


def sides_of(figures: Iterable[Figure], derived: int = 0) -> tuple[list[Side], list[Figure]]:
    """The sides of a topic, and the figures that fit several of them (超12亿 beside 12.4亿 and 20.6亿).

    Writings are taken most precise first, hedged and vague ones last, ties by value, so the order of the
    articles has no influence.
    """
    writings: dict[tuple[Decimal, Decimal, str], list[Figure]] = {}
    for figure in figures:
        reach = figure.reach
        writings.setdefault((reach.point, reach.step, reach.style), []).append(figure)
    sides: list[Side] = []
    unsettled: list[Figure] = []
    for key in sorted(writings, key=lambda key: (_rank(key[2]), key[1], key[0], key[2])):
        members = writings[key]
        if len(sides) >= MAX_SIDES:
            unsettled += members
            continue
        reach = members[0].reach
        fitting = [side for side in sides if side.takes(reach, derived)]
        # 超6000人 can be 7000人 too, but it is the same figure as 6000人.
        fitting = [side for side in fitting if side.point == reach.point] or fitting
        if len(fitting) == 1:
            fitting[0].add(members)
        elif fitting:
            unsettled += members
        else:
            sides.append(Side(list(members), reach))
    return sides, unsettled


def _rank(style: str) -> int:
    """Plain writings first, then hedges with two ends, then bounds, then vague words."""
    order = ("exact", "date", "range", "approx", "odd", "near")
    return order.index(style) if style in order else 6 if style != "vague" else 7
