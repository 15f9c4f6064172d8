"""Whose figures an office gives: 南屿市统计局 speaks of 南屿市, and 全县 of the county named before.

Of some 5,200 annotated claims ten belong to an office itself; all others to the place it serves.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from hedui.model import Entity, Mention

_PLACE = r"[一-鿿]{1,8}?(?:特别行政区|自治[区州县]|[省市县区州镇])"
_OFFICE = (
    r"(?:[局厅署委办处]|委员会|疾控中心|疾病预防控制中心|中心|指挥部|办公室"
    r"|政府|总队|支队|大队|气象台|法院|检察院|红十字会)"
)
_SERVES = re.compile(rf"(?P<place>{_PLACE})(?:[一-鿿]{{0,16}}){_OFFICE}")
# 全县17人遇难, 我市.  Not 全区域, 全市场, nor 安全区, 健全县.
_WHOLE = re.compile(r"(?<![安完健齐保])[全我](?P<kind>[省市县州区镇])(?![场域力长委])")
_REACH = 40  # names back to the place that 全县 means


def jurisdictions(text: str, named: Sequence[Mention[Entity]]) -> Iterator[tuple[int, int, Entity]]:
    """Clean ranges that speak of a place without being its name, each with the place; offices first."""
    offices = list(_offices(named))
    yield from offices
    places = [(m.start, m.value) for m in named if m.value.label in ("GPE", "LOC")]
    places = sorted([*places, *((start, place) for start, _, place in offices)], key=lambda pair: pair[0])
    starts = [start for start, _ in places]
    for word in _WHOLE.finditer(text):
        at = bisect_left(starts, word.start())
        place = _last_of(places[max(0, at - _REACH) : at], word["kind"])
        if place is not None:
            yield word.start(), word.end(), place


def _offices(named: Sequence[Mention[Entity]]) -> Iterator[tuple[int, int, Entity]]:
    for mention in named:
        found = _SERVES.fullmatch(mention.text) if mention.value.label == "ORG" else None
        if found is not None:
            yield mention.start, mention.start + found.end("place"), Entity(found["place"], "GPE")


def _last_of(places: Sequence[tuple[int, Entity]], kind: str) -> Entity | None:
    """The last place whose name ends in this kind: of 云川县 and 石坪镇, 全县 is the county."""
    return next((place for _, place in reversed(places) if place.name.endswith(kind)), None)
