"""The binding where no learned model is at hand: how much each column speaks for or against a candidate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hedui.arrays import Floats, NDArray, np
from hedui.extract.claims.scene.layout import Part

_SLOTS = {
    "metric": {"gap": -0.05, "after": -1.5, "clauses": -0.6, "sentences": -1.5, "paragraphs": -1.0, "fits": 1.5,
               "figures_between": -0.3, "metrics_between": -0.4, "in_list": 2.0, "c_known": 0.3,
               "c_depth": -0.8},
    "entity": {"gap": -0.012, "after": -2.0, "clauses": -0.1, "sentences": -0.3, "paragraphs": -0.3,
               "c_main": 1.2, "c_head": 0.6, "in_list": 2.0, "c_depth": -0.8, "entities_between": -0.3,
               "c_standin": -1.5},
    "period": {"gap": -0.02, "after": -2.0, "clauses": -0.2, "sentences": -0.4, "paragraphs": -0.3,
               "c_common": 0.6, "c_standin": -1.0, "in_list": 2.0, "c_depth": -0.8, "periods_between": -0.3,
               "c_open": -3.0},
}  # fmt: skip
# A claim is as sure as its slots are clear (hundredths); whether a figure is one, rules do not know.
_TRUST = {
    "right": {"metric best": 0.02, "entity best": 0.02, "period best": 0.02, "figures": -0.05},
    "worth": {"figures": 0.0},
}


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight a column, in the place of a `Forest`."""

    names: tuple[str, ...]
    weights: Floats

    def score(self, values: "NDArray[Any]") -> Floats:
        """The raw score of each column of features (features x things)."""
        told: Floats = self.weights @ values.astype(np.float32)
        return told

    def score_parts(self, parts: Sequence[Part]) -> Floats:
        """The same of rows whose features stand in several tables."""
        told = {
            name: row if entry is None else row.take(entry)
            for table, entry in parts
            for name, row in zip(table.names, table.rows, strict=True)
        }
        return self.score(np.stack([told[name] for name in self.names]))


def scorers() -> dict[str, Weights]:
    """One for each slot, and for how sure a claim is."""
    return {
        name: Weights(tuple(told), np.array(list(told.values()), dtype=np.float32))
        for name, told in (_SLOTS | _TRUST).items()
    }
