"""Web archives, .warc and .warc.gz: every page that was answered is an article."""

import io
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import TYPE_CHECKING, BinaryIO

from hedui.errors import ArticleError
from hedui.model import Article, Reject
from hedui.readers.encodings import decoded
from hedui.readers.pages import page_row
from hedui.readers.records import article_of
from hedui.readers.source import MEGABYTE, Source

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/plain",)


def read_warc(source: Source) -> Iterator[Article | Reject]:
    """The articles of a web archive, a record in memory at a time; images, scripts and redirects are passed over.

    A page without an article, or one that is cut off, is a reject of its own; so is the rest of a damaged archive.
    """
    with source.open() as file:
        empty = True
        for record in _records(file):
            empty = False
            if isinstance(record, str):
                yield Reject(source.name, source.name, record)
            elif _kind(record) in _PAGES + _TEXTS:
                yield _article(record, source)
        if empty:
            raise ArticleError("不是有效的 WARC 文件：里面没有记录。")


def _records(file: BinaryIO) -> Iterator["ArcWarcRecord | str"]:
    """The records; a sentence where the archive cannot be read on."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    # A record without its headers shows itself in warcio as an attribute of None.
    parsing = (ArchiveLoadFailed, StatusAndHeadersParserException, AttributeError, TypeError, ValueError)
    broken = (*parsing, zlib.error, EOFError, OSError)
    try:
        records = iter(ArchiveIterator(file, check_digests=True))
        while True:
            with redirect_stderr(io.StringIO()) as remarks:  # where warcio tells of wrong lengths
                record = next(records, None)
            if "WARNING" in remarks.getvalue():
                yield "WARC 里有一条记录的长度与内容不符，它之后可能漏读。"
            if record is None:
                return
            yield record
    except broken as error:
        yield f"WARC 文件已损坏，读到这里为止：{str(error)[:100]}。"


def _kind(record: "ArcWarcRecord") -> str:
    """The type of what a record holds, empty where it is no answer of a server."""
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    if headers is None or record.rec_type not in ("response", "resource"):
        return ""
    if record.rec_type == "response" and headers.get_statuscode() != "200":
        return ""
    return str(headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _article(record: "ArcWarcRecord", source: Source) -> Article | Reject:
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    where = f"{source.name}:{url}"
    try:
        text = decoded(_payload(record, source.limits.article))
        row = page_row(text) if _kind(record) in _PAGES else {"text": text}
        return article_of(row | {"url": url or row.get("url")})
    except ArticleError as error:
        return Reject(where, where, str(error))


def _payload(record: "ArcWarcRecord", limit: int) -> bytes:
    """The body as unpacked.  Raises ArticleError where it is too big, cut off, or not what was archived."""
    try:
        data: bytes = record.content_stream().read(limit + 1)
    except (zlib.error, EOFError, OSError, ValueError) as error:
        raise ArticleError(f"网页的数据已损坏：{str(error)[:100]}。") from error
    if len(data) > limit:
        raise ArticleError(f"网页超过 {limit / MEGABYTE:g} MB 的上限。")
    if getattr(record.raw_stream, "limit", 0) > 0 or record.digest_checker.passed is False:
        raise ArticleError("网页的数据不完整，与存档时的长度或校验值不符。")
    return data
