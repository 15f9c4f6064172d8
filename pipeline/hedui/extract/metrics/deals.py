"""What money, shares and percentages are of where words tell of a deal: 收购25%股权, 斥资9亿元回购."""

import re

from hedui.extract.metrics.acts import OUTRIGHT
from hedui.extract.metrics.told import told_by
from hedui.extract.metrics.verbs import made_by_form
from hedui.model import Mention, Metric, Quantity
from hedui.wordlists import compile_words

_CLAUSE = 60  # characters in which a deal is told
# 100%股权, 51%的股份; 收购, 出售 and 持有 before them.
_SHARES = re.compile(r"的?(?:已发行)?(?:股权|股份|权益|股本|股票)的?(?P<deal>收购|出售|转让|质押)?")
_STAKES = made_by_form("stake")
_DEALS = re.compile("|".join(_STAKES))
_HANDLES = compile_words(r"({handles})")
_HANDLED = re.compile(_HANDLES.pattern + r"(?:了|共|合计|[^，。；、,;0-9]{0,8})$")
_SO_MANY = re.compile(r"(?:数量|股数|总数)(?:为|达|约|合计|共|不[低少超][于过]?){0,4}$")
_PAYS = compile_words(r"({pays})了?(?:总额|现金|合计|共计|人民币|每股)?[约近逾超共]?$")
_WITH, _SOON = frozenset("以用"), 14  # 收购后以3亿元营收居首: what it is used for stands behind, and soon
_SPENT, _PRICED = made_by_form("spent"), made_by_form("priced")
_BOUGHT = re.compile("|".join(_SPENT))
# Counted papers and their worth: 24份未完成订单,总价值8亿元.
_TOTAL = re.compile(
    r"[0-9一二三四五六七八九十百千万余多]\s?[份项个宗单笔张]([一-鿿]{2,8}?)[,，](?:合计|总共|共计)?"
    r"(总?(?:价值|金额|值|额)|合同额|涉及金额)(?:高?达|为|约|近|超过?|逾|共|合计){0,3}$"
)
# 签下第二份供货合同,总价值3亿元: without a count, the paper stands right before its worth.
_PAPER = re.compile(
    r"(订单|合同|协议|合约)[,，](?:合计|其)?(?:总价值|总价|总值|总金额|总额|金额|价值|涉及金额)(?:高?达|为|约|近|超过?|逾|共|合计){0,3}$"
)
# What a film takes: 狂卖78亿, 以21亿元封王, beside a word of takings.
_TAKES = re.compile(r"(?<![营税])(?:狂?收|吸金|进账|狂卖|卖座|入账|揽)(?:得|下|获|入)?[约近逾超]?$")
_LEADS = re.compile(r"(?:[（(][^（）()]{0,16}[）)])?(?:夺冠|封王|登顶|居冠|居次|领跑|称霸|问鼎)")
_FILM = re.compile(r"票房|影片|电影|上映|开画|戏院")
_AROUND = 150  # characters
_STOPS = re.compile(r"[。！？!?；;\n]")


def dealt(text: str, figure: Mention[Quantity]) -> list[Mention[Metric]]:
    """The metric that a deal makes of a figure, if one does; its `anchor` is the figure's start."""
    kind, unit = figure.value.dimension, figure.value.unit
    if unit == "%":
        return _stake(text, figure)
    if unit == "股":
        return _shares(text, figure)
    if kind == "number":
        return _taken(text, figure)
    return _taken(text, figure) or _spent(text, figure) or _worth(text, figure) if kind == "money" else []


def _stake(text: str, figure: Mention[Quantity]) -> list[Mention[Metric]]:
    """收购乙公司100%股权, 持有其25%的股份: what is done with the shares says whose part they are."""
    match = _SHARES.match(text, figure.end)
    if match is None:
        return []
    before = text[max(0, figure.start - _CLAUSE) : figure.start]
    verbs = list(_DEALS.finditer(match["deal"] or _STOPS.split(before)[-1]))
    name = _STAKES[verbs[-1].group()] if verbs else "持股比例"
    metric = Metric(name=name, known=True, dimension="percent")
    return [told_by(text, figure, match.span(), metric, OUTRIGHT)]


def _shares(text: str, figure: Mention[Quantity]) -> list[Mention[Metric]]:
    """回购A股股份730万股, 发行H股2.58亿股, 回购…,数量不低于3亿股: what is done with the shares counted."""
    before = _STOPS.split(text[max(0, figure.start - _CLAUSE) : figure.start])[-1]
    verb = _HANDLED.search(before)
    if verb is None and _SO_MANY.search(before):
        verb = next(reversed(list(_HANDLES.finditer(before))), None)
    if verb is None:
        return []
    at = figure.start - len(before) + verb.start(1)
    metric = Metric(name=f"{verb[1]}股数", known=True, dimension="amount")
    return [told_by(text, figure, (at, at + len(verb[1])), metric, OUTRIGHT)]


def _taken(text: str, figure: Mention[Quantity]) -> list[Mention[Metric]]:
    """首周末收1,260万, 以21亿元夺冠: what a film takes, where the text speaks of takings."""
    match = _TAKES.search(text, max(0, figure.start - 8), figure.start) or _LEADS.match(text, figure.end)
    if match is None or not _FILM.search(text, max(0, figure.start - _AROUND), figure.end + _AROUND):
        return []
    return [told_by(text, figure, match.span(), Metric(name="票房", known=True, dimension="money"), OUTRIGHT)]


def _spent(text: str, figure: Mention[Quantity]) -> list[Mention[Metric]]:
    """斥资9亿元收购, 已回购200万股,耗资3亿元: what money was spent on."""
    names = _PRICED if figure.value.unit.endswith("/股") else _SPENT
    paid = _PAYS.search(text, max(0, figure.start - 8), figure.start)
    if paid is None:
        return []
    before = _STOPS.split(text[max(0, figure.start - _CLAUSE) : figure.start])[-1]
    after = _STOPS.split(text[figure.end : figure.end + _CLAUSE])[0]
    if paid[1] in _WITH:
        before, after = "", after[:_SOON]
    verbs = [*_BOUGHT.finditer(before)][-1:] or [*_BOUGHT.finditer(after)][:1]
    if not verbs:
        return []
    metric = Metric(name=names[verbs[0].group()], known=True, dimension="money")
    return [told_by(text, figure, (paid.start(1), paid.end(1)), metric, OUTRIGHT)]


def _worth(text: str, figure: Mention[Quantity]) -> list[Mention[Metric]]:
    """签下24份供货合同,总价值3亿元: what was counted is worth so much."""
    match = _TOTAL.search(text, max(0, figure.start - 36), figure.start)
    match = match or _PAPER.search(text, max(0, figure.start - 16), figure.start)
    if match is None:
        return []
    metric = Metric(name=f"{match[1]}金额", known=True, dimension="money")
    return [told_by(text, figure, match.span(match.lastindex or 0), metric, OUTRIGHT)]
