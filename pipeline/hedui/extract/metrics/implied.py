"""What a figure measures when no metric word stands near: its unit and the words that touch it say so."""

import re
from collections.abc import Sequence

from hedui.extract.metrics.acts import OUTRIGHT
from hedui.extract.metrics.around import told_around
from hedui.extract.metrics.deals import dealt
from hedui.extract.metrics.durations import lasted
from hedui.extract.metrics.nouns import Nouns
from hedui.extract.metrics.shows import at_show
from hedui.extract.metrics.told import told_by, told_itself
from hedui.extract.metrics.words import MetricWords
from hedui.model import Mention, Metric, Quantity
from hedui.wordlists import compile_words

# 规模7.2 and 7.8级 are magnitudes where the text speaks of a quake; 规模 alone is a size of anything.
_QUAKE = compile_words(r"{quake}")
_MAGNITUDE_BEFORE = re.compile(r"(?:规模|芮氏|里氏|强度|震级)[为达约是\s]{0,2}$")
# 应急响应提升至二级, 启动一级应急响应: how grave those in charge hold it to be.
_RESPONSE = "应急响应"
_RESPONSE_BEFORE = re.compile(rf"{_RESPONSE}(?:等级|级别)?[^，。；、,;\n0-9级]{{0,8}}$")
# 三级火警, 消防接报后升为四级: how grave the firemen hold a fire to be.
_FIRE = re.compile(r"火(?:警|灾)?(?![山箭星车炬])")
_FIRE_BEFORE = re.compile(r"(?:火警|大火|火灾|火势|消防)[^。！？\n]{0,24}(?:升[为至到级]|列[为作]|宣布为)$")
_HEADS, _LIKELY = frozenset("人名位"), 0.9
_MEDAL = "枚"  # the unit of 36金33银47铜
_MEDALS = re.compile(r"[金银铜奖]牌$")  # 27面银牌: the figure names it whole
# 主场3比0取胜, 以2:1击败: what a match ended with.
_SCORE = re.compile(r"[0-9]{1,2}\s?(?:比|[:：])\s?[0-9]{1,2}")
_GAME = compile_words(r"{match_told}")
# 跻身奖牌榜第12位, 3金2银列第五: where a team stands among others.
_MEDAL_TABLE = re.compile(
    r"(?:奖牌|金牌)榜[^。！？\n]{0,16}$|[0-9一二三四五六七八九十]\s?[枚面块]?[金银铜]牌?[^。！？\n]{0,10}$"
)
_AGE_BAND = re.compile(r"以[上下内]|及以")
_LATITUDE = re.compile(r"[南北]纬|[东西]经")
# 5纳米 is a process where chips are told of, else any length.
_CHIPS, _PROCESS = re.compile(r"晶圆|芯片|晶片|制程|半导体|流片"), frozenset(("nm", "奈米"))
# 豆瓣8.1分, 烂番茄7.4: what a site gives a film or a thing.
_RATED = "cue"
# 刷新四项影史纪录: so many records, whatever was counted before.
_EVENTS = re.compile("[大分小单]项")  # 28个大项, 36个分项 of a games
_BROKE = re.compile(r"打破|刷新|改写")  # 打破4项 is read as one figure
_BROKEN = re.compile(r"(?:打破|刷新|改写|创造?|创下|破|缔造)了?[^，。；,;\n0-9]{0,6}$")
_RECORDS = re.compile(r"[^，。；、,;\n0-9]{0,8}?[纪记]录")
# 井下共有87人作业: how many were where it happened.
_WHERE = compile_words(r"({where_people_are})[^，。；、,;0-9]{0,6}(?:有|载有|载着)[约近共逾超]?$")
# 派出60人, 救援队伍增至320人, 45人救援队: who goes to help, where help is told of.
_SENT = compile_words(r"(?:{sent})了?[^，。；、,;0-9]{0,4}$")
_HELP = compile_words(r"{rescue}")
_TEAM = compile_words(r"(?:{rescue})(?:队伍?|队员|总队|支队|力量|人手|行动)?[已共有增至达约近为昨今日的]{0,5}$")
_TEAM_AFTER = compile_words(r"的?(?:{rescue})?(?:队伍|队员|(?<=[救灾])援?队)|的?(?:{rescue})(?:队|人员|力量)")
# 3人危殆, 5人情况严重, 稳定：12人: how the injured fare, by the hospital's words.
_FARES = re.compile(r"(?:情况|伤势|状况)?(危殆|严重|稳定)(?=[，。；、,;:：）)\n]|$)")
_FARES_BEFORE = re.compile(r"(危殆|严重|稳定)[:：]\s?$")
_HOSPITAL = compile_words(r"{hospital}")
# 首日9.3万人次 where a metro is told of.
_METRO = compile_words(r"{metro}")
_CROSSED = re.compile(r"[出入]境|口岸|通关|景区|游客|站[有共约达]?[0-9]")
_NAMED = re.compile(r"(?:量|人次|客流)[^，。；、,;0-9]{0,5}$")  # 客运量9万人次 has its name
# 全镇3.1万人, 岛上7000居民: how many live there.
_LIVE_THERE = re.compile(r"(?:全[村镇乡县市区岛]|[村镇乡岛][上里])[有约近共为达逾]{0,2}$")
_LIVING = re.compile(r"(?:常住)?(?:人口|居民|村民)|[，。；、,;）)\n]|$")
_AROUND = 40  # characters


def implied(
    text: str,
    figure: Mention[Quantity],
    nouns: Nouns,
    named: Sequence[Mention[Metric]],
    words: MetricWords,
) -> list[Mention[Metric]]:
    """Metrics that the figure itself implies; each mention's `anchor` is the figure's start.

    `named` are the metrics that words of the text name.
    7.8级 beside 地震 is a 震级, 9秒58 in a race a 成绩, 连跌三年 a 连续下跌年数, 成立三年 a 成立至今时长.
    """
    own = _by_unit(text, figure, words)
    if own is None and (deals := dealt(text, figure)):
        return deals
    if own is None and figure.value.dimension == "duration":
        own = lasted(text, figure, nouns, named, words.lasting)
    return [] if own is None else [own]


def _by_unit(text: str, figure: Mention[Quantity], words: MetricWords) -> Mention[Metric] | None:
    unit = figure.value.unit
    if unit == "岁" and not _AGE_BAND.match(text, figure.end):
        return told_itself(text, figure, Metric(name="年龄", dimension="duration"), OUTRIGHT)
    if unit in _PROCESS and _CHIPS.search(text, max(0, figure.start - 3 * _AROUND), figure.end + _AROUND):
        return told_itself(text, figure, Metric(name="制程", known=True, dimension="length"), OUTRIGHT)
    if unit == "分" and _RATED in figure.rules:
        return told_itself(text, figure, Metric(name="评分", known=True, dimension="ratio"), OUTRIGHT)
    counted = words.by_unit.get(figure.text[-1:])
    if counted is not None and unit in (figure.text[-1:], _MEDAL):
        return told_itself(text, figure, counted, _LIKELY)
    if unit in _HEADS:
        return (
            _fares(text, figure)
            or _lives(text, figure)
            or _where(text, figure)
            or _helpers(text, figure)
            or told_around(text, figure)
            or at_show(text, figure)
        )
    return (
        _in_sport(text, figure)
        or _level_told(text, figure)
        or _where(text, figure)
        or _rides(text, figure)
        or told_around(text, figure)
        or at_show(text, figure)
    )


def _fares(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    start, end = figure.start, figure.end
    state = _FARES.match(text, end) or _FARES_BEFORE.search(text, max(0, start - 4), start)
    if state is None or not _HOSPITAL.search(text, max(0, start - 2 * _AROUND), end + _AROUND):
        return None
    return told_by(text, figure, state.span(1), Metric(name=f"{state[1]}人数", dimension="count"), OUTRIGHT)


def _lives(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    there = _LIVE_THERE.search(text, max(0, figure.start - 6), figure.start)
    if there is None or not _LIVING.match(text, figure.end):
        return None
    return told_by(text, figure, there.span(), Metric(name="人口", dimension="count"), _LIKELY)


def _rides(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    around = max(0, figure.start - 2 * _AROUND), figure.end + _AROUND
    if figure.value.unit != "人次" or not _METRO.search(text, *around) or _CROSSED.search(text, *around):
        return None
    if _NAMED.search(text, max(0, figure.start - 8), figure.start):
        return None
    return told_itself(text, figure, Metric(name="运量", dimension="count"), _LIKELY)


def _helpers(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    start, end = figure.start, figure.end
    if figure.value.unit not in _HEADS:
        return None
    sent = _SENT.search(text, max(0, start - 10), start) and _HELP.search(text, max(0, start - 60), end + 30)
    if not sent and not _TEAM.search(text, max(0, start - 14), start) and not _TEAM_AFTER.match(text, end):
        return None
    return told_itself(text, figure, Metric(name="救援人员数", known=True, dimension="count"), _LIKELY)


def _in_sport(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    """A score, medals, a place among others, records broken."""
    unit, start = figure.value.unit, figure.start
    if unit == "比" and _SCORE.fullmatch(figure.text):
        game = _GAME.search(text, max(0, start - _AROUND), figure.end + 20)
        return told_itself(text, figure, Metric(name="比分", known=True), _LIKELY) if game else None
    medals = _MEDALS.search(figure.text)
    if medals is not None:
        name = "奖牌总数" if medals[0] == "奖牌" else f"{medals[0]}数"
        return told_itself(text, figure, Metric(name=name, known=True, dimension="count"), OUTRIGHT)
    if unit == "排名" and _MEDAL_TABLE.search(text, max(0, start - _AROUND), start):
        return told_itself(text, figure, Metric(name="奖牌榜排名", known=True, dimension="rank"), OUTRIGHT)
    events = _EVENTS.match(text, figure.end) if figure.value.dimension == "count" else None
    if events is not None:
        return told_by(text, figure, events.span(), Metric(name=f"{events[0]}数", dimension="count"), OUTRIGHT)
    records = _RECORDS.match(text, figure.end) if figure.value.dimension == "count" else None
    if records is not None and (_BROKE.match(figure.text) or _BROKEN.search(text, max(0, start - 10), start)):
        return told_by(text, figure, records.span(), Metric(name="纪录数", dimension="count"), OUTRIGHT)
    return None


def _level_told(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    """二级 of an emergency response, 7.8级 of a quake."""
    start, value = figure.start, figure.value.value
    graded = figure.value.unit == "级"
    if graded and (
        text.startswith(_RESPONSE, figure.end) or _RESPONSE_BEFORE.search(text, max(0, start - 16), start)
    ):
        return told_itself(text, figure, Metric(name=f"{_RESPONSE}级别", dimension="rank"), OUTRIGHT)
    if not graded and not _MAGNITUDE_BEFORE.search(text, max(0, start - 6), start):
        return None
    if graded and (_FIRE.match(text, figure.end) or _FIRE_BEFORE.search(text, max(0, start - _AROUND), start)):
        return told_itself(text, figure, Metric(name="火警级别", dimension="rank"), OUTRIGHT)
    near = _QUAKE.search(text, max(0, start - _AROUND), figure.end + 20)
    quake = near is not None and value is not None and value < 10
    return told_itself(text, figure, Metric(name="震级", known=True)) if quake else None


def _where(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    """井下共有87人: how many were there; 北纬27.64度: where it was."""
    start = figure.start
    there = _WHERE.search(text, max(0, start - 14), start) if figure.value.unit in _HEADS else None
    if there is not None:
        return told_by(text, figure, there.span(1), Metric(name=f"{there[1]}人数", dimension="count"), _LIKELY)
    at = _LATITUDE.search(text, max(0, start - 3), start)
    if at is None:
        return None
    name = "纬度" if at[0][1] == "纬" else "经度"
    return told_by(text, figure, at.span(), Metric(name=name, dimension="degree"), OUTRIGHT)
