"""Where the values of a finding stand on one axis: positions in percent, drawn by the page's template.

Floats appear here and only here in the reports: they place marks on a screen, they decide nothing.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from hedui.folding import cells
from hedui.report.figures import decimal, readable, value_of
from hedui.report.results import ClaimRow

LOG_FROM = 5  # values that differ by this factor need a log scale to be seen together
MARGIN = 6.0  # percent left free at both ends
MOST_BARS = 12
TICKS = 4  # so many labels fit on a phone
ROOM = 28  # if all of them together are no longer than this, in half widths


class Bar(Struct, frozen=True):
    """One value: its point and its interval in percent of the axis (None: no such end)."""

    side: int
    label: str
    source: str
    point: float | None
    low: float
    high: float


class Tick(Struct, frozen=True):
    """A labeled place on the axis."""

    at: float
    label: str


class Chart(Struct, frozen=True):
    """The bars of a finding on a common axis."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    log: bool


@dataclass(frozen=True)
class _Axis:
    low: Decimal
    high: Decimal
    log: bool

    @cached_property
    def _ends(self) -> tuple[float, float]:
        return self._scale(self.low), self._scale(self.high)

    def place(self, value: Decimal) -> float:
        low, high = self._ends
        share = 0.5 if high == low else (self._scale(value) - low) / (high - low)
        return round(MARGIN + min(1.0, max(0.0, share)) * (100 - 2 * MARGIN), 2)

    def _scale(self, value: Decimal) -> float:
        return math.log10(value) if self.log and value > 0 else float(value)


def draw(sides: Sequence[tuple[int, ClaimRow, str]], language: str = "zh") -> Chart | None:
    """The chart of the claims given as (side, claim, source); None where there are not two values to compare."""
    values: dict[tuple[int, tuple[Decimal, ...], str], tuple[ClaimRow, list[str]]] = {}
    for side, claim, source in sides:
        if numbers := _numbers(claim):
            values.setdefault((side, numbers, claim.unit), (claim, []))[1].append(source)
    if len({numbers for _, numbers, _ in values}) < 2 or len({unit for _, _, unit in values}) > 1:
        return None
    axis = _axis([number for _, numbers, _ in values for number in numbers])
    bars = tuple(
        _bar(side, claim, "、".join(dict.fromkeys(sources)), axis, language)
        for (side, _, _), (claim, sources) in list(values.items())[:MOST_BARS]
    )
    return Chart(bars, tuple(_ticks(axis, next(iter(values))[2], language)), axis.log)


def _axis(ends: Sequence[Decimal]) -> _Axis:
    """From one power of ten to another where the values are that far apart, else from the least to the largest."""
    low, high = min(ends), max(ends)
    if low > 0 and high / low >= LOG_FROM:
        above = high.adjusted() + (high > _ten(high))
        return _Axis(_ten(low), Decimal(10) ** above, log=True)
    return _Axis(low, high, log=False)


def _ten(number: Decimal) -> Decimal:
    """The greatest power of ten that is no more than a positive number."""
    return Decimal(10) ** number.adjusted()


def _numbers(claim: ClaimRow) -> tuple[Decimal, ...]:
    found = (decimal(text) for text in (claim.low, claim.value, claim.high))
    return tuple(number for number in found if number is not None) if claim.unit != "date" else ()


def _bar(side: int, claim: ClaimRow, source: str, axis: _Axis, language: str) -> Bar:
    value, low, high = decimal(claim.value), decimal(claim.low), decimal(claim.high)
    return Bar(
        side=side,
        label=value_of(claim, language),
        source=source,
        point=None if value is None else axis.place(value),
        low=0.0 if low is None else axis.place(low),
        high=100.0 if high is None else axis.place(high),
    )


def _ticks(axis: _Axis, unit: str, language: str) -> list[Tick]:
    marks = list(_tens(axis) if axis.log else _round(axis))
    ticks = [Tick(axis.place(mark), readable(f"{mark:f}", unit, language)) for mark in marks]
    while sum(cells(tick.label) + 1 for tick in ticks) > ROOM and len(ticks) > 1:
        ticks = ticks[::2]
    return ticks


def _tens(axis: _Axis) -> Iterator[Decimal]:
    first, last = axis.low.adjusted(), axis.high.adjusted()
    step = max(1, -(-(last - first) // TICKS))
    yield from (Decimal(10) ** power for power in range(first, last + 1, step))


def _round(axis: _Axis) -> Iterator[Decimal]:
    """Round numbers within the axis: steps of 1, 2 or 5 times a power of ten."""
    rough = (axis.high - axis.low) / TICKS
    if not rough:
        yield axis.low
        return
    ten = _ten(rough)
    step = next(ten * factor for factor in (1, 2, 5, 10) if ten * factor >= rough)
    number = math.ceil(axis.low / step)
    while number * step <= axis.high:
        yield number * step
        number += 1
