"""What a figure measures when no metric word stands near: its unit and the words that touch it say so."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hedui.extract.metrics.words import MetricWords
from hedui.model import Mention, Metric, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc

_QUAKE = re.compile(r"地震|强震|余震|震中|震级")
_NOUN = re.compile(r"[一-鿿]{2,6}")


def implied(doc: "Doc", figure: Mention[Quantity], words: MetricWords) -> list[Mention[Metric]]:
    """Metrics that the figure itself implies, best first; each mention's `anchor` is the figure's start.

    7.8级 beside 地震 is a 震级, 第3 a 排名, 8座晶圆厂 a 晶圆厂数.
    """
    return list(_by_unit(doc, figure)) + list(_counted(doc, figure, words))


def _by_unit(doc: "Doc", figure: Mention[Quantity]) -> Iterator[Mention[Metric]]:
    unit = figure.value.unit
    near = doc.text[max(0, figure.start - 30) : figure.end + 15]
    if unit == "级" and _QUAKE.search(near):
        yield _mention(figure, (figure.start, figure.end), Metric(name="震级", known=True, dimension="magnitude"))
    if unit == "排名" or figure.value.dimension == "rank":
        yield _mention(figure, (figure.start, figure.end), Metric(name="排名", known=True, role="rank"))
    if unit.endswith("/股"):
        yield _mention(figure, (figure.start, figure.end), Metric(name="股价", known=True, dimension="money"))


def _counted(doc: "Doc", figure: Mention[Quantity], words: MetricWords) -> Iterator[Mention[Metric]]:
    if figure.value.dimension != "count":
        return
    span = doc.char_span(figure.end, min(len(doc.text), figure.end + 1), alignment_mode="expand")
    if span is None or not len(span):
        return
    token = span[0]
    if token.idx != figure.end or not _NOUN.fullmatch(token.text):
        return
    name = words.metrics[token.text].id if token.text in words.metrics else f"{token.text}数"
    yield _mention(figure, (token.idx, token.idx + len(token.text)), Metric(name=name, dimension="count"))


def _mention(figure: Mention[Quantity], span: tuple[int, int], metric: Metric) -> Mention[Metric]:
    start, end = span
    text = figure.text if start == figure.start else ""
    return Mention(start=start, end=end, text=text, value=metric, rules=("implied",), anchor=figure.start)
