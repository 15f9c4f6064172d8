"""The index of a run's tables, on disk beside them: what stands where, and what it can be found by.

    .nearby.sqlite    names and specific figures -> articles, claims -> articles, the bytes of an article's lines

`hedui check` finds by it the articles near a draft, and the page of a large run what it shows.  It is brought up
to date with the run, and made again where it does not fit the tables.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import accumulate, groupby, islice
from pathlib import Path

import msgspec
from msgspec import Struct

from hedui.errors import RunError
from hedui.report.results import ARTICLES, CLAIMS

INDEX = ".nearby.sqlite"
SPECIFIC_DIGITS = 3
_SCHEMA = """
CREATE TABLE made_for (stamp TEXT NOT NULL);
CREATE TABLE articles (number INTEGER PRIMARY KEY, id TEXT NOT NULL, source TEXT, dated TEXT,
  line INTEGER NOT NULL, length INTEGER NOT NULL, claims INTEGER NOT NULL, size INTEGER NOT NULL);
CREATE UNIQUE INDEX articles_by_id ON articles (id);
CREATE TABLE shared (key TEXT NOT NULL, article INTEGER NOT NULL, claims INTEGER NOT NULL,
  PRIMARY KEY (key, article)) WITHOUT ROWID;
CREATE TABLE claims (id TEXT PRIMARY KEY, article INTEGER NOT NULL, entity TEXT) WITHOUT ROWID;
"""
# Where the lines stand once some came and went: a run writes both tables in the order of the ids.
_MOVED = """UPDATE articles SET line = s.line, claims = s.claims FROM
  (SELECT number, sum(length) OVER w - length AS line, sum(size) OVER w - size AS claims FROM articles
    WINDOW w AS (ORDER BY id ROWS UNBOUNDED PRECEDING)) AS s
  WHERE s.number = articles.number AND (articles.line <> s.line OR articles.claims <> s.claims)"""
_SHARED = "INSERT INTO shared VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET claims = claims + excluded.claims"
_CLAIMED = "INSERT INTO articles (number, id, line, length, claims, size) VALUES (?, ?, 0, 0, ?, ?)"
_ARTICLE = """INSERT INTO articles (id, source, dated, line, length, claims, size) VALUES (?, ?, ?, ?, ?, 0, 0)
  ON CONFLICT DO UPDATE SET source = excluded.source, dated = excluded.dated, line = excluded.line,
    length = excluded.length"""
_SOME = 1000  # claims or articles written at once


class _Named(Struct, frozen=True):
    id: str
    source: str | None = None
    dated: str | None = None


class _Told(Struct, frozen=True):
    """What of a claim it can be found by."""

    id: str
    article: str
    unit: str
    entity: str | None = None
    metric: str | None = None
    value: str | None = None


_named, _told = msgspec.json.Decoder(_Named).decode, msgspec.json.Decoder(_Told).decode


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the tables of a run: the articles whose lines are gone, and the new lines of each."""

    before: str  # the stamp of the tables that were changed
    gone: tuple[str, ...]
    new: Mapping[str, tuple[bytes, bytes]]  # the line of the article, those of its claims


@dataclass(slots=True)
class _Rows:
    """Rows that wait to be written."""

    base: sqlite3.Connection
    shared: dict[tuple[str, int], int] = field(default_factory=dict)
    claims: list[tuple[str, int, str | None]] = field(default_factory=list)

    def add(self, number: int, told: _Told) -> None:
        """Notes a claim of an article."""
        owner = told.entity if told.entity and told.metric else None
        self.claims.append((told.id, number, owner))
        for key in keys_of(told.entity, told.unit, told.value):
            pair = (key, number)
            self.shared[pair] = self.shared.get(pair, 0) + (owner is not None)

    def write(self) -> None:
        """Writes what waits."""
        rows = ((key, number, claims) for (key, number), claims in self.shared.items())
        self.base.executemany(_SHARED, rows)
        self.base.executemany("INSERT OR IGNORE INTO claims VALUES (?, ?, ?)", self.claims)
        self.shared.clear()
        self.claims.clear()


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


def write_index(folder: Path) -> None:
    """Makes the index of the tables in a folder, in place of an older one.  Raises RunError where it cannot."""
    with _replacing(folder) as beside, closing(_connected(beside)) as base:
        base.executescript(_SCHEMA)
        base.execute("BEGIN")
        _fill(base, folder)
        base.execute("INSERT INTO made_for VALUES (?)", (stamp(folder),))
        base.execute("COMMIT")


def update_index(folder: Path, change: Change | None) -> None:
    """Brings the index up to date where it was that of the tables before; else makes it."""
    if change is None or not _fits(folder, change.before):
        if not _fits(folder, stamp(folder)):
            write_index(folder)
        return
    with _replacing(folder) as beside:
        shutil.copyfile(folder / INDEX, beside)
        with closing(_connected(beside)) as base:
            base.execute("BEGIN")
            _strike(base, {*change.gone, *change.new})
            _add(base, change.new)
            base.execute(_MOVED)
            base.execute("UPDATE made_for SET stamp = ?", (stamp(folder),))
            base.execute("COMMIT")


def opened(folder: Path) -> sqlite3.Connection:
    """The index of the tables in a folder, to be read.  Raises RunError where it has to be made and cannot."""
    if not _fits(folder, stamp(folder)):
        write_index(folder)
    return sqlite3.connect((folder / INDEX).resolve().as_uri() + "?mode=ro", uri=True)


def stamp(folder: Path) -> str:
    """What tells the tables of one run from those of another."""
    known = [(folder / name).stat() for name in (ARTICLES, CLAIMS)]
    return " ".join(f"{one.st_size} {one.st_mtime_ns}" for one in known)


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    path = folder / INDEX
    beside = path.with_name(f"{INDEX}.{os.getpid()}")
    try:
        with suppress(FileNotFoundError):
            beside.unlink()
        yield beside
        beside.replace(path)
    except (OSError, sqlite3.Error, msgspec.DecodeError) as error:
        beside.unlink(missing_ok=True)
        raise RunError(f"{folder} 里的索引 {INDEX} 写不成：{error}。请检查磁盘空间。") from error


def _connected(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("PRAGMA journal_mode = OFF")
    base.execute("PRAGMA synchronous = OFF")
    return base


def _fits(folder: Path, wanted: str) -> bool:
    if not (folder / INDEX).is_file():
        return False
    with suppress(sqlite3.Error), closing(sqlite3.connect(folder / INDEX)) as base:
        base.execute("SELECT source FROM articles LIMIT 1")
        return bool(base.execute("SELECT stamp FROM made_for").fetchone() == (wanted,))
    return False


def _fill(base: sqlite3.Connection, folder: Path) -> None:
    _fill_claims(base, folder)
    with (folder / ARTICLES).open("rb") as lines:
        at = 0
        while some := list(islice(lines, _SOME)):
            known = list(map(_named, some))
            starts = accumulate(map(len, some), initial=at)
            rows = zip(known, starts, map(len, some), strict=False)
            base.executemany(_ARTICLE, ((a.id, a.source, a.dated, start, size) for a, start, size in rows))
            at += sum(map(len, some))


def _fill_claims(base: sqlite3.Connection, folder: Path) -> None:
    """Writes what claims can be found by, and of each article with claims its range of bytes in claims.jsonl."""
    waiting, at = _Rows(base), 0
    with (folder / CLAIMS).open("rb") as lines:
        told = ((_told(line), len(line)) for line in lines)
        for number, (name, claims) in enumerate(groupby(told, key=lambda claim: claim[0].article), 1):
            size = 0
            for claim, length in claims:
                waiting.add(number, claim)
                size += length
            base.execute(_CLAIMED, (number, name, at, size))
            at += size
            if len(waiting.claims) > _SOME:
                waiting.write()
    waiting.write()


def _strike(base: sqlite3.Connection, names: Iterable[str]) -> None:
    numbers = ",".join(
        str(number)
        for name in names
        for (number,) in base.execute("SELECT number FROM articles WHERE id = ?", (name,))
    )
    for table, column in (("shared", "article"), ("claims", "article"), ("articles", "number")):
        base.execute(f"DELETE FROM {table} WHERE {column} IN ({numbers})")


def _add(base: sqlite3.Connection, new: Mapping[str, tuple[bytes, bytes]]) -> None:
    waiting = _Rows(base)
    for name, (line, claims) in new.items():
        known = _named(line)
        row = (name, known.source, known.dated, len(line), len(claims))
        made = base.execute(
            "INSERT INTO articles (id, source, dated, line, length, claims, size) VALUES (?, ?, ?, 0, ?, 0, ?)",
            row,
        )
        assert made.lastrowid is not None
        for told in map(_told, claims.splitlines()):
            waiting.add(made.lastrowid, told)
    waiting.write()
