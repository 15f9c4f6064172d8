"""Interval arithmetic over exact decimals: what a computed figure can be, given how its inputs are written."""

from dataclasses import dataclass
from decimal import Decimal

from hedui.crosscheck.compare import Interval, Reach


@dataclass(frozen=True, slots=True)
class Span:
    """A closed range of numbers, from low to high."""

    low: Decimal
    high: Decimal

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Span") -> "Span":
        return Span(self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Span") -> "Span":
        products = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Span(min(products), max(products))

    def over(self, other: "Span") -> "Span | None":
        """The quotient, None when the divisor can be zero."""
        if other.low <= 0 <= other.high:
            return None
        quotients = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Span(min(quotients), max(quotients))

    def root(self, years: int) -> "Span | None":
        """The yearly factor of a growth over some years, None for what is not positive."""
        if self.low <= 0:
            return None
        power = Decimal(1) / years
        return Span(self.low**power, self.high**power)

    def times(self, factor: int) -> "Span":
        """The range times a whole number."""
        return Span(self.low * factor, self.high * factor)

    def minus(self, number: int) -> "Span":
        """The range less a whole number."""
        return Span(self.low - number, self.high - number)

    @property
    def middle(self) -> Decimal:
        """The middle of the range."""
        return (self.low + self.high) / 2

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
    return Span(wide.low, wide.high)
