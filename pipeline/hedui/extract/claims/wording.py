"""Words around a figure that change how it is meant: forecast, target, rumour, denial, scope, direction."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from msgspec import Struct

from hedui.lexicon import Lexicon


class Word(Struct, frozen=True, gc=False):
    """One word found, with what it means."""

    start: int
    end: int
    role: str
    name: str
    of: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """All such words of a text, in order."""

    words: tuple[Word, ...]
    starts: tuple[int, ...]

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that begin in this range."""
        return self.words[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def read_wording(text: str, lexicon: Lexicon) -> Wording:
    """The words of the lexicon's wording rows in a text."""
    words = tuple(_finder(lexicon)(text))
    return Wording(words, tuple(word.start for word in words))


@lru_cache(maxsize=4)
def _finder(lexicon: Lexicon) -> "Callable[[str], list[Word]]":
    from ahocorasick_rs import AhoCorasick, MatchKind

    forms = [
        (form, (row.role, row.name or form, row.of, row.takes))
        for row in lexicon.words
        if row.role not in ("up", "down", "filler", "lasting")
        for form in row.forms
    ]
    finder = AhoCorasick([form for form, _ in forms], matchkind=MatchKind.LeftmostLongest)
    meanings = [meaning for _, meaning in forms]

    def find(text: str) -> list[Word]:
        return [Word(start, end, *meanings[i]) for i, start, end in finder.find_matches_as_indexes(text)]

    return find


@lru_cache(maxsize=4)
def _directions(lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    names = {"up": "increase", "down": "decrease"}
    found = [(form, names[row.role]) for row in lexicon.words if row.role in names for form in row.forms]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def direction(words: str, lexicon: Lexicon) -> str | None:
    """increase or decrease, from the last such word (增速下降 is a fall), None where there is none."""
    best, where = None, -1
    for form, name in _directions(lexicon):
        at = words.rfind(form)
        if at > where:
            best, where = name, at
    return best
