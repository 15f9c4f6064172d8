"""What a figure measures when no metric word stands near: its unit and the words that touch it say so."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hedui.extract.metrics.words import MetricWords
from hedui.model import Mention, Metric, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc

# 规模7.2 and 7.8级 are magnitudes where the text speaks of a quake; 规模 alone is a size of anything.
_QUAKE = re.compile(r"地震|强震|余震|震中|震级|震央|芮氏|里氏|主震")
_MAGNITUDE_BEFORE = re.compile(r"(?:规模|芮氏|里氏|强度|震级)[为达约是\s]{0,2}$")
_COUNTED = re.compile(r"[\u4e00-\u9fff]{2,5}")
# Words after a count that are no thing counted: 8家以上, 5人参加, 3名来自, 12个左右.
_NOT_COUNTED = re.compile(
    r"以上|以下|以内|以外|左右|上下|之间|之多|不等|来自|参加|参与|增加|减少|增长|下降|上升|提高|其中|分别|以及|包括|属于|"
    r"同比|环比|按年|按月|按季|较上|比上|年增|年减|因为|由于|如果|但是|不过|目前|今年|去年|此前|过去|时间|可能|已经|均为|全部|合计"
)
_MARKS = re.compile(r"[，。；！？,;!?：:\n]")


def implied(doc: "Doc", figure: Mention[Quantity], words: MetricWords) -> list[Mention[Metric]]:
    """Metrics that the figure itself implies, best first; each mention's `anchor` is the figure's start.

    7.8级 beside 地震 is a 震级, 第3 a 排名, 8座晶圆厂 a 晶圆厂数.
    """
    found = _by_unit(doc.text, figure)
    if not found and figure.value.dimension == "count":
        found = _counted(doc, figure, words)
    return found


def with_implied(
    doc: "Doc", mentions: list[Mention[Metric]], figures: Sequence[Mention[Quantity]], words: MetricWords
) -> list[Mention[Metric]]:
    """The mentions, and for each figure with none in its clause what it implies; in text order."""
    text = doc.text
    starts = [mention.start for mention in mentions]
    added = []
    for figure in figures:
        at = bisect_left(starts, figure.start)
        before = mentions[at - 1] if at else None
        after = mentions[at] if at < len(mentions) else None
        own = _by_unit(text, figure)
        near = (before is not None and _same_clause(text, before.end, figure.start)) or (
            after is not None and _same_clause(text, figure.end, after.start) and after.start - figure.end < 6
        )
        if own or not near:
            added += [m for m in own or implied(doc, figure, words) if before is None or m.start >= before.end]
    return sorted([*mentions, *added], key=lambda mention: mention.start) if added else mentions


def _same_clause(text: str, start: int, end: int) -> bool:
    return end - start <= 20 and _MARKS.search(text, start, end) is None


def _by_unit(text: str, figure: Mention[Quantity]) -> list[Mention[Metric]]:
    unit, value = figure.value.unit, figure.value.value
    if unit == "级" or _MAGNITUDE_BEFORE.search(text, max(0, figure.start - 6), figure.start):
        near = _QUAKE.search(text, max(0, figure.start - 40), figure.end + 20)
        if near and value is not None and value < 10:
            return [_mention(text, figure, (figure.start, figure.end), Metric(name="震级", known=True))]
    return []


def _counted(doc: "Doc", figure: Mention[Quantity], words: MetricWords) -> list[Mention[Metric]]:
    text, end = doc.text, figure.end
    if end >= len(text) or text[end] in "，。；！？、,":
        return []
    span = doc.char_span(end, end + 1, alignment_mode="expand")
    if span is None or not len(span):
        return []
    token = span[0]
    word = text[end : token.idx + len(token.text)]
    if not _COUNTED.fullmatch(word) or _NOT_COUNTED.match(word):
        return []
    row = words.metrics.get(word)
    metric = Metric(name=row.id, known=True, dimension=row.dimension) if row else Metric(name=f"{word}数")
    return [_mention(text, figure, (end, end + len(word)), metric)]


def _mention(text: str, figure: Mention[Quantity], span: tuple[int, int], metric: Metric) -> Mention[Metric]:
    start, end = span
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        value=metric,
        rules=("implied",),
        anchor=figure.start,
        score=0.5,
    )
