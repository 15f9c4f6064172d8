"""The line-delimited JSON files of a run, and the safe way to write any file of it."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from hedui.errors import RunError
from hedui.report.columns import TABLES
from hedui.report.results import RECORD, Results, RunRecord


def write_tables(results: Results, folder: Path) -> None:
    """claims.jsonl, findings.jsonl, rejects.jsonl, articles.jsonl and run.json, each replaced in one step.

    The same results give the same bytes; only run.json holds times.
    """
    encode = msgspec.json.Encoder().encode
    for name in TABLES:
        write_pieces(folder / f"{name}.jsonl", (encode(row) + b"\n" for row in getattr(results, name)))
    write_record(results.record, folder)


def write_record(record: RunRecord, folder: Path) -> None:
    """run.json, laid out for people."""
    write_bytes(folder / RECORD, msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n")


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """The pieces, one after the other, as a file that is replaced in one step."""
    with replacing(path) as file:
        file.writelines(pieces)


def write_bytes(path: Path, content: bytes) -> None:
    """The content as a file, replaced in one step."""
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only when it is complete: a kill at any moment leaves the old one.

    Raises RunError when the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise RunError(
            f"无法写入 {path.parent}：{error.strerror}。请换一个输出目录（--out）或检查权限。"
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as error:
        raise RunError(f"无法写入 {path}：{error.strerror}。请检查磁盘空间和权限。") from error
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)
