"""A folder of articles, with the catalogue beside them: articles.jsonl or articles.csv."""

import csv
import io
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from hedui.errors import ArticleError, RunError
from hedui.readers.encodings import decoded
from hedui.readers.records import field, parsed
from hedui.readers.source import Limits, file_source

logger = logging.getLogger(__name__)

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
    """The rows of a catalogue, .jsonl or .csv.  Raises RunError with the line where it cannot be read.

    A last line that was cut off is no row yet: an `add` was killed while it wrote, or is just writing.
    """
    source = file_source(path, limits)
    number, rows = 0, list[Row]()
    try:
        if path.suffix == ".csv":
            return [dict(row) for row in csv.DictReader(io.StringIO(decoded(source.data()), newline=""))]
        for number, line in source.lines():  # noqa: B007 (the error below tells it)
            if line is None or line.strip():
                rows.append(parsed(line, source))
    except (ArticleError, csv.Error) as error:
        if rows and not ends_whole(path) and number == sum(1 for _ in source.lines()):
            return rows
        where = f"第 {number} 行：" if number else ""
        raise RunError(f"目录文件 {path} 无法读取：{where}{error}") from error
    return rows


def ends_whole(path: Path) -> bool:
    """Whether the last line of a file has its end."""
    with path.open("rb") as file:
        file.seek(0, io.SEEK_END)
        file.seek(max(0, file.tell() - 1))
        return file.read(1) in (b"\n", b"")


def sort_rows(folder: Path, rows: Iterable[Row], suffixes: frozenset[str]) -> dict[str, list[Row]]:
    """The rows by the path, inside the folder, that they speak of."""
    named: dict[str, list[Row]] = {}
    for row in rows:
        named.setdefault(_file_of(row, folder, suffixes), []).append(row)
    return named


def rows_about(path: Path, catalogue: Path, limits: Limits) -> tuple[Row, ...]:
    """A catalogue's rows about one file: those that name its path from the catalogue's folder, else its name."""
    rows = read_catalogue(catalogue, limits)
    named = sort_rows(path.parent, rows, frozenset({path.suffix}))
    here = path.resolve()
    found = [row for name, about in named.items() for row in about if (catalogue.parent / name).resolve() == here]
    return tuple(found or named.get(path.name, []))


def find_entries(
    folder: Path, suffixes: frozenset[str], catalogue: Path | None, limits: Limits
) -> Iterator[Entry]:
    """The files of a folder in the order of their paths, each with its catalogue row; rows without a file last.

    Hidden files and README are passed over.  A file the catalogue does not name is read too, but for what a broken
    `add` left behind, and for tables and formats without a reader, of which a warning is logged.
    """
    book = catalogue or next((folder / name for name in CATALOGUES if (folder / name).is_file()), None)
    named = sort_rows(folder, read_catalogue(book, limits) if book else [], suffixes)
    others = Counter[str]()
    for path in sorted(walk(folder), key=lambda path: path.relative_to(folder).as_posix()):
        key = path.relative_to(folder).as_posix()
        if path == book or path.name in CATALOGUES:
            continue
        if key in named:
            yield Entry(path, tuple(named.pop(key)))
        elif path.suffix.lower() not in suffixes:
            others[path.suffix or path.name] += 1
        elif book and is_hash(path):
            continue
        elif book and path.suffix.lower() in TABLES:
            told = "%s 没有当作报道读取：目录文件 %s 没有登记它。要读它，请登记，或单独给出这个文件。"
            logger.warning(told, path, book.name)
        else:
            yield Entry(path)
    if others:
        told = "、".join(f"{ending} {count}" for ending, count in others.most_common(9))
        logger.warning("目录 %s 里有几种文件读不了，没有读（格式和个数）：%s。", folder, told)
    for key, lost in named.items():
        yield Entry(folder / key, tuple(lost))


def is_hash(path: Path) -> bool:
    """Whether a file is named after the hash of its bytes, as the store names them."""
    return len(hash_in(path)) == 64 and not set(hash_in(path)) - set("0123456789abcdef")


def hash_in(path: Path) -> str:
    """The name without all its endings (HASH.jsonl.gz)."""
    return path.name.partition(".")[0]


def walk(folder: Path) -> Iterator[Path]:
    """The files of a folder and the folders in it, hidden ones and README left out, no link to a folder followed.

    Raises RunError for a folder that cannot be read.
    """
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        raise RunError(f"无法读取目录 {folder}：{error.strerror}。") from error
    for path in inside:
        if path.name.startswith((".", "_")) or path.name.upper().startswith("README"):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from walk(path)
        elif path.is_file() or path.is_symlink():
            yield path


def _file_of(row: Mapping[str, object], folder: Path, suffixes: frozenset[str]) -> str:
    """The path, inside the folder, that a catalogue row speaks of: its `file`, else its id with a known ending."""
    name = field(row, "file")
    if isinstance(name, str) and name:
        return PurePosixPath(name.replace("\\", "/")).as_posix()
    stem = str(field(row, "id") or "")
    found = (f"{stem}{suffix}" for suffix in sorted(suffixes) if (folder / f"{stem}{suffix}").is_file())
    return next(found, f"{stem}.txt")
