"""Reprints that are not true to their model, and texts that only use the same form."""

import pytest

from articles import article, on
from hedui.flow import Tools, claims_in, cross_check
from hedui.model import Finding

MODEL = (
    "云州市水务局昨日通报，本轮强降雨中全市平均雨量达到186毫米，共有23座水库超过汛限水位，"
    "转移群众4860人，受淹农田12.7万亩，目前各项抢险工作仍在有序进行，没有人员伤亡。\n"
)
FORM = (
    "云州市水务局昨日通报，本轮强降雨中全市平均雨量达到97毫米，共有8座水库超过汛限水位，"
    "转移群众310人，受淹农田3.5万亩，目前各项抢险工作仍在有序进行，没有人员伤亡。\n"
)


def found(tools: Tools, *texts: str) -> list[Finding]:
    told = (article(text, on(f"2025-07-{n:02d}"), f"a{n}", f"a{n}报") for n, text in enumerate(texts, 1))
    extractions = [claims_in(item, tools) for item in told]
    return cross_check(extractions, tools)


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("4860人", "4680人", "digit_slip"),
        ("12.7万亩", "127万亩", "unit_slip"),
        ("186毫米", "126毫米", "digit_slip"),
    ],
)
def test_a_figure_changed_in_copying_is_found(tools: Tools, old: str, new: str, check: str) -> None:
    findings = found(tools, MODEL, MODEL.replace(old, new))
    assert [(f.check, new in f.explanation) for f in findings] == [(check, True)]


def test_a_date_that_only_one_reprint_writes_out_is_no_change(tools: Tools) -> None:
    text = MODEL.replace("昨日通报，本轮", "通报，7月1日的")
    bad = text.replace("23座", "28座").replace("7月1日的", "")
    assert [("23座" in f.explanation, "28座" in f.explanation) for f in found(tools, text, bad)] == [(True, True)]


def test_a_date_in_the_same_words_is_no_change_a_year_later(tools: Tools) -> None:
    text = MODEL.replace("没有人员伤亡", "原局长林青因受贿于4月9日被逮捕")
    copies = [article(text, on(f"{year}-07-02"), str(year)) for year in (2024, 2025)]
    assert cross_check([claims_in(copy, tools) for copy in copies], tools) == []


def test_all_copies_of_a_bad_copy_are_one_finding(tools: Tools) -> None:
    bad = MODEL.replace("12.7万亩", "127万亩")
    findings = found(tools, MODEL, bad, bad, bad)
    assert [sorted(len(side) for side in f.sides) for f in findings] == [[1, 3]]


def test_a_form_filled_in_anew_is_no_copy(tools: Tools) -> None:
    assert not [f for f in found(tools, MODEL, FORM) if "转载" in f.explanation]


def test_a_true_copy_says_nothing(tools: Tools) -> None:
    assert found(tools, MODEL, MODEL) == []


def test_two_notices_in_one_form_are_of_two_days(tools: Tools) -> None:
    text = (
        "青岚县法院公告，松果超市诉柳岸物业的噪声扰民一案，本院定于2025年6月18日上午9时在第三审判庭公开宣判，"
        "请当事人、代理人准时到庭，旁听的市民凭身份证在大厅办理登记，服从法警引导，遵守法庭纪律，不得录音录像，"
        "不得随意走动，不得鼓掌喧哗，未成年人未经许可不得进入法庭，如需无障碍通道请提前联系立案窗口的工作人员。\n"
    )
    assert found(tools, text, text.replace("2025年6月18日", "2024年4月22日")) == []
