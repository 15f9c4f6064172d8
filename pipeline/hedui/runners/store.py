"""The claim store: what is known of the articles of the last run, in one SQLite file; a run reads what is new.

    FOLDER/ENGINE.sqlite

ENGINE is a digest of the code, of the words and models, and of the settings: another engine begins anew.  Every
step leaves the store whole: what an article's change touches is written down with the change itself, and struck
out when it has been dealt with, so a run that was killed is taken up by the next one and ends with the same bytes.

    articles, lines, claims     what was read; an article's key is the digest of all that is known of it
    received                    the marks by which they are known without being read (received.py)
    renamed, places, files      what of the lines stands in the tables as they were written last (files.py)
    paragraphs, bands           prints of the paragraphs that hold claims, and where each comes from (origins.py)
    counts                      in how many articles each name stands
    figures, witnesses          telling figures, and where else a value stands (witnesses.py)
    namesakes                   names one character apart that tell one figure (namesakes.py)
    few, close, told            figures of few digits, what they stand beside, all figures of an article, and whose
    echoes, echo_names          figures amid the same figures, and whose they are (echoes.py)
    names, findings             what follows from all of them (groups.py)
    unsettled, touched, stale   what is still to be done
    latest                      the last of the paragraphs that were settled (origins.py)
"""

import sqlite3
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from hedui.crosscheck.prints import band_keys
from hedui.disk import locked
from hedui.errors import RunError
from hedui.model import Article, Reject
from hedui.runners.entry import Entry, article_key
from hedui.runners.received import Known

_PACKAGE = Path(__file__).parents[1]
# What makes text of a file, cuts and converts it, and writes the rows.
_DECIDING = (
    *("trafilatura", "lxml", "pypdf", "ftfy", "opencc", "jieba", "rjieba", "spacy"),
    *("ahocorasick-rs", "numpy", "scikit-learn", "msgspec"),
)
_SCHEMA = """
CREATE TABLE articles (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key BLOB NOT NULL, age TEXT NOT NULL,
  source TEXT, claims INTEGER NOT NULL, fresh INTEGER NOT NULL, card BLOB NOT NULL);
CREATE TABLE lines (article INTEGER PRIMARY KEY, article_line BLOB NOT NULL, claim_lines BLOB NOT NULL);
CREATE TABLE renamed (article INTEGER PRIMARY KEY);
CREATE TABLE places (id TEXT NOT NULL, article INTEGER NOT NULL, article_size INTEGER NOT NULL,
  claim_size INTEGER NOT NULL, stands INTEGER NOT NULL, PRIMARY KEY (id, stands)) WITHOUT ROWID;
CREATE TABLE files (name TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE received (digest BLOB PRIMARY KEY, id TEXT NOT NULL, key BLOB NOT NULL, sha256 TEXT NOT NULL)
  WITHOUT ROWID;
CREATE INDEX received_by_id ON received (id);
CREATE TABLE unread (article INTEGER NOT NULL, id TEXT NOT NULL, place TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE claims (article INTEGER NOT NULL, place INTEGER NOT NULL, entity TEXT NOT NULL, label TEXT NOT NULL,
  start INTEGER NOT NULL, weighed INTEGER NOT NULL, claim BLOB NOT NULL,
  PRIMARY KEY (article, place)) WITHOUT ROWID;
CREATE INDEX claims_by_name ON claims (entity, label, article);
CREATE TABLE counts (entity TEXT NOT NULL, label TEXT NOT NULL, articles INTEGER NOT NULL,
  PRIMARY KEY (entity, label)) WITHOUT ROWID;
CREATE INDEX claims_weighed ON claims (entity) WHERE weighed;
CREATE TABLE paragraphs (number INTEGER PRIMARY KEY, article INTEGER NOT NULL, age TEXT NOT NULL, id TEXT NOT NULL,
  place INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, leads INTEGER, root INTEGER,
  hashes BLOB NOT NULL);
CREATE INDEX paragraphs_by_article ON paragraphs (article);
CREATE TABLE bands (band INTEGER NOT NULL, leads INTEGER NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL,
  age TEXT NOT NULL, paragraph INTEGER NOT NULL, PRIMARY KEY (band, leads, id, place)) WITHOUT ROWID;
CREATE TABLE figures (article INTEGER NOT NULL, place INTEGER NOT NULL, form TEXT NOT NULL, alike TEXT NOT NULL,
  value TEXT NOT NULL, digits TEXT NOT NULL, metric TEXT NOT NULL, sure INTEGER NOT NULL,
  echoing BLOB NOT NULL, PRIMARY KEY (article, place)) WITHOUT ROWID;
CREATE INDEX figures_by_digits ON figures (digits);
CREATE INDEX figures_alike ON figures (alike);
CREATE INDEX figures_by_value ON figures (value);
CREATE INDEX figures_by_form ON figures (form);
CREATE TABLE few (article INTEGER NOT NULL, place INTEGER NOT NULL, form TEXT NOT NULL, echoing BLOB NOT NULL,
  PRIMARY KEY (article, place)) WITHOUT ROWID;
CREATE INDEX few_by_form ON few (form);
CREATE TABLE close (article INTEGER NOT NULL, place INTEGER NOT NULL, digits TEXT NOT NULL,
  PRIMARY KEY (article, place, digits)) WITHOUT ROWID;
CREATE INDEX close_by_digits ON close (digits);
CREATE TABLE told (article INTEGER PRIMARY KEY, figures BLOB NOT NULL, names BLOB NOT NULL);
CREATE TABLE witnesses (value TEXT PRIMARY KEY, topics BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE namesakes (alike TEXT NOT NULL, name TEXT NOT NULL, other TEXT NOT NULL,
  PRIMARY KEY (alike, name, other)) WITHOUT ROWID;
CREATE INDEX namesakes_by_name ON namesakes (name);
CREATE INDEX namesakes_by_other ON namesakes (other);
CREATE TABLE echoes (digits TEXT NOT NULL, name TEXT NOT NULL, echo BLOB NOT NULL);
CREATE INDEX echoes_by_digits ON echoes (digits);
CREATE INDEX echoes_by_name ON echoes (name);
CREATE TABLE echo_names (digits TEXT NOT NULL, name TEXT NOT NULL, other TEXT NOT NULL,
  PRIMARY KEY (digits, name, other)) WITHOUT ROWID;
CREATE INDEX echo_names_by_other ON echo_names (other);
CREATE TABLE names (form TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX names_by_name ON names (name);
CREATE TABLE findings (id TEXT NOT NULL, entity TEXT NOT NULL, severity INTEGER NOT NULL, doubt REAL NOT NULL,
  line BLOB NOT NULL, PRIMARY KEY (entity, id)) WITHOUT ROWID;
CREATE INDEX findings_in_order ON findings (severity, doubt, id);
CREATE TABLE unsettled (age TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, paragraph INTEGER NOT NULL,
  PRIMARY KEY (age, id, place, paragraph)) WITHOUT ROWID;
CREATE TABLE latest (age TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL);
CREATE TABLE touched (form TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE touched_alike (alike TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE touched_value (value TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE touched_digits (digits TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE stale (name TEXT PRIMARY KEY) WITHOUT ROWID;
PRAGMA user_version = 1;
"""
_PARAGRAPH = "INSERT INTO paragraphs (article, age, id, place, first, last, hashes) VALUES (?, ?, ?, ?, ?, ?, ?)"
# Replaced, so that an article that comes twice counts as a row changed all the same.
_SEEN = "INSERT OR REPLACE INTO seen SELECT number FROM articles WHERE id = ? AND key = ?"
_AGAIN, _AT_ONCE = "INSERT OR IGNORE INTO seen VALUES (?)", 1000
_COUNT = "INSERT INTO counts VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET articles = articles + 1"
_COUNTED = "(entity, label) IN (SELECT entity, label FROM claims WHERE article = ? AND entity <> '')"
NO_BAND = "DELETE FROM bands WHERE band = ? AND leads = ? AND id = ? AND place = ?"
# Tables with rows of an article that go with it; a test knows the others, which are brought up to date elsewhere.
GO_WITH_IT = ("paragraphs", "claims", "figures", "few", "close", "told", "unread", "lines", "renamed")
_FREED = "INSERT OR IGNORE INTO unsettled SELECT age, id, place, paragraph FROM bands WHERE band = ?"
_CACHE = 16_384  # kilobytes of the file that are held in memory, whatever its size

Base = sqlite3.Connection


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """A digest of the code and of the packages it stands on: what reads otherwise is another engine."""
    total = blake2b(f"{sys.version_info[:2]} {dict(dependencies())}".encode(), digest_size=16)
    for path in sorted(_PACKAGE.rglob("*.py")):
        total.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def dependencies() -> Iterator[tuple[str, str]]:
    """The packages that decide what is read, as far as they are installed, with their versions."""
    for name in _DECIDING:
        with suppress(PackageNotFoundError):
            yield name, version(name)


@contextmanager
def store_in(folder: Path | None, deciding: str, afresh: bool = False) -> Iterator[Base]:
    """The store in a folder, one run at a time; without a folder one that is gone at the end.

    A store of another engine goes, and so does one that is seen to be damaged.  Raises RunError where the folder
    cannot be written or another run is writing it, where the disk is full, and where the damage shows only now.
    """
    try:
        if folder is None:
            yield from _opened(None)
            return
        name = blake2b(f"{engine_digest()} {deciding}".encode(), digest_size=16).hexdigest()
        busy = f"另一个运行正在写入 {folder.parent}。请等它结束，或换一个 --out。"
        with locked(folder, patience=0, busy=busy):
            for path in folder.iterdir():
                if path.suffix in (".sqlite", ".sqlite-wal", ".sqlite-shm") and (afresh or path.stem != name):
                    path.unlink()
            yield from _kept(folder / f"{name}.sqlite")
    except sqlite3.OperationalError as error:
        raise RunError(f"无法写入 {folder}：{error}。请检查磁盘空间；已读完的文章都已保存。") from error
    except OSError as error:
        raise RunError(f"无法写入 {folder}：{error.strerror}。") from error


def _kept(path: Path) -> Iterator[Base]:
    try:
        yield from _opened(path)
    except sqlite3.OperationalError:
        raise
    except (sqlite3.DatabaseError, zlib.error, msgspec.DecodeError) as error:
        _unlink(path)
        raise RunError(f"{path} 已损坏（{error}），现已删去。请重新运行，全部文章会重读。") from error


def _unlink(path: Path) -> None:
    for damaged in (path, path.with_name(path.name + "-wal")):
        damaged.unlink(missing_ok=True)


def _opened(path: Path | None) -> Iterator[Base]:
    base = _connected(path)
    if path is not None and not _sound(base):
        base.close()
        _unlink(path)
        base = _connected(path)
    try:
        base.execute("CREATE TEMP TABLE seen (number INTEGER PRIMARY KEY)")
        yield base
    finally:
        base.close()


def _connected(path: Path | None) -> Base:
    base = sqlite3.connect(path or "", isolation_level=None, cached_statements=256)
    base.execute("PRAGMA temp_store = FILE")
    with suppress(sqlite3.DatabaseError):  # a damaged one is found out by _sound
        base.execute("PRAGMA locking_mode = EXCLUSIVE")
        base.execute(f"PRAGMA cache_size = -{_CACHE}")
        base.execute("PRAGMA journal_mode = WAL" if path else "PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = NORMAL" if path else "PRAGMA synchronous = OFF")
        if base.execute("PRAGMA user_version").fetchone() == (0,):
            base.executescript(f"BEGIN; {_SCHEMA} COMMIT;")
    return base


def _sound(base: Base) -> bool:
    """Whether the file can be trusted: SQLite's own quick look at every page would cost as much as a small run."""
    try:
        return bool(base.execute("SELECT count(*) FROM stale").fetchone())
    except sqlite3.DatabaseError:
        return False


@contextmanager
def whole(base: Base) -> Iterator[None]:
    """Everything inside or nothing."""
    base.execute("BEGIN")
    try:
        yield
    except BaseException:
        base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")


def unknown(base: Base, items: Iterable[Article | Entry | Reject]) -> Iterator[Article | Entry | Reject | None]:
    """The items that are to be worked on; None for each article that is known as it is."""
    seen: list[tuple[int]] = []
    for item in items:
        if isinstance(item, Known) and not item.renamed:
            seen.append((item.number,))
            if len(seen) == _AT_ONCE:
                base.executemany(_AGAIN, seen)
                seen.clear()
            yield None
            continue
        article = item.read() if isinstance(item, Known) else item
        known = isinstance(article, Article) and base.execute(_SEEN, (article.id, article_key(article))).rowcount
        yield None if known else article
    base.executemany(_AGAIN, seen)


def put(base: Base, entry: Entry) -> None:
    """Keeps an article in place of the one that had its id, and notes what that touches."""
    before = base.execute("SELECT number, key FROM articles WHERE id = ?", (entry.id,)).fetchone()
    if before is not None and before[1] == entry.key:
        base.execute("INSERT OR IGNORE INTO seen VALUES (?)", (before[0],))
        return
    if before is not None:
        remove(base, before[0])
    number = base.execute(
        "INSERT INTO articles (id, key, age, source, claims, fresh, card) VALUES (?, ?, ?, ?, ?, 1, ?)",
        (entry.id, entry.key, entry.age, entry.source, len(entry.claims), entry.card),
    ).lastrowid
    assert number is not None
    base.execute("INSERT INTO places VALUES (?, ?, ?, ?, 0)", (entry.id, number, *entry.sizes))
    for table, rows in _rows(entry).items():
        if rows:
            marks = ", ".join("?" * (1 + len(rows[0])))
            base.executemany(f"INSERT INTO {table} VALUES ({marks})", ((number, *row) for row in rows))
    for place, part in enumerate(entry.paragraphs):
        row = (number, entry.age, entry.id, place, part.first, part.last, part.hashes)
        made = base.execute(_PARAGRAPH, row).lastrowid
        base.execute("INSERT INTO unsettled VALUES (?, ?, ?, ?)", (entry.age, entry.id, place, made))
    base.executemany(_COUNT, {(c.entity, c.label) for c in entry.claims if c.entity})
    _touch(base, number)


def _rows(entry: Entry) -> Mapping[str, Sequence[tuple[object, ...]]]:
    """What tables keep of an article under its number, but for that."""
    claims = list(enumerate(entry.claims))
    tellings = [(n, c.entity, t) for n, c in claims if (t := c.telling) is not None]
    few = [(n, c.entity, close) for n, c in claims if (close := c.close) is not None]
    return {
        "seen": [()],
        "lines": [(entry.article_line, entry.claim_lines)],
        "unread": [(r.article, r.where, r.reason) for r in entry.unread],
        "claims": [(n, c.entity, c.label, c.start, c.weighed, c.claim) for n, c in claims],
        "figures": [(n, form, t.alike, t.value, t.digits, t.metric, t.sure, t.echoing) for n, form, t in tellings],
        "few": [(n, form, close.echoing) for n, form, close in few],
        "close": [(n, key) for n, _, close in few for key in close.keys],
        "told": [(entry.told, entry.names)],
    }


def remove(base: Base, number: int) -> None:
    """Takes an article out, and notes what that touches."""
    _touch(base, number)
    base.execute(f"UPDATE counts SET articles = articles - 1 WHERE {_COUNTED}", (number,))
    base.execute(f"DELETE FROM counts WHERE articles = 0 AND {_COUNTED}", (number,))
    rows = base.execute("SELECT id, place, leads, hashes FROM paragraphs WHERE article = ?", (number,))
    for name, place, leads, hashes in rows.fetchall():
        for band in band_keys(hashes)[0].tolist():
            base.execute(NO_BAND, (band, leads, name, place))
            if leads:
                base.execute(_FREED, (band,))
    base.execute(
        "DELETE FROM unsettled WHERE paragraph IN (SELECT number FROM paragraphs WHERE article = ?)", (number,)
    )
    for table in GO_WITH_IT:
        base.execute(f"DELETE FROM {table} WHERE article = ?", (number,))
    name, key = base.execute("SELECT id, key FROM articles WHERE number = ?", (number,)).fetchone()
    base.execute("DELETE FROM received WHERE id = ? AND key = ?", (name, key))
    base.execute("DELETE FROM places WHERE id = ? AND stands = 0", (name,))
    base.execute("UPDATE places SET stands = -1 WHERE id = ? AND stands = 1", (name,))
    base.execute("DELETE FROM articles WHERE number = ?", (number,))


def remove_unseen(base: Base) -> None:
    """Takes out the articles that this run did not come upon."""
    with whole(base):
        gone = base.execute("SELECT number FROM articles WHERE number NOT IN (SELECT number FROM seen)").fetchall()
        for (number,) in gone:
            remove(base, number)


def _touch(base: Base, number: int) -> None:
    base.execute("INSERT OR IGNORE INTO touched SELECT entity FROM claims WHERE article = ?", (number,))
    base.execute("INSERT OR IGNORE INTO touched_alike SELECT alike FROM figures WHERE article = ?", (number,))
    base.execute("INSERT OR IGNORE INTO touched_value SELECT value FROM figures WHERE article = ?", (number,))
    base.execute("INSERT OR IGNORE INTO touched_digits SELECT digits FROM figures WHERE article = ?", (number,))
    base.execute("INSERT OR IGNORE INTO touched_digits SELECT digits FROM close WHERE article = ?", (number,))
