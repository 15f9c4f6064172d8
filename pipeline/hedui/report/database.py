"""The results as an SQLite database (it opens in Datasette) and as Parquet, row for row, and SQL over them."""

import io
import sqlite3
import types
import typing
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from hedui.errors import RunError
from hedui.report.results import ArticleRow, ClaimRow, FindingRow, RejectRow, Results

_TABLES: dict[str, type[Struct]] = {
    "articles": ArticleRow,
    "claims": ClaimRow,
    "findings": FindingRow,
    "rejects": RejectRow,
}
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_STEPS = 200_000_000  # of SQLite's machine, some tens of seconds


def sqlite(results: Results, language: str) -> bytes:
    """The four tables, and `evidence`, which joins findings to their claims, as the bytes of a database."""
    with _database(results) as base:
        return base.serialize()


def parquet(results: Results, language: str) -> bytes:
    """The claims as Parquet, lists as JSON.  Raises RunError without pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise RunError("写 Parquet 需要 pyarrow,请先运行 pip install 'hedui[tables]'。") from error
    names, rows = _names(ClaimRow), results.claims
    columns = {name: pyarrow.array([_cell(getattr(row, name)) for row in rows]) for name in names}
    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), file, compression="zstd")
    return file.getvalue()


def query(results: Results, sql: str) -> tuple[list[str], list[Sequence[object]]]:
    """Column names and rows of one SELECT over the tables.  Raises RunError where it is none, or takes too long.

    Values are text, exact: CAST(value AS REAL) compares them as numbers.
    """
    with _database(results) as base:
        base.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY)
        base.set_progress_handler(lambda: 1, _STEPS)
        try:
            found = base.execute(sql)
            return [column[0] for column in found.description or ()], found.fetchall()
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise RunError(f"查询不成:{error}。只能用一条 SELECT,表有 {' '.join(_TABLES)} evidence。") from error


def _database(results: Results) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    held: dict[str, Iterable[Struct]] = {name: getattr(results, name) for name in _TABLES}
    for name, kind in _TABLES.items():
        names = _names(kind)
        columns = ", ".join(f'"{field}" {_affinity(kind, field)}' for field in names)
        base.execute(f'CREATE TABLE "{name}" ({columns})')
        marks = ", ".join("?" * len(names))
        rows = ([_cell(getattr(row, field)) for field in names] for row in held[name])
        base.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
    base.execute("CREATE TABLE evidence (finding TEXT, side INTEGER, claim TEXT)")
    base.executemany("INSERT INTO evidence VALUES (?, ?, ?)", _evidence(results))
    base.commit()
    return base


def _evidence(results: Results) -> Iterator[tuple[str, int, str]]:
    for finding in results.findings:
        for number, side in enumerate(finding.sides, 1):
            yield from ((finding.id, number, claim) for claim in side)


def _names(kind: type[Struct]) -> tuple[str, ...]:
    return kind.__struct_fields__


def _affinity(kind: type[Struct], field: str) -> str:
    hint: Any = typing.get_type_hints(kind)[field]
    hints = set(typing.get_args(hint)) if isinstance(hint, types.UnionType) else {hint}
    if hints & {int, bool}:
        return "INTEGER"
    return "REAL" if float in hints else "TEXT"


def _cell(value: object) -> str | int | float | None:
    if value is None or isinstance(value, str | int | float):
        return value
    return msgspec.json.encode(value).decode()
