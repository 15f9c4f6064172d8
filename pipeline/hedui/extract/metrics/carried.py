"""What a figure measures by the metric told before it: a share of the whole by its part, a loss by the profit."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from hedui.extract.metrics.told import OUTRIGHT
from hedui.model import Mention, Metric, Quantity

# 裁员900人,占员工总数的6%: the share is of those who go; 研发费用3亿元,占营业收入比例由12%升至15%: of the cost.
_SHARE = re.compile(r"[约仅就]{0,2}占[^，。；！？,;!?\n占]{2,24}$")
# 归母净利润2亿元,上年同期亏损1亿元: the loss is what the profit was.
_LOST = re.compile(r"同期(?:则|却|为|尚|仍|是)?(?:净)?亏损?[了约近逾超达为]{0,2}$")
_PROFIT, _LOSS = "净利润", "净亏损"
_SUMS = frozenset(("money", "count", "amount"))
_REACH = 70  # characters
_OF_IT = re.compile(r"(?:[^；;]{0,70}[，,（(])?")  # 补贴5亿元,外卖订单只占收入一成 is no share of 补贴


def carried(
    text: str, figures: Sequence[Mention[Quantity]], named: Sequence[Mention[Metric]]
) -> Iterator[Mention[Metric]]:
    """The metrics of figures that take them over; `named` are the lexicon's in text order.

    Each mention yielded has its figure's start as `anchor`.
    """
    named = [mention for mention in named if mention.value.role == "level" and mention.value.dimension in _SUMS]
    starts = [mention.start for mention in named]
    for figure in figures:
        kind = figure.value.dimension
        pattern = _SHARE if kind == "percent" else _LOST if kind == "money" else None
        told = pattern and pattern.search(text, max(0, figure.start - _REACH // 2), figure.start)
        at = bisect_left(starts, told.start()) - 1 if told else -1
        between = text[named[at].end : told.start()] if told is not None and at >= 0 else "\n"
        if len(between) > _REACH or "\n" in between or (kind == "percent" and not _OF_IT.fullmatch(between)):
            continue
        whole = next((m for m in named[at + 1 :] if m.start < figure.start), None)
        own = _loss(named[at]) if kind == "money" else whole and _share(named[at], whole)
        if own is not None:
            yield replace(own, anchor=figure.start, score=OUTRIGHT, rules=("carried",))


def _share(part: Mention[Metric], whole: Mention[Metric]) -> Mention[Metric] | None:
    of_one_kind = part.value.dimension == whole.value.dimension and part.value.name != whole.value.name
    return part if of_one_kind else None


def _loss(mention: Mention[Metric]) -> Mention[Metric] | None:
    name = mention.value.name
    if not name.endswith(_PROFIT) or name == _PROFIT:
        return None
    return replace(mention, value=replace(mention.value, name=name.replace(_PROFIT, _LOSS)))
