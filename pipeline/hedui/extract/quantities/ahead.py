"""What stands before a number: 约, 超过, 人民币, minus, 每股, and hedges a few words away."""

import re

from hedui.extract.numerals import read_numeral
from hedui.extract.quantities.figure import Figure
from hedui.extract.quantities.place import DIGITS, MINUS, Place
from hedui.extract.quantities.tables import LETTERS

_JOINT = frozenset("%万亿元年月日时)）")  # a hyphen behind these joins two figures
_APART_HEADS = frozenset("约至不低超高突逾大接起最少")
_CLAUSE = frozenset("，。、；：,;:()（）「」“”\n！？ ")
_APART = 8
_NEAR = 4
_SMALL_WORDS = frozenset(("至少", "最少", "起码", "不低于", "不少于", "大约", "大约要", "大概"))
_PER = re.compile(r"每([0-9]{1,5}|[十百千万]{0,2})([一-龥A-Za-z]{1,4}?)[^，。；、：0-9每（）()]{0,10}$")
# 时速350公里, 每秒三公尺, 每年120万吨: the time that the figure is for.
_RATED = frozenset(("length", "mass"))
_RATE = re.compile(
    r"(?:(?P<speed>时速)|每(?P<time>小时|秒|年))(?:可以?|能|会|仅|只|已)?(?:达到?|为|约|至|近|逾|有|是|仅|高达){0,2}$"
)
_PER_DIMENSIONS = frozenset(("length", "area", "mass", "volume", "energy"))
_PER_THINGS = frozenset(
    ("股", "瓶", "桶", "片", "张", "盒", "枚", "剂", "盎司", "标箱", "坪", "Wh", "亩", "人", "杯", "斤")
)
_HOURLY = re.compile(r"时薪[^0-9，。；：]{0,6}$")  # 兼职时薪为28元


def read_ahead(place: Place, figure: Figure) -> None:
    """Takes in the words that touch the number from the left, from the innermost to the outermost."""
    text, floor, at = place.text, place.floor, figure.left
    for _ in range(5):
        while at > floor and text[at - 1] == " ":
            at -= 1
        if at <= floor:
            break
        step = next((step for read in _READERS if (step := read(place, figure, at)) is not None), None)
        if step is None or step < floor:
            break
        at = figure.start = step
    if figure.bound == "exact":
        _apart(place, figure)
    if figure.dimension in ("money", "mass") and not figure.per:
        _per(place, figure)
    if figure.dimension in _RATED and not figure.per:
        _rate(place, figure)


def _currency(place: Place, figure: Figure, at: int) -> int | None:
    if figure.prefixed or not (figure.open or figure.dimension == "number"):
        return None
    prefix = place.tables.prefixes.before(place.text, at)
    if prefix is None:
        return None
    code, start = prefix
    if place.text[start] in LETTERS and start and place.text[start - 1] in LETTERS:
        return None
    figure.unit, figure.dimension, figure.prefixed, figure.open = code, "money", True, False
    return start


def _minus(place: Place, figure: Figure, at: int) -> int | None:
    text = place.text
    if figure.negative or figure.start != figure.left:
        return None
    if text[at - 1] in MINUS:
        return _dash(place, figure, at)
    if text.endswith("零下", 0, at):
        figure.negative = True
        return at - 2
    if text.endswith(("正负", "±"), 0, at):
        return at - (2 if text[at - 1] == "负" else 1)  # 误差正负2.8个百分点 is no loss
    if text[at - 1] == "负" and text[at - 2 : at - 1] not in ("胜", "抱"):
        figure.negative = True
        return at - 1
    return None


def _dash(place: Place, figure: Figure, at: int) -> int | None:
    """-6.31亿元, 由 – 1.27 元; but 6-7倍, and a dash that opens a line (- 千卡集群)."""
    text = place.text
    if text[figure.left] not in DIGITS:
        return None
    before = text[at - 2 : at - 1] if at > 1 else ""
    if before and (before in DIGITS or before in _JOINT or before in LETTERS or before in MINUS):
        return None
    if at < figure.left and text[: at - 1].rstrip(" ")[-1:] in ("", "\n"):
        return None
    figure.negative = True
    return at - 1


def _hedge(place: Place, figure: Figure, at: int) -> int | None:
    found = place.tables.before.before(place.text, at)
    if found is None:
        return None
    hedge, start = found
    before = place.text[max(0, start - 4) : start]
    if before.endswith(hedge.not_after) and not before.endswith(hedge.but_after):
        return None
    if hedge.round and place.text[figure.left] not in "百千万亿半数":
        return None  # 上百人 and 过千亿, but not 网上3家 or 通过3项
    if figure.bound == "exact" or hedge.bound == "approx":
        figure.bound = hedge.bound  # 约500多亿 is about 500
    return start


_READERS = (_minus, _currency, _hedge)


def _apart(place: Place, figure: Figure) -> None:
    """至少需时5年, 约占净利润的44.7%, 不到员工总数的4%."""
    text, end = place.text, figure.start
    low = max(place.floor, end - _APART - 3)
    for at in range(end - 1, low - 1, -1):
        character = text[at]
        if character in _CLAUSE or character in DIGITS:
            return
        if character not in _APART_HEADS:
            continue
        found = place.tables.apart.at(text, at)
        if found is None or found[1] > end:
            continue
        start = at - (2 if text[at - 1] in "得会" else 1)
        if text[start] == "不" and (whole := place.tables.apart.at(text, start)) is not None:
            found, at = whole, start  # 不超过债权总额的25%, 不得超过日间限速的80%
        gap = text[found[1] : end]
        word = text[at : found[1]]
        share = figure.dimension == "percent" and (word == "约占" or gap.endswith(("的", "之")) or not gap)
        if (share or (word in _SMALL_WORDS and len(gap) <= _NEAR)) and len(gap) <= _APART:
            figure.bound = found[0].bound
        return


def _rate(place: Place, figure: Figure) -> None:
    """设计时速350公里 is 350公里/小时; a length a year is none, nor is a mass a second."""
    found = _RATE.search(place.text, max(0, figure.start - 10), figure.start)
    if found is not None and (found["time"] == "年") == (figure.dimension == "mass"):
        figure.per = found["time"] or "小时"
        figure.dimension = "speed" if figure.dimension == "length" else figure.dimension


def _per(place: Place, figure: Figure) -> None:
    """每股19.60港元, 每10股派45.53元, 每平方米3069元, 每百克含钠643毫克, 时薪28元."""
    window = place.text[max(0, figure.start - 16) : figure.start]
    at = window.rfind("每")
    if at < 0:
        figure.per = "小时" if figure.dimension == "money" and _HOURLY.search(window) else ""
        return
    found = _PER.match(window, at)
    if found is None:
        return
    unit = place.unit_at(figure.start - len(window) + at + 1 + len(found[1] or ""))
    if unit is not None and (unit[0].dimension in _PER_DIMENSIONS or unit[0].id in _PER_THINGS):
        figure.per = f"{_count(found[1])}{unit[0].id}"


def _count(written: str) -> str:
    """How many a rate is told of: 每百克 is 100克, as 每100克 is."""
    number = read_numeral(written) if written else None
    return f"{number.value:f}" if number is not None else ""
