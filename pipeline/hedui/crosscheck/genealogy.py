"""The story of each value of a disagreement: who printed it first, who copied it, took it back, still has it.

An article that says a figure is wrong (更正, 有误, 不实) is no vote but an edge: from then on the value is taken
back, and whoever prints it later, or never printed the right one, still carries the old value (仍载旧值).
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from hedui.crosscheck.checks.base import Context
from hedui.crosscheck.figures import Canon, Figure, figure_of
from hedui.crosscheck.support import UNDATED, tier_name, voices
from hedui.crosscheck.words import saying
from hedui.model import Branch, Card, Carrier, Claim

# What an article takes back: by entity, unit and value; the metric is often left out (此前报道的5.89亿元有误).
Denied = dict[tuple[str, str, Decimal], list[Figure]]


def denied_of(claims: Iterable[Claim], canon: Canon) -> Denied:
    """The figures that some article says are wrong."""
    found: Denied = defaultdict(list)
    for claim in claims:
        figure = None if claim.polarity or claim.metric is None else figure_of(claim, canon)
        if figure is not None:
            found[figure.entity, figure.unit, figure.reach.point].append(figure)
    return dict(found)


def genealogy(sides: list[list[Figure]], context: Context) -> tuple[Branch, ...]:
    """One branch for each side, in the order of the sides."""
    return tuple(_branch(number, sides, context) for number in range(len(sides)))


def _branch(number: int, sides: list[list[Figure]], context: Context) -> Branch:
    side = sides[number]
    first = {figure.claim.article: figure for figure in sorted(side, key=_place, reverse=True)}
    days = {article: _first_day(context.cards.get(article)) or UNDATED for article in first}
    order = sorted(first.values(), key=lambda figure: (days[figure.claim.article], figure.claim.article))
    correctors = _correctors(number, sides, context)
    corrected = next((day for name in correctors if (day := _day(context.cards.get(name)))), None)
    mended = _mended(number, sides, correctors, context)
    carriers = tuple(_carrier(figure, order[0], corrected, context) for figure in order)
    stale = [c.article for c in carriers if _outlet(context.cards.get(c.article), c.article) not in mended]
    return Branch(
        value=saying(side),
        first=order[0].claim.article,
        origins=voices(side, context.origins),
        tier=tier_name(side),
        carriers=carriers,
        correctors=correctors,
        corrected=corrected,
        stale=tuple(stale) if correctors else (),
    )


def _place(figure: Figure) -> tuple[int, str]:
    return figure.claim.span.start, figure.id


def _carrier(figure: Figure, first: Figure, corrected: str | None, context: Context) -> Carrier:
    article = figure.claim.article
    card = context.cards.get(article)
    root = context.origins.root(figure)
    copied = root if root != article else None
    status = "first" if figure is first else "copy" if copied else "own"
    late = corrected is not None and (_first_day(card) or "") > corrected
    return Carrier(
        article=article,
        claim=figure.id,
        published=_day(card),
        source=card.source if card else None,
        copied_from=copied,
        status="stale" if late else status,
    )


def _correctors(number: int, sides: list[list[Figure]], context: Context) -> tuple[str, ...]:
    """The articles that say this value is wrong, or are corrections and print another side's value."""
    figure = sides[number][0]
    points = {f.reach.point for f in sides[number]}
    names = {
        denied.claim.article
        for point in points
        for denied in context.denied.get((figure.entity, figure.unit, point), ())
        if denied.metric == figure.metric
    }
    own = {f.claim.article for f in sides[number]}
    for other in sides[:number] + sides[number + 1 :]:
        cards = ((f.claim.article, context.cards.get(f.claim.article)) for f in other)
        names |= {name for name, card in cards if card is not None and card.correction} - own
    return tuple(sorted(names, key=lambda name: (_first_day(context.cards.get(name)) or UNDATED, name)))


def _mended(number: int, sides: list[list[Figure]], correctors: tuple[str, ...], context: Context) -> set[str]:
    """The outlets that take the value back, or print another one later: they no longer carry it."""
    last: dict[str, str] = {}
    for figure in sides[number]:
        card = context.cards.get(figure.claim.article)
        outlet, day = _outlet(card, figure.claim.article), _first_day(card) or ""
        last[outlet] = max(last.get(outlet, ""), day)
    others = {f.claim.article for n, side in enumerate(sides) if n != number for f in side}
    cards = [(name, context.cards.get(name)) for name in others]
    printed = [(_outlet(card, name), _first_day(card) or "") for name, card in cards]
    later = {outlet for outlet, day in printed if outlet in last and day > last[outlet]}
    return later | {_outlet(context.cards.get(name), name) for name in correctors}


def _outlet(card: Card | None, article: str) -> str:
    return (card.source if card else None) or article


def _first_day(card: Card | None) -> str | None:
    return card.published.first.isoformat() if card and card.published else None


def _day(card: Card | None) -> str | None:
    if card is None or card.published is None:
        return None
    first, last = card.published.first.isoformat(), card.published.last.isoformat()
    return first if first == last else f"{first}/{last}"
