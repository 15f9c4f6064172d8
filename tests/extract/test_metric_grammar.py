"""What verbs, fates, shares and lists around a figure make it, whatever noun stands beside it."""

from decimal import Decimal
from pathlib import Path

import pytest

from hedui.errors import LexiconError
from hedui.extract.letters import sheet_of_docs
from hedui.extract.metrics import MetricWords, compose, find_measures, level_name, metric_words, nominal
from hedui.extract.metrics import told as around
from hedui.extract.metrics.acts import acts_of
from hedui.extract.metrics.nominal import noun_of, verb_rows
from hedui.extract.metrics.own import called
from hedui.extract.quantities import find_quantities
from hedui.lexicon import MetricRow, load_lexicon
from hedui.model import Entity, Mention, Metric, Quantity
from hedui.normalize import normalize, simplifier
from hedui.tokenizer import load_tokenizer


@pytest.fixture(scope="module")
def words() -> MetricWords:
    return metric_words(load_lexicon())


def read(text: str, words: MetricWords) -> tuple[str, list[Mention[Quantity]], list[Mention[Metric]]]:
    clean = normalize(text, load_lexicon()).text
    doc = load_tokenizer()(clean)
    figures = find_quantities(doc, load_lexicon())
    (mentions,) = find_measures([clean], sheet_of_docs([doc]), [figures], words)
    return clean, figures, mentions


def told(text: str, spelled: str, words: MetricWords) -> set[str]:
    """The names that grammar (no ranked phrase) gives the figure of these words."""
    clean, figures, mentions = read(text, words)
    (figure,) = [f for f in figures if f.start <= clean.index(spelled) < f.end]
    return {m.value.name for m in mentions if m.anchor == figure.start and m.rules != ("phrase",)}


def quantity(unit: str, dimension: str, value: str = "1") -> Quantity:
    return Quantity(value=Decimal(value), low=None, high=None, unit=unit, dimension=dimension)


@pytest.mark.parametrize(
    ("text", "spelled", "name"),
    [
        ("渡轮倾覆，至少37名香客丧生。", "37名", "死亡人数"),
        ("矿井透水，另有3人受伤。", "3人", "受伤人数"),
        ("缆车骤停，60餘名滑雪客被困。", "60余名", "受困人数"),
        ("酒店起火，3名廚師送院。", "3名", "送医人数"),
        ("强风过境，4.2万户居民停电。", "4.2万户", "停电户数"),
        ("车企裁减2300个岗位。", "2300个", "裁员人数"),
        ("警方在碼頭拘捕14名男子。", "14名", "被捕人数"),
        ("搜救队解救村民80余名。", "80余名", "救援人数"),
        ("海盜綁架了9名船員。", "9名", "人质人数"),
        ("游戏公司裁员5%，约260名员工离开。", "260名", "裁员人数"),
    ],
)
def test_an_act_or_a_fate_says_what_people_are_counted_for(
    text: str, spelled: str, name: str, words: MetricWords
) -> None:
    assert told(text, spelled, words) == {name}


def test_a_fate_of_two_metrics_stops_the_run() -> None:
    rows = [MetricRow(id=name, dimension="count", fates=("被困",)) for name in ("受困人数", "滞留人数")]
    with pytest.raises(LexiconError, match="被困"):
        acts_of(rows)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("食堂接待了12名被困人员。", "12名"),  # whom, not what befell them now
        ("5名教练到场，球员受伤。", "5名"),  # another clause
        ("奖池送出2亿元，多人受伤。", "2亿元"),  # no count of people
        ("4名选手和6名裁判被困。", "4名"),  # another figure between
        ("全镇启用收容处12处。", "12处"),  # where they are, not they
    ],
)
def test_a_fate_is_not_taken_from_elsewhere(text: str, spelled: str, words: MetricWords) -> None:
    assert told(text, spelled, words) == set()


@pytest.mark.parametrize(
    ("text", "spelled", "name"),
    [
        ("书店收购报社60%股权。", "60%", "收购股权比例"),
        ("航司持有機場25%的股份。", "25%", "持股比例"),
        ("创办人出售球队30%权益。", "30%", "出售股权比例"),
        ("药企斥资9亿元收购诊所。", "9亿元", "收购价格"),
        ("船公司已回购200万股，耗资3亿元。", "3亿元", "回购支付金额"),
        ("船公司已回购200万股，耗资3亿元。", "200万股", "回购股数"),
        ("航司擬以每股12美元收購同行。", "12美元", "每股收购价"),
        ("酒庄发行新股5000万股。", "5000万股", "发行股数"),
        ("两名船长分别41岁和58岁。", "58岁", "年龄"),
        ("剧团签下24份演出合同，总价值3亿元。", "3亿元", "演出合同金额"),
        ("新片上映首周末狂收1.26亿，票房口碑双收。", "1.26亿", "票房"),
        ("該片以21億元封王，打破影史票房紀錄。", "21亿元", "票房"),
        ("渡轮往返两岛，最快40分钟可达。", "40分钟", "最短运行时间"),
        ("起火時車上共有36人，司機報警。", "36人", "车上人数"),
        ("灯塔位于北纬38.2度。", "38.2度", "纬度"),
        ("票房连续4周同比下滑。", "4周", "票房连续下滑周数"),
        ("冰淇淋销量连续三年双位数增长。", "三年", "销量连续双位数增长年数"),
    ],
)
def test_what_is_done_names_what_it_is_done_with(text: str, spelled: str, name: str, words: MetricWords) -> None:
    assert told(text, spelled, words) == {name}


def test_parts_are_of_the_metric_of_their_whole(words: MetricWords) -> None:
    text = "全院員工3200人，其中東院區900人、西院區2300人。"
    assert told(text, "900人", words) == told(text, "2300人", words) == {"员工"}
    shares = "北区客流占比61%，南区占24%、海外占15%。"
    assert told(shares, "24%", words) == told(shares, "15%", words) == {"旅客人次"}
    assert told("客服员工80人，日均通话3小时。", "3小时", words) == set()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("每股美国存托股摊薄收益为2.6美元。", ["每股美国存托股摊薄收益"]),
        ("Non-GAAP归母净利润9亿元。", ["经调整净利润"]),
        ("非通用會計準則下歸屬股東的淨利潤為9億元。", ["经调整净利润"]),
        ("归母净利润9亿元。", ["归母净利润"]),
        ("糖厂A股午后涨逾4%。", ["股价"]),
        ("完赛率93.2%。", ["完赛率"]),
        ("南岭糖业昨跌2.6%，收报7.1元。", ["股价", "收盘价"]),
        ("放榜前，南岭糖业全日跌2.6%，收报7.1元。", ["股价", "收盘价"]),
        ("码头单箱收入滑到288元。", ["单箱收入"]),
    ],
)
def test_words_before_a_metric_narrow_it(text: str, names: list[str], words: MetricWords) -> None:
    _, _, mentions = read(text, words)
    assert [m.value.name for m in mentions if m.anchor is None and m.value.role == "level"] == names


def test_a_sign_in_a_bracket_is_growth_of_the_figure_before(words: MetricWords) -> None:
    _, _, mentions = read("门票收入3.2亿元(+16%)，毛利率41.5%（-1.2个百分点），气温(-3℃)。", words)
    grown = [(m.value.name, m.value.change) for m in mentions if m.value.role == "growth"]
    assert grown == [("增速", "increase"), ("增速", "decrease")]


def test_joint_bases_have_one_direction(words: MetricWords) -> None:
    _, _, mentions = read("客流同比、环比分别下降3%和5%。", words)
    grown = [(m.value.name, m.value.change) for m in mentions if m.value.role == "growth"]
    assert grown == [("同比增速", "decrease"), ("环比增速", "decrease")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("球場11月觀眾6.2萬人,較10月下滑5.7%。", "环比增速"),
        ("全月借书3800册，比11月的3553册再升7%。", "环比增速"),
        ("日均访客从一季度的90万人降至60万人，下滑33%。", "环比增速"),
        ("全年借书3800册，比去年11月的3553册再升7%。", "增速"),
        ("全年借书3800册，升7%。", "增速"),
    ],
)
def test_growth_from_the_month_before_says_so(text: str, name: str, words: MetricWords) -> None:
    _, _, mentions = read(text, words)
    assert {m.value.name for m in mentions if m.rules == ("direction",) and m.text in ("下滑", "升")} == {name}


def test_a_name_of_a_place_or_a_firm_is_no_measure(words: MetricWords) -> None:
    text = normalize("另有海王星酒店8.3万人。", load_lexicon()).text
    doc = load_tokenizer()(text)
    figures = find_quantities(doc, load_lexicon())
    hotel = Mention(start=2, end=7, text="海王星酒店", value=Entity("海王星酒店", "ORG"))
    (bare,) = find_measures([text], sheet_of_docs([doc]), [figures], words)
    (named,) = find_measures([text], sheet_of_docs([doc]), [figures], words, [[hotel]])
    assert any("酒店" in m.text for m in bare)
    assert not any("酒店" in m.text for m in named)


@pytest.mark.parametrize(
    ("phrase", "unit", "dimension", "noun"),
    [
        ("卖出", "台", "count", "销量"),
        ("累计卖出", "CNY", "money", "累计销售金额"),
        ("果蔬运了", "吨", "mass", "果蔬运输量"),
        ("列车停运", "列", "count", None),
        ("运送", "人次", "count", "旅客发送量"),
        ("电动车零售", "辆", "count", "电动车零售销量"),
        ("卖出", "%", "percent", None),
        ("销售", "天", "duration", None),
        ("进口商", "家", "count", None),
    ],
)
def test_a_verb_is_named_by_its_noun(phrase: str, unit: str, dimension: str, noun: str | None) -> None:
    assert noun_of(phrase, quantity(unit, dimension)) == noun


def test_the_rows_of_verbs_are_clean() -> None:
    forms = [form for row in verb_rows() for form in (*row.forms, *row.alone)]
    assert [simplifier()(form) for form in forms] == forms


def test_a_wrong_row_of_verbs_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "verbs.toml"
    path.write_text('[[verb]]\nforms = ["卖出"]\nmass = "销量"\n', encoding="utf-8")
    monkeypatch.setattr(nominal, "PATH", path)
    with pytest.raises(LexiconError, match="mass"):
        verb_rows.__wrapped__()


def test_the_rows_of_what_is_told_are_clean() -> None:
    rows = around.told_rows()
    forms = [form for row in rows for form in (row.name, *row.before, *row.behind, row.earlier or "")]
    assert [simplifier()(form) for form in forms] == forms
    assert all(around._kind(kind) for row in rows for kind in row.of)


def test_a_wrong_row_of_what_is_told_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "told.toml"
    path.write_text('[[told]]\nname = "水深"\nof = ["length"]\nbeneath = ["水深"]\n', encoding="utf-8")
    monkeypatch.setattr(around, "PATH", path)
    with pytest.raises(LexiconError, match="beneath"):
        around.told_rows.__wrapped__()


def test_a_wrong_pattern_of_what_is_told_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    row = around.ToldRow(name="水深", of=("length",), before=("水(深",))
    monkeypatch.setattr(around, "told_rows", lambda: (row,))
    around._rules.cache_clear()  # rules that another test has compiled
    with pytest.raises(LexiconError, match="水深"):
        around._kind.__wrapped__("length")


def test_a_bare_number_may_be_any_metrics(words: MetricWords) -> None:
    known = Metric(name="归母净利润", known=True, dimension="money")
    assert called("归属于股东的净利润", known, quantity("", "number"), words) == known


def test_a_sum_is_not_called_by_the_name_of_another_measure(words: MetricWords) -> None:
    income = Metric(name="快递业务收入", known=True, dimension="money")
    assert called("业务收入", income, quantity("件", "count"), words) is None
    orders = Metric(name="在手订单金额", known=True, dimension="money")
    assert called("未完成订单", orders, quantity("份", "count"), words) == Metric(name="未完成订单")


def test_a_sector_is_its_value_added_only_right_at_its_figure(words: MetricWords) -> None:
    assert told("去年第二产业1046亿元。", "1046亿元", words) == {"第二产业增加值"}
    assert told("去年第三产业同比增长4.8%。", "4.8%", words) == {"第三产业增加值"}
    assert not told("去年第二产业投资下降0.9%。", "0.9%", words)
    assert not told("去年第二产业用电量6.4亿千瓦时。", "6.4亿千瓦时", words)


@pytest.mark.parametrize(
    ("name", "dimension", "unit", "kind", "value", "level"),
    [
        ("末期股息", "money", "HKD/股", "money", "0.5", "每股末期股息"),
        ("末期股息", "money", "HKD", "money", "500000000", "末期股息"),
        ("每股派息", "money", "CNY", "money", "40000000000", "现金分红总额"),
        ("每股派息", "money", "CNY", "money", "2.5", "每股派息"),
        ("中期股息", "money", "HKD", "money", "0.35", "每股中期股息"),
        ("净利润", "money", "CNY/股", "money", "2.1", "每股收益"),
        ("游客人次", "count", "名", "count", "31", "游客人数"),
        ("受访者", "count", "名", "count", "1200", "受访人数"),
        ("物种数", "count", "只", "count", "310", "个体数量"),
        ("车辆辆次", "count", "台", "count", "26", "车辆数"),
        ("在轨驻留天数", "duration", "月", "duration", "6", "在轨驻留时长"),
        ("总股本", "amount", "%", "percent", "23", "持股比例"),
        ("代码", None, "%", "percent", "30", "代码占比"),
        ("延长", None, "%", "percent", "30", "延长比例"),
        ("观众人数", "count", "%", "percent", "30", "观众占比"),
        ("入学门槛", None, "%", "percent", "75", "入学门槛"),
        ("代码", None, "行", "count", "30", "代码"),
        ("旅客人次", "count", "人", "count", "90000", "旅客人数"),
        ("观众人数", "count", "人次", "count", "90000", "观众人次"),
    ],
)
def test_the_unit_tells_what_a_name_is_of(
    name: str, dimension: str | None, unit: str, kind: str, value: str, level: str
) -> None:
    assert level_name(Metric(name=name, dimension=dimension), quantity(unit, kind, value)) == level


@pytest.mark.parametrize(
    ("base", "name"),
    [
        ("回购股数", "回购股数占总股本比例"),
        ("持股数", "持股比例"),
        ("总股本", "占总股本比例"),
        (None, "占总股本比例"),
    ],
)
def test_a_share_of_the_capital_says_so(base: str | None, name: str, words: MetricWords) -> None:
    _, _, mentions = read("占公司已发行股本约1.3%。", words)
    (share,) = [m.value for m in mentions if m.value.role == "share"]
    assert compose(base, share, "%") == name


@pytest.mark.parametrize(
    ("base", "name"),
    [("营业收入", "收入占比"), ("酸奶营业收入", "酸奶收入占比"), ("旅客人数", "旅客占比"), ("支持率", "支持率")],
)
def test_a_share_names_its_whole_shortly_and_of_a_rate_there_is_none(base: str, name: str) -> None:
    assert compose(base, Metric(name="占比", known=True, role="share"), "%") == name
