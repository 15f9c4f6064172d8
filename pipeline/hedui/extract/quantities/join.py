"""Figures that belong together: ranges, enumerations that share a unit, conversions in brackets."""

import re

from hedui.extract.numerals import Numeral, power
from hedui.extract.quantities.figure import Figure

_RANGE = re.compile(r" ?(?:[-－−–—~～]{1,2}|至|到|至约|到约) ?")
_LIST = re.compile(r" ?(?:[、,，/]|和|与|及|以及|或|兑) ?")
_LIST_TOP = 100_000  # 1,234,567、2亿: a number written out in full has no scale to inherit
_CONVERSION = re.compile(r" ?[（(](?:约?(?:合|折合|相当于|等于|即|折)?)[^（()）0-9]{0,6}$")


def join(figures: list[Figure], text: str) -> list[Figure]:
    """The figures with ranges as one figure and shared units given to every member of a list."""
    joined = _ranges(figures, text)
    _share(joined, text)
    return joined


def _ranges(figures: list[Figure], text: str) -> list[Figure]:
    out: list[Figure] = []
    for figure in figures:
        if out and _is_range(out[-1], figure, text):
            _merge(out[-1], figure)
        else:
            out.append(figure)
    return out


def _is_range(low: Figure, high: Figure, text: str) -> bool:
    if low.upper is not None or low.end > high.start or high.start - low.end > 4 or high.number.low is not None:
        return False
    gap = text[low.end : high.start]
    if high.negative and not gap.strip():  # the hyphen was read as a minus: 4%-6%
        if text[high.start] not in "-－−–—":
            return False
    elif not _RANGE.fullmatch(gap):
        return _small_range(low, high, gap)
    if low.unit and low.unit != high.unit and not (low.dimension == high.dimension == "money"):
        return False
    return bool(low.unit) or bool(high.unit)


def _small_range(low: Figure, high: Figure, gap: str) -> bool:
    """三、四年 and 3、4天: neighbours below ten are a range."""
    return (
        gap == "、"
        and not low.unit
        and bool(high.unit)
        and high.number.value - low.number.value == 1
        and high.number.value < 10
    )


def _merge(low: Figure, high: Figure) -> None:
    if (high.negative and not low.unit) or (high.negative and low.end == high.start):
        high.negative = False
    if not low.unit:
        low.unit, low.dimension, low.factor, low.open = high.unit, high.dimension, high.factor, high.open
        low.number = _scaled(low.number, high.number)
    low.per = low.per or high.per
    low.upper, low.end, low.right = high, high.end, high.right
    if high.bound != "exact" and low.bound == "exact":
        low.bound = high.bound
    low.rules.append("range")


def _scaled(number: Numeral, other: Numeral) -> Numeral:
    """300-400万: the first number takes the scale of the second, unless it is the larger one (1000至1万)."""
    if number.scale or not other.scale or number.value >= other.value / power(1, other.scale):
        return number
    return _times(number, other.scale)


def _times(number: Numeral, scale: int) -> Numeral:
    factor = power(1, scale)
    return number._replace(value=number.value * factor, step=number.step * factor, scale=scale)


def _share(figures: list[Figure], text: str) -> None:
    """110、82.8和62.3亿元: the unit and the scale at the end of a list are those of all its members."""
    for index in range(len(figures) - 2, -1, -1):
        here, after = figures[index], figures[index + 1]
        if (
            here.unit
            or not after.unit
            or not _LIST.fullmatch(text[here.end : after.start])
            or after.dimension == "rank"
        ):
            continue
        here.unit, here.dimension, here.factor, here.open = after.unit, after.dimension, after.factor, after.open
        here.per = after.per
        if not here.number.scale and here.number.value < _LIST_TOP:
            here.number = _times(here.number, after.number.scale)
        here.rules.append("list")
