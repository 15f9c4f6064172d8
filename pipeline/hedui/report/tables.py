"""The tables of a run: one schema for JSON lines, Parquet and SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import NoneType, UnionType
from typing import get_args, get_origin

import msgspec
from msgspec import Struct

from hedui.disk import write_whole
from hedui.report.results import RECORD, ArticleRow, ClaimRow, FindingRow, RejectRow, Results, RunRecord

TABLES: Mapping[str, type[Struct]] = {
    "articles": ArticleRow,
    "claims": ClaimRow,
    "findings": FindingRow,
    "rejects": RejectRow,
}
_SCALARS: Mapping[type, tuple[str, str]] = {  # Python -> DuckDB, SQLite
    str: ("VARCHAR", "TEXT"),
    int: ("BIGINT", "INTEGER"),
    float: ("DOUBLE", "REAL"),
    bool: ("BOOLEAN", "INTEGER"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the type of its innermost value, and how many lists are around that (0 to 2)."""

    name: str
    scalar: type
    lists: int
    needed: bool  # never null
    document: bool = False  # a list of records, which a table holds as JSON text

    @property
    def duckdb(self) -> str:
        """The type in DuckDB: VARCHAR, BIGINT[], VARCHAR[][] ..."""
        return "JSON" if self.document else _SCALARS[self.scalar][0] + "[]" * self.lists

    @property
    def sqlite(self) -> str:
        """The type in SQLite, where a list is JSON text."""
        return "TEXT" if self.lists else _SCALARS[self.scalar][1]


@lru_cache(maxsize=8)
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, in the order of the export."""
    return tuple(_column(field) for field in msgspec.structs.fields(TABLES[table]))


def _column(field: msgspec.structs.FieldInfo) -> Column:
    kind, lists = _inner(field.type), 0
    while get_origin(kind) is tuple:
        kind, lists = _inner(get_args(kind)[0]), lists + 1
    assert isinstance(kind, type), field.name
    if issubclass(kind, Struct):
        return Column(field.name, str, 0, needed=True, document=True)
    return Column(field.name, kind, lists, needed=_inner(field.type) is field.type)


def _inner(kind: object) -> object:
    """The type without its `| None`."""
    if not isinstance(kind, UnionType):
        return kind
    return next(part for part in get_args(kind) if part is not NoneType)


def write_tables(results: Results, folder: Path) -> None:
    """claims.jsonl, findings.jsonl, rejects.jsonl, articles.jsonl and run.json, each replaced in one step.

    The same results give the same bytes; only run.json holds times.
    """
    encode = msgspec.json.Encoder().encode
    for name in TABLES:
        write_whole(folder / f"{name}.jsonl", (encode(row) + b"\n" for row in getattr(results, name)))
    write_record(results.record, folder)


def write_record(record: RunRecord, folder: Path) -> None:
    """run.json, laid out for people."""
    write_whole(folder / RECORD, [msgspec.json.format(msgspec.json.encode(record), indent=2), b"\n"])
