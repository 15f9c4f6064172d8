"""Claims: the cases, the promises about spans and ids, and the parts the binding is made of."""

import tomllib
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from articles import article, on
from hedui.extract.claims import explain_binding, find_claims_each, load_model, scene_of
from hedui.extract.claims.binding.features import rows_of
from hedui.extract.claims.binding.ranker import Forest
from hedui.extract.claims.scene.layout import lay_out_each
from hedui.extract.claims.scene.lists import find_lists
from hedui.extract.claims.scene.stage import stage_of
from hedui.extract.claims.wording import direction
from hedui.flow import Tools, claims_in, claims_in_each, read
from hedui.model import Claim, Mention, Quantity
from hedui.records import claim_row

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "claims.toml").read_text(encoding="utf-8"))["case"]
FIELDS = ("mention", "entity", "metric", "period", "value", "unit")


def claims(text: str, tools: Tools) -> list[Claim]:
    return list(claims_in(article(text), tools).claims)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_cases(case: dict[str, object], tools: Tools) -> None:
    found = {str(row["mention"]): row for row in map(claim_row, claims(str(case["text"]), tools))}
    wanted = case["claims"]
    assert isinstance(wanted, list)
    for values in wanted:
        row = found[values[0]]
        told = {name: row[name] for name, value in zip(FIELDS, values, strict=True) if value}
        row_wanted = {name: value for name, value in zip(FIELDS, values, strict=True) if value}
        assert told == {name: None if value == "none" else value for name, value in row_wanted.items()}


def test_mentions_are_the_text_as_received(tools: Tools) -> None:
    text = "【快訊】鴻海 2024 年營收 6.86 兆元，年增 11.4％；2025年1月7日公布。"
    for claim in claims(text, tools):
        assert text[claim.span.start : claim.span.end] == claim.mention
        assert claim.sentence.covers(claim.span)


def test_ids_do_not_depend_on_the_article_name(tools: Tools) -> None:
    text = "壁仞科技2024年收入增至3.37亿元,2025年上半年为5890万元。"
    one = [c.id for c in claims_in(article(text), tools).claims]
    two = [c.id for c in claims_in(replace(article(text), id="b"), tools).claims]
    assert one == two
    assert len(set(one)) == len(one) == 2


def test_the_other_side_of_a_trade_and_the_mean_of_a_trade_are_scopes(tools: Tools) -> None:
    text = (
        "2025年,我国对韩国进出口总值80.7亿美元,其中出口52.3亿美元。全国进出口总值960.5亿美元。"
        "远帆科技营业收入增长21.4%;行业平均营业收入增长19.8%。"
    )
    told = {claim.mention: claim.qualifier for claim in claims(text, tools)}
    assert (told["80.7亿美元"], told["52.3亿美元"], told["19.8%"]) == ("对韩国", "对韩国", "行业平均")
    assert "对韩国" not in (told["960.5亿美元"], told["21.4%"])


def test_a_mean_of_years_or_months_is_no_total(tools: Tools) -> None:
    text = (
        "2011年至2015年临溪县共移植古树2416棵,年平均移植古树483棵。2016年月均接待游客3.2万人次,全年接待38万人次。"
    )
    told = {claim.mention: claim.qualifier for claim in claims(text, tools)}
    assert (told["483棵"], told["3.2万人次"], told["38万人次"]) == ("年均", "月均", None)


def test_what_is_summed_with_another_is_of_both(tools: Tools) -> None:
    text = "2025年青木电子派息3.2亿元。全年派息与回购合计5.9亿元。"
    told = {claim.mention: claim.qualifier for claim in claims(text, tools)}
    assert told["5.9亿元"] == "与回购合计"


def test_some_of_a_toll_are_of_the_toll_and_who_they_are_is_their_scope(tools: Tools) -> None:
    text = (
        "青岭县28日夜间发生踩踏事故，截至29日中午已有61人死亡，其中男性25人、女性36人，外籍人士6人；另有9人重伤。"
        "遇难者中20多岁的有33人，死者包括12名学生。"
    )
    told = {claim.mention: (claim.metric, claim.qualifier) for claim in claims(text, tools)}
    assert told["61人"] == ("死亡人数", None)
    assert told["9人"] == ("重伤人数", None)
    behind = claims("青川火车站发生踩踏,受伤学生5人。", tools)
    assert [(claim.metric, claim.qualifier) for claim in behind] == [("受伤人数", "学生")]
    some = {"25人": "男性", "36人": "女性", "6人": "外籍人士", "33人": "20多岁", "12名": "学生"}
    assert {mention: told[mention] for mention in some} == {m: ("死亡人数", who) for m, who in some.items()}


def test_where_the_dead_of_a_crash_were_is_their_scope(tools: Tools) -> None:
    text = "云岭航空一架客机坠毁,机上92人遇难,地面7人死亡,另有3人受伤。遇难者包括5名地面人员。"
    told = {claim.mention: claim.qualifier for claim in claims(text, tools)}
    assert told == {"92人": "机上", "7人": "地面", "3人": None, "5名": "地面"}


def test_what_an_account_leaves_out_and_its_basis_are_scopes(tools: Tools) -> None:
    text = (
        "远帆科技2025年营业收入增长7.3%,剔除已出售的酒店业务后增长18.6%。按固定汇率计的收入增长9.4%。"
        "不按国际财务报告准则计的净利润为8.72亿元。"
    )
    told = {claim.mention: (claim.metric, claim.qualifier) for claim in claims(text, tools)}
    assert told["7.3%"][1] is None
    assert told["18.6%"][1] == "剔除后"
    assert told["9.4%"][1] == "固定汇率"
    assert told["8.72亿元"][0] == "经调整净利润"


@pytest.mark.parametrize("text", ["", "\n", "没有数字。", "3", "(((((", "、" * 300, "3亿元" * 200])
def test_poor_texts_are_read_without_harm(text: str, tools: Tools) -> None:
    assert all(text[c.span.start : c.span.end] == c.mention for c in claims(text, tools))


def test_a_figure_that_no_metric_is_offered_for_takes_no_other_ones(tools: Tools) -> None:
    text = "云岭县12万名乡亲看了2个多小时的演出。1：演员推车。2：演员在雨中。"
    alone = claims(text, tools)
    together = claims_in_each([article(text, name=name) for name in "ab"], tools)
    assert [claim.mention for claim in alone] == ["12万名", "2个多小时"]
    assert [[claim.metric for claim in one.claims] for one in together] == [[claim.metric for claim in alone]] * 2


def test_explanation_names_every_figure_and_one_winner_a_slot(tools: Tools) -> None:
    reading = read(article("2024年,海康威视实现营业收入924.96亿元,同比增长3.5%。"), tools)
    told = explain_binding(scene_of(reading, tools.lexicon), load_model())
    assert [t.text for t in told] == [m.text for m in reading.quantities]
    for figure in told:
        slots = {option.slot for option in figure.options}
        assert slots == {"metric", "entity", "period"}
        assert all(sum(o.chosen for o in figure.options if o.slot == slot) == 1 for slot in slots)


def test_without_a_shipped_model_weights_set_by_hand_bind(tools: Tools, tmp_path: Path) -> None:
    model = load_model(tmp_path / "none.npz")
    text = "2024年,青禾科技实现营业收入3.2亿元,净利润4100万元;上年同期净利润为3900万元。"
    (found,) = find_claims_each([read(article(text), tools)], tools.lexicon, model)
    told = [(c.mention, c.entity, c.metric, claim_row(c)["period"]) for c in found]
    assert told == [
        ("3.2亿元", "青禾科技", "营业收入", "2024"),
        ("4100万元", "青禾科技", "净利润", "2024"),
        ("3900万元", "青禾科技", "净利润", "2023"),
    ]
    assert all(0 < c.confidence < 1 for c in found)


def test_clauses_do_not_break_inside_figures() -> None:
    (layout,) = lay_out_each(["收入1,234.5亿元,增长"])
    assert layout.clause.tolist() == [0] * 12 + [1] * 3


def test_lists_are_parted_by_joints_only() -> None:
    text = "3亿、4亿和5亿,6亿"
    figures = [Mention(start=i, end=i + 2, text=text[i : i + 2], value=quantity()) for i in (0, 3, 6, 9)]
    lists = find_lists(figures, text)
    assert lists.size.tolist() == [3, 3, 3, 1]
    assert lists.place.tolist() == [0, 1, 2, 0]


def quantity() -> Quantity:
    one = Decimal(1)
    return Quantity(value=one, low=one, high=one, unit="CNY", dimension="money")


def test_direction_is_that_of_the_last_word(tools: Tools) -> None:
    assert direction("增速下降", tools.lexicon) == "decrease"
    assert direction("降幅扩大", tools.lexicon) == "increase"
    assert direction("同比", tools.lexicon) is None


def test_forest_walks_its_trees() -> None:
    forest = Forest(
        feature=np.array([0]),
        threshold=np.array([0], dtype=np.int16),
        split=np.array([[0]]),
        left=np.array([[[0b10]]], dtype=np.uint16),  # what goes right has the second leaf alone
        value=np.array([[-2.0, 2.0]], dtype=np.float32),
        names=("gap",),
    )
    assert forest.score(np.array([[0, 1]])).tolist() == [-2.0, 2.0]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2024年截至9月30日,港口累计吞吐5.3亿吨。", "2024-01-01/2024-09-30"),
        ("截至9月30日,港口累计吞吐5.3亿吨。", "2024-01-01/2024-09-30"),
        ("这条线路2021年12月3日开通,截至2024年9月30日累计运客2400万人次。", "2021-12-03/2024-09-30"),
        ("2023年三季度末资产5.3亿元。", "2023-09-30"),
        ("到9月30日,港口累计吞吐5.3亿吨。", "2024-01-01/2024-09-30"),
        ("港口目前有泊位12个。", "2024-10-15"),
    ],
)
def test_periods_to_the_day_of_the_count_compete_with_those_named(text: str, span: str, tools: Tools) -> None:
    reading = read(article(text, on("2024-10-15")), tools)
    assert span in {mention.value.iso() for mention in scene_of(reading, tools.lexicon).period_mentions}


def test_the_season_of_the_lead_goes_on_after_its_days_and_a_year(tools: Tools) -> None:
    text = (
        "国庆假期，青岚县接待游客96.4万人次。10月3日最多，当天18.2万人次。去年新开驿站两座。古镇门票收入1.7亿元。"
    )
    found = claims_in(article(text, on("2024-10-12")), tools).claims
    told = {row["mention"]: row["period"] for row in map(claim_row, found)}
    season = "2024-10-01/2024-10-07"
    assert (told["96.4万人次"], told["18.2万人次"], told["1.7亿元"]) == (season, "2024-10-03", season)


def test_a_single_month_beside_a_half_year_holds_for_its_sentence(tools: Tools) -> None:
    text = "临溪图书馆近日公布上半年成绩，接待读者62万人次，同比增长8%；6月单月12万人次刷新纪录。借出图书88万册。"
    found = claims_in(article(text, on("2025-07-16")), tools).claims
    told = {row["mention"]: row["period"] for row in map(claim_row, found)}
    assert (told["12万人次"], told["88万册"]) == ("2025-06", "2025-01-01/2025-06-30")


@pytest.mark.parametrize("slot", ["metric", "entity", "period"])
def test_every_feature_has_its_name(slot: str, tools: Tools) -> None:
    text = "2024年,海康威视实现营业收入924.96亿元,同比增长3.5%。净利润为120亿元。"
    stage = stage_of([scene_of(read(article(text), tools), tools.lexicon)])
    none = np.full(len(stage.figures), -1)
    rows = rows_of(stage, slot, {"growth": none, "metric": none})
    assert rows is not None
    assert len(rows.names) == len(set(rows.names)) == sum(len(table.rows) for table in rows.tables)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("招股书显示,比亚迪2024年营业收入为7771亿元。", "招股书"),
        ("财务数据显示,比亚迪2024年营业收入为7771亿元。", None),
        ("公開數據顯示,比亞迪2024年營業收入為7771億元。", None),
        ("【青岛财经】招股书显示,比亚迪2024年营业收入为7771亿元。", "招股书"),
        ("本报讯 招股书显示,比亚迪2024年营业收入为7771亿元。", "招股书"),
    ],
)
def test_who_says_so_is_somebody(text: str, who: str | None, tools: Tools) -> None:
    assert [claim.attribution for claim in claims(text, tools)] == [who]


@given(st.lists(st.text(alphabet="收入 1,2.。(（)\n、亿 ：", max_size=12), min_size=1, max_size=5))
def test_texts_are_laid_out_together_as_each_alone(texts: list[str]) -> None:
    for text, layout in zip(texts, lay_out_each(texts), strict=True):
        (alone,) = lay_out_each([text])
        for name in layout.__slots__:
            assert list(getattr(layout, name)) == list(getattr(alone, name))


@pytest.mark.parametrize("text", ["暑期档总场次3825.5.1万场，同比增加。", "受理5890亿元万"])
def test_what_is_no_figure_as_written_is_always_a_claim(text: str, tools: Tools) -> None:
    assert [claim.quantity.dimension for claim in claims(text, tools) if claim.quantity] == ["malformed"]


def test_a_band_that_touches_a_metric_narrows_it(tools: Tools) -> None:
    found = claims("2024年书展期间,25岁以下观众占比22%,40歲以上觀眾佔比16.8%。", tools)
    assert [claim.qualifier for claim in found if claim.metric == "观众占比"] == ["25岁以下", "40岁以上"]


def test_what_narrows_a_metric_is_made_of_whole_words(tools: Tools) -> None:
    """The scope of 报名人数 begins with a word; 加上游学费用 (加上|游学|费用) is no 学费 of 加上游."""
    (narrowed,) = claims("县里食品安全行政执法职位报名人数为12人。", tools)
    assert narrowed.qualifier == "行政执法职位"
    (broken,) = claims("加上游学费用6400元。", tools)
    assert broken.qualifier is None


def test_numbers_of_names_and_ages_of_groups_are_no_claims(tools: Tools) -> None:
    text = "3月6日,天舟八号货运飞船对接。60岁以上居民有3200人,一名五十多岁的男子获救,王某今年36岁。"
    told = [claim.mention for claim in claims(text, tools) if claim.quantity is not None]
    assert "八号" not in told
    assert [mention for mention in told if "岁" in mention] == ["36岁"]


def test_a_count_in_digits_is_told(tools: Tools) -> None:
    found = claims("检查组当天列出4处隐患,现场有7台水泵。", tools)
    assert [claim.mention for claim in found if claim.quantity] == ["4处", "7台"]
