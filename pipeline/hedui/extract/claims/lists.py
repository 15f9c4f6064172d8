"""Lists of mentions, 贵州、云南和四川分别有3人、5人及7人: which mention is the how-manyth of how many."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hedui.model import Mention

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hedui.extract.claims.layout import Ints

_IN_TURN = re.compile(r"分别|依次|各为|各有|各自|分列")
_TIGHT = re.compile(r"\s?(?:[、/／]|和|与|及|以及|跟|暨)\s?")


@dataclass(frozen=True, slots=True)
class Lists:
    """Per mention: the number of its list (its own index where it stands alone), its place, the list's length."""

    group: "Ints"
    place: "Ints"
    size: "Ints"


def find_lists(mentions: Sequence[Mention[Any]], text: str) -> Lists:
    """The lists among these mentions: neighbours parted by nothing but a joint (、 和 及)."""
    import numpy as np

    group = list(range(len(mentions)))
    place = [0] * len(mentions)
    size = [1] * len(mentions)
    head = 0
    for i in range(1, len(mentions) + 1):
        if i < len(mentions) and _joined(text, mentions[i - 1], mentions[i]):
            group[i], place[i] = head, i - head
            continue
        for j in range(head, i):
            size[j] = i - head
        head = i
    columns = [np.array(column, dtype=np.int64) for column in (group, place, size)]
    return Lists(*columns)


def like_named(lists: Lists, metrics: Sequence[Mention[Any]]) -> Lists:
    """The lists of the first metrics, for all: one further on is in the place of the one of the same words."""
    import numpy as np

    count = len(lists.size)
    at = {mention.start: i for i, mention in enumerate(metrics[:count])}
    index = np.array([*range(count), *(at.get(m.start, -1) for m in metrics[count:])], dtype=np.int64)
    alone = (np.arange(len(metrics)), np.zeros(len(metrics), np.int64), np.ones(len(metrics), np.int64))
    if not count:
        return Lists(*alone)
    columns = zip((lists.group, lists.place, lists.size), alone, strict=True)
    return Lists(*(np.where(index >= 0, column[index], own) for column, own in columns))


def _joined(text: str, left: Mention[Any], right: Mention[Any]) -> bool:
    # 1.2% and 3.4亿元 side by side are a growth and a level, not two members of one list
    a, b = getattr(left.value, "dimension", None), getattr(right.value, "dimension", None)
    gap = right.start - left.end
    return a == b and 0 < gap <= 3 and _TIGHT.fullmatch(text, left.end, right.start) is not None


def told_in_turn(figures: Sequence[Mention[Any]], lists: Lists, text: str) -> "NDArray[np.bool_]":
    """Whether a figure belongs to a list whose members stand for those of a list before it, one for one.

    The words say so (甲、乙分别为3人、5人), or there are three or more (去年、今年和明年, 1亿元、2亿元和3亿元).
    """
    import numpy as np

    found = np.zeros(len(figures), dtype=bool)
    for i, size in enumerate(lists.size.tolist()):
        if size > 1:
            head = figures[int(lists.group[i])].start
            found[i] = size > 2 or _IN_TURN.search(text, max(0, head - 60), head) is not None
    return found
