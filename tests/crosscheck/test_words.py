"""How amounts and differences are said."""

from decimal import Decimal

import pytest

from hedui.crosscheck.words import amount, difference


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("589000000", "CNY", "5.89亿元"),
        ("18000000000", "TWD", "180亿新台币"),
        ("71.4", "USD/桶", "71.4美元/桶"),
        ("0.0847", "米", "84.7毫米"),
        ("8848.86", "米", "8848.86米"),
        ("286300", "米", "286.3公里"),
        ("194000000", "平方米", "194平方公里"),
        ("17300", "千克", "17.3吨"),
        ("0.0000074", "千克", "7.4毫克"),
        ("3.5", "x", "3.5倍"),
        ("-1.2", "pp", "-1.2个百分点"),
    ],
)
def test_an_amount_is_said_in_a_unit_of_its_size(value: str, unit: str, said: str) -> None:
    assert amount(Decimal(value), unit) == said


@pytest.mark.parametrize(
    ("a", "b", "unit", "said"),
    [
        ("0.3142", "0.3412", "米", "相差27毫米（约8.6%）"),
        ("3.84", "3.48", "TWD/股", "相差0.36新台币/股（约10.3%）"),
        ("5890", "589", "CNY", "相差10倍"),
        ("3150000000", "31.5", "CNY", "相差1亿倍"),
        ("18.5", "15.8", "%", "相差2.7个百分点"),
        ("-5", "5", "CNY", "相差10元"),
    ],
)
def test_a_difference_is_said_as_a_reader_would(a: str, b: str, unit: str, said: str) -> None:
    assert difference(Decimal(a), Decimal(b), unit) == said
