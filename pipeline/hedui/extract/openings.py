"""The characters with which a pattern can begin, told from the pattern itself.

The parser is the one that `re.compile` uses; it is not part of the public interface of `re`, but has kept its form
from Python 3.5 on.  A test holds what is told against the patterns themselves.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_NO_WIDTH = (op.ASSERT, op.ASSERT_NOT, op.AT)
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_MANY = 300  # characters that may follow: more are not listed

# Up to two characters with which a match begins, and whether what comes next in the pattern follows them at once.
Opening = tuple[str, bool]


class Quick:
    """A pattern that is tried only at the characters with which it can begin.

    `re` skips to these by itself where a pattern begins with a character or a class; at a look-behind or an
    alternation of classes it tries all of the pattern at every character, in five times as long.
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        """Raises ValueError where it cannot be told how the pattern begins."""
        self.pattern = pattern
        self._begins = re.compile(f"[{''.join(map(re.escape, sorted(firsts(pattern.pattern))))}]")

    def search(self, text: str, position: int = 0) -> re.Match[str] | None:
        """The first match at or after a position."""
        for begun in self._begins.finditer(text, position):
            if found := self.pattern.match(text, begun.start()):
                return found
        return None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches, none of which may be empty."""
        position = 0
        while (found := self.search(text, position)) is not None:
            yield found
            position = found.end()


class Rare:
    """A pattern that is tried only on texts that have a character with which it can begin.

    To skip through a text takes `re` some 6 ns a character, and most texts have neither brackets nor Latin names:
    their characters are told once for all such patterns.
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        """Raises ValueError where it cannot be told how the pattern begins."""
        self.pattern = pattern
        self._begins = firsts(pattern.pattern)

    def begins_in(self, text: str) -> bool:
        """Whether the text has a character with which the pattern can begin."""
        return not self._begins.isdisjoint(_characters(text))

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return self.pattern.search(text) if self.begins_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches."""
        return self.pattern.finditer(text) if self.begins_in(text) else iter(())


@lru_cache(maxsize=256)  # the texts of a batch: each finder goes through all of them before the next one
def _characters(text: str) -> frozenset[str]:
    return frozenset(text)


def firsts(pattern: str) -> frozenset[str]:
    """The characters with which a match can begin.  Raises ValueError where that cannot be told."""
    return openings(pattern, 1)


def longest(pattern: str) -> int:
    """The characters that a match of a pattern can have."""
    return int(parser.parse(pattern).getwidth()[1])


def openings(pattern: str, size: int = 2) -> frozenset[str]:
    """The first `size` (1 or 2) characters of a match, or one alone where whatever may follow it, or nothing.

    Raises ValueError where not even the first can be told.
    """
    found = frozenset(characters for characters, _ in _of_sequence(parser.parse(pattern), size))
    if "" in found:
        raise ValueError(f"how this begins is not known, or it matches nothing: {pattern}")
    return found


def _of_sequence(parts: Iterable[tuple[Any, Any]], size: int) -> frozenset[Opening]:
    found: frozenset[Opening] = frozenset([("", True)])
    for code, value in parts:
        if not any(goes_on for _, goes_on in found):
            break
        found = _followed(found, _of_part(code, value, size), size)
    return found


def _followed(before: frozenset[Opening], after: frozenset[Opening], size: int) -> frozenset[Opening]:
    """What one part begins with, followed by what the next one begins with."""
    found = set()
    for some, goes_on in before:
        if not goes_on or (some and len(after) > _MANY):
            found.add((some, False))
        else:
            found |= {(some + more[: size - len(some)], on and len(some + more) < size) for more, on in after}
    return frozenset(found)


def _of_part(code: Any, value: Any, size: int) -> frozenset[Opening]:
    if code in _NO_WIDTH:
        return frozenset([("", True)])
    if code is op.LITERAL:
        return frozenset([(chr(value), True)])
    if code is op.IN and all(one in (op.LITERAL, op.RANGE) for one, _ in value):
        return frozenset((character, True) for one in value for character in _of_class(*one))
    if code is op.SUBPATTERN and not value[1]:  # flags of its own may take other characters too
        return _of_sequence(value[3], size)
    if code in _REPEATS:
        return _repeated(value[0], value[1], _of_sequence(value[2], size), size)
    if code is op.BRANCH:
        return frozenset().union(*(_of_sequence(part, size) for part in value[1]))
    return frozenset([("", False)])


def _repeated(least: int, most: int, part: frozenset[Opening], size: int) -> frozenset[Opening]:
    """A part so many times; past the second time nothing new is told."""
    found: frozenset[Opening] = frozenset()
    some: frozenset[Opening] = frozenset([("", True)])
    for times in range(min(most, size) + 1):
        if times >= min(least, size):
            found |= some
        some = _followed(some, part, size)
    return found


def _of_class(code: Any, value: Any) -> Iterable[str]:
    return chr(value) if code is op.LITERAL else map(chr, range(value[0], value[1] + 1))
