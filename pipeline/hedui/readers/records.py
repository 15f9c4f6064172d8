"""A row of metadata becomes an article: which field is which, what is kept, what is refused."""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import cast

import msgspec

from hedui.errors import ArticleError
from hedui.model import Article, Reject
from hedui.readers.dates import read_publication
from hedui.readers.encodings import decoded
from hedui.readers.source import MEGABYTE, Source

Line = tuple[int, bytes | None]
Told = Article | ArticleError | None  # what a row is: None where it has no text

# The names under which people export the same field; the first is ours.
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id", "编号"),
    "text": ("text", "content", "body", "正文", "内容"),
    "title": ("title", "标题"),
    "source": ("source", "media", "来源", "媒体"),
    "published": ("published", "date", "pubdate", "publish_time", "published_at", "发布时间", "发布日期", "日期"),
    "url": ("url", "link", "链接", "网址"),
    "file": ("file", "文件", "文件名"),
}
_NO_TEXT = "缺少 text 字段，或它是空的。"
_AT_ONCE = 100  # lines
MOST_TEXT = 1_500_000  # characters: a long novel has one million, a log or a table saved as text has more
_LONE = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]")
_HAN = re.compile("[\u4e00-\u9fff]")
_OURS = {name for names in FIELDS.values() for name in names} | {
    *("not_before", "not_after", "record", "received", "sha256", "dated", "dated_how"),
    *("repost_of", "alike"),
}


def read_jsonl(source: Source) -> Iterator[Article | Reject]:
    """The articles of a file with one JSON object a line."""
    lines = ((number, line, known) for number, line, known in _recalled(source) if line is None or line.strip())
    yield from articles_told(source, ((number, known or _of_line(line, source)) for number, line, known in lines))


def articles_told(source: Source, rows: Iterable[tuple[int, Told]]) -> Iterator[Article | Reject]:
    """The articles of numbered rows, a reject for each row that is none.

    Raises ArticleError where no row at all has a text.
    """
    without: list[int] = []  # rows before the first one with a text
    found = False
    for number, told in rows:
        if told is None and not found:
            without.append(number)
            continue
        yield from (_reject(source, earlier, None) for earlier in without)
        without, found = [], True
        yield told if isinstance(told, Article) else _reject(source, number, told)
    if without:
        raise ArticleError("没有一条有 text 字段，不是文章文件。")


def _reject(source: Source, number: int, error: ArticleError | None) -> Reject:
    return Reject(f"{source.name}:{number}", f"{source.name}:{number}", str(error or _NO_TEXT))


def told_by(row: Mapping[str, object]) -> Told:
    """The article of a row, what is wrong with it, or None where it has no text."""
    try:
        return None if field(row, "text") is None else article_of(row)
    except ArticleError as error:
        return error


def _of_line(line: bytes | None, source: Source) -> Told:
    try:
        told = told_by(parsed(line, source))
    except ArticleError as error:
        return error
    if source.memory and line is not None and isinstance(told, Article):
        source.memory.learn(line, told)
    return told


def _recalled(source: Source) -> Iterator[tuple[int, bytes | None, Article | None]]:
    """The numbered lines, each with the article that the memory knows it to hold."""
    if source.memory is None:
        yield from ((number, line, None) for number, line in source.lines())
        return
    for some in _some(source.lines()):
        known = iter(source.memory.recall([line for _, line in some if line is not None], _again))
        yield from ((number, line, None if line is None else next(known)) for number, line in some)


def _again(line: bytes) -> Article:
    """The article of a line that was read before."""
    return article_of(cast("dict[str, object]", _decoded(line)))


def _some(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Lines to ask about at once: a question costs as much as several answers."""
    some: list[Line] = []
    size = 0
    try:
        for number, line in lines:
            some.append((number, line))
            size += len(line or b"")
            if len(some) == _AT_ONCE or size > MEGABYTE:
                yield some
                some, size = [], 0
    except ArticleError:  # the lines before can be read all the same
        yield some
        raise
    yield some


def parsed(line: bytes | None, source: Source) -> dict[str, object]:
    """A line as a JSON object."""
    if line is None:
        raise ArticleError(f"此行超过 {source.limits.article / 1e6:g} MB 的上限。")
    try:
        row = _decoded(line)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ArticleError(f"此行不是有效的 JSON{why_not_json(line, error)}。") from error
    if not isinstance(row, dict):
        raise ArticleError("此行不是 JSON 对象。每行应是一个含 text 的对象。")
    return row


def _decoded(line: bytes) -> object:
    """What a line says: as UTF-8 where it is, which is quickest, else in the encoding that it seems to be in."""
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return msgspec.json.decode(decoded(line))


def why_not_json(data: bytes, error: Exception) -> str:
    """What is wrong with JSON, as far as it can be said."""
    if _LONE.search(data):
        return "：其中有不成对的代理字符（\\ud800 一类），请重新导出"
    if place := re.search(r"\(byte (\d+)\)", str(error)):
        return f"（第 {place[1]} 字节）"
    return "：括号嵌套过深" if isinstance(error, RecursionError) else "，像是被截断了"


def article_of(row: Mapping[str, object]) -> Article:
    """The article of a row; what else it has is kept in `extra`.  Raises ArticleError without good text."""
    text = field(row, "text")
    if not isinstance(text, str):
        raise ArticleError(_NO_TEXT if text is None else "text 字段不是字符串。")
    digest = sha256(_checked(text)).hexdigest()
    day = field(row, "published")
    published = read_publication(row if row.get("published") is day else {**row, "published": day})
    extra = {name: _kept(value) for name, value in row.items() if name not in _OURS and value is not None}
    if published is None and day:
        extra["published"] = _kept(day)  # the words stay, to be shown
    return Article(
        id=_id(row) or digest[:12],
        text=text,
        sha256=digest,
        title=_string(row, "title"),
        source=_string(row, "source"),
        url=_string(row, "url"),
        published=published,
        extra=extra,
    )


def property_title(title: str) -> str | None:
    """A title from a file's properties where it is Chinese: others are names of files (Microsoft Word - 1.doc)."""
    return title.strip() if _HAN.search(title) else None


def row_of(article: Article) -> dict[str, object]:
    """The article's metadata as a row of a catalogue, without what is unknown."""
    row: dict[str, object] = {"sha256": article.sha256, "title": article.title, "source": article.source}
    if (published := article.published) is not None:
        row["published"] = "/".join(dict.fromkeys((published.first.isoformat(), published.last.isoformat())))
    row |= {"url": article.url, **article.extra}
    return {name: value for name, value in row.items() if value is not None}


def overlaid(article: Article, row: Mapping[str, object]) -> Article:
    """The article with what a catalogue knows better.  Raises ArticleError where the row is no good."""
    known = {name: value for name, value in row.items() if value not in (None, "")}
    if not known:
        return article
    known = {next((ours for ours, names in FIELDS.items() if name in names), name): known[name] for name in known}
    return article_of({"id": article.id, **row_of(article), **known, "text": article.text})


def completed(article: Article, row: Mapping[str, object]) -> Article:
    """The article with what is known from elsewhere, where it says nothing itself."""
    known = row_of(article)
    return overlaid(article, {name: value for name, value in row.items() if known.get(name) is None})


def field(row: Mapping[str, object], name: str) -> object:
    """The value of one of our fields, under whichever of its names the row has it."""
    value = row.get(name)  # the first of its names, and nearly always the one
    if value is not None and value != "":
        return value
    return next((row[key] for key in FIELDS[name] if row.get(key) not in (None, "")), None)


def _checked(text: str) -> bytes:
    """The text in UTF-8.  Raises ArticleError where it is none that can be read."""
    if "\0" in text:
        raise ArticleError("正文含有空字符（NUL）。")
    if len(text) > MOST_TEXT:
        raise ArticleError(f"正文有 {len(text)} 个字符，不像一篇报道（上限 {MOST_TEXT}）；请拆成单篇。")
    if not text.strip():
        raise ArticleError("正文是空的。")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise ArticleError(f"正文第 {error.start} 个字符是不成对的代理字符，请重新导出。") from error


def _id(row: Mapping[str, object]) -> str | None:
    value = field(row, "id")
    if value is None or isinstance(value, str):
        return value.strip() or None if value else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise ArticleError("id 字段应是字符串或整数。")


def _string(row: Mapping[str, object], name: str) -> str | None:
    value = field(row, name)
    return None if value is None else _kept(value)


def _kept(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
