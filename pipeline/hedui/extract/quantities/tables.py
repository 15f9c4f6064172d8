"""The lexicon's units, currencies and hedges as tables that find the longest form at a place of the text."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

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


class Hedge(NamedTuple):
    """The side a hedge gives, and the characters before it that make it another word."""

    bound: str
    not_after: frozenset[str] = frozenset()
    round: bool = False
    measures: bool = False


class Forms(Generic[T]):
    """Spellings with what they mean; the longest one wins."""

    def __init__(self, *, backward: bool = False) -> None:
        self._backward = backward
        self._rows: dict[str, list[tuple[str, T]]] = {}

    def add(self, form: str, value: T) -> None:
        """Adds a spelling; an earlier row with the same spelling stays in force."""
        rows = self._rows.setdefault(form[-1] if self._backward else form[0], [])
        if all(known != form for known, _ in rows):
            rows.append((form, value))
            rows.sort(key=lambda row: -len(row[0]))

    def at(self, text: str, start: int) -> tuple[T, int] | None:
        """The longest form that begins here, with its end."""
        for form, value in self._rows.get(text[start : start + 1], ()):
            if text.startswith(form, start):
                return value, start + len(form)
        return None

    def all_at(self, text: str, start: int) -> list[tuple[T, int]]:
        """All forms that begin here, the longest first."""
        rows = self._rows.get(text[start : start + 1], ())
        return [(value, start + len(form)) for form, value in rows if text.startswith(form, start)]

    def before(self, text: str, end: int) -> tuple[T, int] | None:
        """The longest form that ends here, with its start."""
        for form, value in self._rows.get(text[end - 1 : end], ()) if end else ():
            if text.endswith(form, 0, end):
                return value, end - len(form)
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
    homes: dict[str, tuple[str, ...]]


_CACHE: dict[str, Tables] = {}


def tables_of(lexicon: Lexicon) -> Tables:
    """The tables of a lexicon, built once."""
    tables = _CACHE.get(lexicon.digest)
    if tables is None:
        tables = _CACHE[lexicon.digest] = _build(lexicon)
    return tables


def _build(lexicon: Lexicon) -> Tables:
    homes = {row.id: row.home for row in lexicon.currencies if row.home}
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
        tables.units.add(form, Unit(form if row.id == "*" else row.id, row.dimension, None, False, row.not_before))


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
    hedge = Hedge(row.bound, frozenset(row.not_after), row.round, row.measures)
    places = ((tables.before, row.before), (tables.inside, row.inside), (tables.after, row.after))
    for table, forms in (*places, (tables.apart, row.apart)):
        for form in forms:
            table.add(form, hedge)
