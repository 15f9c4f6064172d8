"""The phrases around each figure that may name what it measures, and what is seen of each beside its figure.

All phrases of all figures of a sheet are laid out as columns, one row for a figure and one of its phrases, so that
a batch costs a few dozen array operations.  All offsets are the sheet's.  The training program calls the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar
from zlib import crc32

from hedui.arrays import Bools, Ints, NDArray, np
from hedui.extract.letters import Sheet, word_keys
from hedui.extract.metrics.nouns import JOINT, NOUN, OTHER, VERB, Nouns, is_one_of
from hedui.extract.metrics.sorts import compatible
from hedui.model import Entity, Mention, Metric, Quantity

if TYPE_CHECKING:
    Keys = NDArray[np.uint32]

ValueT = TypeVar("ValueT")
WORDS = 5  # of a phrase, 的 counted
_BACK, _AHEAD = 26, 8  # words looked at on either side of a figure
_RUNS = 7  # runs of content words before a figure
_OWNERS = frozenset(("ORG", "PER", "GPE", "LOC", "WORK"))  # labels of names that are no part of a measure
_STOPS = "。！!？?；;\n\0"  # the last parts the texts of a sheet
_COMMAS = "，,、：:"
_DIMENSIONS = (
    *("money", "percent", "permille", "point", "multiple", "count", "length", "area", "mass", "volume", "energy"),
    *("power", "speed", "temperature", "magnitude", "ratio", "rank", "duration", "number"),
)


@dataclass(frozen=True, slots=True)
class Placed(Generic[ValueT]):
    """The mentions of all texts of a sheet, with their places on it."""

    mentions: "list[Mention[ValueT]]"
    text: Ints
    start: Ints
    end: Ints


def placed(mentions: "Sequence[Sequence[Mention[ValueT]]]", sheet: Sheet) -> "Placed[ValueT]":
    """The mentions of each text of a sheet, in order."""
    flat = [mention for own in mentions for mention in own]
    text = np.repeat(np.arange(len(mentions)), [len(own) for own in mentions])
    offset = np.array([first for first, _ in sheet.characters], dtype=np.int64)[text]
    start = np.array([m.start for m in flat], dtype=np.int64) + offset
    end = np.array([m.end for m in flat], dtype=np.int64) + offset
    return Placed(flat, text, start, end)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of a text in the order of their first words; characters [start, end), words [first, last)."""

    start: Ints
    end: Ints
    first: Ints
    last: Ints
    named: Ints  # index of the mention that the lexicon has for these characters, -1 for none


@dataclass(frozen=True, slots=True)
class Pairs:
    """A figure and a phrase each row."""

    figure: Ints
    phrase: Ints
    marks: tuple[Ints, Ints, Ints]  # what was counted to find them, see _marks


def phrases_of(nouns: Nouns, named: Placed[Metric], figures: Placed[Quantity] | None = None) -> Phrases:
    """The phrases of a text: neighboring content words that end in a noun or a verb, and the mentions given.

    投资 is a phrase beside the lexicon's 投资金额 of the same two characters; 毛利率 is the lexicon's alone.
    Where `figures` are given, phrases farther from all of them than one looks are left out.
    """
    first, last = _cuts(nouns, None if figures is None else _covered(nouns, *_looked_at(nouns, figures)))
    starts, ends = named.start, named.end
    start, end = nouns.starts[first], nouns.starts[last]
    said = np.array([m.text == m.value.name for m in named.mentions], dtype=bool)
    told = np.zeros(len(nouns.points) + 1, dtype=np.int64)  # where what the lexicon has by this name ends
    told[starts[said]] = ends[said]
    new = (told[start] != end) & ~_within(start, end, named)
    columns = [
        np.concatenate((start[new], starts)),
        np.concatenate((end[new], ends)),
        np.concatenate((first[new], np.searchsorted(nouns.starts, starts, side="right") - 1)),
        np.concatenate((last[new], np.searchsorted(nouns.starts, ends, side="left"))),
        np.concatenate((np.full(int(new.sum()), -1), np.arange(len(starts)))),
    ]
    order = np.lexsort((columns[1], columns[2]))
    return Phrases(*(column[order] for column in columns))


def _within(start: Ints, end: Ints, named: Placed[Metric]) -> Bools:
    """Which phrases are a part of a longer name that the lexicon has: 净利润 in 归母净利润 names nothing else."""
    if not len(named.start):
        return np.zeros(len(start), dtype=bool)
    at = np.maximum(np.searchsorted(named.start, start, side="right") - 1, 0)
    first, last = named.start[at], named.end[at]
    inside: Bools = (first <= start) & (end <= last) & (last - first > end - start)
    return inside


def without(nouns: Nouns, changes: Placed[Metric]) -> Nouns:
    """The words with those of growth and change (同比增长, 占) taken out: they are no part of a measure's name."""
    return _taken_out(nouns, changes.start, changes.end)


def nameless(nouns: Nouns, names: Placed[Entity]) -> Nouns:
    """The words without those of names: 甲物业8.28万人 counts no 甲物业."""
    kept = np.array([m.value.label in _OWNERS for m in names.mentions], dtype=bool)
    return _taken_out(nouns, names.start[kept], names.end[kept])


def _taken_out(nouns: Nouns, start: Ints, end: Ints) -> Nouns:
    inside = _covered(nouns, *_words(nouns, start, end))
    return replace(nouns, kinds=np.where(inside, OTHER, nouns.kinds).astype(np.uint8))


def _words(nouns: Nouns, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The numbers of the first word of each range of characters and of the word behind its last."""
    return np.searchsorted(nouns.starts, start, side="right") - 1, np.searchsorted(nouns.starts, end, side="left")


def _looked_at(nouns: Nouns, figures: Placed[Quantity]) -> tuple[Ints, Ints]:
    """The same for the words among which the phrases of each figure begin."""
    low, high = _words(nouns, figures.start, figures.end)
    return low - _BACK, high + _AHEAD


def _covered(nouns: Nouns, first: Ints, last: Ints) -> Bools:
    """Which words lie in one of the ranges [first, last) of words."""
    size = len(nouns.kinds)
    edges = np.bincount(np.clip(first, 0, size), minlength=size + 1)
    edges -= np.bincount(np.clip(last, 0, size), minlength=size + 1)
    covered: Bools = np.cumsum(edges)[:-1] > 0
    return covered


def _cuts(nouns: Nouns, near: "Bools | None") -> tuple[Ints, Ints]:
    """The first word and the word behind the last of every phrase of one to five neighboring content words.

    Where it is given, `near` says which words may begin one.
    """
    size = len(nouns.kinds)
    content = nouns.kinds > 0
    opens = content & (nouns.kinds != JOINT)
    if near is not None:
        opens &= near
    closes = (nouns.kinds == NOUN) | (nouns.kinds == VERB)
    run = np.concatenate(([0], np.cumsum(~content)))
    firsts, lasts, at = [], [], np.flatnonzero(opens)
    for length in range(1, WORDS + 1):
        at = at[at + length <= size]
        at = at[run[at + length] == run[at]]  # a longer phrase begins where this one does
        whole = closes[at + length - 1] & (nouns.starts[at + length] - nouns.starts[at] > 1)
        firsts.append(at[whole])
        lasts.append(at[whole] + length)
    return np.concatenate(firsts), np.concatenate(lasts)


def pairs_of(nouns: Nouns, phrases: Phrases, figures: Placed[Quantity]) -> Pairs:
    """Each figure with the phrases of its sentence before it, and those right behind it in its clause."""
    start, end = figures.start, figures.end
    first, last = _looked_at(nouns, figures)
    begin = np.searchsorted(phrases.first, first)
    count = np.searchsorted(phrases.first, last) - begin
    figure = np.repeat(np.arange(len(start)), count)
    phrase = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count - begin, count)
    before = phrases.end[phrase] <= start[figure]
    after = phrases.start[phrase] >= end[figure]
    stops, commas, runs = marks = _marks(nouns)
    near, far = (
        np.where(before, phrases.end[phrase], end[figure]),
        np.where(before, start[figure], phrases.start[phrase]),
    )
    far = np.maximum(near, far)
    kept = (before | after) & (stops[far] == stops[near]) & (before | (commas[far] == commas[near]))
    kept &= after | (runs[(first + _BACK)[figure]] - runs[phrases.last[phrase] - 1] < _RUNS)
    return Pairs(figure[kept], phrase[kept], marks)


def _marks(nouns: Nouns) -> tuple[Ints, Ints, Ints]:
    """Running counts: of ends of sentences and of commas by character, of runs of content words by word."""
    stop, comma = is_one_of(_STOPS)[nouns.points], is_one_of(_COMMAS)[nouns.points]
    content = nouns.kinds > 0
    opens = content & ~np.concatenate(([False], content[:-1]))
    return tuple(np.concatenate(([0], np.cumsum(marks))) for marks in (stop, comma, opens))  # type: ignore[return-value]


def keys_of(
    nouns: Nouns, phrases: Phrases, figures: Placed[Quantity], named: Placed[Metric], pairs: Pairs
) -> "Keys":
    """What is seen of each pair: one row a pair, one 32-bit key a feature."""
    own = {name: column[pairs.phrase] for name, column in _phrase_columns(nouns, phrases).items()}
    unit = np.array([crc32(f.value.unit.encode()) for f in figures.mentions], dtype=np.uint32)[pairs.figure]
    kind = np.array([_dimension(f.value.dimension) for f in figures.mentions], dtype=np.uint32)[pairs.figure]
    side, place, gap, steps = _between(nouns, phrases, figures, pairs)
    fit = _fits(phrases, figures, named, pairs)
    led, followed = (column[pairs.figure] for column in _neighbors(nouns, figures))
    rows = [
        (side,), (place,), (side, gap), (side, steps), (own["kinds"],), (place, own["kinds"]), (own["tail"],),
        (own["pair"],), (own["word"],), (own["head"],), (unit, side), (unit, own["tail"]), (unit, own["pair"]),
        (unit, own["kinds"]), (kind, own["kinds"]), (kind, place), (kind, own["pair"]), (own["before"],),
        (own["after"],), (own["before"], own["after"]), (own["after"], own["kinds"]), (own["after"], side),
        (own["before"], own["kinds"]), (own["length"],), (own["edge"], side), (own["edge"], own["kinds"]),
        (fit, side), (fit, place), (fit, kind), (fit, own["length"]), (unit, own["word"]), (kind, gap, side),
        (led, side), (followed, side), (led, followed, side), (followed, place),
    ]  # fmt: skip
    return np.stack([_mix(np.uint32(number + 1), *row) for number, row in enumerate(rows)], axis=1)


def _neighbors(nouns: Nouns, figures: Placed[Quantity]) -> "tuple[Keys, Keys]":
    """The characters right before and right behind each figure: 2名乘客 is told of behind, 乘客为2名 before."""
    points = np.concatenate((nouns.points, np.zeros(1, np.uint32)))
    before = np.where(figures.start > 0, points[figures.start - 1], 0)
    return before.astype(np.uint32), points[figures.end].astype(np.uint32)


def _phrase_columns(nouns: Nouns, phrases: Phrases) -> "dict[str, Keys]":
    points = np.concatenate((nouns.points, np.zeros(2, np.uint32)))
    start, end, first, last = phrases.start, phrases.end, phrases.first, phrases.last
    kinds = np.zeros(len(first), dtype=np.uint32)
    padded = np.concatenate((nouns.kinds, np.zeros(WORDS, np.uint8))).astype(np.uint32)
    for i in range(WORDS):
        kinds = kinds * np.uint32(6) + np.where(first + i < last, padded[first + i] + 1, 0).astype(np.uint32)
    content = np.concatenate(([0], nouns.kinds > 0, [0])).astype(np.uint32)
    tail = points[end - 1]
    return {
        "kinds": kinds,
        "tail": tail,
        "pair": _mix(points[np.maximum(end - 2, start)], tail),
        "word": word_keys(nouns.points, start, end),
        "head": _mix(points[start], points[start + 1]),
        "before": np.where(start > 0, points[start - 1], 0).astype(np.uint32),
        "after": points[end],
        "length": np.minimum(end - start, 9).astype(np.uint32),
        "edge": content[first] * np.uint32(2) + content[np.minimum(last + 1, len(content) - 1)],
    }


def _between(
    nouns: Nouns, phrases: Phrases, figures: Placed[Quantity], pairs: Pairs
) -> "tuple[Keys, Keys, Keys, Keys]":
    """Side of the figure; runs, commas and numbers between; the characters between; how many they are."""
    starts, ends = figures.start[pairs.figure], figures.end[pairs.figure]
    begin, end = phrases.start[pairs.phrase], phrases.end[pairs.phrase]
    side = (begin >= ends).astype(np.uint32)
    near, far = np.where(side, ends, end), np.where(side, begin, starts)
    _, commas, runs = pairs.marks
    digits = nouns.points == ord("0")
    opens = digits & ~np.concatenate(([False], digits[:-1]))
    numbers = np.concatenate(([0], np.cumsum(opens)))
    words = np.searchsorted(nouns.starts, starts, side="right") - 1
    low = np.where(side, np.searchsorted(nouns.starts, ends, side="left"), phrases.last[pairs.phrase])
    high = np.where(side, phrases.first[pairs.phrase], words)
    parted = np.clip(runs[high] - runs[low], 0, 7)
    comma = np.minimum(commas[far] - commas[near], 3)
    number = np.minimum(numbers[far] - numbers[near], 2)
    place = (((parted * 4 + comma) * 3 + number) * 2 + side + 1).astype(np.uint32)
    points = np.concatenate((nouns.points, np.zeros(3, np.uint32)))
    width = far - near
    seen = [np.where(width > i, points[near + i], 0).astype(np.uint32) for i in range(3)]
    last = np.where(width > 3, points[far - 1], 0).astype(np.uint32)
    seen[1:] = [np.where(width > 3, 0, column).astype(np.uint32) for column in seen[1:]]
    return side, place, _mix(*seen, last), (np.minimum(width, 30) // 3).astype(np.uint32)


def _fits(phrases: Phrases, figures: Placed[Quantity], named: Placed[Metric], pairs: Pairs) -> "Keys":
    """0 for words not in the lexicon, else 1 where the figure cannot be a value, 2 unknown, 3 where it can."""
    memo: dict[tuple[str | None, str], int] = {}
    fit = np.zeros(len(pairs.figure), dtype=np.uint32)
    index = phrases.named[pairs.phrase]
    for row in np.flatnonzero(index >= 0).tolist():
        metric, quantity = named.mentions[index[row]].value, figures.mentions[pairs.figure[row]].value
        key = (metric.dimension, quantity.dimension)
        if key not in memo:
            memo[key] = 1 + round(2 * compatible(metric, quantity))
        fit[row] = memo[key]
    return fit


def _dimension(name: str) -> int:
    return _DIMENSIONS.index(name) + 1 if name in _DIMENSIONS else 0


def _mix(*parts: "Keys | np.uint32") -> "Keys":
    """One key from several, order mattering."""
    mixed: Keys = np.asarray(0x811C9DC5, dtype=np.uint32)
    with np.errstate(over="ignore"):
        for part in parts:
            mixed = (mixed ^ part) * np.uint32(0x85EBCA6B)
            mixed = mixed ^ (mixed >> np.uint32(13))
    return mixed
