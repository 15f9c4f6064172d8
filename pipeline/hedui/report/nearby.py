"""Which articles of a run are about the same as a draft: an index on disk, beside the tables of the run.

    .nearby.sqlite    names and specific figures -> articles, and where the lines of an article stand in the tables

A draft is held against the articles that share a name or a figure with it; the others cannot contradict it.  The
index is made with the run, and made again where it does not fit the tables.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec
from msgspec import Struct

from hedui.errors import RunError
from hedui.report.results import ARTICLES, CLAIMS, ArticleRow, ClaimRow

INDEX = ".nearby.sqlite"
SPECIFIC_DIGITS = 3
# Two names may be one when one of them holds the other and is no shorter than this.
LEAST_NAME = 2
_SCHEMA = """
CREATE TABLE made_for (stamp TEXT NOT NULL);
CREATE TABLE articles (number INTEGER PRIMARY KEY, id TEXT NOT NULL, line INTEGER NOT NULL,
  claims INTEGER NOT NULL, size INTEGER NOT NULL);
CREATE TABLE shared (key TEXT NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (key, article)) WITHOUT ROWID;
"""
_SOME = 20_000  # rows written at once
RowT = TypeVar("RowT", bound=Struct)


class _Named(Struct, frozen=True):
    id: str


class _Told(Struct, frozen=True):
    """What of a claim it can be found by."""

    article: str
    unit: str
    entity: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """An article of a run, with its claims."""

    article: ArticleRow
    claims: tuple[ClaimRow, ...]


def keys_of(entity: str | None, unit: str, value: str | None) -> Iterator[str]:
    """What a claim can be found by: its entity, and its unit with its digits where these are specific."""
    if entity:
        yield f"@{entity}"
    try:
        number = Decimal(value or "")
    except InvalidOperation:
        return
    if number.is_finite():
        digits = "".join(str(digit) for digit in number.as_tuple().digits).strip("0")
        if len(digits) >= SPECIFIC_DIGITS:
            yield f"{unit} {digits}"


def near(folder: Path, claims: Iterable[ClaimRow], most: int) -> Iterator[Near]:
    """The articles that share most with these claims, rare names and figures before frequent ones."""
    with closing(_opened(folder)) as base:
        scores: dict[int, float] = {}
        for key in sorted(_wanted(base, claims)):
            found = [number for (number,) in base.execute("SELECT article FROM shared WHERE key = ?", (key,))]
            for number in found:
                scores[number] = scores.get(number, 0.0) + 1 / len(found)
        ranked = sorted(scores, key=lambda number: (-scores[number], number))[:most]
        with (folder / ARTICLES).open("rb") as articles, (folder / CLAIMS).open("rb") as lines:
            for number in sorted(ranked):
                row = base.execute("SELECT line, claims, size FROM articles WHERE number = ?", (number,))
                yield _read(articles, lines, row.fetchone())


def write_index(folder: Path) -> None:
    """Makes the index of the tables in a folder, in place of an older one.  Raises RunError where it cannot."""
    path = folder / INDEX
    beside = path.with_name(f"{INDEX}.{os.getpid()}")
    try:
        with suppress(FileNotFoundError):
            beside.unlink()
        with closing(sqlite3.connect(beside, isolation_level=None)) as base:
            base.execute("PRAGMA journal_mode = OFF")
            base.execute("PRAGMA synchronous = OFF")
            base.executescript(_SCHEMA)
            base.execute("BEGIN")
            _fill(base, folder)
            base.execute("INSERT INTO made_for VALUES (?)", (_stamp(folder),))
            base.execute("COMMIT")
        beside.replace(path)
    except (OSError, sqlite3.Error, msgspec.DecodeError) as error:
        beside.unlink(missing_ok=True)
        raise RunError(f"{folder} 里的索引 {INDEX} 写不成:{error}。请检查磁盘空间。") from error


def _opened(folder: Path) -> sqlite3.Connection:
    if not _fits(folder):
        write_index(folder)
    return sqlite3.connect((folder / INDEX).resolve().as_uri() + "?mode=ro", uri=True)


def _fits(folder: Path) -> bool:
    if not (folder / INDEX).is_file():
        return False
    with suppress(sqlite3.Error), closing(sqlite3.connect(folder / INDEX)) as base:
        return bool(base.execute("SELECT stamp FROM made_for").fetchone() == (_stamp(folder),))
    return False


def _stamp(folder: Path) -> str:
    """What tells the tables of one run from those of another."""
    known = [(folder / name).stat() for name in (ARTICLES, CLAIMS)]
    return " ".join(f"{one.st_size} {one.st_mtime_ns}" for one in known)


def _fill(base: sqlite3.Connection, folder: Path) -> None:
    places = _claim_places(base, folder)
    decode = msgspec.json.Decoder(_Named).decode
    rows, at = [], 0
    with (folder / ARTICLES).open("rb") as lines:
        for line in lines:
            name = decode(line).id
            if name in places:
                number, first, size = places[name]
                rows.append((number, name, at, first, size))
            at += len(line)
    base.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", rows)


def _claim_places(base: sqlite3.Connection, folder: Path) -> Mapping[str, tuple[int, int, int]]:
    """Writes what claims can be found by; the number of each article, and its range of bytes in claims.jsonl."""
    decode = msgspec.json.Decoder(_Told).decode
    places: dict[str, tuple[int, int, int]] = {}
    waiting: set[tuple[str, int]] = set()
    at = 0
    with (folder / CLAIMS).open("rb") as lines:
        for line in lines:
            told = decode(line)
            number, first, size = places.get(told.article, (len(places) + 1, at, 0))
            places[told.article] = (number, first, size + len(line))
            waiting.update((key, number) for key in keys_of(told.entity, told.unit, told.value))
            if len(waiting) > _SOME:
                base.executemany("INSERT OR IGNORE INTO shared VALUES (?, ?)", waiting)
                waiting.clear()
            at += len(line)
    base.executemany("INSERT OR IGNORE INTO shared VALUES (?, ?)", waiting)
    return places


def _wanted(base: sqlite3.Connection, claims: Iterable[ClaimRow]) -> set[str]:
    """The keys of these claims, and the names of the run that hold one of theirs or are held by it."""
    wanted = {key for claim in claims for key in keys_of(claim.entity, claim.unit, claim.value)}
    mine = {key[1:] for key in wanted if key.startswith("@") and len(key) > LEAST_NAME}
    for (key,) in base.execute("SELECT DISTINCT key FROM shared WHERE key >= '@' AND key < 'A'"):
        name = key[1:]
        if len(name) >= LEAST_NAME and any(name in other or other in name for other in mine):
            wanted.add(key)
    return wanted


def _read(articles: BinaryIO, claims: BinaryIO, place: tuple[int, int, int]) -> Near:
    line, first, size = place
    articles.seek(line)
    claims.seek(first)
    article = msgspec.json.decode(articles.readline(), type=ArticleRow)
    decode = msgspec.json.Decoder(ClaimRow).decode
    return Near(article, tuple(map(decode, claims.read(size).splitlines())))
