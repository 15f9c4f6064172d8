"""Trees of LightGBM as the tables that the product reads (hedui/extract/claims/binding/ranker.py)."""

import math
from collections.abc import Sequence
from typing import Any

import lightgbm
import numpy as np

from hedui.extract.claims.binding.ranker import Forest

_BITS = (16, 32, 64)


class Tree:
    """One tree: its splits, the leaves (as bits) to the left of each, and all leaves from left to right.

    The features are whole numbers, so are the limits.
    """

    def __init__(self, root: dict[str, Any]) -> None:
        self.splits: list[tuple[int, int]] = []
        self.struck: list[int] = []
        self.leaves: list[float] = []
        self._walk(root)

    def _walk(self, node: dict[str, Any]) -> None:
        if "leaf_value" in node:
            self.leaves.append(float(node["leaf_value"]))
            return
        first = len(self.leaves)
        self._walk(node["left_child"])
        self.splits.append((int(node["split_feature"]), math.floor(node["threshold"])))
        self.struck.append((1 << len(self.leaves)) - (1 << first))
        self._walk(node["right_child"])


def forest_of(boosters: Sequence[lightgbm.Booster], names: Sequence[str]) -> Forest:
    """The trees of all boosters, each with its share of the vote; of the features those that are asked for.

    Raises ValueError where a tree has more than 64 leaves.
    """
    trees = [Tree(info["tree_structure"]) for booster in boosters for info in booster.dump_model()["tree_info"]]
    asked = sorted({split for tree in trees for split in tree.splits}) or [(0, 0)]
    used = sorted({feature for feature, _ in asked})
    most, width = max(len(tree.splits) for tree in trees), max(len(tree.leaves) for tree in trees)
    bits = next((bits for bits in _BITS if width <= bits), None)
    if bits is None:
        raise ValueError(f"a tree with {width} leaves")
    every, number = (1 << bits) - 1, {split: i for i, split in enumerate(asked)}
    split = np.zeros((max(most, 1), len(trees)), dtype=np.int64)
    left = np.full((max(most, 1), len(trees), 1), every, dtype=f"uint{bits}")  # strikes out nothing
    value = np.zeros((len(trees), width), dtype=np.float32)
    for i, tree in enumerate(trees):
        split[: len(tree.splits), i] = [number[own] for own in tree.splits]
        left[: len(tree.splits), i, 0] = [every & ~struck for struck in tree.struck]
        value[i, : len(tree.leaves)] = [round(leaf / len(boosters), 4) for leaf in tree.leaves]
    return Forest(
        feature=np.array([used.index(feature) for feature, _ in asked], dtype=np.int64),
        threshold=np.array([limit for _, limit in asked], dtype=np.int16),
        split=split,
        left=left,
        value=value,
        names=tuple(names[i] for i in used),
    )
