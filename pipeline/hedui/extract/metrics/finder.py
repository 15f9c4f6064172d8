"""The mentions of metrics in a text: lexicon words, growth words joined from basis and direction."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hedui.extract.metrics.words import MetricWords
from hedui.lexicon import ChangeRow, MetricRow
from hedui.model import Mention, Metric

if TYPE_CHECKING:
    from spacy.tokens import Doc

# One character names a metric or a change only beside a figure: 3死5伤, 40金, 增8%, 跌至1.2万.
_FIGURE_AFTER = re.compile(r"[了至到约逾近超达共约\s]{0,3}[0-9０-９零〇一二两三四五六七八九十百千万亿几数]")
_FIGURE_BEFORE = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿余多][人名例个枚块面]?$")
# What may stand between a basis and its direction: 同比大幅增长, 较去年同期则减少, 按年再升.
_BETWEEN = re.compile(r"[,，的仍则又再均都也略微小大仅只分别共有大幅小幅明显显著继续约持续进一步实现出现]{0,6}")


def find_metrics(doc: "Doc", words: MetricWords) -> list[Mention[Metric]]:
    """All metric mentions in text order, in clean offsets; they do not overlap.

    A level mention (营收) holds the canonical name; a growth mention holds its suffix (同比增速) and `change`.
    """
    text = doc.text
    found = [(start, end, words.rows[index]) for index, start, end in _matches(text, words)]
    return list(_joined(text, found))


def _matches(text: str, words: MetricWords) -> Iterator[tuple[int, int, int]]:
    for index, start, end in words.automaton.find_matches_as_indexes(text):
        if end - start > 1 or _beside_figure(text, start, end):
            yield index, start, end


def _beside_figure(text: str, start: int, end: int) -> bool:
    return bool(_FIGURE_AFTER.match(text, end) or _FIGURE_BEFORE.search(text, max(0, start - 3), start))


def _joined(text: str, found: list[tuple[int, int, MetricRow | ChangeRow]]) -> Iterator[Mention[Metric]]:
    skip = False
    for number, (start, end, row) in enumerate(found):
        if skip:
            skip = False
            continue
        if isinstance(row, MetricRow):
            yield _level(text, start, end, row)
            continue
        following = found[number + 1] if number + 1 < len(found) else None
        if row.kind == "basis" and following is not None and _continues(text, end, following):
            direction = following[2]
            assert isinstance(direction, ChangeRow)
            yield _change(text, (start, following[1]), row, direction)
            skip = True
        else:
            yield _change(text, (start, end), row, row)


def _continues(text: str, end: int, following: tuple[int, int, MetricRow | ChangeRow]) -> bool:
    start, _, row = following
    if not isinstance(row, ChangeRow) or row.kind != "direction":
        return False
    return _BETWEEN.fullmatch(text, end, start) is not None


def _level(text: str, start: int, end: int, row: MetricRow) -> Mention[Metric]:
    metric = Metric(name=row.id, known=True, dimension=row.dimension)
    return Mention(start=start, end=end, text=text[start:end], value=metric, rules=("lexicon",))


def _change(text: str, span: tuple[int, int], row: ChangeRow, direction: ChangeRow) -> Mention[Metric]:
    role = "growth" if row.kind in ("basis", "direction") else row.kind
    name = f"{row.suffix}增速" if role == "growth" else row.suffix
    metric = Metric(name=name, known=True, role=role, change=row.change or direction.change)
    start, end = span
    return Mention(start=start, end=end, text=text[start:end], value=metric, rules=(row.kind,))
