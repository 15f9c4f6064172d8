"""Dates that are facts: what they are called, whose they are, and what is none."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hedui.flow import Tools, claims_in
from hedui.model import Article, Publication

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "dates.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_cases(case: dict[str, Any], tools: Tools) -> None:
    day = date.fromisoformat(case["published"])
    article = Article(id="case", text=case["text"], sha256="case", published=Publication(day, day, "metadata"))
    found = [claim for claim in claims_in(article, tools).claims if claim.quantity is None]
    told = [[c.mention, c.entity or "", c.metric, c.date_value] for c in found]
    assert sorted(told, key=str) == sorted(case["dates"], key=str)
    assert all(0 <= claim.confidence <= 1 for claim in found)


def test_a_day_to_come_is_planned(tools: Tools) -> None:
    day = date(2026, 3, 10)
    text = "影片《长河》将于4月6日上映。星河科技2月8日发布了芯片星翼X2。"
    article = Article(id="plan", text=text, sha256="plan", published=Publication(day, day, "metadata"))
    found = [claim for claim in claims_in(article, tools).claims if claim.quantity is None]
    assert {claim.date_value: claim.kind for claim in found} == {"2026-04-06": "target", "2026-02-08": "actual"}
