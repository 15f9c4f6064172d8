"""Interval arithmetic over exact decimals: what a computed figure can be, given how its inputs are written."""

from dataclasses import dataclass
from decimal import Decimal

from hedui.crosscheck.compare import Interval, Reach


@dataclass(frozen=True, slots=True)
class Span:
    """A closed range of numbers, from low to high."""

    low: Decimal
    high: Decimal
    point: Decimal  # what the figures as written give

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.high + other.high, self.point + other.point)

    def __sub__(self, other: "Span") -> "Span":
        return Span(self.low - other.high, self.high - other.low, self.point - other.point)

    def __mul__(self, other: "Span") -> "Span":
        products = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Span(min(products), max(products), self.point * other.point)

    def over(self, other: "Span") -> "Span | None":
        """The quotient, None when the divisor can be zero."""
        if other.low <= 0 <= other.high or not other.point:
            return None
        quotients = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Span(min(quotients), max(quotients), self.point / other.point)

    def root(self, years: int) -> "Span | None":
        """The yearly factor of a growth over some years, None for what is not positive."""
        if self.low <= 0:
            return None
        power = Decimal(1) / years
        return Span(self.low**power, self.high**power, self.point**power)

    def times(self, factor: int) -> "Span":
        """The range times a whole number."""
        return Span(self.low * factor, self.high * factor, self.point * factor)

    def minus(self, number: int) -> "Span":
        """The range less a whole number."""
        return Span(self.low - number, self.high - number, self.point - number)

    @property
    def width(self) -> Decimal:
        """How much the rounding of the inputs leaves open."""
        return self.high - self.low

    def interval(self, slack: Decimal) -> Interval:
        """As a closed interval, widened on both sides."""
        return Interval(self.low - slack, self.high + slack)


def span_of(reach: Reach) -> Span | None:
    """What the figure can be in both directions, None for a bound without end or a vague word."""
    wide = reach.wide
    if wide.low is None or wide.high is None or reach.style in ("vague", "near", "range", "odd"):
        return None
    return Span(wide.low, wide.high, reach.point)
