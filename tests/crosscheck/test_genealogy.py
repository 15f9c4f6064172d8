"""The story of a wrong figure: who printed it first, who copied it, who took it back, who still carries it."""

from articles import article, on
from hedui.flow import Tools, claims_in, cross_check
from hedui.model import Article, Branch

RIGHT = "云帆公司{day}公告，2025年上半年营业收入为6120万元，研发人员占到七成以上，下半年将再建两条产线。\n"
WRONG = "云帆公司的成绩单引人注目：2025年上半年营业收入为6.12亿元，研发人员占到七成以上，市场为之一振。\n"
MENDED = "更正：本报此前刊发的云帆公司报道，2025年上半年营业收入误写为6.12亿元，应为6120万元，特此致歉。\n"


def told(name: str, text: str, day: int, source: str) -> Article:
    return article(text, on(f"2025-09-{day:02d}"), name, source)


def story(tools: Tools, *articles: Article) -> dict[str, Branch]:
    findings = cross_check([claims_in(item, tools) for item in articles], tools)
    slip = next(finding for finding in findings if finding.check == "unit_slip")
    return {branch.value: branch for branch in slip.genealogy}


def test_first_copiers_correctors_and_who_still_carries_it(tools: Tools) -> None:
    branches = story(
        tools,
        told("r1", RIGHT.format(day="昨日"), 1, "日报"),
        told("w1", WRONG, 2, "晚报"),
        told("w2", "综合各方消息。\n" + WRONG, 3, "新闻网"),
        told("m1", MENDED, 4, "晚报"),
        told("w3", WRONG, 6, "早报"),
    )
    wrong = branches["6.12亿元"]
    assert [(c.article, c.status, c.copied_from) for c in wrong.carriers] == [
        ("w1", "first", None),
        ("w2", "copy", "w1"),
        ("w3", "stale", "w1"),
    ]
    assert (wrong.first, wrong.origins, wrong.corrected) == ("w1", 1, "2025-09-04")
    assert wrong.correctors == ("m1",)
    assert wrong.stale == ("w2", "w3")  # 晚报 has taken it back
    right = branches["6120万元"]
    assert (right.first, right.correctors, right.stale) == ("r1", (), ())


def test_without_a_correction_nobody_is_stale(tools: Tools) -> None:
    branches = story(tools, told("r1", RIGHT.format(day="昨日"), 1, "日报"), told("w1", WRONG, 2, "晚报"))
    assert [(b.correctors, b.corrected, b.stale) for b in branches.values()] == [((), None, ())] * 2
