"""Numbers as written: one value, many spellings."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedui.extract.numerals import read_numeral

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "numerals.toml").read_text(encoding="utf-8"))["case"]
SPELLINGS = [(spelling, case) for case in CASES for spelling in case["spellings"]]
DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(("spelling", "case"), SPELLINGS, ids=[spelling for spelling, _ in SPELLINGS])
def test_numerals(spelling: str, case: dict[str, str]) -> None:
    number = read_numeral(spelling)
    if case.get("nothing"):
        assert number is None
        return
    assert number is not None
    assert number.value == Decimal(case["value"])
    assert number.low == (Decimal(case["low"]) if "low" in case else None)
    assert number.high == (Decimal(case["high"]) if "high" in case else None)


@pytest.mark.parametrize(
    ("spelling", "step", "digits"),
    [
        ("5.89亿", "1000000", "589"),
        ("5890万", "10000", "5890"),
        ("0.05", "0.01", "5"),
        ("五千八百九十万", "100000", "589"),
    ],
)
def test_the_last_written_unit_and_the_digits(spelling: str, step: str, digits: str) -> None:
    number = read_numeral(spelling)
    assert number is not None
    assert (number.step, number.value / number.step) == (Decimal(step), Decimal(digits))


def in_words(value: int) -> str:
    """A whole number below 10^16 in Chinese words, with every 零 in its place."""
    if not value:
        return "零"
    groups = []
    for name, unit in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4), ("", 1)):
        groups.append((value // unit % 10**4, name))
    out = ""
    for number, name in groups:
        if not number:
            out += "零" if out and not out.endswith("零") else ""
            continue
        out += ("零" if out and number < 1000 and not out.endswith("零") else "") + below_wan(number) + name
    return out.rstrip("零")


def below_wan(value: int) -> str:
    out = ""
    for name, unit in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = value // unit % 10
        if digit:
            out += DIGITS[digit] + name
        elif out and value % unit and not out.endswith("零"):
            out += "零"
    return out


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_every_number_in_words_is_read_back(value: int) -> None:
    number = read_numeral(in_words(value))
    assert number is not None
    assert number.value == value


@given(st.decimals(min_value=0, max_value=10**9, places=3), st.sampled_from(["", "万", "亿", "万亿"]))
def test_decimals_are_exact(value: Decimal, scale: str) -> None:
    factor = {"": 0, "万": 4, "亿": 8, "万亿": 12}[scale]
    number = read_numeral(f"{value:f}{scale}")
    assert number is not None
    assert number.value == value.scaleb(factor)
