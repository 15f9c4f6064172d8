"""What the recognizer knows beforehand: the words of a dictionary, listed names, how characters write names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hedui.arrays import Bools, Ints, NDArray, np
from hedui.extract.entities.slots import Slots, make_slots
from hedui.extract.letters import word_key

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

    Keys = NDArray[np.uint32]
    Numbers = NDArray[np.uint64]


_COMMON = 64  # more than how common a word can be
_ALONE = 9  # log2 of the count, plus one, above which a character is an everyday word


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Words by hashed key, sorted; names by automaton; characters by code point.

    `facts` has a row each for a word's part of speech and for how common it is (log2 of its count, plus one).
    `sorts[i]` is the sort of listed name i (a person of foreign sound, a county ...).
    A profile's bits: 0-1 how much the character writes foreign sounds (斯, 尔), 2 whether it is a family name
    (张), 3-4 how often its words are places, 5-6 how often it is a given name.
    `named` are the parts of speech of names (persons, places, bodies, brands).
    """

    keys: "Keys"
    facts: "NDArray[np.uint8]"
    profiles: "NDArray[np.uint8]"
    names: "AhoCorasick"
    sorts: "NDArray[np.uint8]"
    named: frozenset[int] = frozenset()
    table: Slots = field(init=False, compare=False)

    def __post_init__(self) -> None:
        classes, common = self.facts.astype(int)
        object.__setattr__(self, "table", make_slots(self.keys, classes * _COMMON + common, self.facts[1]))

    def words(self, keys: "Keys") -> "Numbers":
        """Part of speech and commonness (rows) of the words with these keys; 0 for unknown ones."""
        return np.stack(np.divmod(self.table.find(keys), _COMMON)).astype(np.uint64)

    def strange(self, keys: "Keys", lengths: Ints) -> Bools:
        """Which words may be names or pieces of names: not listed, or a character that is seldom a word."""
        facts = self.table.find(keys)
        return np.where(lengths == 1, facts % _COMMON <= _ALONE, facts < _COMMON)

    def knows(self, word: str) -> bool:
        """Whether the dictionary lists this word."""
        return self.table.of(word_key(word)) >= _COMMON

    def common(self, word: str) -> int:
        """How common the dictionary says this word is: log2 of its count, plus one; 0 for an unknown one."""
        return self.table.of(word_key(word)) % _COMMON

    def names_something(self, word: str) -> bool:
        """Whether the dictionary has this word as a name of some sort."""
        return self.table.of(word_key(word)) // _COMMON in self.named

    def lists(self, name: str) -> bool:
        """Whether this is a listed name."""
        return any((start, end) == (0, len(name)) for _, start, end in self.names.find_matches_as_indexes(name))

    def listed(self, text: str) -> "Numbers":
        """For each character the sort of the listed name it lies in, and whether it begins or ends it; 0: none."""
        codes = np.zeros(len(text), dtype=np.uint64)
        matches = self.names.find_matches_as_indexes(text)
        if matches:
            number, start, end = np.array(matches).T
            length = end - start
            code = self.sorts[number].astype(np.uint64) * np.uint64(4)
            inside = np.arange(length.sum()) + np.repeat(start - np.cumsum(length) + length, length)
            codes[inside] = np.repeat(code + np.uint64(2), length)
            codes[end - 1] = code + np.uint64(3)
            codes[start] = code + np.uint64(1)
        return codes


def automaton(names: Sequence[str]) -> "AhoCorasick":
    """Finds the longest listed names, from left to right."""
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(list(names), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
