"""Do two figures agree, given rounding and hedges: two Quantities -> Verdict.  The tolerances live here.

Every writing becomes two intervals.  `tight` is what the writer most likely means, `wide` what the words still
allow.  Let p be the point, u the unit of the last written digit (5.89亿 -> 0.01亿), u* that of the last digit
that is not zero.  Source of the rules: XBRL Calculations 1.1 (rounding as an interval, equal precision must be
equal) and the pairs of tests/cases/pairs.toml, which are the contract.
"""

import re
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from hedui.model import Quantity

AGREE, LOOSE, UNDERSTATED, CONFLICT = "agree", "loose", "understated", "conflict"

# 近900亿 for 855.42亿 agrees, 近5000万 for 5890万 does not: a hedge reaches one unit of the last digit that is
# not zero, but never more than a tenth of the figure.
HEDGE_REACH = Decimal("0.10")
# 约900亿 against 899亿 agrees, against 855.42亿 only loosely: 约 in the narrow sense is within 3 %.
ABOUT_REACH = Decimal("0.03")
# 33000 may stand for 33012, 900亿 may not stand for 855.42亿: zeros at the end count as rounding up to 5 %.
ZEROS_REACH = Decimal("0.05")
# 33.3% and 33.18% can be one growth, taken before or after rounding the levels: one and a half coarse steps.
DERIVED_STEPS = Decimal("1.5")

# A bound of so many digits is a figure with a flourish.
PRECISE_BOUND = 4

_NEAR = ("近", "接近", "将近", "逼近", "將近")
_ODD = ("余", "多", "几", "餘", "幾")
_POINTS = (".", "．", "点", "點", "﹒")
_VAGUE = re.compile("数[十百千万]|上[百千万]|几[十百千]|近百|成千")
VAGUE_FACTOR = Decimal(3)


class Interval(Struct, frozen=True, gc=False):
    """A range of numbers; None is without end.  Ends are closed unless marked open."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def meets(self, other: "Interval") -> bool:
        """Whether some number lies in both."""
        return _below(self, other) and _below(other, self)

    def mirrored(self) -> "Interval":
        """The interval of the negated numbers."""
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, high, self.high_open, self.low_open)

    def scaled(self, factor: Decimal) -> "Interval":
        """The interval times a positive factor."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high, self.low_open, self.high_open)


def _below(one: Interval, other: Interval) -> bool:
    """Whether `one` starts before `other` ends."""
    if one.low is None or other.high is None:
        return True
    if one.low == other.high:
        return not (one.low_open or other.high_open)
    return one.low < other.high


class Reach(Struct, frozen=True, gc=False):
    """What one written figure can mean: its point, its two intervals, and whether it is written plainly."""

    point: Decimal
    tight: Interval
    wide: Interval
    step: Decimal
    plain: bool
    zeros: int  # written zeros at the end
    style: str  # exact approx near min max more_than odd less_than range vague

    def mirrored(self) -> "Reach":
        """The same figure with the opposite sign."""
        return Reach(
            -self.point, self.tight.mirrored(), self.wide.mirrored(), self.step, self.plain, self.zeros, self.style
        )

    def scaled(self, factor: Decimal) -> "Reach":
        """The same figure in another unit of its dimension."""
        tight, wide = self.tight.scaled(factor), self.wide.scaled(factor)
        return Reach(self.point * factor, tight, wide, self.step * factor, self.plain, self.zeros, self.style)


@lru_cache(maxsize=4096)  # figures differ: what is asked again is asked soon
def style_of(mention: str, bound: str) -> str:
    """How the figure is hedged: its bound, refined by the words (近 and 约 are both approx; 余 is a small 超)."""
    if _VAGUE.search(mention):
        return "vague"
    if bound in ("approx", "less_than") and any(word in mention for word in _NEAR):
        return "near"
    if bound == "more_than" and any(word in mention for word in _ODD):
        return "odd"
    return bound


def reach(quantity: Quantity, mention: str = "") -> Reach | None:
    """The intervals of a figure, None for one without a value (malformed, or open on both sides)."""
    style = style_of(mention, quantity.bound)
    ends = (quantity.value, quantity.low, quantity.high)
    known = [end for end in ends if end is not None]
    if not known:
        return None
    # Equal decimals in one form (61200000.0 and 6.12E+7): what is remembered must not depend on who asked first.
    low, high = _plain(quantity.low), _plain(quantity.high)
    if low is not None and high is not None and (quantity.bound == "range" or quantity.value is None):
        return _range(low, high, quantity.step.normalize())
    point = (quantity.value if quantity.value is not None else known[0]).normalize()
    return _reach(point, quantity.step.normalize(), style, any(mark in mention for mark in _POINTS))


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.normalize()


@lru_cache(maxsize=4096)
def _reach(point: Decimal, step: Decimal, style: str, pointed: bool) -> Reach:
    if point < 0:
        return _reach(-point, step, style, pointed).mirrored()
    # 12.20亿 is exact to its last zero, 14亿970万 may be rounded: zeros after a point are meant.
    zeros = 0 if pointed else _zeros(point, step)
    last = step.scaleb(zeros)
    if style in ("more_than", "min") and _count(point, step) >= PRECISE_BOUND:
        style = "odd"  # 突破1207.76亿 says 1207.76亿 and a little, not any number above
    tight, wide = _intervals(point, step, last, style)
    return Reach(point, tight, wide, step, style == "exact", zeros, style)


def _range(low: Decimal, high: Decimal, step: Decimal) -> Reach:
    low, high = min(low, high), max(low, high)
    half = step / 2
    tight = Interval(low - half, high + half, high_open=True)
    wide = Interval(low - half - step, high + half + step, high_open=True)
    return Reach((low + high) / 2, tight, wide, step, False, 0, "range")


def _count(point: Decimal, step: Decimal) -> int:
    """The written digits without the zeros at the end."""
    return len("".join(map(str, point.as_tuple().digits)).strip("0")) if step > 0 else 0


def _zeros(point: Decimal, step: Decimal) -> int:
    """How many of the written digits at the end are zero: 900亿 (step 1亿) has two."""
    if step <= 0 or not point:
        return 0
    count = point / step
    if count != count.to_integral_value():
        return 0
    digits = str(int(count))
    return len(digits) - len(digits.rstrip("0"))


def _intervals(p: Decimal, u: Decimal, last: Decimal, style: str) -> tuple[Interval, Interval]:
    half, delta = u / 2, min(last, p * HEDGE_REACH)
    match style:
        case "approx":
            near, far = max(half, min(last / 2, p * ABOUT_REACH)), max(u, delta)
            return Interval(p - near, p + near), Interval(p - far, p + far)
        case "near":
            return Interval(p - delta, p, high_open=True), Interval(p - 2 * delta, p + half, high_open=True)
        case "more_than":
            return Interval(p, p + last, low_open=True), Interval(p, None, low_open=True)
        case "odd":
            return (Interval(p, p + last, low_open=True),) * 2
        case "min":
            return Interval(p, p + last), Interval(p, None)
        case "less_than":
            return Interval(p - delta, p, high_open=True), Interval(None, p, high_open=True)
        case "max":
            return Interval(p - delta, p), Interval(None, p)
        case "vague":
            return Interval(p / VAGUE_FACTOR, p * VAGUE_FACTOR), Interval(p / VAGUE_FACTOR, p * VAGUE_FACTOR)
    tight = Interval(p - half, p + half, high_open=True)
    if last > u and last <= p * ZEROS_REACH:
        return tight, Interval(p - last / 2, p + max(u, last / 2), high_open=True)
    return tight, Interval(p - half, p + u, high_open=True)


def verdict(a: Reach, b: Reach, derived: int = 0) -> str:
    """agree, loose, understated or conflict.

    `derived` marks figures computed from rounded ones (1: 同比增速, 2: 百分点): there a step is no disagreement.
    Understated: a bound that holds by its words but says far less than the other figure (超12亿 for 20.63亿).
    """
    if a.plain and b.plain and a.step == b.step:
        if a.point == b.point:
            return AGREE
        one_step = derived > 1 and abs(a.point - b.point) <= a.step
        return LOOSE if one_step or _rounds_to(a, b) or _rounds_to(b, a) else CONFLICT
    if a.tight.meets(b.tight):
        return AGREE
    if a.style == b.style == "approx" and abs(a.point - b.point) > HEDGE_REACH * min(abs(a.point), abs(b.point)):
        return CONFLICT  # 约6000人 and 约7000人 are no hedge apart, though each alone may reach 6500
    if a.wide.meets(b.wide):
        one_sided = any(x.wide.low is None or x.wide.high is None for x in (a, b))
        return UNDERSTATED if one_sided else LOOSE
    near = derived and a.plain and b.plain and abs(a.point - b.point) <= DERIVED_STEPS * max(a.step, b.step)
    return LOOSE if near else CONFLICT


def _rounds_to(exact: Reach, rounded: Reach) -> bool:
    """Whether the zeros at the end of one figure can be the rounding of the other: 140967万 and 14亿970万."""
    unit = rounded.step.scaleb(rounded.zeros)
    small = unit <= abs(rounded.point) * ZEROS_REACH
    return rounded.zeros > exact.zeros and small and abs(exact.point - rounded.point) <= unit / 2
