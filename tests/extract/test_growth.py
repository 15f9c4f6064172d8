"""Which figures are growth, change or share, by the words around them."""

import pytest

from articles import article
from hedui.extract.claims import scene_of
from hedui.extract.claims.growth import growth_words
from hedui.flow import Tools, read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # A share of a named whole, whatever its name is.
        ("手机业务占收入的62.5%和31.2%,配件占集团收入约6.3%。", ["占", "占", "占"]),
        ("受訪者中長者佔全體人數32%。", ["占"]),
        ("占地55公顷,主楼占12层。", [None, None]),
        ("女选手的占比从2016年的45.2%小幅回落到44.8%。", ["占比", "占比"]),
        # A noun keeps the figure that it is said to reach.
        ("两季增速分别为5.1%和6.3%,第三季增速提到7.4%。", ["增速", "增速", "增速"]),
        ("床位使用率回落到71.3%。", [None]),
        # Levels: how high something is, and what it is compared with.
        ("本届比赛观众多达5.2万人,上座率高达93%。", [None, None]),
        ("观影人次较2023年同期的810万减少12%。", [None, "减少"]),
        ("今年登记结婚98对,去年同期120对。", [None, None]),
        ("失业率为5.2%,高于去年同期的4.9%。", [None, None]),
        ("失业率5.2%,高于去年同期0.3个百分点。", [None, "去年同期"]),
        ("年内新增床位320张,比上年增加45张。", [None, "比上年增加"]),
        ("观影人次810万(较去年同期+12%)。", [None, "较去年同期"]),
        # A rate is no level that a growth would reach.
        ("门诊量由14人增为31人,住院量同比增长为15%。", [None, None, "同比增长"]),
        # What a bracket says again is the same change; a place in a quarter is none.
        ("单产比上年增加60公斤/公顷(4公斤/亩)。", ["比上年增加", "比上年增加"]),
        ("水深3.2米(约10.5英尺)。", [None, None]),
        # A year that ends a word of its own is no yearly change.
        ("全年降雨量640.8毫米,每年减排12万吨,年减3万吨。", [None, None, "年减"]),
    ],
)
def test_growth_word_of_each_figure(text: str, told: list[str | None], tools: Tools) -> None:
    scene = scene_of(read(article(text), tools), tools.lexicon)
    words = [scene.growth_mentions[i].text if i >= 0 else None for i in growth_words(scene).tolist()]
    assert dict(zip((f.text for f in scene.reading.quantities), words, strict=True)) == dict(
        zip((f.text for f in scene.reading.quantities), told, strict=True)
    )
