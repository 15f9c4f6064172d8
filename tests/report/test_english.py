"""Reports in English say in English what they say themselves; names, metrics and quotations stay as written."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

import hedui.crosscheck
from hedui.messages import kinds, words
from hedui.model import Gate
from hedui.report.page import html
from hedui.report.results import Results
from hedui.report.view import Said, finding_view

HAN = re.compile("[一-鿿]+")
TITLED = re.compile(r'(?:kind|Check)\(\s*"[a-z_]+",\s*"([^"]+)"')


def said(results: Results, **changed: object) -> Said:
    return finding_view(structs.replace(results.findings[0], **changed), results, "en").said


def test_every_kind_of_finding_has_its_words() -> None:
    source = Path(hedui.crosscheck.__file__).parent
    titles = {title for path in source.rglob("*.py") for title in TITLED.findall(path.read_text(encoding="utf-8"))}
    assert len(titles) > 15
    assert titles <= kinds().keys()


def test_one_of_a_kind_is_told_in_the_singular() -> None:
    told = words("en")["summary"].format(articles=1, claims=2, found="no finding")
    assert told == "1 article, 2 claims, no finding."
    assert words("zh")["story"].format(articles=1, findings=2) == "1 篇报道，2 处发现"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_article_of_an_unknown_outlet_can_be_looked_for(results: Results, language: str) -> None:
    nameless = tuple(structs.replace(row, source=None) for row in results.articles)
    assert words(language)["unknown"] in html(replace(results, articles=nameless), language).decode()


def test_every_row_can_be_told_of_one_and_of_two() -> None:
    counted = [phrase for phrase in words("en").values() if "(s)" in phrase]
    assert len(counted) > 10
    for phrase in counted:
        names = set(re.findall(r"{(\w+)}", phrase))
        one, two = (phrase.format(**dict.fromkeys(names, number)) for number in (1, 2))
        assert "(s)" not in one + two
        assert one != two.replace("2", "1")


def test_a_slip_is_told_in_english(results: Results) -> None:
    told = said(results, title="单位（数量级）误写", runners_up=("数字笔误",), most_supported="支持不足，无法判断")
    assert told.explanation == (
        "某芯科技, 营业收入, first half of 2025: 58,900,000 CNY (2 independent sources) against "
        "about 589,000,000 CNY (1 independent source), a factor of 10 apart: the same digits a power of ten "
        "apart, probably a slip of unit or scale."
    )
    assert said(results, most_supported="5890萬元").supported == "A 58,900,000 CNY"
    assert told.runners_up == ("digit slip",)
    assert told.supported == "Support does not decide"
    assert told.settle is not None
    assert told.settle.startswith("Look up “营业收入”, 某芯科技, first half of 2025 in the original document")


def test_only_names_and_arithmetic_stay_chinese(results: Results) -> None:
    steps = (
        "可比：主体“某芯科技”均相同",
        "5890万元与约5.89亿元的区间不相交",
        "58900000 × 10^1 与 589000000 数字相同",
    )
    gate = Gate(gate="kind", title="性质", value="实际", passed=True)
    told = said(
        results, steps=steps, gates=(gate,), explanation="相差10倍（可能为抽取误差）。", title="数值不一致"
    )
    assert told.steps[-1] == "58900000 × 10^1 and 589000000 have the same digits"
    assert [step.split(":")[0] for step in told.steps[:-1]] == ["Interval of A", "Interval of B"]
    assert (told.gates[0].title, told.gates[0].value) == ("kind", "actual")
    assert told.explanation.endswith("they cannot all be true (possibly our own misreading).")
    assert set(HAN.findall(told.explanation + "".join(told.steps))) <= {"某芯科技", "营业收入"}


def test_in_chinese_the_sentences_stand_as_they_were_written(results: Results) -> None:
    view = finding_view(results.findings[0], results, "zh")
    assert view.said.explanation == results.findings[0].explanation
    assert view.said.steps == results.findings[0].steps
