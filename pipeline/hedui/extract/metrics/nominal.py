"""The noun for the verb beside a figure, by what the figure is in: 卖出3万台 is a 销量, 卖出9亿元 a 销售额."""

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from hedui.model import Quantity
from hedui.tomlfiles import rows_of

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
_RATES = frozenset(("percent", "permille", "point", "multiple", "ratio", "duration", "rank", "date"))


def noun_of(phrase: str, quantity: Quantity, thing: str = "") -> str | None:
    """What a phrase that ends in a verb is called beside a quantity, if it is such.

    The `thing` stands between the two: 生产高速钢32万吨 is a 高速钢产量.
    """
    group = _group(quantity)
    if group is None:
        return None
    for pattern, row in _VERBS:
        match = pattern.search(phrase)
        if match is not None:
            noun = getattr(row, group)
            return f"{thing or phrase[: match.start()]}{noun}" if noun else None
    return None


def _group(quantity: Quantity) -> str | None:
    """money, area, people, homes or amount; None for rates, times and prices of one."""
    kind, unit = quantity.dimension, quantity.unit
    if kind in _RATES or "/" in unit or unit in _PAPERS:
        return None
    if kind in ("money", "area"):
        return kind
    return "people" if unit in _PEOPLE else "homes" if unit in _HOMES else "amount"
