"""Parts of a count that is told before them: 员工10.9万人,其中甲公司1597人、乙公司8.28万人 are all 员工数."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from hedui.extract.metrics.sorts import agree
from hedui.model import Mention, Metric, Quantity

SCORE = 0.6  # what stands nearer may be right, too
_NOT = frozenset(
    ("percent", "permille", "point", "multiple", "rank", "ratio", "date", "duration", "number", "money")
)
# Between a count and its part: a mark, and who or where.
_LABEL = re.compile(
    r"[)）]?[,，;；:：、(（]{1,2}\s?(?:其中|当中|包括|含|另有)?[^，。；、:：,;!?！？0-9\n（）()]{1,16}?(?:有|占|约|为|达|各)?"
)
_HAS = re.compile(r"占比?[约近为达]?$")  # 中国区收入占比84%,美国区占12%: the second is of the same sum
_NEAR = re.compile(r"[^，。；,;!?！？\n]{0,12}")  # from the words of a metric to its figure


def parts_of(
    text: str, figures: Sequence[Mention[Quantity]], named: Sequence[Mention[Metric]]
) -> Iterator[Mention[Metric]]:
    """For each figure that is told as a part of the one before it the metric of the whole.

    `named` are the metrics of the lexicon in text order; the mention yielded has the figure's start as `anchor`.
    """
    named = [mention for mention in named if mention.value.role == "level"]
    starts = [mention.start for mention in named]
    whole: Mention[Metric] | None = None
    for i, figure in enumerate(figures):
        if whole is not None and i and _is_part(text, figures[i - 1], figure, starts):
            if agree(whole.value, figure.value) >= 0:
                yield replace(whole, anchor=figure.start, score=SCORE, rules=("part",))
            continue
        whole = _head(text, figure, named, starts)


def _is_part(text: str, whole: Mention[Quantity], part: Mention[Quantity], starts: Sequence[int]) -> bool:
    share = part.value.dimension == "percent" and _HAS.search(text, whole.end, part.start) is not None
    if whole.value.unit != part.value.unit or (part.value.dimension in _NOT and not share):
        return False
    if not 1 < part.start - whole.end <= 20 or not _LABEL.fullmatch(text, whole.end, part.start):
        return False
    return bisect_left(starts, whole.end) == bisect_left(starts, part.start)


def _head(
    text: str, figure: Mention[Quantity], named: Sequence[Mention[Metric]], starts: Sequence[int]
) -> Mention[Metric] | None:
    at = bisect_left(starts, figure.start) - 1
    if at < 0:
        return None
    mention = named[at]
    near = 0 <= figure.start - mention.end <= 12 and _NEAR.fullmatch(text, mention.end, figure.start)
    return mention if near and agree(mention.value, figure.value) >= 0 else None
