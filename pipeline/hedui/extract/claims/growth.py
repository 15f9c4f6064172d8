"""Which figures are growth, change or share: the growth word of each figure, or none."""

import re
from typing import TYPE_CHECKING

from hedui.extract.claims.columns import DIMENSIONS
from hedui.extract.claims.scene import Scene

if TYPE_CHECKING:
    from hedui.extract.claims.layout import Ints

_RATES = frozenset(DIMENSIONS.index(name) + 1 for name in ("percent", "point", "multiple"))
_RANK = DIMENSIONS.index("rank") + 1
# 增至3.37亿元, 升到5%: the figure is the level reached.
_LEVEL = re.compile(r"[至到](?:[了约近]|超过?|每股)?$")
_SUMS = frozenset(DIMENSIONS.index(name) + 1 for name in ("money", "price", "people", "count"))
_BOUND = re.compile(r"[至不最][少多高低]")
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
        # 由25.1%下降19.4个百分点: the word belongs to the figure that follows it
        own = not _next_figure(scene, mention.end)
        if near and same and own and int(scene.figure["dimension"][i]) in _RATES and mention.value.role != "rank":
            return index
    return -1


def _next_figure(scene: Scene, end: int) -> bool:
    reach = min(end + 5, len(scene.figures.before) - 1)
    return bool(scene.figures.before[reach] - scene.figures.before[end])


def inherited(scene: Scene, growth: "Ints", metric: "Ints") -> "Ints":
    """The growth words with those taken over: a rate of a sum of money can only be its growth or share.

    游戏、有道当季同比分别减少1.5%、9.5%;端游收入大涨56.6%,手游10.5%: the last rate keeps the sentence's word.
    """
    import numpy as np

    out = growth.copy()
    rates = np.isin(scene.figure["dimension"], sorted(_RATES))
    for i in np.flatnonzero(rates & (growth < 0) & (metric >= 0)):
        if not _SUMS & {int(scene.metric["dimension"][metric[i]])}:
            continue
        start = int(scene.figures.start[i])
        last = int(scene.growths.before[start]) - 1
        if last >= 0 and scene.growth_mentions[last].start >= scene.layout.sentence_start[start]:
            level = _LEVEL.search(scene.layout.text, scene.growth_mentions[last].start, start)
            out[i] = -1 if level or scene.growth_mentions[last].value.role == "rank" else last
    return out


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
    # 至少900人, 最多3家 are no changes; 较上年增加3亿元 is one
    change = start - mention.end <= 3 and not _BOUND.search(text, max(0, mention.start - 1), mention.end)
    if dimension not in _RATES and mention.value.role == "growth" and not change:
        return None
    return index
