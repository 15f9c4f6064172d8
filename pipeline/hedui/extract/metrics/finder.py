"""The mentions of metrics in a text: lexicon words, growth words (basis and direction), learned phrases."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedui.extract.letters import Sheet, sheet_of_docs
from hedui.extract.metrics.labeler import Phrase
from hedui.extract.metrics.names import PARTIAL, SHORT, WHOLE, named
from hedui.extract.metrics.nouns import Nouns, classes_on, nouns_on
from hedui.extract.metrics.words import MetricWords
from hedui.lexicon import ChangeRow, MetricRow
from hedui.model import Mention, Metric
from hedui.tokenizer import text_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc

Match = tuple[int, int, MetricRow | ChangeRow]

# One character names a metric or a change only beside a figure: 3死5伤, 40金, 增8%, 跌至1.2万.
_FIGURE_AFTER = re.compile(r"[了至到约逾近超达共约\s]{0,3}[0-9０-９零〇一二两三四五六七八九十百千万亿几数]")
_FIGURE_BEFORE = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿余多][人名例个枚块面]?$")
# What may stand between a basis and its direction: 同比大幅增长, 较去年同期则减少, 按年再升.
_BETWEEN = re.compile(r"[,，的仍则又再均都也略微小大仅只分别共有大幅小幅明显显著继续约持续进一步实现出现]{0,6}")
# A word that is a metric only beside its figure (客户, 出口, 上市): with this much between, no mark among it.
_TOUCH_AFTER = re.compile(r"[^，。；！？,;!?\n0-9]{0,7}[0-9０-９零〇一二两三四五六七八九十百千]")
_TOUCH_BEFORE = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿余多几][^，。；！？,;!?、\n0-9]{0,5}$")
_TOUCH = 7
_YEAR_BEFORE = frozenset("0123456789零〇一二三四五六七八九十")
_TRAIL, _LEAD = frozenset("为达约共有的破仅是逾超"), frozenset("的之其和与及")
# Sums and rates are rarely anything but measures.
_LOOSE = frozenset(("money", "percent", "permille"))
# Words that name a measure wherever they stand: 收入, 毛利率, 死亡人数, 总额.
_MEASURE = re.compile(
    r"(?:数|量|额|率|价|值|费|费用|收入|利润|溢利|成本|比重|指数|面积|规模|盈利|亏损|票房|GDP|CPI)$"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """What the lexicon and the labeler see in one text, before anything is decided."""

    text: str
    matches: list[Match]
    phrases: list[Phrase]
    nouns: Nouns


def mark_metrics(texts: Sequence[str], sheet: Sheet, words: MetricWords) -> list[Marked]:
    """The marks of each text of a sheet."""
    matches = [list(_matches(text, words)) for text in texts]
    classes = classes_on(sheet, words)
    nouns = nouns_on(texts, sheet, classes)
    phrases: list[list[Phrase]] = [[] for _ in texts]
    if words.labeler is not None:
        codes = [_codes(len(text), found, words) for text, found in zip(texts, matches, strict=True)]
        phrases = words.labeler.spans(sheet, codes, classes)
    return [Marked(*marks) for marks in zip(texts, matches, phrases, nouns, strict=True)]


def find_metrics(doc: "Doc", words: MetricWords, marked: Marked | None = None) -> list[Mention[Metric]]:
    """All metric mentions in text order, in clean offsets; they do not overlap.

    A level mention (营收) holds the canonical name; a growth mention holds its suffix (同比增速) and `change`.
    """
    if marked is None:
        (marked,) = mark_metrics([text_of(doc)], sheet_of_docs([doc]), words)
    learned = _learned(marked, words)
    taken = [(m.start, m.end) for m in learned]
    rules = _without(list(_joined(marked.text, marked.matches)), taken)
    if any(mention.text in PARTIAL for mention in rules):
        rules = _narrowed(rules, marked.nouns)
    return sorted([*rules, *learned], key=lambda mention: mention.start)


def lexicon_codes(text: str, words: MetricWords) -> "NDArray[np.int64]":
    """Per character which kind of lexicon word it lies in, 0 for none; 32 more on a word's first character."""
    return _codes(len(text), list(_matches(text, words)), words)


def _codes(size: int, matches: list[Match], words: MetricWords) -> "NDArray[np.int64]":
    import numpy as np

    codes = np.zeros(size, dtype=np.int64)
    for start, end, row in matches:
        code = words.codes[row.dimension if isinstance(row, MetricRow) else row.kind]
        codes[start:end] = code
        codes[start] = code + 32
    return codes


def _matches(text: str, words: MetricWords) -> Iterator[Match]:
    for index, start, end in words.automaton.find_matches_as_indexes(text):
        if end - start == 1 and not _beside_figure(text, start, end):
            continue
        row: MetricRow | ChangeRow | None = words.rows[index]
        if text[start] in "年月季日" and start and text[start - 1] in _YEAR_BEFORE:
            start += 1  # 较2019年增长: the year is not part of 年增长
            row = words.by_form.get(text[start:end])
        if row is not None:
            yield start, end, row


def _beside_figure(text: str, start: int, end: int) -> bool:
    return bool(_FIGURE_AFTER.match(text, end) or _FIGURE_BEFORE.search(text, max(0, start - 3), start))


def _learned(marked: Marked, words: MetricWords) -> list[Mention[Metric]]:
    """The phrases the labeler marks as metrics, named by the lexicon word they end in, else by themselves."""
    text = marked.text
    changes = [(start, end) for start, end, row in marked.matches if isinstance(row, ChangeRow)]
    found, place = [], 0
    for start, end, label, share in marked.phrases:
        if label != "M":
            continue
        while place < len(changes) and changes[place][1] <= start:
            place += 1
        if place < len(changes):
            end = min(end, changes[place][0])  # 营收同比: the change is a mention of its own
        metric = named(text[start:end], words) if end > start else None
        if metric is not None:
            start, end = _trimmed(text, start, end)
            span = text[start:end]
            # GPU in an essay on GPUs is no measure; 1024颗GPU is one.
            if (
                metric.known
                and metric.dimension not in _LOOSE
                and not _MEASURE.search(span)
                and not _touches(text, start, end)
            ):
                continue
            found.append(
                Mention(start=start, end=end, text=span, value=metric, source="model", score=share, rules=("crf",))
            )
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the words that only lead to a figure: 营收达 is 营收."""
    while end - start > 2 and text[end - 1] in _TRAIL:
        end -= 1
    while end - start > 2 and text[start] in _LEAD:
        start += 1
    return start, end


def _without(mentions: list[Mention[Metric]], taken: list[tuple[int, int]]) -> list[Mention[Metric]]:
    """The mentions that lie in none of the spans; both in text order."""
    kept, place = [], 0
    for mention in mentions:
        while place < len(taken) and taken[place][1] <= mention.start:
            place += 1
        inside = place < len(taken) and taken[place][0] < mention.end
        if not inside:
            kept.append(mention)
    return kept


def _narrowed(mentions: list[Mention[Metric]], nouns: Nouns) -> list[Mention[Metric]]:
    """Income and the like with the business right before it keep it in their names: 游戏收入 is no 营业收入."""
    return [_with_scope(m, nouns) if m.value.name in SHORT else m for m in mentions]


def _with_scope(mention: Mention[Metric], nouns: Nouns) -> Mention[Metric]:
    start = nouns.narrowing(mention.start)
    scope = nouns.text[start : mention.start]
    if not scope or WHOLE.search(scope) or mention.text not in PARTIAL:
        return mention
    row = mention.value
    metric = Metric(name=scope + SHORT[row.name], base=row.name, known=True, dimension=row.dimension, scope=scope)
    return Mention(
        start=start, end=mention.end, text=scope + mention.text, value=metric, rules=(*mention.rules, "scope")
    )


def _joined(text: str, found: list[Match]) -> Iterator[Mention[Metric]]:
    skip = False
    for number, (start, end, row) in enumerate(found):
        if skip:
            skip = False
            continue
        if isinstance(row, MetricRow):
            if (
                row.dimension in _LOOSE
                or _MEASURE.search(text, max(0, end - 3), end)
                or _touches(text, start, end)
            ):
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


def _touches(text: str, start: int, end: int) -> bool:
    after = _TOUCH_AFTER.match(text, end)
    return after is not None or _TOUCH_BEFORE.search(text, max(0, start - _TOUCH), start) is not None


def _continues(text: str, end: int, following: Match) -> bool:
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
