import msgspec
import pytest
from made import extractions, make

from hedui.crosscheck.disagreements import find_disagreements, known_of
from hedui.crosscheck.replay import replay
from hedui.crosscheck.why import why_not, why_silent
from hedui.errors import RunError
from hedui.lexicon import load_lexicon
from hedui.model import Claim
from hedui.report.results import claim_of, claim_rows

LEXICON = load_lexicon()
FOUNDING = [make(0, {"value": "6120万元"}), make(1, {"value": "6120万元"}), make(2, {"value": "约6.12亿元"})]


def texts(claims: list[Claim]) -> dict[str, str]:
    return {claim.article: " " * claim.span.start + claim.mention + "等。" for claim in claims}


def test_replay_proves_a_finding_again() -> None:
    finding = find_disagreements(extractions(FOUNDING), LEXICON)[0]
    steps = replay(finding, {c.id: c for c in FOUNDING}, texts(FOUNDING), LEXICON)
    assert steps[-1] == f"指纹 {finding.id} 重算一致"
    assert any("区间不相交" in step for step in steps)


def test_replay_fails_loudly_when_a_text_changed() -> None:
    finding = find_disagreements(extractions(FOUNDING), LEXICON)[0]
    changed = texts(FOUNDING) | {FOUNDING[2].article: "约6.13亿元等。"}
    with pytest.raises(RunError, match="原文已变"):
        replay(finding, {c.id: c for c in FOUNDING}, changed, LEXICON)


def test_replay_fails_loudly_when_a_reading_changed() -> None:
    finding = find_disagreements(extractions(FOUNDING), LEXICON)[0]
    other = msgspec.structs.replace(make(2, {"value": "约7.12亿元"}), mention=FOUNDING[2].mention)
    claims = {c.id: c for c in [*FOUNDING[:2], other]}
    with pytest.raises(RunError, match="重算得不到"):
        replay(finding, claims, texts(FOUNDING), LEXICON)


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        ({"value": "14.74亿元", "period": "2022"}, {"value": "17.44亿元", "period": "2023"}, "期间不同"),
        ({"value": "14.74亿元"}, {"value": "17.44亿元", "metric": "净利润"}, "指标不同"),
        ({"value": "14.74亿元"}, {"value": "17.44亿元", "entity": "另一公司"}, "主体不同"),
        ({"value": "14.74亿元"}, {"value": "17.44亿元", "kind": "forecast"}, "性质不同"),
        ({"value": "14.74亿元", "scope": "海外"}, {"value": "17.44亿元"}, "未限定范围"),
        ({"value": "855.42亿港元", "metric": "市值"}, {"value": "1002亿港元", "metric": "市值"}, "行情"),
        ({"value": "超70%"}, {"value": "73.7%"}, "一致"),
        ({"value": "3.162亿元"}, {"value": "3.16亿元"}, "所允许的3.1615亿元至3.163亿元之外"),
        ({"value": "超47亿元"}, {"value": "47亿元"}, "一致"),
        ({"value": "不超过1%"}, {"value": "0.16%"}, "界限"),
        ({"value": "14.74亿元", "polarity": False}, {"value": "17.44亿元"}, "否定"),
        ({"value": "86人", "metric": "死亡人数"}, {"value": "105人", "metric": "死亡人数"}, "更新"),
    ],
)
def test_silence_has_a_reason(one: dict[str, str], other: dict[str, str], word: str) -> None:
    reasons = why_not(make(0, one), make(1, other), LEXICON)
    assert any(word in reason for reason in reasons), reasons
    assert "矛盾" in reasons[-1] or "比较" in reasons[-1]


def test_a_conflict_has_no_reason_for_silence() -> None:
    assert why_not(FOUNDING[0], FOUNDING[2], LEXICON) == []


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (
            [
                {"value": "56.94亿元", "metric": "票房", "period": "2025-03-02"},
                {"value": "57.8亿元", "metric": "票房", "period": "2025-03-02"},
            ],
            "二十分之一",
        ),
        (
            [
                {"value": "7.2级", "metric": "震级", "by": "中央气象署"},
                {"value": "7.2级", "metric": "震级"},
                {"value": "7.3级", "metric": "震级", "by": "中国地震台网"},
            ],
            "另一机构",
        ),
        (
            [
                {"value": "157.61亿元"},
                {"value": "157.61亿元", "article": "x", "start": 10},
                {"value": "41.3亿元", "article": "x", "start": 300, "confidence": 0.4},
            ],
            "其中一部分",
        ),
    ],
)
def test_silence_among_all_claims_has_a_reason(rows: list[dict[str, str]], word: str) -> None:
    claims = [make(number, row) for number, row in enumerate(rows)]
    given = extractions(claims)
    assert find_disagreements(given, LEXICON) == []
    reasons = why_silent(claims[0], claims[-1], claims, known_of(given, LEXICON))
    assert any(word in reason for reason in reasons), reasons


@pytest.mark.parametrize(
    "row",
    [
        {"value": "约6.12亿元", "by": "招股书", "scope": "海外"},
        {"value": "113.64%", "change": "increase", "metric": "营业收入同比增速"},
        {"date": "2019-09", "metric": "成立日期"},
        {"value": "超1500人", "metric": "参会人数", "period": "2025-03-02"},
        {"value": "12亿元", "period": ""},
    ],
)
def test_a_claim_comes_back_from_its_row(row: dict[str, str]) -> None:
    claim = make(3, row)
    assert list(map(claim_of, claim_rows([claim]))) == [claim]
