"""Scores of candidates from a small ensemble of decision trees, kept as tables and read with numpy.

A tree's leaves are the bits of a number: a split that sends a row to the right strikes out the leaves to its left,
and the row's leaf is the first one that remains (Lucchese et al., QuickScorer, SIGIR 2015).  What each value of a
feature leaves of all trees is worked out once, for a few features together: a row costs a look into each of some
thirty tables, whatever the number of splits (4,600 in a slot).  What is known of a figure or of a candidate is
looked up once for all pairs that have it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from hedui.arrays import Floats, Ints, NDArray, np
from hedui.extract.claims.binding.byhand import Weights, scorers
from hedui.extract.claims.scene.layout import Part, Table

Leaves: TypeAlias = "NDArray[np.unsignedinteger[Any]]"
Shorts: TypeAlias = "NDArray[np.int16]"

_BLOCK = 512  # rows scored at once: what remains of their trees stays in the cache
_MOST = 512  # rows of the table of some features together
MODEL = Path(__file__).parents[3] / "data" / "models" / "binding.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Trees as tables.

    `feature` and `threshold` are the different splits.  `split` (n-th x trees) says which of them a tree has,
    and `left` (n-th x trees x 1) what remains after it.  `value` (trees x leaves) holds the leaves.
    """

    feature: Ints
    threshold: Shorts
    split: Ints
    left: Leaves
    value: Floats
    names: tuple[str, ...] = ()  # the columns it was trained on, in order

    def score(self, values: "NDArray[Any]") -> Floats:
        """The raw score of each column of features (features x things), whole numbers of 16 bits."""
        return self.score_parts([(Table(self.names, values), None)])

    def score_parts(self, parts: Sequence[Part]) -> Floats:
        """The same of rows whose features stand in several tables."""
        asked = _asked(self, tuple(told.names for told, _ in parts))
        looks: list[_Look] = []
        for own, (told, entry) in zip(asked, parts, strict=True):
            found = own.looks(told.rows)
            looks += [_Look(_remaining(found), entry)] if found and entry is not None else found
        scores = np.empty(len(looks[0].rows), dtype=np.float32)
        for start in range(0, len(scores), _BLOCK):
            scores[start : start + _BLOCK] = self._values(_remaining(looks, slice(start, start + _BLOCK)))
        return scores

    def _values(self, leaves: Leaves) -> Floats:
        first = np.ascontiguousarray(np.bitwise_count((leaves & -leaves) - 1).T)
        trees, most = self.value.shape
        return _added(self.value.take(first + (np.arange(trees) * most)[:, None]))


@dataclass(frozen=True, slots=True)
class _Look:
    """What remains of all trees by the values of some features (values x trees), and the row of each thing."""

    table: Leaves
    rows: Ints


def _remaining(looks: Sequence[_Look], things: slice = slice(None)) -> Leaves:
    """What remains of all trees for some things (things x trees)."""
    first, *others = looks
    leaves: Leaves = first.table.take(first.rows[things], axis=0)
    for look in others:
        leaves &= look.table.take(look.rows[things], axis=0)
    return leaves


@dataclass(frozen=True, slots=True)
class _Feature:
    """A column with the limits of its splits, rising, and what remains of all trees beyond each (from none on)."""

    column: int
    limits: Ints
    remains: Leaves


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a forest asks of one table of features.

    `tables` are of some features together, each of the features in its slice of `parts`.  `shares` tells how many
    rows of its table a value of a feature is worth: a value from `low` to `high` stands `place` further on.
    """

    columns: list[int]
    low: Shorts
    high: Shorts
    place: Ints
    shares: Shorts
    parts: list[slice]
    tables: list[Leaves]

    def looks(self, values: "NDArray[Any]") -> list[_Look]:
        """The tables with the row of each thing."""
        if not self.tables:
            return []
        asked = np.clip(values[self.columns].astype(np.int16, copy=False), self.low, self.high)
        shares = self.shares.take(asked + self.place)
        # A sum a part: np.add.reduceat along columns takes ten times as long.
        rows = (shares[part].sum(axis=0, dtype=np.int16) for part in self.parts)
        return [_Look(*look) for look in zip(self.tables, rows, strict=True)]


@lru_cache(maxsize=32)
def _asked(forest: Forest, tables: tuple[tuple[str, ...], ...]) -> list[_Asked]:
    """What a forest asks of each of some tables with these columns."""
    trees = forest.split.shape[1]
    every = forest.left.dtype.type(np.iinfo(forest.left.dtype).max)
    left = np.full((len(forest.feature), trees), every)
    np.bitwise_and.at(left, (forest.split, np.arange(trees)), forest.left[:, :, 0])
    features: list[list[_Feature]] = [[] for _ in tables]
    for number in sorted(set(forest.feature.tolist())):  # np.unique would load numpy's masked arrays
        splits = np.flatnonzero(forest.feature == number)
        splits = splits[np.argsort(forest.threshold[splits])]
        remains = np.bitwise_and.accumulate(np.vstack([np.full(trees, every), left[splits]]), axis=0)
        which = next(i for i, names in enumerate(tables) if forest.names[number] in names)
        column = tables[which].index(forest.names[number])
        features[which].append(_Feature(column, forest.threshold[splits].astype(np.int64), remains))
    return [_packed(own) for own in features]


def _packed(features: list[_Feature]) -> _Asked:
    """Features in tables of at most so many rows, those with the fewest values together."""
    features = sorted(features, key=lambda own: len(own.remains))
    low = np.array([own.limits[0] for own in features], dtype=np.int16)[:, None]
    high = np.array([own.limits[-1] + 1 for own in features], dtype=np.int16)[:, None]
    first: list[int] = []
    tables: list[Leaves] = []
    shares: list[Shorts] = []
    for number, own in enumerate(features):
        if not tables or len(tables[-1]) * len(own.remains) > _MOST:
            first.append(number)
            tables.append(own.remains[:1])
        values = np.arange(int(own.limits[0]), int(own.limits[-1]) + 2)
        shares.append((np.searchsorted(own.limits, values) * len(tables[-1])).astype(np.int16))
        tables[-1] = (own.remains[:, None] & tables[-1]).reshape(-1, own.remains.shape[1])
    place = np.cumsum([0, *map(len, shares)])[:-1, None] - low.astype(np.int64)
    every = np.concatenate(shares) if shares else low[:, 0]
    parts = [slice(*edges) for edges in pairwise([*first, len(features)])]
    return _Asked([own.column for own in features], low, high, place, every, parts, tables)


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


Scorer: TypeAlias = Forest | Weights  # what ranks candidates


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
