"""Persons told by the family name and a word of courtesy: 来自云州的|江小姐|说, 罗老先生."""

from collections.abc import Iterator, Sequence

from hedui.extract.entities.knowledge import Knowledge
from hedui.extract.entities.spans import is_edge, named
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

_FAMILY = 0b100  # the bit of a profile, see Knowledge
_COURTEOUS = compile_words(r"(?P<family>[一-鿿])老?(?:{courtesy})")


def find_courteous(text: str, edges: Sequence[int], knowledge: Knowledge) -> Iterator[Mention[Entity]]:
    """The persons in text order."""
    for match in _COURTEOUS.finditer(text):
        if knowledge.profiles[min(ord(match["family"]), 0xFFFF)] & _FAMILY and is_edge(edges, match.start()):
            yield named(text, match.span(), "PER", "courtesy", 0.7)
