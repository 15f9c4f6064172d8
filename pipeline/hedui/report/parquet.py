"""The tables of a run as Parquet files, for DuckDB, Spark, pandas and the like."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from hedui.disk import replacing
from hedui.errors import RunError
from hedui.report.results import Results
from hedui.report.tables import TABLES, Column, columns

if TYPE_CHECKING:
    import pyarrow

GROUP = 50_000  # rows of a row group: what is in memory at once besides the results


def write_parquet(results: Results, folder: Path) -> list[Path]:
    """articles.parquet, claims.parquet, findings.parquet and rejects.parquet, each replaced in one step.

    The columns are those of the JSON lines, lists stay lists; the same results give the same bytes.  Raises
    RunError where pyarrow is not installed or the folder cannot be written.
    """
    return [_write(folder / f"{name}.parquet", name, getattr(results, name)) for name in TABLES]


def _write(path: Path, name: str, rows: Sequence[Struct]) -> Path:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise RunError("写 Parquet 需要 pyarrow，请先运行 pip install 'hedui[tables]'。") from error
    schema = arrow_schema(name)
    with (
        replacing(path) as file,
        pyarrow.parquet.ParquetWriter(file, schema, compression="zstd", version="2.6") as writer,
    ):
        for table in arrow_tables(name, rows):
            writer.write_table(table)
    return path


def arrow_tables(name: str, rows: Iterable[Struct]) -> "Iterator[pyarrow.Table]":
    """The rows of a table as Arrow tables of bounded size."""
    import pyarrow

    for group in _groups(rows):
        yield pyarrow.Table.from_pylist([_plain(row, name) for row in group], schema=arrow_schema(name))


def _plain(row: Struct, name: str) -> dict[str, object]:
    cells: dict[str, object] = msgspec.to_builtins(row)
    texts = {c.name: msgspec.json.encode(cells[c.name]).decode() for c in columns(name) if c.document}
    return cells | texts


def arrow_schema(name: str) -> "pyarrow.Schema":
    """The columns of a table as an Arrow schema."""
    import pyarrow

    scalars = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}

    def kind(column: Column) -> "pyarrow.DataType":
        made = scalars[column.scalar]
        for _ in range(column.lists):
            made = pyarrow.list_(made)
        return made

    return pyarrow.schema([pyarrow.field(c.name, kind(c), nullable=not c.needed) for c in columns(name)])


def _groups(rows: Iterable[Struct]) -> Iterator[list[Struct]]:
    here = iter(rows)
    while group := list(islice(here, GROUP)):
        yield group
