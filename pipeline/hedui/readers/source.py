"""Where bytes come from, within limits, and how they become text."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hedui.errors import ArticleError

MEGABYTE = 1_000_000
# What a file of Chinese news can be in, besides UTF-8.  Detection is asked only when strict UTF-8 fails.
_LIKELY = ["gb18030", "big5hkscs", "big5", "cp950", "utf_16_le", "utf_16_be"]
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 200_000
_USUAL = re.compile(r"[\t\r\n -~\u2010-\u206f\u3000-\u9fff\uff00-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is too big: bytes of one article's file or line, and of what an archive's member unpacks to."""

    article: int = 20 * MEGABYTE
    unpacked: int = 4000 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with a name to show."""

    name: str
    open: Callable[[], BinaryIO]
    limits: Limits = Limits()

    def data(self) -> bytes:
        """All bytes.  Raises ArticleError when there are none, too many, or they cannot be read."""
        try:
            with self.open() as file:
                data = file.read(self.limits.article + 1)
        except OSError as error:
            raise ArticleError(f"无法读取:{error.strerror or error}。") from error
        if len(data) > self.limits.article:
            raise ArticleError(f"文件超过 {self.limits.article / MEGABYTE:g} MB 的上限,请拆分后再试。")
        if not data:
            raise ArticleError("文件是空的。")
        return data

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Numbered lines without their ends, one at a time; None for a line beyond the limit."""
        try:
            with self.open() as file:
                number = 0
                while line := file.readline(self.limits.article + 1):
                    number += 1
                    if len(line) <= self.limits.article:
                        yield number, line.rstrip(b"\r\n")
                        continue
                    while line and not line.endswith(b"\n"):
                        line = file.readline(MEGABYTE)
                    yield number, None
        except OSError as error:
            raise ArticleError(f"无法读取:{error.strerror or error}。") from error


def file_source(path: Path, limits: Limits) -> Source:
    """A file as a source."""
    return Source(str(path), lambda: path.open("rb"), limits)


def decoded(data: bytes) -> str:
    """The text of the bytes, exactly as received but for a byte order mark.

    Strict UTF-8 first, then a byte order mark, then detection among the encodings of Chinese.  Raises ArticleError
    where no encoding fits, and where the text holds NUL or nothing at all.
    """
    text = _decoded(data)
    if "\0" in text:
        raise ArticleError("含有空字符(NUL),像是二进制文件,不是文本。")
    if not text.strip():
        raise ArticleError("文件里只有空白,没有文字。")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise ArticleError(f"文件以 {encoding} 的标记开头,但第 {error.start} 字节起不是。") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _detected(data, error)


def _detected(data: bytes, failure: UnicodeDecodeError) -> str:
    from charset_normalizer import from_bytes

    if b"\0" in data[:_SAMPLE] and not _looks_like_utf16(data[:_SAMPLE]):
        raise ArticleError("像是二进制文件(含有 NUL 字节),不是文本。")
    sample = data if len(data) <= _SAMPLE else data[:_SAMPLE].rpartition(b"\n")[0]
    best = from_bytes(sample, cp_isolation=_LIKELY).best()
    if best is not None:
        try:
            text = data.decode(best.encoding)
        except UnicodeDecodeError:
            pass
        else:
            if _is_chinese(text):
                return text
    if b"\0" in data[:_SAMPLE]:
        raise ArticleError("像是二进制文件(含有 NUL 字节),不是文本。")
    raise ArticleError(
        f"无法识别文字编码:第 {failure.start} 字节起不是 UTF-8,也不像 GB18030、Big5 或 UTF-16。"
        "请另存为 UTF-8 再试。"
    )


def _looks_like_utf16(data: bytes) -> bool:
    """Whether the NULs stand where UTF-16 puts them: beside ASCII, at offsets of one parity."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    return min(even, odd) * 20 <= max(even, odd)


def _is_chinese(text: str) -> bool:
    """Whether a decoding makes sense: nearly all characters are Han, ASCII or their punctuation."""
    sample = text[:20_000]
    return len(_USUAL.findall(sample)) >= 0.9 * len(sample)
