"""Whose figures an office gives: 南屿市统计局 speaks of 南屿市, and 全县 of the county named before.

Of some 5,200 annotated claims ten belong to an office itself; all others to the place it serves.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from hedui.extract.openings import Rare
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words, filled

_PLACE = r"[一-鿿]{1,8}?(?:特别行政区|自治[区州县]|[省市县区州镇])"
_OFFICE = filled(r"(?:[局厅署委办处]|{local_office})")
_SERVES = re.compile(rf"(?P<place>{_PLACE})(?:[一-鿿]{{0,16}}){_OFFICE}")
# 全县17人遇难, 我市.  Not 全区域, 全市场, nor 安全区, 健全县.
_WHOLE = Rare(re.compile(r"[全我](?<![安完健齐保].)(?P<kind>[省市县州区镇])(?![场域力长委])"))
_REACH = 40  # names back to the place that 全县 means


# 甲国卫生部, 甲国央行: the offices of places that the lexicon knows.
STATE_OFFICE = compile_words(r"[一-鿿]{0,12}(?:[部局署厅委]|{state_office})\Z")
_LONGEST = 8  # characters of a place that begins an office's name


def jurisdictions(
    text: str, named: Sequence[Mention[Entity]], known: Mapping[str, Entity]
) -> Iterator[tuple[int, int, Entity]]:
    """Clean ranges that speak of a place without being its name, each with the place; offices first.

    `known` are names of places, each with the place.
    """
    offices = list(_offices(named, known))
    yield from offices
    places = [(m.start, m.value) for m in named if m.value.label in ("GPE", "LOC")]
    places = sorted([*places, *((start, place) for start, _, place in offices)], key=lambda pair: pair[0])
    starts = [start for start, _ in places]
    for word in _WHOLE.finditer(text):
        at = bisect_left(starts, word.start())
        place = _last_of(places[max(0, at - _REACH) : at], word["kind"])
        if place is not None:
            yield word.start(), word.end(), place


def _offices(named: Sequence[Mention[Entity]], known: Mapping[str, Entity]) -> Iterator[tuple[int, int, Entity]]:
    for mention in named:
        if mention.value.label != "ORG":
            continue
        found = _SERVES.fullmatch(mention.text)
        if found is not None:
            yield mention.start, mention.start + found.end("place"), Entity(found["place"], "GPE")
        elif STATE_OFFICE.search(mention.text):
            for size in range(min(_LONGEST, len(mention.text) - 1), 1, -1):
                place = known.get(mention.text[:size])
                if place is not None and STATE_OFFICE.fullmatch(mention.text, size):
                    yield mention.start, mention.start + size, place
                    break


def _last_of(places: Sequence[tuple[int, Entity]], kind: str) -> Entity | None:
    """The last place whose name ends in this kind: of 云川县 and 石坪镇, 全县 is the county."""
    return next((place for _, place in reversed(places) if place.name.endswith(kind)), None)
