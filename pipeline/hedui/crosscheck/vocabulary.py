"""Words by which the cross-check knows what sort of figure a metric names.  Simplified Chinese only."""

import re
from functools import lru_cache

from hedui.wordlists import compile_words

# Dice index of the pairs of neighboring characters from which on two names of a metric may mean one thing.
ALIKE = 0.5
# Counts that run: they rise from report to report, and fall when a roll is checked (死亡人数, 停电户数, 获救人数).
_LIVE = compile_words("{live_count}")
# Quantities that move by the minute: unequal moments are a series, never a conflict.
_FAST = compile_words("(?<![转换])(?:{fast_quote})")  # 转股价 is a term of a contract
# A figure of one moment in a thing's life: two dates for it cannot both hold.  A film opens (上映) here and there.
_ONCE = compile_words("{happens_once}")
_DERIVED = compile_words("(同比|环比|较[^，。]{1,8}?)?({derived})$")
_MODIFIED = re.compile(
    "归属于上市公司股东的?|归属于母公司股东的?|归母|扣除非经常性损益后?的?|扣非后?|经调整后?|调整后|Non-?GAAP|非国际财务报告准则|母公司|股东应占|拥有人应占"
)
_OWNERS = re.compile("归属于|归母|股东应占|拥有人应占")

# What an event or a thing has once and for all.
_TIMELESS = compile_words(
    "{without_period}|[总全]?(?:里程|长度?)|桥长|主跨|跨度|塔高|高度|海拔|设计(?:最高)?(?:时速|速度)|建筑面积|占地面积|(?:设计|核定)年?(?:产能|生产能力|能力)"
)
# What stands at a point in time and changes slowly.
_STOCK = compile_words("{stock_metric}")

# Totals that tick up while they are read: two figures of one day are minutes apart.
_TICKING = compile_words("{running_total}")
# What an instrument or an agency measures: another named agency has its own right figure.
_MEASURED = compile_words("{measured_elsewhere}")
# What several bodies count, each by its own means: two of them differ a little, which is worth a notice.
_TALLIED = compile_words("{tallied_by_many}")
# What customs tell in yuan and in dollars: the growth of one month is 7.2 % in the one and 5.8 % in the other.
_TRADED = re.compile("出口|进口|顺差|逆差")
# Counts that hold another: who is dead or missing, dead or hurt.
_HOLDS = {"死亡失踪人数": ("死亡人数", "失踪人数"), "伤亡人数": ("死亡人数", "受伤人数")}
# Things of which one event has several: their figures are a list, not a dispute.
_SEVERAL = compile_words("{one_of_several}")
_OPPOSITE = (
    ("增产", "减产"),
    ("增加", "减少"),
    ("上升", "下降"),
    ("上涨", "下跌"),
    ("盈利", "亏损"),
    ("增长", "下滑"),
)


@lru_cache(maxsize=65536)
def is_ticking(metric: str) -> bool:
    """Whether the metric is a running total that grows by the minute (票房 of a day)."""
    return bool(_TICKING.search(metric)) and not is_derived(metric)


@lru_cache(maxsize=65536)
def is_measured(metric: str) -> bool:
    """Whether agencies measure it each for itself (震级)."""
    return bool(_MEASURED.search(metric))


@lru_cache(maxsize=65536)
def is_tallied(metric: str) -> bool:
    """Whether several bodies count it, each by its own means (票房 by 灯塔 and by 猫眼)."""
    return bool(_TALLIED.search(metric))


@lru_cache(maxsize=65536)
def is_vague(metric: str) -> bool:
    """Whether the name leaves open what is meant: of which part a 占比 is, in which currency trade grew."""
    return metric.endswith("占比") or (is_derived(metric) and bool(_TRADED.search(metric)))


@lru_cache(maxsize=65536)
def is_share(metric: str) -> bool:
    """Whether the metric is itself in per cent (客座率), so that it changes by 百分点."""
    return bool(re.search("(?:率|占比|比重|份额|息差)$", metric))


@lru_cache(maxsize=65536)
def is_owners(metric: str) -> bool:
    """Whether the metric is the owners' part of a profit (归母净利润)."""
    return bool(_OWNERS.search(metric))


@lru_cache(maxsize=65536)
def is_timeless(metric: str) -> bool:
    """Whether the metric is the same on every day, so that its period says nothing (震级, 机上人数)."""
    return bool(_TIMELESS.fullmatch(metric))


@lru_cache(maxsize=65536)
def is_stock(metric: str) -> bool:
    """Whether the metric stands at a value for a time (员工总数), so that one value has one date."""
    return bool(_STOCK.search(metric)) and not is_derived(metric)


@lru_cache(maxsize=65536)
def has_several(metric: str) -> bool:
    """Whether one entity has several values of the metric at once (余震震级, 年龄)."""
    return bool(_SEVERAL.search(metric))


@lru_cache(maxsize=65536)
def opposite(metric: str) -> str | None:
    """The metric with its direction turned: 减产省份数 -> 增产省份数; None where no word turns it."""
    for pair in _OPPOSITE:
        for word, other in (pair, pair[::-1]):
            if word in metric:
                return metric.replace(word, other)
    return None


@lru_cache(maxsize=65536)
def is_live(metric: str) -> bool:
    """Whether the metric is a running count, whose later value replaces the earlier."""
    return bool(_LIVE.search(metric)) and not is_derived(metric)


@lru_cache(maxsize=65536)
def is_toll(metric: str) -> bool:
    """Whether the metric counts the dead, a total that never falls by much."""
    return bool(re.search("死亡|遇难|罹难|丧生", metric)) and is_live(metric)


def parts_of(metric: str) -> tuple[str, ...]:
    """The counts that a count holds: 死亡失踪人数 is never below 死亡人数."""
    return _HOLDS.get(metric, ())


_MASKED = re.compile("[一-鿿]{1,2}某.{0,2}|[一-鿿]{1,2}(?:先生|女士|小姐|太太)|.{2,12}(?:车祸|交通事故)")


@lru_cache(maxsize=65536)
def is_masked(name: str) -> bool:
    """Whether a name hides who or what is meant (王某, 李女士, 云州车祸): that of two articles is another's."""
    return _MASKED.fullmatch(name) is not None


@lru_cache(maxsize=65536)
def is_fast(metric: str) -> bool:
    """Whether the metric moves within a day."""
    return bool(_FAST.search(metric))


@lru_cache(maxsize=65536)
def happens_once(metric: str) -> bool:
    """Whether the metric dates something that happens once."""
    return bool(_ONCE.search(metric))


@lru_cache(maxsize=65536)
def is_derived(metric: str) -> bool:
    """Whether the metric is a growth or a change, computed from two levels."""
    return bool(_DERIVED.search(metric))


@lru_cache(maxsize=65536)
def split_growth(metric: str) -> tuple[str, str]:
    """The base of a growth metric and its suffix: 营业收入同比增速 -> 营业收入, 同比增速."""
    found = _DERIVED.search(metric)
    return (metric[: found.start()], found.group()) if found else (metric, "")


@lru_cache(maxsize=65536)
def split_modifier(metric: str) -> tuple[str, str]:
    """The head of a metric and the accounting words before it: 归母净利润 -> 净利润, 归母."""
    words = "".join(_MODIFIED.findall(metric))
    return (_MODIFIED.sub("", metric), words) if words else (metric, "")


@lru_cache(maxsize=65536)
def without_loss(metric: str) -> tuple[str, bool]:
    """The profit metric of a loss, and whether it was one: 净亏损 -> 净利润, True.  A growth of a loss stays."""
    if "亏损" not in metric or is_derived(metric) or metric.endswith(("占比", "率", "面")):
        return metric, False
    name = metric.replace("亏损", "利润").replace("净利润额", "净利润")
    return ("净利润" if name in ("利润", "年内利润", "期内利润") else name), True


# Measure words that writers change at will: 65例死亡 and 65人死亡, 3218間 and 3218家 of one chain's shops.
_SORTS = ("人名位口例", "家间所座处个", "辆部台架", "宗起件桩", "艘只条")
_COUNTED = {word: words[0] for words in _SORTS for word in words}


def counted_in(unit: str) -> str:
    """The first of the measure words of one sort, any other unit as it is."""
    return _COUNTED.get(unit, unit)


# Measure words of persons and of things: of one metric a figure in one is a figure in any of its sort (1535起病例
# and 251例).  对, 户 and 人次 count something else.
MEASURE_WORDS = (frozenset("人名位口例"), frozenset("例家间所座处个辆部台宗起件桩艘只条项种款笔张列架枚颗株头"))


def is_named(unit: str) -> bool:
    """Whether a unit can be shown for all of its sort: 家 may stand for 间 or 座, 宗 for 件."""
    return unit not in (_COUNTED["间"], _COUNTED["件"])


def similarity(one: str, other: str) -> float:
    """The Dice index over the pairs of neighboring characters of two names."""
    a, b = ({name[n : n + 2] for n in range(len(name) - 1)} for name in (one, other))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
