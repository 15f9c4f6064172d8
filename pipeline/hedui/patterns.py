"""Patterns compiled once: what `re` makes of each is kept where Python keeps what it compiles.

`re` takes a millisecond to lay out a class of a few Han characters, and half a second for all our patterns: a
fifth of a run that has one article to read.  What it uses is no part of its public interface, but is the same from
Python 3.11 to 3.13; a test compares what is made here with what `re.compile` makes.
"""

import atexit
import re
import sys
from array import array
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import msgspec

from hedui.kept import keep, place_of

_KEPT = place_of(Path(__file__))
_DIGEST = 32  # bytes before the rest: a damaged code could do anything
_MOST = 4000  # patterns: more are left over from other versions of ours


class _Code(msgspec.Struct, frozen=True, array_like=True):
    """A compiled pattern: its flags, its code as 32-bit words, its groups and their names."""

    flags: int
    words: bytes
    groups: int
    names: dict[str, int]


class _Codes(msgspec.Struct, array_like=True):
    """The codes by flags and pattern, and the Python that made them."""

    python: str = sys.version
    codes: dict[bytes, _Code] = {}


_new: list[bytes] = []
_decode = msgspec.msgpack.Decoder(_Codes).decode


def compile_once(pattern: str, flags: int = 0) -> "re.Pattern[str]":
    """What `re.compile` gives; raises what it raises."""
    codes, key = _known(), f"{int(flags)} {pattern}".encode("utf-8", "surrogatepass")
    code = codes.get(key)
    if code is None:
        code = codes[key] = _code_of(pattern, int(flags))
        _new.append(key)
    names: list[str | None] = [None] * (code.groups + 1)
    for name, number in code.names.items():
        names[number] = name
    found: re.Pattern[str] = compiler._sre.compile(
        pattern, code.flags, array("I", code.words).tolist(), code.groups, code.names, tuple(names)
    )
    return found


def keep_patterns() -> None:
    """Keeps what was compiled by now; at the end of a process this is done by itself."""
    if _new:
        _new.clear()
        data = msgspec.msgpack.encode(_Codes(codes=_known()))
        keep(_KEPT, sha256(data).digest() + data)


atexit.register(keep_patterns)


def _code_of(pattern: str, flags: int) -> _Code:
    parsed = parser.parse(pattern, flags)
    words = array("I", compiler._code(parsed, flags))
    return _Code(flags | parsed.state.flags, words.tobytes(), parsed.state.groups - 1, parsed.state.groupdict)


@cache
def _known() -> dict[bytes, _Code]:
    with suppress(OSError, msgspec.DecodeError):
        kept = _KEPT.read_bytes()
        digest, data = kept[:_DIGEST], kept[_DIGEST:]
        if digest == sha256(data).digest():
            known = _decode(data)
            if known.python == sys.version and len(known.codes) < _MOST:
                return known.codes
    return {}
