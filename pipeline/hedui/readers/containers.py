"""Files around files: .gz, .zst, .zip, .tar.  Nothing is ever unpacked to disk, and nothing without bounds."""

import gzip
import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from hedui.errors import ArticleError
from hedui.model import Article, Reject
from hedui.readers.source import Source

Reader = Callable[[Source], Iterator[Article | Reject]]
Opener = Callable[[], object]  # of a stream of bytes, whichever library's
_MEMBERS = 200_000
_BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, tarfile.TarError, NotImplementedError, RuntimeError)


class Bounded(io.RawIOBase):
    """A stream that stops with ArticleError after so many bytes: an archive can claim to hold anything."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream, self._left = stream, limit

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: object) -> int:
        """Reads into a buffer.  Raises ArticleError past the limit and where the stream is damaged."""
        view = memoryview(cast("bytearray", buffer))
        try:
            data = self._stream.read(len(view))
        except _BROKEN as error:
            raise ArticleError(f"压缩文件已损坏：{error}。") from error
        self._left -= len(data)
        if self._left < 0:
            raise ArticleError("解压后超过上限，像是压缩炸弹。")
        view[: len(data)] = data
        return len(data)


def read_gz(readers: Mapping[str, Reader], source: Source) -> Iterator[Article | Reject]:
    """What is inside a file packed with gzip, read by the ending before .gz."""
    if source.name.lower().endswith(".tar.gz"):
        return read_tar(readers, source)
    if source.name.lower().endswith(".warc.gz"):  # packed record by record, of any size in all
        return readers[".warc"](source)
    return _unpacked(readers, source, lambda file: gzip.GzipFile(fileobj=file))


def read_zst(readers: Mapping[str, Reader], source: Source) -> Iterator[Article | Reject]:
    """What is inside a file packed with Zstandard, read by the ending before .zst."""
    try:
        import pyarrow
    except ImportError as error:
        raise ArticleError("读 .zst 需要 pyarrow，请先运行 pip install 'hedui[tables]'。") from error

    return _unpacked(readers, source, lambda file: pyarrow.CompressedInputStream(file, "zstd"))


def read_zip(readers: Mapping[str, Reader], source: Source) -> Iterator[Article | Reject]:
    """The articles of the files in a zip archive, in the order of their names."""
    with source.open() as file:
        try:
            archive = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise ArticleError(f"不是有效的 zip 文件：{error}。") from error
        files = [i for i in archive.infolist() if not i.is_dir() and not stat.S_ISLNK(i.external_attr >> 16)]
        # A member never gives more than the size it declares.
        if sum(info.file_size for info in files) > source.limits.unpacked:
            raise ArticleError("解压后超过上限，像是压缩炸弹。")
        names = sorted(info.filename for info in files)
        yield from _members(readers, source, {name: partial(archive.open, name) for name in names})


def read_tar(readers: Mapping[str, Reader], source: Source) -> Iterator[Article | Reject]:
    """The articles of the files in a tar archive (packed with gzip too), in the order of their names."""
    with source.open() as file:
        try:
            archive = tarfile.open(fileobj=file)  # noqa: SIM115
            files = _listed(archive, source.limits.unpacked)
        except _BROKEN as error:
            raise ArticleError(f"不是有效的 tar 文件：{error}。") from error
        openers = {name: partial(archive.extractfile, files[name]) for name in sorted(files)}
        yield from _members(readers, source, openers)


def _listed(archive: tarfile.TarFile, limit: int) -> dict[str, tarfile.TarInfo]:
    """The files of the archive; a packed one is read through for this, so their sizes are added up on the way."""
    files: dict[str, tarfile.TarInfo] = {}
    size = 0
    for info in archive:
        size += info.size
        if size > limit or len(files) > _MEMBERS:
            raise ArticleError("解压后超过上限，像是压缩炸弹。")
        if info.isfile():
            files[info.name] = info
    return files


def _members(
    readers: Mapping[str, Reader], source: Source, openers: Mapping[str, Opener]
) -> Iterator[Article | Reject]:
    if len(openers) > _MEMBERS:
        raise ArticleError(f"压缩包里有 {len(openers)} 个文件，超过 {_MEMBERS} 的上限。")
    found = False
    for name, opener in openers.items():
        path = PurePosixPath(name)
        reader = readers.get(path.suffix.lower())
        if reader is None or path.name.startswith((".", "_")) or "__MACOSX" in path.parts:
            continue
        found = True
        inner = Source(f"{source.name}/{name}", _bounded(opener, source), source.limits)
        try:
            yield from reader(inner)
        except ArticleError as error:
            yield Reject(inner.name, inner.name, str(error))
    if not found:
        raise ArticleError("压缩包里没有文章。")


def _unpacked(
    readers: Mapping[str, Reader], source: Source, unpack: Callable[[BinaryIO], object]
) -> Iterator[Article | Reject]:
    name = source.name.rpartition(".")[0]
    reader = readers.get(PurePosixPath(name).suffix.lower())
    if reader is None:
        raise ArticleError("压缩文件名应带有里面的格式，如 news.jsonl.gz。")
    return reader(Source(name, _bounded(lambda: unpack(source.open()), source), source.limits))


def _bounded(opener: Opener, source: Source) -> Callable[[], BinaryIO]:
    def open_bounded() -> BinaryIO:
        try:
            stream = opener()
        except _BROKEN as error:
            raise ArticleError(f"压缩文件已损坏或加密：{error}。") from error
        bounded = Bounded(cast("BinaryIO", stream), source.limits.unpacked)
        return cast("BinaryIO", io.BufferedReader(bounded, 1 << 16))

    return open_bounded
