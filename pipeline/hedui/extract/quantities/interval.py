"""The interval that a writing allows: 5.89亿 is [5.885亿, 5.895亿), 超12亿 is above 12亿, 近900 is below 900."""

from decimal import Decimal

_TENTH = Decimal("0.1")
_THREE_PERCENT = Decimal("0.03")


def tight(value: Decimal, step: Decimal, bound: str) -> tuple[Decimal | None, Decimal | None]:
    """The narrow interval of a value, its last written unit and its hedge.

    h is half the last written unit, u* the unit of the last digit that is not zero, delta = min(u*, 10 % of the
    value).  Half-open ends are not told apart here.
    """
    half = step / 2
    unit = last_unit(value, step)
    delta = min(unit, abs(value) * _TENTH)
    if bound == "approx":
        width = max(half, min(unit / 2, abs(value) * _THREE_PERCENT))
        return value - width, value + width
    if bound in ("more_than", "min"):
        return value, value + unit
    if bound in ("less_than", "max"):
        return value - delta, value
    return value - half, value + half


def last_unit(value: Decimal, step: Decimal) -> Decimal:
    """The unit of the last digit that is not zero: 4500 with step 1 gives 100."""
    if not value:
        return step
    count = int(abs(value) / step) if step else 0
    text = str(count)
    zeros = len(text) - len(text.rstrip("0"))
    return step.scaleb(zeros) if zeros else step
