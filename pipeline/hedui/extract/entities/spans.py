"""What all finders of names share: how a mention is made, and where the words of a text begin and end."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from hedui.model import Entity, Mention

Names = list[Mention[Entity]]

HAN = re.compile(r"[一-鿿]{1,8}\Z")


def named(text: str, span: tuple[int, int], label: str, rule: str, score: float) -> Mention[Entity]:
    """A name that a rule finds by the form or by the words beside it."""
    start, end = span
    form = text[start:end]
    value = Entity(form.strip(), label)
    return Mention(start=start, end=end, text=form, value=value, source="pattern", score=score, rules=(rule,))


def places(text: str, form: str) -> Iterator[int]:
    """Where a form stands, without overlaps."""
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + len(form))


def is_edge(edges: Sequence[int], at: int) -> bool:
    """Whether a word begins or ends there; `edges` are the sorted offsets at which words do."""
    place = bisect_left(edges, at)
    return place < len(edges) and edges[place] == at


def whole(text: str, edges: Sequence[int], span: tuple[int, int], is_word: Callable[[str], bool]) -> bool:
    """Whether a form cuts no Latin word and no word of the dictionary in two: 中行 does in 途中|行驶."""
    return not any(_cuts_latin(text, at) or _cuts(text, edges, at, is_word) for at in span)


def _cuts(text: str, edges: Sequence[int], at: int, is_word: Callable[[str], bool]) -> bool:
    place = bisect_left(edges, at)
    if place >= len(edges) or edges[place] == at or place == 0:
        return False
    return is_word(text[edges[place - 1] : edges[place]])


def _cuts_latin(text: str, at: int) -> bool:
    return 0 < at < len(text) and _latin(text[at - 1]) and _latin(text[at])


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
