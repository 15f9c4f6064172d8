"""Text as numpy reads it: characters as numbers and sorts, words as hashed keys, many texts on one sheet.

The learned finders look at whole arrays, and a call of numpy costs the same for ten characters as for a thousand.
So the texts of a batch are laid on one sheet, with gaps between them that no evidence reaches across: what is
found on a sheet is what would be found in each text alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from hedui.arrays import Ints, NDArray, np
from hedui.tokenizer import Words, word_lengths

if TYPE_CHECKING:
    from spacy.tokens import Doc

    Keys = NDArray[np.uint32]

# Nothing looks farther than three characters or two words; a mark of its own sort ends clauses at both sides.
_GAP = "\0\0\0"
_BASE, _ALL = 0x9E3779B97F4A7C15, (1 << 64) - 1  # of the rolling hash; the bits of its numbers


@dataclass(frozen=True, slots=True)
class Sheet:
    """Texts laid end to end, three characters of gap after each.

    `text` is all of it; `points` and `sorts` have an entry a character, `starts`, `ends` and `words` (a key each)
    one a word; those in `gaps` (numbers of words) are no words at all.  `characters` and `spans` tell of each text
    where its characters and its words begin and end.
    """

    text: str
    points: "Keys"
    sorts: "NDArray[np.uint8]"
    starts: Ints
    ends: Ints
    words: "Keys"
    gaps: Ints
    characters: tuple[tuple[int, int], ...]
    spans: tuple[tuple[int, int], ...]


def sheet_of(texts: Sequence[str], lengths: Sequence[Sequence[int] | Ints]) -> Sheet:
    """The texts on one sheet; `lengths` are those of each text's words, which add up to its length."""
    joined = _GAP.join([*texts, ""])
    points, sorts = _read(joined)
    gap = np.ones(len(_GAP), dtype=np.int64)
    parts = [part for own in lengths for part in (np.asarray(own, dtype=np.int64), gap)]
    length = np.concatenate([gap[:0], *parts])  # the first of them for no text at all
    ends = np.cumsum(length)
    starts = ends - length
    words = word_keys(points, starts, ends)
    spans = _laid([len(own) for own in lengths])
    gaps = np.array([end + place for _, end in spans for place in range(len(_GAP))], dtype=np.int64)
    words[gaps] = 0
    return Sheet(joined, points, sorts, starts, ends, words, gaps, _laid([len(text) for text in texts]), spans)


def sheet_of_docs(docs: "Sequence[Doc | Words]") -> Sheet:
    """Some documents on one sheet."""
    return sheet_of([doc.text for doc in docs], [word_lengths(doc) for doc in docs])


def _laid(sizes: list[int]) -> tuple[tuple[int, int], ...]:
    ends = accumulate(size + len(_GAP) for size in sizes)
    return tuple((end - len(_GAP) - size, end - len(_GAP)) for size, end in zip(sizes, ends, strict=True))


def _read(text: str) -> "tuple[Keys, NDArray[np.uint8]]":
    raw = np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4"), 0xFFFF)
    points: Keys = _folding()[raw]
    sorts: NDArray[np.uint8] = _sorts()[raw]
    return points, sorts


def code_points(text: str) -> "Keys":
    """The text's code points, digits as 0, full-width forms and capitals folded; one entry a character."""
    return _read(text)[0]


def shapes(text: str) -> "NDArray[np.uint8]":
    """The sort of each character: 1 Han, 2 digit, 3 capital, 4 small letter, 5 Han numeral, 6 space, 7.. marks."""
    return _read(text)[1]


@lru_cache(maxsize=1)
def _folding() -> "Keys":
    table = np.arange(0x10000, dtype=np.uint32)
    table[0xFF01:0xFF5F] = np.arange(0x21, 0x7F)
    for digits in (range(0x30, 0x3A), range(0xFF10, 0xFF1A)):
        table[list(digits)] = 0x30
    for capital in range(0x41, 0x5B):
        table[[capital, capital + 0xFEE0]] = capital + 32
    table[0xFF41:0xFF5B] = np.arange(0x61, 0x7B)
    for mark, same in zip("“”‘’「」『』﹒．﹑", "\"\"''\"\"''..、", strict=True):
        table[ord(mark)] = ord(same)
    table[0xFFFF] = 0xFFFD
    return table


@lru_cache(maxsize=1)
def _sorts() -> "NDArray[np.uint8]":
    table = np.zeros(0x10000, dtype=np.uint8)
    table[0x3400:0xA000] = 1
    for first, last, sort in ((0x30, 0x39, 2), (0x41, 0x5A, 3), (0x61, 0x7A, 4)):
        table[first : last + 1] = sort
        table[first + 0xFEE0 : last + 0xFEE1] = sort
    groups = {
        5: "一二三四五六七八九十百千万亿两零〇",
        6: " \t\n\r\u3000\xa0",
        7: "，。；！？,;!?、",
        8: "《（(「『“‘\"'[【",
        9: "》）)」』”’]】",
        10: "·•‧-—",
        11: ":：",
    }
    for sort, marks in groups.items():
        table[[ord(mark) for mark in marks]] = sort
    return table


def word_keys(points: "Keys", starts: Ints, ends: Ints) -> "Keys":
    """A 32-bit key for each word [start, end), equal for equal words: differences of a rolling hash, mixed."""
    # Sum of (code * B^i) mod 2^64; B is odd, so that dividing by B^start is multiplying by its inverse.
    powers, unshift = _powers(max(1 << 16, 1 << len(points).bit_length()))
    total = np.zeros(len(points) + 1, dtype=np.uint64)
    np.cumsum(_mix64(points.astype(np.uint64)) * powers[1 : len(points) + 1], out=total[1:])
    return _fold(_mix64((total[ends] - total[starts]) * unshift[starts]))


@lru_cache(maxsize=1 << 15)
def word_key(word: str) -> int:
    """The key of one word, without the calls of numpy that take longer than a word."""
    total, power = 0, 1
    for character in word:
        power = power * _BASE & _ALL
        total += _mixed(character) * power
    return _mix(total & _ALL) >> 32


@lru_cache(maxsize=1 << 14)
def _mixed(character: str) -> int:
    return _mix(int(_folding()[min(ord(character), 0xFFFF)]))


def _mix(value: int) -> int:
    """`_mix64` of one number."""
    value = (value ^ (value >> 31)) * 0xBF58476D1CE4E5B9 & _ALL
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & _ALL
    return value ^ (value >> 30)


@lru_cache(maxsize=2)
def _powers(size: int) -> "tuple[NDArray[np.uint64], NDArray[np.uint64]]":
    """The powers of the base and of its inverse, 0 to `size`."""
    factors = (_BASE, pow(_BASE, -1, 1 << 64))
    powers, unshift = (np.full(size + 1, factor, dtype=np.uint64) for factor in factors)
    powers[0] = unshift[0] = 1
    return np.cumprod(powers), np.cumprod(unshift)


def _mix64(values: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    values = (values ^ (values >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(30))


def _fold(values: "NDArray[np.uint64]") -> "Keys":
    return (values >> np.uint64(32)).astype(np.uint32)
