"""One file, one article, with a form around it: .html, .eml."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr
from typing import TYPE_CHECKING

from hedui.errors import ArticleError
from hedui.model import Article, Reject
from hedui.readers.encodings import decoded
from hedui.readers.metadata import page_metadata
from hedui.readers.records import article_of
from hedui.readers.source import Source

if TYPE_CHECKING:
    from trafilatura.settings import Document

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})[^<>]{0,20000}?(/?)>")
_NO_END = "area base br col embed hr img input link meta param source track wbr p li td tr th"
_VOID = frozenset(_NO_END.split())
_DEEP, _SHORT = 1000, 300


def read_html(source: Source) -> Iterator[Article | Reject]:
    """The article of a web page: its main text, with title, source, date and address from its metadata."""
    page = decoded(source.data())
    yield article_of(page_row(page))


def read_eml(source: Source) -> Iterator[Article | Reject]:
    """The article of a mail: its text part, else its page; the subject is the title, the sender the source."""
    data = source.data()
    try:
        message = message_from_bytes(data, policy=policy.default)
        body = message.get_body(preferencelist=("plain", "html")) if isinstance(message, EmailMessage) else None
    except (RecursionError, ValueError, LookupError, AttributeError) as error:
        raise ArticleError("这个邮件的结构已损坏或嵌套过深，无法读取。") from error
    if not message.keys():
        raise ArticleError("不是有效的邮件文件。")
    if body is None:
        raise ArticleError("邮件里没有正文。")
    part = body.get_payload(decode=True)
    text = _in_charset(part if isinstance(part, bytes) else b"", body.get_content_charset())
    row = page_row(text) if body.get_content_type() == "text/html" else {"text": text}
    told = {"title": "subject", "source": "from", "published": "date"}
    row |= {name: _header(message, header) for name, header in told.items()}
    sender, address = parseaddr(str(row["source"]))
    yield article_of(row | {"source": sender or address})


def _header(message: Message, name: str) -> str:
    """A header's text, empty where it is missing or so damaged that the parser stumbles over it."""
    try:
        return str(message[name] or "")
    except (AttributeError, ValueError, IndexError, TypeError, LookupError):
        return ""


def page_row(page: str) -> dict[str, object]:
    """The fields of a web page: its main text, and what its metadata says.  Raises ArticleError without a text."""
    if _depth(page) > _DEEP:
        raise ArticleError(f"网页标签嵌套超过 {_DEEP} 层，不像文章。")
    found = _main(page)
    if found is None:
        raise ArticleError("网页里找不到正文。")
    row: dict[str, object] = {"text": found.text, "title": found.title, "source": found.sitename}
    # The date is ours alone: others take 2026年1月2日 for 1 January.
    return row | {"url": found.url, "author": found.author, "published": None} | page_metadata(page)


def _main(page: str) -> "Document | None":
    """The main text; where little is left of a page, with the larger part that was taken for furniture."""
    sure = _extracted(page, precise=True)
    size = len(sure.text or "") if sure else 0
    if size >= _SHORT:
        return sure
    whole = _extracted(page, precise=False)
    told = (whole.text or "") if whole else ""
    return whole if "。" in told and len(told) >= 2 * size else sure


def _extracted(page: str, *, precise: bool) -> "Document | None":
    from trafilatura import bare_extraction

    found = bare_extraction(page, with_metadata=True, include_comments=False, favor_precision=precise)
    return None if found is None or isinstance(found, dict) or not found.text else found


def _depth(page: str) -> int:
    """The deepest nesting of the page's tags, roughly: tags that need no end do not count."""
    depth = deepest = 0
    for tag in _TAG.finditer(page):
        if tag[2].lower() not in _VOID and not tag[3]:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _in_charset(data: bytes, charset: str | None) -> str:
    """The text in the encoding the mail names; where that is wrong, as it shows."""
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decoded(data)
