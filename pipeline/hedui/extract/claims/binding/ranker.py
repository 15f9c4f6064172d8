"""Scores of candidates from a small ensemble of decision trees, kept as tables and read with numpy.

Each split is asked once of each row, whatever the number of trees that hold it (a slot has 4,600 splits, 600 to
700 different ones).  A tree's leaves are the bits of a number: a split that sends a row to the right strikes out
the leaves to its left, and the row's leaf is the first one that remains (Lucchese et al., QuickScorer, SIGIR
2015).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from hedui.arrays import Floats, Ints, NDArray, np
from hedui.extract.claims.binding.byhand import scorers

_BLOCK = 1024  # rows scored at once: their tables stay in the cache
MODEL = Path(__file__).parents[3] / "data" / "models" / "binding.npz"


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as tables.

    `feature` and `threshold` are the different splits.  `split` (n-th x trees) says which of them a tree has,
    and `left` (n-th x trees x 1) what remains after it.  `value` (trees x leaves) holds the leaves.
    """

    feature: Ints
    threshold: "NDArray[np.int16]"
    split: Ints
    left: "NDArray[np.unsignedinteger[Any]]"
    value: Floats
    names: tuple[str, ...] = ()  # the columns it was trained on, in order

    def score(self, values: "NDArray[Any]") -> Floats:
        """The raw score of each column of features (features x things), whole numbers of 16 bits."""
        columns = values.astype(np.int16, copy=False)
        scores = np.empty(columns.shape[1], dtype=np.float32)
        for start in range(0, len(scores), _BLOCK):
            scores[start : start + _BLOCK] = self._score(columns[:, start : start + _BLOCK])
        return scores

    def _score(self, columns: "NDArray[np.int16]") -> Floats:
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
        trees, most = self.value.shape
        first = np.bitwise_count((leaves & -leaves) - 1) + (np.arange(trees) * most)[:, None]
        return _added(self.value.take(first))


def _added(values: Floats) -> Floats:
    """The sum over the trees (trees x rows) in eight running sums: the order decides the last bit."""
    whole = len(values) - len(values) % 8
    part = values[:whole].reshape(-1, 8, values.shape[1]).sum(axis=0)
    total: Floats = ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]))
    for row in values[whole:]:
        total += row
    return total


def sigmoid(scores: Floats) -> Floats:
    """Raw scores as probabilities."""
    return (1.0 / (1.0 + np.exp(-scores))).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Curve:
    """A calibration: probabilities read off a rising line through the points (x, y)."""

    x: "NDArray[np.float64]"
    y: "NDArray[np.float64]"

    def __call__(self, scores: Floats) -> Floats:
        """The calibrated probabilities of these scores."""
        read: Floats = np.interp(scores, self.x, self.y).astype(np.float32)
        return read


class Scorer(Protocol):
    """What ranks candidates: a `Forest`, or weights set by hand."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns it wants, in order."""

    def score(self, values: "NDArray[Any]") -> Floats:
        """The raw score of each column of features (features x things)."""


@dataclass(frozen=True, slots=True)
class Model:
    """A scorer per slot and two of how sure a claim is, with the curve of the last.

    `worth` is the least that makes a figure a claim.
    """

    forests: Mapping[str, Scorer]
    curve: Curve | None = None
    worth: float = 0.0


_TABLES = ("feature", "threshold", "split", "left", "value")


@lru_cache(maxsize=2)
def load_model(path: Path = MODEL) -> Model:
    """The shipped model; where there is none, the weights set by hand."""
    if not path.is_file():
        return Model(scorers())
    with np.load(path, allow_pickle=False) as file:
        stored = dict(file)
    forests = {
        name: Forest(
            **{table: stored[f"{name}.{table}"] for table in _TABLES},
            names=tuple(stored[f"{name}.names"].tolist()),
        )
        for name in stored["forests"].tolist()
    }
    return Model(forests, Curve(stored["curve.x"], stored["curve.y"]), float(stored["worth"]))


def arrays_of(model: Model) -> "dict[str, NDArray[Any]]":
    """The model as `load_model` reads it."""
    curve = model.curve or Curve(np.zeros(1), np.zeros(1))
    told = {"forests": np.array(list(model.forests)), "worth": np.array(model.worth)}
    told |= {"curve.x": curve.x, "curve.y": curve.y}
    for name, forest in model.forests.items():
        told |= {f"{name}.{table}": getattr(forest, table) for table in _TABLES}
        told[f"{name}.names"] = np.array(forest.names)
    return told
