"""A slip amid the same figures, whatever period or scope was read; and silence where the two are two things."""

import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
from made import extractions, make

from articles import article
from hedui.crosscheck.disagreements import find_among, find_disagreements, in_order, known_of
from hedui.flow import Tools, claims_in, cross_check
from hedui.model import Finding

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/echoes.toml").read_text(encoding="utf-8"))["case"]


def slips(findings: list[Finding]) -> list[Finding]:
    return [f for f in findings if f.check in ("unit_slip", "unit", "digit_slip", "sign")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any], tools: Tools) -> None:
    claims = [make(number, row) for number, row in enumerate(case["claims"])]
    found = slips(find_disagreements(extractions(claims, case.get("days")), tools.lexicon))
    assert [f.check for f in found] == ([case["found"]] if "found" in case else [])
    if found:
        assert case["says"] in found[0].explanation
        assert found[0].severity in case.get("severity", "critical major minor").split()
    articles = extractions(claims, case.get("days"))
    random.Random(5).shuffle(articles)
    assert slips(find_disagreements(articles, tools.lexicon)) == found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_entities_compared_apart_give_the_same(case: dict[str, Any], tools: Tools) -> None:
    claims = [make(number, row) for number, row in enumerate(case["claims"])]
    known = known_of(extractions(claims, case.get("days")), tools.lexicon)
    shards = [[c for c in claims if known.entity(c) == name] for name in {known.entity(c) for c in claims}]
    apart = [finding for shard in shards for finding in find_among(shard, known)]
    assert in_order(apart) == find_disagreements(extractions(claims, case.get("days")), tools.lexicon)


def test_an_echo_has_the_claims_of_the_finding_that_it_stands_for(tools: Tools) -> None:
    rows = [
        {"article": "a", "start": 10, "value": "39人", "metric": "乘客人数"},
        {"article": "a", "start": 20, "value": "7124米", "metric": "飞行高度"},
        {"article": "b", "start": 10, "value": "93人", "metric": "乘客人数"},
        {"article": "b", "start": 20, "value": "7124米", "metric": "飞行高度"},
        {"article": "c", "start": 10, "value": "39人", "metric": "乘客人数"},
    ]
    claims = [make(number, row) for number, row in enumerate(rows)]
    (found,) = find_disagreements(extractions(claims), tools.lexicon)
    assert found.check == "digit_slip"
    assert sorted(found.sides) == [("c000", "c004"), ("c002",)]
    assert "39人（2个独立来源）" in found.explanation


def test_one_change_in_per_cent_and_in_points_of_other_owners(tools: Tools) -> None:
    texts = (
        "临川市旅游局统计，国庆期间全市酒店入住率88.6%，比上年同期提高7个百分点，接待游客213万人次。",
        "國慶假期落幕，業者笑逐顏開。松壺旅業說，全市酒店入住率88.6%，按年升7%，遊客213萬人次。",
    )
    read = [claims_in(article(text, name=f"a{n}"), tools) for n, text in enumerate(texts)]
    (found,) = [f for f in cross_check(read, tools) if f.check == "percent"]
    assert "88.6%" in found.explanation


def test_in_running_text_of_both_scripts(tools: Tools) -> None:
    texts = (
        "2025年上半年，云岭银行实现营业收入312.6亿元，净利润128.5亿元。拨备覆盖率318.5%，核心一级资本充足率10.41%。",
        "雲嶺銀行公布，於2025年6月底，撥備覆蓋率318.5%，核心一級資本充足率10.14%。中期純利128.5億元人民幣。",
    )
    read = [claims_in(article(text, name=f"a{n}"), tools) for n, text in enumerate(texts)]
    (found,) = slips(cross_check(read, tools))
    assert found.check == "digit_slip"
    assert "10.41%" in found.explanation
    assert "10.14%" in found.explanation
