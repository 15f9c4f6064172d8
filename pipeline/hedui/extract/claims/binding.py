"""Who, what and when of every figure: candidates scored slot by slot, the best one bound."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedui.extract.claims.candidates import Window, candidates
from hedui.extract.claims.features import Columns, features, matrix
from hedui.extract.claims.growth import growth_words, inherited
from hedui.extract.claims.lists import told_in_turn
from hedui.extract.claims.ranker import Forest, Model
from hedui.extract.claims.scene import Scene

if TYPE_CHECKING:
    from hedui.extract.claims.layout import Floats, Ints

SLOTS = ("metric", "entity", "period")
# The rules that decide where no model is shipped: how much each column speaks for or against a candidate.
RULES: dict[str, dict[str, float]] = {
    "metric": {"gap": -0.05, "after": -1.5, "clauses": -0.6, "sentences": -1.5, "paragraphs": -1.0, "fits": 1.5,
               "figures_between": -0.3, "metrics_between": -0.4, "in_list": 2.0, "c_known": 0.3,
               "depth": -0.8},
    "entity": {"gap": -0.012, "after": -2.0, "clauses": -0.1, "sentences": -0.3, "paragraphs": -0.3,
               "c_main": 1.2, "c_head": 0.6, "in_list": 2.0, "depth": -0.8, "entities_between": -0.3,
               "c_standin": -1.5},
    "period": {"gap": -0.02, "after": -2.0, "clauses": -0.2, "sentences": -0.4, "paragraphs": -0.3,
               "c_common": 0.6, "c_standin": -1.0, "in_list": 2.0, "depth": -0.8, "periods_between": -0.3,
               "c_open": -3.0},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """The candidates of all figures for one slot, their scores, and the chosen index (-1: none)."""

    window: Window
    columns: Columns
    scores: "Floats"
    chosen: "Ints"
    best: "Floats"
    margin: "Floats"


@dataclass(frozen=True, slots=True)
class Binding:
    """All slots of an article, and the growth word of each figure."""

    growth: "Ints"
    slots: dict[str, Slot]


def bind(scene: Scene, model: Model | None) -> Binding:
    """The metric, then the entity, then the period of every figure."""
    bound = {"growth": growth_words(scene)}
    slots = {}
    for name in SLOTS:
        slots[name] = _slot(scene, name, bound, model)
        bound[name] = slots[name].chosen
        if name == "metric":
            bound["growth"] = inherited(scene, bound["growth"], bound["metric"])
    return Binding(bound["growth"], slots)


def _slot(scene: Scene, name: str, bound: "dict[str, Ints]", model: Model | None) -> Slot:
    return choose(scene, name, bound, None if model is None else model.forests[name])


def choose(scene: Scene, name: str, bound: "dict[str, Ints]", forest: Forest | None) -> Slot:
    """The candidates of a slot, scored by the forest or by the rules, and the best of each figure."""
    import numpy as np

    measured = measure(scene, name, bound)
    figures = len(scene.figures)
    if measured is None:
        none = np.full(figures, -1, dtype=np.int64)
        zero = np.zeros(figures, dtype=np.float32)
        empty = Window(np.zeros((figures, 0), dtype=np.int64), np.zeros((figures, 0), dtype=bool))
        return Slot(empty, {}, np.zeros((figures, 0), dtype=np.float32), none, zero, zero)
    window, columns = measured
    scores = np.full(window.index.shape, -1.0, dtype=np.float32)
    if forest is None:
        scores[window.valid] = _by_rules(name, columns, window)
    else:
        scores[window.valid] = forest.score(matrix(columns, window, forest.names))
    if name == "period":
        _own_clause(columns, scores)
    _in_turn(scene, name, columns, scores)
    return _choose(window, columns, scores)


def measure(scene: Scene, name: str, bound: "dict[str, Ints]") -> "tuple[Window, Columns] | None":
    """The candidates of a slot with their features; None where there are none."""
    sizes = {"metric": len(scene.metrics), "entity": len(scene.entities), "period": len(scene.periods)}
    if not sizes[name] or not len(scene.figures):
        return None
    window = candidates(scene, name)
    return window, features(scene, name, window, bound)


def _by_rules(name: str, columns: Columns, window: Window) -> "Floats":
    import numpy as np

    total = np.zeros(int(window.valid.sum()), dtype=np.float32)
    for column, weight in RULES[name].items():
        total += weight * columns[column][window.valid].astype(np.float32)
    return (1.0 / (1.0 + np.exp(-total))).astype(np.float32)


def _own_clause(columns: Columns, scores: "Floats") -> None:
    """A period named before a figure in its own clause is the figure's (其中第二季度交付10.31万辆).

    Not one it is compared with (比上年).  Where the ranker chose another one, the clause's own was right for 54
    annotated figures, the ranker's for 14.
    """
    import numpy as np

    near = (columns["clauses"] == 0) & (columns["after"] == 0) & (columns["periods_between"] == 0)
    own = (
        near
        & (columns["c_against"] == 0)
        & (columns["c_standin"] == 0)
        & (columns["in_list"] == 0)
        & (scores >= 0)
    )
    settled = own.any(axis=1, keepdims=True)
    scores[:] = np.where(own, 0.5 + scores / 2, np.where(settled & (scores >= 0), scores / 2, scores))


def _in_turn(scene: Scene, slot: str, columns: Columns, scores: "Floats") -> None:
    """Lists that run in parallel are bound place by place, whatever the ranker thinks of nearness.

    Three years stay in force for the next sentence (2022年、2023年和2024年,净亏损分别为...;同期研发开支分别为...).
    """
    import numpy as np

    lists = scene.lists["figure"]
    told = told_in_turn(scene.reading.quantities, lists, scene.layout.text)[:, None]
    reach = np.where(lists.size > 2, 1 if slot == "period" else 0, 0)[:, None]
    ahead = told & (columns["sentences"] <= reach) & (columns["after"] == 0) & (scores >= 0)
    same, other = ahead & (columns["in_list"] == 1), ahead & (columns["in_list"] == -1)
    certain = same.any(axis=1, keepdims=True)
    scores[:] = np.where(same & certain, 0.5 + scores / 2, np.where(other & certain, scores / 4, scores))


def _choose(window: Window, columns: Columns, scores: "Floats") -> Slot:
    import numpy as np

    rows = np.arange(len(scores))
    at = scores.argmax(axis=1)
    best = scores[rows, at]
    chosen = np.where(best >= 0, window.index[rows, at], -1)
    other = scores.copy()
    other[rows, at] = -1
    second = np.maximum(other.max(axis=1), 0)
    return Slot(window, columns, scores, chosen, np.maximum(best, 0), np.maximum(best, 0) - second)
