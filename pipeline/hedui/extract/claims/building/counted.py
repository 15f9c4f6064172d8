"""What a figure without a unit counts, once it is known what it measures; and a profit that is a loss."""

import re
from collections import Counter
from functools import lru_cache

from msgspec.structs import replace

from hedui.extract.claims.scene import Scene
from hedui.model import Mention, Metric, Quantity
from hedui.wordlists import compile_words

_SCALED = re.compile("[万亿兆]")
_PEOPLE = ("人口", "人数")
_STREAK = re.compile("连续.{0,8}月数")  # 连续9个月增长 counts months; 审理18个月 lasts so long
_PER = compile_words(r"每({priced_unit})")
# 月薪2.1万元, 月费300元, 兼职时薪75元: the noun says for what time.
_PAY = re.compile(r"([时日月])薪(?:水|中位数)?$|(月)费$")
_PAID_BY = {"时": "小时", "日": "天"}
# 净利润预计亏损约820亿元, 亏损收窄至3亿元; 扭亏 and 减亏 are no losses.
_LOSES = re.compile(r"(?<![扭减止转])亏(?!损?为盈)")
_GAINS = re.compile(r"盈(?!利预)|扭亏|[。；;\n]")
_RESTORED = re.compile(r"恢复[到至]?了?[^，。；,;]{2,14}同[期月]的[约近逾超]?$")
_RESTORED_REACH = 24
# 26个[省份粮食]增产，: whose growth it is, and a clause that ends with it.
_WHICH, _CLOSED = re.compile(r"[一-鿿]{0,10}"), re.compile(r"[，。；：、,;:）)\n]|\Z")
_GAP = 48  # characters from a profit to its loss; a list of quarters stands between
# 归母净利润预计|亏损82亿元: the bare word is read, and what it is a loss of stands before it.
_PROFIT_BEFORE = re.compile(
    r"(归母|归属于[^，。；;,]{2,12}|扣非)?(净利润|营业利润|利润总额)[预计料期或将为]{0,4}\Z"
)
_BARE_LOSS, _PROFIT_REACH = "亏损", 24
_PROFITS = (("利润总额", "亏损总额"), ("每股收益", "每股亏损"), ("净利润", "净亏损"), ("营业利润", "营业亏损"))


def counted(quantity: Quantity, text: str, metric: Metric, currency: str | None) -> Quantity:
    """The quantity with the unit that its metric gives it: 出生人口956万 are people, 营收首破8兆 is money.

    每平方呎均价8097元 is money by area, 限速80公里 a speed; a 月薪 is paid a month.  `currency` is the article's.
    """
    if quantity.unit == "月" and _STREAK.search(metric.name):
        return replace(quantity, unit="个月")
    if quantity.unit == "公里" and metric.name.endswith("限速"):
        return replace(quantity, unit="公里/小时")
    if not quantity.unit and quantity.dimension == "number" and _SCALED.search(text):
        return _with_unit(quantity, metric, currency)
    per = _per(metric.name) if quantity.dimension == "money" and "/" not in quantity.unit else None
    return quantity if per is None else replace(quantity, unit=f"{quantity.unit}/{per}")


def _per(name: str) -> str | None:
    """What a price or a wage is told of: 每平方呎均价, 月薪; of 年薪 nobody says 元/年."""
    priced, paid = _PER.match(name), _PAY.search(name)
    if priced is not None:
        return priced[1]
    return _PAID_BY.get(paid[1] or paid[2], paid[1] or paid[2]) if paid is not None else None


def _with_unit(quantity: Quantity, metric: Metric, currency: str | None) -> Quantity:
    if metric.name.endswith(_PEOPLE):
        return replace(quantity, unit="人", dimension="count")
    if metric.dimension != "money" or not metric.known:
        return quantity
    return replace(quantity, unit=currency or "CNY", dimension="money", currency_open=currency is None)


def currency_of(scene: Scene) -> str | None:
    """The currency that most sums of an article are in; None where none is told."""
    sums = Counter(
        m.value.unit.split("/")[0]
        for m in scene.reading.quantities
        if m.value.dimension == "money" and m.anchor is None and not m.value.currency_open
    )
    return max(sums, key=lambda code: (sums[code], code), default=None)


def loss_of(scene: Scene, metric: Metric, base: Mention[Metric], start: int) -> Metric:
    """净利润预计亏损约820亿元 tells of a 净亏损, whichever of its words is the metric read (`base`)."""
    text, end = scene.layout.text, base.end
    if metric.name == _BARE_LOSS:
        profit = _PROFIT_BEFORE.search(text[max(0, base.start - _PROFIT_REACH) : base.start])
        if profit is None:
            return metric
        whose = profit[1] or ""
        return replace(metric, name=f"{'归母' if whose.startswith('归') else whose}{_as_loss(profit[2])}")
    if not 0 <= start - end <= _GAP:
        return metric
    between = text[end:start]
    if _LOSES.search(between) is None or _GAINS.search(between) is not None:
        return metric
    name = _as_loss(metric.name)
    return metric if name is None else replace(metric, name=name)


def restored_of(scene: Scene, metric: Metric, start: int) -> Metric:
    """客流恢复到2019年同期的66% is a 恢复度 of 客流, no part of it."""
    if _RESTORED.search(scene.layout.text, max(0, start - _RESTORED_REACH), start) is None:
        return metric
    return replace(metric, name=f"{metric.name.removesuffix('恢复')}恢复度", dimension="percent")


def moved_of(scene: Scene, metric: Metric, end: int) -> Metric:
    """31个省份中有26个增产, 23个城市房价上涨: those are counted that grew, 增产省份数."""
    index = int(scene.growths.before[end])
    word = scene.growth_mentions[index] if index < len(scene.growth_mentions) else None
    if word is None or word.rules != ("direction",) or not _WHICH.fullmatch(scene.layout.text, end, word.start):
        return metric
    closed = word.text not in metric.name and _CLOSED.match(scene.layout.text, word.end)
    return replace(metric, name=f"{word.text}{metric.name}") if closed else metric


@lru_cache(maxsize=4096)
def _as_loss(name: str) -> str | None:
    """归母净利润 as 归母净亏损; None for what is no profit."""
    return next((name.replace(gain, loss) for gain, loss in _PROFITS if name.endswith(gain)), None)
