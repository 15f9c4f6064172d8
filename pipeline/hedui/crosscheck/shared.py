"""What all figures of a corpus tell of single ones: names alike beside one figure, figures amid the same ones."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from hedui.crosscheck.echoes import Echoed, echoes_of
from hedui.crosscheck.figures import SURE, Canon, Days, Figure, comparable, figure_of
from hedui.crosscheck.namesakes import Namesake, namesakes_among
from hedui.crosscheck.neighbors import is_telling
from hedui.model import Card, Claim


@dataclass(frozen=True, slots=True)
class Shared:
    """What all figures of a corpus tell of single ones, by name."""

    namesakes: Mapping[str, tuple[Namesake, ...]] = field(default_factory=dict)
    echoes: Mapping[str, tuple[Echoed, ...]] = field(default_factory=dict)


def shared_of(claims: Iterable[Claim], canon: Canon, cards: Mapping[str, Card]) -> Shared:
    """One pass over all claims: the names alike and the echoes."""
    alike: dict[tuple[str, str, Days | None, str], list[Figure]] = defaultdict(list)
    named: dict[str, set[str]] = defaultdict(set)
    articles: dict[str, list[tuple[Claim, Figure | None]]] = defaultdict(list)
    for claim in claims:
        if claim.entity:
            named[claim.article].add(canon.entity(claim))
        figure = counted(claim, canon)
        articles[claim.article].append((claim, figure))
        if figure is not None and is_telling(figure):
            alike[figure.metric, figure.unit, figure.period, figure.signature].append(figure)
    namesakes = _namesakes(alike.values(), named, chain.from_iterable(articles.values()), canon)
    return Shared(namesakes, echoes_of(articles.values(), canon, cards))


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
