"""Where the values of a finding stand on one axis: positions in percent, drawn by the page's template.

Floats appear here and only here in the reports: they place marks on a screen, they decide nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hedui.report.figures import decimal, readable, value_of
from hedui.report.results import ClaimRow

LOG_FROM = 5  # values that differ by this factor need a log scale to be seen together
MARGIN = 6.0  # percent left free at both ends
MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: its point and its interval in percent of the axis (None: no such end)."""

    side: int
    label: str
    source: str
    point: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A labeled place on the axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of a finding on a common axis."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    log: bool


@dataclass(frozen=True, slots=True)
class _Axis:
    low: Decimal
    high: Decimal
    log: bool

    def place(self, value: Decimal) -> float:
        low, high, here = (self._scale(number) for number in (self.low, self.high, value))
        share = 0.5 if high == low else (here - low) / (high - low)
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
    ends = [number for _, numbers, _ in values for number in numbers]
    low, high = min(ends), max(ends)
    axis = _Axis(low, high, log=low > 0 and high / low >= LOG_FROM)
    bars = tuple(
        _bar(side, claim, "、".join(dict.fromkeys(sources)), axis, language)
        for (side, _, _), (claim, sources) in list(values.items())[:MOST_BARS]
    )
    return Chart(bars, tuple(_ticks(axis, next(iter(values))[2], language)), axis.log)


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
    if axis.log:
        first, last = math.ceil(math.log10(axis.low)), math.floor(math.log10(axis.high))
        tens = [Decimal(10) ** power for power in range(first, last + 1)]
        marks = tens[:: max(1, len(tens) // 4)]
    else:
        marks = [axis.low, axis.high]
    return [Tick(axis.place(mark), readable(str(mark), unit, language)) for mark in marks]
