"""Metric words are found and named; names are composed, compared and narrowed."""

import tomllib
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hedui.crosscheck.figures import Canon
from hedui.errors import LexiconError
from hedui.extract.letters import sheet_of_docs
from hedui.extract.metrics import (
    MetricWords,
    compose,
    find_measures,
    implied,
    is_level,
    level_name,
    metric_words,
)
from hedui.extract.metrics.names import growth_class, named
from hedui.extract.metrics.nouns import nouns_on
from hedui.extract.metrics.ranker import OFFERED
from hedui.extract.metrics.sorts import agree, compatible
from hedui.extract.quantities import find_quantities
from hedui.lexicon import Lexicon, MetricRow, load_lexicon
from hedui.model import Mention, Metric, Quantity
from hedui.normalize import normalize, simplifier
from hedui.tokenizer import load_tokenizer

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "metrics.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def words() -> MetricWords:
    return metric_words(load_lexicon())


def figure(text: str, mention: str, unit: str, dimension: str, value: str = "1") -> Mention[Quantity]:
    start = text.index(mention)
    quantity = Quantity(value=Decimal(value), low=None, high=None, unit=unit, dimension=dimension)
    return Mention(start=start, end=start + len(mention), text=mention, value=quantity)


def quantity(unit: str, dimension: str) -> Quantity:
    return Quantity(value=Decimal(1), low=None, high=None, unit=unit, dimension=dimension)


def measures(
    text: str, words: MetricWords, figures: list[Mention[Quantity]] | None = None
) -> list[Mention[Metric]]:
    """The metric mentions of a text, with those of the figures given, else of all its figures."""
    doc = load_tokenizer()(text)
    found = find_quantities(doc, load_lexicon()) if figures is None else figures
    (mentions,) = find_measures([text], sheet_of_docs([doc]), [found], words)
    return mentions


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_case(case: dict[str, Any], words: MetricWords) -> None:
    text = normalize(case["text"], load_lexicon()).text
    mentions = measures(text, words)
    found = {(m.text, m.value.name) for m in mentions}
    own = {(m.anchor, m.text) for m in mentions if m.anchor is not None}
    for figure, phrase in case.get("own", []):  # 查获假酒 is as good a name for 5600瓶 as 假酒
        assert any(anchor == text.index(figure) and name.endswith(phrase) for anchor, name in own)
    assert {(text, name) for text, name in case.get("finds", [])} <= found
    assert not {m.value.name for m in mentions} & set(case.get("absent", [])), case.get("why")
    if "change" in case:
        assert case["change"] in {m.value.change for m in mentions}


def test_mentions_are_in_text_order_and_cover_their_words(words: MetricWords) -> None:
    text = "".join(case["text"] for case in CASES)
    mentions = measures(text, words)
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)
    assert all(text[m.start : m.end] == m.text for m in mentions)
    named = [m for m in mentions if m.anchor is None]
    assert all(a.end <= b.start for a, b in pairwise(named))


def test_a_sheet_of_texts_says_what_each_text_says(words: MetricWords) -> None:
    texts = [case["text"] for case in CASES[:40]] + ["", "。"]
    docs = [load_tokenizer()(text) for text in texts]
    figures = [find_quantities(doc, load_lexicon()) for doc in docs]
    together = find_measures(texts, sheet_of_docs(docs), figures, words)
    assert together == [measures(text, words) for text in texts]


def test_a_figure_is_offered_few_phrases_of_its_own(words: MetricWords) -> None:
    text = "全市新能源公交车充电桩建设工程项目累计安装智能快速充电设备约2.6万台。"
    own = [m for m in measures(text, words) if m.anchor is not None and m.source == "model"]
    fresh = [m for m in own if not m.value.known]
    assert 0 < len(fresh) <= OFFERED
    assert all(0 < m.score <= 1 for m in own)


@pytest.mark.parametrize("text", ["", "。", "\n\n", "年", "1", "同比", "占" * 50, "营收" * 300, "1" * 500])
def test_odd_texts_are_read(text: str, words: MetricWords) -> None:
    assert all(m.end <= len(text) for m in measures(text, words))


@pytest.mark.parametrize(
    ("base", "role", "name", "unit", "full"),
    [
        ("营业收入", "growth", "同比增速", "%", "营业收入同比增速"),
        ("营业收入", "growth", "环比增速", "%", "营业收入环比增速"),
        ("毛利率", "growth", "同比增速", "pp", "毛利率同比变动"),
        ("营业收入", "growth", "同比增速", "CNY", "营业收入同比变动"),
        ("研发费用", "share", "占比", "%", "研发费用占比"),
        ("股价", "growth", "增速", "%", "股价涨幅"),
        ("指数点位", "growth", "增速", "%", "指数涨幅"),
        (None, "growth", "同比增速", "%", "同比增速"),
    ],
)
def test_compose(base: str | None, role: str, name: str, unit: str, full: str) -> None:
    assert compose(base, Metric(name=name, role=role), unit) == full


def test_a_count_in_per_cent_is_a_share_of_its_whole() -> None:
    layoffs = Metric(name="裁员人数", dimension="count")
    assert level_name(layoffs, quantity("%", "percent")) == "裁员比例"
    assert level_name(layoffs, quantity("人", "count")) == "裁员人数"
    assert level_name(Metric(name="毛利率", dimension="percent"), quantity("%", "percent")) == "毛利率"


@pytest.mark.parametrize(
    ("dimension", "unit", "kind", "fits"),
    [
        ("money", "%", "percent", False),
        ("money", "人", "count", False),
        ("money", "CNY", "money", True),
        ("count", "人", "count", True),
        ("count", "CNY", "money", False),
        ("percent", "%", "percent", True),
        (None, "%", "percent", True),
    ],
)
def test_compatible(dimension: str | None, unit: str, kind: str, fits: bool) -> None:
    assert bool(compatible(Metric(name="甲", dimension=dimension), quantity(unit, kind))) is fits


@pytest.mark.parametrize(
    ("phrase", "name", "scope"),
    [
        ("营收", "营业收入", None),
        ("全年营收", "营业收入", None),
        ("手游收入", "手游收入", "手游"),
        ("实现营业收入", "营业收入", None),
        ("新增病床数量", "新增病床数", None),
        ("二次包装的比例", "二次包装比例", "二次包装"),
    ],
)
def test_a_phrase_is_named_by_its_head(phrase: str, name: str, scope: str | None, words: MetricWords) -> None:
    metric = named(phrase, words)
    assert metric is not None
    assert metric.name == name
    assert metric.scope == scope


def names_of(text: str, only: Mention[Quantity], words: MetricWords) -> list[str]:
    nouns = nouns_on(sheet_of_docs([load_tokenizer()(text)]), words.dictionary)
    own = implied(text, only, nouns, (), words)
    return [] if own is None else [own.value.name]


def test_a_magnitude_is_implied_beside_a_quake(words: MetricWords) -> None:
    text = "昨晚发生规模6.1地震,震动持续。"
    assert names_of(text, figure(text, "6.1", "", "number", "6.1"), words) == ["震级"]
    other = "集群规模6.1万台。"
    assert names_of(other, figure(other, "6.1万台", "台", "count"), words) == []


def test_what_is_counted_names_a_figure(words: MetricWords) -> None:
    text = "仓库里还压着36份订单。"
    count = figure(text, "36份", "份", "count")
    own = [m for m in measures(text, words, [count]) if m.anchor == count.start]
    assert max(own, key=lambda m: m.score).text == "订单"


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("港口吞吐量累计5.3亿吨。", "5.3亿吨"),
        ("影片以5.3亿元领跑。", "5.3亿元"),
        ("机构预测5.3亿吨。", "5.3亿吨"),
    ],
)
def test_fillers_name_nothing(text: str, spelled: str, words: MetricWords) -> None:
    own = [m.text for m in measures(text, words, [figure(text, spelled, "吨", "mass", "530000000")])]
    assert not {"累计", "领跑", "预测"} & set(own)


def test_phrases_of_a_figure_share_one_probability(words: MetricWords) -> None:
    assert words.ranker is not None
    keys = np.arange(12, dtype=np.uint32).reshape(4, 3)
    scores = words.ranker.scores(keys, np.array([0, 0, 2, 2]))
    assert all(0 < scores[at].sum() < 1 for at in (slice(0, 2), slice(2, 4)))
    assert words.ranker.scores(keys[:0], np.array([], dtype=np.int64)).tolist() == []


def test_a_rate_is_of_the_metric_of_the_lexicon(words: MetricWords) -> None:
    text = "期内纯利按年升4.1%。"
    rate = figure(text, "4.1%", "%", "percent")
    own = [m.value.name for m in measures(text, words, [rate]) if m.anchor == rate.start]
    assert "净利润" in own
    assert "纯利" not in own


def test_words_of_a_sum_name_what_is_counted_beside_a_count(words: MetricWords) -> None:
    text = "目前手里有24份未完成订单。"
    count = figure(text, "24份", "份", "count")
    own = {m.value.name: m for m in measures(text, words, [count]) if m.anchor == count.start and is_level(m)}
    assert "未完成订单" in own
    assert own["未完成订单"].value.dimension is None


def test_growth_class() -> None:
    assert [
        growth_class(n) for n in ("营业收入", "营业收入同比增速", "营业收入环比增速", "收入占比", "市值涨幅")
    ] == [
        "level",
        "yoy",
        "mom",
        "share",
        "growth",
    ]


def test_counting_suffixes_are_brought_to_one(words: MetricWords) -> None:
    assert named("路灯数量", words) == named("路灯数目", words) == Metric(name="路灯数")
    assert named("遇难人数", words) == Metric(name="死亡人数", known=True, dimension="count")


def test_the_lexicon_is_in_simplified_characters() -> None:
    lexicon = load_lexicon()
    simplify = simplifier()
    forms = [form for row in lexicon.metrics for form in (row.id, *row.synonyms, *row.fates, *row.deeds)]
    forms += [form for row in lexicon.changes for form in row.forms]
    assert [form for form in forms if simplify(form) != form] == []


def test_a_spelling_under_two_metrics_stops_the_run() -> None:
    base = load_lexicon()
    twice = (*base.metrics, MetricRow(id="另一指标", dimension="money", synonyms=("营收",)))
    fields = {name: getattr(base, name) for name in Lexicon.__slots__} | {"metrics": twice}
    with pytest.raises(LexiconError, match="营收"):
        metric_words(Lexicon(**fields))


def test_a_spelling_twice_in_a_file_is_named_by_file_and_line(tmp_path: Path) -> None:
    row = '[[metric]]\nid = "{}"\ndimension = "count"\nsynonyms = [{}]\n'
    rows = row.format("甲数", "") + row.format("乙数", '"甲数"')
    (tmp_path / "metrics.toml").write_text(rows, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"metrics\.toml:5：'甲数'"):
        load_lexicon(tmp_path)


def test_kin_are_measures_of_their_own_name(words: MetricWords) -> None:
    found = [measures(f"{name}达85%。", words)[0].value for name in ("入住率", "出租率")]
    assert [metric.name for metric in found] == ["入住率", "出租率"]
    assert all(metric.known for metric in found)


def test_kin_share_the_dimension_and_no_synonym(tmp_path: Path) -> None:
    row = '[[metric]]\nid = "甲率"\ndimension = "percent"\nsynonyms = ["甲占比"]\nkin = ["乙率"]\nflow = false\n'
    (tmp_path / "metrics.toml").write_text(row, encoding="utf-8")
    found = {m.id: m for m in load_lexicon(tmp_path).metrics}
    assert found["乙率"] == MetricRow(id="乙率", dimension="percent", flow=False)


def test_a_term_keeps_its_name_and_is_compared_as_its_metric(words: MetricWords) -> None:
    said = {
        "旅館住房率達85%。": "住房率",
        "全镇累計總雨量310毫米。": "总雨量",
        "九月份职位空缺6.1万个。": "职位空缺数",
    }
    for text, name in said.items():
        assert name in {m.value.name for m in measures(normalize(text, load_lexicon()).text, words)}
    canon = Canon.of(load_lexicon())
    assert canon.metric("住房率") == ("酒店入住率", False)
    assert canon.metric("利润总额同比增速") == ("税前利润同比增速", False)
    assert canon.metric("涂料业务收入") == canon.metric("涂料收入") == ("涂料收入", False)
    assert canon.metric("其他业务收入同比增速") == ("其他业务收入同比增速", False)


def test_a_term_is_one_of_the_spellings(tmp_path: Path) -> None:
    row = '[[metric]]\nid = "甲率"\ndimension = "percent"\nsynonyms = ["甲占比"]\nterms = ["乙占比"]\n'
    (tmp_path / "metrics.toml").write_text(row, encoding="utf-8")
    with pytest.raises(LexiconError, match="乙占比"):
        load_lexicon(tmp_path)


@pytest.mark.parametrize(
    ("text", "mention", "unit", "dimension", "name"),
    [
        ("该县连续八年增长。", "八年", "年", "duration", "连续增长年数"),
        ("纸价连跌三年才止住。", "三年", "年", "duration", "连续下跌年数"),
        ("这家书店成立三年后迁址。", "三年", "年", "duration", "成立至今时长"),
        ("她在省队执教八年。", "八年", "年", "duration", "任职时长"),
        ("山火延烧六天。", "六天", "天", "duration", "燃烧时长"),
        ("新楼高22层。", "22层", "层", "count", "层数"),
        ("南队16胜6平8负。", "6平", "平", "count", "平场"),
        ("北队9金4银2铜。", "4银", "枚", "count", "银牌数"),
        ("北队主场4比2击败南队。", "4比2", "比", "ratio", "比分"),
        ("药水按4比2调匀。", "4比2", "比", "ratio", ""),
    ],
)
def test_a_figures_neighbors_name_it(
    text: str, mention: str, unit: str, dimension: str, name: str, words: MetricWords
) -> None:
    assert names_of(text, figure(text, mention, unit, dimension), words) == ([name] if name else [])


def test_a_business_before_income_stays_in_its_name(words: MetricWords) -> None:
    mentions = [m for m in measures("游戏收入达3亿元,公司收入9亿元。", words) if m.anchor is None]
    assert [m.value.name for m in mentions] == ["游戏收入", "营业收入"]


@pytest.mark.parametrize(
    ("name", "unit", "dimension", "agrees"),
    [
        ("金牌数", "人", "count", -1),
        ("金牌数", "枚", "count", 0),
        ("旅客人次", "辆次", "count", -1),
        ("旅客人次", "天", "duration", -1),
        ("死亡人数", "例", "count", 0),
        ("死亡人数", "人", "count", 1),
        ("机器人数量", "台", "count", 0),
        ("机器人", "台", "count", 0),
        ("成交宗数", "平方米", "area", -1),
        ("出口额连续下跌年数", "年", "duration", 1),
        ("会议", "件", "count", -1),
        ("会议", "场", "count", 1),
        ("某物", "个", "count", 0),
    ],
)
def test_what_counts_people_counts_no_medals(name: str, unit: str, dimension: str, agrees: int) -> None:
    assert agree(Metric(name=name), quantity(unit, dimension)) == agrees


@pytest.mark.parametrize(
    ("of", "unit", "dimension", "agrees"),
    [
        ("count", "CNY", "money", -1),  # 现金412亿元 is no 金牌数
        ("money", "个", "count", -1),  # 影院264个 have no 票房
        ("money", "块", "count", -1),
        ("percent", "人", "count", -1),
        ("money", "%", "percent", 0),  # a rate may be of anything
        ("point", "点", "count", 0),
        ("mass", "块", "count", 0),
    ],
)
def test_a_level_is_of_no_metric_of_another_dimension(of: str, unit: str, dimension: str, agrees: int) -> None:
    assert agree(Metric(name="某项", dimension=of), quantity(unit, dimension)) == agrees


def test_a_streak_is_of_the_level_before_it(words: MetricWords) -> None:
    names = [m.value.name for m in measures("该镇房价连跌三年，成交量则连续8个月上升。", words)]
    assert {"房价连续下跌年数", "成交量连续上升月数"} <= set(names)
    assert "连续下跌年数" in [m.value.name for m in measures("雨季过后。连跌三年。", words)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("软件收入居前，其他业务收入20亿元。", ["软件收入", "其他业务收入"]),
        ("汽车产销量分别达12万辆和13万辆。", ["产量", "销量"]),
        ("行业业务收入1.7万亿元，快递业务收入1.4万亿元。", ["邮政行业业务收入", "快递业务收入"]),
    ],
)
def test_joined_and_narrowed_measures_have_their_own_names(
    text: str, names: list[str], words: MetricWords
) -> None:
    found = [m.value.name for m in measures(text, words, []) if m.value.role == "level"]
    assert found == names


def test_a_share_is_named_by_what_has_it() -> None:
    share = Metric(name="占比", role="share")
    assert compose("观众人数", share, "%") == "观众占比"
    assert compose("员工数", share, "%") == "员工占比"
    assert compose("裁员人数", share, "%") == "裁员比例"
    assert compose("出生人口", share, "%") == "出生人口占比"


@pytest.mark.parametrize(
    ("text", "written", "name"),
    [
        ("入住率12年来首次上升。", "12年", "入住率所隔年数"),
        ("湖面面积降至近15年来最低。", "近15年", "面积新低年数"),
        ("平均气温为7年来同月最高。", "7年", "气温新高年数"),
        ("平均气温为7年来次低。", "7年", "气温次低年数"),
        ("入住率为近4年最高。", "近4年", "入住率新高年数"),
        ("时隔11年，该队再夺冠。", "11年", "所隔年数"),
        ("客队以31金27银收官，列第六。", "第六", "奖牌榜排名"),
        ("代表团昨天再添14面银牌。", "14面银牌", "银牌数"),
        ("该车型上市首周刷新6项销售纪录。", "6项", "纪录数"),
        ("省防指把防汛应急响应提升至三级。", "三级", "应急响应级别"),
        ("邻国救援队65人昨抵达灾区。", "65人", "救援人员数"),
        ("灾后第二天投入80人搜救。", "80人", "救援人员数"),
        ("新厂的晶圆以5纳米量产。", "5纳米", "制程"),
        ("影片豆瓣8.3，口碑不俗。", "8.3", "评分"),
        ("管理费用3亿元，同比增2%，占营业收入的比例由7%升至8.5%。", "8.5%", "管理费用"),
        ("该厂裁员1200人，约占员工总数的7%。", "7%", "裁员人数"),
        ("该厂昨天裁员1200人。据悉，占全厂员工总数不到7%。", "不到7%", "裁员人数"),
        ("该厂启动裁员，受影响者不到员工总数的3%。", "3%", "裁员比例"),
        ("该厂新一轮裁员又影响260个职位。", "260个", "裁员人数"),
        ("归母净利润3亿元，上年同期亏损1.2亿元。", "1.2亿元", "归母净亏损"),
        ("当月再签年度采购合同,总价值约7200万元。", "约7200万元", "合同金额"),
        ("伤者分送两间医院，其中4人危殆、9人情况严重。", "9人", "严重人数"),
        ("医院数字（截至中午）：稳定：13人。", "13人", "稳定人数"),
        ("镇长说，全镇2.6万人，只有一口井。", "2.6万", "人口"),
        ("地铁新线开通，首日达8.4万人次。", "8.4万人次", "运量"),
        ("乐队在体育馆连开6场演唱会。", "6场", "演出场次"),
        ("演唱会共三场，每场1.4万人。", "1.4万人", "每场观众人数"),
        ("决赛当晚，球场坐了3.7万人。", "3.7万人", "观众人数"),
        ("院线数据：冠军《山外》2.9亿元，亚军《归航》1.1亿元。", "1.1亿元", "票房"),
        ("门票最便宜的120元，最贵的980元。", "980元", "最高票价"),
        ("机长已飞7200小时，副驾驶则有1560小时。", "1560小时", "飞行时数"),
        ("首轮门票开卖，9分钟便售罄。", "9分钟", "售罄用时"),
        ("矿工被埋71小时后获救。", "71小时", "被困时长"),
        ("新区间车最快38分钟抵达港口。", "38分钟", "最短运行时间"),
        ("该馆访客连续四年小幅回落。", "四年", "访客连续回落年数"),
        ("当年产院有3140名婴儿出世。", "3140名", "出生人口"),
        ("林火两天烧毁3200公顷松林。", "3200公顷", "过火面积"),
        ("震央在该县东北方19公里。", "19公里", "震中距"),
        ("缆车脱轨，坠下31米深谷。", "31米", "坠落高度"),
        ("残骸沉在67米深的海底。", "67米", "水深"),
        ("她在顺风0.8米/秒下夺冠。", "0.8米/秒", "风速"),
        ("货轮当时以17节前行。", "17节", "航速"),
        ("货车失控前时速达112公里。", "112公里", "车速"),
        ("消防接报，半小时后升为三级。", "三级", "火警级别"),
        ("台风影响18个镇149个村。", "18个", "镇数"),
        ("台风影响18个镇149个村。", "149个", "村数"),
        ("前锋得到38分、6个篮板和5次助攻。", "38分", "得分"),
        ("以1欧元兑7.8元计算。", "1欧元", "汇率"),
        ("商会先捐50万元。", "50万元", "捐款额"),
        ("折算下来，集团每天赚3100万元。", "3100万元", "日均盈利"),
        ("基金季末持有820万股。", "820万股", "持股数"),
        ("大股东昨减持60万股。", "60万股", "减持股数"),
        ("该剧豆瓣8.1分。", "8.1分", "评分"),
        ("该片上映首日打破7项纪录。", "打破7项", "纪录数"),
        ("法院对31名被告人宣判。", "31名", "被告人数"),
        ("县里瞒报17人。", "17人", "瞒报人数"),
        ("代表团参加了26个大项的角逐。", "26个", "大项数"),
        ("电影上映两周，吸引了2100万观众。", "2100万", "观影人次"),
        ("今年复读生达21万。", "21万", "复读生人数"),
    ],
)
def test_a_figure_has_a_metric_by_what_stands_around_it(
    text: str, written: str, name: str, words: MetricWords
) -> None:
    start = text.index(written)
    assert name in [m.value.name for m in measures(text, words) if m.anchor == start]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("病毒直径约90纳米。", "约90纳米"),  # a length
        ("10年来最后一次聚会。", "10年"),
        ("《山外》成本6000万元，电影下月上映。", "6000万元"),
        ("全市3000人参加长跑。", "3000人"),
        ("他用1个小时救出十多人。", "1个小时"),
        ("比赛中他摔倒，6分20秒后退出。", "6分20秒"),
        ("高铁时速达310公里，司机说。", "310公里"),
        ("船员家属在三八节前聚会。", "三八节"),
        ("公司派出60人参展。", "60人"),
        ("海外业务亏损2亿元，上年同期亏损1亿元。", "1亿元"),
        ("游戏业务增长，占营业收入的60%。", "60%"),
    ],
)
def test_no_metric_is_made_of_other_words(text: str, written: str, words: MetricWords) -> None:
    start = text.index(written)
    made = ("implied", "carried")
    assert [m for m in measures(text, words) if m.anchor == start and m.rules[0] in made] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("与前一季相比，营收增加4%，净利减少2%。", ["环比增速", "环比增速"]),
        ("与前一季相比，营收增加4%。净利减少2%。", ["环比增速", "增速"]),
        ("保险业务量和业务收入分别增长4%和2%。", ["增速"]),
    ],
)
def test_a_basis_holds_to_the_end_of_its_sentence(text: str, names: list[str], words: MetricWords) -> None:
    growth = [m.value.name for m in measures(text, words) if m.rules[0] == "direction"]
    assert growth == names


@pytest.mark.parametrize(
    ("phrase", "name"), [("业务收入", "营业收入"), ("业务营收", "营业收入"), ("茶饮业务营收", "茶饮业务收入")]
)
def test_a_phrase_keeps_what_narrows_it(phrase: str, name: str, words: MetricWords) -> None:
    metric = named(phrase, words)
    assert metric is not None
    assert metric.name == name
