"""Spans of days in words, and names beside them."""

from datetime import date

from hedui.crosscheck.words import about
from hedui.days import days_in_words


def test_the_same_month_of_two_years_is_no_single_month() -> None:
    assert days_in_words(date(2024, 3, 1), date(2025, 3, 31)) == "2024年3月至2025年3月"


def test_a_february_ends_where_its_year_says() -> None:
    assert days_in_words(date(2024, 2, 1), date(2024, 2, 28)) == "2024年2月1日至28日"
    assert days_in_words(date(2025, 2, 1), date(2025, 2, 28)) == "2025年2月"


def test_digits_of_a_name_do_not_touch_those_of_a_year() -> None:
    half = (date(2025, 1, 1), date(2025, 6, 30))
    assert about("CX-217", half) == "CX-217 2025年上半年"
    assert about("壁仞科技", half) == "壁仞科技2025年上半年"
    assert about("SU7", None) == "SU7"
