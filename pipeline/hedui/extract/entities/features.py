"""What the recognizer sees of each character, as hashed keys computed for a whole text with numpy.

A *kind* is one sort of evidence (the character, the pair it starts, the word it lies in ...) and gives one 32-bit
key a character.  The same key is looked at from several *offsets*: the pair `公司` starting one character later
is evidence at offset +1.  The training program writes the same keys as attributes, so training and run time
cannot drift apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from hedui.extract.letters import Sheet, sheet_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[np.uint32]

# Kind -> the offsets it is looked at from.  The order is part of the model file's format.
KINDS: dict[str, tuple[int, ...]] = {
    "char": (-3, -2, -1, 0, 1, 2, 3),
    "pair": (-2, -1, 0, 1),
    "triple": (-2, -1, 0),
    "around": (-1,),
    "shape": (0,),
    "word": (0,),
    "word_before": (0,),
    "word_after": (0,),
    "two_before": (0,),
    "two_after": (0,),
    "class": (0,),
    "classes": (0,),
    "left_pair": (0,),
    "right_pair": (0,),
    "ending": (0,),
    "opening": (0,),
    "frame": (0,),
    "prefix": (0,),
    "profile": (-1, 0, 1),
    "profiles": (0,),
    "foreign": (0,),
    "person": (0,),
}
# Kinds that also exist once per style of text (news, wiki, finance), so that the conventions of one corpus
# (schools are organizations, products are marked) do not spoil another.
STYLED = ("char", "word", "class", "classes", "ending", "opening")
STYLES = ("news", "wiki", "finance")

OUT_OF_DICTIONARY, NUMBER, LATIN, MARK = 0, 250, 251, 252


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Word class by hashed word, sorted by key, and by code point what a character is like in names.

    A profile's bits: 0-1 how much it writes foreign sounds (斯, 尔), 2 whether it is a family name (张), 3-4 how
    often its words are places, 5-6 how often it is a given name.
    """

    keys: "Keys"
    classes: "NDArray[np.uint8]"
    profiles: "NDArray[np.uint8] | None" = None


def _mix(*parts: "Keys") -> "Keys":
    """One key from several, order mattering; murmur's 32-bit steps.  Works on rows of keys as on single ones."""
    import numpy as np

    mixed = np.full(parts[0].shape, 0x811C9DC5, dtype=np.uint32)
    for part in parts:
        mixed ^= part
        mixed *= np.uint32(0x85EBCA6B)
        mixed ^= mixed >> np.uint32(13)
        mixed *= np.uint32(0xC2B2AE35)
        mixed ^= mixed >> np.uint32(16)
    return mixed


def _shift(values: "Keys", by: int) -> "Keys":
    """values[i + by] at i, zero outside."""
    import numpy as np

    moved = np.zeros_like(values)
    if by >= 0:
        moved[: max(len(values) - by, 0)] = values[by:]
    else:
        moved[-by:] = values[: len(values) + by]
    return moved


def _word_classes(dictionary: Dictionary, keys: "Keys", kinds: "NDArray[np.uint8]") -> "Keys":
    import numpy as np

    place = np.minimum(np.searchsorted(dictionary.keys, keys), len(dictionary.keys) - 1)
    known = dictionary.keys[place] == keys
    classes = np.where(known, dictionary.classes[place], OUT_OF_DICTIONARY).astype(np.uint32)
    latin = (kinds == 3) | (kinds == 4)
    classes[(kinds == 2)] = NUMBER
    classes[latin & ~known] = LATIN
    classes[(kinds == 0) | (kinds >= 6)] = MARK
    return classes


@dataclass(frozen=True, slots=True)
class _Words:
    """The words' columns (keys, classes, first and last characters), and for each character its word and tag."""

    key: "Keys"
    kind: "Keys"
    first: "Keys"
    last: "Keys"
    end_pair: "Keys"
    of: "NDArray[np.int64]"
    tag: "Keys"


def _words(sheet: Sheet, dictionary: Dictionary) -> _Words:
    import numpy as np

    points, kinds, starts, ends = sheet.points, sheet.sorts, sheet.starts, sheet.ends
    length = ends - starts
    of = np.repeat(np.arange(len(length)), length)
    # 0 alone, 1 first, 2 inside, 3 last; with the length up to 4 it says where in its word a character stands.
    place = np.arange(len(points)) - starts[of]
    left = ends[of] - 1 - np.arange(len(points))
    tag = np.where(length[of] == 1, 0, np.where(place == 0, 1, np.where(left == 0, 3, 2)))
    tag = tag + 4 * np.minimum(place, 3)
    last = points[ends - 1]
    words = _Words(
        key=sheet.words,
        kind=_word_classes(dictionary, sheet.words, kinds[starts]) * np.uint32(8)
        + np.minimum(length, 5).astype(np.uint32),
        first=points[starts],
        last=last,
        end_pair=_mix(points[np.maximum(ends - 2, starts)], last),
        of=of,
        tag=tag.astype(np.uint32),
    )
    words.kind[sheet.gaps] = words.end_pair[sheet.gaps] = 0
    return words


def _frame(points: "Keys", kinds: "NDArray[np.uint8]") -> "Keys":
    """The sorts of the seven characters around, as one number."""
    import numpy as np

    sorts = kinds.astype(np.uint32)
    frame = np.zeros(len(points), dtype=np.uint32)
    for offset in range(-3, 4):
        frame = frame * np.uint32(12) + _shift(sorts, offset)
    return frame


def _around(values: "Keys", first: int, last: int, base: int) -> "Keys":
    """The values from offset `first` to `last` as one number in the given base."""
    import numpy as np

    total = np.zeros(len(values), dtype=np.uint32)
    for offset in range(first, last + 1):
        total = total * np.uint32(base) + _shift(values, offset)
    return total


def keys_of(text: str, lengths: Sequence[int], dictionary: Dictionary) -> "Keys":
    """One row a kind, in the order of KINDS, with its key at each character; `lengths` are those of the words."""
    return keys_on(sheet_of([text], [lengths]), dictionary)[:, : len(text)]


def keys_on(sheet: Sheet, dictionary: Dictionary) -> "Keys":
    """The same for all texts of a sheet, and for its gaps, whose keys mean nothing."""
    import numpy as np

    points, kinds = sheet.points, sheet.sorts
    words = _words(sheet, dictionary)
    before, after = _shift(words.key, -1), _shift(words.key, 1)
    of, tag = words.of, words.tag
    profiles = np.zeros(0x10000, np.uint8) if dictionary.profiles is None else dictionary.profiles
    profile = profiles[np.minimum(points, 0xFFFF)].astype(np.uint32)
    foreign = np.where(kinds == 10, np.uint32(3), profile & np.uint32(3))
    family, given = (profile >> np.uint32(2)) & np.uint32(1), profile >> np.uint32(5)
    next_point, next_but_one = _shift(points, 1), _shift(points, 2)
    columns = {
        "char": (points,),
        "pair": (points, next_point),
        "triple": (points, next_point, next_but_one),
        "around": (points, next_but_one),
        "shape": (_frame(points, kinds),),
        "word": (words.key[of], tag),
        "word_before": (before[of], tag),
        "word_after": (after[of], tag),
        "two_before": (_shift(words.key, -2)[of], tag),
        "two_after": (_shift(words.key, 2)[of], tag),
        "class": (words.kind[of], tag),
        "classes": (_shift(words.kind, -1)[of], words.kind[of], _shift(words.kind, 1)[of], tag),
        "left_pair": (before[of], words.key[of], tag),
        "right_pair": (words.key[of], after[of], tag),
        "ending": (words.end_pair[of], tag),
        "opening": (words.first[of], tag),
        "frame": (_shift(words.kind, -1)[of], _shift(words.last, -1)[of], words.kind[of], tag),
        "prefix": (_shift(words.end_pair, 1)[of], words.kind[of], tag),
        "profile": (profile,),
        "profiles": (_around(profile, -1, 1, 128), tag),
        "foreign": (_around(foreign, -3, 3, 4),),
        "person": (_around(family, -2, 1, 2), _around(given, -1, 2, 4), tag),
    }
    return _mixed(list(columns.values()))


def _mixed(columns: Sequence[tuple["Keys", ...]]) -> "Keys":
    """One key a column and character; columns of as many parts are mixed together, which saves calls."""
    import numpy as np

    keys = np.empty((len(columns), len(columns[0][0])), dtype=np.uint32)
    for count in {len(parts) for parts in columns}:
        rows = [row for row, parts in enumerate(columns) if len(parts) == count]
        stacked = np.array([columns[row] for row in rows], dtype=np.uint32)
        keys[rows] = _mix(*stacked.transpose(1, 0, 2))
    return keys


def units(text: str) -> list[tuple[int, int]]:
    """The stretches that are labeled on their own: cut after sentence and clause marks, 160 characters at most.

    No name holds a clause mark, and short stretches keep the batch of the decoder dense.
    """
    return units_on(sheet_of([text], [[len(text)]]))


def units_on(sheet: Sheet) -> list[tuple[int, int]]:
    """The same for all texts of a sheet."""
    import numpy as np

    closed = (sheet.sorts == 7) | (sheet.sorts == 11) | (sheet.points == 10)
    outer = np.array(sheet.characters, dtype=np.int64).ravel()
    edges = np.unique(np.concatenate((np.flatnonzero(closed) + 1, outer))).tolist()
    gaps = {end for _, end in sheet.characters}
    return [
        (start, min(start + 160, last))
        for first, last in pairwise(edges)
        if first not in gaps
        for start in range(first, last, 160)
    ]
