"""What a figure measures by the metric told before it: a share of income by the cost, a loss by the profit."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from hedui.extract.metrics.acts import OUTRIGHT
from hedui.model import Mention, Metric, Quantity
from hedui.wordlists import compile_words

# 研发费用3亿元,占营业收入比例由12%升至15%: the share is the cost's; of a business it would be one of income.
_OF_INCOME = compile_words(
    r"占(?:了|公司|集团|总|同期|当期|当季|全年){0,3}(?:{income})的?(?:比例|比重|比率|比|百分比)?[^，。；！？,;!?\n占]{0,16}$"
)
_COST = re.compile(r"(?:费用|成本|开支|支出|投入)$")
# 归母净利润2亿元,上年同期亏损1亿元: the loss is what the profit was.
_LOST = re.compile(r"同期(?:则|却|为|尚|仍|是)?(?:净)?亏损?[了约近逾超达为]{0,2}$")
_PROFIT, _LOSS = "净利润", "净亏损"
_REACH = 70  # characters
_STOPS = re.compile(r"[。！？!?；;\n]")


def carried(
    text: str, figures: Sequence[Mention[Quantity]], named: Sequence[Mention[Metric]]
) -> Iterator[Mention[Metric]]:
    """The metrics of figures that take them over; `named` are the lexicon's in text order.

    Each mention yielded has its figure's start as `anchor`.
    """
    named = [mention for mention in named if mention.value.role == "level" and mention.value.dimension == "money"]
    starts = [mention.start for mention in named]
    for figure in figures:
        kind = figure.value.dimension
        pattern = _OF_INCOME if kind == "percent" else _LOST if kind == "money" else None
        told = pattern and pattern.search(text, max(0, figure.start - _REACH // 2), figure.start)
        at = bisect_left(starts, told.start()) - 1 if told else -1
        if told is None or at < 0 or told.start() - named[at].end > _REACH:
            continue
        if _STOPS.search(text, named[at].end, told.start()):
            continue
        own = _share(named[at]) if kind == "percent" else _loss(named[at])
        if own is not None:
            yield replace(own, anchor=figure.start, score=OUTRIGHT, rules=("carried",))


def _share(mention: Mention[Metric]) -> Mention[Metric] | None:
    return mention if _COST.search(mention.value.name) else None


def _loss(mention: Mention[Metric]) -> Mention[Metric] | None:
    name = mention.value.name
    if not name.endswith(_PROFIT) or name == _PROFIT:
        return None
    return replace(mention, value=replace(mention.value, name=name.replace(_PROFIT, _LOSS)))
