"""Figures that are no plain number with a unit: fractions, 半年, ranks, scores, malformed writings."""

import re
from decimal import Decimal

from hedui.extract.numerals import NUMBER, Numeral, read_numeral
from hedui.extract.quantities.ahead import read_ahead
from hedui.extract.quantities.behind import read_after, read_behind
from hedui.extract.quantities.figure import Figure
from hedui.extract.quantities.place import Place
from hedui.wordlists import compile_words

_NUMBER = re.compile(NUMBER)
_PARTS = {"百": ("%", None), "千": ("‰", None), "万": ("‰", Decimal("0.1"))}
_RANK_WORDS = frozenset("名位大高家股城强支款只座")
_RANK_ENDS = frozenset("，。、；,;）)”’」』！!？：: \n的于至")
_RANK_BEFORE = compile_words(r"(?:{rank_before})\Z")
_MANY = 4  # 第100万辆 counts, 第107条 does not
_MEDAL = re.compile(r"枚?[金银铜]牌?(?![融属行])")  # 个人第三金 is the third of three
_STREAK = re.compile(r"(?:连续|连|一连)第$")
# 2:1, and 1:0.8 or 105.07:100 for so many to so many.
_SCORE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?) ?[:：] ?([0-9]{1,3}(?:\.[0-9]{1,3})?)(?!\.?[0-9:：])")
# 以94-101输给对手, 比分3-1: two numbers with a dash are a score where a game is won or lost by them.
_DASHED = compile_words(
    r"((?<=比分))?([0-9]{1,3})[-–—]([0-9]{1,3})"
    r"(?(1)(?![-–—0-9])|(?=[大险小完]?(?:{played}|[胜负输赢]|不敌|淘汰|惜败)))"
)
# 占总产量的1/3, 近2/3的住户; but 3/4上映 is a day.
_SLASHED = re.compile(r"([1-9])/([2-9]|10)(?![0-9/])")
_SHARED = re.compile(r"(?:[近约逾的了足过剩]|不到|占[^，。；、0-9]{0,8})$")
_RATIO = re.compile(rf"(?:比|[:：])({NUMBER})")
_PLAY = compile_words(r"比分|[以胜负平败克]|{played}")
# Also with a letter that looks like a digit: 1Z.4亿元, 3.S亿元, 2O%, 1,O23人, 2O3人 (a 4S人员 works for a dealer),
# and with blanks between all digits: 1 2 3亿元.
_MALFORMED = re.compile(
    r",[0-9]{1,2}(?![0-9,]) ?[万亿]|(?:\.[0-9]{1,40}){1,4} ?(?:[万亿%]|美元|港元|元)"
    r"|(?:[.,]?[OoIlZzS]|[OoIlZzS][.,])[0-9OoIl]{0,4}(?:\.[0-9]{1,4})? ?(?:[万亿](?:美元|港元|元)|%)"
    r"|[OoIl][0-9OoIl]{0,4}[人名例]|(?<![0-9]{2})(?: [0-9]){2,9} ?[万亿](?:[美港]?元)"
    r"|,(?=[0-9OoIl]{3}(?![0-9A-Za-z]))[0-9]{0,2}[OoIl][0-9OoIl]{0,2}"
)
_FINE = Decimal("0.1")  # of a percent: 三分之二 is 66.7%
# 占过半, 逾半住户; but 五月过半 and 赛程过半 are told of a time, 逾半年 is one, 年过半百 is an age.
_MOST = re.compile(
    r"半(?<=[过逾超近]半)(?<![年月日夜天程间季旬场周双]过半)(?<!年已过半)(?<!年已然过半)"
    r"(?![年天日月个小周百千万场程途山腰生世辈夜价球径路空载熟圆句块斤里公米尺点分秒])"
)
_SUPERLATIVES = 0.4  # 首家, 榜首 say rank 1, but seldom as a figure of their own


def read_fraction(place: Place, left: int, right: int) -> Figure | None:
    """百分之十一点九, 千分之负二; 四分之三 and 三分之二 are shares to the nearest percent."""
    text, start = place.text, right + 2
    negative = text[start : start + 1] == "负"
    found = _NUMBER.match(text, start + negative)
    bottom, top = read_numeral(text[left:right]), read_numeral(found.group()) if found else None
    if found is None or bottom is None or top is None or not bottom.value or text.startswith("决赛", found.end()):
        place.seen = start
        return None  # 四分之一决赛 is no quarter
    place.seen = found.end()
    word = text[left:right]
    if word not in _PARTS:
        return _share(place, (left, found.end()), top, bottom)
    part = Numeral(top.value, min(top.step, Decimal(1)), low=top.low, high=top.high)  # 百分之百, 百分之五十
    figure = Figure(left, found.end(), left, found.end(), part, negative=negative, dimension="percent")
    figure.unit, figure.factor = _PARTS[word]
    unit = place.unit_at(found.end())
    read_behind(place, figure) if unit is None else None
    read_ahead(place, figure)
    return figure


def read_half(place: Place, left: int, right: int) -> Figure | None:
    """半年, 半个月, 半小时, 占过半; but 上半年 and 一年半 are read elsewhere."""
    text = place.text
    if left and text[left - 1] in "上下前后小大多一夜对南北东西" and not text.startswith("个百分点", right):
        return None
    if _MOST.match(text, left):
        return _most(place, left, right)
    unit = place.unit_at(right)
    if unit is None or unit[0].dimension not in ("duration", "count", "point"):
        return None
    figure = Figure(left, unit[1], left, right, Numeral(Decimal("0.5"), Decimal("0.5")))
    figure.unit, figure.dimension = unit[0].id, unit[0].dimension
    if figure.unit == "年":
        figure.unit, figure.number = "月", Numeral(Decimal(6), Decimal(6))
    figure.right = unit[1]
    read_ahead(place, figure)
    if text.startswith(("多", "以上"), figure.end):
        figure.bound, figure.end = "more_than", figure.end + 1 + (text[figure.end] == "以")
    return figure


def _most(place: Place, left: int, right: int) -> Figure:
    """占过半, 逾半住户, 近半数: a share of the whole."""
    end = right + place.text.startswith("数", right)
    half = Numeral(Decimal(50), Decimal(1))
    figure = Figure(left, end, left, end, half, "%", "percent", written="半")
    read_ahead(place, figure)
    return figure


def read_superlative(left: int, right: int) -> Figure:
    """首家, 榜首: rank 1 in other words."""
    number = Numeral(Decimal(1), Decimal(1))
    return Figure(left, right, left, right, number, "排名", "rank", score=_SUPERLATIVES, rules=["superlative"])


_DOUBLINGS = {"两": 3, "二": 3, "三": 7}


def read_doubling(place: Place, left: int, right: int) -> Figure:
    """翻番, 翻一番, 翻倍: growth by one time; 翻两番 is to four times, by three."""
    many = Decimal(_DOUBLINGS.get(place.text[right - 2], 1))
    figure = Figure(left, right, left, right, Numeral(many, Decimal(1)), "x", "multiple", rules=["doubling"])
    read_ahead(place, figure)
    return figure


def read_rank(place: Place, left: int, right: int) -> Figure | None:
    """第三名, 位列第二; 连续第26个月 is a count; 第二季度, 第107条 and 第3航站楼 are labels and silent."""
    text = place.text
    number = read_numeral(text[left:right])
    place.seen = right
    if number is not None and number.scale >= _MANY:
        return _so_many(place, left, right, number)
    if number is None or number.value > 1000 or number.value != int(number.value) or number.low is not None:
        return None
    figure = Figure(left - 1, right, left, right, number, "排名", "rank", rules=["rank"])
    after = text[right : right + 1]
    streak = _STREAK.search(text, max(0, left - 4), left)
    unit = place.unit_at(right)
    if unit is not None and (streak or unit[0].id == "次" or _MEDAL.match(text, right)):
        figure.unit, figure.dimension, figure.end = unit[0].id, unit[0].dimension, unit[1]
        figure.score, figure.rules = (_SUPERLATIVES if unit[0].id == "次" and not streak else 1.0), ["ordinal"]
        return figure
    if after and after in _RANK_WORDS and not (after == "款" and text[left - 2] == "条"):  # 第九条第二款
        figure.end = right + 1
        return figure
    if not after or after in _RANK_ENDS or _RANK_BEFORE.search(text, max(0, left - 3), left - 1):
        return figure
    return None


def _so_many(place: Place, left: int, right: int, number: Numeral) -> Figure | None:
    """第100万辆新车下线: so many there are now."""
    unit = place.unit_at(right)
    if unit is None or unit[0].dimension != "count":
        return None
    return Figure(left - 1, unit[1], left, right, number, unit[0].id, "count", rules=["ordinal"])


def read_score(place: Place, left: int) -> Figure | None:
    """2:1 and 126:91 as written; 20:30 and 1:27.345 are a clock unless a game is spoken of."""
    text = place.text
    found = _SCORE.match(text, left)
    if found is None:
        return None
    minutes = found[2].partition(".")[0]
    clock = found[1].isdecimal() and int(found[1]) < 25 and len(minutes) == 2 and int(minutes) < 60
    if clock and _PLAY.search(text, max(0, left - 12), left) is None:
        place.seen = found.end()
        return None
    return _ratio(left, found.end(), found[1], found[2])


def read_dashed(place: Place, left: int) -> Figure | None:
    """94-101 where a game is won or lost by it."""
    found = _DASHED.match(place.text, left)
    if found is None:
        return None
    place.seen = found.end()
    return _ratio(left, found.end(), found[2], found[3])


def read_slashed(place: Place, left: int) -> Figure | None:
    """1/3 of something: a share to the nearest percent."""
    found = _SLASHED.match(place.text, left)
    if found is None or _SHARED.search(place.text, max(0, left - 10), left) is None:
        return None
    top, bottom = read_numeral(found[1]), read_numeral(found[2])
    if top is None or bottom is None or top.value >= bottom.value:
        return None
    place.seen = found.end()
    return _share(place, (left, found.end()), top, bottom)


def _share(place: Place, span: tuple[int, int], top: Numeral, bottom: Numeral) -> Figure:
    share = (top.value / bottom.value * 100).quantize(_FINE).normalize()
    figure = Figure(*span, *span, Numeral(share, Decimal(1)), "%", "percent")
    read_after(place, figure)
    read_ahead(place, figure)
    return figure


def read_ratio(place: Place, left: int, right: int) -> Figure | None:
    """3比1, 十比一."""
    found = _RATIO.match(place.text, right)
    first, second = read_numeral(place.text[left:right]), read_numeral(found[1]) if found else None
    if found is None or first is None or second is None:
        return None
    place.seen = found.end()
    return _ratio(left, found.end(), f"{first.value}", f"{second.value}")


def _ratio(left: int, end: int, first: str, second: str) -> Figure:
    number = Numeral(Decimal(first) / Decimal(second) if Decimal(second) else Decimal(0), Decimal(1))
    return Figure(left, end, left, end, number, "比", "ratio", literal=f"{first}:{second}", rules=["score"])


def read_malformed(place: Place, left: int, right: int) -> Figure | None:
    """1,23亿, 12.4.1亿 and 1Z.4亿元: written so that no value can be read; kept as it stands."""
    found = _MALFORMED.match(place.text, right)
    if found is None:
        return None
    figure = Figure(left, found.end(), left, found.end(), Numeral(Decimal(0), Decimal(1)))
    figure.spoil()
    return figure
