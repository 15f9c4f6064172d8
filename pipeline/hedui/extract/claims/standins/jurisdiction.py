"""Whose figures an office gives: 南屿市统计局 speaks of 南屿市, and 全县 of the county named before.

Of some 5,200 annotated claims ten belong to an office itself; all others to the place it serves.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from hedui.extract.claims.standins.todate import SOURCE
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
) -> Iterator[Mention[Entity]]:
    """What speaks of a place without being its name, as mentions of the place; offices first.

    `known` are names of places, each with the place.
    """
    offices = list(_offices(named, known))
    yield from offices
    places = sorted([*(m for m in named if m.value.label in ("GPE", "LOC")), *offices], key=lambda m: m.start)
    starts = [m.start for m in places]
    for word in _WHOLE.finditer(text):
        at = bisect_left(starts, word.start())
        place = _last_of(places[max(0, at - _REACH) : at], word["kind"])
        if place is not None:
            yield Mention(start=word.start(), end=word.end(), text=word.group(), value=place, source=SOURCE)


def _offices(named: Sequence[Mention[Entity]], known: Mapping[str, Entity]) -> Iterator[Mention[Entity]]:
    for m in named:
        if m.value.label == "ORG" and (served := _served(m.text, known)) is not None:
            form, place = served
            yield Mention(start=m.start, end=m.start + len(form), text=form, value=place, source=SOURCE)


def _served(office: str, known: Mapping[str, Entity]) -> tuple[str, Entity] | None:
    """The place that an office's name begins with, as it is written there and as an entity."""
    if found := _SERVES.fullmatch(office):
        return found["place"], Entity(found["place"], "GPE")
    sizes = range(min(_LONGEST, len(office) - 1), 1, -1) if STATE_OFFICE.search(office) else ()
    forms = (office[:size] for size in sizes if STATE_OFFICE.fullmatch(office, size))
    return next(((form, known[form]) for form in forms if form in known), None)


def _last_of(places: Sequence[Mention[Entity]], kind: str) -> Entity | None:
    """The last place whose name ends in this kind: of 云川县 and 石坪镇, 全县 is the county."""
    return next((m.value for m in reversed(places) if m.value.name.endswith(kind)), None)
