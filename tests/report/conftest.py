"""A small run made by hand: a slip of ten, a date, and an article that tries to break out of every report."""

import re

import pytest

from hedui.report.results import ArticleRow, ClaimRow, FindingRow, RejectRow, Results, RunRecord

PLAIN = "招股書顯示,某芯科技2025年上半年收入為5890萬元。公司成立於2019年。"
SLIP = "2025年上半年,某芯科技实现收入约5.89亿元,同比增长较快。"
HOSTILE = (
    "<script>alert(1)</script>某芯科技\u202e收入\x1b[31m为=cmd()|5890万元[bold red]。"
    '"><img src=x onerror=alert(2)>'
)


def claim(name: str, article: str, text: str, mention: str, value: str, **more: object) -> ClaimRow:
    start = text.index(mention)
    low, high = str(int(value) - 50000), str(int(value) + 50000)
    metric = re.search("收入", text)
    fields: dict[str, object] = {
        "id": name,
        "article": article,
        "start": start,
        "end": start + len(mention),
        "mention": mention,
        "sentence": (0, text.find("。") + 1 or len(text)),
        "entity": "某芯科技",
        "metric": "营业收入",
        "metric_mention": metric.span() if metric else None,
        "period": "2025-01-01/2025-06-30",
        "period_from": "explicit",
        "value": value,
        "low": low,
        "high": high,
        "unit": "CNY",
        "confidence": 0.9,
    }
    return ClaimRow(**{**fields, **more})  # type: ignore[arg-type]


@pytest.fixture
def results() -> Results:
    day = {"published": "2026-01-02", "dated": "2026-01-02"}
    articles = (
        ArticleRow(id="a1", text=PLAIN, title="上市在即", source="甲報", url="https://example.org/1", **day),
        ArticleRow(id="a2", text=SLIP, title="凭什么先行", source="乙周刊", url="javascript:alert(1)", **day),
        ArticleRow(id="a3", text=HOSTILE, title="</title><b>x", source='=HYPERLINK("x")', **day),
    )
    claims = (
        claim("c1", "a1", PLAIN, "5890萬元", "58900000"),
        claim("c2", "a2", SLIP, "约5.89亿元", "589000000", bound="approx"),
        claim("c3", "a3", HOSTILE, "5890万元", "58900000"),
    )
    finding = FindingRow(
        id="f00d",
        check="unit_slip",
        severity="critical",
        confidence=0.93,
        entity="某芯科技",
        metric="营业收入",
        period="2025-01-01/2025-06-30",
        claims=("c1", "c3", "c2"),
        sides=(("c1", "c3"), ("c2",)),
        explanation="上半年营业收入:5890万元与约5.89亿元相差10倍,疑为万/亿单位误写。",
        title="单位误写",
        steps=("约5.89亿元 ÷ 5890万元 = 10",),
        settle="查招股书利润表。",
        chance="0.0035",
    )
    rejects = (RejectRow(article="b1", where="b1.bin", reason="不是文本。"),)
    return Results(articles, claims, (finding,), rejects, RunRecord(version="0.1.0"))
