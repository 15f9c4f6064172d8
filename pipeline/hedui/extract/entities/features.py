"""What the recognizer sees of each character, as hashed keys computed for a whole text with numpy.

A *track* is one value a character or a word (its code point, its class in the dictionary, the listed name it lies
in).  A *kind* is one sort of evidence made of a few of them (the pair of two characters, the word and its
neighbor) and gives one 32-bit key a character.  The same key is looked at from several *offsets*: the pair `公司`
starting one character later is evidence at offset +1.  The training program reads the same keys, so training and
run time cannot drift apart.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from hedui.arrays import Ints, NDArray, np
from hedui.extract.entities.knowledge import Knowledge
from hedui.extract.letters import Sheet, sheet_of

if TYPE_CHECKING:
    Keys = NDArray[np.uint32]
    Numbers = NDArray[np.uint64]

Parts = tuple[tuple[str, int], ...]  # (track, how many characters or words on)

# Kinds of evidence about characters: the offsets each is looked at from, and what it is made of.
CHARACTER_KINDS: dict[str, tuple[tuple[int, ...], Parts]] = {
    "char": ((-3, -2, -1, 0, 1, 2, 3), (("point", 0),)),
    "pair": ((-2, -1, 0, 1), (("point", 0), ("point", 1))),
    "triple": ((-2, -1, 0), (("point", 0), ("point", 1), ("point", 2))),
    "around": ((-1,), (("point", 0), ("point", 2))),
    "shape": ((0,), (("shapes", 0),)),
    "profile": ((-1, 0, 1), (("profile", 0),)),
    "profiles": ((0,), (("profiles", 0), ("tag", 0))),
    "foreign": ((0,), (("foreign", 0),)),
    "person": ((0,), (("family", 0), ("given", 0), ("tag", 0))),
    "listed": ((-2, -1, 0, 1, 2), (("listed", 0),)),
    "listed_tag": ((0,), (("listed", 0), ("tag", 0))),
    "listed_row": ((0,), (("listed", -1), ("listed", 0), ("listed", 1))),
    "listed_class": ((0,), (("listed", 0), ("class_here", 0))),
    "listed_last": ((0,), (("listed", 0), ("last_here", 0))),
}
# Kinds of evidence about the word a character lies in; each is joined with the character's place in it.
WORD_KINDS: dict[str, Parts] = {
    "word": (("word", 0),),
    "word_before": (("word", -1),),
    "word_after": (("word", 1),),
    "two_before": (("word", -2),),
    "two_after": (("word", 2),),
    "class": (("class", 0),),
    "classes": (("class", -1), ("class", 0), ("class", 1)),
    "left_pair": (("word", -1), ("word", 0)),
    "right_pair": (("word", 0), ("word", 1)),
    "ending": (("end_pair", 0),),
    "opening": (("first", 0),),
    "frame": (("class", -1), ("last", -1), ("class", 0)),
    "prefix": (("end_pair", 1), ("class", 0)),
    "common": (("common", 0),),
    "commons": (("common", -1), ("common", 0), ("common", 1)),
}
# Kind -> the offsets it is looked at from.  The order is part of the model file's format.
KINDS: dict[str, tuple[int, ...]] = {name: offsets for name, (offsets, _) in CHARACTER_KINDS.items()}
KINDS |= dict.fromkeys(WORD_KINDS, (0,))
# Kinds that also exist once per style of text (news, wiki, finance), so that the conventions of one corpus
# (schools are organizations, products are marked) do not spoil another.
STYLED = ("char", "word", "class", "classes", "ending", "opening")
STYLES = ("news", "wiki", "finance")

OUT_OF_DICTIONARY, NUMBER, LATIN, MARK = 0, 250, 251, 252
_REACH = 3  # how far a track is looked at to either side
_LONGEST = 160  # characters labeled at once


def keys_of(text: str, lengths: Sequence[int], knowledge: Knowledge) -> "Keys":
    """One row a kind, in the order of KINDS, with its key at each character; `lengths` are those of the words."""
    return keys_on(sheet_of([text], [lengths]), knowledge)[:, : len(text)]


def keys_on(sheet: Sheet, knowledge: Knowledge) -> "Keys":
    """The same for all texts of a sheet, and for its gaps, whose keys mean nothing."""
    size = sheet.ends - sheet.starts
    of = np.repeat(np.arange(len(size)), size)
    words, tracks = _word_tracks(sheet, knowledge), _character_tracks(sheet, knowledge)
    tracks["tag"] = _places(size, sheet.ends, of)
    tracks["class_here"], tracks["last_here"] = words["class"][of], words["last"][of]
    keys = np.empty((len(KINDS), len(sheet.points)), dtype=np.uint32)
    first, half = len(CHARACTER_KINDS), np.uint64(32)
    for row, total in zip(keys, _sums(tracks, [parts for _, parts in CHARACTER_KINDS.values()], 0), strict=False):
        np.right_shift(total, half, out=row, casting="unsafe")
    inside = tracks["tag"] * _multipliers()[-1]
    for row, by_word in zip(keys[first:], _sums(words, list(WORD_KINDS.values()), first), strict=True):
        np.right_shift(by_word.take(of) + inside, half, out=row, casting="unsafe")
    return keys


def _sums(tracks: "dict[str, Numbers]", kinds: Sequence[Parts], number: int) -> "Iterator[Numbers]":
    """Multilinear hashing: a random odd multiplier for each part of each kind; the upper half is the key.

    The sums of one kind are overwritten by those of the next: what is worked on stays in the cache.
    """
    factors = _multipliers()
    length = len(next(iter(tracks.values())))
    padded = {name: np.zeros(length + 2 * _REACH, dtype=np.uint64) for name in tracks}
    for name, values in tracks.items():
        padded[name][_REACH : _REACH + length] = values
    total, product = np.empty((2, length), dtype=np.uint64)
    for at, parts in enumerate(kinds, number):
        total[:] = factors[4 * at + 3]
        for (name, shift), factor in zip(parts, factors[4 * at :], strict=False):
            view = padded[name][_REACH + shift : _REACH + shift + length]
            total += np.multiply(view, factor, out=product)
        yield total


@lru_cache(maxsize=1)
def _multipliers() -> "Numbers":
    """Four odd numbers a kind and one for the place in the word: splitmix64."""
    steps = np.arange(1, 4 * 64 + 2, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    steps = (steps ^ (steps >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    steps = (steps ^ (steps >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (steps ^ (steps >> np.uint64(31))) | np.uint64(1)


def _places(size: Ints, ends: Ints, of: Ints) -> "Numbers":
    """Where in its word a character stands: 0 alone, 1 first, 2 inside, 3 last, and how far in, up to 3."""
    left = ends[of] - np.arange(1, len(of) + 1)
    length = size[of]
    place = length - 1 - left
    tag = np.where(place == 0, 1, np.where(left == 0, 3, 2))
    tag[length == 1] = 0
    tag += 4 * np.minimum(place, 3)
    return tag.astype(np.uint64)


def _word_tracks(sheet: Sheet, knowledge: Knowledge) -> "dict[str, Numbers]":
    points, starts, ends = sheet.points, sheet.starts, sheet.ends
    kinds, (classes, common) = sheet.sorts[starts], knowledge.words(sheet.words)
    classes[kinds == 2] = NUMBER
    classes[((kinds == 3) | (kinds == 4)) & (classes == OUT_OF_DICTIONARY)] = LATIN
    classes[(kinds == 0) | (kinds >= 6)] = MARK
    classes = classes * np.uint64(8) + np.minimum(ends - starts, 5).astype(np.uint64)
    classes[sheet.gaps] = 0
    last = points[ends - 1].astype(np.uint64)
    return {
        "word": sheet.words.astype(np.uint64),
        "class": classes,
        "common": common,
        "first": points[starts].astype(np.uint64),
        "last": last,
        "end_pair": points[np.maximum(ends - 2, starts)] * np.uint64(0x10000) + last,
    }


def _character_tracks(sheet: Sheet, knowledge: Knowledge) -> "dict[str, Numbers]":
    profile = knowledge.profiles[np.minimum(sheet.points, 0xFFFF)].astype(np.uint64)
    foreign = np.where(sheet.sorts == 10, np.uint64(3), profile & np.uint64(3))
    return {
        "point": sheet.points.astype(np.uint64),
        "profile": profile,
        "listed": knowledge.listed(sheet.text),
        "shapes": _window(sheet.sorts.astype(np.uint64), -3, 3, 12),
        "profiles": _window(profile, -1, 1, 128),
        "foreign": _window(foreign, -3, 3, 4),
        "family": _window((profile >> np.uint64(2)) & np.uint64(1), -2, 1, 2),
        "given": _window(profile >> np.uint64(5), -1, 2, 4),
    }


def _window(values: "Numbers", first: int, last: int, base: int) -> "Numbers":
    """The values from offset `first` to `last` as one number in the given base."""
    length = len(values)
    padded = np.zeros(length + last - first, dtype=np.uint64)
    padded[-first : length - first] = values
    number = padded[:length].copy()
    for place in range(1, last - first + 1):
        number *= np.uint64(base)
        number += padded[place : place + length]
    return number


def units(text: str) -> list[tuple[int, int]]:
    """The stretches that are labeled on their own: cut after sentence and clause marks, 160 characters at most.

    No name holds a clause mark.
    """
    starts, stops = units_on(sheet_of([text], [[len(text)]]))
    return list(zip(starts.tolist(), stops.tolist(), strict=True))


def units_on(sheet: Sheet) -> "tuple[Ints, Ints]":
    """Where the same begin and end, for all texts of a sheet."""
    closed = (sheet.sorts == 7) | (sheet.sorts == 11) | (sheet.points == 10)
    outer = np.array(sheet.characters, dtype=np.int64).reshape(-1, 2)
    cut = np.zeros(len(closed) + 1, dtype=bool)
    cut[1:] = closed
    cut[outer] = True
    edges = np.flatnonzero(cut)
    held = np.ones(len(cut), dtype=bool)
    held[outer[:, 1]] = False  # a gap begins here
    first, last = (edge[held[edges[:-1]]] for edge in (edges[:-1], edges[1:]))
    pieces = -((first - last) // _LONGEST)
    of = np.repeat(np.arange(len(first)), pieces)
    starts = first[of] + _LONGEST * (np.arange(len(of)) - (np.cumsum(pieces) - pieces)[of])
    return starts, np.minimum(starts + _LONGEST, last[of])
