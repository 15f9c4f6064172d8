"""The lexicon's words around owners, as patterns: what ends a topic, what stands alone for a name, who speaks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from hedui.lexicon import Lexicon
from hedui.model import Entity


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that tell whose a figure is."""

    topic_tails: dict[str, tuple[str, ...]]  # at the end of a topic, by their last character
    too_general: frozenset[str]
    stands_alone: re.Pattern[str]  # at the end of a name
    places: Mapping[str, Entity]  # known places by name and alias
    posts: str  # alternatives, with the groups firm and state


@lru_cache(maxsize=4)
def vocabulary_of(lexicon: Lexicon) -> Vocabulary:
    """The patterns of a lexicon; a longer word comes before one that begins it."""
    rows = {row.id: row.forms for row in lexicon.names}

    def any_of(row: str) -> str:
        return "|".join(map(re.escape, sorted(rows.get(row, ()), key=lambda form: (-len(form), form)))) or "(?!)"

    places = {form: Entity(row.name, "GPE") for row in lexicon.entities if row.label == "LOC"
              for form in (row.name, *row.aliases)}  # fmt: skip
    tails = sorted(rows.get("topic_tail", ()), key=lambda tail: tail[-1])
    return Vocabulary(
        places=places,
        topic_tails={last: tuple(those) for last, those in groupby(tails, key=lambda tail: tail[-1])},
        too_general=frozenset(rows.get("topic_too_general", ())),
        stands_alone=re.compile(f"(?:{any_of('stands_alone')})\\Z"),
        posts=f"(?:(?P<firm>{any_of('post_of_firm')})|(?P<state>副?(?:{any_of('post_of_state')})))",
    )
