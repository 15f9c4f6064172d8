"""The lexicon's units, currencies and hedges as tables that find the longest form at a place of the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from hedui.lexicon import ApproximatorRow, CurrencyRow, Lexicon, MetricRow, UnitRow

T = TypeVar("T")
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


class Unit(NamedTuple):
    """What stands after a number: the unit's name, its dimension, the factor of a coin, and its vetoes."""

    id: str
    dimension: str
    factor: Decimal | None = None
    open: bool = False
    not_before: str = ""
    not_with: tuple[str, ...] = ()


class Hedge(NamedTuple):
    """The side a hedge gives, and what stands before it that makes it another word, but for some."""

    bound: str
    not_after: tuple[str, ...] = ()
    but_after: tuple[str, ...] = ()
    round: bool = False
    measures: bool = False


class Homes:
    """The words that speak for the home of a currency (国家统计局, 立法院), by its code."""

    def __init__(self, rows: Sequence[CurrencyRow]) -> None:
        self._codes = tuple(row.id for row in rows if row.home)
        words = [(form, row.id, False) for row in rows for form in row.home]
        words += [(form, row.id, True) for row in rows for form in row.idiom]
        self._words = words
        self._finder = AhoCorasick([form for form, *_ in words], matchkind=MatchKind.LeftmostLongest)

    def spoken_for(self, text: str, traditional: bool) -> dict[str, int]:
        """How many different words of a text speak for each; of 按年增 it is 按年 (HKD) and not 年增 (TWD)."""
        score = dict.fromkeys(self._codes, 0)
        for number in {found[0] for found in self._finder.find_matches_as_indexes(text)}:
            _, code, idiom = self._words[number]
            score[code] += traditional or not idiom
        return score


class Forms(Generic[T]):
    """Spellings with what they mean; the longest one wins."""

    def __init__(self, *, backward: bool = False) -> None:
        self._backward = backward
        self._values: dict[str, T] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}  # by the first (or last) character, the longest first

    def add(self, form: str, value: T) -> None:
        """Adds a spelling; an earlier row with the same spelling stays in force."""
        if self._values.setdefault(form, value) is value:
            edge = form[-1] if self._backward else form[0]
            self._lengths[edge] = tuple(sorted({*self._lengths.get(edge, ()), len(form)}, reverse=True))

    def at(self, text: str, start: int) -> tuple[T, int] | None:
        """The longest form that begins here, with its end."""
        for length in self._lengths.get(text[start : start + 1], ()):
            value = self._values.get(text[start : start + length])
            if value is not None and start + length <= len(text):
                return value, start + length
        return None

    def all_at(self, text: str, start: int) -> list[tuple[T, int]]:
        """All forms that begin here, the longest first."""
        lengths = self._lengths.get(text[start : start + 1], ())
        found = [(self._values.get(text[start : start + length]), start + length) for length in lengths]
        return [(value, end) for value, end in found if value is not None and end <= len(text)]

    def before(self, text: str, end: int) -> tuple[T, int] | None:
        """The longest form that ends here, with its start."""
        for length in self._lengths.get(text[end - 1 : end], ()) if end else ():
            value = self._values.get(text[end - length : end]) if length <= end else None
            if value is not None:
                return value, end - length
        return None


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of one lexicon."""

    units: Forms[Unit]
    prefixes: Forms[str]  # currency code by its prefix, looked up backward
    before: Forms[Hedge]  # looked up backward
    inside: Forms[Hedge]
    after: Forms[Hedge]
    apart: Forms[Hedge]
    cues: Forms[Unit]  # words that give a unit to a number behind them: 规模7.2
    nouns: Forms[Unit]  # words that give a unit to a number right before them: 2.6万考生
    homes: Homes


@lru_cache(maxsize=4)
def tables_of(lexicon: Lexicon) -> Tables:
    """The tables of a lexicon."""
    homes = Homes(lexicon.currencies)
    tables = Tables(
        Forms(), Forms(backward=True), Forms(backward=True), Forms(), Forms(), Forms(), Forms(), Forms(), homes
    )
    for currency in lexicon.currencies:
        _add_currency(tables, currency)
    for unit in lexicon.units:
        _add_unit(tables, unit)
    for approximator in lexicon.approximators:
        _add_hedges(tables, approximator)
    for metric in lexicon.metrics:
        _add_metric(tables, metric)
    return tables


def _add_currency(tables: Tables, row: CurrencyRow) -> None:
    for form in row.forms:
        tables.units.add(form, Unit(row.id, "money"))
    for form in row.open:
        tables.units.add(form, Unit(row.id, "money", None, True, "旦素件首老宵"))
    for form, factor in row.minor.items():
        tables.units.add(form, Unit(row.id, "money", factor, row.id == "CNY", "度色逐落利大星形"))
    for form in row.prefixes:
        tables.prefixes.add(form, row.id)
    for cue in row.cues:
        tables.cues.add(cue, Unit(row.id, "money"))


def _add_unit(tables: Tables, row: UnitRow) -> None:
    unit = Unit(row.id, row.dimension)
    for cue in row.cues:
        tables.cues.add(cue, unit)
    for noun in row.nouns:
        tables.nouns.add(noun, unit)
    for form in row.forms:
        tables.units.add(
            form, Unit(form if row.id == "*" else row.id, row.dimension, None, False, row.not_before, row.not_with)
        )


def _add_metric(tables: Tables, row: MetricRow) -> None:
    """A metric's words say what a bare number behind them counts: 营收 money, 死亡人数 people, 出境人次 visits."""
    unit: Unit | None = None
    if row.dimension == "money":
        unit = Unit("CNY", "money", None, True)
    elif row.id.endswith(("人数", "人口")):
        unit = Unit("人", "count")
    elif row.id.endswith("人次"):
        unit = Unit("人次", "count")
    if unit is not None:
        for word in (row.id, *row.synonyms):
            tables.cues.add(word, unit)


def _add_hedges(tables: Tables, row: ApproximatorRow) -> None:
    hedge = Hedge(row.bound, row.not_after, row.but_after, row.round, row.measures)
    places = ((tables.before, row.before), (tables.inside, row.inside), (tables.after, row.after))
    for table, forms in (*places, (tables.apart, row.apart)):
        for form in forms:
            table.add(form, hedge)
