"""How figures, periods and differences are said in the findings, in Chinese."""

from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from hedui.crosscheck.figures import DAY, Days, Figure
from hedui.days import days_in_words
from hedui.units import unit_name

# Values come in base units, rarely those of the text: from this size on, in this unit, so many bases each.
_SIZES = {
    "米": (("1e4", "公里", "1e3"), ("1", "米", "1"), ("0", "毫米", "1e-3")),
    "平方米": (("1e6", "平方公里", "1e6"), ("0", "平方米", "1")),
    "千克": (("1e3", "吨", "1e3"), ("1", "公斤", "1"), ("1e-3", "克", "1e-3"), ("0", "毫克", "1e-6")),
    "立方米": (("1", "立方米", "1"), ("0", "毫升", "1e-6")),
}


def number(value: Decimal, places: int = 2) -> str:
    """A number without exponent, rounded for reading, without zeros at the end."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Decimal, unit: str, places: int = 2) -> str:
    """A value with 万 or 亿 and its unit: 589000000, CNY -> 5.89亿元; 0.036, 米 -> 36毫米."""
    size = abs(value)
    if unit == "date":
        return "日期"
    if unit in ("%", "pp"):
        return number(value, places) + unit_name(unit)
    for least, said, base in _SIZES.get(unit, ()):
        if size >= Decimal(least):
            value, size, unit = value / Decimal(base), size / Decimal(base), said
            break
    for scale, word in ((Decimal(10**12), "万亿"), (Decimal(10**8), "亿"), (Decimal(10**4), "万")):
        if size >= scale:
            return f"{number(value / scale, 4)}{word}{unit_name(unit)}"
    return f"{number(value, 4)}{unit_name(unit)}"


def period_words(period: Days | None) -> str:
    """A span of days as it is said: 2025年上半年, 2025年6月30日; "" where there is none."""
    return "" if period is None else days_in_words(*period)


def about(entity: str, period: Days | None) -> str:
    """Whose and when, side by side: 壁仞科技2025年上半年; digits do not touch digits (CX-217 2025年)."""
    when = period_words(period)
    gap = " " if when and entity[-1:].isascii() and entity[-1:].isalnum() else ""
    return f"{entity}{gap}{when}"


def saying(figures: Iterable[Figure], unit: str | None = None) -> str:
    """The figure as most articles of a side wrote it, without spaces; of a mixed side as those in the unit did."""
    given = list(figures)
    alike = [figure for figure in given if figure.unit == unit]
    counts = Counter(_mention(figure) for figure in alike or given)
    return min(counts, key=lambda text: (-counts[text], text))


def _mention(figure: Figure) -> str:
    """What the writer wrote, without spaces; the value where an encoding was read wrongly (3680äºº)."""
    text = "".join(figure.claim.mention.split())
    damaged = any("ä" <= sign <= "é" for sign in text)
    return amount(figure.reach.point, figure.unit) if damaged else text


def difference(a: Decimal, b: Decimal, unit: str) -> str:
    """How far two values are apart: 相差10倍, 相差3.2亿元（约5.1%）, 相差1.2个百分点."""
    if unit == "date":
        gap = abs(a - b) / DAY
        return f"相差{number(gap, 0)}天" if gap >= 1 else f"相差{number(abs(a - b), 0)}分钟"
    if a == b:
        return "数值相同"
    gap, small = abs(a - b), min(abs(a), abs(b))
    if unit in ("%", "pp"):
        return f"相差{number(gap)}个百分点"
    if not small or (a > 0) != (b > 0):
        return f"相差{amount(gap, unit)}"
    ratio = max(abs(a), abs(b)) / small
    if ratio >= 2:
        return f"相差{amount(ratio, 'x') if ratio >= 10_000 else number(ratio, 1) + '倍'}"  # 1亿倍
    return f"相差{amount(gap, unit)}（约{number(gap / small * 100, 1)}%）"
