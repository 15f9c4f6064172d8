"""Who was first: ranks in the order of doing are claims, named after the deed."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from articles import article
from hedui.flow import Tools, claims_in
from hedui.records import claim_row

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "firsts.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_cases(case: dict[str, Any], tools: Tools) -> None:
    rows = [claim_row(claim) for claim in claims_in(article(case["text"]), tools).claims]
    ranks = [[row["mention"], row["entity"], row["metric"], row["value"]] for row in rows if row["unit"] == "排名"]
    assert len(ranks) == len(case["ranks"])
    for told, wanted in zip(ranks, case["ranks"], strict=True):
        assert [value for value, asked in zip(told, wanted, strict=True) if asked] == [v for v in wanted if v]
