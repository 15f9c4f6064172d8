"""What verbs make of the figures beside them: the rows of data/verbs.toml."""

from functools import cache
from pathlib import Path

from msgspec import Struct, ValidationError, convert

from hedui.errors import LexiconError
from hedui.tomlfiles import parse_toml

PATH = Path(__file__).parents[2] / "data" / "verbs.toml"


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

    def has_noun(self) -> bool:
        """Whether any sum, count or measure has a noun of these verbs."""
        return any((self.money, self.area, self.people, self.homes, self.amount))

    def pattern(self) -> str:
        """The verbs as alternatives of a pattern."""
        before = f"(?<![{self.not_after}])" if self.not_after else ""
        whole = [f"(?<![一-鿿]){form}|{form}(?=[了出])" for form in self.alone]
        return "|".join([*(f"{before}{form}" for form in self.forms), *whole])


@cache
def verb_rows() -> tuple[VerbRow, ...]:
    """All rows in their order; a LexiconError names the file and what is wrong in it."""
    try:
        return convert(parse_toml(PATH.read_text(encoding="utf-8"), PATH)["verb"], tuple[VerbRow, ...])
    except (ValueError, KeyError, ValidationError) as error:
        raise LexiconError(f"{PATH}：词表有误：{error}。") from error
