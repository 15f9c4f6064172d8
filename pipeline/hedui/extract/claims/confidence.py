"""How sure a claim is: the probability that who, what and when are all right, calibrated."""

from typing import TYPE_CHECKING

from hedui.extract.claims.binding import SLOTS, Binding
from hedui.extract.claims.ranker import Model
from hedui.extract.claims.scene import Scene

if TYPE_CHECKING:
    from hedui.extract.claims.layout import Floats


def confidences(scene: Scene, binding: Binding, model: Model | None) -> "Floats":
    """One probability a figure."""
    import numpy as np

    product: Floats = np.ones(len(scene.figures), dtype=np.float32)
    for name in SLOTS:
        product = product * np.maximum(binding.slots[name].best, 0.05)
    if model is not None and "confidence" in model.curves:
        return model.curves["confidence"](product)
    return product
