"""The line-delimited JSON files of a run, and the safe way to write any file of it."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from hedui.errors import RunError
from hedui.report.results import ARTICLES, CLAIMS, FINDINGS, RECORD, REJECTS, Results, RunRecord


def write_tables(results: Results, folder: Path) -> None:
    """claims.jsonl, findings.jsonl, rejects.jsonl, articles.jsonl and run.json, each replaced in one step.

    The same results give the same bytes; only run.json holds times.
    """
    write_lines(folder / ARTICLES, results.articles)
    write_lines(folder / CLAIMS, results.claims)
    write_lines(folder / FINDINGS, results.findings)
    write_lines(folder / REJECTS, results.rejects)
    write_record(results.record, folder)


def write_record(record: RunRecord, folder: Path) -> None:
    """run.json, laid out for people."""
    write_bytes(folder / RECORD, msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n")


def write_lines(path: Path, rows: Iterable[Struct]) -> None:
    """The rows as JSON lines."""
    encoder = msgspec.json.Encoder()
    write_pieces(path, (encoder.encode(row) + b"\n" for row in rows))


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
