import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import quantity

from hedui.crosscheck.compare import AGREE, CONFLICT, LOOSE, UNDERSTATED, reach, verdict
from hedui.crosscheck.figures import date_reach

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/pairs.toml").read_text(encoding="utf-8"))["pair"]
CONTRACT = Path(__file__).parents[2].parent / "shared" / "interval-pairs.tsv"
SAID = {AGREE: "agree", LOOSE: "loose", UNDERSTATED: "loose", CONFLICT: "conflict"}


def compared(a: str, b: str) -> str:
    one, other = reach(quantity(a), a), reach(quantity(b), b)
    assert one is not None
    assert other is not None
    return SAID[verdict(one, other)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['a']}~{case['b']}")
def test_pairs(case: dict[str, Any]) -> None:
    assert compared(case["a"], case["b"]) == case["verdict"]
    assert compared(case["b"], case["a"]) == case["verdict"]


def test_all_pairs_of_the_contract() -> None:
    if not CONTRACT.is_file():
        pytest.skip("the contract of pairs is not beside this checkout")
    lines = [
        line.split("\t") for line in CONTRACT.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    rows = [line for line in lines if line[0] != "a"]
    wrong = [(a, b, said) for a, b, said, *_ in rows if compared(a, b) != said.replace("agree-loose", "loose")]
    assert len(rows) == 36
    assert wrong == []


figures = st.builds(
    lambda hedge, number, places, scale: f"{hedge}{number:.{places}f}{scale}元",
    st.sampled_from(["", "约", "近", "超", "不足", "不超过", "至少"]),
    st.floats(min_value=1, max_value=9999),
    st.integers(0, 2),
    st.sampled_from(["", "万", "亿"]),
)


@given(figures, figures)
def test_comparison_is_symmetric(a: str, b: str) -> None:
    assert compared(a, b) == compared(b, a)


@given(figures)
def test_a_figure_agrees_with_itself(a: str) -> None:
    assert compared(a, a) == "agree"


@pytest.mark.parametrize("day", ["9999", "9999-12", "9999-12-31", "0000-01-01", "2025-02-30"])
def test_a_day_that_no_calendar_has_is_not_compared(day: str) -> None:
    assert date_reach(day) is None
