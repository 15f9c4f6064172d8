"""The trained recognizer: a linear-chain CRF as one sum of weight rows and one batched Viterbi pass, numpy alone.

The weights come from `training/train_ner.py`; the file says which key of which kind, seen from which offset,
speaks for which label.  Loading unfolds it into one dense row per key, so that a text costs one lookup and a few
additions per kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hedui.extract.entities.features import (
    KINDS,
    STYLED,
    STYLES,
    Dictionary,
    code_points,
    keys_of,
    units,
    word_keys,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

MODEL = Path(__file__).parents[2] / "data" / "models" / "ner.npz"


@dataclass(frozen=True, slots=True)
class _Rows:
    """The weights of one kind: sorted keys, and per key one row of len(offsets) x labels; the last row is zero."""

    keys: "NDArray[np.uint32]"
    weights: "Scores"


@dataclass(frozen=True, slots=True)
class Tagger:
    """Labels for the characters of a text.  Read-only, shared by all articles of a process."""

    labels: tuple[str, ...]
    transitions: "Scores"
    rows: dict[str, _Rows]
    bias: "Scores"
    dictionary: Dictionary

    def scores(self, text: str, lengths: Sequence[int]) -> "Scores":
        """How strongly each character (row) speaks for each label (column); `lengths` are the words' lengths."""
        import numpy as np

        columns = keys_of(text, lengths, self.dictionary)
        size, width = len(text), len(self.labels)
        total = np.tile(self.bias, (size, 1))
        for kind, offsets in KINDS.items():
            rows = self.rows[kind]
            place = np.searchsorted(rows.keys, columns[kind])
            place[rows.keys[np.minimum(place, len(rows.keys) - 1)] != columns[kind]] = len(rows.keys)
            found = rows.weights[place]
            for slot, offset in enumerate(offsets):
                part = found[:, slot * width : (slot + 1) * width]
                _add_shifted(total, part, offset)
        return total

    def knows(self, word: str) -> bool:
        """Whether the dictionary lists this word."""
        import numpy as np

        key = word_keys(code_points(word), np.array([0]), np.array([len(word)]))[0]
        place = int(np.searchsorted(self.dictionary.keys, key))
        return place < len(self.dictionary.keys) and bool(self.dictionary.keys[place] == key)

    def tag(self, text: str, lengths: Sequence[int]) -> tuple["NDArray[np.int64]", "Scores"]:
        """The best label of each character as an index into `labels`, and the scores it was chosen by."""
        scores = self.scores(text, lengths)
        return viterbi(scores, self.transitions, units(text)), scores

    def confidence(self, path: "NDArray[np.int64]", scores: "Scores") -> "Scores":
        """For each character the share of its label among all labels, by its own evidence."""
        import numpy as np

        weight = np.exp(scores - scores.max(axis=1, keepdims=True))
        share: Scores = weight[np.arange(len(path)), path] / weight.sum(axis=1)
        return share


def _add_shifted(total: "Scores", part: "Scores", offset: int) -> None:
    """Adds the row of character i + offset to character i."""
    size = len(total)
    if abs(offset) >= size:
        return
    if offset >= 0:
        total[: size - offset] += part[offset:]
    else:
        total[-offset:] += part[:offset]


def viterbi(scores: "Scores", transitions: "Scores", stretches: Sequence[tuple[int, int]]) -> "NDArray[np.int64]":
    """The best path of each stretch, all stretches a step at a time; ties go to the first label."""
    import numpy as np

    best = np.zeros(len(scores), dtype=np.int64)
    if not stretches:
        return best
    order = sorted(stretches, key=lambda stretch: stretch[0] - stretch[1])
    starts = np.array([start for start, _ in order])
    lengths = np.array([end - start for start, end in order])
    longest = int(lengths[0])
    # Longest first, so that the stretches still running are a prefix.
    running = [int(n) for n in np.searchsorted(-lengths, -np.arange(1, longest + 1), side="right")]
    back = np.zeros((longest, len(order), len(transitions)), dtype=np.int8)
    state = scores[starts].astype(np.float32)
    into = np.ascontiguousarray(transitions.T)
    for step in range(1, longest):
        count = running[step]
        paths = state[:count, None, :] + into
        choice = paths.argmax(axis=2)
        back[step, :count] = choice
        state[:count] = np.take_along_axis(paths, choice[:, :, None], 2)[:, :, 0] + scores[starts[:count] + step]
    label = state.argmax(axis=1)
    rows = np.arange(len(order))
    for step in range(longest - 1, -1, -1):
        count = running[step]
        best[starts[:count] + step] = label[:count]
        label[:count] = back[step, rows[:count], label[:count]]
    return best


def spans_of(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """(start, end, label) of each name in a row of B-X, I-X, O; an I-X without its beginning begins one."""
    spans: list[tuple[int, int, str]] = []
    start, kind = 0, ""
    for place, label in enumerate([*labels, "O"]):
        if kind and label != f"I-{kind}":
            spans.append((start, place, kind))
            kind = ""
        if label != "O" and not kind:
            start, kind = place, label[2:]
    return spans


def load_tagger(path: Path = MODEL, style: str | None = "news") -> Tagger:
    """The shipped recognizer, read in a fraction of a second.

    `style` adds the weights learned for one sort of text (news, wiki, finance); None takes the shared ones alone.
    """
    import numpy as np

    with np.load(path, allow_pickle=False) as file:
        data = {name: file[name] for name in file.files}
    labels = tuple(str(label) for label in data["labels"])
    rows = {kind: _unfold(data, kind, style, len(labels)) for kind in KINDS}
    bias = np.zeros(len(labels), dtype=np.float32)
    if style is not None:
        bias = data["bias"][STYLES.index(style)].astype(np.float32)
    dictionary = Dictionary(data["dictionary_keys"], data["dictionary_classes"])
    return Tagger(labels, data["transitions"].astype(np.float32), rows, bias, dictionary)


def _unfold(data: "dict[str, NDArray[np.generic]]", kind: str, style: str | None, width: int) -> _Rows:
    import numpy as np

    tables = [kind] + ([f"{style}_{kind}"] if style is not None and kind in STYLED else [])
    keys = np.unique(np.concatenate([data[f"{table}_keys"] for table in tables])).astype(np.uint32)
    weights = np.zeros((len(keys) + 1, len(KINDS[kind]) * width), dtype=np.float32)
    for table in tables:
        row = np.searchsorted(keys, data[f"{table}_keys"])
        # A styled table is looked at from offset 0 alone.
        shift = KINDS[kind].index(0) * width if table != kind else 0
        slots = data[f"{table}_slots"].astype(np.int64) + shift
        weights[row, slots] += data[f"{table}_weights"].astype(np.float32)
    if not len(keys):
        keys = np.zeros(1, dtype=np.uint32)
        weights = np.zeros((2, weights.shape[1]), dtype=np.float32)
    return _Rows(keys, weights)
