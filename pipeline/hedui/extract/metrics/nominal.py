"""The noun for the verb beside a figure, by what the figure is in: 卖出3万台 is a 销量, 卖出9亿元 a 销售额."""

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from hedui.model import Quantity
from hedui.tomlfiles import rows_of
from hedui.wordlists import compile_words

PATH = Path(__file__).parents[2] / "data" / "verbs.toml"
_PEOPLE = frozenset("人名位口") | {"人次"}
_PAPERS = frozenset("股份单宗项笔起例家")  # 24份销售合同 are no goods sold
_HOMES = frozenset("套户")


class VerbRow(Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs of one kind and what a figure beside them measures, by what it is in; "" for nothing."""

    forms: tuple[str, ...]
    alone: tuple[str, ...] = ()
    not_after: str = ""
    money: str = ""
    area: str = ""
    people: str = ""
    homes: str = ""
    amount: str = ""

    def pattern(self) -> str:
        """The verbs as alternatives of a pattern."""
        before = f"(?<![{self.not_after}])" if self.not_after else ""
        whole = [f"(?<![一-鿿]){form}|{form}(?=[了出])" for form in self.alone]
        return "|".join([*(f"{before}{form}" for form in self.forms), *whole])


@cache
def verb_rows() -> tuple[VerbRow, ...]:
    """The rows of verbs.toml in their order."""
    return rows_of(PATH, "verb", VerbRow)


# The end of a phrase that is a verb with a noun.
_VERBS = tuple((re.compile(f"(?:{row.pattern()})[了出]?$"), row) for row in verb_rows())
# 加工原油, 销售晶圆, 进口榴莲: the verb before its object.
_OBJECT = compile_words(r"({done_to_goods})(?!商|额|量|价|数|业|税|线|力|地)([一-鿿A-Za-z]{2,6})")
_RATES = frozenset(("percent", "permille", "point", "multiple", "ratio", "duration", "rank", "date"))


def noun_of(phrase: str, quantity: Quantity) -> str | None:
    """What a phrase that ends in a verb, or a verb with its object, is called beside a quantity, if it is such."""
    group = _group(quantity)
    if group is None:
        return None
    for pattern, row in _VERBS:
        match = pattern.search(phrase)
        if match is not None:
            noun = getattr(row, group)
            return f"{phrase[: match.start()]}{noun}" if noun else None
    match = _OBJECT.fullmatch(phrase)
    return _of_object(match[1], match[2], group) if match else None


def _of_object(verb: str, what: str, group: str) -> str | None:
    noun = next((getattr(row, group) for pattern, row in _VERBS if pattern.fullmatch(verb)), f"{verb}量")
    return f"{what}{noun}" if noun and group in ("amount", "homes") else None


def _group(quantity: Quantity) -> str | None:
    """money, area, people, homes or amount; None for rates, times and prices of one."""
    kind, unit = quantity.dimension, quantity.unit
    if kind in _RATES or "/" in unit or unit in _PAPERS:
        return None
    if kind in ("money", "area"):
        return kind
    return "people" if unit in _PEOPLE else "homes" if unit in _HOMES else "amount"
