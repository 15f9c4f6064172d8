"""Periods that no words give by themselves: since an opening, up to a count, from one year to another."""

import pytest

from articles import article, on
from hedui.extract.claims.asides import BASE, BESIDE, MAIN, ONCE, RECORD, TOLD, is_base, role_of, told_aside
from hedui.extract.claims.standins.todate import kind_of, to_date
from hedui.extract.periods.find import periods_in
from hedui.flow import Tools, claims_in


def made(text: str, day: str) -> set[tuple[str, str]]:
    """The stand-ins of a text as (how it was made, days)."""
    published = on(day)
    found = to_date(periods_in(text, published), text, published)
    assert all(kind_of(m) for m in found)
    return {(m.rules[0], str(m.value.iso())) for m in found}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2020年5月1日开业的乐园，自开业以来接待300万人次", ("since opening", "2020-05-01/2025-03-09")),
        ("1月16日近海开捕以来，截至2月27日，全县捕捞3000吨", ("since opening", "2025-01-16/2025-02-27")),
        ("今年截至2月27日，港口吞吐8000万吨", ("told to date", "2025-01-01/2025-02-27")),
        ("2024年9月收入由2020年的3亿元增长到2024年的9亿元", ("from to", "2020-01-01/2024-12-31")),
        ("2020年门店30家，2024年增至90家，年复合增长率31.6%", ("from to", "2020-01-01/2024-12-31")),
        ("2020年病床3万张，2024年有9万张，年均增长31.6%", ("from to", "2020-01-01/2024-12-31")),
        ("2024年11月起诉，截至记者发稿追回赃款300万元", ("now", "2025-03-09")),
        ("影片2月26日上映，首四天票房900万元", ("days on", "2025-02-26/2025-03-01")),
        ("影片2月26日上映，第5天票房破千万元", ("days on", "2025-03-02")),
        ("大桥3月1日通车。首日过车3万辆次", ("days on", "2025-03-01")),
        ("话剧2月27日首演，首周末上座率九成", ("days on", "2025-02-27/2025-03-02")),
        ("哈尔滨亚冬会闭幕，甲队共获9金", ("games closed", "2025-02-14")),
        ("2月17日公布2021年及2022年财报，两年合计亏损8亿元", ("days on", "2021-01-01/2022-12-31")),
        ("2024年三季度18亿元，四季度19亿元，两季合计37亿元", ("days on", "2024-07-01/2024-12-31")),
        ("本流感季已有重症90例，上周(2月24日至3月2日)9例", ("counted so far", "2024-10-01/2025-03-02")),
    ],
)
def test_spans_up_to_a_day(text: str, wanted: tuple[str, str]) -> None:
    assert wanted in made(text, "2025-03-09")


def test_the_day_before_the_first_is_not_the_first() -> None:
    assert not made("影片2月26日上映，前一天点映收入90万元", "2025-03-09") & {("days on", "2025-02-26")}


def test_a_total_of_a_year_is_of_no_four_years() -> None:
    assert not made("2024年合计卖出900套", "2025-03-09") & {("days on", "2021-01-01/2024-12-31")}


@pytest.mark.parametrize(
    ("text", "is_now"), [("年初至今卖出900套", False), ("至今卖出900套", True), ("全县至今有9例", True)]
)
def test_since_then_is_no_present(text: str, is_now: bool) -> None:
    assert ("now" in {kind for kind, _ in made(text, "2025-03-09")}) is is_now


def test_what_is_open_is_not_counted_up_to_a_day_to_come() -> None:
    told = made("1月16日近海开捕。年底前淘汰渔船20艘", "2025-03-09")
    assert ("since opening", "2025-01-16/2025-12-31") not in told


def test_a_record_opens_nothing() -> None:
    assert not {kind for kind, _ in made("这是26年来最大的暴雨，至少5人受伤", "2025-03-09")} & {"since opening"}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("这是廿五年来最强的台风", RECORD),
        ("出生率十年来首度回升", RECORD),
        ("水位为1974年建闸以来最高", RECORD),
        ("较去年同期增长3%", BASE),
        ("统计处3月8日公布", TOLD),
        ("上半年收入9亿元", MAIN),
    ],
)
def test_what_a_period_is_there_for(text: str, role: int) -> None:
    (mention,) = periods_in(text, on("2025-03-09"))
    assert role_of(mention, text, 0, against=is_base(mention.start, mention.end, text)[1]) == role


def told(text: str, day: str, tools: Tools) -> dict[str, str | None]:
    """The period of each claim of an article, by its mention."""
    found = claims_in(article(text, on(day)), tools).claims
    return {c.mention: c.period.iso() if c.period else None for c in found}


@pytest.mark.parametrize(
    ("text", "day", "mention", "period"),
    [
        # A level told right after the year it is measured against is of that year, whatever the sentence is about.
        ("大洋航运2025年度净亏损8.2亿元，较2024年的净亏损4.9亿元扩大。", "2026-01-30", "4.9亿元", "2024"),
        ("大洋航運2025年度淨虧損8.2億元，較2024年的淨虧損4.9億元擴大。", "2026-01-30", "4.9億元", "2024"),
        # An edition of games is its year, and medals told when games are just over are as of their last day.
        ("甲国代表团在哈尔滨亚冬会共获金牌9枚，多于札幌亚冬会的金牌7枚。", "2025-02-15", "7枚", "2017"),
        ("甲国代表团在哈尔滨亚冬会共获金牌9枚，多于札幌亚冬会的金牌7枚。", "2025-02-15", "9枚", "2025-02-14"),
        ("甲国队在哈尔滨亚冬会获金牌9枚。2月8日，该队一天夺得金牌3枚。", "2025-02-15", "3枚", "2025-02-08"),
        # The base of a growth is not its period.
        ("2024年国庆假期过客9.1万人次，较2019年同期增长31.5%。", "2024-10-09", "31.5%", "2024-10-01/2024-10-07"),
        # A season that runs is counted up to the day of the count.
        ("甲市卫生局3月1日通报，本流感季累计重症84例，死亡7例。", "2025-03-01", "84例", "2024-10-01/2025-03-01"),
        # Told weeks after, the dead are counted later than the day of the crash.
        ("6月2日,一架南洋货机在甲市坠毁。据当地媒体报道,空难共造成63人遇难。", "2025-07-09", "63人", "2025-07-09"),
        # A part of the year right before its figure.
        ("2025年甲省卖出汽车90万辆,其中12月卖出13.7万辆。", "2026-01-30", "13.7万辆", "2025-12"),
        # The dead are counted anew by the hour, the magnitude is of the day of the quake.
        ("2月6日东山省发生7.8级地震。地震已造成1200人死亡、3400人受伤。", "2025-02-09", "1200人", "2025-02-09"),
        ("2月6日東山省發生7.8級地震。地震已造成1200人死亡、3400人受傷。", "2025-02-09", "7.8級", "2025-02-06"),
        # From one day to another, for what is counted in between and for its daily mean.
        ("甲乙高铁从12月26日开通到1月4日，累计发送旅客41.7万人次。", "2026-01-06", "41.7万人次",
         "2025-12-26/2026-01-04"),
        ("甲乙高鐵從12月26日開通到1月4日，累計發送旅客41.7萬人次。", "2026-01-06", "41.7萬人次",
         "2025-12-26/2026-01-04"),
        # What is reported as of the end of a year.
        ("甲银行2025年净利润增5.3%。不良贷款率0.91%。", "2026-03-27", "0.91%", "2025-12-31"),
        # A change is of no time that it is measured from; other years' totals are no years together.
        ("2024年甲县牛存栏59.8万头。2025年羊存栏96.5万只，比上年增加23.4万只。", "2026-01-30", "23.4万只", "2025"),
        ("2025年第二季甲公司营收96.5亿元。与前一季比，营收增加13.4%，净利增加12.6%。", "2025-08-09", "13.4%",
         "2025-04-01/2025-06-30"),
        ("乙口岸2023年累计验放旅客96.5万人次；2024年前四个月验放旅客48.2万人次。", "2024-05-09", "96.5万人次",
         "2023"),
        # Last year is of the one figure behind it, not of the one before nor of the next sentence.
        ("东湾港完成货物吞吐量4.6亿吨，去年为4.2亿吨。", "2026-01-03", "4.2亿吨", "2025"),
        ("东湾半程马拉松完赛1356人，去年是1102人。经济效益2亿元。", "2025-03-09", "1356人", "2025-03-09"),
        # A bracket that is closed is over.
        ("2024年甲酒店入住率71.3%（上半年为64.5%）；一线、二线城市依次为83.4%、62.7%。", "2025-03-09", "62.7%",
         "2024"),
        # A price of the trading day in an article on a quarter.
        ("甲公司第三季度收入96.5亿元，利润下跌23.4%。股价美股盘前跌4.6%，报25.8美元。", "2025-11-25", "25.8美元",
         "2025-11-25"),
        # An amount in another currency has the period of the one it restates.
        ("甲公司2025年度净亏损8.2亿元，比2024年的亏损4.9亿元（约5.36亿港元）扩大。", "2026-01-30",
         "约5.36亿港元", "2024"),
        # What is held on the last day of a year is no sum of the year.
        ("2024年末甲公司存货59.8亿元，较上年末增加3亿元。", "2025-03-09", "59.8亿元", "2024-12-31"),
    ],
)  # fmt: skip
def test_the_period_that_the_words_right_before_say(
    text: str, day: str, mention: str, period: str, tools: Tools
) -> None:
    assert told(text, day, tools)[mention] == period


@pytest.mark.parametrize(
    "text",
    [
        "甲国快艇相撞 失踪41人\n\n甲国海事局说，3月1日两艘快艇在乙湾相撞，截至2日12时，失踪41人，搜救继续。",
        "甲國快艇相撞 失蹤41人\n\n甲國海事局說，3月1日兩艘快艇在乙灣相撞，截至2日12時，失蹤41人，搜救繼續。",
    ],
)
def test_a_headline_has_the_period_of_its_text(text: str, tools: Tools) -> None:
    claims = claims_in(article(text, on("2025-03-09")), tools).claims
    periods = [c.period.iso() for c in claims if c.mention == "41人" and c.period]
    assert len(periods) == 2
    assert set(periods) == {"2025-03-02"}


@pytest.mark.parametrize(
    ("text", "words", "aside"),
    [
        ("完赛1356人，去年是1102人。经济效益2亿元", "去年", BESIDE),
        ("赛事由2016年创办，今届预算3800万元", "2016年", ONCE),
        ("去年收入5亿元，增长3%", "去年", 0),
    ],
)
def test_what_is_told_aside(text: str, words: str, aside: int) -> None:
    (mention,) = [m for m in periods_in(text, on("2025-03-09")) if m.text == words]
    assert told_aside(mention, text) == aside
