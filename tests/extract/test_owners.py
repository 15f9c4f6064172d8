"""Who may own a figure without being named beside it: an event, a topic, the end of a name, a body."""

import pytest

from hedui.extract.claims.scene.columns import LABELS, topic_code, topic_of
from hedui.extract.claims.scene.lists import find_lists
from hedui.extract.claims.scene.names import entity_columns
from hedui.extract.claims.standins.earlier import find_earlier
from hedui.extract.claims.standins.events import find_event
from hedui.extract.claims.standins.heads import find_heads
from hedui.extract.claims.standins.never import is_dateline, owns_nothing
from hedui.extract.claims.standins.occasions import find_occasion
from hedui.extract.claims.standins.posts import find_posts
from hedui.extract.claims.standins.struck import find_struck
from hedui.extract.claims.standins.topics import find_topics
from hedui.extract.claims.standins.vocabulary import Vocabulary, vocabulary_of
from hedui.flow import load_tools
from hedui.model import Entity, Mention

Named = list[Mention[Entity]]


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return vocabulary_of(load_tools().lexicon)


def named(text: str, **labels: str) -> Named:
    """Every occurrence of these names as a mention."""
    found = [
        Mention(start=at, end=at + len(name), text=name, value=Entity(name, label))
        for name, label in labels.items()
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    return sorted(found, key=lambda mention: mention.start)


@pytest.mark.parametrize(
    ("text", "names", "event"),
    [
        ("云川县凌晨发生6.1级地震。已有3人遇难,12人受伤。", {"云川县": "GPE"}, "云川地震"),
        ("青岚省云川县6.1级强震,12人受伤,3人失踪。", {"青岚省": "GPE", "云川县": "GPE"}, "云川地震"),
        ("甲国和乙国交界处地震,甲国200人死亡,乙国9人死亡。", {"甲国": "GPE", "乙国": "GPE"}, "甲国地震"),
        ("中台海葵逼近,海葵已致2人死亡,3万户停电。", {"海葵": "EVENT"}, "台风海葵"),
        ("青岚“6·18”特大暴雨已造成9人遇难,4万人转移安置。", {"青岚": "GPE"}, "青岚6·18特大暴雨"),
        ("星河航空一架XH123客机起飞后坠毁,机上92人遇难。", {"星河航空": "ORG"}, "星河航空XH123航班空难"),
        ("远海群岛地区发生6级地震,3人死亡。", {"远海群岛地区": "LOC"}, "远海群岛地震"),
        ("云川县中医院接警后启动应急,交通事故致2人死亡。", {"云川县中医院": "LOC", "云川县": "GPE"}, "云川车祸"),
        ("青岚县河口镇进入第四天。山体滑坡已致9人遇难。", {"青岚县": "GPE", "河口镇": "GPE"}, "河口镇山体滑坡"),
        ("青岚外海发生规模6.1地震,最大震度5弱。", {"青岚": "GPE"}, "青岚地震"),
        ("云川一商场发生火灾,5人死亡,8人受伤。", {"云川": "GPE"}, "云川火灾"),
        ("云川一商场深夜火警,5人死亡,8人受伤。", {"云川": "GPE"}, "云川火灾"),
        ("云川县石沟煤矿发生透水意外,井下87人,9人遇难。", {"云川县": "GPE"}, "石沟煤矿透水事故"),
        ("云川一煤矿发生瓦斯爆炸,9人遇难,3人被困。", {"云川": "GPE"}, "云川瓦斯爆炸"),
        ("青岚省云川县河口大桥坍塌事故,5人死亡,2人失联。", {"青岚省": "GPE", "云川县": "GPE"}, "河口大桥坍塌事故"),
        ("云川化工厂泄漏事故致3人死亡、20人送医。", {"云川": "GPE"}, "云川化工厂泄漏事故"),
        ("云青高速公路发生车祸,客车翻下山坡,9人死亡。", {"云青高速公路": "LOC"}, "云青高速客车事故"),
        ("游船“青湾号”在云川湾翻沉,9人遇难,3人失踪。", {"云川湾": "LOC"}, "青湾号沉船"),
        ("云川湾一游船翻沉,9人遇难,3人失踪。", {"云川湾": "LOC"}, "云川湾沉船"),
        ("海岚号沉船增至9死\n云川湾一游船翻沉,9人遇难,3人失踪。", {"云川湾": "LOC"}, "海岚号沉船"),
        ("云川区青石道明辉大厦发生火警,5人死亡,8人受伤。", {"云川区": "LOC"}, "明辉大厦火灾"),
        ("青石湾河口道明辉楼前晚大火,火由三楼起,5人死亡,8人受伤。", {"明辉楼": "LOC"}, "明辉楼火灾"),
        ("青石湾明辉楼火警,5人死亡,8人受伤。", {"明辉楼": "LOC"}, "明辉楼火灾"),
        ("云川一栋居民楼火灾,5人死亡,8人受伤。", {"云川": "GPE"}, "云川火灾"),
        ("青禾工业区火灾,5人死亡,8人受伤。", {"青禾工业区": "LOC"}, "青禾工业区火灾"),
        ("云川大规模停电,电梯被困1200人,2人死亡。", {"云川": "GPE"}, "云川大停电"),
        ("云川县洪水已致9人死亡,3人失踪。", {"云川县": "LOC"}, "云川洪灾"),
        ("云川深夜大火,5人死亡;2003年青石大厦火灾也有3人死亡。", {"云川": "GPE"}, "云川火灾"),
        ("云川一间工厂爆炸,7人死亡。2019年的东溪化工厂爆炸有9人死亡。", {"云川": "GPE"}, "云川爆炸"),
        ("云川镇交通意外9人死亡,3人受伤。", {"云川镇": "LOC"}, "云川镇车祸"),
        ("渡轮“青岚八号”与货船相撞,9人死亡,3人受伤。撞船原因不明。", {}, "青岚八号撞船事故"),
        ("云川县山洪已致9人死亡,3人失踪,暴雨仍未停。", {"云川县": "LOC"}, "云川洪灾"),
        ("云川县发生特大山洪,已致9人死亡,3人失踪。", {"云川县": "LOC"}, "云川洪灾"),
        ("云川山火烧毁3万公顷林地,9人死亡,3人受伤。", {"云川": "GPE"}, "云川山火"),
        ("云川林火蔓延,5人死亡,8人受伤。森林火灾仍未扑灭。", {"云川": "GPE"}, "云川山火"),
        ("云川区青石楼大火烧了3小时,5人死亡,8人受伤。", {"云川区": "LOC", "青石楼": "LOC"}, "青石楼火灾"),
        ("云川凌晨大火,甲国籍工人9名死亡,甲国籍伤者3名。", {"云川": "GPE", "甲国": "GPE"}, "云川火灾"),
    ],
)
def test_an_event_bears_the_name_of_its_place(text: str, names: dict[str, str], event: str) -> None:
    found, *again = find_event(text, named(text, **names))
    assert (found.value.name, found.value.label) == (event, "EVENT")
    assert all(m.value == found.value for m in again)
    assert text[found.start : found.end] == found.text


def test_an_event_is_told_again_by_other_words() -> None:
    text = "云川县发生火灾。这场火夺去5条人命,事故原因不明。此次灾害另有8人受伤,火灾已扑灭。"
    found = find_event(text, named(text, 云川县="GPE"))
    assert [m.text for m in found] == ["火灾", "这场火", "此次灾害", "火灾"]
    assert {m.value.name for m in found} == {"云川火灾"}


def test_a_quake_abroad_bears_the_name_of_its_state(words: Vocabulary) -> None:
    text = "云岭州强震已致9人遇难,秘鲁政府说另有3人失踪。"
    (found,) = find_event(text, named(text, 云岭州="LOC", 秘鲁="LOC"), words.places)
    assert found.value.name == "秘鲁地震"
    text = "定日县强震已致9人遇难,尼泊尔也有震感。"
    (found,) = find_event(text, named(text, 定日县="LOC", 尼泊尔="LOC"), words.places)
    assert found.value.name == "定日地震"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("云川县地震局公布全年监测收入3亿元。", {"云川县": "GPE"}),
        ("远帆公司营收9亿元,去年同期因台风停工三天。", {"远帆公司": "ORG"}),
        ("云川交通事故保险赔付9亿元,远帆保险称增长5%。", {"云川": "GPE", "远帆保险": "ORG"}),
        ("青岚经济爆炸式增长,产值达900亿元。", {"青岚": "GPE"}),
        ("云川全年发生道路交通事故1200起,死亡30人,交通事故是意外死亡的首因。", {"云川": "GPE"}),
        ("青岚一女子出轨,其夫将人打成重伤,在信息爆炸的时代传遍全网,1人死亡。", {"青岚": "GPE"}),
        (f"青岚商场开业。{'街上行人如织。' * 60}前年云川火灾致2人死亡。", {"青岚": "GPE", "云川": "GPE"}),
        ("大火车站客流创新高,云川全年接待300万人次。", {"云川": "GPE"}),
    ],
)
def test_what_is_no_event(text: str, names: dict[str, str]) -> None:
    assert not find_event(text, named(text, **names))


def test_an_event_of_another_day_gives_no_name() -> None:
    text = "云川6级地震致2人死亡、9人受伤,是1987年青岚地震以来最强。"
    (found,) = find_event(text, named(text, 云川="GPE", 青岚="GPE") + named(text, **{"1987年青岚地震": "EVENT"}))
    assert found.value.name == "云川地震"


@pytest.mark.parametrize(
    ("text", "names", "topics"),
    [
        ("云业务收入12亿元。", {}, ["云业务"]),
        (
            "远帆总收入90亿元,其中新能源车销量3万辆,同比增4%;国际物流亏损扩大。",
            {"远帆": "ORG"},
            ["新能源车", "国际物流"],
        ),
        ("城镇居民人均可支配收入2万元,农村居民人均1万元。", {}, ["城镇居民", "农村居民"]),
        ("广告方面,收入3亿元。", {}, ["广告"]),
        ("青岚高考报名人数为30万人。", {"青岚": "GPE"}, ["高考"]),
    ],
)
def test_a_topic_is_what_a_clause_speaks_of(
    text: str, names: dict[str, str], topics: list[str], words: Vocabulary
) -> None:
    assert [m.text for m in find_topics(text, named(text, **names), words)] == topics


@pytest.mark.parametrize(
    "text",
    ["公司收入9亿元。", "产品销量3万件。", "全市居民人均收入2万元。", "预计市场规模9亿元。", "救护车23辆到场。"],
)
def test_what_is_no_topic(text: str, words: Vocabulary) -> None:
    assert not find_topics(text, [], words)


def test_the_end_of_a_name_stands_for_it(words: Vocabulary) -> None:
    text = "南岭铁路开通三年。这条铁路发送旅客900万人次,铁路货运增一成;公路口岸另计。"
    found = find_heads(text, named(text, 南岭铁路="LOC"), words)
    assert [(m.text, m.value.name) for m in found] == [("铁路", "南岭铁路"), ("铁路", "南岭铁路")]


@pytest.mark.parametrize(
    ("text", "names", "pointed"),
    [
        (
            "南岭铁路跨越清河大桥。这座大桥全长588米。",
            {"南岭铁路": "LOC", "清河大桥": "LOC"},
            [("大桥", "清河大桥")],
        ),
        ("清河大桥和北川隧道通车,这座楼高588米。", {"清河大桥": "LOC", "北川隧道": "LOC"}, []),
        ("清河银行多赚半成,该行不良率0.91%。", {"清河银行": "ORG"}, [("该行", "清河银行")]),
        ("远帆大楼扩建,该大楼高90米。", {"远帆大楼": "LOC"}, [("大楼", "远帆大楼")]),
        ("清河大桥通车,这座城市有900万人。", {"清河大桥": "LOC"}, []),
        ("王大桥表示,这座桥长588米。", {"王大桥": "PER"}, []),
        ("《满江红》昨日上映。该片票房破亿。", {"满江红": "WORK"}, [("该片", "满江红")]),
        ("《南桥》三月开播。这部36集的剧集播放24亿次。", {"南桥": "WORK"}, [("这部36集的剧集", "南桥")]),
        ("《满江红》与《南桥》昨日上映。该片票房破亿。", {"满江红": "WORK", "南桥": "WORK"}, []),
        ("腾讯控股公布业绩。该片票房破亿。", {"腾讯控股": "ORG"}, []),
    ],
)
def test_what_is_pointed_at_is_the_last_name_that_ends_so(
    text: str, names: dict[str, str], pointed: list[tuple[str, str]], words: Vocabulary
) -> None:
    assert [(m.text, m.value.name) for m in find_heads(text, named(text, **names), words)] == pointed


@pytest.mark.parametrize(
    ("text", "names", "occasion"),
    [
        ("歌手青澄「远帆」巡回演唱会开唱,两场共3万人,票价800元。", {"青澄": "PER"}, "「远帆」巡回演唱会"),
        ("青湖市补选落幕。补选投票率39%,本次补选花费9万元。", {"青湖市": "LOC"}, "青湖市补选"),
        ("岚岛就建桥举行公投。公投投票率69%;这次公投赞成票3万张。", {"岚岛": "LOC"}, "岚岛公投"),
        ("「长夜」演唱会开票。演唱会连开4场,上次演唱会3场。", {}, "「长夜」演唱会"),
        ("春节档落幕。春节档票房9亿元,去年春节档8亿元。", {}, "春节档"),
        ("王某谈高考。高考报名3万人,高考分数线480分。", {"王某": "PER"}, "高考"),
        # Another one's name, told once, far from the lead, is not that of the article's own.
        ("云川马拉松" + "办了。" * 60 + "江州马拉松也办,马拉松报名3万人。", {"江州马拉松": "EVENT"}, "马拉松"),
    ],
)
def test_an_occasion_has_the_name_it_is_told_by(text: str, names: dict[str, str], occasion: str) -> None:
    assert {m.value for m in find_occasion(text, named(text, **names))} == {Entity(occasion, "EVENT")}


def test_an_occasion_is_meant_by_its_words_and_by_no_holiday() -> None:
    text = "青湖马拉松昨日开跑,3万人参赛。大会资料显示,今届报名12万人,比赛日气温11度。"
    found = find_occasion(text, named(text, 青湖马拉松="EVENT"))
    assert [(m.text, m.value.name) for m in found] == [("大会", "青湖马拉松"), ("今届", "青湖马拉松")]
    text = "春节临近,本届参加者3万人。"
    assert not find_occasion(text, named(text, 春节="EVENT"))
    assert not find_occasion("公司选举董事。营收9亿元。", [])


def test_a_firm_is_not_meant_by_every_company(words: Vocabulary) -> None:
    text = "远帆集团营收9亿元。另一家集团营收3亿元。"
    assert not find_heads(text, named(text, 远帆集团="ORG"), words)


@pytest.mark.parametrize(
    ("text", "names", "body"),
    [
        ("远帆集团(1234)董事长李远航表示,裁员900人。", {"远帆集团": "ORG", "李远航": "PER"}, "远帆集团"),
        ("远帆发布财报。首席执行官李远航称,增聘30人。", {"远帆": "ORG", "李远航": "PER"}, "远帆"),
        ("清河银行公布业绩。行长李远航形容,息差收窄5个基点。", {"清河银行": "ORG", "李远航": "PER"}, "清河银行"),
        ("青岚省财政厅长王启明预计,赤字80亿元。", {"青岚省": "GPE", "王启明": "PER"}, "青岚省"),
        (
            "远帆与云州商务部签约。执行长李远航说,建厂2座。",
            {"远帆": "ORG", "云州商务部": "ORG", "李远航": "PER"},
            "远帆",
        ),
    ],
)
def test_a_person_speaks_for_a_body(text: str, names: dict[str, str], body: str, words: Vocabulary) -> None:
    assert [m.value.name for m in find_posts(text, named(text, **names), words)] == [body]


@pytest.mark.parametrize("post", ["青岚省原副省长", "青岚省政府前秘书长", "原青岚省省长"])
def test_who_held_an_office_no_longer_speaks_for_it(post: str, words: Vocabulary) -> None:
    text = f"{post}李远航受审,被控受贿9亿元。"
    assert not find_posts(text, named(text, 青岚省="GPE", 李远航="PER"), words)


def test_a_runner_speaks_for_nobody(words: Vocabulary) -> None:
    text = "远帆集团赞助比赛,选手李远航以2小时12分夺冠。"
    assert not find_posts(text, named(text, 远帆集团="ORG", 李远航="PER"), words)


@pytest.mark.parametrize(
    "text",
    [
        "〔记者王小明／青岚报道〕远帆公司全年营收90亿元。",
        "记者王小明/青岚报导\n远帆公司全年营收90亿元。",
        "新华社青岚7月18日电 远帆公司全年营收90亿元。",
        "新华社青岚7月18日电(记者王小明)远帆公司全年营收90亿元。",
        "青岚 2025-07-18 远帆公司全年营收90亿元。",
        "青岚2025年7月18日电 远帆公司全年营收90亿元。",
    ],
)
def test_the_place_of_a_dateline_owns_nothing(text: str) -> None:
    kept = [m.text for m in named(text, 青岚="GPE", 远帆公司="ORG") if not is_dateline(m, text)]
    assert kept == ["远帆公司"]


@pytest.mark.parametrize("text", ["青岚2025年运货240万吨。", "截至2025年底,青岚2025年9月1日起停运2座矿。"])
def test_a_place_before_a_year_is_no_dateline(text: str) -> None:
    assert not any(is_dateline(m, text) for m in named(text, 青岚="GPE"))


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("若不考虑远帆公司和青禾食品的业务,云川食品净利润9亿元。", ["云川食品"]),
        ("远帆公司净利润9亿元,剔除青禾食品的收益后为7亿元。", ["远帆公司"]),
    ],
)
def test_what_an_account_leaves_out_owns_nothing(text: str, owners: list[str]) -> None:
    names = named(text, 远帆公司="ORG", 青禾食品="ORG", 云川食品="ORG")
    assert [m.text for m in names if not owns_nothing(m, text)] == owners


@pytest.mark.parametrize(
    ("text", "owns"),
    [
        ("骗子通过微信转走3万元。", False),
        ("受害人的支付宝账户少了3万元。", False),
        ("警方在微博上通报抓获12人。", False),
        ("微信月活跃用户达12亿。", True),
        ("抖音日活突破6亿。", True),
    ],
)
def test_a_means_owns_nothing(text: str, owns: bool) -> None:
    (channel,) = named(text, 微信="PRODUCT", 支付宝="PRODUCT", 微博="PRODUCT", 抖音="PRODUCT")
    assert owns_nothing(channel, text) != owns


def test_an_event_without_a_place_is_of_the_place_that_an_office_serves() -> None:
    text = "云川县应急局通报,今晨发生交通事故,2人死亡。"
    assert not find_event(text, named(text, 云川县应急局="ORG"))
    (found,) = find_event(text, [], offices=named(text, 云川县="GPE"))
    assert found.value.name == "云川车祸"


def test_a_holiday_owns_nothing_and_its_film_season_does() -> None:
    text = "春节过后门诊人次回落,春节档收9亿元,青湖马拉松有2万人参加,兔年元宵客流3万人次。"
    names = named(text, 春节="EVENT", 春节档="EVENT", 青湖马拉松="EVENT", 兔年元宵="EVENT")
    assert [m.text for m in names if not owns_nothing(m, text)] == ["春节档", "青湖马拉松"]


def test_what_is_held_is_no_office_by_its_last_character() -> None:
    text = "青湖运动会、远帆演唱会、云川教育委员会"
    names = named(text, 青湖运动会="EVENT", 远帆演唱会="EVENT", 云川教育委员会="ORG")
    assert entity_columns(names, text)["office"].tolist() == [7, 7, 1]


def test_vehicle_and_crew_of_an_accident() -> None:
    text = "大巴坠崖,客车上有35人。肇事客车核载30人,该车2019年登记,司机驾龄12年。"
    event = [Mention(start=0, end=4, text="大巴坠崖", value=Entity("云岭高速大巴事故", "EVENT"))]
    told = [(m.text, m.value.name, m.value.label) for m in find_struck(text, event, ())]
    assert told == [
        ("大巴", "云岭高速大巴事故大巴", "PRODUCT"),
        ("肇事客车", "云岭高速大巴事故客车", "PRODUCT"),
        ("该车", "云岭高速大巴事故客车", "PRODUCT"),
        ("司机", "云岭高速大巴事故司机", "PER"),
    ]
    assert not list(find_struck(text, [], ()))


def test_what_a_list_is_aimed_at() -> None:
    text = "青岚对甲国、乙国和丙国出口9亿元,丁国出口3亿元。"
    names = named(text, 青岚="GPE", 甲国="GPE", 乙国="GPE", 丙国="GPE", 丁国="GPE")
    assert entity_columns(names, text)["aimed"].tolist() == [0, 1, 1, 1, 0]


def test_the_ends_of_a_way_own_nothing() -> None:
    text = "青岚至云川票价148元,远帆铁路往返青岚。"
    names = named(text, 青岚="LOC", 云川="LOC", 远帆铁路="LOC")
    assert entity_columns(names, text)["aimed"].tolist() == [1, 1, 0, 0]


def test_works_in_marks_are_a_list() -> None:
    text = "《雪国》和《小满》分列二、三位,票房分别为16亿元、13亿元。"
    names = named(text, 雪国="WORK", 小满="WORK")
    assert find_lists(names, text).size.tolist() == [2, 2]


def test_what_is_built_and_what_is_held_act_as_owners() -> None:
    labels = {
        "南岭铁路": "LOC",
        "东盟": "ORG",
        "青石线": "ORG",
        "青湖马拉松": "EVENT",
        "春节": "EVENT",
        "远帆公司": "ORG",
    }
    text = "、".join(labels)
    told = entity_columns(named(text, **labels), text)["label"].tolist()
    assert [LABELS[code - 1] for code in told] == ["PRODUCT", "LOC", "PRODUCT", "ORG", "EVENT", "ORG"]


def test_a_bank_in_the_headline_is_no_broker() -> None:
    text = "清河银行多赚半成\n清河银行营收90亿元,清河银行行长说,云川证券予买入评级。"
    names = named(text, 清河银行="ORG", 云川证券="ORG")
    assert entity_columns(names, text)["office"].tolist() == [4, 4, 4, 3]
    cites = "清河银行:楼价回升\n云川县成交900宗。"
    assert entity_columns(named(cites, 清河银行="ORG", 云川县="LOC"), cites)["office"].tolist() == [3, 5]


def test_words_of_kinship_and_what_is_said_of_it_lead_in_a_subject() -> None:
    text = "其母公司远帆集团营收41亿元,竞争对手云川食品增4%,排名第二的青禾食品持平,领先第三名的南山食品。"
    names = named(text, 远帆集团="ORG", 云川食品="ORG", 青禾食品="ORG", 南山食品="ORG")
    assert entity_columns(names, text)["subject"].tolist() == [1, 1, 1, 0]


def test_what_opens_a_clause_and_what_a_list_only_gives_as_examples() -> None:
    text = "2024年青岚增长5%,其中丁国增9%,由甲国运往乙国、丙国等12个国家。据丁国统计,青岚居首。"
    names = named(text, 青岚="GPE", 甲国="GPE", 乙国="GPE", 丙国="GPE", 丁国="GPE")
    told = entity_columns(names, text)
    assert [m.text for m in names] == ["青岚", "丁国", "甲国", "乙国", "丙国", "丁国", "青岚"]
    assert told["subject"].tolist() == [1, 1, 0, 0, 0, 0, 1]
    assert told["subjects"].tolist() == [10, 5, 0, 0, 0, 5, 10]


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("云川大火9人死亡。这是2003年远山大厦五级火以来伤亡最多的一次。", ["远山大厦火灾"]),
        (
            "云川大火9人死亡。十二年前的北岭大火夺去17人性命,2003年6月,东溪洪灾更有90人丧生。",
            ["北岭火灾", "东溪洪灾"],
        ),
        ("云川大火9人死亡。2024年云川大火后,2019年发生火灾的工厂停产,2020年全国火灾减少。", []),
        ("2003年远山大厦火灾的遗址今年开放。", []),
    ],
)
def test_disasters_of_other_years_have_their_own_names(text: str, earlier: list[str]) -> None:
    event = find_event(text, named(text, 云川="GPE"))
    found = list(find_earlier(text, event))
    assert [m.value.name for m in found] == earlier


def test_who_is_told_by_a_word_of_courtesy_speaks_for_himself() -> None:
    names = {"陈先生": "PER", "欧阳女士": "PER", "吴某": "PER", "陈立": "PER", "先生制药": "ORG"}
    text = "、".join(names)
    assert entity_columns(named(text, **names), text)["private"].tolist() == [1, 1, 1, 0, 0]


def test_a_firm_leads_the_firms_however_often_a_country_is_named() -> None:
    text = "远帆食品开店\n甲国门店9家,甲国统计局称甲国餐饮增长,青禾食品在甲国关店。"
    names = named(text, 远帆食品="ORG", 甲国统计局="ORG", 青禾食品="ORG", 甲国="GPE")
    told = entity_columns([m for m in names if m.text != "甲国" or text[m.end] != "统"], text)
    assert told["top"].tolist() == [1, 1, 0, 1, 0, 1]
    assert told["behind"].tolist() == [0, -1, -3, -1, -3, -1]


def test_what_is_counted_tells_what_it_is_told_of() -> None:
    told = {"门店数": "firm", "播放量": "film", "确诊病例数": "health", "投票率": "vote", "旅客吞吐量": "flow"}
    assert {name: topic_of(name) for name in told} == {name: topic_code(sort) for name, sort in told.items()}
