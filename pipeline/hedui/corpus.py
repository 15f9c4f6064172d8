"""The store: originals byte for byte under the hash of their bytes, and the catalogue that says what they are.

    corpus/articles.jsonl      one row an article: id, file, record, sha256 of the text, and what is known of it
    corpus/articles/HASH.ext   the files as received; one file may hold many articles

Whatever is written is written beside, synced and renamed: first the originals, then the catalogue.  A kill at any
moment leaves the catalogue as it was or as it should be, and at worst an original nobody names, which readers pass
over and the next `add` takes along.  One writer at a time; the others wait for the lock.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import msgspec

from hedui.errors import RunError
from hedui.model import Article, Reject
from hedui.readers import Found, ReadOptions, find_sources, read_articles
from hedui.readers.folders import CATALOGUES, Row, is_hash, read_catalogue
from hedui.readers.records import overlaid, row_of
from hedui.readers.source import Limits

CATALOGUE, ORIGINALS, LOCK = CATALOGUES[0], "articles", ".lock"
_CHUNK = 1 << 20
_EDITABLE = ("title", "source", "published", "url")


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How to add: with which metadata, whether a text that is there already stays as a repost, and the wait."""

    reading: ReadOptions = field(default_factory=ReadOptions)
    known: Mapping[str, str] = field(default_factory=dict)
    reposts: bool = False
    patience: float = 60.0
    waiting: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A text that is in the store already: where it came from, the article it repeats, and its new id if kept."""

    where: str
    original: str
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What an `add` did."""

    articles: tuple[Article, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    rejects: tuple[Reject, ...] = ()


def add(folder: Path, places: Iterable[Path | str], options: AddOptions | None = None) -> Added:
    """Takes files, folders or the standard input ("-") into the store, all or nothing.

    Raises RunError where the lock does not come free, the disk is full, or nothing was found.
    """
    options = options or AddOptions()
    with _locked(folder, options):
        _sweep(folder)
        intake = _Intake(folder, options)
        for found in find_sources(places, options.reading):
            intake.take(found)
        if intake.fresh:
            _write_catalogue(folder, intake.rows)
        return Added(tuple(intake.fresh), tuple(intake.duplicates), tuple(intake.rejects))


def list_rows(folder: Path) -> list[Row]:
    """The rows of the catalogue.  Raises RunError where there is no store."""
    if not (folder / CATALOGUE).is_file():
        raise RunError(f"{folder} 里没有目录文件 {CATALOGUE}。请先用 hedui add 加入报道。")
    return read_catalogue(folder / CATALOGUE, Limits())


def read_one(folder: Path, name: str) -> Article:
    """The article with this id.  Raises RunError where the store has none."""
    for article in _articles(folder):
        if article.id == name:
            return article
    raise RunError(f"{folder} 里没有编号为 {name} 的文章。")


def verify(folder: Path) -> list[str]:
    """What is wrong with the store, a sentence each; nothing where originals and catalogue agree."""
    rows = list_rows(folder)
    wrong = [f"{row.get('id')}:编号重复。" for row in _repeated(rows)]
    held = {str(row.get("file")) for row in rows}
    for name in sorted(held):
        path = folder / name
        if path.is_file() and is_hash(path) and sha256(path.read_bytes()).hexdigest() != path.stem:
            wrong.append(f"{name}:原件被改动,内容与文件名里的校验值不符。")
    found = {article.id: article for article in _articles(folder)} if rows else {}
    for row in rows:
        article = found.get(str(row.get("id")))
        if article is None:
            wrong.append(f"{row.get('id')}:读不出文章({row.get('file')})。")
        elif row.get("sha256") not in (None, article.sha256):
            wrong.append(f"{article.id}:正文与目录里的校验值不符。")
    return wrong


def remove(folder: Path, names: Iterable[str], options: AddOptions | None = None) -> list[str]:
    """Takes articles out of the store, with the originals that no row names any more; the ids that were there."""
    gone = set(names)
    with _locked(folder, options or AddOptions()):
        rows = list_rows(folder)
        kept = [row for row in rows if row.get("id") not in gone]
        _write_catalogue(folder, kept)
        held = {row.get("file") for row in kept}
        for row in rows:
            if row.get("file") not in held:
                (folder / str(row.get("file"))).unlink(missing_ok=True)
        return [str(row.get("id")) for row in rows if row.get("id") in gone]


def edit(folder: Path, name: str, known: Mapping[str, str], options: AddOptions | None = None) -> Row:
    """Sets title, source, published or url of an article; an empty value takes the catalogue's word back.

    Raises RunError for an article or a field that does not exist.
    """
    if wrong := sorted(set(known) - set(_EDITABLE)):
        raise RunError(f"不能修改 {wrong[0]}。可以修改:{' '.join(_EDITABLE)}。")
    with _locked(folder, options or AddOptions()):
        rows = list_rows(folder)
        row = next((row for row in rows if row.get("id") == name), None)
        if row is None:
            raise RunError(f"{folder} 里没有编号为 {name} 的文章。")
        for key, value in known.items():
            row[key] = value
            if not value:
                del row[key]
        _write_catalogue(folder, rows)
        return row


class _Intake:
    """What an `add` has taken so far."""

    def __init__(self, folder: Path, options: AddOptions) -> None:
        self._folder, self._options = folder, options
        self.rows = list_rows(folder) if (folder / CATALOGUE).is_file() else []
        self.fresh: list[Article] = []
        self.duplicates: list[Duplicate] = []
        self.rejects: list[Reject] = []
        self._ids = {str(row.get("id")): str(row.get("sha256")) for row in self.rows}
        self._texts = self._known_texts()

    def _known_texts(self) -> dict[str, str]:
        """Text hash to id; rows written by hand may lack the hash, then the text is read."""
        texts = {str(row["sha256"]): str(row.get("id")) for row in self.rows if row.get("sha256")}
        if len(texts) < len(self.rows):
            for article in _articles(self._folder):
                texts.setdefault(article.sha256, article.id)
        return texts

    def take(self, found: Found) -> None:
        """Takes what a source holds, and its bytes where anything of it is new."""
        stored: str | None = None
        where = found.source.name
        for record, item in found.numbered():
            if isinstance(item, Reject):
                self.rejects.append(item)
                continue
            article = self._admitted(where, overlaid(item, self._options.known))
            if article is None:
                continue
            if stored is None:
                stored = _store(self._folder, found)
            self.fresh.append(article)
            self.rows.append(
                {"id": article.id, "file": stored, "record": record, "received": where} | row_of(article)
            )

    def _admitted(self, where: str, article: Article) -> Article | None:
        """The article under an id of its own, or None where it is there already."""
        before = self._texts.get(article.sha256)
        if before is not None and not self._options.reposts:
            self.duplicates.append(Duplicate(where, before))
            return None
        if article.id in self._ids and before is None:
            reason = f"编号 {article.id} 已在库中,但内容不同。请换一个编号,或先 hedui corpus remove {article.id}。"
            self.rejects.append(Reject(article.id, where, reason))
            return None
        name, number = article.id, 2
        while name in self._ids:
            name, number = f"{article.id}-{number}", number + 1
        if before is not None:
            self.duplicates.append(Duplicate(where, before, name))
        self._ids[name] = article.sha256
        self._texts.setdefault(article.sha256, name)
        return msgspec.structs.replace(article, id=name)


@contextmanager
def _locked(folder: Path, options: AddOptions) -> Iterator[None]:
    """One writer at a time.  The lock goes with the process: a killed one leaves nothing behind."""
    import fcntl

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("a")
    except OSError as error:
        raise RunError(f"无法写入 {folder}:{error.strerror}。") from error
    with lock:
        until, told = time.monotonic() + options.patience, False
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise RunError(f"另一个进程正在写入 {folder}。请稍后再试。") from None
                if not told and options.waiting is not None:
                    options.waiting(f"另一个进程正在写入 {folder},等待中。")
                told = True
                time.sleep(0.05)
        yield


def _store(folder: Path, found: Found) -> str:
    """Puts the bytes under their hash; the path inside the store."""
    digest = sha256()
    with found.source.open() as file:
        while part := file.read(_CHUNK):
            digest.update(part)
    name = f"{ORIGINALS}/{digest.hexdigest()}{found.suffix}"
    if not (folder / name).is_file():
        with found.source.open() as file:
            _write(folder / name, iter(lambda: file.read(_CHUNK), b""))
    return name


def _write_catalogue(folder: Path, rows: Iterable[Row]) -> None:
    _write(folder / CATALOGUE, (msgspec.json.encode(row) + b"\n" for row in rows))


def _write(path: Path, parts: Iterable[bytes]) -> None:
    """The file, whole or not at all.  Raises RunError where the disk is full or may not be written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(exist_ok=True)
        with beside.open("wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _sync(path.parent)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise RunError(f"无法写入 {path}:{error.strerror}。已有的文章不受影响。") from error


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Takes away what killed writers left beside."""
    for path in (*folder.glob(".*.tmp"), *(folder / ORIGINALS).glob(".*.tmp")):
        path.unlink(missing_ok=True)


def _articles(folder: Path) -> Iterator[Article]:
    return (item for item in read_articles([folder]) if isinstance(item, Article))


def _repeated(rows: Iterable[Row]) -> Iterator[Row]:
    seen: set[object] = set()
    for row in rows:
        if row.get("id") in seen:
            yield row
        seen.add(row.get("id"))
