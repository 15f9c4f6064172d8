"""Tables in a text: the period of a figure is the one that heads its column."""

import pytest

from articles import article, on
from hedui.flow import Tools, claims_in


def periods(text: str, tools: Tools) -> dict[str, str | None]:
    found = claims_in(article(text, on("2025-10-30")), tools).claims
    return {claim.mention: claim.period.iso() if claim.period else None for claim in found}


@pytest.mark.parametrize("apart", [" ", " | ", "\t"])
def test_a_figure_is_of_the_period_that_heads_its_column(apart: str, tools: Tools) -> None:
    table = ("项目", "2025年7-9月", "2024年7-9月"), ("营业收入", "80,410万元", "90,264万元")
    rows = "\n\n".join(apart.join(row) for row in (*table, ("净利润", "6,911万元", "5,379万元")))
    found = periods(f"云峰矿业第三季度报告要点\n{rows}\n\n公司1-9月分红3,000万元。", tools)
    own, before = "2025-07-01/2025-09-30", "2024-07-01/2024-09-30"
    assert [found[row[1]] for row in (table[1], ("", "6,911万元"))] == [own, own]
    assert [found[row[2]] for row in (table[1], ("", "", "5,379万元"))] == [before, before]
    assert found["3,000万元"] == "2025-01-01/2025-09-30"


def test_a_headline_of_two_years_heads_no_column(tools: Tools) -> None:
    found = periods("云峰矿业2024年与2025年业绩对比\n今年上半年收入91亿元，净利润7亿元。", tools)
    assert found["91亿元"] == "2025-01-01/2025-06-30"
    assert found["7亿元"] == "2025-01-01/2025-06-30"
