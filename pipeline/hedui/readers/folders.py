"""A folder of articles, with the catalogue beside them: articles.jsonl or articles.csv."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from hedui.errors import ArticleError, RunError
from hedui.readers.records import field, parsed
from hedui.readers.source import Limits, decoded, file_source

Row = dict[str, object]

CATALOGUES = ("articles.jsonl", "articles.csv")
# Formats that hold many articles: beside a catalogue they are tables about the articles, not articles.
TABLES = frozenset({".jsonl", ".csv", ".tsv", ".json", ".parquet", ".xlsx"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to be read and the catalogue's rows about it."""

    path: Path
    rows: tuple[Row, ...] = ()


def read_catalogue(path: Path, limits: Limits) -> list[Row]:
    """The rows of a catalogue, .jsonl or .csv.  Raises RunError with the line where it cannot be read."""
    source = file_source(path, limits)
    try:
        if path.suffix == ".csv":
            return [dict(row) for row in csv.DictReader(io.StringIO(decoded(source.data()), newline=""))]
        return [parsed(line, source) for _, line in source.lines() if line is None or line.strip()]
    except (ArticleError, csv.Error) as error:
        raise RunError(f"目录文件 {path} 无法读取:{error}") from error


def find_entries(
    folder: Path, suffixes: frozenset[str], catalogue: Path | None, limits: Limits
) -> Iterator[Entry]:
    """The files of a folder in the order of their paths, each with its catalogue row; rows without a file last.

    Hidden files and README are passed over.  A file the catalogue does not name is read too, but for tables and
    for what a broken `add` left behind.
    """
    book = catalogue or next((folder / name for name in CATALOGUES if (folder / name).is_file()), None)
    rows = read_catalogue(book, limits) if book else []
    named: dict[str, list[Row]] = {}
    for row in rows:
        named.setdefault(_file_of(row, folder, suffixes), []).append(row)
    for path in sorted(_walk(folder), key=lambda path: path.relative_to(folder).as_posix()):
        key = path.relative_to(folder).as_posix()
        if path == book or path.name in CATALOGUES:
            continue
        if key in named:
            yield Entry(path, tuple(named.pop(key)))
        elif path.suffix.lower() in suffixes and not (book and (path.suffix.lower() in TABLES or is_hash(path))):
            yield Entry(path)
    for key, lost in named.items():
        yield Entry(folder / key, tuple(lost))


def is_hash(path: Path) -> bool:
    """Whether a file is named after the hash of its bytes, as the store names them."""
    return len(path.stem) == 64 and not set(path.stem) - set("0123456789abcdef")


def _walk(folder: Path) -> Iterator[Path]:
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        raise RunError(f"无法读取目录 {folder}:{error.strerror}。") from error
    for path in inside:
        if path.name.startswith((".", "_")) or path.name.upper().startswith("README"):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        elif path.is_file():
            yield path


def _file_of(row: Mapping[str, object], folder: Path, suffixes: frozenset[str]) -> str:
    """The path, inside the folder, that a catalogue row speaks of: its `file`, else its id with a known ending."""
    name = row.get("file")
    if isinstance(name, str) and name:
        return PurePosixPath(name.replace("\\", "/")).as_posix()
    stem = str(field(row, "id") or "")
    found = (f"{stem}{suffix}" for suffix in sorted(suffixes) if (folder / f"{stem}{suffix}").is_file())
    return next(found, f"{stem}.txt")
