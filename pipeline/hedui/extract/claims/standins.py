"""Candidates no name or date of the text gives: the country an office speaks for, the day of publication."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from hedui.extract.claims.jurisdiction import jurisdictions
from hedui.extract.claims.todate import SOURCE, to_date
from hedui.extract.claims.wording import Wording
from hedui.extract.entities.reference import find_references
from hedui.extract.reading import Reading
from hedui.model import Entity, Mention, Period

_DATELINE = re.compile(r"讯|.(?:[一-鿿]{0,6}[0-9]{1,2}月[0-9]{1,2}日)?(?:讯|电|消息|综合报道|报道)")
_PART = 9  # characters
_NOUN = re.compile(r"(?:[^\W\d_的在和与及为是由对从至到了将而但则也均以年月日其有因被把就又还]){2,9}$")
_NO_PART = re.compile(
    r"实现|录得|取得|达到|完成|同比|环比|预计|全年|累计|同期|当季|当期|期内|本期|合并|单季|年度|季度|平均|税后|归属|总计|合计|共计"
    r"|公司|集团|股东|今年|去年|目前|其中|分别|方面|继续|造成|导致|增加|减少|实际|主要"
    r"|最终|此外|同时|数据|显示|称|说|表示"
)
_QUAKE = re.compile(r"[^,,。;;\n]{0,4}?(?:发生|附近|海域|发生规模|规模)?[^,,。;;\n]{0,10}?(?:地震|强震|大地震)")
_SEA = re.compile(r"(?<=..)(?:以?[东南西北]{1,2}[部方]?|对出|附近|近岸)?(?:外海|近海|海域|海面)$")
_TYPE = re.compile(r"(?<=..)(?:[^,,]{2}族)?(?:自治[县州]|[县市省州区])$")
NATIONS = ("中国", "台湾", "香港", "澳门", "日本", "韩国", "美国")


def with_standins(reading: Reading, wording: Wording) -> tuple[list[Mention[Entity]], list[Mention[Period]]]:
    """The entities and periods of a reading with the stand-ins among them, in text order."""
    named = [m for m in reading.entities if not _is_dateline(m, reading.clean.text)]
    entities = [
        *named,
        *_nations(reading, wording),
        *_quakes(reading),
        *_referred(reading, named),
        *_served(reading, named),
    ]
    return sorted(entities, key=lambda m: (m.start, m.end)), _periods(reading)


def _periods(reading: Reading) -> list[Mention[Period]]:
    made = to_date(reading.periods, reading.clean.text, reading.article.published)
    return sorted([*made, *reading.periods], key=lambda m: (m.start, m.end, m.source != SOURCE))


def parts_of(reading: Reading) -> dict[int, str]:
    """新业务分部收入, 农村居民人均收入, 燃油车零售: the noun before a metric is its scope; by metric start."""
    text = reading.clean.text
    named = [metric for metric in reading.metrics if metric.anchor is None]
    groups = (reading.entities, reading.periods, reading.quantities, named)
    borders = sorted(m.end for group in groups for m in group)
    found = {}
    for metric in named:
        if metric.value.role != "level":
            continue
        at = bisect_right(borders, metric.start)
        left = max(borders[at - 1] if at else 0, metric.start - _PART)
        match = _NOUN.search(text, left, metric.start)
        if match is not None and not _NO_PART.search(match.group()):
            found[metric.start] = match.group()
    return found


def _nations(reading: Reading, wording: Wording) -> list[Mention[Entity]]:
    """全国, 我国, 国家统计局 stand for a country; so does the whole text where it names one place only."""
    text = reading.clean.text
    named = {(m.start, m.value.name) for m in reading.entities}
    found = [
        _standin(word.start, word.end, text[word.start : word.end], word.name)
        for word in wording.words
        if word.role == "nation" and (word.start, word.name) not in named
    ]
    home = _home(reading.entities, found, reading)
    return [_standin(0, 0, "", home), *found] if home else found


def _is_dateline(mention: Mention[Entity], text: str) -> bool:
    """光影日报讯, 新华社北京7月18日电: the outlet that opens a line is not what its figures are about."""
    opens = mention.start == 0 or text[mention.start - 1] in "\n(【["
    return opens and mention.value.label == "ORG" and _DATELINE.match(text, mention.end - 1) is not None


def _referred(reading: Reading, named: Sequence[Mention[Entity]]) -> list[Mention[Entity]]:
    """影片 and 该片 as the film they stand for (公司 and 该市 made the ranker worse on unseen stories)."""
    if not any(m.value.label == "WORK" for m in named):
        return []
    subject = Counter(m.value for m in named if m.value.label in ("ORG", "WORK")).most_common(1)
    found = find_references(reading.clean.text, named, subject[0][0] if subject else None)
    return [
        Mention(start=r.span.start, end=r.span.end, text=r.text, value=r.candidates[0].value, source=SOURCE)
        for r in found
        if r.sure and r.candidates[0].value.label == "WORK" and r.text != "其"
    ]


def _served(reading: Reading, named: Sequence[Mention[Entity]]) -> list[Mention[Entity]]:
    text = reading.clean.text
    return [
        Mention(start=start, end=end, text=text[start:end], value=place, source=SOURCE)
        for start, end, place in jurisdictions(text, named)
    ]


def _quakes(reading: Reading) -> list[Mention[Entity]]:
    """四川甘孜州泸定县发生6.8级地震 names an event, 泸定地震, without writing its name.

    Of several places the one that says more: 花莲 before 台湾, and of equals the one named more often.
    """
    text = reading.clean.text
    if "地震" not in text:
        return []
    places = [
        m for m in reading.entities if m.value.label in ("GPE", "LOC") and _QUAKE.match(text, m.end, m.end + 24)
    ]
    if not places:
        return []
    names = [_TYPE.sub("", _SEA.sub("", m.value.name)) for m in places]
    count = Counter(names)
    place = max(count, key=lambda name: (name not in NATIONS, count[name], len(name)))
    first = places[names.index(place)]
    event = Entity(f"{place}地震", "EVENT")
    head = Mention(start=0, end=0, text="", value=event, source=SOURCE)
    return [head, Mention(start=first.start, end=first.end, text=first.text, value=event, source=SOURCE)]


def _home(entities: Sequence[Mention[Entity]], found: Sequence[Mention[Entity]], reading: Reading) -> str | None:
    """The country that the mainland's press leaves unsaid: 中国, where no word of the text names it."""
    if any(m.value.name == NATIONS[0] for m in (*entities, *found)):
        return None
    simplified = sum(edit.rule == "t2s" for edit in reading.clean.edits) < len(reading.clean.text) // 40
    return NATIONS[0] if simplified else None


def _standin(start: int, end: int, text: str, name: str) -> Mention[Entity]:
    return Mention(start=start, end=end, text=text, value=Entity(name, "GPE"), source=SOURCE)
