"""SQL over the tables of a run: DuckDB in memory, which sees these tables and nothing else of the machine."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from hedui.errors import RunError
from hedui.report.results import require_run
from hedui.report.tables import TABLES, columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LONGEST_LINE = 1 << 26  # bytes of one JSON line, that is of an article with its text
PATIENCE = 120.0  # seconds that an answer may take
_PIECE = 1000
_EVIDENCE = """CREATE VIEW evidence AS SELECT finding, side, unnest(sides[side]) AS claim FROM (
  SELECT id AS finding, sides, unnest(generate_series(1, len(sides))) AS side FROM findings)"""
# Set when the tables are in: from then on no file, network, extension or Python variable can be reached.
_LOCKS = (
    "SET enable_external_access = false",
    "SET allow_community_extensions = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET python_enable_replacements = false",
    "SET lock_configuration = true",
)


@contextmanager
def asked(folder: Path, sql: str) -> Iterator[tuple[list[str], Iterator[Sequence[object]]]]:
    """The columns and the rows of one question to the results in a folder: articles, claims, findings, rejects.

    The view `evidence` (finding, side, claim) joins findings and claims.  Each name of a column stands once (id,
    id_1).  Raises RunError where DuckDB is not installed, the folder holds no run, the question is no single
    SELECT, or DuckDB cannot answer it in time.
    """
    require_run(folder)
    try:
        import duckdb
    except ImportError as error:
        raise RunError("查询需要 DuckDB，请先运行 pip install 'hedui[tables]'。") from error
    with duckdb.connect(":memory:") as base:
        try:
            for name in _named(sql):
                _load(base, folder, name)
                if name == "findings":
                    base.execute(_EVIDENCE)
            for lock in _LOCKS:
                base.execute(lock)
        except duckdb.Error as error:
            raise RunError(f"{folder} 里的结果读不出来：{_first(error)}请重新执行 hedui run。") from error
        clock = Timer(PATIENCE, base.interrupt)
        clock.daemon = True
        clock.start()
        try:
            yield _distinct(_asked(base, sql)), _rows(base)
        except duckdb.InterruptException as error:
            raise RunError(f"查询超过 {PATIENCE:.0f} 秒，已停止。请缩小范围。") from error
        except duckdb.Error as error:
            raise RunError(f"这条 SQL 无法执行：{_first(error)}表有 {'、'.join(TABLES)}、evidence。") from error
        finally:
            clock.cancel()


def _named(sql: str) -> list[str]:
    """The tables that a question names, all where it names none (SHOW TABLES)."""
    names = {"findings": "findings|evidence"}
    found = [name for name in TABLES if re.search(rf"\b(?:{names.get(name, name)})\b", sql, re.IGNORECASE)]
    return found or list(TABLES)


def _load(base: "DuckDBPyConnection", folder: Path, name: str) -> None:
    defined = ", ".join(f'"{c.name}" {c.duckdb}' for c in columns(name))
    base.execute(f"CREATE TABLE {name} ({defined})")
    path = folder / f"{name}.jsonl"
    if path.is_file() and path.stat().st_size:
        longest = LONGEST_LINE if name == "articles" else LONGEST_LINE // 4
        base.execute(
            f"INSERT INTO {name} BY NAME SELECT * FROM read_json(?, format = 'newline_delimited', "
            "columns = ?, maximum_object_size = ?)",
            [str(path), {c.name: c.duckdb for c in columns(name)}, longest],
        )


def _asked(base: "DuckDBPyConnection", sql: str) -> list[str]:
    """Puts the question; the columns of the answer, whose rows wait in the connection."""
    import duckdb

    statements = base.extract_statements(sql)
    allowed = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
    if len(statements) != 1 or statements[0].type not in allowed:
        raise RunError("只能查询：请给出一条 SELECT 语句。")
    base.execute(statements[0].query)
    return [str(column[0]) for column in base.description or ()]


def _rows(base: "DuckDBPyConnection") -> Iterator[Sequence[object]]:
    while piece := base.fetchmany(_PIECE):
        yield from piece


def _distinct(names: list[str]) -> list[str]:
    kept: list[str] = []
    for name in names:
        number, free = 1, name
        while free in kept:
            free, number = f"{name}_{number}", number + 1
        kept.append(free)
    return kept


def _first(error: Exception) -> str:
    """DuckDB's own words with the place, without the copy of the whole question."""
    said = " ".join(str(error).split("LINE 1:")[0].split())
    return f"{said[:500].rstrip('。.!')}。"
