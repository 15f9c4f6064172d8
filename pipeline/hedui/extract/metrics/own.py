"""The metrics a figure has of its own: what it implies, and the phrases that most likely name what it measures."""

import re
from collections.abc import Iterator, Sequence

from hedui.extract.letters import Sheet
from hedui.extract.metrics.acts import made_of
from hedui.extract.metrics.carried import carried
from hedui.extract.metrics.durations import lasted
from hedui.extract.metrics.finder import MEASURE, find_metrics
from hedui.extract.metrics.names import named
from hedui.extract.metrics.nominal import noun_of
from hedui.extract.metrics.nouns import Nouns, nouns_of_each, nouns_on
from hedui.extract.metrics.parts import parts_of
from hedui.extract.metrics.phrases import nameless, placed, without
from hedui.extract.metrics.ranker import rank
from hedui.extract.metrics.sorts import agree, compatible, figure_sort
from hedui.extract.metrics.told import told_around, told_by
from hedui.extract.metrics.words import MetricWords
from hedui.model import Entity, Mention, Metric, Quantity

_RATES = frozenset(("percent", "permille", "point", "multiple"))
_SUMS = frozenset(("money", "count", "amount"))
_RATE_BEHIND = re.compile(r"率|比(?=[高达为是约仅0-9])")  # 运载率跌至, 桥隧比高达: the tokenizer reads 率跌, 比高
_VERB = 3  # characters of a verb before what it is done to
_MEDAL = "枚"  # the unit of 36金33银47铜
Metrics = list[Mention[Metric]]
Figures = Sequence[Mention[Quantity]]
Names = Sequence[Mention[Entity]]


def find_measures(
    texts: Sequence[str], sheet: Sheet, figures: Sequence[Figures], words: MetricWords, names: Sequence[Names] = ()
) -> list[Metrics]:
    """For each text of the sheet its metric mentions in text order: the lexicon's, and every figure's own.

    `names` are the entities of each text: no part of a phrase that names a figure.

    An own mention has its figure's start as `anchor`, and as `score` how likely it names the figure:
    港澳单牌车超过386万辆次 has 港澳单牌车, 24份未完成订单 has 未完成订单.  The words are the name, the unit says
    what is counted.
    """
    nouns = nouns_on(sheet, words.dictionary)
    parts = nouns_of_each(nouns, sheet)
    found = [find_metrics(text, part, words) for text, part in zip(texts, parts, strict=True)]
    own = [_own(*each, words) for each in zip(texts, parts, figures, found, strict=True)]
    nouns = nameless(nouns, placed(names or [()] * len(texts), sheet))
    for number, mention in _phrases(texts, sheet, nouns, (found, figures), words):
        own[number].append(mention)
    return [
        sorted([*mentions, *more], key=lambda mention: mention.start)
        for mentions, more in zip(found, own, strict=True)
    ]


def _own(text: str, nouns: Nouns, figures: Figures, named: Metrics, words: MetricWords) -> Metrics:
    """What the words around figures say, what acts make of them, what they take over and are parts of."""
    told = [m for figure in figures if (m := implied(text, figure, nouns, named, words)) is not None]
    sure = [*made_of(text, figures, words.acts), *carried(text, figures, named)]
    done = {mention.anchor for mention in sure}
    return [*told, *sure, *(part for part in parts_of(text, figures, named) if part.anchor not in done)]


def implied(
    text: str, figure: Mention[Quantity], nouns: Nouns, named: Sequence[Mention[Metric]], words: MetricWords
) -> Mention[Metric] | None:
    """The metric that a figure's measure word and the words right around it tell, whatever else stands near.

    `named` are the metrics that words of the text name.  16层 is a 层数, 烧毁3200公顷 a 过火面积, 连跌三年 a
    连续下跌年数.
    """
    counted = words.by_unit.get(figure.text[-1:])
    if counted is not None and figure.value.unit in (figure.text[-1:], _MEDAL):
        return told_by(text, figure, (figure.start, figure.end), counted)
    told = told_around(text, figure)
    if told is None and figure.value.dimension == "duration":
        return lasted(text, figure, nouns, named, words.lasting)
    return told


def is_level(mention: Mention[Metric]) -> bool:
    """Whether a mention names a level that figures can have: no growth word, no date."""
    return mention.value.role == "level" and mention.value.dimension != "date"


def called(phrase: str, known: Metric | None, quantity: Quantity, words: MetricWords) -> Metric | None:
    """The metric of a phrase beside a quantity; `known` is the lexicon's, which the quantity may not fit.

    未完成订单 is a sum of money to the lexicon; 24份未完成订单 are so many of them, but 1745亿件 are no 业务收入.
    A rate is of the metric itself: 纯利…按年升4.1% is growth of 净利润.
    """
    noun = noun_of(phrase, quantity) if known is None or not _fits(known, quantity) else None
    if noun is not None:
        return named(noun, words)
    if known is None:
        return named(phrase, words)
    if _fits(known, quantity):
        return known
    other = quantity.dimension in _SUMS and MEASURE.search(phrase)
    return Metric(name=phrase) if len(phrase) > 1 and not other else None


def _fits(known: Metric, quantity: Quantity) -> bool:
    """Whether the lexicon's metric may have this quantity; a bare number (a table's 43,911) may be anything's."""
    if quantity.dimension in _RATES or (quantity.dimension == "number" and known.dimension in _SUMS):
        return True
    return compatible(known, quantity) > 0 and agree(known, quantity) >= 0


def _phrases(
    texts: Sequence[str],
    sheet: Sheet,
    nouns: Nouns,
    found: tuple[Sequence[Metrics], Sequence[Figures]],
    words: MetricWords,
) -> Iterator[tuple[int, Mention[Metric]]]:
    """(text, mention) of the phrases beside every figure; one that the lexicon has keeps its name."""
    metrics, figures = found
    if words.ranker is None or not any(figures):
        return
    levels = placed([[m for m in own if is_level(m)] for own in metrics], sheet)
    counted = placed(figures, sheet)
    nouns = without(nouns, placed([[m for m in own if not is_level(m)] for own in metrics], sheet))
    phrases, best = rank(nouns, levels, counted, words.ranker)
    of = counted.text.tolist()
    starts, ends, known = phrases.start.tolist(), phrases.end.tolist(), phrases.named.tolist()
    memo: dict[tuple[object, ...], Metric | None] = {}  # one phrase is offered to all figures of its sentence
    for number, phrase, score in best:
        text, figure, index = of[number], counted.mentions[number], known[phrase]
        first = sheet.characters[text][0]
        start, end = starts[phrase] - first, ends[phrase] - first
        name = levels.mentions[index].value if index >= 0 else None
        if name is None and figure.value.dimension == "percent" and _RATE_BEHIND.match(texts[text], end):
            end += 1
        spelled, value = texts[text][start:end], figure.value
        # 生产|高速钢32万吨; of 销售订单12亿元 and 出口企业300个 the verb says nothing
        done = name is None and end == figure.start and value.dimension != "money" and value.unit != "个"
        act = texts[text][max(0, start - _VERB) : start] if done else ""
        # all that a name asks of a quantity
        key = spelled, name and name.name, act, value.dimension, value.unit, figure_sort(value)
        if key not in memo:
            memo[key] = called(noun_of(act, value, spelled) or spelled, name, value, words)
        metric = memo[key]
        if metric is not None:
            yield (
                text,
                Mention(
                    start=start,
                    end=end,
                    text=spelled,
                    value=metric,
                    source="model",
                    score=round(score, 4),
                    rules=("phrase",),
                    anchor=figure.start,
                ),
            )
