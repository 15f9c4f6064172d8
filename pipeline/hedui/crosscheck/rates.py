"""Coarse bands of exchange rates, to tell a currency pair from a slip of digits.

The bands hold the yearly extremes from 2010 to 2025 with a margin, as units of the second currency for one unit of
the first.  They are wide on purpose: a figure outside its band is wrong by far more than the rate of the day.
"""

from decimal import Decimal

_BANDS = {
    ("USD", "CNY"): ("5.9", "7.5"),
    ("HKD", "CNY"): ("0.76", "0.97"),
    ("USD", "HKD"): ("7.7", "7.9"),
    ("USD", "TWD"): ("27", "34"),
    ("CNY", "TWD"): ("3.9", "5.1"),
    ("HKD", "TWD"): ("3.5", "4.4"),
    ("EUR", "CNY"): ("6.4", "9.6"),
    ("EUR", "USD"): ("0.95", "1.5"),
    ("GBP", "CNY"): ("8", "11"),
    ("CNY", "JPY"): ("11", "23"),
    ("USD", "JPY"): ("75", "163"),
    ("CNY", "KRW"): ("155", "215"),
    ("USD", "KRW"): ("1000", "1490"),
}


def band(one: str, other: str) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest plausible price of one unit of a currency in the other, None when not known."""
    if (one, other) in _BANDS:
        low, high = _BANDS[one, other]
        return Decimal(low), Decimal(high)
    if (other, one) in _BANDS:
        low, high = _BANDS[other, one]
        return 1 / Decimal(high), 1 / Decimal(low)
    return None


def plausible(value: Decimal, currency: str, other: Decimal, other_currency: str) -> bool | None:
    """Whether two amounts can be one sum in two currencies; None when the pair has no band."""
    rates = band(currency, other_currency)
    if rates is None or not value:
        return None
    return rates[0] <= other / value <= rates[1]
