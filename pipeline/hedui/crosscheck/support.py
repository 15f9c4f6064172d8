"""How many independent voices: reprints and spliced paragraphs count once, primary sources weigh by tier."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from hedui.crosscheck.figures import Figure
from hedui.crosscheck.prints import packed
from hedui.crosscheck.reprints import reprinted
from hedui.model import Card
from hedui.wordlists import compile_words

# The most supported value is named only with this many independent origins, or a primary source on one side.
ENOUGH_ORIGINS = 3
UNDECIDED = "支持不足，无法判断"

PRIMARY, OFFICIAL, PERSON, MEDIA, NONE = 4, 3, 2, 1, 0
_TIERS = (
    (
        PRIMARY,
        compile_words("{primary_document}"),
    ),
    (OFFICIAL, compile_words("{authority}")),
    (MEDIA, re.compile("报|社|网|台|媒|周刊|杂志|新闻")),
)


@dataclass(frozen=True, slots=True)
class Origins:
    """Where a paragraph comes from: (article, paragraph) -> the first article of its cluster."""

    roots: Mapping[tuple[str, int], str]
    spans: Mapping[str, tuple[tuple[int, int], ...]]
    sources: Mapping[str, str]
    models: Mapping[tuple[str, int], tuple[str, int]]  # (article, paragraph) -> the paragraph that it reprints

    def of(self, figure: Figure) -> str:
        """The origin of a claim: the earliest article with this paragraph, by outlet where that is known."""
        root = self.root(figure)
        return self.sources.get(root) or root

    def root(self, figure: Figure) -> str:
        """The earliest article with the paragraph of a claim, the claim's own where no other has it."""
        place = self.place(figure)
        return figure.claim.article if place is None else self.roots.get(place, figure.claim.article)

    def place(self, figure: Figure) -> tuple[str, int] | None:
        """The article and the number of the paragraph of a claim, None where the paragraph is too short."""
        article, start = figure.claim.article, figure.claim.span.start
        spans = self.spans.get(article, ())
        number = bisect_right(spans, (start, sys.maxsize)) - 1
        return (article, number) if number >= 0 and start < spans[number][1] else None


def find_origins(cards: Mapping[str, Card]) -> Origins:
    """The clusters of like paragraphs, each named after its earliest article (ties by id)."""
    order = sorted(cards.values(), key=age)
    places = [(card.article, n) for card in order for n in range(len(card.shingles))]
    prints = b"".join(packed(print_[2:]) for card in order for print_ in card.shingles)
    rank = {place: n for n, place in enumerate(sorted(places))}
    whose = [n for n, card in enumerate(order) for _ in card.shingles]
    same = reprinted(prints, whose, [rank[place] for place in places])
    models = {here: places[n] for number, (here, n) in enumerate(zip(places, same, strict=True)) if n != number}
    roots = {here: models.get(here, here)[0] for here in places}
    spans = {card.article: tuple((p[0], p[1]) for p in card.shingles) for card in order}
    sources = {card.article: card.source for card in order if card.source}
    return Origins(roots, spans, sources, models)


UNDATED = "9999"  # later than all days


def age(card: Card) -> tuple[str, str]:
    """What makes an article the earlier one: its first day (without a day: the last of all), then its id."""
    first = card.published.first.isoformat() if card.published else UNDATED
    return first, card.article


def tier(figure: Figure) -> int:
    """How near the claim stands to the primary document."""
    words = figure.claim.attribution
    return _tier(words) if words else NONE


@lru_cache(maxsize=65536)
def _tier(words: str) -> int:
    return next((level for level, pattern in _TIERS if pattern.search(words)), PERSON)


_TIER_NAMES = {PRIMARY: "primary", OFFICIAL: "official", PERSON: "person", MEDIA: "media", NONE: "none"}


def tier_name(figures: Iterable[Figure]) -> str:
    """The tier of the best source among some figures."""
    return _TIER_NAMES[max(tier(figure) for figure in figures)]


def voices(figures: Iterable[Figure], origins: Origins) -> int:
    """The number of independent origins."""
    return len({origins.of(figure) for figure in figures})


def best_side(sides: list[list[Figure]], origins: Origins) -> int | None:
    """The side with the most independent support, None where support does not decide."""
    counts = [voices(side, origins) for side in sides]
    top = max(range(len(sides)), key=lambda n: counts[n])
    if counts[top] >= ENOUGH_ORIGINS and sum(count >= counts[top] for count in counts) == 1:
        return top
    primary = [n for n, side in enumerate(sides) if any(tier(figure) == PRIMARY for figure in side)]
    return primary[0] if len(primary) == 1 else None
