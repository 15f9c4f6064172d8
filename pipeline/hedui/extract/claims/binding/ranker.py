"""Scores of candidates from a small ensemble of decision trees, kept as plain numbers and read with numpy.

Each split is asked once of each row, whatever the number of trees that hold it (650 splits, some 120 different
ones).  A tree's leaves are the bits of a number: a split that sends a row to the right strikes out the leaves to
its left, and the row's leaf is the first one that remains (Lucchese et al., QuickScorer, SIGIR 2015).
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hedui.extract.claims.scene.layout import Floats, Ints

_BLOCK = 1024  # rows scored at once: their tables stay in the cache
MODEL = Path(__file__).parents[3] / "data" / "models" / "binding.json"


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as tables.

    `feature` and `threshold` are the different splits.  `split` (n-th x trees) says which of them a tree has,
    and `left` what remains after it.  `value` (trees x leaves, flat) holds the leaves, each tree's from `rows` on.
    """

    feature: "NDArray[np.int64]"
    threshold: "NDArray[np.int16]"
    split: "NDArray[np.int64]"
    left: "NDArray[np.unsignedinteger[Any]]"
    value: "Floats"
    rows: "Ints"
    base: float
    names: tuple[str, ...] = ()  # the columns it was trained on, in order

    def score(self, values: "NDArray[Any]") -> "Floats":
        """The raw score of each column of features (features x things), whole numbers of 16 bits."""
        import numpy as np

        columns = values.astype(np.int16, copy=False)
        scores = np.empty(columns.shape[1], dtype=np.float32)
        for start in range(0, len(scores), _BLOCK):
            scores[start : start + _BLOCK] = self._score(columns[:, start : start + _BLOCK])
        return scores

    def _score(self, columns: "NDArray[np.int16]") -> "Floats":
        import numpy as np

        beyond = columns.take(self.feature, axis=0) > self.threshold[:, None]
        kept = beyond.astype(self.left.dtype)
        kept -= 1  # all leaves where the row goes left
        leaves = kept.take(self.split[0], axis=0)
        leaves |= self.left[0]
        others = np.empty_like(leaves)
        for split, left in zip(self.split[1:], self.left[1:], strict=True):
            kept.take(split, axis=0, out=others, mode="clip")  # no copy is made, as "raise" would
            others |= left
            leaves &= others
        first = np.bitwise_count((leaves & -leaves) - 1) + self.rows
        return _added(self.value.take(first)) + np.float32(self.base)


def _added(values: "Floats") -> "Floats":
    """The sum over the trees (trees x rows) in eight running sums: the order decides the last bit."""
    whole = len(values) - len(values) % 8
    part = values[:whole].reshape(-1, 8, values.shape[1]).sum(axis=0)
    total: Floats = ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]))
    for row in values[whole:]:
        total += row
    return total


def sigmoid(scores: "Floats") -> "Floats":
    """Raw scores as probabilities."""
    import numpy as np

    return (1.0 / (1.0 + np.exp(-scores))).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Curve:
    """A calibration: probabilities read off a rising line through the points (x, y)."""

    x: tuple[float, ...]
    y: tuple[float, ...]

    def __call__(self, scores: "Floats") -> "Floats":
        """The calibrated probabilities of these scores."""
        import numpy as np

        read: Floats = np.interp(scores, self.x, self.y).astype(np.float32)
        return read


@dataclass(frozen=True, slots=True)
class Model:
    """All that was learned: a forest per slot and calibrations by name."""

    forests: dict[str, Forest]
    curves: dict[str, Curve]
    thresholds: dict[str, float]


@lru_cache(maxsize=2)
def load_model(path: Path = MODEL) -> Model | None:
    """The shipped model, or None where there is none (then rules alone decide)."""
    if not path.is_file():
        return None
    return model_from(json.loads(path.read_text(encoding="utf-8")))


def model_from(raw: dict[str, Any]) -> Model:
    """A model from its JSON form."""
    return Model(
        forests={name: forest_from(row) for name, row in raw["forests"].items()},
        curves={name: Curve(tuple(row["x"]), tuple(row["y"])) for name, row in raw["curves"].items()},
        thresholds=dict(raw["thresholds"]),
    )


def forest_from(raw: dict[str, Any]) -> Forest:
    """A forest from its JSON columns, one entry a node; a leaf points to itself.

    Raises ValueError where a tree has more than 64 leaves.
    """
    import numpy as np

    trees = [_Tree(raw, root) for root in raw["roots"]]
    splits = {split: i for i, split in enumerate(sorted({split for tree in trees for split in tree.splits}))}
    most, width = max(len(tree.splits) for tree in trees), max(len(tree.leaves) for tree in trees)
    bits = next((bits for bits in (16, 32, 64) if width <= bits), None)
    if bits is None:
        raise ValueError(f"a tree with {width} leaves")
    none = (0, (1 << bits) - 1)  # a split that strikes out nothing fills up the smaller trees
    asked = [
        [(splits[split], ~struck & none[1]) for split, struck in zip(tree.splits, tree.struck, strict=True)]
        + [none] * (max(most, 1) - len(tree.splits))
        for tree in trees
    ]
    value = np.zeros((len(trees), width), dtype=np.float32)
    for row, tree in zip(value, trees, strict=True):
        row[: len(tree.leaves)] = tree.leaves
    return Forest(
        feature=np.array([feature for feature, _ in splits] or [0], dtype=np.int64),
        threshold=np.floor([limit for _, limit in splits] or [0]).astype(np.int16),
        split=np.array([[split for split, _ in row] for row in asked], dtype=np.int64).T.copy(),
        left=np.array([[left for _, left in row] for row in asked], dtype=f"uint{bits}").T[:, :, None].copy(),
        value=value.ravel(),
        rows=(np.arange(len(trees)) * width)[:, None],
        base=float(raw["base"]),
        names=tuple(raw.get("names", ())),
    )


class _Tree:
    """One tree: its splits, the leaves (as bits) to the left of each, and all leaves from left to right."""

    def __init__(self, raw: dict[str, Any], root: int) -> None:
        self.splits: list[tuple[int, float]] = []
        self.struck: list[int] = []
        self.leaves: list[float] = []
        self._walk(raw, root)

    def _walk(self, raw: dict[str, Any], node: int) -> None:
        left = raw["left"][node]
        if left == node:
            self.leaves.append(raw["value"][node])
            return
        first = len(self.leaves)
        self._walk(raw, left)
        self.splits.append((raw["feature"][node], raw["threshold"][node]))
        self.struck.append((1 << len(self.leaves)) - (1 << first))
        self._walk(raw, raw["right"][node])
