"""Figures that are of the day on which something befell, whenever they are told."""

from datetime import date

import pytest

from articles import article, on
from hedui.extract.claims.scene.eventday import day_of_event, of_event
from hedui.extract.periods.find import periods_in
from hedui.flow import Tools, claims_in

DAY = on("2025-06-20")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("云川县6月4日发生5.8级地震，20日通报死亡9人", date(2025, 6, 4)),
        ("省台20日消息，18日8时客车失控，冲出护栏翻坠", date(2025, 6, 18)),
        ("20日清晨仓库起火，无人受伤", date(2025, 6, 20)),
        ("6月19日公布调查报告，指货轮沉没前超载", None),
        ("2008年的地震后，6月4日开放了纪念馆", None),
    ],
)
def test_day_of_event(text: str, wanted: date | None) -> None:
    assert day_of_event(periods_in(text, DAY), text, DAY) == wanted


@pytest.mark.parametrize(
    ("before", "figure", "after", "wanted"),
    [
        ("据名单，出事时船上共有", "71人", "", 1),
        ("机上共有68名乘客和", "5名", "机组人员", 1),
        ("震源深度", "10公里", "", 1),
        ("事发时实载52人，客车核载", "47人", "", 0),
        ("机上", "9人", "遇难", 0),
        ("最大余震震级", "4.1级", "", 0),
        ("截至20日，救出", "30人", "", 0),
    ],
)
def test_of_event(before: str, figure: str, after: str, wanted: int) -> None:
    assert of_event(len(before), len(before + figure), before + figure + after) == wanted


def test_claims(tools: Tools) -> None:
    text = """云川客船沉没 已致9人遇难
云川号客船6月18日在江心翻沉。截至6月20日,已有9人遇难,打捞仍在继续。
据名单,出事时船上共有71人。
"""
    claims = claims_in(article(text, DAY), tools).claims
    told = {claim.mention: claim.period.iso() for claim in claims if claim.period is not None}
    assert told == {"9人": "2025-06-20", "71人": "2025-06-18"}
