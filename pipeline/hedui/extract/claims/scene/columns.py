"""What is known of each mention by itself, as whole numbers: what it is, how often, what stands beside it."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from hedui.extract.claims.scene.eventday import of_event
from hedui.extract.claims.scene.layout import Table, table
from hedui.extract.metrics.sorts import figure_sort, metric_sort
from hedui.lexicon import Lexicon
from hedui.model import Mention, Metric, Quantity
from hedui.wordlists import compile_words

# In an order in which neighbours are alike, for the trees part labels at a limit.
LABELS = ("TITLE", "PER", "ORG", "PRODUCT", "WORK", "EVENT", "LOC", "GPE")
GRAINS = ("minute", "day", "week", "month", "quarter", "half", "year", "span")
DIMENSIONS = ("money", "price", "percent", "point", "multiple", "people", "count", "duration", "rank", "ratio")
_DIMENSION = {name: code for code, name in enumerate(DIMENSIONS, 1)}
KNOWN = 20_000  # names and dates of which it is remembered what their words say
_PEOPLE = frozenset({"人", "名", "位", "人次", "例", "口", "户"})
# What stands right after a name or before it says what it does: 据X统计 speaks, X的 owns, X、 is one of a list.
_AFTER = {
    character: code
    for code, characters in enumerate(
        ("的之", "为是达约有至到", "称说表指透介预公发宣认警坦", "在于从由自把将被", "和与及、以/",
         ",，。;；:：!！?？\n()（）》」”", "0123456789０１２３４５６７８９"), 1)
    for character in characters
}  # fmt: skip
_BEFORE = {
    character: code
    for code, characters in enumerate(
        ("据源者述引诉", "较比于超跟", "和与及、以/", "对向往至输赴销陆", "在从自由到", "(（《「“",
         ",，。;；:：!！?？\n", "的其"), 1)
    for character in characters
}  # fmt: skip
_TOLL = compile_words(r"{toll}")
_LIVE = compile_words(r"{live_count}")
LIVE = 2  # the toll that is counted anew by the hour; 震级 and 机上人数 are of the event
# What a figure tells of decides what it can be told of: a film's takings, a country's trade, a person's years.
_TOPICS = compile_words(
    r"(?P<firm>{business})"
    r"|(?P<state>生产总值|GDP|失业|物价|CPI|{economy})"
    r"|(?P<film>{audience})|(?P<flow>{transport})|(?P<health>{disease})|(?P<vote>{ballot})"
    r"|(?P<sport>{sport})|(?P<person>{of_a_person})"
    r"|(?P<thing>{specification})"
    r"|(?P<trade>{market})"
)
_TOPIC_CODE = {
    name: i
    for i, name in enumerate(
        ("firm", "thing", "film", "person", "sport", "trade", "flow", "vote", "health", "state"), 1
    )
}


def topic_code(name: str) -> int:
    """The number of a topic among the columns."""
    return _TOPIC_CODE[name]


def dimension_of(quantity: Quantity) -> int:
    """The group of a figure's dimension, 0 where it has none of its own."""
    name = quantity.dimension
    if name == "money" and "/" in quantity.unit:
        name = "price"
    if quantity.unit in _PEOPLE:
        name = "people"
    return _DIMENSION.get(name, 0)


def sides_of(mentions: Sequence[Mention[Any]], text: str) -> "zip[tuple[int, int]]":
    """What stands right before and right after each mention."""
    before, after, text = _BEFORE.get, _AFTER.get, f"\0{text}\0"
    return zip(
        [before(text[m.start], 0) for m in mentions], [after(text[m.end + 1], 0) for m in mentions], strict=True
    )


# What is counted: happenings add up over a span, things stand at a moment.
_HAPPENINGS = frozenset(
    {"次", "宗", "单", "件", "人次", "辆次", "架次", "列次", "笔", "场", "起", "例", "班", "票"}
)
_THINGS = frozenset(
    {"家", "间", "座", "所", "台", "辆", "架", "艘", "条", "个", "名", "人", "户", "只", "部", "处", "位", "张"}
)
# What the words before a figure say of it, by column: those of its clause, and those of its sentence up to it.
_CUES = 36  # characters, and no farther back than the sentence
_SENTENCE = re.compile("[。！？!?\\n;；]")
_IN_CLAUSE = {
    "rate": re.compile("日均|平均每|每[天日月周]|月均|年均|复合|均价|平均"),
    "single": compile_words("{single_day}"),
    "against": re.compile("较|比|同期|高[于过]|低[于过]|超过|仅次于|上年|去年"),
    "trading": compile_words("{trading}|报(?<!..)$"),  # 收涨0.4%,报12.5元
}
_IN_SENTENCE = {"total": compile_words("{told_as_total}"), "coming": compile_words("{told_as_coming}")}


def _cues(before: str) -> tuple[int, ...]:
    told = _SENTENCE.split(before)[-1]
    clause = told[max(told.rfind(","), told.rfind("，")) + 1 :]
    return (
        *(int(cue.search(clause) is not None) for cue in _IN_CLAUSE.values()),
        *(int(cue.search(told) is not None) for cue in _IN_SENTENCE.values()),
    )


def figure_columns(figures: Sequence[Mention[Quantity]], text: str, *, disaster: int) -> Table:
    """The columns of the figures, in an article that may tell of a disaster; units are numbered as they come."""
    units = {unit: i for i, unit in enumerate(dict.fromkeys(m.value.unit for m in figures))}
    names = ("dimension", "converts", "digits", "length", "ahead", "after", "counted", *_IN_CLAUSE,
             *_IN_SENTENCE, "befallen", "sort", "unit")  # fmt: skip
    rows = [
        (
            dimension_of(m.value),
            int(m.anchor is not None),
            len(m.value.digits),
            m.end - m.start,
            *sides,
            1 if m.value.unit in _HAPPENINGS else 2 if m.value.unit in _THINGS else 0,
            *_cues(text[max(0, m.start - _CUES) : m.start]),
            of_event(m.start, m.end, text) if disaster else 0,
            figure_sort(m.value),
            units[m.value.unit],
        )
        for m, sides in zip(figures, sides_of(figures, text), strict=True)
    ]
    return table(names, rows)


_RATES = frozenset({"percent", "permille", "ratio", "multiple"})  # a margin is of the quarter, not of its last day


@lru_cache(maxsize=4)
def stock_names(lexicon: Lexicon) -> frozenset[str]:
    """The metrics that hold at a point in time."""
    rows = (row for row in lexicon.metrics if not row.flow and row.dimension not in _RATES)
    return frozenset(name for row in rows for name in (row.id, *row.terms))


def metric_columns(metrics: Sequence[Mention[Metric]], text: str, stocks: frozenset[str]) -> Table:
    """The columns of the metrics that are levels."""
    count = Counter(m.value.name for m in metrics if m.anchor is None)
    ids = {name: i for i, name in enumerate(dict.fromkeys(m.value.name for m in metrics))}
    of_name = {n: _told_by(n, stocks) for n in ids}
    names = ("dimension", "known", "count", "name", "ahead", "after", "length", "implied", "toll", "topic",
             "stock", "score", "sort")  # fmt: skip
    rows = [
        (metric_dimension(m.value), int(m.value.known), count[m.value.name], ids[m.value.name], *sides,
         len(m.text), int(m.anchor is not None), *of_name[m.value.name],
         0 if m.anchor is None else 1 + int(1000 * m.score), metric_sort(m.value))
        for m, sides in zip(metrics, sides_of(metrics, text), strict=True)
    ]  # fmt: skip
    return table(names, rows)


# What is counted at a moment, by the last word of its name: 门店数, 常住人口, 余额, 股价.
_HELD = compile_words(r"(?:{held})(?:总?数量?|总[额量]|人?数|比例|家数)?$")
# What accounts hold on the last day of a period, never over it: 2024年末存货, 净负债率, 城镇人口.
_BALANCE = compile_words(
    r"(?:(?:{balance_ratio})比?率|(?:{balance})(?:总?额)?|(?:总|男性|女性|城镇|农村|乡村|常住)人口)$"
)
BALANCE, SUM = 4, -1
# What is added up over a period: 收入, 亏损, 合约销售额.
_SUMS = compile_words(r"{reported_sum}")


@lru_cache(maxsize=KNOWN)
def _told_by(name: str, stocks: frozenset[str]) -> tuple[int, int, int]:
    """What the words of a metric say of it wherever it stands: of a toll or not, its topic, whether it is held."""
    toll = 0 if _TOLL.search(name) is None else LIVE if _LIVE.search(name) is not None else 1
    return toll, topic_of(name), _held(name, stocks)


def _held(name: str, stocks: frozenset[str]) -> int:
    """2 and 3 for what the lexicon knows to hold at a moment, 1 for what sounds like it; BALANCE and SUM."""
    if _BALANCE.search(name) is not None:
        return BALANCE
    if _SUMS.search(name) is not None and name not in stocks:
        return SUM
    return 2 * int(name in stocks) + int(_HELD.search(name) is not None)


@lru_cache(maxsize=KNOWN)
def topic_of(name: str) -> int:
    """The number of what a figure of this metric tells of, 0 where its name does not say."""
    found = _TOPICS.search(name)
    return _TOPIC_CODE[found.lastgroup] if found and found.lastgroup else 0


_GROUPS = {"permille": "percent", "amount": "count", "magnitude": "rank"}


def metric_dimension(metric: Metric) -> int:
    """The dimension group of a metric, 0 where it is unknown or has no group."""
    name = metric.dimension or ""
    return _DIMENSION.get(_GROUPS.get(name, name), 0)
