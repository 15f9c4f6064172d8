"""Office files, .docx and .xlsx: zip archives of XML, opened only after a look at what they would unpack to."""

import io
import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from lxml import etree

from hedui.errors import ArticleError
from hedui.model import Article, Reject
from hedui.readers.records import article_of, property_title
from hedui.readers.source import MEGABYTE, Source
from hedui.readers.tables import table_articles

if TYPE_CHECKING:
    from openpyxl import Workbook

_PARTS, _COLUMNS = 10_000, 256
# A declaration of entities, in UTF-8 or UTF-16; in text it would be written &lt;!DOCTYPE.
_DECLARES = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}
_XML = (".xml", ".rels", ".vml")
_BAD_ZIP = (BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)


def read_docx(source: Source) -> Iterator[Article | Reject]:
    """The article of a Word document: its paragraphs, one a line; a Chinese title from its properties."""
    data = _checked(source, ".docx")
    with ZipFile(io.BytesIO(data)) as archive:
        try:
            body = _parsed(archive.read("word/document.xml"))
        except KeyError as error:
            raise ArticleError("不是有效的 .docx 文件：里面没有正文。") from error
        title = ""
        if "docProps/core.xml" in archive.namelist():
            title = _parsed(archive.read("docProps/core.xml")).findtext("{*}title") or ""
    yield article_of({"text": "\n".join(_paragraphs(body)), "title": property_title(title)})


def read_xlsx(source: Source) -> Iterator[Article | Reject]:
    """The articles of a workbook's sheets whose first row names the fields.  Formulas are not run."""
    try:
        import openpyxl
    except ImportError as error:
        raise ArticleError("读 .xlsx 需要 openpyxl，请先运行 pip install 'hedui[tables]'。") from error
    data = _checked(source, ".xlsx")
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        yield from table_articles(source, _rows(book))
    except (*_BAD_ZIP, IndexError, TypeError, AttributeError, SyntaxError) as error:
        raise ArticleError(f"不是有效的 .xlsx 文件：{str(error)[:100]}。") from error


def _rows(book: "Workbook") -> Iterator[dict[str, object]]:
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True, max_col=_COLUMNS)
        names = [str(name or "").strip() for name in next(rows, ())]
        yield from (dict(zip(names, row, strict=False)) for row in rows if any(row))


def _checked(source: Source, kind: str) -> bytes:
    """The file, when its parts are of bearable size and declare no entities.  Raises ArticleError."""
    data = source.data(source.limits.table)
    limit = source.limits.table
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            # A member never gives more than the size it declares.
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > limit:
                raise ArticleError(f"这个 {kind} 文件解开后超过 {limit / MEGABYTE:g} MB 的上限，像是压缩炸弹。")
            if any(_DECLARES.search(archive.read(part)) for part in parts if part.filename.lower().endswith(_XML)):
                raise ArticleError(f"这个 {kind} 文件不可信：带有实体声明。")
    except _BAD_ZIP as error:
        raise ArticleError(f"不是有效的 {kind} 文件：{str(error)[:100]}。") from error
    return data


def _parsed(data: bytes) -> etree._Element:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.LxmlError, ValueError) as error:
        raise ArticleError(f"不是有效的 .docx 文件：{str(error)[:100]}。") from error


def _paragraphs(body: etree._Element) -> list[str]:
    """The text of every paragraph; what stands in a box inside a paragraph is a paragraph of its own.

    A box comes twice, for new and for old programs: the latter is passed over, as are deleted words.
    """
    lines: dict[etree._Element, list[str]] = {}
    for tag in body.iter(f"{_WORD}p", f"{_WORD}t", *_MARKS):
        holders = list(tag.iterancestors())
        if any(holder.tag == _FALLBACK for holder in holders):
            continue
        if tag.tag == f"{_WORD}p":
            lines[tag] = []
            continue
        line = next((holder for holder in holders if holder.tag == f"{_WORD}p"), None)
        if line is not None and line in lines:
            lines[line].append(_MARKS.get(tag.tag) or tag.text or "")
    return ["".join(line) for line in lines.values()]
