"""Files of many articles with named fields: .json, .csv, .parquet, .xlsx."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from zipfile import BadZipFile

import msgspec

from hedui.errors import ArticleError
from hedui.model import Article, Reject
from hedui.readers.encodings import decoded
from hedui.readers.records import article_of, field, why_not_json
from hedui.readers.source import Source

# Where an export wraps its articles: {"articles": [...]}.
_WRAPS = ("articles", "data", "items", "results", "rows", "文章")


def read_json(source: Source) -> Iterator[Article | Reject]:
    """The articles of a JSON file: a list of objects, such a list inside an object, or one object."""
    data = source.data()
    try:
        found = msgspec.json.decode(decoded(data))
    except (msgspec.DecodeError, RecursionError) as error:
        raise ArticleError(f"不是有效的 JSON{why_not_json(data, error)}。") from error
    if isinstance(found, dict) and field(found, "text") is None:
        found = next((found[name] for name in _WRAPS if isinstance(found.get(name), list)), [found])
    yield from _articles(source, found if isinstance(found, list) else [found])


def read_csv(source: Source) -> Iterator[Article | Reject]:
    """The articles of a CSV or TSV file whose first row names the fields."""
    text = decoded(source.data())
    csv.field_size_limit(source.limits.article)
    first = text.partition("\n")[0]
    mark = "\t" if "\t" in first and "," not in first else ","
    try:
        yield from _articles(source, csv.DictReader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise ArticleError(f"不是有效的 CSV:{error}。") from error


def read_parquet(source: Source) -> Iterator[Article | Reject]:
    """The articles of a Parquet file, a few rows in memory at a time."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ArticleError("读 .parquet 需要 pyarrow,请先运行 pip install 'hedui[tables]'。") from error
    with source.open() as file:
        try:
            table = pyarrow.parquet.ParquetFile(file)
            rows = (row for batch in table.iter_batches(batch_size=200) for row in batch.to_pylist())
            yield from _articles(source, rows)
        except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
            raise ArticleError(f"不是有效的 Parquet 文件:{str(error)[:200]}。") from error


def read_xlsx(source: Source) -> Iterator[Article | Reject]:
    """The articles of the first sheet of a workbook whose first row names the fields.  Formulas are not run."""
    try:
        import openpyxl
    except ImportError as error:
        raise ArticleError("读 .xlsx 需要 openpyxl,请先运行 pip install 'hedui[tables]'。") from error
    try:
        book = openpyxl.load_workbook(io.BytesIO(source.data()), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        names = [str(name or "").strip() for name in next(rows, ())]
        yield from _articles(source, (dict(zip(names, row, strict=False)) for row in rows if any(row)))
    except (BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise ArticleError(f"不是有效的 .xlsx 文件:{error}。") from error


def _articles(source: Source, rows: Iterable[object]) -> Iterator[Article | Reject]:
    """An article or a reject for every row; one reject where no row at all has a text."""
    empty, count = True, 0
    for count, row in enumerate(rows, 1):
        where = f"{source.name}:{count}"
        try:
            if not isinstance(row, Mapping):
                raise ArticleError("这一条不是带字段的对象。")
            if field(row, "text") is not None:
                empty = False
            yield article_of({name: value for name, value in row.items() if isinstance(name, str) and name})
        except ArticleError as error:
            if not empty:
                yield Reject(where, where, str(error))
    if empty:
        raise ArticleError("没有一条有 text 字段,不是文章文件。" if count else "没有文章。")
