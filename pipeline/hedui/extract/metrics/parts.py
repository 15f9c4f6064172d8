"""Parts of a count that is told before them: 员工10.9万人,其中甲公司1597人、乙公司8.28万人 are all 员工数."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from hedui.extract.metrics.sorts import agree
from hedui.extract.metrics.told import OUTRIGHT
from hedui.model import Mention, Metric, Quantity
from hedui.wordlists import compile_words

SCORE = 0.6  # what stands nearer may be right, too
_NOT = frozenset(
    ("percent", "permille", "point", "multiple", "rank", "ratio", "date", "duration", "number", "money")
)
# Between a count and its part: a mark, and who or where.
_LABEL = re.compile(
    r"[)）]?[,，;；:：、(（]{1,2}\s?(?:其中|当中|包括|含|另有)?[^，。；、:：,;!?！？0-9\n（）()]{1,16}?(?:有|占|约|为|达|各)?"
)
# 死亡151人,其中女性96人、外籍人士26人: of a count of people these are some, and no metric of their own.
_SOME = compile_words("(?:{class_of_people})")
_SOME_OF = compile_words("(?:{class_of_people})[^，。；、:：,;]{0,3}$")
_PEOPLE = "人数"
_HAS = re.compile(r"占比?[约近为达]?$")  # 中国区收入占比84%,美国区占12%: the second is of the same sum
_NEAR = re.compile(r"[^，。；,;!?！？\n]{0,12}")  # from the words of a metric to its figure


def parts_of(
    text: str, figures: Sequence[Mention[Quantity]], named: Sequence[Mention[Metric]]
) -> Iterator[Mention[Metric]]:
    """For each figure that is told as a part of the one before it the metric of the whole.

    `named` are the metrics of the lexicon in text order; the mention yielded has the figure's start as `anchor`.
    """
    named = [m for m in named if m.value.role == "level" and not _SOME.fullmatch(m.text)]
    starts = [mention.start for mention in named]
    whole: Mention[Metric] | None = None
    for i, figure in enumerate(figures):
        last = figures[i - 1] if i else figure
        # 151人死亡,其中男性55人: what the first figure counts stands behind it
        end = max(last.end, whole.end) if whole is not None and whole.start - last.end in (0, 1) else last.end
        if whole is not None and _is_part(text, (last, end), figure, starts):
            if agree(whole.value, figure.value) >= 0:
                yield _offered(text, whole, (end, figure.start))
            continue
        whole = _head(text, figure, named, starts)
        if whole is not None and whole.end < figure.start:
            among = _offered(text, whole, (whole.end, figure.start))
            if among.score == OUTRIGHT:  # 遇难者中有外国公民22人
                yield among


def _offered(text: str, whole: Mention[Metric], label: tuple[int, int]) -> Mention[Metric]:
    """The metric of the whole for the figure behind a label: women among the dead are dead."""
    some = whole.value.name.endswith(_PEOPLE) and _SOME_OF.search(text, *label) is not None
    return replace(whole, anchor=label[1], score=OUTRIGHT if some else SCORE, rules=("part",))


def _is_part(
    text: str, whole: tuple[Mention[Quantity], int], part: Mention[Quantity], starts: Sequence[int]
) -> bool:
    """Whether a figure is told as a part of the one before it, of which was told until `end`."""
    last, end = whole
    share = part.value.dimension == "percent" and _HAS.search(text, end, part.start) is not None
    if last.value.unit != part.value.unit or (part.value.dimension in _NOT and not share):
        return False
    if not 1 < part.start - end <= 20 or not _LABEL.fullmatch(text, end, part.start):
        return False
    return bisect_left(starts, end) == bisect_left(starts, part.start)


def _head(
    text: str, figure: Mention[Quantity], named: Sequence[Mention[Metric]], starts: Sequence[int]
) -> Mention[Metric] | None:
    """The metric of a whole, right behind its figure (151人死亡) or before it."""
    at = bisect_left(starts, figure.end)
    if at < len(named) and named[at].start - figure.end <= 1 and agree(named[at].value, figure.value) > 0:
        return named[at]
    at = bisect_left(starts, figure.start) - 1
    if at < 0:
        return None
    mention = named[at]
    near = 0 <= figure.start - mention.end <= 12 and _NEAR.fullmatch(text, mention.end, figure.start)
    return mention if near and agree(mention.value, figure.value) >= 0 else None
