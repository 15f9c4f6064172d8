"""The trained recognizer: a linear-chain CRF as one sum of weight rows and one batched Viterbi pass, numpy alone.

The weights come from `training/train_ner.py`; the file says which key, seen from which offset, speaks for which
label.  Loading unfolds it into one dense row per key and offset, so that a text costs one look-up a kind and one
sum of rows a kind and offset.  The weights are whole numbers: in any order of adding, the sum is the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hedui.arrays import Bools, Floats, Ints, NDArray, np
from hedui.extract.entities.features import KINDS, STYLES, keys_on, units_on
from hedui.extract.entities.knowledge import Knowledge, automaton
from hedui.extract.entities.slots import Slots, make_slots
from hedui.extract.entities.viterbi import viterbi
from hedui.extract.letters import Sheet

if TYPE_CHECKING:
    Keys = NDArray[np.uint32]
    Scores = Floats

MODEL = Path(__file__).parents[2] / "data" / "models" / "ner.npz"
OFFSETS = max(map(len, KINDS.values()))
REACH = max(abs(offset) for offsets in KINDS.values() for offset in offsets)
LEANINGS = ("ORG", "PER", "LOC")  # the sorts that a name can lean to before it is sure to be one
_HAN, _MOST = (0x4E00, 0x9FFF), 6  # a word of these characters, so many at most, may be one of a repeated name
_BLOCK = 4096  # characters summed at once: what is worked on stays in the cache
_TOGETHER = 1 << 16  # keys looked up at once


@dataclass(frozen=True, slots=True)
class Table:
    """Key -> its rows of weights: looked at from the k-th offset of its kind, a key has row `first.find(key) + k`.

    The first rows of `weights` are zero and belong to unknown keys.  A row has a whole number, which times `scale`
    is the weight, for each label, and zeros up to a power of two, which numpy gathers fastest.
    """

    first: Slots
    weights: "NDArray[np.int16]"
    scale: float

    def sums(self, keys: "Keys", stops: Ints) -> "Scores":
        """The weights of each character (column), added up, with a row a label and more of zeros.

        No evidence reaches over a stop, where a text ends (see Sheet).
        """
        size = keys.shape[1]
        rows = np.zeros((len(keys), size + 2 * REACH), dtype=np.int64)
        some = max(1, _TOGETHER // max(1, size))  # kinds looked up at once
        for kind in range(0, len(keys), some):
            own = keys[kind : kind + some]
            rows[kind : kind + some, REACH : size + REACH] = self.first.find(own.ravel()).reshape(own.shape)
        for step in range(REACH):
            rows[:, stops + REACH + step] = 0
        total = np.zeros((size, self.weights.shape[1]), dtype=np.int16)
        for start in range(0, size, _BLOCK):
            self._add(rows[:, start : start + _BLOCK + 2 * REACH], total[start : start + _BLOCK])
        scores: Scores = np.multiply(total.T, np.float32(self.scale), order="C")
        return scores

    def _add(self, rows: Ints, total: "NDArray[np.int16]") -> None:
        size, row = len(total), np.empty_like(total)
        for first, offsets in zip(rows, KINDS.values(), strict=True):
            for slot, offset in enumerate(offsets):
                near = first[REACH + offset : REACH + offset + size]
                self.weights[slot:].take(near, axis=0, out=row, mode="clip")
                total += row


@dataclass(frozen=True, slots=True)
class Labels:
    """The best label of each character of a text, and how sure those before each offset are, summed up.

    `leaning` has a row for each of LEANINGS: by how much more the characters before each offset speak for it than
    for no name, summed up.  `edges` are the offsets between words, both ends of the text among them, and `strange`
    says of each word whether it may be a name or a piece of one, as the dictionary does not have it; `han` whether
    it is of Han characters alone, six at most.
    """

    path: Ints
    sure: "NDArray[np.float64]"
    leaning: "NDArray[np.float64]"
    edges: Ints
    strange: Bools
    han: Bools

    def score(self, start: int, end: int) -> float:
        """How sure the characters of a span are, on average."""
        return float(self.sure[end] - self.sure[start]) / (end - start)

    def lean(self, start: int | Ints, end: int | Ints) -> "NDArray[np.float64]":
        """By how much more the characters of a span speak for each of LEANINGS than for no name, on average.

        Of some spans there is a column each.
        """
        lean: NDArray[np.float64] = (self.leaning[:, end] - self.leaning[:, start]) / (end - start)
        return lean

    def spans(self, names: Sequence[str]) -> list[tuple[int, int, str]]:
        """(start, end, label) of each name, where the labels are called so."""
        named = np.flatnonzero(self.path)
        return spans_of(
            [(place, names[label]) for place, label in zip(named.tolist(), self.path[named].tolist(), strict=True)]
        )


@dataclass(frozen=True, slots=True)
class Tagger:
    """Labels for the characters of a text.  Read-only, shared by all articles of a process."""

    labels: tuple[str, ...]
    transitions: "Scores"
    table: Table
    bias: "Scores"
    knowledge: Knowledge

    def scores(self, sheet: Sheet) -> "Scores":
        """How strongly each character (column) speaks for each label (row)."""
        stops = np.array([end for _, end in sheet.characters], dtype=np.int64)
        scores = self.table.sums(keys_on(sheet, self.knowledge), stops)[: len(self.labels)]
        scores += self.bias[:, None]
        return scores

    def tag(self, sheet: Sheet) -> list[Labels]:
        """The labels of each text on the sheet."""
        scores = self.scores(sheet)
        path = viterbi(scores, self.transitions, units_on(sheet))
        # The share of the best label among all, by the character's own evidence.
        share = np.zeros(len(path) + 1)
        named = np.flatnonzero(path)
        columns = scores[:, named]
        weight = np.exp(columns - columns.max(axis=0))
        share[named + 1] = weight[path[named], np.arange(len(named))] / weight.sum(axis=0)
        lean, han = self._lean(scores), _of_han(sheet)
        strange = self.knowledge.strange(sheet.words, sheet.ends - sheet.starts)
        return [
            Labels(
                path[start:end],
                np.cumsum(share[start : end + 1]),
                np.cumsum(lean[:, start : end + 1], axis=1),
                np.append(sheet.starts[first:last], end) - start,
                strange[first:last],
                han[first:last],
            )
            for (start, end), (first, last) in zip(sheet.characters, sheet.spans, strict=True)
        ]

    def _lean(self, scores: "Scores") -> "NDArray[np.float64]":
        """A row a sort of LEANINGS: by how much more the character before speaks for it than for no name."""
        lean = np.zeros((len(LEANINGS), scores.shape[1] + 1))
        for row, sort in zip(lean, LEANINGS, strict=True):
            begin, inside = (self.labels.index(f"{place}-{sort}") for place in "BI")
            row[1:] = np.maximum(scores[begin], scores[inside]) - scores[0]
        return lean


def _of_han(sheet: Sheet) -> Bools:
    """Which words are of Han characters alone, _MOST at most."""
    others = np.concatenate(([0], np.cumsum((sheet.points < _HAN[0]) | (sheet.points > _HAN[1]))))
    han: Bools = (others[sheet.ends] == others[sheet.starts]) & (sheet.ends - sheet.starts <= _MOST)
    return han


def spans_of(labels: Iterable[tuple[int, str]]) -> list[tuple[int, int, str]]:
    """(start, end, label) of each name in rows of place and B-X or I-X; an I-X alone begins one."""
    spans: list[tuple[int, int, str]] = []
    for place, label in labels:
        if label[0] == "I" and spans and spans[-1][1] == place and spans[-1][2] == label[2:]:
            spans[-1] = (spans[-1][0], place + 1, label[2:])
        else:
            spans.append((place, place + 1, label[2:]))
    return spans


def load_tagger(path: Path = MODEL, style: str | None = "news") -> Tagger:
    """The shipped recognizer, read in a fraction of a second.

    `style` adds the weights learned for one sort of text (news, wiki, finance); None takes the shared ones alone.
    """
    with np.load(path, allow_pickle=False) as file:
        data = {name: file[name] for name in file.files}
    labels = tuple(str(label) for label in data["labels"])
    bias = data["bias"][0].astype(np.float32)
    parts = ["shared"] if style is None else ["shared", style]
    if style is not None:
        bias = bias + data["bias"][1 + STYLES.index(style)]
    unpacked = [unpack(data, part) for part in parts]
    table = unfold(unpacked, data["offsets"].astype(np.uint8), len(labels), float(data["scale"]))
    return Tagger(labels, data["transitions"].astype(np.float32), table, bias, load_knowledge(data))


def load_knowledge(data: "dict[str, NDArray[np.generic]]") -> Knowledge:
    """The dictionary and the listed names of a model file."""
    names = data["names"].tobytes().decode("utf-8").split("\n")
    facts = np.stack([data["dictionary_classes"], data["dictionary_counts"]]).astype(np.uint8)
    sorts, profiles = data["sorts"].astype(np.uint8), data["profiles"].astype(np.uint8)
    named = frozenset(data["name_classes"].astype(int).tolist())
    return Knowledge(data["dictionary_keys"].astype(np.uint32), facts, profiles, automaton(names), sorts, named)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the weights, key by key: its keys, sorted, how many weights each has, their cells and values.

    A cell is the place of an offset times the number of labels, plus the label; no key has one twice.
    """

    keys: "Keys"
    counts: "NDArray[np.uint8]"
    cells: "NDArray[np.uint8]"
    values: "NDArray[np.int8]"


def unpack(data: "dict[str, NDArray[Any]]", part: str) -> Part:
    """One part of the weights of a model file, whose keys stand there as steps from one to the next."""
    keys = np.cumsum(data[f"{part}_keys"], dtype=np.uint32)
    return Part(keys, data[f"{part}_counts"], data[f"{part}_cells"], data[f"{part}_weights"])


def unfold(parts: Sequence[Part], offsets: "NDArray[np.uint8]", labels: int, scale: float) -> Table:
    """The parts added up, each key with a row for each of its `offsets`.  The first part has the keys of all."""
    keys = parts[0].keys
    size = offsets.astype(np.int32)
    rows = OFFSETS + np.cumsum(size, dtype=np.int32) - size
    width = 1 << (labels - 1).bit_length()
    weights = np.zeros((OFFSETS + int(size.sum()), width), dtype=np.int16)
    flat = weights.ravel()
    cell = np.arange(OFFSETS * labels, dtype=np.int32)
    within = cell // labels * width + cell % labels
    for part in parts:
        of = rows if part is parts[0] else rows[np.searchsorted(keys, part.keys)]
        flat[np.repeat(of * width, part.counts) + within[part.cells]] += part.values
    return Table(make_slots(keys, rows, parts[0].counts), weights, scale)
