"""Figures for people: 589000000 CNY -> 5.89亿元, periods and intervals in plain words."""

from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from hedui.days import days_in_english, days_in_words
from hedui.report.results import ClaimRow
from hedui.units import unit_name

_BOUND = {"approx": "约", "min": "至少", "max": "至多", "more_than": "超", "less_than": "不足"}
_BOUND_EN = {
    "approx": "about ",
    "min": "at least ",
    "max": "at most ",
    "more_than": "over ",
    "less_than": "under ",
}
_RATES = ("%", "pp", "x")
HOUR = 3600  # seconds: 2小时08分36秒 is nobody's 7716秒
MOST_PLACES = 3  # of a number in 万 or 亿; with more it is no shorter and hides which digit is another: 108,796
_SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))


def decimal(text: str | None) -> Decimal | None:
    """The exact number that a row holds, None where it holds none (a date, a score, an open end)."""
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


@lru_cache(maxsize=1 << 14)  # a value is shown in several places
def readable(text: str | None, unit: str, language: str = "zh") -> str:
    """A value as its reader writes it: ("589000000", "CNY") -> 5.89亿元, in English 589,000,000 CNY."""
    number = decimal(text)
    if number is None or unit == "date":
        return (text or "?").replace("T", " ")  # 2026-03-30T10:00
    if language == "en":
        return f"{number:,f}{'%' if unit == '%' else ' ' + unit}"
    if unit == "排名":
        return f"第{_plain(number)}"
    if unit in _RATES:
        return f"{_plain(number)}{unit_name(unit)}"
    if unit == "秒" and number >= HOUR and not number % 1:
        return f"{int(number // HOUR)}小时{int(number % HOUR // 60):02}分{int(number % 60):02}秒"
    for factor, name in _SCALES:
        scaled = (number / factor).normalize()
        if abs(scaled) >= 1 and scaled.as_tuple().exponent >= -MOST_PLACES:  # type: ignore[operator]
            return f"{_plain(scaled)}{name}{unit_name(unit)}"
    return f"{_plain(number)}{unit_name(unit)}"


def value_of(claim: ClaimRow, language: str = "zh") -> str:
    """The value a claim stands for, in words: its point, with its hedge, or its range."""
    if claim.bound == "range" and claim.low and claim.high:
        return f"{readable(claim.low, claim.unit, language)}–{readable(claim.high, claim.unit, language)}"
    shown = readable(claim.value or claim.low or claim.high, claim.unit, language)
    sign = "-" if claim.change == "decrease" and not shown.startswith("-") else ""
    hedges = _BOUND_EN if language == "en" else _BOUND
    return f"{hedges.get(claim.bound, '')}{sign}{shown}"


def interval_of(claim: ClaimRow, language: str = "zh") -> str:
    """The interval that the writing allows, in words, "" for a date or a count to the last one (3860人)."""
    counted = claim.dimension == "count" and claim.bound == "exact" and claim.step == "1"
    if counted or claim.unit == "date" or claim.low == claim.high:
        return ""
    low = readable(claim.low, claim.unit, language) if claim.low else "…"
    high = readable(claim.high, claim.unit, language) if claim.high else "…"
    return f"{low} ~ {high}"


def period_of(period: str | None, language: str = "zh") -> str:
    """A period in words: 2025-01-01/2025-06-30 -> 2025年上半年, in English first half of 2025."""
    if not period:
        return ""
    first, slash, last = period.partition("/")
    said, name, to = (str, days_in_english, " to ") if language == "en" else (_date, days_in_words, "至")
    if not slash or first == last:
        return said(first)
    try:
        return name(date.fromisoformat(first[:10]), date.fromisoformat(last[:10]))
    except ValueError:
        return f"{said(first)}{to}{said(last)}"


def _date(iso: str) -> str:
    parts = iso.split("T")[0].split("-")
    names = ("年", "月", "日")
    if len(parts) > 3 or not all(part.isdigit() for part in parts):
        return iso
    return "".join(f"{int(part)}{name}" for part, name in zip(parts, names, strict=False))


def _plain(number: Decimal) -> str:
    """At most four digits after the point; the exact value stands in claims.jsonl."""
    text = f"{number:{',' if abs(number) >= 10_000 else ''}.4f}".rstrip("0").rstrip(".")
    return text if text not in ("", "-", "-0") else "0"
