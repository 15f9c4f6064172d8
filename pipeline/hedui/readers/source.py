"""Where bytes come from, within limits."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from hedui.errors import ArticleError
from hedui.model import Article, Reject

MEGABYTE = 1_000_000
Again = Callable[[bytes], Article | Reject]
_BUFFER = 1 << 18  # bytes: a call of the system costs as much as reading a few articles
# How a line of JSON begins in UTF-16: with the mark, or with a brace beside its zero.
_WIDE = {"utf-16": (b"\xff\xfe", b"\xfe\xff"), "utf-16-le": (b"{\0",), "utf-16-be": (b"\0{",)}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is too big: bytes of one article's file or line, of a table that is read whole, and of what an archive
    unpacks to.
    """

    article: int = 20 * MEGABYTE
    table: int = 200 * MEGABYTE
    unpacked: int = 4000 * MEGABYTE


class Memory(Protocol):
    """What an asker knows of articles that were read before, by their marks: all that decides what is read.

    The mark of a line of JSON is the line, that of an original in a folder what disk and catalogue say of it.
    """

    def recall(self, marks: Sequence[bytes], again: Again) -> list[Article | None]:
        """The article of each mark that need not be read again, without its text; None for every other mark.

        Where it stands under another id now it is read `again`, by its mark.
        """

    def learn(self, mark: bytes, article: Article) -> None:
        """Takes note of what was read."""


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with a name to show."""

    name: str
    open: Callable[[], BinaryIO]
    limits: Limits = Limits()
    memory: Memory | None = None

    def data(self, limit: int | None = None) -> bytes:
        """All bytes.  Raises ArticleError when there are none, they cannot be read, or are more than the limit.

        The limit is that of an article, where no other is given.
        """
        limit = self.limits.article if limit is None else limit
        try:
            with self.open() as file:
                data = file.read(limit + 1)
        except OSError as error:
            raise ArticleError(f"无法读取：{error.strerror or error}。") from error
        if len(data) > limit:
            raise ArticleError(f"文件超过 {limit / MEGABYTE:g} MB 的上限，请拆分后再试。")
        if not data:
            raise ArticleError("文件是空的。")
        return data

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Numbered lines without their ends, one at a time; None for a line beyond the limit.

        UTF-16, where a byte of another character can look like a line's end, comes as UTF-8.
        """
        limit = self.limits.article
        try:
            with self.open() as file:
                read = _line_reader(file)
                number = 0
                while line := read(limit + 1):
                    number += 1
                    if len(line) <= limit:
                        yield number, line.rstrip(b"\r\n")
                        continue
                    while line and not line.endswith(b"\n"):
                        line = read(MEGABYTE)
                    yield number, None
        except OSError as error:
            raise ArticleError(f"无法读取：{error.strerror or error}。") from error
        except UnicodeDecodeError as error:
            raise ArticleError(f"读到某一行起不再是 {error.encoding} 编码，后面的没有读。") from error


def _line_reader(file: BinaryIO) -> Callable[[int], bytes]:
    """What reads a line of at most so many bytes (in UTF-16, characters)."""
    buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", file))
    head = buffered.peek(2)[:2]
    encoding = next((name for name, heads in _WIDE.items() if head in heads), None)
    if encoding is None:
        return buffered.readline
    text = io.TextIOWrapper(buffered, encoding, newline="")
    return lambda size: text.readline(size).encode("utf-8", "surrogatepass")


def file_source(path: Path, limits: Limits, memory: Memory | None = None) -> Source:
    """A file as a source."""
    return Source(str(path), lambda: path.open("rb", buffering=_BUFFER), limits, memory)
