"""The store: originals byte for byte under the hash of their bytes, and the catalogue that says what they are.

    corpus/articles.jsonl      one row an article: id, file, record, sha256 of the text, and what is known of it
    corpus/articles/HASH.ext   the files as received; one file may hold many articles

First the originals are on the disk, then the rows that name them, appended a few hundred at a time.  A kill
leaves whole articles only, and at worst an original that nobody names and readers pass over.  The same `add`
again goes on where it stopped.  One writer at a time; the others wait for the lock.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import msgspec

from hedui.corpus.intake import ORIGINALS, AddOptions, Duplicate, Intake
from hedui.disk import append, locked, sweep, write_whole
from hedui.errors import RunError
from hedui.model import Article, Reject
from hedui.readers import Found, find_sources, found_in, read_articles
from hedui.readers.folders import CATALOGUES, Row, hash_in, is_hash, read_catalogue
from hedui.readers.source import Limits

CATALOGUE = CATALOGUES[0]
_EDITABLE = ("title", "source", "published", "url")
_FLUSH = 500  # so many articles wait in memory before they are written


@dataclass(frozen=True, slots=True)
class Added:
    """What an `add` did: the ids of what is new, what it repeats, and what could not be read."""

    ids: tuple[str, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    rejects: tuple[Reject, ...] = ()


def add(folder: Path, places: Iterable[Path | str | Found], options: AddOptions | None = None) -> Added:
    """Takes files, folders, patterns or the standard input ("-") into the store.

    Every article is taken whole or not at all.  Raises RunError where the lock does not come free, the disk is
    full (what was written before stays), or nothing was found.
    """
    options = options or AddOptions()
    with locked(folder, options.waiting):
        sweep(folder, folder / ORIGINALS)
        rows = list_rows(folder) if (folder / CATALOGUE).is_file() else []
        intake = Intake(folder, rows, options, lambda wanted: _texts(folder, rows, wanted))
        try:
            for found in find_sources(places, options.reading):
                for _ in intake.take(found):
                    if len(intake.waiting) >= _FLUSH:
                        _flush(folder, intake)
                    if options.progress is not None:
                        options.progress(len(intake.ids))
            _flush(folder, intake)
        finally:
            intake.close()
        return Added(tuple(intake.ids), tuple(intake.duplicates), tuple(intake.rejects))


def list_rows(folder: Path) -> list[Row]:
    """The rows of the catalogue.  Raises RunError where there is no store."""
    if not (folder / CATALOGUE).is_file():
        raise RunError(f"{folder} 里没有目录文件 {CATALOGUE}。请先用 hedui add 加入报道。")
    return read_catalogue(folder / CATALOGUE, Limits())


def read_one(folder: Path, name: str) -> Article:
    """The article with this id or beginning of one.

    Raises RunError where the store has none or several, or the original cannot be read.
    """
    row = _named(folder, list_rows(folder), name)
    for item in _items(folder, [row]):
        if isinstance(item, Reject):
            raise RunError(f"{folder} 里的 {name} 无法读取：{item.reason}")
        if item.id == row.get("id"):
            return item
    raise RunError(f"{folder} 里的 {name} 无法读取。请运行 hedui corpus verify。")


def verify(folder: Path) -> list[str]:
    """What is wrong with the store, a sentence each; nothing where originals and catalogue agree."""
    rows = list_rows(folder)
    wrong = [f"{name}：编号重复。" for name, count in Counter(row.get("id") for row in rows).items() if count > 1]
    for name in sorted({str(row.get("file")) for row in rows}):
        path = folder / name
        if path.is_file() and is_hash(path) and _hash_of(path) != hash_in(path):
            wrong.append(f"{name}：原件被改动，内容与文件名里的校验值不符。")
    items = read_articles([folder]) if rows else ()
    found = {item.id: item.sha256 for item in items if isinstance(item, Article)}
    for row in rows:
        digest = found.get(str(row.get("id")))
        if digest is None:
            wrong.append(f"{row.get('id')}：读不出文章（{row.get('file')}）。")
        elif row.get("sha256") not in (None, digest):
            wrong.append(f"{row.get('id')}：正文与目录里的校验值不符。")
    return wrong


def remove(folder: Path, names: Iterable[str]) -> list[str]:
    """Takes articles out of the store, with the originals that no row names any more; the ids that are gone.

    Raises RunError, and takes nothing, where a name is no id and no beginning of one alone.
    """
    with locked(folder):
        rows = list_rows(folder)
        gone = {str(_named(folder, rows, name).get("id")) for name in names}
        kept = [row for row in rows if row.get("id") not in gone]
        if gone:
            _write_catalogue(folder, kept)
        for file in {str(row.get("file")) for row in rows} - {str(row.get("file")) for row in kept}:
            (folder / file).unlink(missing_ok=True)
        return sorted(gone)


def edit(folder: Path, name: str, known: Mapping[str, str]) -> Row:
    """Sets title, source, published or url of an article; an empty value takes the catalogue's word back.

    Raises RunError for an article (named by its id or the beginning of it) or a field that does not exist.
    """
    if wrong := sorted(set(known) - set(_EDITABLE)):
        raise RunError(f"不能修改 {wrong[0]}。可以修改：{' '.join(_EDITABLE)}。")
    with locked(folder):
        rows = list_rows(folder)
        row = _named(folder, rows, name)
        for key, value in known.items():
            row[key] = value
            if not value:
                del row[key]
        _write_catalogue(folder, rows)
        return row


def _named(folder: Path, rows: Sequence[Row], name: str) -> Row:
    """The row with this id, else the only one whose id begins so."""
    same = [row for row in rows if row.get("id") == name]
    found = same[:1] or [row for row in rows if str(row.get("id")).startswith(name)]
    if len(found) != 1:
        many = "不止一篇报道的编号" if found else "没有报道的编号"
        raise RunError(f"{folder} 里{many}以 {name} 开头。请用 hedui corpus list 查看编号。")
    return found[0]


def _flush(folder: Path, intake: Intake) -> None:
    """Originals to the disk, then the rows that name them, then what is only a cache."""
    rows = intake.settled()
    if rows:
        path = folder / CATALOGUE
        if path.is_file() and path.stat().st_size:
            append(path, map(msgspec.json.encode, rows))
        else:
            _write_catalogue(folder, rows)
    intake.written()


def _write_catalogue(folder: Path, rows: Iterable[Row]) -> None:
    write_whole(folder / CATALOGUE, (msgspec.json.encode(row) + b"\n" for row in rows), sync=True)


def _texts(folder: Path, rows: list[Row], wanted: frozenset[str] | None) -> Iterator[Article]:
    """The articles with these hashes (all without); rows by hand may lack the hash, then they are read."""
    some = [row for row in rows if wanted is None or not row.get("sha256") or row["sha256"] in wanted]
    return (item for item in _items(folder, some) if isinstance(item, Article))


def _items(folder: Path, rows: Iterable[Row]) -> Iterator[Article | Reject]:
    """What some rows of the catalogue name, without a look at the rest."""
    for found in found_in(folder, rows, Limits()):
        yield from found.items()


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
