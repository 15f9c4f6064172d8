"""What must add up, by the names of metrics: the rows of data/relations.toml."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from hedui.errors import LexiconError

PATH = Path(__file__).parents[2] / "data" / "relations.toml"


class Sum(Struct, frozen=True, forbid_unknown_fields=True):
    """A total and all of its parts."""

    whole: str
    parts: tuple[str, ...]


class Product(Struct, frozen=True, forbid_unknown_fields=True):
    """A sum of money, the prices and the counts that make it; `mean` where they are rounded each for itself."""

    totals: tuple[str, ...]
    prices: tuple[str, ...]
    counts: tuple[str, ...]
    mean: bool = False


class Mean(Struct, frozen=True, forbid_unknown_fields=True):
    """A mean by the word before the name of what is shared out, and among how many."""

    prefix: str
    counts: tuple[str, ...]


class Quotient(Struct, frozen=True, forbid_unknown_fields=True):
    """A rate and what it is the share of the revenue of."""

    rate: str
    part: str


class Relations(Struct, frozen=True, forbid_unknown_fields=True, rename={
    "sums": "sum", "products": "product", "means": "mean", "quotients": "quotient",
}):  # fmt: skip
    """All rows, in their order."""

    sums: tuple[Sum, ...]
    products: tuple[Product, ...]
    means: tuple[Mean, ...]
    quotients: tuple[Quotient, ...]


@cache
def relations() -> Relations:
    """The rows; a LexiconError names the file and what is wrong in it."""
    try:
        return msgspec.convert(tomllib.loads(PATH.read_text(encoding="utf-8")), Relations)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{PATH}：算式有误：{error}。") from error
