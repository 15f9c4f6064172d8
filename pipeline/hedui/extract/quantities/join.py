"""Figures that belong together: ranges, lists that share a unit, 1年8个月, 3元5角, conversions in brackets."""

import re
from decimal import Decimal

from hedui.extract.numerals import Numeral, power, times
from hedui.extract.quantities.figure import Figure
from hedui.extract.quantities.place import MINUS

_RANGE = re.compile(r" ?(?:[-−–—~～]{1,2}|至|到|至约|到约) ?")
_WITHIN = re.compile("之间|区间|区域|一线|附近|不等|左右")  # 280-350之间, of what has no unit
_LIST = re.compile(r" ?(?:[、/]|和|与|及|以及|或) ?")
_CONVERSION = re.compile(r" ?[（(，]?(?:约?(?:合|折合|相当于|等于|即|折))?[^（()）0-9]{0,4}")
_BY = re.compile(r"(?:[增减升降涨跌]|增加|减少|增长|新增|净增|下滑|上升|下降|提升|扩大)了?$")
_AHEAD = re.compile(r"预|料|将|目标|拟|计划|望|介乎|介于|区间")
_SO_MANY = frozenset((1000, 10_000, 100_000, 1_000_000))
_FAR = 4  # so many times the lower end, a percentage is no end of the same range
_LIST_TOP = 100_000  # 1,234,567、2亿: a number written out in full has no scale to inherit
_FINER = {
    ("年", "月"): 12,
    ("天", "小时"): 24,
    ("小时", "分钟"): 60,
    ("小时", "分"): 60,
    ("分钟", "秒"): 60,
    ("分", "秒"): 60,
    ("岁", "月"): 12,
    ("周", "天"): 7,
}
_HUNDREDTHS, _HUNDREDTH = ("秒", "米"), re.compile("[0-9]{2}")  # 跳远6米15


def join(figures: list[Figure], text: str) -> list[Figure]:
    """The figures with ranges as one figure and shared units given to every member of a list."""
    out: list[Figure] = []
    for figure in figures:
        last = out[-1] if out else None
        if last is None or figure.start - last.end > 8:
            out.append(figure)
        elif _is_range(out, figure, text):
            _merge(last, figure)
        elif not _add_finer(last, figure, text):
            _tie(last, figure, text)
            out.append(figure)
    _share(out, text)
    return [
        figure for figure in out if not _denominator(figure, text) and (figure.unit or not _helper(figure, text))
    ]


def _denominator(figure: Figure, text: str) -> bool:
    """每10股派5元, 每500克售价35元, 每三周一轮, 12.3/10万: what a rate is told of, no figure of its own."""
    before = text[max(0, figure.left - 1) : figure.left]
    return before == "每" or (before == "/" and figure.number.value in _SO_MANY)


def _helper(figure: Figure, text: str) -> bool:
    """A Chinese digit kept only for the sake of a list (两、三年) that found no unit."""
    return (
        text[figure.left] in "一二两三四五六七八九十" and figure.right - figure.left == 1 and figure.upper is None
    )


def _is_range(before: list[Figure], high: Figure, text: str) -> bool:
    low = before[-1]
    if low.upper is not None or low.end > high.start or high.number.low is not None or low.literal or high.literal:
        return False
    gap = text[low.end : high.start]
    minus = high.negative and not gap.strip() and text[high.start] in MINUS  # 4%-6%: the hyphen read as a minus
    if not minus and _RANGE.fullmatch(gap) is None:
        return gap == "、" and _neighbours(before, high, text)
    if "rank" in (low.dimension, high.dimension):
        return False
    # 八年六个月至三年不等: in years.
    if text.startswith("不等", high.end) and (low.unit, high.unit) == ("月", "年"):
        low.unit, low.number = high.unit, Numeral(low.number.value / 12, high.step)
    open_money = low.dimension == high.dimension == "money" and (low.open or high.open)
    if (low.unit not in ("", high.unit) and not open_money) or not (
        high.unit or high.number.scale or _WITHIN.match(text, high.right)
    ):
        return False
    return not _by_to(low, high, gap, text)


def _by_to(low: Figure, high: Figure, gap: str, text: str) -> bool:
    """净增19间至41间 is by 19 to 41, 上升1.2%至48.3% as well; 预计增加5亿元至7亿元 and 上涨2%至5% are ranges."""
    if gap.strip() not in ("至", "到") or not low.unit:
        return False
    if low.value > high.value:
        return not text.startswith("不等", high.end)  # 处罚金五万元至二万元不等
    before = text[max(0, low.start - 14) : low.start]
    if _BY.search(before) is None or _AHEAD.search(before) is not None:
        return False
    return low.dimension != "percent" or high.value > low.value * _FAR


def _neighbours(before: list[Figure], high: Figure, text: str) -> bool:
    """三、四年 and 3、4天 are a range; 2、3、4纳米 is a list."""
    low = before[-1]
    if low.unit or not high.unit or high.number.value - low.number.value != 1 or high.number.value > 9:
        return False
    return len(before) < 2 or text[before[-2].end : low.start] != "、"


def _merge(low: Figure, high: Figure) -> None:
    if high.negative and not low.negative:
        high.negative = False
    if not low.unit:
        low.unit, low.dimension, low.factor, low.open = high.unit, high.dimension, high.factor, high.open
        low.number = _scaled(low.number, high.number)
    elif low.open and not high.open:
        low.unit, low.open = high.unit, False
    low.per = low.per or high.per
    low.upper, low.end, low.right = high, high.end, high.right
    low.bound = "range"
    low.rules.append("range")


def _scaled(number: Numeral, other: Numeral) -> Numeral:
    """300-400万: the first number takes the scale of the second, unless it is the larger one (1000至1万)."""
    big = other.scale - other.scale % 4  # 两千万 counts in 万
    exponent = big or (0 if number.scale else other.scale)
    if number.scale >= 4 or not exponent or number.value >= other.value / power(1, exponent):
        return number
    return times(number, exponent)


def _add_finer(last: Figure, figure: Figure, text: str) -> bool:
    """1年8个月 is 20 months, 9秒58 is 9.58 seconds and 6米15 6.15 metres, 3元5角 is 3.5."""
    if last.upper is not None or figure.start - last.end > 1 or text[last.end : figure.start].strip(" 零又"):
        return False
    many = _FINER.get((last.unit, figure.unit))
    if many is not None:
        value = last.value * many + figure.value
        last.number = Numeral(value, figure.step)
        last.unit, last.factor, last.extra = "分钟" if figure.unit == "分" else figure.unit, None, None
        last.dimension = figure.dimension if figure.unit == "秒" else last.dimension
    elif last.unit in _HUNDREDTHS and _HUNDREDTH.fullmatch(text, last.end, figure.end) and not figure.unit:
        last.number = Numeral(last.value + figure.value / 100, Decimal("0.01"))
    elif last.dimension == "money" and (coin := _coin(last, figure)) is not None:
        last.extra = (last.extra or 0) + coin
    else:
        return False
    last.end, last.right = figure.end, figure.right
    last.bound = figure.bound if last.bound == "exact" else last.bound
    return True


def _coin(last: Figure, figure: Figure) -> Decimal | None:
    """3元5角2分, 六十四万零一百四十三元一角七分: a part of the unit just before."""
    if figure.number.value >= 10 or last.number.scale:
        return None
    if figure.dimension == "money" and figure.factor is not None and figure.factor < 1:
        return figure.value if figure.open == last.open or not last.open else None
    return figure.value / 100 if figure.unit == "分" else None


def _tie(last: Figure, figure: Figure, text: str) -> None:
    """19.60港元(约合人民币17.60元): the second amount restates the first one."""
    gap = text[last.end : figure.start]
    words = text[last.end : figure.left]
    if last.dimension != "money" or figure.dimension != "money" or last.unit == figure.unit:
        return
    if (
        "合" in words or "相当于" in words or "折" in words or gap.strip() in ("(", "（")
    ) and _CONVERSION.fullmatch(gap):
        figure.anchor = last.start if last.anchor is None else last.anchor
        figure.per = figure.per or last.per
        figure.rules.append("conversion")
    elif gap in ("兑", "兑换", "=") and 1 in (last.number.value, figure.number.value):
        rate, one = (last, figure) if figure.number.value == 1 else (figure, last)
        rate.per = one.unit


def _share(figures: list[Figure], text: str) -> None:
    """110、82.8和62.3亿元: the unit and the scale at the end of a list are those of all its members."""
    for index in range(len(figures) - 2, -1, -1):
        here, after = figures[index], figures[index + 1]
        if here.literal or after.start - here.end > 5 or _LIST.fullmatch(text[here.end : after.start]) is None:
            continue
        if here.unit or not after.unit or after.dimension in ("rank", "ratio", "malformed"):
            continue
        here.unit, here.dimension, here.factor, here.open = after.unit, after.dimension, after.factor, after.open
        here.per = after.per
        if not here.number.scale and here.number.value < _LIST_TOP and after.upper is None:
            here.number = times(here.number, after.number.scale) if after.number.scale else here.number
        here.rules.append("list")
