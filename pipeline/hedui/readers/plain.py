"""One file, one article: .txt and .md."""

import re
from collections.abc import Iterator

from hedui.model import Article, Reject
from hedui.readers.encodings import decoded
from hedui.readers.records import article_of
from hedui.readers.source import Source

_FRONT = re.compile(r"\A---[ \t]{0,80}\r?\n(?P<rows>(?:[^\r\n]{0,2000}\r?\n){1,60}?)---[ \t]{0,80}(?:\r?\n|\Z)")
_KEY = "(?P<key>[A-Za-z_]{1,40}|[一-鿿]{1,8})"
_ROW = re.compile(_KEY + r"[ \t]{0,4}[:：][ \t]{0,4}(?P<value>[^\r\n]{0,2000})")
_HEADING = re.compile(r"\s{0,100}# {1,4}(?P<title>[^\r\n]{1,300})")


def read_txt(source: Source) -> Iterator[Article | Reject]:
    """The article of a text file: its text is the file, what else is known comes from the catalogue."""
    yield article_of({"text": decoded(source.data())})


def read_md(source: Source) -> Iterator[Article | Reject]:
    """The article of a Markdown file; its front matter and first heading say what the catalogue does not."""
    text = decoded(source.data())
    row: dict[str, object] = {}
    rest = text
    if front := _FRONT.match(text):
        row = {found["key"]: found["value"].strip().strip("\"'") for found in _ROW.finditer(front["rows"])}
        rest = text[front.end() :]
    if heading := _HEADING.match(rest):
        row.setdefault("title", heading["title"].strip())
    yield article_of({**row, "text": text})
