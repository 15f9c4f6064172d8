"""How sure a claim is: is the figure a claim at all, and are who, what and when all right?  Calibrated."""

from typing import TYPE_CHECKING

from hedui.extract.claims.binding import SLOTS, Binding, Slot
from hedui.extract.claims.features import Columns
from hedui.extract.claims.ranker import Model
from hedui.extract.claims.scene import Scene

if TYPE_CHECKING:
    from hedui.extract.claims.layout import Floats, Ints

# What of the winning candidate tells a sound binding from a doubtful one.
_TOLD = {
    "metric": (
        "gap",
        "after",
        "clauses",
        "sentences",
        "c_known",
        "c_length",
        "c_implied",
        "figures_between",
        "fits",
    ),
    "entity": ("gap", "after", "sentences", "paragraphs", "c_label", "c_count", "c_main", "c_standin", "c_office"),
    "period": (
        "gap",
        "after",
        "sentences",
        "paragraphs",
        "c_grain",
        "c_relative",
        "c_common",
        "e_share",
        "e_earlier",
    ),
}
_UNITS = (
    "岁",
    "人",
    "个",
    "年",
    "天",
    "小时",
    "分钟",
    "次",
    "家",
    "项",
    "名",
    "位",
    "月",
    "日",
    "座",
    "种",
    "次/天",
    "排名",
    "条",
    "例",
)


def traits(scene: Scene, binding: Binding) -> Columns:
    """The columns of each figure, one row a figure."""
    import numpy as np

    layout, start = scene.layout, scene.figures.start
    figures = scene.reading.quantities
    units = [_UNITS.index(m.value.unit) + 1 if m.value.unit in _UNITS else 0 for m in figures]
    sentence = layout.sentence[start]
    columns: Columns = {f"f_{name}": column for name, column in scene.figure.items()}
    columns |= {
        "unit": np.array(units, dtype=np.int64),
        "grows": binding.growth >= 0,
        "hedged": np.array([m.value.bound != "exact" for m in figures], dtype=np.int64),
        "list": scene.lists["figure"].size,
        "depth": layout.depth[start],
        "paragraph": np.minimum(layout.paragraph[start], 9),
        "offset": np.minimum(start - layout.clause_start[start], 30),
        "fellows": np.minimum(np.bincount(sentence, minlength=1)[sentence], 20) if len(start) else sentence,
        "figures": np.full(len(start), min(len(start), 60), dtype=np.int64),
    }
    for name in SLOTS:
        columns |= _of_slot(name, binding.slots[name], len(start))
    return columns


def _of_slot(name: str, slot: Slot, figures: int) -> Columns:
    import numpy as np

    columns: Columns = {f"{name} best": slot.best, f"{name} margin": slot.margin, f"{name} none": slot.chosen < 0}
    at = slot.scores.argmax(axis=1) if slot.scores.shape[1] else np.zeros(figures, dtype=np.int64)
    for column in _TOLD[name]:
        told = slot.columns.get(column)
        columns[f"{name} {column}"] = np.full(figures, -1) if told is None else told[np.arange(figures), at]
    return columns


def table(columns: Columns) -> "Floats":
    """The columns as rows of numbers."""
    import numpy as np

    return np.stack([column.astype(np.float32) for column in columns.values()], axis=1)


def confidences(scene: Scene, binding: Binding, model: Model | None) -> "tuple[Floats, Floats]":
    """For each figure the probability that its claim is right, and that it is a claim at all."""
    import numpy as np

    if model is None or "right" not in model.forests or not len(scene.figures):
        product: Floats = np.ones(len(scene.figures), dtype=np.float32)
        for name in SLOTS:
            product = product * np.maximum(binding.slots[name].best, 0.05)
        return product, np.ones(len(scene.figures), dtype=np.float32)
    rows = table(traits(scene, binding))
    right, worth = model.forests["right"].score(rows), model.forests["worth"].score(rows)
    return model.curves["right"](right) if "right" in model.curves else right, worth


def worthy(worth: "Floats", model: Model | None) -> "Ints":
    """The figures that are claims: all but those that clearly only count, name or order."""
    import numpy as np

    least = model.thresholds.get("worth", 0.0) if model is not None else 0.0
    return np.flatnonzero(worth >= least)
