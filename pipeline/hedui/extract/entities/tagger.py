"""The trained recognizer: a linear-chain CRF as one sum of weight rows and one batched Viterbi pass, numpy alone.

The weights come from `training/train_ner.py`; the file says which key of which kind, seen from which offset,
speaks for which label.  Loading unfolds it into one dense row per key, so that a text costs one lookup and a few
additions per kind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hedui.extract.entities.features import (
    KINDS,
    STYLED,
    STYLES,
    Dictionary,
    keys_on,
    units_on,
)
from hedui.extract.letters import Sheet, code_points, word_keys

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

_FAR = 10_000.0  # more than any run can win
_MOST_KNOWN = 50_000  # words remembered
_SAFE = 0.01  # more than rounding can change
MODEL = Path(__file__).parents[2] / "data" / "models" / "ner.npz"


@dataclass(frozen=True, slots=True)
class _Table:
    """Key and kind -> row of weights, by open addressing.

    `slots` holds the number of a key or 0; `keys` has the kind in its upper half; key number n looked at from the
    k-th offset of its kind has the weights `weights[rows[n] + k]`.  Row 0 is zero.
    """

    slots: "NDArray[np.int32]"
    keys: "NDArray[np.uint64]"
    rows: "NDArray[np.int32]"
    weights: "Scores"

    def find(self, columns: "NDArray[np.uint32]") -> "NDArray[np.int32]":
        """For each key (rows are kinds) the first of its rows of weights, 0 for an unknown key."""
        import numpy as np

        found = np.empty(columns.shape, dtype=np.int32)
        for kind, column in enumerate(columns):  # one by one: what is worked on stays in the cache
            wanted = column.astype(np.uint64) | np.uint64(kind << 32)
            place = _slot(wanted, len(self.slots))
            number = self.slots.take(place)
            # Unknown keys mostly meet an empty slot; the rest walk on to the next slots.
            lost = np.flatnonzero((number != 0) & (self.keys.take(number) != wanted))
            while len(lost):
                place[lost] = (place[lost] + 1) % len(self.slots)
                number[lost] = self.slots[place[lost]]
                lost = lost[(number[lost] != 0) & (self.keys[number[lost]] != wanted[lost])]
            found[kind] = self.rows.take(number)
        return found


def _slot(keys: "NDArray[np.uint64]", size: int) -> "NDArray[np.int64]":
    import numpy as np

    mixed = (keys ^ (keys >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15)
    return ((mixed >> np.uint64(20)) & np.uint64(size - 1)).astype(np.int64)


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
    table: _Table
    bias: "Scores"
    dictionary: Dictionary
    _known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)  # words asked for before

    def scores(self, sheet: Sheet) -> "Scores":
        """How strongly each character (row) speaks for each label (column)."""
        import numpy as np
        from scipy.sparse import csr_matrix

        columns = keys_on(sheet, self.dictionary)
        rows = self.table.find(columns)
        size = len(sheet.points)
        for _, end in sheet.characters:
            rows[:, end : end + 3] = 0
        # One row of weights a character and (kind, offset): the key `offset` characters on, counted from its slot.
        cells = np.zeros((size, sum(map(len, KINDS.values()))), dtype=np.int32)
        cell = 0
        for row, offsets in zip(rows, KINDS.values(), strict=True):
            for slot, offset in enumerate(offsets):
                if abs(offset) < size:
                    first, last = max(-offset, 0), size - max(offset, 0)
                    part = row[first + offset : last + offset]
                    cells[first:last, cell] = np.where(part > 0, part + slot, 0) if slot else part
                cell += 1
        known = cells > 0
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(known.sum(axis=1))))
        chosen = cells[known]
        shape = (size, len(self.table.weights))
        matrix = csr_matrix((np.ones(len(chosen), dtype=np.float32), chosen, starts), shape=shape)
        total: Scores = matrix @ self.table.weights + self.bias
        return total

    def knows(self, word: str) -> bool:
        """Whether the dictionary lists this word."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[word] = self._lists(word)
        return known

    def _lists(self, word: str) -> bool:
        import numpy as np

        key = word_keys(code_points(word), np.array([0]), np.array([len(word)]))[0]
        place = int(np.searchsorted(self.dictionary.keys, key))
        return place < len(self.dictionary.keys) and bool(self.dictionary.keys[place] == key)

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
    """The best path of each stretch, all stretches a step at a time; ties go to the first label.

    Label 0 is that of what is no name; a stretch that cannot hold one is not searched.
    """
    import numpy as np

    best = np.zeros(len(scores), dtype=np.int64)
    order = sorted(_promising(scores, transitions, stretches), key=lambda stretch: stretch[0] - stretch[1])
    if not order:
        return best
    starts = np.array([start for start, _ in order])
    lengths = np.array([end - start for start, end in order])
    longest = int(lengths[0])
    # Longest first, so that the stretches still running are a prefix.
    running = [int(n) for n in np.searchsorted(-lengths, -np.arange(1, longest + 1), side="right")]
    states = [scores[starts].astype(np.float32)]
    for step in range(1, longest):
        count = running[step]
        paths = states[-1][:count].T[:, :, None] + transitions[:, None, :]
        states.append(paths.max(axis=0) + scores[starts[:count] + step])
    into = np.ascontiguousarray(transitions.T)
    label = np.zeros(len(order), dtype=np.int64)
    for step in range(longest - 1, -1, -1):
        going_on = running[step + 1] if step + 1 < longest else 0
        state = states[step]
        # What was added on the way here, added again: the best way is found only where it is taken.
        label[:going_on] = (state[:going_on] + into[label[:going_on]]).argmax(axis=1)
        label[going_on : running[step]] = state[going_on:].argmax(axis=1)
        best[starts[: running[step]] + step] = label[: running[step]]
    return best


def _promising(
    scores: "Scores", transitions: "Scores", stretches: Sequence[tuple[int, int]]
) -> Sequence[tuple[int, int]]:
    """The stretches whose best path may hold a name.

    What a run of names can win over label 0, at most: the best label of each character, entered and left by the
    best transition.  Where no run can win anything, label 0 is the best path.
    """
    import numpy as np

    if not stretches or transitions.shape[0] < 2:
        return stretches
    outside, names = transitions[0, 0], scores[:, 1:] - scores[:, :1]
    entered = (names + (transitions[0, 1:] - outside)).max(axis=1)
    gained = (names + (transitions[1:, 1:].max(axis=0) - outside)).max(axis=1).astype(np.float64)
    first = np.array([start for start, _ in stretches])
    last = np.array([end - 1 for _, end in stretches])
    entered[first] = names[first].max(axis=1)
    gained[first] = -_FAR  # no run comes from another stretch
    total = np.cumsum(gained)
    won = total + np.maximum.accumulate(entered - total)
    left = won + (transitions[1:, 0].max() - outside)
    left[last] = np.maximum(left[last], won[last])
    open_before = np.concatenate(([0], np.cumsum(left > -_SAFE)))
    open_in = open_before[last + 1] > open_before[first]
    return [stretch for stretch, is_open in zip(stretches, open_in.tolist(), strict=True) if is_open]


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
    parts = [_unfold(data, kind, style, len(labels)) for kind in KINDS]
    bias = np.zeros(len(labels), dtype=np.float32)
    if style is not None:
        bias = data["bias"][STYLES.index(style)].astype(np.float32)
    dictionary = Dictionary(data["dictionary_keys"], data["dictionary_classes"], data["dictionary_profiles"])
    return Tagger(labels, data["transitions"].astype(np.float32), _table(parts), bias, dictionary)


Part = tuple["NDArray[np.uint32]", "Scores"]


def _unfold(data: "dict[str, NDArray[np.generic]]", kind: str, style: str | None, width: int) -> Part:
    """The keys of a kind, sorted, and for each a row of offsets x labels."""
    import numpy as np

    tables = [kind] + ([f"{style}_{kind}"] if style is not None and kind in STYLED else [])
    keys = np.unique(np.concatenate([data[f"{table}_keys"] for table in tables])).astype(np.uint32)
    weights = np.zeros((len(keys), len(KINDS[kind]) * width), dtype=np.float32)
    for table in tables:
        row = np.searchsorted(keys, data[f"{table}_keys"])
        # A styled table is looked at from offset 0 alone.
        shift = KINDS[kind].index(0) * width if table != kind and 0 in KINDS[kind] else 0
        slots = data[f"{table}_slots"].astype(np.int64) + shift
        weights[row, slots] += data[f"{table}_weights"].astype(np.float32)
    return keys, weights


def _table(parts: "Sequence[Part]") -> _Table:
    """All kinds in one table; the keys that find their slot taken move on to the next free one."""
    import numpy as np

    width = min(
        weights.shape[1] // len(offsets) for (_, weights), offsets in zip(parts, KINDS.values(), strict=True)
    )
    keys, rows, weights = [np.zeros(1, np.uint64)], [np.zeros(1, np.int32)], [np.zeros((1, width), np.float32)]
    next_row = 1
    for number, ((kind_keys, kind_weights), offsets) in enumerate(zip(parts, KINDS.values(), strict=True)):
        keys.append(kind_keys.astype(np.uint64) | np.uint64(number << 32))
        rows.append((next_row + len(offsets) * np.arange(len(kind_keys))).astype(np.int32))
        weights.append(kind_weights.reshape(-1, width))
        next_row += len(offsets) * len(kind_keys)
    all_keys = np.concatenate(keys)
    slots = np.zeros(1 << max(10, int(len(all_keys) * 5).bit_length()), dtype=np.int32)
    waiting, place = np.arange(1, len(all_keys)), _slot(all_keys[1:], len(slots))
    while len(waiting):
        free = slots[place] == 0
        taken, first = np.unique(place[free], return_index=True)
        slots[taken] = waiting[free][first]
        left = slots[place] != waiting
        waiting, place = waiting[left], (place[left] + 1) % len(slots)
    return _Table(slots, all_keys, np.concatenate(rows), np.concatenate(weights))
