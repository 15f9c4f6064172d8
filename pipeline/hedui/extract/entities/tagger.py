"""The trained recognizer: a linear-chain CRF as one sum of weight rows and one batched Viterbi pass, numpy alone.

The weights come from `training/train_ner.py`; the file says which key, seen from which offset, speaks for which
label.  Loading unfolds it into one dense row per key and offset, so that a text costs one look-up a kind and one
sparse product.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hedui.extract.entities.features import KINDS, STYLES, keys_on, units_on
from hedui.extract.entities.knowledge import Knowledge, automaton
from hedui.extract.letters import Sheet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[np.uint32]
    Scores = NDArray[np.float32]

MODEL = Path(__file__).parents[2] / "data" / "models" / "ner.npz"
OFFSETS = max(map(len, KINDS.values()))
_CELLS = sum(map(len, KINDS.values()))
_BITS = 22  # a key's upper bits are its slot in the table
_FAR = 10_000.0  # more than any run of names can gain
_SAFE = 0.01  # more than rounding can change
_BLOCK = 16_384  # characters summed at once: some 500 bytes each
_CROWDED = 1 << 31  # marks a slot that several keys share


@dataclass(frozen=True, slots=True)
class Table:
    """Key -> its rows of weights: looked at from the k-th offset of its kind, key number n has row `rows[n] + k`.

    The keys are sorted.  `slots` holds for the upper bits of a key the first key that has these bits, in its upper
    half, and in the lower half that key's first row, with a mark where other keys have the same bits.  The first
    rows of `weights` are zero and belong to unknown keys.
    """

    slots: "NDArray[np.uint64]"
    keys: "Keys"
    rows: "NDArray[np.int32]"
    weights: "Scores"

    def find(self, keys: "Keys") -> "NDArray[np.int32]":
        """For each key the first of its rows of weights, 0 for an unknown key."""
        import numpy as np

        return np.stack([self._find(row) for row in keys])  # one by one: what is worked on stays in the cache

    def _find(self, wanted: "Keys") -> "NDArray[np.int32]":
        import numpy as np

        entry = self.slots.take(wanted >> np.uint32(32 - _BITS))
        crowded = np.flatnonzero(entry & np.uint64(_CROWDED))
        entry &= ~np.uint64(_CROWDED)
        entry -= wanted.astype(np.uint64) << np.uint64(32)
        # What is left of the slot of another key, or of an empty one, is no row.
        rows: NDArray[np.int32] = np.where(entry < np.uint64(_CROWDED), entry, np.uint64(0)).astype(np.int32)
        if len(crowded):
            number = np.minimum(np.searchsorted(self.keys, wanted[crowded]), len(self.keys) - 1)
            rows[crowded] = np.where(self.keys[number] == wanted[crowded], self.rows[number], 0)
        return rows


@dataclass(frozen=True, slots=True)
class Labels:
    """The best label of each character of a text, and how sure those before each offset are, summed up."""

    path: "NDArray[np.int64]"
    sure: "NDArray[np.float64]"

    def score(self, start: int, end: int) -> float:
        """How sure the characters of a span are, on average."""
        return float(self.sure[end] - self.sure[start]) / (end - start)

    def spans(self, names: Sequence[str]) -> list[tuple[int, int, str]]:
        """(start, end, label) of each name, where the labels are called so."""
        import numpy as np

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
        """How strongly each character (row) speaks for each label (column)."""
        import numpy as np

        size = len(sheet.points)
        rows = np.zeros((len(KINDS), size + 6), dtype=np.int32)
        rows[:, 3 : size + 3] = self.table.find(keys_on(sheet, self.knowledge))
        for _, end in sheet.characters:
            rows[:, end + 3 : end + 6] = 0
        parts = [self._sums(rows[:, start : start + _BLOCK + 6]) for start in range(0, size, _BLOCK)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.labels)), dtype=np.float32)

    def _sums(self, rows: "NDArray[np.int32]") -> "Scores":
        """The weights of some characters added up; `rows` has three more to either side."""
        import numpy as np
        from scipy.sparse import csr_matrix

        size = rows.shape[1] - 6
        # One row of weights a character and (kind, offset): the key `offset` characters on, counted from its slot.
        cells = np.empty((_CELLS, size), dtype=np.int32)
        cell = 0
        for row, offsets in zip(rows, KINDS.values(), strict=True):
            for slot, offset in enumerate(offsets):
                np.add(row[3 + offset : 3 + offset + size], slot, out=cells[cell])
                cell += 1
        ends = np.arange(0, size * _CELLS + 1, _CELLS, dtype=np.int32)
        ones = np.ones(size * _CELLS, dtype=np.float32)
        matrix = csr_matrix((ones, cells.T.ravel(), ends), shape=(size, len(self.table.weights)))
        total: Scores = matrix @ self.table.weights + self.bias
        return total

    def tag(self, sheet: Sheet) -> list[Labels]:
        """The labels of each text on the sheet."""
        import numpy as np

        scores = self.scores(sheet)
        path = viterbi(scores, self.transitions, units_on(sheet))
        # The share of the best label among all, by the character's own evidence.
        share = np.zeros(len(path) + 1)
        named = np.flatnonzero(path)
        rows = scores[named]
        weight = np.exp(rows - rows.max(axis=1, keepdims=True))
        share[named + 1] = weight[np.arange(len(named)), path[named]] / weight.sum(axis=1)
        return [Labels(path[start:end], np.cumsum(share[start : end + 1])) for start, end in sheet.characters]


def viterbi(scores: "Scores", transitions: "Scores", stretches: Sequence[tuple[int, int]]) -> "NDArray[np.int64]":
    """The best labels of each stretch; label 0 is "no name", ties go to the first label.

    Most of a text holds no name, and there the scores say so by more than any transition could make good: only the
    runs that are left are searched, each between two characters that are surely in no name.
    """
    import numpy as np

    if not stretches:
        return np.zeros(len(scores), dtype=np.int64)
    starts, stops = np.array(stretches, dtype=np.int64).T
    inside = np.zeros(len(scores) + 1, dtype=np.int8)
    inside[starts] += 1
    np.subtract.at(inside, stops, 1)
    possible = _possible(scores, transitions, starts, np.cumsum(inside[:-1]) > 0)
    edge = np.zeros(len(scores) + 1, dtype=bool)
    edge[starts] = edge[stops] = True
    begins = np.flatnonzero(possible & (edge[:-1] | ~np.concatenate(([False], possible[:-1]))))
    ends = np.flatnonzero(possible & (edge[1:] | ~np.concatenate((possible[1:], [False])))) + 1
    before = np.where(edge[begins][:, None], np.float32(0), transitions[0])
    after = np.where(edge[ends][:, None], np.float32(0), transitions[:, 0])
    return _search(scores, transitions, (begins, ends), (before, after))


def _possible(
    scores: "Scores", transitions: "Scores", starts: "NDArray[np.int64]", inside: "NDArray[np.bool_]"
) -> "NDArray[np.bool_]":
    """Where a name could be; only inside the stretches, which begin at `starts`.

    Labels of names win over label 0 when the sum of what they gain is positive, so a character is in no name when
    no run of characters around it can have a positive sum.
    """
    import numpy as np

    # The most that labels of names gain at a character, the best way to them included; nothing leads to a start.
    stay = transitions[0, 0]
    gain = (scores[:, 1:] + (transitions.max(axis=0)[1:] - stay)).max(axis=1) - scores[:, 0]
    gain[starts] = np.maximum(gain[starts], scores[starts, 1:].max(axis=1) - scores[starts, 0])
    gain[~inside] = -_FAR
    total = np.cumsum(gain, dtype=np.float64)
    least = np.minimum.accumulate(np.concatenate(([0.0], total[:-1])))
    most = np.maximum.accumulate(total[::-1])[::-1]
    leaving = max(float(transitions[1:, 0].max() - stay), 0.0)
    possible: NDArray[np.bool_] = (most - least > -leaving - _SAFE) & inside
    return possible


Pair = tuple["NDArray[np.int64]", "NDArray[np.int64]"]


def _search(
    scores: "Scores", transitions: "Scores", runs: Pair, outside: tuple["Scores", "Scores"]
) -> "NDArray[np.int64]":
    """The best labels of the runs (begins, ends), 0 elsewhere.

    `outside` has for each run the transitions from what stands before it and to what follows it.
    """
    import numpy as np

    best = np.zeros(len(scores), dtype=np.int64)
    if not len(runs[0]):
        return best
    # Longest first, so that the runs still going on are a prefix.
    order = np.argsort(runs[0] - runs[1], kind="stable")
    begins, lengths = runs[0][order], (runs[1] - runs[0])[order]
    longest = int(lengths[0])
    running = np.searchsorted(-lengths, -np.arange(1, longest + 1), side="right").tolist()
    back = np.zeros((longest, len(order), len(transitions)), dtype=np.int64)
    state = scores[begins].astype(np.float32) + outside[0][order]
    into = np.ascontiguousarray(transitions.T)
    for step in range(1, longest):
        count = running[step]
        paths = state[:count, None, :] + into
        paths.argmax(axis=2, out=back[step, :count])
        state[:count] = paths.max(axis=2)
        state[:count] += scores[begins[:count] + step]
    label = (state + outside[1][order]).argmax(axis=1)
    rows = np.arange(len(order))
    for step in range(longest - 1, -1, -1):
        count = running[step]
        best[begins[:count] + step] = label[:count]
        label[:count] = back[step, rows[:count], label[:count]]
    return best


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
    import numpy as np

    with np.load(path, allow_pickle=False) as file:
        data = {name: file[name] for name in file.files}
    labels = tuple(str(label) for label in data["labels"])
    bias = data["bias"][0].astype(np.float32)
    parts = ["shared"] if style is None else ["shared", style]
    if style is not None:
        bias = bias + data["bias"][1 + STYLES.index(style)]
    table = unfold([unpack(data, part) for part in parts], len(labels))
    return Tagger(labels, data["transitions"].astype(np.float32), table, bias, load_knowledge(data))


def load_knowledge(data: "dict[str, NDArray[np.generic]]") -> Knowledge:
    """The dictionary and the listed names of a model file."""
    import numpy as np

    names = data["names"].tobytes().decode("utf-8").split("\n")
    facts = np.stack([data["dictionary_classes"], data["dictionary_counts"]]).astype(np.uint8)
    sorts, profiles = data["sorts"].astype(np.uint8), data["profiles"].astype(np.uint8)
    return Knowledge(data["dictionary_keys"].astype(np.uint32), facts, profiles, automaton(names), sorts)


Part = tuple["NDArray[np.uint32]", "NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.float32]"]


def unpack(data: "dict[str, NDArray[np.generic]]", part: str) -> Part:
    """One part of the weights: its keys, sorted, and for each weight its key's number, its cell and itself.

    A cell is the place of an offset times the number of labels, plus the label.
    """
    import numpy as np

    keys = np.cumsum(data[f"{part}_keys"], dtype=np.uint32)
    numbers = np.repeat(np.arange(len(keys)), data[f"{part}_counts"].astype(np.int64))
    weights = data[f"{part}_weights"].astype(np.float32) * np.float32(data["scale"])
    return keys, numbers, data[f"{part}_cells"].astype(np.int64), weights


def unfold(parts: Sequence[Part], labels: int) -> Table:
    """The parts added up, each key with as many rows as its furthest weight asks for.

    The first part has the keys of all.
    """
    import numpy as np

    keys = np.concatenate([np.zeros(1, np.uint32), parts[0][0]])
    size = np.ones(len(keys), dtype=np.int64)
    numbers = [parts[0][1] + 1, *(np.searchsorted(keys, part[0])[part[1]] for part in parts[1:])]
    for number, (_, _, cells, _) in zip(numbers, parts, strict=True):
        np.maximum.at(size, number, cells // labels + 1)
    size[0] = OFFSETS
    rows = np.cumsum(size) - size
    weights = np.zeros((int(size.sum()) + OFFSETS, labels), dtype=np.float32)
    flat = weights.ravel()
    for number, (_, _, cells, values) in zip(numbers, parts, strict=True):
        np.add.at(flat, rows[number] * labels + cells, values)
    return Table(_slots(keys, rows), keys, rows.astype(np.int32), weights)


def _slots(keys: "Keys", rows: "NDArray[np.int64]") -> "NDArray[np.uint64]":
    import numpy as np

    slots = np.zeros(1 << _BITS, dtype=np.uint64)
    upper = keys >> np.uint32(32 - _BITS)
    more = np.append(upper[1:] == upper[:-1], False)
    first = np.flatnonzero(np.diff(upper, prepend=upper[:1] + np.uint32(1)) != 0)
    entry = (keys[first].astype(np.uint64) << np.uint64(32)) | rows[first].astype(np.uint64)
    slots[upper[first]] = entry | np.where(more[first], np.uint64(_CROWDED), np.uint64(0))
    return slots
