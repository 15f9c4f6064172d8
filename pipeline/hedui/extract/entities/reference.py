"""影片 and 该片 as the work they stand for, or nothing when two are as good."""

import re
from collections import Counter
from collections.abc import Sequence

from hedui.extract.openings import Quick
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

_REFERRING = Quick(compile_words(r"(?:该|本|此|[这那]部)(?:[0-9]{1,3}集)?的?(?:{work})|影片"))
_REACH = 400  # characters back; the work that 该片 stands for is rarely further
_CLEARLY_BEST = 0.6  # the share of the best among all candidates; two as good have .5 each
_JOINED = re.compile(r"[与和及跟、]|以及")


def find_references(
    text: str, mentions: Sequence[Mention[Entity]], subject: Entity | None, source: str
) -> list[Mention[Entity]]:
    """The referring words in text order, each with its work; `subject` is what the article is about."""
    works = [m for m in mentions if m.value.label == "WORK"]
    found = []
    for match in _REFERRING.finditer(text):
        start, end = match.span()
        before = [m for m in works if start - _REACH <= m.start and m.end <= start]
        meant = _meant(text, before, start, subject)
        if meant is not None and not any(m.start <= start and end <= m.end for m in mentions):
            found.append(Mention(start=start, end=end, text=match.group(), value=meant, source=source))
    return found


def _meant(text: str, before: Sequence[Mention[Entity]], at: int, subject: Entity | None) -> Entity | None:
    """The work that fits clearly best: near, often named, what the article is about; none of two in one breath."""
    count = Counter(m.value.name for m in before)
    weights: dict[str, float] = {}
    for m in before:
        weights[m.value.name] = (1 + 0.2 * min(count[m.value.name], 5)) / (1.0 + (at - m.end) / 40)
    if subject is not None and subject.name in weights:
        weights[subject.name] = 2.0 * weights[subject.name] + 0.5
    last = {m.value.name: m for m in before}
    ranked = sorted(weights, key=lambda name: (-weights[name], name))
    if not ranked or weights[ranked[0]] < _CLEARLY_BEST * sum(weights.values()):
        return None
    two = sorted((last[name] for name in ranked[:2]), key=lambda m: m.start)
    if len(two) == 2 and _JOINED.fullmatch(text, two[0].end, two[1].start):
        return None
    return last[ranked[0]].value
