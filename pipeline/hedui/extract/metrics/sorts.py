"""Whether a figure can be a value of a metric: by its dimension, and by what both count (people are no medals)."""

from functools import lru_cache

from hedui.model import Metric, Quantity
from hedui.wordlists import compile_words

SORTS = (
    *("money", "rate", "people", "visits", "vehicles", "places", "cases", "medals", "homes", "shows", "times"),
    *("kinds", "things", "patients", "duration", "length", "area", "mass", "volume", "energy", "power", "rank"),
    *("other", "count", "amount"),
)
_MEASURED = ("duration", "length", "area", "mass", "volume", "energy", "power", "other")
_UNITS = {
    unit: sort
    for sort, units in {
        "people": "人 名 位 口",
        "visits": "人次",
        "vehicles": "辆 艘 列 架 班 辆次 架次 列次 艘次 班次 车次 车 机 船",
        "places": "家 间 所 座 店 校 院",
        "cases": "宗 起 件 项 单 笔 票 份 条 项次 件次",
        "homes": "套 户 栋 幢 户次 房",
        "shows": "场 部 集 场次",
        "times": "次 回 轮 波",
        "kinds": "种 款 类",
        "things": "台 只 根 颗 块 片 枚 张 支 粒 头 株 门",
        "patients": "例",
    }.items()
    for unit in units.split()
}
_DIMENSIONS = {
    **dict.fromkeys(("percent", "permille", "point"), "rate"),
    **dict.fromkeys(("temperature", "degree", "speed", "voltage", "compute", "data"), "other"),
    **{sort: sort for sort in ("money", "rank", "count", *_MEASURED[:-1])},
    "age": "duration",
}
_NO_RATE = 10_000  # 2022年:956万 are so many of something, and no rate
# What a name counts, by its end: 旅客人次, 连续下跌年数, 开行列数, 晶圆厂数量, 成交宗数.
_NAMES = tuple(
    (sort, compile_words(f"(?:{forms})$"))
    for sort, forms in (
        ("visits", "人次|客流量?|旅客发送量|客运量"),
        ("duration", "{lasts}"),
        ("vehicles", "[辆架列车班艘]次|列数|[班车]列|航班数?|车辆数?|列车数?|飞机数?|车队规模|军机|战机|无人机数"),
        ("medals", "[金银铜奖]牌(?:总?数)?"),
        (
            "people",
            "(?<!机器)人数?|人口|者数?|(?<!成)员数|[学考男女产]生|生人?数|[职员民矿]工数?|[居市村网灾难选股移]民数?|旅客数?|乘客数?|游客数?"
            "|医生|[医教厨]师数?|{counted_people}",
        ),
        ("places", "(?:门店|餐厅|[商网分]店|{counted_places})数?量?"),
        ("patients", "病例数?|个案数?"),
        ("homes", "套数|户数|房屋数|单位数|间数|栋数|[民房住]屋|住宅|民房"),
        ("cases", "宗数|起数|件数|案件|申请|订单数|专利数?|合同数|协议数|登记数|项目数|快递业务量|事故数?"),
        ("shows", "场次|场数|影片数?|部数|集数|胜场|负场|会议"),
        ("times", "次数|轮数|波数"),
    )
)
# Sorts that the same measure words may count: 500例死亡, 1.2万户报名, 3部影片.
_NEAR = frozenset(
    tuple(pair.split())
    for pair in (
        *("people patients", "people visits", "people homes", "visits patients", "cases patients"),
        *("vehicles things", "medals things", "places things", "places homes", "shows things", "shows times"),
        *("cases times", "cases kinds", "cases homes", "vehicles times", "shows kinds", "places kinds"),
        *("things homes",),
    )
)


# Dimensions a level of each lexicon dimension can have.
_FITS = {
    "money": {"money"},
    "percent": {"percent", "permille", "point"},
    "permille": {"permille", "percent", "ratio"},
    "multiple": {"multiple"},
    "point": {"point", "count"},
    "magnitude": {"magnitude", "count", "rank"},
    "rank": {"rank", "magnitude", "count"},
    "ratio": {"ratio", "count", "percent", "multiple"},
    "duration": {"duration", "count"},
    "date": {"date"},
}
_NOT_AMOUNT = {"money", "percent", "permille", "point", "multiple", "rank", "ratio", "date"}


def compatible(metric: Metric, quantity: Quantity) -> float:
    """How well a quantity can be a level of the metric by its dimension: 0 impossible, 0.5 unknown, 1 fitting.

    A percentage is never 营业收入, a count of 人 never money.
    """
    kind, dimension = quantity.dimension, metric.dimension
    if dimension is None or kind == "malformed":
        return 0.5
    if dimension in ("count", "amount"):
        return float(kind not in _NOT_AMOUNT)
    return float(kind in _FITS.get(dimension, {dimension, "count"}))


def figure_sort(quantity: Quantity) -> int:
    """The number among SORTS, from 1, of what a figure counts or measures; 个 and 处 are a count of anything."""
    sort = _UNITS.get(quantity.unit) or _DIMENSIONS.get(quantity.dimension)
    if quantity.dimension == "number" and quantity.value is not None and quantity.value >= _NO_RATE:
        sort = "amount"
    return SORTS.index(sort) + 1 if sort else 0


def metric_sort(metric: Metric) -> int:
    """The number of what a metric counts or measures, by its name, then by its dimension; 0 for unknown."""
    return _sort_of(metric.name, metric.dimension)


@lru_cache(maxsize=8192)
def _sort_of(name: str, dimension: str | None) -> int:
    found = None
    if dimension in (None, "count", "amount"):
        found = next((sort for sort, pattern in _NAMES if pattern.search(name)), None)
    sort = found or (dimension if dimension == "amount" else _DIMENSIONS.get(dimension or ""))
    if dimension == "point":  # 上证指数3200点, 恒指升50点: of what stands at points both are told
        sort = None
    return SORTS.index(sort) + 1 if sort else 0


def agree(metric: Metric, quantity: Quantity) -> int:
    """1 where the metric counts what the figure is a count of, -1 where it cannot, 0 where nothing says so."""
    return agreements()[figure_sort(quantity)][metric_sort(metric)]


@lru_cache(maxsize=1)
def agreements() -> tuple[tuple[int, ...], ...]:
    """[figure's sort][metric's sort]: 1 the same, -1 they cannot be one, 0 nothing is said."""
    return tuple(tuple(_agree(figure, metric) for metric in ("", *SORTS)) for figure in ("", *SORTS))


def _agree(figure: str, metric: str) -> int:
    if not figure or not metric:
        return 0
    if figure == metric:
        return 1
    if figure == "amount":
        return -1 if metric in ("rate", "duration", "rank") else 0
    if metric == "amount":
        return -1 if figure in ("duration", "rank") else 0
    if figure == "count":
        return -1 if metric in ("money", "rate", "duration") else 0
    if metric == "count":
        return -1 if figure in (*_MEASURED, "money", "rank") else 0
    if (figure, metric) in _NEAR or (metric, figure) in _NEAR:
        return 0
    return 0 if figure == "rate" or (figure == "things" and metric in _MEASURED) else -1
