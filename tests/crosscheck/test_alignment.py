"""Owners that are one by the figures they have in common, and owners that stay two."""

import random
from typing import Any

import pytest
from made import extractions, make

from hedui.crosscheck.disagreements import find_disagreements
from hedui.flow import load_tools
from hedui.model import Finding

# An article on 青溪食品, read rightly in one and under a broker's and a country's name in the others.
ONE = [
    {"article": "a", "entity": "青溪食品", "value": "48.62亿元"},
    {"article": "a", "entity": "青溪食品", "metric": "净利润", "value": "6.374亿元", "start": 30},
    {"article": "a", "entity": "青溪食品", "metric": "毛利率", "value": "43.5%", "start": 60},
]
OTHER = [
    {"article": "b", "entity": "东岭证券", "value": "48.62亿元"},
    {"article": "b", "entity": "东岭证券", "metric": "净利润", "value": "6.374亿元", "start": 30},
    {"article": "b", "entity": "东岭证券", "metric": "毛利率", "value": "34.2%", "start": 400},
]


def found(*rows: dict[str, Any], label: str | None = "ORG") -> list[Finding]:
    claims = [make(number, {"label": label} | row) for number, row in enumerate(rows)]
    articles = extractions(claims)
    findings = find_disagreements(articles, load_tools().lexicon)
    random.Random(3).shuffle(articles)
    assert find_disagreements(articles, load_tools().lexicon) == findings
    return [f for f in findings if f.metric == "毛利率"]


def test_owners_with_the_same_figures_are_compared() -> None:
    (finding,) = found(*ONE, *OTHER)
    assert finding.sides == (("c002",), ("c005",))
    assert "文中作东岭证券、青溪食品" in str(finding.gates)


def test_the_name_that_most_articles_have_is_shown() -> None:
    more = [row | {"article": "c", "entity": "青溪食品"} for row in ONE]
    (finding,) = found(*ONE, *more, *OTHER)
    assert finding.entity == "青溪食品"


def test_a_firm_goes_before_its_country() -> None:
    more = [row | {"article": "c", "entity": "中国", "label": "LOC"} for row in ONE]
    china = [row | {"entity": "中国", "label": "LOC"} for row in OTHER]
    (finding,) = found(*ONE, *more, *china)
    assert finding.entity == "青溪食品"


def test_two_places_stay_two() -> None:
    assert not found(*ONE, *OTHER, label="LOC")


@pytest.mark.parametrize(
    "changed",
    [
        {"article": "b", "entity": "青溪食品", "metric": "员工人数", "value": "5120人", "start": 90},
        {"article": "a", "entity": "东岭证券", "metric": "目标价", "value": "24.5元", "start": 90},
    ],
    ids=["the other article names it too", "the article names the other"],
)
def test_where_one_article_tells_of_both_they_are_two(changed: dict[str, Any]) -> None:
    assert found(*ONE, *OTHER, changed) == []


def test_one_figure_in_common_or_two_of_few_digits_are_an_accident() -> None:
    assert found(*ONE, OTHER[0], OTHER[2]) == []
    few = [
        row | {"value": {"48.62亿元": "48亿元", "6.374亿元": "6.37亿元"}.get(row["value"], row["value"])}
        for row in (*ONE, *OTHER)
    ]
    assert found(*few) == []


def test_a_figure_that_everybody_quotes_aligns_nobody() -> None:
    crowd = [row | {"article": f"z{n}", "entity": f"云岭{n}号公司"} for n in range(13) for row in ONE[:2]]
    assert found(*ONE, *OTHER, *crowd) == []
