"""The characters with which a pattern can begin, told from the pattern itself.

The parser is the one that `re.compile` uses; it is not part of the public interface of `re`, but has kept its form
from Python 3.5 on.  A test holds what is told against the patterns themselves.
"""

from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_NO_WIDTH = (op.ASSERT, op.ASSERT_NOT, op.AT)
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def firsts(pattern: str) -> frozenset[str]:
    """The characters with which a match can begin.  Raises ValueError where that cannot be told."""
    found, empty = _of_sequence(parser.parse(pattern))
    if empty:
        raise ValueError(f"a pattern that matches nothing begins with nothing: {pattern}")
    return found


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> tuple[frozenset[str], bool]:
    """The first characters of what follows one another, and whether it can be empty."""
    found: frozenset[str] = frozenset()
    for code, value in parts:
        some, empty = _of_part(code, value)
        found |= some
        if not empty:
            return found, False
    return found, True


def _of_part(code: Any, value: Any) -> tuple[frozenset[str], bool]:
    if code in _NO_WIDTH:
        return frozenset(), True
    if code is op.LITERAL:
        return frozenset((chr(value),)), False
    if code is op.IN:
        return frozenset().union(*(_of_class(*one) for one in value)), False
    if code is op.SUBPATTERN and not value[1]:  # flags of its own may take other characters too
        return _of_sequence(value[3])
    if code in _REPEATS:
        found, empty = _of_sequence(value[2])
        return found, empty or value[0] == 0
    if code is op.BRANCH:
        branches = [_of_sequence(branch) for branch in value[1]]
        return frozenset().union(*(some for some, _ in branches)), any(empty for _, empty in branches)
    raise ValueError(f"how this begins is not known: {code} {value}")


def _of_class(code: Any, value: Any) -> frozenset[str]:
    if code is op.LITERAL:
        return frozenset((chr(value),))
    if code is op.RANGE:
        return frozenset(map(chr, range(value[0], value[1] + 1)))
    raise ValueError(f"not a list of characters: {code} {value}")
