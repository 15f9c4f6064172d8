"""One article laid out for binding: figures and candidates as columns, with what is known of each."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hedui.extract.claims.layout import Layout, Track, lay_out, track
from hedui.extract.claims.lists import Lists, find_lists
from hedui.extract.claims.standins import NATIONS, SOURCE, parts_of, with_published, with_standins
from hedui.extract.claims.wording import Wording
from hedui.extract.reading import Reading
from hedui.model import Entity, Mention, Metric, Period, Publication, Quantity

if TYPE_CHECKING:
    from hedui.extract.claims.layout import Ints

LABELS = ("ORG", "PER", "LOC", "GPE", "PRODUCT", "EVENT", "WORK", "TITLE")
GRAINS = ("minute", "day", "week", "month", "quarter", "half", "year", "span")
DIMENSIONS = ("money", "price", "percent", "point", "multiple", "people", "count", "duration", "rank", "ratio")
_PEOPLE = frozenset({"人", "名", "位", "人次", "例", "口", "户"})
# What stands right after a name or before it says what it does: 据X统计 speaks, X的 owns, X、 is one of a list.
_NEXT = re.compile(
    r"(?P<own>[的之])|(?P<be>[为是达约有至到])|(?P<say>[称说表指透介预公发宣认警坦])|(?P<place>[在于从自由把将被])"
    r"|(?P<join>[和与及、以/])|(?P<mark>[,,。;;::!!??\n(\)）(》」”])|(?P<digit>[0-9０-９])"
)
_NEXT_CODE = {name: code for code, name in enumerate(("own", "be", "say", "place", "join", "mark", "digit"), 1)}
_BEFORE = re.compile(
    r"(?P<source>据|来源|记者|引述|援引|告诉)|(?P<than>较|比|于|超|跟|低于|高于)|(?P<join>[和与及、以/])"
    r"|(?P<toward>[对向往至输赴销陆])|(?P<place>[在从自由到])|(?P<open>[((《「“])|(?P<mark>[,,。;;::!!??\n])|(?P<own>[的其])"
)
_BEFORE_CODE = {
    name: code for code, name in enumerate(("source", "than", "join", "toward", "place", "open", "mark", "own"), 1)
}


@dataclass(frozen=True, slots=True)
class Scene:
    """The reading with its layout, its tracks, and the columns of attributes the features read."""

    reading: Reading
    layout: Layout
    figures: Track
    entities: Track
    metrics: Track
    growths: Track
    periods: Track
    entity_mentions: tuple[Mention[Entity], ...]
    period_mentions: tuple[Mention[Period], ...]
    metric_mentions: tuple[Mention[Metric], ...]
    growth_mentions: tuple[Mention[Metric], ...]
    figure: dict[str, "Ints"]
    disaster: int  # whether the article tells of one: then the event is what its tolls are about
    entity: dict[str, "Ints"]
    metric: dict[str, "Ints"]
    period: dict[str, "Ints"]
    lists: dict[str, Lists]
    wording: Wording
    parts: dict[int, str]  # the noun before a metric, by the metric's start


_DISASTER = re.compile(
    r"地震|强震|余震|台风|坠毁|空难|坠机|暴雨|洪水|洪灾|遇难|罹难|丧生|死亡|伤亡|受灾|灾情|火灾|爆炸|空袭|失踪|受困|搜救"
)
_TOLL = re.compile(
    r"死|伤|遇难|罹难|失踪|失联|受困|被困|获救|停电|停水|倒塌|受灾|受损|转移|安置|幸存|震级|震源|余震|机上"
)


def set_scene(reading: Reading, wording: Wording) -> Scene:
    """The columns of an article."""
    text = reading.clean.text
    layout = lay_out(text)
    size = len(text)
    level = tuple(m for m in reading.metrics if m.value.role == "level" and m.value.dimension != "date")
    growth = tuple(m for m in reading.metrics if m.value.role != "level")
    figures = track(reading.quantities, size)
    entities, periods = with_standins(reading, wording)
    return Scene(
        reading=reading,
        layout=layout,
        figures=figures,
        entities=track(entities, size),
        metrics=track(level, size),
        growths=track(growth, size),
        periods=track(periods, size),
        entity_mentions=tuple(entities),
        period_mentions=tuple(periods),
        metric_mentions=level,
        growth_mentions=growth,
        figure=_figure_columns(reading.quantities, text),
        disaster=int(len(_DISASTER.findall(text)) > 2),
        entity=_entity_columns(entities, text),
        metric=_metric_columns(level, text),
        period=_period_columns(periods, text, reading.article.published),
        lists={
            "figure": find_lists(reading.quantities, text),
            "entity": find_lists(entities, text),
            "metric": find_lists(level, text),
            "period": find_lists(periods, text),
        },
        wording=wording,
        parts=parts_of(reading),
    )


def with_dates(scene: Scene, dates: Sequence[Mention[Period]]) -> Scene:
    """The scene with these dates, and no others, in the place of the figures, so that one binder serves both."""
    text, size = scene.layout.text, len(scene.layout.text)
    day = Quantity(value=None, low=None, high=None, unit="date", dimension="date")
    figures = tuple(Mention(start=m.start, end=m.end, text=m.text, value=day) for m in dates)
    reading = replace(scene.reading, quantities=figures, periods=tuple(dates))
    periods = with_published(reading)
    return replace(
        scene,
        reading=reading,
        figures=track(figures, size),
        periods=track(periods, size),
        period_mentions=tuple(periods),
        figure=_figure_columns(figures, text),
        period=_period_columns(periods, text, reading.article.published),
        lists={**scene.lists, "figure": find_lists(figures, text), "period": find_lists(periods, text)},
    )


def dimension_of(quantity: Quantity) -> int:
    """The group of a figure's dimension, 0 where it has none of its own."""
    name = quantity.dimension
    if name == "money" and "/" in quantity.unit:
        name = "price"
    if quantity.unit in _PEOPLE:
        name = "people"
    return DIMENSIONS.index(name) + 1 if name in DIMENSIONS else 0


def _columns(rows: Sequence[tuple[int, ...]], names: tuple[str, ...]) -> dict[str, "Ints"]:
    import numpy as np

    table = np.array(rows, dtype=np.int64).reshape(len(rows), len(names))
    return {name: table[:, i] for i, name in enumerate(names)}


def _code(pattern: re.Pattern[str], codes: dict[str, int]) -> Callable[[str], int]:
    @lru_cache(maxsize=4096)
    def read(character: str) -> int:
        found = pattern.match(character)
        return codes[found.lastgroup] if found and found.lastgroup else 0

    return read


_after = _code(_NEXT, _NEXT_CODE)
_ahead = _code(_BEFORE, _BEFORE_CODE)


def _sides(mention: Mention[Any], text: str) -> tuple[int, int]:
    return _ahead(text[mention.start - 1 : mention.start]), _after(text[mention.end : mention.end + 1])


def _figure_columns(figures: Sequence[Mention[Quantity]], text: str) -> dict[str, "Ints"]:
    rows = [
        (dimension_of(m.value), int(m.anchor is not None), len(m.value.digits), m.end - m.start, *_sides(m, text))
        for m in figures
    ]
    return _columns(rows, ("dimension", "converts", "digits", "length", "ahead", "after"))


def _entity_columns(entities: Sequence[Mention[Entity]], text: str) -> dict[str, "Ints"]:
    count = Counter(m.value.name for m in entities)
    ids = {name: i for i, name in enumerate(count)}
    title_end = title_of(text)
    heads = {m.value.name for m in entities if m.start < title_end}
    weight = {name: n + 2 * (name in heads) for name, n in count.items()}
    main = max(weight, key=lambda name: (weight[name], -ids[name]), default="")
    seen: set[str] = set()
    order = {name: i for i, (name, _) in enumerate(count.most_common())}
    leads = Counter(m.value.name for m in entities if m.text and _opens(text, m.start))
    total = max(1, len(entities))
    home = max((n for n in count if n in NATIONS), key=lambda n: (count[n], -ids[n]), default="")
    rows = []
    for m in entities:
        name, label = m.value.name, m.value.label
        ahead, after = _sides(m, text)
        rows.append(
            (
                LABELS.index(label) + 1 if label in LABELS else 0,
                ids[name],
                count[name],
                int(name in heads),
                int(name == main),
                int(name not in seen),
                ahead,
                after,
                len(m.text),
                (m.source == SOURCE) + (m.source == SOURCE and not m.text),
                _office(name),
                _speaks(m, text),
                min(order[name], 9),
                100 * count[name] // total,
                min(leads[name], 9),
                min(ids[name], 12),
                int(name == home),
            )
        )
        seen.add(name)
    names = (
        "label",
        "name",
        "count",
        "head",
        "main",
        "first",
        "ahead",
        "after",
        "length",
        "standin",
        "office",
        "says",
        "rank",
        "share",
        "leads",
        "turn",
        "home",
    )
    return _columns(rows, names)


# Who speaks is seldom what the figure is about: offices, media, brokers, schools of research.
_OFFICES = (
    re.compile(r"(?:[局署厅部委院处会]|委员会|统计处|中心|协会|组织|基金|总署|总处)$"),
    re.compile(r"(?:[社报网刊]|日报|电视台|新闻|财经|时报|通讯社|周刊|博客|客户端)$"),
    re.compile(r"(?:证券|银行|投行|大学|研究院|研究所|咨询|地产|评级|智库|高盛|摩根)$"),
    re.compile(r"(?:公司|集团|控股|股份|科技|实业|电子|汽车|能源|医药|生物)$"),
    re.compile(r"[省市县区州镇乡村岛]$"),
)
_SAYS = re.compile(
    r"[^,,。;;!!??\n]{0,8}?(?:表示|指出|称|显示|公布|发布|统计|数据|报道|消息|电[((]|讯|记者|研报|认为|预[计估测]|说|介绍|透露|宣布)"
)
_TOLD = re.compile(r"(?:据|来源[::]?|记者|编辑[::]?|图源?[::]|引述|援引|援引了|消息来自|根据|文[//])$")


def _opens(text: str, start: int) -> bool:
    """Whether a name opens its sentence: a subject, more often than not."""
    return start == 0 or text[start - 1] in "。!?!?;;\n "


@lru_cache(maxsize=4096)
def _office(name: str) -> int:
    return next((i for i, pattern in enumerate(_OFFICES, 1) if pattern.search(name)), 0)


def _speaks(mention: Mention[Entity], text: str) -> int:
    """1 where a verb of saying follows, 2 where 据 or 来源 precedes, 3 for both."""
    says = bool(mention.text) and _SAYS.match(text, mention.end, mention.end + 14) is not None
    return int(says) + 2 * int(_TOLD.search(text, max(0, mention.start - 4), mention.start) is not None)


def title_of(text: str) -> int:
    """The end of the headline: the first line, if it is short enough to be one."""
    end = text.find("\n")
    return end if 0 <= end <= 80 else 0


def _metric_columns(metrics: Sequence[Mention[Metric]], text: str) -> dict[str, "Ints"]:
    count = Counter(m.value.name for m in metrics)
    ids = {name: i for i, name in enumerate(count)}
    rows = []
    for m in metrics:
        name = m.value.name
        ahead, after = _sides(m, text)
        rows.append(
            (
                metric_dimension(m.value),
                int(m.value.known),
                count[name],
                ids[name],
                ahead,
                after,
                len(m.text),
                int(m.anchor is not None),
                _toll(name),
            )
        )
    return _columns(rows, ("dimension", "known", "count", "name", "ahead", "after", "length", "implied", "toll"))


@lru_cache(maxsize=4096)
def _toll(name: str) -> int:
    return int(_TOLL.search(name) is not None)


_GROUPS = {"permille": "percent", "amount": "count", "magnitude": "rank"}


def metric_dimension(metric: Metric) -> int:
    """The dimension group of a metric, 0 where it is unknown or has no group."""
    name = _GROUPS.get(metric.dimension or "", metric.dimension or "")
    return DIMENSIONS.index(name) + 1 if name in DIMENSIONS else 0


# The year a figure is measured against: 较去年, 由2023年同期的3,061亿元, 上年同期为.
_COMPARED = re.compile(r"同期|上年|上一年|前一年|去年同|较|比|[由从]")

# The same just before a period: 比上年, 较2019年, 高于去年.  But 去年同期亏损5.3亿元 is a year's own figure.
_AGAINST = re.compile(r"(?:[比较于由从自与和及对]|相比|相对|高出|超过|多于|少于)$")


def _age(period: Period, published: Publication | None) -> int:
    """Years from the period to the article, 9 where either is unknown."""
    if period.last is None or published is None:
        return 9
    return max(-3, min(8, published.last.year - period.last.year))


def _period_columns(
    periods: Sequence[Mention[Period]], text: str, published: Publication | None
) -> dict[str, "Ints"]:
    count = Counter((m.value.first, m.value.last) for m in periods)
    ids = {key: i for i, key in enumerate(count)}
    common = max(count, key=lambda key: (count[key], -ids[key]), default=None)
    day = published.last if published is not None else date.max
    latest = max((m.value.last for m in periods if m.text and m.value.last and m.value.last <= day), default=None)
    rows = []
    for m in periods:
        p = m.value
        key = (p.first, p.last)
        ahead, after = _sides(m, text)
        rows.append(
            (
                GRAINS.index(p.grain) if p.grain in GRAINS else len(GRAINS),
                int(p.instant),
                int(p.how == "relative"),
                int(p.first is None),
                count[key],
                ids[key],
                int(key == common),
                int(_COMPARED.search(text, max(0, m.start - 2), m.end) is not None),
                int(_AGAINST.search(text, max(0, m.start - 2), m.start) is not None),
                ahead,
                after,
                m.end - m.start,
                int(m.source == SOURCE),
                _age(p, published),
                int(p.last is not None and p.last == latest),
            )
        )
    names = (
        "grain",
        "instant",
        "relative",
        "open",
        "count",
        "value",
        "common",
        "compared",
        "against",
        "ahead",
        "after",
        "length",
        "standin",
        "age",
        "latest",
    )
    return _columns(rows, names)
