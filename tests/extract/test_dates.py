"""Dates that are facts: what they are called, whose they are, and what is none."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from articles import article, on
from hedui.flow import Tools, claims_in

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "dates.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_cases(case: dict[str, Any], tools: Tools) -> None:
    day = on(case["published"])
    found = [c for c in claims_in(article(case["text"], day), tools).claims if c.quantity is None]
    told = [[c.mention, c.entity or "", c.metric, c.date_value] for c in found]
    assert sorted(told, key=str) == sorted(case["dates"], key=str)
    assert all(0 <= claim.confidence <= 1 for claim in found)


def test_a_day_to_come_is_planned(tools: Tools) -> None:
    text = "影片《长河》将于4月6日上映。星河科技2月8日发布了芯片星翼X2。"
    found = [c for c in claims_in(article(text, on("2026-03-10")), tools).claims if c.quantity is None]
    assert {claim.date_value: claim.kind for claim in found} == {"2026-04-06": "target", "2026-02-08": "actual"}
