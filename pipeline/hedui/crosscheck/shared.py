"""What all figures of a corpus tell of single ones, and one unit for what is counted under one metric."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from hedui.crosscheck.echoes import Echoed, echoes_of
from hedui.crosscheck.figures import (
    SURE,
    Canon,
    Days,
    Figure,
    comparable,
    figure_of,
    is_currency,
    is_rate,
)
from hedui.crosscheck.namesakes import Namesake, namesakes_among
from hedui.crosscheck.neighbors import is_telling
from hedui.crosscheck.vocabulary import MEASURE_WORDS
from hedui.model import Card, Claim

# A number below this beside sums of money is one whose 万 or 亿 is not printed.
SMALLEST_SUM = 10_000

# So many topics of one value are kept.
WITNESSES = 4


class Witness(NamedTuple):
    """A topic that has a value, an article that says so, and the other owners of this value beside it.

    Beside: an article that gives the value to one names both, so it may have been given to the wrong one.
    """

    entity: str
    metric: str
    article: str
    beside: tuple[str, ...] = ()


class Held(NamedTuple):
    """A value as one figure has it: the topic, the article, whether it is read surely."""

    entity: str
    metric: str
    article: str
    sure: bool


def witnesses_among(given: Iterable[Held], named: Callable[[str], Collection[str]]) -> tuple[Witness, ...]:
    """The sure topics of a value that another topic of it may be a misreading of, or the other way round.

    `named` gives the names that an article gives figures to.
    """
    topics: dict[tuple[str, str], str] = {}
    owners: dict[str, set[str]] = defaultdict(set)
    metrics: dict[str, set[str]] = defaultdict(set)
    held = list(given)
    for one in held:
        owners[one.metric].add(one.entity)
        metrics[one.entity].add(one.metric)
        if one.sure:
            topic = one.entity, one.metric
            topics[topic] = min(topics.get(topic, one.article), one.article)
    beside: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity, metric, article, _ in held:
        for other in owners[metric].intersection(named(article)) if len(owners[metric]) > 1 else ():
            if other != entity:
                beside[entity, metric].add(other)
                beside[other, metric].add(entity)
    found = [
        Witness(*topic, topics[topic], tuple(sorted(beside.get(topic, ()))))
        for topic in sorted(topics)
        if topic in beside or len(metrics[topic[0]]) > 1
    ]
    return tuple(found[:WITNESSES])


@dataclass(frozen=True, slots=True)
class Shared:
    """What all figures of a corpus tell of single ones.

    Where else a value stands, names alike, figures amid the same figures.
    """

    topics: Mapping[tuple[str, Decimal], tuple[Witness, ...]] = field(default_factory=dict)
    namesakes: Mapping[str, tuple[Namesake, ...]] = field(default_factory=dict)
    echoes: Mapping[str, tuple[Echoed, ...]] = field(default_factory=dict)

    def elsewhere(self, figure: Figure, attested: bool = False) -> Witness | None:
        """This very value under another entity or another metric in another article, the first by name.

        One of the two is likely misread.  Where the other metric is what explains the value (`attested`), only
        another entity's says so.  Where entity and metric differ both, or no article names both owners, the value
        is shared by accident, the more often the more articles there are.
        """
        for witness in self.topics.get((figure.unit, abs(figure.reach.point)), ()):
            if witness.entity == figure.entity:
                apart = witness.metric != figure.metric and not attested
            else:
                apart = witness.metric == figure.metric and figure.entity in witness.beside
            if apart and witness.article != figure.claim.article:
                return witness
        return None


def shared_of(claims: Iterable[Claim], canon: Canon, cards: Mapping[str, Card]) -> Shared:
    """One pass over all claims: the figures that are told of two things."""
    alike: dict[tuple[str, str, Days | None, str], list[Figure]] = defaultdict(list)
    values: dict[tuple[str, Decimal], list[Held]] = defaultdict(list)
    named: dict[str, set[str]] = defaultdict(set)
    articles: dict[str, list[tuple[Claim, Figure | None]]] = defaultdict(list)
    for claim in claims:
        if claim.entity:
            named[claim.article].add(canon.entity(claim))
        figure = counted(claim, canon)
        articles[claim.article].append((claim, figure))
        if figure is None or not is_telling(figure):
            continue
        alike[figure.metric, figure.unit, figure.period, figure.signature].append(figure)
        held = Held(figure.entity, figure.metric, claim.article, claim.confidence >= SURE)
        values[figure.unit, abs(figure.reach.point)].append(held)
    found = ((key, witnesses_among(given, named.__getitem__)) for key, given in values.items())
    several = {key: witnesses for key, witnesses in found if witnesses}
    namesakes = _namesakes(alike.values(), named, chain.from_iterable(articles.values()), canon)
    return Shared(several, namesakes, echoes_of(articles.values(), canon, cards))


def counted(claim: Claim, canon: Canon) -> Figure | None:
    """The figure of a claim that has one and may be compared."""
    return figure_of(claim, canon) if claim.quantity is not None and comparable(claim) is None else None


def _namesakes(
    alike: Iterable[list[Figure]],
    named: Mapping[str, Collection[str]],
    told: Iterable[tuple[Claim, Figure | None]],
    canon: Canon,
) -> dict[str, tuple[Namesake, ...]]:
    """For a name the commoner ones a character apart, with the claims that give the same figure."""
    claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for figures in alike:
        sure = [figure for figure in figures if figure.claim.confidence >= SURE]
        for name, other in namesakes_among((figure.entity, figure.claim.article) for figure in sure):
            claims[name, other] += (figure.claim for figure in sure if figure.entity == other)
    near = {name for pair in claims for name in pair}
    stands: dict[str, set[str]] = defaultdict(set)
    for article, names in named.items() if near else ():
        for name in near.intersection(names):
            stands[name].add(article)
    owned: dict[str, list[Claim]] = defaultdict(list)
    for claim, _ in told if near else ():
        if claim.entity and (name := canon.entity(claim)) in near:
            owned[name].append(claim)
    found: dict[str, tuple[Namesake, ...]] = {}
    for name, other in sorted(claims):
        together = not stands[name].isdisjoint(stands[other])
        one = Namesake(other, tuple(claims[name, other]), tuple(owned[name]), together)
        found[name] = (*found.get(name, ()), one)
    return found


def settle_units(figures: list[Figure]) -> None:
    """One unit for what is counted under one metric: 出生人口1635万 beside 1973万人, 3218間 beside 3128家门店.

    A figure without a unit has that of all others; measure words, which writers change at will, the commonest one.
    In a list of bare numbers (票房18.2/7.95/4.31) the unit is lost with its 亿: these are no sums in 元.
    """
    units: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for figure in figures:
        if figure.unit and not is_rate(figure.unit):
            known = units[figure.entity, figure.metric]
            known[figure.unit] = known.get(figure.unit, 0) + (figure.claim.confidence >= SURE)
    same = {key: _measure_words(known) for key, known in units.items() if len(known) > 1}
    for figure in figures:
        key = figure.entity, figure.metric
        if figure.unit:
            figure.unit = same.get(key, {}).get(figure.unit, figure.unit)
        else:
            sure = [unit for unit, count in units.get(key, {}).items() if count]
            lost = is_currency(sure[0]) and abs(figure.reach.point) < SMALLEST_SUM if sure else False
            figure.unit = sure[0] if len(sure) == 1 and not lost else ""


def _measure_words(units: Mapping[str, int]) -> dict[str, str]:
    """For each measure word the commonest of its sort."""
    found: dict[str, str] = {}
    for sort in MEASURE_WORDS:
        words = [unit for unit in units if unit in sort]
        if len(words) > 1:
            common = next((found[w] for w in words if w in found), None)  # 例 is of both sorts
            common = common or min(words, key=lambda unit: (-units[unit], unit))
            found |= dict.fromkeys(words, common)
    return found
