import random
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from made import extractions, make

from hedui.crosscheck.checks import CHECKS
from hedui.crosscheck.disagreements import find_disagreements
from hedui.lexicon import Lexicon, load_lexicon
from hedui.model import Claim, Finding

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/findings.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def claims_of(case: dict[str, Any]) -> list[Claim]:
    return [make(number, row) for number, row in enumerate(case["claims"])]


def found(claims: list[Claim], lexicon: Lexicon, days: dict[str, str] | None = None) -> list[Finding]:
    return find_disagreements(extractions(claims, days), lexicon)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any], lexicon: Lexicon) -> None:
    findings = found(claims_of(case), lexicon, case.get("days"))
    said = [(finding.check, finding.severity, finding.explanation) for finding in findings]
    if case.get("nothing"):
        assert said == []
        assert case["why"]
        return
    assert len(said) == 1, said
    assert said[0][:2] == (case["check"], case["severity"])
    assert all(word in said[0][2] for word in case.get("says", [])), said[0][2]
    assert findings[0].settle
    on_sides = [claim for side in findings[0].sides for claim in side]
    assert len(on_sides) == len(set(on_sides)), "a claim stands on one side"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_order_of_articles_changes_nothing(case: dict[str, Any], lexicon: Lexicon) -> None:
    claims = claims_of(case)
    before = found(claims, lexicon)
    random.Random(7).shuffle(claims)
    assert found(claims, lexicon) == before


@pytest.mark.parametrize("case", [c for c in CASES if not c.get("nothing")], ids=lambda case: case["name"])
def test_a_repost_keeps_the_fingerprints(case: dict[str, Any], lexicon: Lexicon) -> None:
    claims = claims_of(case)
    again = [
        msgspec.structs.replace(claim, id=f"z{claim.id}", article=f"z{claim.article}", confidence=0.9)
        for claim in claims
    ]
    assert {f.id for f in found(claims, lexicon)} <= {f.id for f in found(claims + again, lexicon)}


def test_most_supported_needs_three_origins(lexicon: Lexicon) -> None:
    rows = [{"value": "157.61亿元"}, {"value": "157.61亿元"}, {"value": "125.3亿元"}]
    two = found([make(n, row) for n, row in enumerate(rows)], lexicon)
    three = found([make(n, row) for n, row in enumerate([*rows, {"value": "157.61亿元"}])], lexicon)
    assert two[0].most_supported == "支持不足，无法判断"
    assert three[0].most_supported == "157.61亿元"


def test_a_primary_source_on_one_side_decides(lexicon: Lexicon) -> None:
    rows = [{"value": "157.61亿元", "by": "半年报"}, {"value": "125.3亿元"}]
    assert found([make(n, row) for n, row in enumerate(rows)], lexicon)[0].most_supported == "157.61亿元"


def test_sums_without_a_currency_that_another_article_names_are_silent(lexicon: Lexicon) -> None:
    rows = [make(n, {"value": "300.7亿元"}) for n in range(2)]
    bare = [msgspec.structs.replace(claim, mention="300.7亿") for claim in rows]
    assert found([*bare, make(2, {"value": "300.7亿美元"})], lexicon) == []


def test_one_finding_per_disagreement(lexicon: Lexicon) -> None:
    rows = [{"value": "157.61亿元"}] * 5 + [{"value": "125.3亿元"}] * 3 + [{"value": "98亿元"}]
    findings = found([make(n, row) for n, row in enumerate(rows)], lexicon)
    assert [len(side) for side in findings[0].sides] == [5, 3, 1]
    assert len(findings) == 1


def test_most_severe_first(lexicon: Lexicon) -> None:
    rows = [
        {"value": "157.61亿元"},
        {"value": "158.02亿元"},
        {"value": "6120万元", "metric": "研发费用"},
        {"value": "6.12亿元", "metric": "研发费用"},
    ]
    assert [f.severity for f in found([make(n, row) for n, row in enumerate(rows)], lexicon)] == [
        "critical",
        "minor",
    ]


def test_every_check_has_a_chinese_title() -> None:
    assert all(check.title and not check.title.isascii() and check.name.isascii() for check in CHECKS)


def test_what_says_whose_the_odd_value_is_stands_with_the_right_one(lexicon: Lexicon) -> None:
    rows = [
        {"value": "2.46万亿元", "metric": "存款余额", "article": "a"},
        {"value": "1.93万亿元", "metric": "贷款余额", "article": "a", "start": 60},
        {"value": "1.93万亿元", "metric": "存款余额", "article": "b"},
    ]
    (finding,) = found(claims_of({"claims": rows}), lexicon)
    assert sorted(finding.sides) == [("c000", "c001"), ("c002",)]
