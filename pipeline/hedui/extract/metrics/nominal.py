"""The noun for the verb beside a figure, by what the figure is in: 卖出3万台 is a 销量, 卖出9亿元 a 销售额."""

import re

from hedui.model import Quantity
from hedui.wordlists import compile_words

_PEOPLE = frozenset("人名位口") | {"人次"}
_PAPERS = frozenset("股份单宗项笔起例家")  # 24份销售合同 are no goods sold
_HOMES = frozenset("套户")
# The end of a phrase (停运 and 奥运 are no 运, 果蔬运了 is), and what it is called in money, area, people, homes,
# and any other count or measure ("" for none).
_NOUNS = tuple(
    (
        re.compile(f"(?:{verb})[了出]?$"),
        dict(zip(("money", "area", "people", "homes", "amount"), nouns, strict=True)),
    )
    for verb, nouns in (
        ("零售", ("零售额", "", "", "零售销量", "零售销量")),
        ("批发", ("批发额", "", "", "批发销量", "批发销量")),
        ("卖房|售楼", ("合约销售金额", "合约销售面积", "", "销售套数", "销售套数")),
        ("销售|卖出|售出|卖掉|热卖|卖", ("销售金额", "销售面积", "", "销售套数", "销量")),
        ("成交", ("成交金额", "成交面积", "", "成交套数", "成交量")),
        ("(?<!进)出口", ("出口额", "", "", "", "出口量")),
        ("进口", ("进口额", "", "", "", "进口量")),
        ("生产|产出|出产|投产", ("", "", "", "", "产量")),
        ("加工", ("", "", "", "", "加工量")),
        ("交付", ("交付金额", "交付面积", "", "交付套数", "交付量")),
        ("运送|运输|发运|装运|外运|(?<![一-鿿])运|运(?=[了出])", ("", "", "旅客发送量", "", "运输量")),
        ("送走|运客|送出|载客|输送", ("", "", "旅客发送量", "", "运输量")),
        ("捐款|捐赠|捐出|捐", ("捐款额", "", "", "", "捐赠数量")),
        ("装机", ("", "", "", "", "装机量")),
    )
)
# 加工原油, 销售晶圆, 进口榴莲: the verb before its object.
_OBJECT = compile_words(r"({done_to_goods})(?!商|额|量|价|数|业|税|线|力|地)([一-鿿A-Za-z]{2,6})")
_RATES = frozenset(("percent", "permille", "point", "multiple", "ratio", "duration", "rank", "date"))


def noun_of(phrase: str, quantity: Quantity) -> str | None:
    """What a phrase that ends in a verb, or a verb with its object, is called beside a quantity, if it is such."""
    group = _group(quantity)
    if group is None:
        return None
    for pattern, nouns in _NOUNS:
        match = pattern.search(phrase)
        if match is not None:
            noun = nouns[group]
            return f"{phrase[: match.start()]}{noun}" if noun else None
    match = _OBJECT.fullmatch(phrase)
    return _of_object(match[1], match[2], group) if match else None


def _of_object(verb: str, what: str, group: str) -> str | None:
    noun = next((nouns[group] for pattern, nouns in _NOUNS if pattern.fullmatch(verb)), f"{verb}量")
    return f"{what}{noun}" if noun and group in ("amount", "homes") else None


def _group(quantity: Quantity) -> str | None:
    """money, area, people, homes or amount; None for rates, times and prices of one."""
    kind, unit = quantity.dimension, quantity.unit
    if kind in _RATES or "/" in unit or unit in _PAPERS:
        return None
    if kind in ("money", "area"):
        return kind
    return "people" if unit in _PEOPLE else "homes" if unit in _HOMES else "amount"
