"""Files of many articles with named fields: .json, .csv, .parquet."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

import msgspec

from hedui.errors import ArticleError
from hedui.model import Article, Reject
from hedui.readers.encodings import decoded, encoding_of
from hedui.readers.records import Told, articles_told, field, told_by, why_not_json
from hedui.readers.source import MEGABYTE, Source

_HEAD = 200_000  # bytes by which the encoding is known
# Where an export wraps its articles: {"articles": [...]}.
_WRAPS = ("articles", "data", "items", "results", "rows", "文章")


def read_json(source: Source) -> Iterator[Article | Reject]:
    """The articles of a JSON file: a list of objects, such a list inside an object, or one object."""
    data = source.data(source.limits.table)
    try:
        found = msgspec.json.decode(decoded(data))
    except (msgspec.DecodeError, RecursionError) as error:
        raise ArticleError(f"不是有效的 JSON{why_not_json(data, error)}。") from error
    if isinstance(found, dict) and field(found, "text") is None:
        found = next((found[name] for name in _WRAPS if isinstance(found.get(name), list)), [found])
    yield from table_articles(source, found if isinstance(found, list) else [found])


def read_csv(source: Source) -> Iterator[Article | Reject]:
    """The articles of a CSV or TSV file whose first row names the fields, a row in memory at a time."""
    csv.field_size_limit(source.limits.article)
    with source.open() as file:
        head = file.read(_HEAD)
        if not head:
            raise ArticleError("文件是空的。")
        whole = len(head) < _HEAD
        encoding = encoding_of(head if whole else head[: head.rfind(b"\n") + 1] or head)
    first = head.decode(encoding, "ignore").partition("\n")[0]
    mark = "\t" if "\t" in first and "," not in first else ","
    try:
        with source.open() as file:
            yield from table_articles(source, csv.DictReader(_lines(file, encoding, source), delimiter=mark))
    except csv.Error as error:
        raise ArticleError(f"不是有效的 CSV：{error}。") from error
    except UnicodeDecodeError as error:
        raise ArticleError(f"CSV 读到某一行起不再是 {encoding} 编码（{error.reason}），后面的没有读。") from error


def _lines(file: BinaryIO, encoding: str, source: Source) -> Iterator[str]:
    """The lines as text.  Raises ArticleError for one beyond the limit, and for NUL in the one of the names."""
    limit = source.limits.article
    # In the other encodings no character has the byte of a line's end, and a bad line spoils no other.
    wide = io.TextIOWrapper(file, encoding, newline="") if encoding[:6] in ("utf-16", "utf-32") else None
    named = False
    while line := wide.readline(limit) if wide else file.readline(limit):
        if len(line) >= limit:
            raise ArticleError(f"CSV 里有一行超过 {limit / MEGABYTE:g} MB 的上限。")
        text = line.decode(encoding) if isinstance(line, bytes) else line
        if "\0" in text and not named:
            raise ArticleError("含有空字符（NUL），像是二进制文件，不是文本。")
        named = True
        yield text


def read_parquet(source: Source) -> Iterator[Article | Reject]:
    """The articles of a Parquet file, a few rows in memory at a time."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ArticleError("读 .parquet 需要 pyarrow，请先运行 pip install 'hedui[tables]'。") from error
    with source.open() as file:
        try:
            table = pyarrow.parquet.ParquetFile(file)
            rows = (row for batch in table.iter_batches(batch_size=200) for row in batch.to_pylist())
            yield from table_articles(source, rows)
        except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
            raise ArticleError(f"不是有效的 Parquet 文件：{str(error)[:200]}。") from error


def table_articles(source: Source, rows: Iterable[object]) -> Iterator[Article | Reject]:
    """The articles of a table's rows.  Raises ArticleError where there is none, or none with a text."""
    yield from articles_told(source, _numbered(source, rows))


def _numbered(source: Source, rows: Iterable[object]) -> Iterator[tuple[int, Told]]:
    number = 0
    for number, row in enumerate(rows, 1):
        text = field(row, "text") if isinstance(row, Mapping) else None
        if not isinstance(row, Mapping):
            yield number, ArticleError("这一条不是带字段的对象。")
        elif isinstance(text, str) and len(text) > source.limits.article:
            yield number, ArticleError(f"正文超过 {source.limits.article / MEGABYTE:g} MB 的上限。")
        else:
            yield number, told_by({name: row[name] for name in row if isinstance(name, str) and name})
    if not number:
        raise ArticleError("没有文章。")
