"""The period of one figure from the words that give it: its year of a list, the end of a span for a stock."""

import re

import msgspec

import hedui.extract.periods.windows as cal
from hedui.extract.claims.scene import Scene
from hedui.model import Mention, Period, Quantity

_QUARTERS, _YEARS = (("quarterspan",), ("quarterspan2",)), ("yearspan",)
_EITHER = re.compile("/.{1,6}年$")  # 25/26年, not 2025/26年度
_FAR = 24  # characters between X and Y
_SPANS = frozenset({"year", "half", "quarter", "span"})
# 从2.4亿元增长到3.1亿元, 由5%升至7%: the first figure is the span's first year, the second its last.
_FROM = re.compile(r"[从由自][^,，。;；\d]{0,12}$")
_TO = re.compile(r"[^,，。;；\d]{0,12}[至到][^,，。;；\d]{0,4}")


def read_period(scene: Scene, i: int, index: int) -> Period:
    """The period that mention `index` gives figure i."""
    period = scene.period_mentions[index].value
    if period.first is None or period.last is None:
        return period
    parts = _parts_of(scene.period_mentions[index])
    if len(parts) > 1:
        period = _part_of(scene, i, period, parts)
    elif _before_the_rise(scene, i, index):
        period = _year_earlier(period)
    return period


def _before_the_rise(scene: Scene, i: int, index: int) -> bool:
    """Whether figure i is X in 由X下降75.6%至Y, whose period is the one before, and no date of its own says so."""
    figures, text = scene.reading.quantities, scene.layout.text
    mention = scene.period_mentions[index]
    if not mention.text or mention.end > figures[i].start or "同期" in mention.text:
        return False
    if not (_starts(figures, text, i) or _around_a_rate(figures[i : i + 3], text)):
        return False
    # 由2023年的3,061亿元: the date is the figure's own
    return _FROM.search(text, max(0, mention.start - 3), mention.start) is None


def _around_a_rate(three: tuple[Mention[Quantity], ...], text: str) -> bool:
    """由152亿元下降75.6%至37亿元: the rate stands between the two levels."""
    if len(three) < 3:
        return False
    left, rate, right = three
    if rate.value.dimension not in ("percent", "point", "multiple") or right.start - left.end > _FAR:
        return False
    between = text[left.end : rate.start] + text[rate.end : right.start]
    opened = _FROM.search(text, max(0, left.start - 14), left.start) is not None
    return opened and left.value.dimension == right.value.dimension and _TO.fullmatch(between) is not None


def _year_earlier(period: Period) -> Period:
    first, last = period.first, period.last
    if first is None or last is None or period.grain not in _SPANS | {"month"}:
        return period
    return msgspec.structs.replace(period, first=cal.moved(first, -1), last=cal.moved(last, -1))


def _parts_of(mention: Mention[Period]) -> list[Period]:
    """The years of 2022年至2024年 and of 25/26年, the quarters of 一、二季度; none of what is one."""
    period = mention.value
    assert period.first is not None
    assert period.last is not None
    first, last, kind = period.first, period.last, mention.rules[-1:]
    if kind in _QUARTERS and "、" in mention.text:
        return [_told(period, cal.months(first.year, n, n + 2)) for n in range(first.month, last.month, 3)]
    if first.year < last.year and (
        (first.month, first.day) == (1, 1) or (kind == _YEARS and _EITHER.search(mention.text))
    ):
        return [_told(period, cal.year_window(year)) for year in range(first.year, last.year + 1)]
    return []


def _part_of(scene: Scene, i: int, period: Period, parts: list[Period]) -> Period:
    """2022年至2024年...14.74亿元、17.44亿元与15.38亿元: three figures, the middle year never written."""
    figures = scene.lists["figure"]
    if int(figures.size[i]) == len(parts):
        return parts[int(figures.place[i])]
    for place in (0, 1):
        if _starts(scene.reading.quantities, scene.layout.text, i - place):
            return parts[-place]
    return period


def _starts(figures: tuple[Mention[Quantity], ...], text: str, i: int) -> bool:
    """Whether figure i is X in 从X增长到Y, and the next one Y."""
    if not 0 <= i < len(figures) - 1:
        return False
    left, right = figures[i : i + 2]
    near = right.start - left.end <= _FAR and left.value.dimension == right.value.dimension
    return (
        near
        and _FROM.search(text, max(0, left.start - 14), left.start) is not None
        and _TO.fullmatch(text, left.end, right.start) is not None
    )


def _told(period: Period, part: cal.Window) -> Period:
    return msgspec.structs.replace(period, first=part.first, last=part.last, grain=part.grain)
