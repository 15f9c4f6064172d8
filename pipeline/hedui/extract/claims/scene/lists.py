"""Lists of mentions, 贵州、云南和四川分别有3人、5人及7人: which mention is the how-manyth of how many."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hedui.arrays import Bools, Ints, np
from hedui.model import Mention, Quantity

_IN_TURN = re.compile(r"分别|依次|各为|各有|各自|分列")
_NEITHER = frozenset((kind, "percent") for kind in ("percent", "multiple"))  # 增长5%，占3% are of one base
_STOP = re.compile(r"[。！？!?；;\n]")
# 甲和乙, 《甲》、《乙》及“丙”.
_TIGHT = re.compile(r"[》」』”\"]?\s?(?:[、/／]|和|与|及|以及|跟|暨)\s?[《「『“\"]?")


_APART = 3  # characters between two of a list
_NEAR = 10  # characters from a figure to its growth: told so, 33 pairs of 653 are righted and 14 lost


@dataclass(frozen=True, slots=True)
class Lists:
    """Per mention: the number of its list (its own index where it stands alone), its place, the list's length."""

    group: Ints
    place: Ints
    size: Ints


def find_lists(mentions: Sequence[Mention[Any]], text: str) -> Lists:
    """The lists among these mentions: neighbours parted by nothing but a joint (、 和 及)."""
    group = np.arange(len(mentions))
    place, size = np.zeros(len(mentions), np.int64), np.ones(len(mentions), np.int64)
    for first, last in _runs(mentions, text):
        group[first:last], place[first:last], size[first:last] = first, np.arange(last - first), last - first
    return Lists(group, place, size)


def _runs(mentions: Sequence[Mention[Any]], text: str) -> Iterator[tuple[int, int]]:
    """The number of the first mention of each list, and the number behind that of the last."""
    first = last = 0
    for i, (left, right) in enumerate(pairwise(mentions), 1):
        if right.start - left.end <= _APART and _joined(text, left, right):
            first, last = (first if last == i else i - 1), i + 1
        elif last == i:
            yield first, last
    if last == len(mentions) > 0:
        yield first, last


def spread(lists: Lists, index: Sequence[int] | Ints) -> Lists:
    """The lists of some mentions, for all: each is in the place of the one `index` gives, alone where it is -1."""
    where, count = np.asarray(index, dtype=np.int64), len(index)
    alone = (np.arange(count), np.zeros(count, np.int64), np.ones(count, np.int64))
    if not len(lists.size):
        return Lists(*alone)
    columns = zip((lists.group, lists.place, lists.size), alone, strict=True)
    return Lists(*(np.where(where >= 0, column[where], own) for column, own in columns))


def _joined(text: str, left: Mention[Any], right: Mention[Any]) -> bool:
    # 1.2% and 3.4亿元 side by side are a growth and a level, not two members of one list
    a, b = getattr(left.value, "dimension", None), getattr(right.value, "dimension", None)
    gap = right.start - left.end
    if not gap and len(left.text) == 1 and hasattr(left.value, "role"):  # 产|销量
        return a == b
    return a == b and 0 < gap <= _APART and _TIGHT.fullmatch(text, left.end, right.start) is not None


def told_in_turn(figures: Sequence[Mention[Any]], lists: Lists, text: str) -> Bools:
    """Whether a figure belongs to a list whose members stand for those of a list before it, one for one.

    The words say so (甲、乙分别为3人、5人), or there are three or more (去年、今年和明年, 1亿元、2亿元和3亿元).
    """
    found = np.zeros(len(figures), dtype=bool)
    for i, size in enumerate(lists.size.tolist()):
        if size > 1:
            head = figures[int(lists.group[i])].start
            found[i] = size > 2 or _IN_TURN.search(text, max(0, head - 60), head) is not None
    return found


def told_behind(figures: Sequence[Mention[Quantity]], lists: Lists, text: str, named: Ints) -> Ints:
    """Per figure how many figures back the one stands that it is the growth of, if it is one's growth; 0 for none.

    It follows at once (旅客1.9亿人次，同比增长5%), or in a list as long as that of its bases (客流、车流分别是
    750万人次和156万辆次，增幅23%和31%).  `named` counts the metrics that words name before each character.
    """
    found = np.zeros(len(figures), dtype=np.int64)
    for i, (place, size) in enumerate(zip(lists.place.tolist(), lists.size.tolist(), strict=True)):
        head = i - place
        if head >= size and (figures[head].value.dimension, figures[head - 1].value.dimension) not in _NEITHER:
            last, begin = figures[head - 1].end, figures[head].start
            near = (
                0 <= begin - last <= _NEAR and named[begin] == named[last] and not _STOP.search(text, last, begin)
            )
            found[i] = size if near and _as_many(figures, head, size, text) else 0
    return found


def _as_many(figures: Sequence[Mention[Quantity]], head: int, size: int, text: str) -> bool:
    """Whether the figures before `head` make a list of this size, or are said to be taken in turn."""
    if _IN_TURN.search(text, figures[head - 1].end, figures[head].start):
        return _STOP.search(text, figures[head - size].end, figures[head].start) is None
    tight = [
        k > 0 and _TIGHT.fullmatch(text, figures[k - 1].end, figures[k].start) is not None
        for k in range(head - size, head)
    ]
    return all(tight[1:]) and not tight[0]


def told_alike(figures: Sequence[Mention[Quantity]]) -> Ints:
    """For each figure the number of the first one of its value and unit: itself for what is told once."""
    first: dict[tuple[object, ...], int] = {}
    values = [(m.value.low, m.value.high, m.value.unit) for m in figures]
    return np.array([first.setdefault(value, i) for i, value in enumerate(values)], dtype=np.int64)
