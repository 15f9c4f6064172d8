"""Scores of candidates from a small ensemble of decision trees, kept as plain numbers and walked with numpy.

A leaf points to itself, so that every row walks the same number of steps and no step asks whether it has arrived.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hedui.extract.claims.layout import Floats

MODEL = Path(__file__).parents[2] / "data" / "models" / "binding.json"


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as flat columns: feature, threshold, left child (the right one follows), value; `roots` begin them."""

    feature: "NDArray[np.int32]"
    threshold: "Floats"
    left: "NDArray[np.int32]"
    value: "Floats"
    roots: "NDArray[np.int32]"
    depth: int
    base: float
    names: tuple[str, ...] = ()  # the columns it was trained on, in order

    def score(self, rows: "Floats") -> "Floats":
        """The probability of each row (n x features)."""
        import numpy as np

        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        width = rows.shape[1]
        flat = np.ascontiguousarray(rows, dtype=np.float32).ravel()
        offset = (np.arange(len(rows), dtype=np.int32) * width)[:, None]
        node = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        for _ in range(self.depth):
            seen = flat.take(self.feature.take(node, mode="clip") + offset, mode="clip")
            beyond = seen > self.threshold.take(node, mode="clip")
            node = self.left.take(node, mode="clip")
            node += beyond
        total = self.value.take(node, mode="clip").sum(axis=1) + self.base
        scores: Floats = (1.0 / (1.0 + np.exp(-total))).astype(np.float32)
        return scores


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
    """A forest from its JSON columns, each pair of children brought side by side."""
    import numpy as np

    order = _side_by_side(raw)
    place = {node: i for i, node in enumerate(order)}
    limits = [raw["threshold"][node] for node in order]
    return Forest(
        feature=np.array([raw["feature"][node] for node in order], dtype=np.int32),
        threshold=np.array([float("inf") if limit is None else limit for limit in limits], dtype=np.float32),
        left=np.array([place[raw["left"][node]] for node in order], dtype=np.int32),
        value=np.array([raw["value"][node] for node in order], dtype=np.float32),
        roots=np.array([place[node] for node in raw["roots"]], dtype=np.int32),
        depth=int(raw["depth"]),
        base=float(raw["base"]),
        names=tuple(raw.get("names", ())),
    )


def _side_by_side(raw: dict[str, Any]) -> list[int]:
    order: list[int] = list(raw["roots"])
    for node in order:
        if raw["left"][node] != node:  # a leaf points to itself
            order += (raw["left"][node], raw["right"][node])
    return order
