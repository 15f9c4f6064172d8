"""What a figure measures when no metric word stands near: its unit and the words that touch it say so."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from hedui.extract.metrics.acts import SURE
from hedui.extract.metrics.deals import dealt
from hedui.extract.metrics.nouns import Nouns
from hedui.extract.metrics.words import MetricWords
from hedui.model import Mention, Metric, Quantity
from hedui.wordlists import compile_words

# 规模7.2 and 7.8级 are magnitudes where the text speaks of a quake; 规模 alone is a size of anything.
_QUAKE = compile_words(r"{quake}")
_MAGNITUDE_BEFORE = re.compile(r"(?:规模|芮氏|里氏|强度|震级)[为达约是\s]{0,2}$")
# 连续八年世界第一, 一连9个月站稳, 连跌三年: what went on, and in what it is counted.
_STREAK = re.compile(r"(?:连续|一连|接连|连)([\u4e00-\u9fff]{0,3})$")
_STREAK_AFTER = compile_words(
    r"[都均再又仍世界全球全国位居实现保持录得出现呈现正负]{0,4}"
    r"(?:同比|环比|按年)?((?:双位数|两位数)?(?:{streak}|[\u4e00-\u9fff]{2}))"
)
_STREAK_VERBS = {"跌": "下跌", "升": "上升", "涨": "上涨", "降": "下降", "增": "增长", "减": "减少", "亏": "亏损"}
_STREAK_NAMES = {"居首": "第一", "企于": "高于", "站稳": "高于", "站上": "高于"}
_STREAK_UNITS = {
    "年": "年数",
    "月": "月数",
    "天": "天数",
    "日": "天数",
    "周": "周数",
    "季度": "季度数",
    "季": "季度数",
}
# 2小时08分47秒, 9秒58, 3分54秒2: a time to the second is a mark where the text speaks of a race.
_TIME = re.compile(r"(?:[0-9]{1,2}(?:小时|時|时))?(?:[0-9]{1,2}分钟?)?[0-9]{1,2}秒[0-9]{0,3}")
_RACE = compile_words(r"{race}|[0-9]米|选手")
_LED = frozenset("了已仅约近超逾长达满不到将过刚才只有的时最后再又也都为共")
_HEADS, _LIKELY = frozenset("人名位"), 0.9
_MEDAL = "枚"  # the unit of 36金33银47铜
# 主场3比0取胜, 以2:1击败: what a match ended with.
_SCORE = re.compile(r"[0-9]{1,2}\s?(?:比|[:：])\s?[0-9]{1,2}")
_GAME = compile_words(r"{match_told}")
_AGE_BAND = re.compile(r"以[上下内]|及以")
_LATITUDE = re.compile(r"[南北]纬|[东西]经")
_FASTEST = re.compile(r"(最快|最短|全程|单程)(?:只|仅|需|要|约|为){0,3}$")
_ARRIVES = re.compile(r"(?:即可|便可|就能|就可|可以?|能|便能)?(?:到达|抵达|直达|可达|往返|通达|达)")
# 井下共有87人作业: how many were where it happened.
_WHERE = compile_words(r"({where_people_are})[^，。；、,;0-9]{0,6}(?:有|载有|载着)[约近共逾超]?$")
_SUBJECT = 30  # characters
_STOPS = re.compile(r"[。！？!?；;\n]")


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
    found = _by_unit(text, figure, words) or dealt(text, figure)
    if not found and figure.value.dimension == "duration":
        found = _mark(text, figure) or _ride(text, figure) or _streak(text, figure, named)
        found = found or _since(text, figure, nouns, words.lasting)
    return found


def _by_unit(text: str, figure: Mention[Quantity], words: MetricWords) -> list[Mention[Metric]]:
    unit, value = figure.value.unit, figure.value.value
    if unit == "岁" and not _AGE_BAND.match(text, figure.end):
        return [
            _mention(text, figure, (figure.start, figure.end), Metric(name="年龄", dimension="duration"), SURE)
        ]
    counted = words.by_unit.get(figure.text[-1:])
    if counted is not None and unit in (figure.text[-1:], _MEDAL):
        return [_mention(text, figure, (figure.start, figure.end), counted, _LIKELY)]
    if unit == "比" and _SCORE.fullmatch(figure.text):
        if _GAME.search(text, max(0, figure.start - 40), figure.end + 20):
            return [_mention(text, figure, (figure.start, figure.end), Metric(name="比分", known=True), _LIKELY)]
        return []
    there = _WHERE.search(text, max(0, figure.start - 14), figure.start) if unit in _HEADS else None
    if there is not None:
        return [_mention(text, figure, there.span(1), Metric(name=f"{there[1]}人数", dimension="count"), _LIKELY)]
    at = _LATITUDE.search(text, max(0, figure.start - 3), figure.start)
    if at is not None:
        name = "纬度" if at[0][1] == "纬" else "经度"
        return [_mention(text, figure, at.span(), Metric(name=name, dimension="degree"), SURE)]
    if unit == "级" or _MAGNITUDE_BEFORE.search(text, max(0, figure.start - 6), figure.start):
        near = _QUAKE.search(text, max(0, figure.start - 40), figure.end + 20)
        if near and value is not None and value < 10:
            return [_mention(text, figure, (figure.start, figure.end), Metric(name="震级", known=True))]
    return []


def _mark(text: str, figure: Mention[Quantity]) -> list[Mention[Metric]]:
    """基普科奇以2小时08分47秒夺冠: what a runner is timed at is his 成绩."""
    timed = "timed" in figure.rules or (
        _TIME.fullmatch(figure.text) and ("分" in figure.text or not figure.text.endswith("秒"))
    )
    if not timed or not _RACE.search(text, max(0, figure.start - 60), figure.end + 30):
        return []
    return [
        _mention(text, figure, (figure.start, figure.end), Metric(name="成绩", known=True, dimension="duration"))
    ]


def _ride(text: str, figure: Mention[Quantity]) -> list[Mention[Metric]]:
    """最快58分钟可达, 全程26小时抵达: how long a journey takes."""
    before = _FASTEST.search(text, max(0, figure.start - 6), figure.start)
    if before is None or not _ARRIVES.match(text, figure.end):
        return []
    name = "最短运行时间" if before[1].startswith("最") else "运行时间"
    return [_mention(text, figure, before.span(1), Metric(name=name, dimension="duration"), SURE)]


def _streak(text: str, figure: Mention[Quantity], named: Sequence[Mention[Metric]]) -> list[Mention[Metric]]:
    """出口额连跌三年 is a 出口额连续下跌年数, 连续八年世界第一 alone a 连续第一年数."""
    inside = figure.text.startswith(("连续", "一连"))
    before = _STREAK.search(text, max(0, figure.start - 5), figure.start)
    if not inside and before is None:
        return []
    verb = before[1] if before else ""
    after = _STREAK_AFTER.match(text, figure.end)
    start = before.start() if before else figure.start
    end = figure.end
    if verb in _STREAK_VERBS:
        verb = _STREAK_VERBS[verb]
    elif after is not None:
        verb, end = _STREAK_NAMES.get(after[1], after[1]), after.end()
    elif not verb:
        return []
    unit = next(
        (name for form, name in _STREAK_UNITS.items() if figure.text.rstrip("多以上").endswith(form)), "时长"
    )
    name = f"{_subject(text, start, named)}连续{verb}{unit}"
    return [_mention(text, figure, (start, end), Metric(name=name, dimension="duration"))]


def _subject(text: str, start: int, named: Sequence[Mention[Metric]]) -> str:
    """The level nearest before `start` in its sentence, by its name; empty where there is none."""
    at = bisect_right(named, start, key=lambda mention: mention.end) - 1
    while at >= 0 and start - named[at].end <= _SUBJECT:
        if _STOPS.search(text, named[at].end, start):
            break
        if named[at].value.role == "level" and len(named[at].text) > 1 and named[at].value.dimension != "duration":
            return named[at].value.name
        at -= 1
    return ""


def _since(
    text: str, figure: Mention[Quantity], nouns: Nouns, lasting: Mapping[str, str]
) -> list[Mention[Metric]]:
    """The age of what was founded, the years in a post: 成立三年 is a 成立至今时长, 执教八年 a 任职时长."""
    end = figure.start
    while end and text[end - 1] in _LED and figure.start - end < 3:
        end -= 1
    start = nouns.verb_before(end)
    if start is None and text[max(0, end - 2) : end] in lasting:
        start = end - 2
    name = lasting.get(text[start:end]) if start is not None else None
    if start is None or name is None:
        return []
    return [_mention(text, figure, (start, end), Metric(name=name, dimension="duration"))]


def _mention(
    text: str, figure: Mention[Quantity], span: tuple[int, int], metric: Metric, score: float = 0.5
) -> Mention[Metric]:
    start, end = span
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        value=metric,
        rules=("implied",),
        anchor=figure.start,
        score=score,
    )
