"""Figures and periods in words."""

import pytest
from msgspec import structs

from hedui.report.figures import interval_of, period_of, readable, value_of
from hedui.report.results import ClaimRow


def row(**fields: object) -> ClaimRow:
    fixed = {"id": "c", "article": "a", "start": 0, "end": 1, "mention": "1", "sentence": (0, 1), "unit": "CNY"}
    return ClaimRow(**{**fixed, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("589000000", "CNY", "5.89亿元"),
        ("58900000", "CNY", "5890万元"),
        ("1860000000000", "CNY", "1.86万亿元"),
        ("19.6", "HKD/股", "19.6港元/股"),
        ("9999", "人", "9999人"),
        ("20500", "人", "2.05万人"),
        ("204317", "辆", "204,317辆"),
        ("204371000", "辆", "20,437.1万辆"),
        ("123456789.5", "CNY", "123,456,789.5元"),
        ("-1538000000", "CNY", "-15.38亿元"),
        ("5.4", "%", "5.4%"),
        ("0.1", "pp", "0.1个百分点"),
        ("3:1", "比", "3:1"),
        ("2019-09-09", "date", "2019-09-09"),
        ("0", "人", "0人"),
        ("3", "排名", "第3"),
        ("7716", "秒", "2小时08分36秒"),
        ("19.5", "秒", "19.5秒"),
        ("100000000000000000000000000000000", "CNY", "100,000,000,000,000,000,000万亿元"),
        ("NaN", "人", "NaN"),
        ("2026-03-07T09:05", "date", "2026-03-07 09:05"),
    ],
)
def test_values(value: str, unit: str, words: str) -> None:
    assert readable(value, unit) == words


def test_values_in_english_are_exact() -> None:
    assert readable("589000000", "CNY", "en") == "589,000,000 CNY"
    assert readable("5.4", "%", "en") == "5.4%"


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2025-01-01/2025-06-30", "2025年上半年"),
        ("2025-01-01/2025-12-31", "2025年"),
        ("2025-04-01/2025-06-30", "2025年第二季度"),
        ("2025-02-01/2025-02-28", "2025年2月"),
        ("2025-07-14/2025-07-14", "2025年7月14日"),
        ("2025-07-18/2025-07-20", "2025年7月18日至20日"),
        ("2025-06-30/2025-07-02", "2025年6月30日至7月2日"),
        ("2024-10-01/2025-10-02", "2024年10月1日至2025年10月2日"),
        ("2025-01-01/2025-10-31", "2025年1月至10月"),
        ("2022-01-01/2024-12-31", "2022年至2024年"),
        ("2024-04-01/2025-03-31", "2024年4月至2025年3月"),
        ("2024-02-01/2024-02-29", "2024年2月"),
        ("odd/2025-07-20", "odd至2025年7月20日"),
        ("2025", "2025年"),
        ("2025-06", "2025年6月"),
        ("2025-06-30T09:35", "2025年6月30日"),
        (None, ""),
        ("nonsense", "nonsense"),
    ],
)
def test_periods(period: str | None, words: str) -> None:
    assert period_of(period) == words


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2025-01-01/2025-06-30", "first half of 2025"),
        ("2025-01-01/2025-12-31", "2025"),
        ("2025-07-01/2025-09-30", "Q3 2025"),
        ("2025-02-01/2025-02-28", "2025-02"),
        ("2025-07-14/2025-07-14", "2025-07-14"),
        ("2025-07-18/2025-07-20", "2025-07-18 to 2025-07-20"),
        ("2024-04-01/2025-03-31", "2024-04 to 2025-03"),
        ("odd/2025-07-20", "odd to 2025-07-20"),
        ("2025", "2025"),
        (None, ""),
    ],
)
def test_periods_in_english(period: str | None, words: str) -> None:
    assert period_of(period, "en") == words


def test_an_interval_is_told_where_it_says_something() -> None:
    counted = row(value="3860", low="3859.5", high="3860.5", unit="人", dimension="count", step="1")
    assert interval_of(counted) == ""
    assert interval_of(structs.replace(counted, step="10", low="3855", high="3865")) == "3855人 ~ 3865人"


def test_bounds_and_change_show() -> None:
    assert value_of(row(value="589000000", bound="approx")) == "约5.89亿元"
    assert value_of(row(value="5", unit="%", change="decrease")) == "-5%"
    assert value_of(row(low="100000000", high="200000000", bound="range")) == "1亿元–2亿元"
    assert value_of(row(value=None, low="100000000", bound="more_than")) == "超1亿元"


def test_open_intervals_and_exact_counts() -> None:
    assert interval_of(row(low="100000000", high=None)) == "1亿元 ~ …"
    assert interval_of(row(low="5", high="5", unit="人")) == ""
