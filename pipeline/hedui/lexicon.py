"""Reads and checks data/ once into one frozen Lexicon.  Words are data: a careful analyst adds a row here.

Every row is validated: an unknown key, a missing one, a float where an exact number belongs, a traditional
character, or one surface form in two rows stops the run with the file, the line and what to do.
A user's own folder (`--lexicon DIR`) holds files of the same names, whose rows are added to the shipped ones; a
unit, currency or metric with the id of a shipped one adds its words to that.
"""

import csv
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from hedui.errors import LexiconError
from hedui.tomlfiles import no_float, parse_toml

DATA = Path(__file__).parent / "data"


class UnitRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A unit or measure word: `forms` are its spellings, `factor` brings it to `base` for comparison.

    With id "*" each form is a unit of its own.  A form followed by a character of `not_before` is another word
    (三成立 is no 三成).  `cues` are words before a number without a unit that give it (规模7.2), `nouns` words
    right behind it that do (2.6万考生); neither becomes part of the figure.  `not_with` are numerals that make
    another word with a form (十分重要, 百度, 一起).
    """

    id: str
    dimension: str
    forms: tuple[str, ...]
    base: str | None = None
    factor: Decimal = Decimal(1)
    not_before: str = ""
    cues: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()


class CurrencyRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A currency: ISO 4217 code and spellings; `open` spellings (元, 块) wait for the document to decide.

    `minor` coins are a part of the unit (角 is 0.1); `home` words show that an article's bare 元 is this currency,
    `idiom` words show it in traditional characters alone.
    """

    id: str
    forms: tuple[str, ...]
    open: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    minor: dict[str, Decimal] = {}
    home: tuple[str, ...] = ()
    idiom: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()  # words before bare numbers that name it: 以美元计


class ApproximatorRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A hedge with its side: 约 is approx, 超 more_than, 不足 less_than; it stands before or after the figure.

    `inside` stands between number and unit (600多人), `apart` before the figure with words between (约占净利润的
    44.7%).  `not_after` are endings before a hedge that make it part of another word (合约3年), but for those of
    `but_after` (综合约3年).  `round`: before a round number alone (上百人); `measures`: behind a measure (三年多).
    """

    bound: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    round: bool = False
    measures: bool = False
    not_after: tuple[str, ...] = ()
    but_after: tuple[str, ...] = ()


class MetricRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A metric: canonical name, synonyms in all regional wordings, dimension, flow or stock.

    `kin` are measures of their own that differ from this one in name alone (入住率 beside 出租率): each is read as
    a row of its name.  `fates` and `deeds` are what befalls the people it counts (被困) and what is done to them
    (解救); of `units` the measure word says it all (16层).  `terms` are those of the synonyms that are names by
    themselves: a claim bears the one that the text has (住房率), the cross-check takes it for the metric.
    """

    id: str
    dimension: str
    synonyms: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    fates: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    flow: bool = True

    def called(self, form: str) -> str:
        """The name of a claim whose text has this form: a term is its own, any other the metric's."""
        return form if form in self.terms else self.id


class ChangeRow(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that make growth, share or rank of a metric: `kind` is basis, direction, share or rank."""

    kind: str
    forms: tuple[str, ...]
    suffix: str = ""
    change: str | None = None  # increase decrease


class NoiseRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern of damage or boilerplate, what replaces it, why, and an example that shows it.

    A `line` pattern is tried only where a line begins.
    """

    id: str
    pattern: str
    reason: str
    example: str
    replacement: str = ""
    result: str = ""
    line: bool = False


class EntityRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A well-known name with its label and its aliases (a|b|c in the CSV)."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


class NameWordsRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A list of words around names (titles, legal tails, what is no name), by its id."""

    id: str
    forms: tuple[str, ...]


class WordRow(Struct, frozen=True, forbid_unknown_fields=True):
    """Words around a figure that change how it is meant: 预计 makes a forecast, 归母 is a scope.

    Of an event, `of` says whose it can be (labels of names), `takes` which words must follow in its clause.
    """

    role: str
    forms: tuple[str, ...]
    name: str | None = None
    of: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


class HolidayRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A holiday or season: its day by the solar or lunar calendar or by weekday, and its days off year by year."""

    id: str
    forms: tuple[str, ...]
    solar: str | None = None
    lunar: str | None = None
    nth: tuple[int, int, int] | None = None
    sun: int | None = None  # longitude of the sun, for solar terms
    until: str | None = None
    breaks: tuple[str, ...] = ()
    sales: bool = False  # a day whose sales begin weeks before it


class GamesRow(Struct, frozen=True, forbid_unknown_fields=True):
    """Games held again and again, and their editions: number, host (names parted by /), first and last day."""

    id: str
    forms: tuple[str, ...]
    editions: tuple[tuple[int, str, date, date], ...] = ()


class EraRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A reign that counts years, and the Gregorian year of its first."""

    name: str
    first: int


class LunarRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A lunar year: its first day, its leap month (0: none), and which months have thirty days."""

    year: int
    first: date
    leap: int
    long: str


Row = (
    UnitRow
    | CurrencyRow
    | ApproximatorRow
    | MetricRow
    | ChangeRow
    | NoiseRow
    | EntityRow
    | NameWordsRow
    | WordRow
    | HolidayRow
    | LunarRow
    | EraRow
    | GamesRow
)
RowT = TypeVar("RowT", bound=Struct)
_NAMES = ("entities.csv", "places.csv", "listings.csv")  # the first row of a form wins
_FILES = frozenset(path.name for path in DATA.iterdir() if path.suffix in (".toml", ".csv")) - {
    "wordlists.toml",
    "relations.toml",
    "verbs.toml",
    "told.toml",
}
_EXTENDED = (UnitRow, CurrencyRow, MetricRow, GamesRow)
# What a metric can be of besides the dimensions of the units.
_UNITLESS = frozenset({"money", "amount", "ratio", "permille", "date"})
_UNKNOWN_FIELD = re.compile(r"unknown field `(\w{1,40})`")
_MISSING_FIELD = re.compile(r"missing required field `(\w{1,40})`")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rows of data/, shipped and the user's own, and a digest of them for the record of a run."""

    units: tuple[UnitRow, ...]
    currencies: tuple[CurrencyRow, ...]
    approximators: tuple[ApproximatorRow, ...]
    metrics: tuple[MetricRow, ...]
    changes: tuple[ChangeRow, ...]
    noise: tuple[NoiseRow, ...]
    entities: tuple[EntityRow, ...]
    words: tuple[WordRow, ...]
    digest: str
    names: tuple[NameWordsRow, ...] = ()
    holidays: tuple[HolidayRow, ...] = ()
    lunar: tuple[LunarRow, ...] = ()
    eras: tuple[EraRow, ...] = ()
    games: tuple[GamesRow, ...] = ()

    def __hash__(self) -> int:
        """By the digest: tables made from a lexicon are kept by it, and hashing all its rows would take longer."""
        return hash(self.digest)


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """The shipped lexicon, with the rows of a user's folder added.

    Raises LexiconError with file and line when a row is wrong, the folder does not exist, holds no list, or a file
    of it is none of ours.
    """
    if folder is not None:
        if not folder.is_dir():
            raise LexiconError(f"词表目录不存在：{folder}。请用 --lexicon 指定一个目录。")
        lists = sorted(path for path in folder.iterdir() if path.suffix in (".toml", ".csv"))
        if odd := next((path for path in lists if path.name not in _FILES), None if lists else folder):
            raise LexiconError(f"{odd}：没有这种词表。可用的文件名：{' '.join(sorted(_FILES))}。")
    return _load(folder)


@lru_cache(maxsize=4)
def _load(folder: Path | None) -> Lexicon:
    folders = [DATA] if folder is None else [DATA, folder]
    units = _table(folders, "units.toml", "unit", UnitRow)
    metrics = _table(folders, "metrics.toml", "metric", MetricRow)
    _of_known_dimensions(metrics, {row.dimension for row in units} | _UNITLESS)
    return Lexicon(
        units=units,
        currencies=_table(folders, "currencies.toml", "currency", CurrencyRow),
        approximators=_table(folders, "approximators.toml", "approximator", ApproximatorRow),
        metrics=tuple(_with_kin(metrics)),
        changes=_table(folders, "changes.toml", "change", ChangeRow),
        noise=_table(folders, "noise.toml", "noise", NoiseRow),
        entities=tuple(_entities(folders)),
        words=_table(folders, "wording.toml", "word", WordRow),
        digest=_digest(folders),
        names=_table(folders, "names.toml", "names", NameWordsRow),
        holidays=_table(folders, "holidays.toml", "holiday", HolidayRow),
        lunar=_table(folders, "lunar.toml", "lunar", LunarRow),
        eras=_table(folders, "eras.toml", "era", EraRow),
        games=_table(folders, "games.toml", "games", GamesRow),
    )


def _table(folders: Iterable[Path], name: str, key: str, kind: type[RowT]) -> tuple[RowT, ...]:
    rows: list[RowT] = []
    for path in (folder / name for folder in folders):
        known = {row.id: place for place, row in enumerate(rows) if isinstance(row, _EXTENDED)}
        for row in _toml_rows(path, key, kind) if path.is_file() else ():
            if isinstance(row, _EXTENDED) and row.id in known:
                rows[known[row.id]] = _with_words_of(row, rows[known[row.id]])
            else:
                rows.append(row)
    return tuple(rows)


def _with_words_of(more: Struct, row: RowT) -> RowT:
    """The row with the words that another of its id has besides."""
    fields = msgspec.structs.asdict(row)
    lists = {name: (*words, *getattr(more, name)) for name, words in fields.items() if isinstance(words, tuple)}
    return msgspec.structs.replace(row, **{name: tuple(dict.fromkeys(words)) for name, words in lists.items()})


def _of_known_dimensions(metrics: Iterable[MetricRow], known: Collection[str]) -> None:
    for row in metrics:
        if row.dimension not in known:
            raise LexiconError(
                f"metrics.toml：指标 {row.id!r} 的 dimension {row.dimension!r} 不是任何单位的量纲。"
                f"可用：{' '.join(sorted(known))}。"
            )


def _toml_rows(path: Path, key: str, kind: type[RowT]) -> Iterator[RowT]:
    text = path.read_text(encoding="utf-8")
    try:
        raw = parse_toml(text, path) if path.parent == DATA else tomllib.loads(text, parse_float=no_float)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise LexiconError(f"{path}：不是有效的 TOML：{error}。") from error
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == f"[[{key}]]"]
    unknown = sorted(set(raw) - {key})
    if unknown:
        raise LexiconError(f"{path}：未知的表 {unknown[0]!r}，此文件只含 [[{key}]]。")
    seen: dict[str, int] = {}
    for number, row in zip(lines, raw.get(key, ()), strict=True):
        checked = _checked(row, kind, f"{path}:{number}")
        if isinstance(checked, MetricRow):
            _once(checked, number, seen, path)
        yield checked


def _once(row: MetricRow, number: int, seen: dict[str, int], path: Path) -> None:
    """One spelling names one metric, and a term is one of its spellings."""
    for form in row.terms:
        if form not in row.synonyms:
            raise LexiconError(f"{path}:{number}：terms 中的 {form!r} 不在 synonyms 里，请在 synonyms 里也写上。")
    for form in dict.fromkeys((row.id, *row.synonyms, *row.kin)):
        if form in seen:
            raise LexiconError(f"{path}:{number}：{form!r} 已见于第 {seen[form]} 行，请只保留一处。")
        seen[form] = number


def _with_kin(rows: Iterable[MetricRow]) -> Iterator[MetricRow]:
    """The rows, and one for each of their kin."""
    for row in rows:
        yield row
        yield from (MetricRow(id=name, dimension=row.dimension, flow=row.flow) for name in row.kin)


def _checked(row: Mapping[str, object], kind: type[RowT], where: str) -> RowT:
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError as error:
        raise LexiconError(f"{where}：此行有误：{_reason(str(error), kind)}。") from error


def _reason(error: str, kind: type[Struct]) -> str:
    if found := _UNKNOWN_FIELD.search(error):
        return f"没有字段 {found[1]}，可用的字段：{' '.join(kind.__struct_fields__)}"
    found = _MISSING_FIELD.search(error)
    return f"缺少字段 {found[1]}" if found else error


def _entities(folders: Iterable[Path]) -> Iterator[EntityRow]:
    for path in (folder / name for folder in folders for name in _NAMES):
        if not path.is_file():
            continue
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            for row in reader:
                lists = {
                    key: [part for part in (row.pop(key, "") or "").split("|") if part]
                    for key in ("aliases", "codes")
                }
                yield _checked({**row, **lists}, EntityRow, f"{path}:{reader.line_num}")


def _digest(folders: Sequence[Path]) -> str:
    total = sha256()
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.is_file()):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()
