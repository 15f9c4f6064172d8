"""The trained labeler: which words name what a figure measures, a linear-chain CRF over the words, numpy alone.

Every feature of a word is one 32-bit key; the model is one sorted array of keys with a row of weights each, so
that a text costs one look-up of all its keys and one sum.  The training program calls the same `keys_of`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

from hedui.extract.entities.tagger import viterbi
from hedui.extract.letters import Sheet, sheet_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[np.uint32]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

MODEL = Path(__file__).parents[2] / "data" / "models" / "metrics.npz"
CLASSES = MODEL.with_name("ner.npz")  # the word classes of jieba's dictionary lie beside the name recognizer
# Column -> the neighbors it is looked at from.  Order and names are part of the model file's format.
COLUMNS: dict[str, tuple[int, ...]] = {
    "word": (-2, -1, 0, 1, 2),
    "ending": (-1, 0, 1),
    "last": (-2, -1, 0, 1, 2),
    "first": (0, 1),
    "lexicon": (-1, 0, 1, 2),
    "pair": (-1, 0),
    "next_figure": (0,),
    "next_unit": (0,),
    "next_unit_last": (0,),
    "next_lexicon": (0,),
    "last_figure": (0,),
    "last_unit": (0,),
    "shape": (-2, -1, 0, 1, 2),
    "shape_figure": (0,),
    "class": (-2, -1, 0, 1, 2),
    "class_figure": (0,),
    "class_last": (0, 1),
}
Phrase = tuple[int, int, str, float]  # start, end, label, share
_FAR = 8
_MARGIN = 1.0
# Taken from the evidence for "no metric": a phrase missed costs the claim, one too many widens the choice.
LIFT = 1.5


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Word class by hashed word, sorted by key: what jieba's dictionary says a word is."""

    keys: "Keys"
    classes: "NDArray[np.uint8]"


@dataclass(frozen=True, slots=True)
class Labeler:
    """Labels for the words of a text.  Read-only, shared by all articles of a process."""

    labels: tuple[str, ...]
    transitions: "Floats"
    keys: "Keys"
    weights: "Floats"  # one row a key, and a last row of zeros for the keys that are none
    dictionary: Dictionary
    table: "NDArray[np.int32]"  # by the key's low bits the first row that can hold it

    def scores(self, keys: "Keys") -> "Floats":
        """How strongly each word (row) speaks for each label (column)."""
        import numpy as np

        row = self.table.take(keys & np.uint32(len(self.table) - 1))
        row = np.where(self.keys.take(row) == keys, row, len(self.keys) - 1)
        seen = self.weights.take(row.ravel(), axis=0).reshape(*keys.shape, -1)
        total: Floats = np.einsum("ijk->ik", seen)  # half the time of sum(axis=1)
        total[:, 0] -= LIFT
        return total

    def spans(self, sheet: Sheet, codes: Sequence["Ints"], classes: "Keys") -> list[list[Phrase]]:
        """The phrases of each text; `codes` say per character which lexicon kind it is in."""
        phrases: list[list[Phrase]] = [[] for _ in sheet.characters]
        text = 0
        for start, end, label, share in self._spans(sheet, features(sheet, _codes_on(sheet, codes), classes)):
            while start >= sheet.characters[text][1]:
                text += 1
            first = sheet.characters[text][0]
            phrases[text].append((start - first, end - first, label, share))
        return phrases

    def _spans(self, sheet: Sheet, columns: "dict[str, Keys]") -> list[Phrase]:
        import numpy as np

        starts, ends = sheet.starts, sheet.ends
        figures = np.concatenate(([0], np.cumsum(columns["next_figure"] > 0))).tolist()
        stretches = [(a, b) for a, b in clauses(sheet) if figures[b] > figures[a]]
        if not stretches:
            return []
        inside = np.concatenate([np.arange(a, b) for a, b in stretches])
        scores = np.zeros((len(starts), len(self.labels)), dtype=np.float32)
        scores[inside] = self.scores(combined(columns, inside))
        edge = np.full(len(starts), -np.inf, dtype=np.float32)
        edge[inside] = scores[inside, 1:].max(axis=1) - scores[inside, 0]
        before = np.concatenate(([0], np.cumsum(edge > -_MARGIN)))
        # Most clauses name no measure at all: they need no search for the best path.
        hopeful = [(a, b) for a, b in stretches if before[b] > before[a]]
        path = viterbi(scores, self.transitions, hopeful)
        named = np.flatnonzero(path)
        table = zip(
            starts[named].tolist(), ends[named].tolist(), path[named].tolist(), edge[named].tolist(), strict=True
        )
        found: list[Phrase] = []
        for start, end, number, weight in table:
            label = self.labels[number]
            if label[0] == "I" and found and found[-1][1] == start and found[-1][2] == label[2:]:
                found[-1] = (found[-1][0], end, label[2:], max(found[-1][3], weight))
            else:
                found.append((start, end, label[2:], weight))
        return [(start, end, label, 1 / (1 + exp(-weight))) for start, end, label, weight in found]


def load_labeler(path: Path = MODEL) -> Labeler:
    """The shipped labeler."""
    import numpy as np

    with np.load(path, allow_pickle=False) as file:
        data = {name: file[name] for name in file.files}
    weights = data["weights"].astype(np.float32)
    weights = np.vstack([weights, np.zeros((1, weights.shape[1]), dtype=np.float32)])
    keys = np.append(data["keys"], np.uint32(0))
    # Two keys of one place are rare (the table is 40 times larger); the heavier one keeps it.
    order = np.argsort(np.abs(weights[:-1]).sum(axis=1), kind="stable")
    table = np.full(1 << 20, len(keys) - 1, dtype=np.int32)
    table[keys[:-1][order] & np.uint32((1 << 20) - 1)] = order
    labels = tuple(str(label) for label in data["labels"])
    return Labeler(labels, data["transitions"].astype(np.float32), keys, weights, load_dictionary(), table)


def load_dictionary(path: Path = CLASSES) -> Dictionary:
    """jieba's word classes by hashed word."""
    import numpy as np

    with np.load(path, allow_pickle=False) as file:
        return Dictionary(file["dictionary_keys"], file["dictionary_classes"])


def word_classes(words: "Keys", dictionary: Dictionary) -> "Keys":
    """The class of each hashed word, 0 for those the dictionary does not list."""
    import numpy as np

    place = np.minimum(np.searchsorted(dictionary.keys, words), len(dictionary.keys) - 1)
    classes: Keys = np.where(dictionary.keys[place] == words, dictionary.classes[place], 0).astype(np.uint32)
    return classes


def clauses(sheet: Sheet) -> list[tuple[int, int]]:
    """The stretches of words labeled on their own: sentences and clauses, at most 80 words."""
    import numpy as np

    closed = np.flatnonzero(sheet.sorts[sheet.starts] == 7) + 1
    outer = np.array(sheet.spans, dtype=np.int64).ravel()
    edges = np.unique(np.concatenate((closed, outer))).tolist()
    gaps = {end for _, end in sheet.spans}
    return [
        (first, min(first + 80, end))
        for begin, end in pairwise(edges)
        if begin not in gaps
        for first in range(begin, end, 80)
    ]


def keys_of(text: str, starts: "Ints", codes: "Ints", dictionary: Dictionary) -> "Keys":
    """The keys of all features, words x features.  `codes` says per character which lexicon kind it is in."""
    import numpy as np

    sheet = sheet_of([text], [np.diff(starts, append=len(text)).tolist()])
    columns = features(sheet, _codes_on(sheet, [codes]), word_classes(sheet.words, dictionary))
    return combined(columns, np.arange(len(starts)))


def _codes_on(sheet: Sheet, codes: Sequence["Ints"]) -> "Ints":
    import numpy as np

    laid = np.zeros(len(sheet.points), dtype=np.int64)
    for (start, end), own in zip(sheet.characters, codes, strict=True):
        laid[start:end] = own
    return laid


def features(sheet: Sheet, codes: "Ints", classes: "Keys") -> "dict[str, Keys]":
    """What is seen of each word, one column a sort of evidence; nothing is seen in gaps."""
    columns = _columns(sheet, codes)
    columns |= {
        "class": classes,
        "class_figure": _mix(classes, columns["next_figure"]),
        "class_last": _mix(classes, columns["last"]),
    }
    for column in columns.values():
        column[sheet.gaps] = 0
    return columns


def combined(columns: "dict[str, Keys]", words: "Ints") -> "Keys":
    """The keys of the words given, each column seen from its offsets."""
    import numpy as np

    rows = []
    for number, (name, offsets) in enumerate(COLUMNS.items()):
        column = columns[name]
        for offset in offsets:
            salt = np.uint32(((number * 16 + offset + 8) * 0x9E3779B1) & 0xFFFFFFFF)
            seen = column if offset == 0 else _shift(column, offset)
            rows.append((seen[words] ^ salt) * np.uint32(0x85EBCA6B))
    keys: Keys = np.stack(rows, axis=1)
    return keys ^ (keys >> np.uint32(15))


def _columns(sheet: Sheet, codes: "Ints") -> "dict[str, Keys]":
    import numpy as np

    points, sorts, starts, ends = sheet.points, sheet.sorts, sheet.starts, sheet.ends
    word, last, first = sheet.words, points[ends - 1], points[starts]
    ending = _mix(points[np.maximum(ends - 2, starts)], last)
    begins, stops = codes[starts], codes[ends - 1]
    lexicon = (begins * 64 + stops).astype(np.uint32)
    numeral = np.concatenate(([0], np.cumsum(sorts == 5)))
    number = (sorts[starts] == 2) | (numeral[ends] - numeral[starts] == ends - starts)
    length = np.minimum(ends - starts, 4).astype(np.uint32)
    shape = np.where(number, 99, sorts[starts]).astype(np.uint32) * np.uint32(8) + length
    ahead, behind = _figures(sheet, number, last)
    return {
        "word": word,
        "ending": ending,
        "last": last,
        "first": first,
        "lexicon": lexicon,
        "pair": _mix(word, _shift(word, 1)),
        "next_figure": ahead[0],
        "next_unit": _mix(*ahead),
        "next_unit_last": _mix(ahead[0], last),
        "next_lexicon": _mix(ahead[0], lexicon),
        "last_figure": behind[0],
        "last_unit": _mix(*behind),
        "shape": shape,
        "shape_figure": _mix(shape, ahead[0], behind[0]),
    }


def _figures(
    sheet: Sheet, number: "NDArray[np.bool_]", last: "Keys"
) -> "tuple[tuple[Keys, Keys], tuple[Keys, Keys]]":
    """How far the next and the last number stand, in words and marks between, and each one's unit."""
    import numpy as np

    size = len(number)
    place = np.arange(size)
    following = np.minimum.accumulate(np.where(number, place, size + _FAR)[::-1])[::-1]
    before = np.maximum.accumulate(np.where(number, place, -_FAR))
    mark = sheet.sorts[sheet.starts] == 7
    mark[sheet.gaps] = True  # no number is seen across two marks
    marks = np.cumsum(mark)
    final = _final(sheet)
    # 3.5万亿元: the unit is the word after the scale words.
    scale = np.isin(last, np.array([ord(c) for c in "万亿千百"], dtype=np.uint32))
    unit_at = np.minimum(place + 1, final)
    unit_at = np.where(scale[unit_at], np.minimum(unit_at + 1, final), unit_at)
    unit = sheet.words[unit_at]
    inside = np.minimum(following, size - 1), np.maximum(before, 0)
    keys = []
    for at, near in zip(inside, (following < size, before >= 0), strict=True):
        gap = np.minimum(np.abs(at - place), _FAR)
        between = np.minimum(np.abs(marks[at] - marks), 2)
        code = np.where(near & (between < 2), gap * 4 + between + 1, 0).astype(np.uint32)
        keys.append((code, np.where(code > 0, unit[at], 0).astype(np.uint32)))
    return keys[0], keys[1]


def _final(sheet: Sheet) -> "Ints":
    """The number of the last word of each word's text."""
    import numpy as np

    first = np.array([start for start, _ in sheet.spans] + [len(sheet.starts)], dtype=np.int64)
    final: Ints = np.repeat(np.array([end - 1 for _, end in sheet.spans], dtype=np.int64), np.diff(first))
    return final


def _mix(*parts: "Keys") -> "Keys":
    """One key from several, order mattering."""
    import numpy as np

    mixed = np.full(len(parts[0]), 0x811C9DC5, dtype=np.uint32)
    for part in parts:
        mixed = (mixed ^ part) * np.uint32(0x85EBCA6B)
        mixed ^= mixed >> np.uint32(13)
    return mixed


def _shift(values: "Keys", by: int) -> "Keys":
    """values[i + by] at i, zero outside."""
    import numpy as np

    moved = np.zeros_like(values)
    if by == 0:
        moved[:] = values
    elif by > 0:
        moved[:-by] = values[by:]
    else:
        moved[-by:] = values[:by]
    return moved
