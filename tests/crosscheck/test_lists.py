"""Totals and their lists in one article: what a slip of the pen makes of one, and silence where a list is open."""

from typing import Any

import pytest
from made import extractions, make

from hedui.crosscheck.disagreements import find_disagreements
from hedui.flow import load_tools
from hedui.model import Finding

STAFF = ("2386人", "1842人", "1398人")  # 5626


def listed(total: str, parts: tuple[str, ...], **more: Any) -> list[Finding]:
    rows = [
        {"value": value, "metric": "员工人数", "period": "2025-06-30", "article": "a"} for value in (total, *parts)
    ]
    claims = [make(n, row | {"start": 10 + 15 * n} | (more if n else {})) for n, row in enumerate(rows)]
    return [f for f in find_disagreements(extractions(claims), load_tools().lexicon) if f.check == "arithmetic"]


@pytest.mark.parametrize(
    ("total", "says"),
    [("5636人", "只差一位数字"), ("5662人", "两位数字互换"), ("56260人", "疑为单位误写")],
)
def test_a_total_a_slip_away_from_its_list(total: str, says: str) -> None:
    (found,) = listed(total, STAFF)
    assert says in found.explanation
    assert found.severity == "minor"
    assert set(found.sides) == {("c000",), ("c001", "c002", "c003")}


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        ("5626人", STAFF),
        ("7000人", STAFF),  # the list is not whole
        ("563人", ("238人", "184人", "131人")),  # three digits fit by accident
        ("4238人", ("2386人", "1842人")),  # two parts make a third figure by accident
        ("5.63万人", ("2.386万人", "1.842万人", "1.398万人")),  # rounded otherwise
    ],
)
def test_what_says_nothing(total: str, parts: tuple[str, ...]) -> None:
    assert listed(total, parts) == []


def test_a_figure_that_closes_another_list_is_no_slip() -> None:
    assert listed("1368家", ("1355家", "13家", "1332家")) == []


def test_figures_far_away_under_another_name_are_no_parts() -> None:
    assert listed("5636人", STAFF, metric="新增人数", start=200) == []


def test_a_small_part_beside_two_that_make_the_total_is_none() -> None:
    assert listed("4228人", ("2386人", "1842人", "5人")) == []
