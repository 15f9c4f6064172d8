"""PDF: the text of its pages, with the lines of a paragraph put together again."""

import io
import logging
from collections.abc import Iterator

from hedui.errors import ArticleError
from hedui.model import Article, Reject
from hedui.readers.records import article_of, property_title
from hedui.readers.source import MEGABYTE, Source

_PAGES = 2000
_ENDS = tuple("。！？；：…!?;:”」』）)")
# A line that reaches so far across the page and does not end a sentence goes on in the next.
_FULL = 0.75


def read_pdf(source: Source) -> Iterator[Article | Reject]:
    """The article of a PDF file: its text in the order of the pages; a Chinese title from its properties.

    A scan has no text, which is said; pictures are not read.
    """
    try:
        import pypdf
    except ImportError as error:
        raise ArticleError("读 .pdf 需要 pypdf，请先运行 pip install 'hedui[pdf]'。") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it remarks on every flaw it gets around
    data = source.data()
    try:
        book = pypdf.PdfReader(io.BytesIO(data))
        if book.is_encrypted and not book.decrypt(""):
            raise ArticleError("这个 PDF 有密码，无法读取。")
        if len(book.pages) > _PAGES:
            raise ArticleError(f"这个 PDF 有 {len(book.pages)} 页，超过 {_PAGES} 页的上限。")
        text = _text((page.extract_text() for page in book.pages), source.limits.article)
        title = str((book.metadata and book.metadata.title) or "")
    except ArticleError:
        raise
    except Exception as error:  # a damaged file fails in whatever part of the parser it reaches first
        raise ArticleError(f"不是有效的 PDF 文件：{str(error)[:100] or type(error).__name__}。") from error
    if not text.strip():
        raise ArticleError("这个 PDF 里没有文字，像是扫描件。请先做文字识别（OCR）。")
    yield article_of({"text": text, "title": property_title(title)})


def _text(pages: Iterator[str], limit: int) -> str:
    lines: list[str] = []
    size = 0
    for page in pages:
        size += len(page)
        if size > limit:
            raise ArticleError(f"这个 PDF 的文字超过 {limit / MEGABYTE:g} MB 的上限。")
        lines += page.replace("\0", "").splitlines()
    return "\n".join(joined(lines))


def joined(lines: list[str]) -> Iterator[str]:
    """Paragraphs: a line that fills the page and ends no sentence goes on in the next, without a space."""
    widths = sorted(len(line.rstrip()) for line in lines if line.strip())
    full = _FULL * widths[len(widths) * 9 // 10] if widths else 0
    paragraph = ""
    for line in lines:
        paragraph += line.strip() if paragraph else line.rstrip()
        if len(line.rstrip()) < full or paragraph.endswith(_ENDS):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph
