"""From files to articles, exactly as received.  One function per format, and the READERS table."""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from glob import glob, has_magic
from io import BytesIO
from itertools import chain, islice, zip_longest
from pathlib import Path, PurePath

import msgspec

from hedui.errors import ArticleError, RunError
from hedui.model import Article, Reject
from hedui.readers.containers import Reader, read_gz, read_tar, read_zip, read_zst
from hedui.readers.folders import Entry, Row, find_entries, rows_about, sort_rows
from hedui.readers.ids import ids_given
from hedui.readers.office import read_docx, read_xlsx
from hedui.readers.pages import read_eml, read_html
from hedui.readers.pdf import read_pdf
from hedui.readers.plain import read_md, read_txt
from hedui.readers.records import completed, overlaid, read_jsonl
from hedui.readers.source import Limits, Memory, Source, file_source
from hedui.readers.tables import read_csv, read_json, read_parquet
from hedui.readers.warc import read_warc

logger = logging.getLogger(__name__)

READERS: dict[str, Reader] = {
    ".txt": read_txt,
    ".md": read_md,
    ".html": read_html,
    ".htm": read_html,
    ".eml": read_eml,
    ".docx": read_docx,
    ".jsonl": read_jsonl,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
    ".xlsx": read_xlsx,
    ".pdf": read_pdf,
    ".warc": read_warc,
}
_INSIDE = dict(READERS)  # no archives in archives
READERS |= {
    ".gz": partial(read_gz, _INSIDE),
    ".zst": partial(read_zst, _INSIDE),
    ".zip": partial(read_zip, _INSIDE),
    ".tar": partial(read_tar, _INSIDE),
    ".tgz": partial(read_tar, _INSIDE),
}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: a catalogue that lies elsewhere, what is too big, and what is known of what was read before."""

    catalogue: Path | None = None
    limits: Limits = field(default_factory=Limits)
    memory: Memory | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Bytes that a reader can read, with the catalogue's rows about them.

    `suffix` is the whole ending, .jsonl.gz; the reader is that of the last part.
    `defaults` is what is known from elsewhere (the address, a feed), where the article says nothing itself.
    `stamp` is what the disk says of the bytes: with its row, by which the `memory` knows an article.
    """

    source: Source
    suffix: str
    rows: tuple[Row, ...] = ()
    missing: bool = False
    defaults: Mapping[str, object] = field(default_factory=dict)
    stamp: str = ""
    memory: Memory | None = None

    def items(self) -> Iterator[Article | Reject]:
        """What the reader finds, with what the catalogue knows better; where it cannot go on, a reject."""
        return (item for _, item in self.numbered())

    def numbered(self) -> Iterator[tuple[int, Article | Reject]]:
        """The items with their number in the file, by which the store's catalogue names them."""
        if self.missing and not self.rows:
            yield 0, Reject(self.source.name, self.source.name, "是指向目录之外的链接，或者文件已不在，没有读。")
        elif self.missing:
            for row in self.rows:
                name = str(row.get("id") or self.source.name)
                yield 0, Reject(name, self.source.name, "目录文件登记了这篇文章，但文件不存在。")
        elif any("record" in row for row in self.rows):
            yield from self._recorded()
        else:
            for row in self.rows or ({},):
                yield from ((number, _joined(item, row)) for number, item in enumerate(self._read()))

    def _recorded(self) -> Iterator[tuple[int, Article | Reject]]:
        """The items that rows name by their number in the file, which is read only where the memory lacks one."""
        wanted: dict[object, list[Row]] = {}
        known = self.memory.recall([*map(self._mark, self.rows)], self._again) if self.memory else ()
        for row, article in zip_longest(self.rows, known):
            if article is None:
                wanted.setdefault(row.get("record"), []).append(row)
            else:
                yield 0, article
        for number, item in enumerate(self._read()) if wanted else ():
            for row in wanted.pop(number, ()):
                yield number, self._learned(_joined(item, row), row)
        for row in chain.from_iterable(wanted.values()):
            yield 0, Reject(str(row.get("id")), str(row.get("file")), "原件里没有目录文件登记的这篇文章。")

    def _mark(self, row: Row) -> bytes:
        return msgspec.json.encode((self.stamp, row))

    def _again(self, mark: bytes) -> Article | Reject:
        _, row = msgspec.json.decode(mark)
        return next(replace(self, rows=(row,), memory=None).items())

    def _learned(self, item: Article | Reject, row: Row) -> Article | Reject:
        if self.memory is not None and isinstance(item, Article):
            self.memory.learn(self._mark(row), item)
        return item

    def _read(self) -> Iterator[Article | Reject]:
        try:
            reader = READERS.get(PurePath(f"x{self.suffix}").suffix, read_txt)
            for item in reader(self.source):
                yield completed(item, self.defaults) if self.defaults and isinstance(item, Article) else item
        except ArticleError as error:
            yield Reject(self.source.name, self.source.name, str(error))
        except RunError:
            raise
        except Exception as error:  # what no reader foresaw ends this file, not the night's run
            logger.warning("%s", self.source.name, exc_info=True)
            why = f"读取时出现意外错误（{type(error).__name__}：{str(error)[:100]}），后面的没有读。"
            yield Reject(self.source.name, self.source.name, why)


def read_articles(places: Iterable[Path | str], options: ReadOptions | None = None) -> Iterator[Article | Reject]:
    """The articles of files, folders and the standard input ("-"), in this order, a reject for what is none.

    A folder is read recursively in the order of its paths.  Raises RunError for a path that does not exist and
    for a folder without articles, at once where it is the first.  An id stands once: a text that comes again
    without an id of its own gets a number behind it, an id given twice is a reject.
    """
    sources = find_sources(places, options or ReadOptions())
    first = list(islice(sources, 1))  # not read yet: who remembers what was read may not be asked so soon
    return _each_once(chain(first, sources))


def _each_once(sources: Iterable[Found]) -> Iterator[Article | Reject]:
    with ids_given() as ids:
        for found in sources:
            for item in found.items():
                yield item if isinstance(item, Reject) else ids.once(item, found.source.name)


def find_sources(places: Iterable[Path | str | Found], options: ReadOptions) -> Iterator[Found]:
    """What there is to read in the places.  Raises RunError for a path without articles."""
    for place in places:
        if isinstance(place, Found):
            yield place
        elif str(place) == "-":
            yield _standard_input(options)
        else:
            for path in _matching(Path(place)):
                yield from _in_folder(path, options) if path.is_dir() else _in_file(path, options)


def found_in(folder: Path, rows: Iterable[Row], limits: Limits) -> Iterator[Found]:
    """What some rows of a folder's catalogue speak of."""
    inside = _inside(folder)
    for name, about in sort_rows(folder, rows, frozenset(READERS)).items():
        yield _found(Entry(folder / name, tuple(about)), ReadOptions(limits=limits), inside)


def _matching(path: Path) -> list[Path]:
    """The path itself, or what a pattern (news/**/*.txt) stands for.  Raises RunError where there is nothing."""
    if path.exists():
        return [path]
    if not has_magic(str(path)):
        raise RunError(f"找不到 {path}。请给出文章文件、目录或 -（标准输入）。")
    found = sorted(glob(str(path), recursive=True))
    paths = [Path(name) for name in found if Path(name).suffix.lower() in READERS]
    if not paths:
        raise RunError(f"没有文章文件符合 {path}。支持的格式：{' '.join(READERS)}。")
    return paths


def _in_file(path: Path, options: ReadOptions) -> Iterator[Found]:
    if path.suffix.lower() not in READERS:
        raise RunError(f"不支持 {path.suffix or path.name} 格式：{path}。支持的格式：{' '.join(READERS)}。")
    rows = rows_about(path, options.catalogue, options.limits) if options.catalogue else ()
    memory = None if rows else options.memory  # a catalogue may say otherwise of the same line
    yield Found(file_source(path, options.limits, memory), _ending(path), rows)


def folder_sources(folder: Path, options: ReadOptions) -> Iterator[Found]:
    """What there is to read in a folder, which may be nothing."""
    inside = _inside(folder)
    for entry in find_entries(folder, frozenset(READERS), options.catalogue, options.limits):
        yield _found(entry, options, inside)


def _in_folder(folder: Path, options: ReadOptions) -> Iterator[Found]:
    empty = True
    for found in folder_sources(folder, options):
        empty = False
        yield found
    if empty:
        raise RunError(f"目录 {folder} 里没有文章。支持的格式：{' '.join(READERS)}。")


def _inside(folder: Path) -> Callable[[Path], bool]:
    """Says which paths are files in the folder, where .. and links are followed; of a folder in it, once."""
    real = cache(Path.resolve)

    def inside(path: Path) -> bool:
        if not path.is_file():
            return False
        place: Path = real(path) if path.is_symlink() else real(path.parent) / path.name
        return place.is_relative_to(real(folder))

    return inside


def _found(entry: Entry, options: ReadOptions, inside: Callable[[Path], bool]) -> Found:
    """An entry as a source; a file outside the folder is as good as missing."""
    path = entry.path
    there = inside(path)
    source = file_source(path, options.limits)
    if not there or options.memory is None:
        return Found(source, _ending(path), entry.rows, missing=not there)
    disk = path.stat()
    stamp = f"{disk.st_ino} {disk.st_size} {disk.st_mtime_ns}"
    return Found(source, _ending(path), entry.rows, stamp=stamp, memory=options.memory)


def _ending(path: Path) -> str:
    """.txt, .zip; for what is packed the ending inside too, .jsonl.gz."""
    packed = path.suffix.lower() in (".gz", ".zst")
    return "".join(path.suffixes[-2:] if packed else path.suffixes[-1:]).lower()


def _standard_input(options: ReadOptions) -> Found:
    """Lines of JSON where the first one looks so, else one text."""
    data = sys.stdin.buffer.read()
    lines = data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")
    return Found(Source("-", lambda: BytesIO(data), options.limits), ".jsonl" if lines else ".txt")


def _joined(item: Article | Reject, row: Row) -> Article | Reject:
    if isinstance(item, Reject):
        return Reject(str(row.get("id") or item.article), item.where, item.reason)
    try:
        return overlaid(item, row)
    except ArticleError as error:
        return Reject(item.id, item.id, str(error))
