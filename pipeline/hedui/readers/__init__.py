"""From files to articles, exactly as received.  One function per format, and the READERS table."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from hedui.errors import ArticleError, RunError
from hedui.model import Article, Reject
from hedui.readers.folders import Entry, find_entries
from hedui.readers.plain import read_md, read_txt
from hedui.readers.records import read_jsonl
from hedui.readers.source import Limits, Source, file_source

Reader = Callable[[Source], Iterator[Article | Reject]]

READERS: dict[str, Reader] = {
    ".txt": read_txt,
    ".md": read_md,
    ".jsonl": read_jsonl,
}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: a catalogue that lies elsewhere, and what is too big."""

    catalogue: Path | None = None
    limits: Limits = field(default_factory=Limits)


def read_articles(places: Iterable[Path | str], options: ReadOptions | None = None) -> Iterator[Article | Reject]:
    """The articles of files, folders and the standard input ("-"), in this order, a reject for what is none.

    A folder is read recursively in the order of its paths.  Raises RunError for a path that does not exist and
    for a folder without articles.  An id stands once: a text that comes again without an id of its own gets a
    number behind it, an id given twice is a reject.
    """
    options = options or ReadOptions()
    seen: dict[str, str] = {}
    for place in places:
        for item in _read_place(place, options):
            yield item if isinstance(item, Reject) else _once(item, seen)


def read_source(source: Source, reader: Reader) -> Iterator[Article | Reject]:
    """What a reader finds in a source; where it cannot go on, a reject."""
    try:
        yield from reader(source)
    except ArticleError as error:
        name = str(source.known.get("id") or source.name)
        yield Reject(name, source.name, str(error))


def _read_place(place: Path | str, options: ReadOptions) -> Iterator[Article | Reject]:
    if str(place) == "-":
        return _read_stdin(options)
    path = Path(place)
    if path.is_dir():
        return _read_folder(path, options)
    if not path.exists():
        raise RunError(f"找不到 {path}。请给出文章文件、目录或 -(标准输入)。")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise RunError(f"不支持 {path.suffix or path.name} 格式:{path}。支持的格式:{' '.join(READERS)}。")
    return read_source(file_source(path, options.limits), reader)


def _read_folder(folder: Path, options: ReadOptions) -> Iterator[Article | Reject]:
    found = False
    for entry in find_entries(folder, frozenset(READERS), options.catalogue, options.limits):
        found = True
        yield from _read_entry(entry, options)
    if not found:
        raise RunError(f"目录 {folder} 里没有文章。支持的格式:{' '.join(READERS)}。")


def _read_entry(entry: Entry, options: ReadOptions) -> Iterator[Article | Reject]:
    name = str(entry.known.get("id") or entry.path)
    if entry.missing:
        yield Reject(name, str(entry.path), "目录文件登记了这篇文章,但文件不存在。")
        return
    reader = READERS.get(entry.path.suffix.lower(), read_txt)
    yield from read_source(file_source(entry.path, options.limits, entry.known), reader)


def _read_stdin(options: ReadOptions) -> Iterator[Article | Reject]:
    """Lines of JSON where the first one looks so, else one text."""
    data = sys.stdin.buffer.read()
    reader = read_jsonl if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") else read_txt
    return read_source(Source("-", lambda: BytesIO(data), {}, options.limits), reader)


def _once(article: Article, seen: dict[str, str]) -> Article | Reject:
    """The article, or what its id makes of it when it was there before."""
    before = seen.setdefault(article.id, article.sha256)
    if before is article.sha256:
        return article
    if article.id != article.sha256[:12]:
        same = "内容也相同" if before == article.sha256 else "但内容不同"
        return Reject(article.id, article.id, f"编号 {article.id} 重复出现,{same};只保留第一篇。")
    number = 2
    while f"{article.id}-{number}" in seen:
        number += 1
    again = f"{article.id}-{number}"
    seen[again] = article.sha256
    return Article(
        id=again,
        text=article.text,
        sha256=article.sha256,
        title=article.title,
        source=article.source,
        url=article.url,
        published=article.published,
        extra=article.extra,
    )
