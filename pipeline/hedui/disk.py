"""Writing that survives: one writer at a time, whole files or none, and rows that are appended, never rewritten.

A file is written beside and renamed, so a kill leaves the old one or the new one.  Rows are appended in one go: a
kill can leave at most a last line without its end, which readers pass over and the next writer cuts off; a full
disk takes the rows back.  What must outlast a power cut is synced before anything names it.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from hedui.errors import RunError

LOCK = ".lock"
_PATIENCE = 60.0  # seconds that a writer waits for another


@contextmanager
def locked(
    folder: Path,
    waiting: Callable[[str], None] | None = None,
    patience: float = _PATIENCE,
    busy: str | None = None,
) -> Iterator[None]:
    """One writer at a time.  The lock goes with the process: a killed one leaves nothing behind.

    Raises RunError where it does not come free in time (with what `busy` says), or the folder cannot be written.
    """
    import fcntl

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("a")
    except OSError as error:
        raise RunError(f"无法写入 {folder}：{error.strerror}。") from error
    with lock:
        until, told = time.monotonic() + patience, False
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise RunError(busy or f"另一个进程正在写入 {folder}。请稍后再试。") from None
                if not told and waiting is not None:
                    waiting(f"另一个进程正在写入 {folder}，等待中（最多 {patience:g} 秒）。")
                told = True
                time.sleep(0.05)
        yield


def write_whole(path: Path, parts: Iterable[bytes], sync: bool = False) -> None:
    """The parts, one after the other, as a file that is replaced in one step."""
    with replacing(path, sync) as file:
        file.writelines(parts)


@contextmanager
def replacing(path: Path, sync: bool = False) -> Iterator[BinaryIO]:
    """A file that takes its name only when it is complete: a kill at any moment leaves the old one.

    Raises RunError where the disk is full or may not be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            yield file
            file.flush()
            if sync:
                os.fsync(file.fileno())
        beside.replace(path)
        if sync:
            sync_path(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def append(path: Path, rows: Iterable[bytes]) -> None:
    """Rows at the end of the file, all of them or none.  Raises RunError where the disk is full."""
    handle = os.open(path, os.O_RDWR)
    try:
        size = _mend(handle, os.fstat(handle).st_size)
        try:
            os.lseek(handle, size, os.SEEK_SET)
            _write_all(handle, b"".join(row + b"\n" for row in rows))
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        os.close(handle)


def sync_path(path: Path) -> None:
    """Holds back until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(*folders: Path) -> None:
    """Takes away what killed writers left beside."""
    for folder in folders:
        for path in folder.glob(".*.tmp"):
            path.unlink(missing_ok=True)


def unwritable(path: Path, error: OSError) -> RunError:
    """What to say of a file that cannot be written."""
    return RunError(f"无法写入 {path}：{error.strerror}。请检查磁盘空间和权限；已有的文件不受影响。")


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _mend(handle: int, size: int) -> int:
    """Where to append: after the last whole line.  A line by hand may lack its end, a torn one is cut off."""
    if size == 0 or os.pread(handle, 1, size - 1) == b"\n":
        return size
    start, tail = size, b""
    while start > 0 and b"\n" not in tail:
        start = max(0, start - 65536)
        tail = os.pread(handle, size - start, start)
    line = tail.rpartition(b"\n")[2]
    try:
        msgspec.json.decode(line)
    except msgspec.DecodeError:
        os.ftruncate(handle, size - len(line))
        return size - len(line)
    return size + os.pwrite(handle, b"\n", size)
