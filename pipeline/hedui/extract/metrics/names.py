"""Names of metrics: composed from a base and a growth word, brought to one form, compared with a quantity."""

import re

from hedui.extract.metrics.words import MetricWords
from hedui.lexicon import MetricRow
from hedui.model import Metric, Quantity
from hedui.wordlists import compile_words

# The classes a fact-checker must not mix: a level, its growth by basis, a share of it.
_CLASSES = (
    ("yoy", re.compile(r"同比|年增|年减|按年")),
    ("mom", re.compile(r"环比|季增|季减|月增|按季")),
    ("cagr", re.compile(r"复合")),
    ("growth", re.compile(r"增速|增长率|增幅|涨幅|跌幅|涨跌幅|升幅|降幅|变动")),
    ("share", re.compile(r"占比|份额|占.{1,20}比|比例|占有率|市占率")),
)
_PRICES = re.compile(r"(?:股价|市值|指数)$")  # they rise by a 涨幅
_RISES = {"收盘价": "股价", "股价涨幅": "股价", "指数点位": "指数"}
# 全年出生人口 is 出生人口 of a year: the period is no part of the name.
_PERIOD = compile_words(r"^(?:{period_word})")
# 实现营业收入, 录得净利润: a verb that only carries a sum is no business that narrows it.
_CARRIER = compile_words(r"^(?:{carries})")
_NARROWED = frozenset(("money", "percent", "permille"))
_EDGE = re.compile(r"^(?:其中|达(?![标成产到])|[的之在为共约有和与及计]){1,3}|[的为达约共有破]{1,2}$")
_TOLD_IN = re.compile(r"(?<=..)(?:人数|人次|数量|(?<=[例员者生客民工师商业户店家])数)$")
_COUNT_END = re.compile(r"(?:人数|总数|户数|套数|宗数|起数|数量|数|量)$")
_AS_NUMBER = re.compile(r"(?:数量|数目|总数)$")  # 路灯数量 and 路灯数目 have one name
_IN_PEOPLE = ("人次", "人数")
_BY_HEAD = frozenset(("人", "名", "位", "人次"))
# 倒塌3间 are rooms and 3栋 houses; 这一物种仅60只 is of one of them; 受访者1200名 are so many asked.
_IN_UNITS = {
    (name, unit): told
    for name, units, told in (
        ("倒塌房屋间数", "栋幢座", "楼房倒塌数"),
        ("交付量", "套户", "交付套数"),
        ("物种数", "只头尾羽匹", "个体数量"),
        ("受访者", "人名位", "受访人数"),
        ("车辆辆次", "辆台部", "车辆数"),
        ("在轨驻留天数", "月年", "在轨驻留时长"),
    )
    for unit in units
}
# How a head is called when words narrow it: 手游收入, not 手游营业收入.
SHORT = {"营业收入": "收入", "募集资金总额": "募资额", "国内生产总值": "GDP"}
_IN_FULL = re.compile(f"(?:{'|'.join(SHORT)})$")
# Spellings of income that a business may narrow; and words before them that name the whole, a time or an owner.
PARTIAL = frozenset(("收入", "营收", "业务收入", "收益", "营业额"))
_TRADE = "业务"
WHOLE = compile_words(r"{whole_word}|电力$|之|时|年$|月$|季$")


# 代码的30%, 少算28.4%: of what is no rate itself a percentage is a share.
_RATE = re.compile(r"(?:率|比|幅|度|值|指数|门槛|目标|水平)$")
_PART = compile_words(r"(?:{part_of_whole})$")  # 两成机构 are a share of them, 裁员15% is a ratio
# 持有已发行股本约23%; 裁员900人,占员工总数6%: shares with a name of their own.
_SHARES_OF = {
    **dict.fromkeys(("总股本", "持股数", "持股比例"), "持股比例"),
    "裁员人数": "裁员比例",
}
_STOCK = "总股本"
CAPITAL = "占总股本比例"
# What of a share is paid (股利5元, 末期息每股0.3元) or earned (净利润 of 2.1元/股), by what it is in all.
_PAYMENTS = ("中期股息", "末期股息", "特别股息")
_PER_SHARE, _PAID_IN_ALL, _NO_SHARE_PAYS = "每股派息", "现金分红总额", 1_000_000
_PAID = {"股息": _PER_SHARE, _PAID_IN_ALL: _PER_SHARE, **{name: f"每股{name}" for name in _PAYMENTS}}
_NO_FIRM_PAYS = 100
_EARNED = {"净利润": "每股收益", "归母净利润": "每股收益", "净亏损": "每股亏损", "净资产": "每股净资产"}

# 跑出2小时11分,名列第五; 3金2银排第八: what a place in such an order is called.
_PLACES = {"成绩": "名次", **dict.fromkeys(("金牌数", "银牌数", "铜牌数", "奖牌总数", "奖牌榜排名"), "奖牌榜排名")}


def compose(base: str | None, growth: Metric, unit: str) -> str:
    """The full name of a growth, share or rank figure: 营业收入 + 同比增长 -> 营业收入同比增速.

    In 百分点 a rate has a 变动 (毛利率同比变动); a sum or a count has one too (营业收入同比变动 for 增加3亿元).
    """
    suffix = growth.name
    if growth.role == "growth" and unit not in ("%", "‰", "x"):
        suffix = suffix.replace("增速", "变动")
    if growth.role == "rank" and base in _PLACES:
        return _PLACES[base]
    if base is None or (suffix == CAPITAL and base == _STOCK):
        return suffix
    if growth.role == "share" and base in _SHARES_OF:
        return _SHARES_OF[base]
    if growth.role == "share" and base.endswith("率"):
        return base  # 赞成率达52%、反对的占48%: no rate has a share
    risen = _RISES.get(base, base)
    if growth.role == "growth" and suffix == "增速" and _PRICES.search(risen):
        return f"{risen}涨幅"
    return f"{share_base(base) if growth.role == 'share' else base}{suffix}"


def share_base(name: str) -> str:
    """What has a share, without the word it is counted in: 观众人数 has a 观众占比, 重症病例数 a 重症病例占比.

    Of 营业收入 a part is told, by its business or its place: 收入占比, 手游收入占比.
    """
    return _TOLD_IN.sub("", _IN_FULL.sub(lambda head: SHORT[head.group()], name))


def level_name(metric: Metric, quantity: Quantity) -> str:
    """The name of a level figure; a count given in per cent is a share of its whole: 裁员15% is a 裁员比例.

    末期股息每股0.25元 is 每股末期股息, 派息每股0.4元 每股派息; 合计派发现金红利402亿元 is paid in all.
    """
    unit, name = quantity.unit, metric.name
    if unit == "%" and metric.role == "level" and _has_share(metric):
        stem = _COUNT_END.sub("", name)
        return _SHARES_OF.get(name) or f"{stem}{'占比' if _PART.search(stem) else '比例'}"
    if name.endswith(_IN_PEOPLE) and unit in _BY_HEAD:  # 旅客9万人 are no 旅客人次
        return f"{name[:-2]}{'人次' if unit == '人次' else '人数'}"
    if (name, unit) in _IN_UNITS:
        return _IN_UNITS[name, unit]
    if (name in _PAID or (name in _EARNED and unit.endswith("/股"))) and _of_a_share(quantity):
        return _PAID.get(name) or _EARNED[name]
    if name in (_PER_SHARE, "股息") and quantity.dimension == "money" and quantity.value is not None:
        return _PAID_IN_ALL if quantity.value >= _NO_SHARE_PAYS else name
    return name


def _of_a_share(quantity: Quantity) -> bool:
    small = quantity.dimension == "money" and quantity.value is not None and quantity.value < _NO_FIRM_PAYS
    return small and ("/" not in quantity.unit or quantity.unit.endswith("/股"))


def _has_share(metric: Metric) -> bool:
    if metric.dimension is None:
        return not metric.known and growth_class(metric.name) == "level" and not _RATE.search(metric.name)
    return metric.dimension in ("count", "amount")


def named(phrase: str, words: MetricWords) -> Metric | None:
    """The metric a phrase names: the lexicon's, one that words before it narrow, or the phrase itself.

    手游收入 is 手游 + 收入: name 手游收入, base 营业收入, scope 手游.  None where nothing is left of the phrase.
    """
    phrase = _EDGE.sub("", _PERIOD.sub("", phrase.replace("的", "")))
    row = words.metrics.get(phrase)
    if row is not None:
        return Metric(name=row.called(phrase), known=True, dimension=row.dimension)
    head = _head(phrase, words)
    if head is None:
        return Metric(name=_AS_NUMBER.sub("数", phrase)) if len(phrase) > 1 else None
    start, row = head
    head_words = phrase[start:]
    scope = narrowing(_CARRIER.sub("", _EDGE.sub("", phrase[:start])), head_words)
    if scope is None:
        return Metric(name=row.called(head_words), known=True, dimension=row.dimension)
    same = growth_class(row.id) == growth_class(head_words)  # 包装比例 is a share, whatever rate 比例 alone is
    told = row.id.endswith(head_words)  # 食品烟酒 and 消费支出 are no 食品烟酒人均消费支出
    name = scope + (head_words if not same or (told and row.id not in SHORT) else SHORT.get(row.id, row.id))
    return Metric(name=name, base=row.id, dimension=row.dimension, scope=scope)


def narrowing(words: str, head: str) -> str | None:
    """What narrows a head by the words before it: 化学业务收入 is of the 化学业务.

    None for a stray character (计营收) and for a 业务 of no name.
    """
    if len(words) < 2 or words == _TRADE:
        return None
    return f"{words}{_TRADE}" if head.startswith(_TRADE) else words


def _head(phrase: str, words: MetricWords) -> tuple[int, MetricRow] | None:
    """The lexicon's word that ends the phrase, if it is a sum or a rate; of counts the words are the name.

    餐厅翻台率 narrows 翻台率; 新增病床 is a thing counted, whatever 病床 alone is called.
    """
    for index, start, end in words.automaton.find_matches_as_indexes(phrase):
        row = words.rows[index]
        if end == len(phrase) and end - start > 1 and isinstance(row, MetricRow) and row.dimension in _NARROWED:
            return start, row
    return None


def growth_class(name: str) -> str:
    """level, yoy, mom, cagr, growth or share, by the words of a canonical name."""
    return next((kind for kind, pattern in _CLASSES if pattern.search(name)), "level")
