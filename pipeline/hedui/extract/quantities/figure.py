"""A figure on its way from the text to a mention: where it stands, what it says, what is still open."""

from decimal import Decimal

from msgspec import Struct, field

from hedui.extract.numerals import Numeral, scale_exponent, times
from hedui.extract.quantities.interval import tight
from hedui.model import Mention, Quantity

# What 角 and 分, the 二 of 七成二 and the half of 两年半 are exact to.
_EXTRA, _TENTH = {"money": Decimal("0.01"), "percent": Decimal(1)}, Decimal("0.1")
_SCALES = frozenset("百千万亿兆")


class Figure(Struct):
    """One number with what touches it.

    `start` and `end` include hedges; `left` and `right` are the number's own.
    """

    start: int
    end: int
    left: int
    right: int
    number: Numeral
    unit: str = ""
    dimension: str = "number"
    factor: Decimal | None = None
    bound: str = "exact"
    negative: bool = False
    open: bool = False
    prefixed: bool = False  # a currency stands before the number
    upper: "Figure | None" = None  # the other end of a range
    literal: str | None = None
    extra: Decimal | None = None  # the half of 两年半, the 角 of 3元5角
    per: str = ""  # the denominator of 元/股
    anchor: int | None = None
    score: float = 1.0
    written: str = ""  # the number as it stands in the text
    rules: list[str] = field(default_factory=list)

    def scale(self, words: str | None) -> None:
        """Takes in a scale that stands apart: 5000 多亿, 5个亿."""
        if words:
            self.number = times(self.number, scale_exponent(words) or 0)

    def spoil(self) -> None:
        """Makes it one that cannot be read."""
        self.unit, self.dimension, self.open, self.per = "", "malformed", False, ""
        self.rules.append("malformed")

    @property
    def value(self) -> Decimal:
        """The number in base units, with its sign."""
        value = self.number.value if self.factor is None else self.number.value * self.factor
        if self.extra is not None:
            value += self.extra
        return -value if self.negative else value

    @property
    def step(self) -> Decimal:
        """The unit of the last written digit, in base units."""
        if self.extra is not None:
            return _EXTRA.get(self.dimension, _TENTH)
        return self.number.step if self.factor is None else self.number.step * self.factor


def mention_of(figure: Figure, text: str) -> Mention[Quantity]:
    """The figure as a mention of the clean text."""
    return Mention(
        start=figure.start,
        end=figure.end,
        text=text[figure.start : figure.end],
        value=_quantity(figure),
        score=figure.score,
        rules=tuple(figure.rules),
        anchor=figure.anchor,
    )


def _quantity(figure: Figure) -> Quantity:
    value, low, high, bound = _extent(figure)
    ranged = figure.upper if high is not None else None
    return Quantity(
        value=value,
        low=low,
        high=high,
        dimension=figure.dimension,
        bound=bound,
        step=min(figure.step, ranged.step) if ranged is not None else figure.step,
        digits=str(int(figure.number.value / figure.number.step)) if value is not None or figure.upper else "",
        unit=f"{figure.unit}/{figure.per}" if figure.per else figure.unit,
        currency_open=figure.open,
        literal=figure.literal,
    )


def _extent(figure: Figure) -> tuple[Decimal | None, Decimal | None, Decimal | None, str]:
    """The value, where it is one, the ends of its interval, and its bound."""
    number = figure.number
    if figure.dimension == "malformed":
        return None, None, None, figure.bound
    if figure.upper is not None:
        low, high = sorted((figure.value, figure.upper.value))
        return None, low, high, "range"
    if number.low is not None and number.high is not None:
        return None, number.low, number.high, "range" if number.high - number.low == number.step else "approx"
    # 千卡集群, 万人裁员: a scale word alone is a magnitude.
    bound = "approx" if figure.bound == "exact" and figure.written[:1] in _SCALES else figure.bound
    return figure.value, *tight(figure.value, figure.step, bound), bound
