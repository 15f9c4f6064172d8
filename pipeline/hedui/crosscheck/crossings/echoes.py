"""A slip of the pen amid the same figures: 累计交付25.3万辆 and 合共交付23.5萬輛, both beside 9.86万辆, 412亿元.

Two articles that retell one story give the same figures in nearly the same order.  Where one figure differs by a
slip (digits exchanged, a power of ten) and a neighbor is the same, both speak of one thing, though period or scope
were read otherwise: what the readings leave open the neighbors tell.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from hedui.crosscheck.assemble import Typed, best_type, pairs_of, ranked
from hedui.crosscheck.checks.base import Context
from hedui.crosscheck.crossings.common import AS_OF_DAYS, crossing, length, side_of
from hedui.crosscheck.crossings.near import ALIKE, similarity
from hedui.crosscheck.figures import Figure
from hedui.crosscheck.grouping import TELLING_DIGITS
from hedui.crosscheck.words import amount
from hedui.model import Finding

# So many telling figures before and behind one are its neighbors.
REACH = 3
# How surely such a pair is a slip in the text: an estimate, on planted slips in articles written independently.
SLIP = 0.9
SLIPS = ("unit_slip", "digit_slip")
# One common neighbor and three digits may still be chance: 每天净赚1.13亿元 and 净利润113亿元 of one year.
FEW_DIGITS = 3
# So many of the common neighbors are named.
SHOWN = 3

_Token = tuple[str, Decimal]  # unit and value
_Sides = tuple[dict[str, Figure], dict[str, Figure]]  # by article


@dataclass(frozen=True, slots=True)
class Neighbors:
    """The telling figures next to each, by article and claim, and all that an article has."""

    beside: Mapping[tuple[str, str], tuple[_Token, ...]]
    told: Mapping[str, frozenset[_Token]]

    def of(self, figure: Figure) -> tuple[_Token, ...]:
        """The neighbors of a figure in the order of the text."""
        return self.beside[figure.claim.article, figure.id]

    def lacks(self, figure: Figure, value: Decimal) -> bool:
        """Whether the article of a figure nowhere has another value in its unit."""
        return (figure.unit, abs(value)) not in self.told[figure.claim.article]


def find_echoes(context: Context) -> Iterator[Finding]:
    """One finding for each two values of an entity that stand amid the same figures and differ by a slip."""
    entities: dict[str, list[Figure]] = defaultdict(list)
    for topic in context.groups.topics:
        for figure in topic.figures:
            if figure.digits >= TELLING_DIGITS and figure.unit != "date":
                entities[figure.entity].append(figure)
    for entity in sorted(entities):
        near = neighbors_of(entities[entity])
        for one, other in _pairs(entities[entity], near):
            yield from _slip(one, other, near, context)


def neighbors_of(figures: Iterable[Figure]) -> Neighbors:
    """The neighbors of each figure among those given."""
    articles: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        articles[figure.claim.article].append(figure)
    beside: dict[tuple[str, str], tuple[_Token, ...]] = {}
    for article, members in articles.items():
        members.sort(key=lambda f: (f.claim.span.start, f.id))
        tokens = [_token(figure) for figure in members]
        for place, figure in enumerate(members):
            around = tokens[max(0, place - REACH) : place] + tokens[place + 1 : place + 1 + REACH]
            beside[article, figure.id] = tuple(token for token in around if token != tokens[place])
    return Neighbors(beside, {article: frozenset(map(_token, members)) for article, members in articles.items()})


def _token(figure: Figure) -> _Token:
    return figure.unit, abs(figure.reach.point)


def _pairs(figures: Iterable[Figure], near: Neighbors) -> Iterator[tuple[list[Figure], list[Figure]]]:
    """The figures of each two values with one unit and the same digits that have a neighbor in common."""
    blocks: dict[tuple[str, str, _Token], dict[Decimal, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in figures:
        digits = "".join(sorted(figure.signature))
        for token in near.of(figure):
            blocks[figure.unit, digits, token][figure.reach.point].append(figure)
    found: dict[tuple[str, Decimal, Decimal], _Sides] = defaultdict(lambda: ({}, {}))
    for (unit, _, _), block in blocks.items():
        for low, high in combinations(sorted(block), 2):
            for side, (value, counter) in zip(found[unit, low, high], ((low, high), (high, low)), strict=True):
                side.update((f.claim.article, f) for f in block[value] if near.lacks(f, counter))
    for where in sorted(found):
        one, other = ([side[article] for article in sorted(side)] for side in found[where])
        if one and other:
            yield one, other


def _slip(one: list[Figure], other: list[Figure], near: Neighbors, context: Context) -> Iterator[Finding]:
    sides = ranked([side_of(one), side_of(other)], context)
    (pair,) = pairs_of(sides)
    common = [token for token in near.of(pair.a) if token in near.of(pair.b)]
    if not common or not _alike(pair.a, pair.b):
        return
    typed = best_type(pair, context)
    if typed.check.name in SLIPS:
        said = "、".join(amount(value, unit) for unit, value in common[:SHOWN])
        reason = f"两处前后的数字相同（{said}），{typed.fit.reason}"
        few = len(common) == 1 and min(len(f.signature) for f in (pair.a, pair.b)) <= FEW_DIGITS
        fit = replace(typed.fit, reason=reason, sure=SLIP, ground="echo", at_most="minor" if few else None)
        yield crossing(one, other, Typed(typed.check, fit, typed.others), context)


def _alike(a: Figure, b: Figure) -> bool:
    """Whether both can be one thing: metrics of one name or nearly, no two periods written and apart."""
    named = a.metric == b.metric or a.metric in b.metric or b.metric in a.metric
    if not named and similarity(a.metric, b.metric) < ALIKE:
        return False
    return any(f.claim.period is None or f.claim.period.how == "inherited" for f in (a, b)) or _meet(a, b)


def _meet(a: Figure, b: Figure) -> bool:
    """Whether two periods have a day in common, or are two days of one story."""
    if a.period is None or b.period is None:
        return True
    gap = max(a.period[0], b.period[0]) - min(a.period[1], b.period[1])
    return gap.days <= 0 or (not length(a) and not length(b) and gap.days <= AS_OF_DAYS)
