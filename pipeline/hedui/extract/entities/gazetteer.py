"""Names known beforehand: data/entities.csv and the user's rows, found in one pass whatever their number."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedui.extract.entities.knowledge import automaton
from hedui.extract.entities.spans import whole
from hedui.lexicon import EntityRow
from hedui.model import Entity, Mention

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

MASK = Entity("", "MASK")  # a stretch that holds no name: 港股, 北京时间
_LABELS = frozenset({"ORG", "PER", "LOC", "PRODUCT", "EVENT", "WORK"})


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The automaton over all forms; `meaning[i]` is the entity of form i, None for a form that masks others."""

    automaton: "AhoCorasick"
    meaning: tuple[Entity | None, ...]
    canonical: dict[str, Entity]
    codes: dict[str, Entity]


def load_gazetteer(rows: Sequence[EntityRow], masks: Sequence[str]) -> Gazetteer:
    """The automaton over names and aliases.  A mask (港股) hides the name in it; the first row wins a form."""
    forms: dict[str, Entity | None] = dict.fromkeys(masks)
    codes: dict[str, Entity] = {}
    for row in rows:
        if row.label not in _LABELS:
            continue
        entity = Entity(row.name, row.label)
        for form in (row.name, *row.aliases):
            forms.setdefault(form, entity)
        for code in row.codes:
            codes.setdefault(code, entity)
    canonical = {form: entity for form, entity in forms.items() if entity is not None}
    return Gazetteer(automaton(list(forms)), tuple(forms.values()), canonical, codes)


def find_known(
    gazetteer: Gazetteer, text: str, edges: Sequence[int], is_word: Callable[[str], bool]
) -> Iterator[Mention[Entity]]:
    """The listed names in the text, and the masks, whose value is MASK.

    `edges` are the sorted offsets at which words begin and end.  A name that cuts a dictionary word in two is not
    one (中行 in 途中行驶); a Latin name stands between characters that are no Latin letters or digits.
    """
    for number, start, end in gazetteer.automaton.find_matches_as_indexes(text):
        entity = gazetteer.meaning[number]
        if entity is None or _of_a_day(text, start):
            entity = MASK
        if not whole(text, edges, (start, end), is_word) and not _people(text, edges, start, end, entity):
            continue
        yield Mention(
            start=start, end=end, text=text[start:end], value=entity, source="gazetteer", rules=("entities.csv",)
        )


_DAY = re.compile(r"月(?:[0-9]{1,2}日?[至到、~-])?[0-9]{1,2}\Z")


def _of_a_day(text: str, start: int) -> bool:
    """Whether a name begins inside a day: 5月1日至5日|本地."""
    return text[start] == "日" and _DAY.search(text, max(start - 8, 0), start) is not None


def _people(text: str, edges: Sequence[int], start: int, end: int, entity: Entity) -> bool:
    """Whether a place's people or its team are meant: 巴勒斯坦人 and 中国队 are one word of the dictionary."""
    whole = bisect_left(edges, end + 1)
    return (
        entity.label == "LOC"
        and text[end : end + 1] in ("人", "队")
        and edges[whole - 1 : whole + 1] == [start, end + 1]
    )
