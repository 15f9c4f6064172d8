"""Which figures are growth, change or share: the growth word of each figure, or none."""

import re
from typing import TYPE_CHECKING

from hedui.extract.claims.scene import DIMENSIONS, Scene

if TYPE_CHECKING:
    from hedui.extract.claims.layout import Ints

_RATES = frozenset(DIMENSIONS.index(name) + 1 for name in ("percent", "point", "multiple"))
_RANK = DIMENSIONS.index("rank") + 1
# 增至3.37亿元, 升到5%: the figure is the level reached.
_LEVEL = re.compile(r"[至到](?:[了约近]|超过?|每股)?$")
_REACH_BEFORE = 16
_REACH_AFTER = 6
_AFTER = re.compile(
    r"的?(?:年|月|季|同比|环比|按年|按季|按月|复合|大幅|高|速|历史|最大|平均|整体|单日|显著|较大)?$"
)


def growth_words(scene: Scene) -> "Ints":
    """Per figure the index of its growth word among `scene.growth_mentions`, -1 where it is a level."""
    import numpy as np

    found = [_growth_word(scene, i) for i in range(len(scene.figures))]
    return np.array(found, dtype=np.int64)


def _growth_word(scene: Scene, i: int) -> int:
    start, end = int(scene.figures.start[i]), int(scene.figures.end[i])
    text = scene.layout.text
    index = int(scene.growths.before[start])
    if index and (left := _before(scene, i, index - 1, start)) is not None:
        return left
    if index < len(scene.growths):
        mention = scene.growth_mentions[index]
        near = mention.start - end <= _REACH_AFTER and _AFTER.match(text, end, mention.start)
        same = scene.layout.clause[mention.start] == scene.layout.clause[end]
        if near and same and int(scene.figure["dimension"][i]) in _RATES and mention.value.role != "rank":
            return index
    return -1


def _before(scene: Scene, i: int, index: int, start: int) -> int | None:
    """The growth word before the figure, -1 where it makes the figure a level, None where it is not its own."""
    mention, text = scene.growth_mentions[index], scene.layout.text
    if start - mention.end > _REACH_BEFORE or scene.layout.clause[mention.start] != scene.layout.clause[start]:
        return None
    dimension = int(scene.figure["dimension"][i])
    if (mention.value.role == "rank") != (dimension == _RANK):
        return None
    between = int(scene.figures.before[start] - scene.figures.before[mention.end])
    if between > scene.lists["figure"].place[i]:  # 分别跳升33.3%和35.4%: the members of one list share the word
        return None
    if _LEVEL.search(text, mention.start, start) and mention.value.role == "growth":
        return -1
    if dimension not in _RATES and start - mention.end > 3 and mention.value.role == "growth":
        return None
    return index
