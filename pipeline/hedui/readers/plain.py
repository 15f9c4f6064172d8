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
# 来源:某报 2026-01-02, a line of its own near the top; not 数据来源:某局 under a table
_SOURCE = re.compile(r"(?:^|[\s|｜])(?:来源|來源|稿源)\s{0,3}[:：]\s{0,3}(?P<name>[^\s:：|｜,，;；]{2,30})")
_TOP, _LINE = 6, 60  # lines, and characters of a line
_HEADING = re.compile(r"\s{0,100}# {1,4}(?P<title>[^\r\n]{1,300})")


def read_txt(source: Source) -> Iterator[Article | Reject]:
    """The article of a text file: its text is the file; a line near the top may tell the source."""
    text = decoded(source.data())
    top = (line for line in text.split("\n", _TOP)[:_TOP] if len(line) <= _LINE)
    told = next(filter(None, map(_SOURCE.search, top)), None)
    yield article_of({"text": text, "source": told and told["name"]})


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
