"""The same story told in another way: findings stay, or change exactly as stated.

The story is small and its own: three outlets, one slip, one wrong period, one figure that all agree on.
"""

import opencc
import pytest

from articles import article, on
from hedui.flow import Tools, claims_in, cross_check
from hedui.model import Article, Finding

STORY = {
    "a": "云帆公司昨日披露，2025年上半年营业收入为6120万元，净利润为815万元。\n"
    "云帆公司2024年研发费用为3.37亿元。\n",
    "b": "记者获悉，云帆公司2025年上半年营业收入约6.12亿元。\n云帆公司2024年研发费用为3.37亿元，净利润未披露。\n",
    "c": "云帆公司的中报显示，2025年上半年营业收入为6120万元。\n2025年上半年净利润为815万元，云帆公司表示满意。\n",
    "d": "云帆公司公布中报，2025年上半年净利润为851万元，较为平稳。\n",
}


def of(name: str, text: str, day: int = 1, source: str | None = None) -> Article:
    return article(text, on(f"2025-09-{day:02d}"), name, source or f"{name}报")


def told(tools: Tools, articles: list[Article]) -> list[Finding]:
    return cross_check([claims_in(item, tools) for item in articles], tools)


def story(change: dict[str, str] | None = None) -> list[Article]:
    return [of(name, text) for name, text in (STORY | (change or {})).items()]


def gist(findings: list[Finding]) -> list[tuple[str, str, str | None, tuple[str, ...]]]:
    """What a finding says apart from the claims and how surely they are read."""
    return sorted((f.id, f.check, f.metric, tuple(sorted(f"{value:f}" for value in f.values))) for f in findings)


@pytest.fixture(scope="module")
def base(tools: Tools) -> list[Finding]:
    return told(tools, story())


def test_the_story_has_two_slips(base: list[Finding]) -> None:
    assert [(f.check, f.metric) for f in base] == [("unit_slip", "营业收入"), ("digit_slip", "净利润")]


@pytest.mark.parametrize("names", ["a", "b", "cd", "abcd"])
def test_traditional_script_changes_nothing(tools: Tools, base: list[Finding], names: str) -> None:
    convert = opencc.OpenCC("s2t").convert
    turned = {name: convert(text) for name, text in STORY.items() if name in names}
    assert gist(told(tools, story(turned))) == gist(base)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("a", "6120万元", "0.612亿元"),
        ("a", "3.37亿元", "33700万元"),
        ("c", "815万元", "0.0815亿元"),
        ("b", "6.12亿元", "61200万元"),
        ("c", "6120万元", "6120.0万元"),
        ("a", "6120万元", "61,200,000元"),
    ],
)
def test_another_scale_of_one_value_changes_nothing(
    tools: Tools, base: list[Finding], name: str, old: str, new: str
) -> None:
    assert old in STORY[name]
    assert gist(told(tools, story({name: STORY[name].replace(old, new)}))) == gist(base)


@pytest.mark.parametrize(("name", "old"), [("a", "3.37亿元"), ("a", "6120万元"), ("c", "815万元")])
def test_a_hedge_that_holds_changes_nothing(tools: Tools, base: list[Finding], name: str, old: str) -> None:
    assert gist(told(tools, story({name: STORY[name].replace(old, f"约{old}")}))) == gist(base)


def test_an_article_in_two_halves_changes_nothing(tools: Tools, base: list[Finding]) -> None:
    first, second = STORY["a"].splitlines(keepends=True)
    halves = [of("a1", first, source="a报"), of("a2", second, source="a报")]
    rest = [item for item in story() if item.id != "a"]
    assert gist(told(tools, [*halves, *rest])) == gist(base)


@pytest.mark.parametrize("times", [1, 3, 20])
def test_reposts_add_carriers_and_no_voices(tools: Tools, base: list[Finding], times: int) -> None:
    reposts = [of(f"b{n}", STORY["b"], day=2 + n % 20, source=f"转载{n}") for n in range(times)]
    found = told(tools, [*story(), *reposts])
    assert gist(found) == gist(base)
    slip = next(f for f in found if f.check == "unit_slip")
    assert slip.most_supported == base[0].most_supported
    wrong = next(branch for branch in slip.genealogy if branch.value == "约6.12亿元")
    assert (wrong.first, wrong.origins, len(wrong.carriers)) == ("b", 1, times + 1)
    assert {c.copied_from for c in wrong.carriers[1:]} == {"b"}


def test_the_right_value_everywhere_is_silence(tools: Tools) -> None:
    mended = {"b": STORY["b"].replace("约6.12亿元", "约6120万元"), "d": STORY["d"].replace("851", "815")}
    assert told(tools, story(mended)) == []


def test_another_period_is_silence(tools: Tools) -> None:
    moved = {name: STORY[name].replace("2025年上半年", "2023年上半年") for name in "bd"}
    assert told(tools, story(moved)) == []
