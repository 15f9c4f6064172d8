"""What five annotated articles on one listing must yield, row by row, and where the tool must be silent.

The articles are third-party texts and lie beside the checkout: without them these tests skip.  The claims are
those of the annotation, so that only the cross-check is tested.
"""

import sys
from itertools import combinations
from pathlib import Path

import pytest

from hedui.crosscheck.disagreements import find_disagreements
from hedui.crosscheck.why import why_not
from hedui.lexicon import load_lexicon
from hedui.model import Claim, Finding

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "gold" / "seeds"
LEXICON = load_lexicon()


@pytest.fixture(scope="module")
def claims() -> dict[str, Claim]:
    if not SEEDS.is_dir():
        pytest.skip("the annotated articles are not beside this checkout")
    return {claim.id: claim for extraction in _extractions() for claim in extraction.claims}


@pytest.fixture(scope="module")
def findings(claims: dict[str, Claim]) -> list[Finding]:
    return find_disagreements(_extractions(), LEXICON)


def _extractions() -> list[object]:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import goldclaims
    finally:
        sys.path.pop(0)
    return goldclaims.extractions(SEEDS)


PRESENT = {
    "1 revenue of the half-year, ten times": ("s1-c043", "s3-c025", "unit_slip", "critical"),
    "2 one value, two labels": ("s0-c055", "s2-c019", "label_drift", "notice"),
    "3 one stock, two days": ("s1-c047", "s2-c019", "as_of", "notice"),
    "4 year of joining": ("s1-c015", "s0-c011", "date", "major"),
    "5 a compound rate called growth": ("s1-c044", "s1-c042", "arithmetic", "minor"),
    "6 thirty days without what": ("s0-c046", "s2-c073", "label_drift", "notice"),
    "7 half a year since the founding": ("s1-c026", "s0-c012", "arithmetic", "minor"),
}

# Two claims that look like a conflict, and a word of the reason why they are none.
SILENT = {
    "2 an open order and a framework agreement": ("s0-c052", "s2-c019", "期间不同"),
    "9 market value at the opening and at 9:35": ("s2-c009", "s2-c013", "时点"),
    "9 market value without a time": ("s0-c005", "s2-c009", "期间不同"),
    "10 a price and its conversion": ("s2-c004", "s2-c005", "单位不同"),
    "12 losses of two years, digits exchanged": ("s3-c031", "s3-c032", "期间不同"),
    "12 research of two years": ("s3-c035", "s3-c036", "期间不同"),
    "13 more than 70 % and 73.7 %": ("s2-c028", "s3-c040", "指标不同"),
    "14 over 4.7 billion and 4.7 billion": ("s0-c017", "s4-c048", "一致"),
    "15 not above 1 % and 0.16 %": ("s1-c048", "s3-c012", "主体不同"),
    "16 a growth and its level": ("s3-c019", "s3-c020", "指标不同"),
}


@pytest.mark.parametrize("row", PRESENT, ids=lambda row: row)
def test_what_must_be_found(row: str, findings: list[Finding]) -> None:
    one, other, check, severity = PRESENT[row]
    found = [f for f in findings if _flags(f, one, other)]
    assert [(f.check, f.severity) for f in found] == [(check, severity)]


@pytest.mark.parametrize("row", SILENT, ids=lambda row: row)
def test_what_must_be_silent_and_why(row: str, claims: dict[str, Claim], findings: list[Finding]) -> None:
    one, other, word = SILENT[row]
    assert not [f for f in findings if _flags(f, one, other)]
    reasons = why_not(claims[one], claims[other], LEXICON)
    assert any(word in reason for reason in reasons), reasons
    assert "矛盾" in reasons[-1] or "比较" in reasons[-1], reasons


def test_arithmetic_that_closes_is_silent(findings: list[Finding]) -> None:
    """Rows 8, 10, 11, 13 and 16: rates, prices times shares and the implied average all close."""
    told = [f for f in findings if f.check in ("arithmetic", "currency")]
    assert {f.metric for f in told} == {"营业收入增速", "成立至事件时长"}


def _flags(finding: Finding, one: str, other: str) -> bool:
    return any(
        {one, other} <= {*a, *b} and not {one, other} <= set(a) and not {one, other} <= set(b)
        for a, b in combinations(finding.sides, 2)
    )
