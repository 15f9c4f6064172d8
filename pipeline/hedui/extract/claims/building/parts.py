"""The part of a whole that a metric is told of, by the noun or the band right before it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Set

from hedui.extract.reading import Reading
from hedui.model import Mention, Metric, Quantity
from hedui.tokenizer import word_lengths
from hedui.wordlists import compile_words

BAND = ("岁", "以下", "以上", "以内", "以外")
_PART = 9  # characters
_NOUN = re.compile(r"(?:[^\W\d_的在和与及为是由对从至到了将而但则也均以年月日其有因被把就又还]){2,9}\Z")
_NO_PART = compile_words(
    r"{no_part_of_name}|共$|曾|通报|当局|受[一-鿿]|^[这该此全]|^其(?!他)|影响|设计|信中|公司称|一度|分类|方面$|期间|当中"
)


# 死亡151人,其中女性96人; 遇难者包括22名外国公民: who they are, before or behind the figure of some of them.
_WHO = compile_words(
    r"(?:^|[，。；、:：,;（(]|[里中有是含及和与]|包括)(?P<who>[^\W\d_中里有是含及和与]{0,6}?(?:{class_of_people})|[0-9]{1,3}多?岁(?:以[上下])?)的?[有占约为达各共]{0,2}$"
)
_WHO_BEHIND = compile_words(r"[是为]?(?P<who>[^\W\d_]{0,4}?(?:{class_of_people}))")
# 出入境的居民超过58万人次, 受伤学生5人: who is counted may stand behind the metric, before all of its figures.
_COUNTED = ("人数", "人次")
_WHO_NEXT = compile_words(
    r"的?(?P<who>[^\W\d_的]{0,4}?(?:{class_of_people}))[有占约为达超逾近各共计过]{0,3}(?=[0-9])"
)
_AMONG = re.compile(r"[者的之当]{0,2}[中里]|者?(?:包括|含)")
_REACH = 24  # characters between a toll and some of it


def some_of(text: str, metric: Mention[Metric], figure: Mention[Quantity]) -> str | None:
    """Who is counted where a figure is some of a count of people told before it, else None."""
    if not metric.value.name.endswith("人数") or metric.end > figure.start:
        return None
    between = text[metric.end : figure.start]
    if "part" not in metric.rules and not _AMONG.match(between):
        return None
    match = _WHO.search(between[-_REACH:]) or _WHO_BEHIND.match(text, figure.end)
    return match["who"] if match else None


def parts_of(reading: Reading, wanted: Set[int]) -> dict[int, str]:
    """新业务分部收入, 农村居民人均收入, 燃油车零售: the noun before a metric is its scope; by the metrics' starts.

    So is a band that touches it: 25岁以下观众占22% and 40岁以上观众占17% are two shares.  `wanted` are the starts
    of those that are asked for.
    """
    text = reading.clean.text
    named = [metric for metric in reading.metrics if metric.anchor is None]
    asked = [metric for metric in named if metric.start in wanted and metric.value.role == "level"]
    if not asked:
        return {}
    groups = (reading.entities, reading.periods, reading.quantities, named)
    borders = sorted(m.end for group in groups for m in group)
    bands = {m.end: m.text for m in reading.quantities if m.text.endswith(BAND)}
    cuts = [0, *word_lengths(reading.words).cumsum().tolist()]
    found = {}
    for metric in asked:
        if metric.start in bands:
            found[metric.start] = bands[metric.start]
            continue
        if metric.value.name.endswith(_COUNTED) and (who := _WHO_NEXT.match(text, metric.end)) is not None:
            found[metric.start] = who["who"]
            continue
        at = bisect_right(borders, metric.start)
        border = borders[at - 1] if at else 0
        match = _NOUN.search(text, max(border, metric.start - _PART), metric.start)
        # 职务犯|罪案件, 加上游|学费: a metric that breaks a word in two was read wrongly, what is before it too
        broken = metric.start < cuts[bisect_left(cuts, metric.start)] < metric.end
        if match is None or broken:
            continue
        start = match.start() if match.start() == border else cuts[bisect_left(cuts, match.start())]
        part = text[start : metric.start]
        if len(part) > 1 and not _NO_PART.search(part):
            found[metric.start] = part
    return found
