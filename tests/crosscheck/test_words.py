"""How amounts and differences are said."""

from decimal import Decimal

import pytest

from hedui.crosscheck.words import amount, difference


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("589000000", "CNY", "5.89亿元"),
        ("18000000000", "TWD", "180亿元新台币"),
        ("67.3", "USD/桶", "67.3美元/桶"),
        ("0.0962", "米", "96.2毫米"),
        ("8848.86", "米", "8848.86米"),
        ("312600", "米", "312.6公里"),
        ("276000000", "平方米", "276平方公里"),
        ("21400", "千克", "21.4吨"),
        ("0.0000086", "千克", "8.6毫克"),
        ("3.5", "x", "3.5倍"),
        ("-1.2", "pp", "-1.2个百分点"),
    ],
)
def test_an_amount_is_said_in_a_unit_of_its_size(value: str, unit: str, said: str) -> None:
    assert amount(Decimal(value), unit) == said


@pytest.mark.parametrize(
    ("a", "b", "unit", "said"),
    [
        ("0.4375", "0.4735", "米", "相差36毫米（约8.2%）"),
        ("4.27", "2.97", "TWD/股", "相差1.3元新台币/股（约43.8%）"),
        ("5890", "589", "CNY", "相差10倍"),
        ("26.3", "23.6", "%", "相差2.7个百分点"),
        ("-5", "5", "CNY", "相差10元"),
    ],
)
def test_a_difference_is_said_as_a_reader_would(a: str, b: str, unit: str, said: str) -> None:
    assert difference(Decimal(a), Decimal(b), unit) == said
