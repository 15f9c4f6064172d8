"""Which article of the store a new text repeats, wholly or nearly: an index of the prints of paragraphs.

Paragraphs are the same where the cross-check says so (`first_like`), and of several the oldest counts.  Their
prints lie in an SQLite file beside the catalogue, so that a new article asks for its own paragraphs only, however
many articles there are.  The file is a cache: what it lacks is computed again from the articles, and a damaged one
is thrown away.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from hedui.crosscheck.prints import BANDS, band_keys, packed, paragraph_prints
from hedui.crosscheck.reprints import MOST_LIKE, first_like
from hedui.lexicon import load_lexicon
from hedui.model import Article
from hedui.normalize import normalize

INDEX = ".prints.sqlite"
# The share of a text (its paragraphs of some length) that stands in one earlier article.  Of 171 news articles
# with 1 % of their characters changed 95 % reach it, with 2 % 85 %, with 5 % 21 %; of the same articles as they
# are, which are many outlets' tellings of 22 stories, two do.
MOSTLY = 0.8
# A paragraph that stands in so many articles which repeat nothing else is a stock phrase: it tells nothing.
_STOCK = 50
_FIGURE = re.compile(r"[0-9]{1,40}(?:[.,][0-9]{1,40}){0,8}|[零〇一二三四五六七八九十百千万亿两]{2,20}")
_SCHEMA = """
CREATE TABLE article (number INTEGER PRIMARY KEY, sha256 TEXT UNIQUE, figures TEXT, original TEXT);
CREATE TABLE paragraph (number INTEGER PRIMARY KEY, hashes BLOB);
CREATE TABLE bands (key INTEGER, paragraph INTEGER, PRIMARY KEY (key, paragraph)) WITHOUT ROWID;
CREATE TABLE posting (paragraph INTEGER, article INTEGER, PRIMARY KEY (paragraph, article)) WITHOUT ROWID;
"""
# Of each band the oldest few, however many share it.
_OF_BAND = f"SELECT * FROM (SELECT paragraph FROM bands WHERE key = ? ORDER BY paragraph LIMIT {MOST_LIKE})"
_LIKE = f"""SELECT number, hashes FROM paragraph WHERE number IN ({" UNION ".join([_OF_BAND] * BANDS)})
  ORDER BY number"""
Reader = Callable[[frozenset[str]], Iterable[Article]]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A text that repeats another: the hash of that one, the share, and whether all figures stand there too."""

    original: str
    alike: float
    figures_stand: bool


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph: its length and print, the one of the store that it repeats, and the articles that hold that."""

    size: int
    hashes: bytes
    root: int | None
    holders: list[int]


class Reposts:
    """The index of one store.  What is taken is kept from `commit` on; use it under the store's lock."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / INDEX
        self._base = sqlite3.connect(":memory:")

    def sync(self, held: Iterable[str], read: Reader) -> None:
        """Brings the index to the texts that are held: others go, and those it lacks are read and taken."""
        wanted = set(held)
        for begin in (self._open, self._afresh):
            with suppress(sqlite3.Error):
                begin()
                self._update(wanted, read)
                return
        self._throw_away()  # a full disk: the index is made in memory, for this time
        self._update(wanted, read)

    def take(self, article: Article) -> Repeat | None:
        """Takes an article in; what it repeats, if anything."""
        try:
            return self._take(article)
        except sqlite3.Error:
            self._throw_away()
            return None

    def commit(self) -> None:
        """Writes what was taken.  Where that fails (a full disk) the next `sync` makes the index again."""
        try:
            self._base.commit()
        except sqlite3.Error:
            self._throw_away()

    def close(self) -> None:
        """Lets go of the file."""
        with suppress(sqlite3.Error):
            self._base.close()

    def _open(self) -> None:
        self.close()
        self._base = sqlite3.connect(self._path)
        self._base.execute("PRAGMA synchronous = OFF")  # a cache may be lost in a power cut
        if not self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            self._base.executescript(f"BEGIN; {_SCHEMA} COMMIT;")

    def _afresh(self) -> None:
        self._throw_away()
        self._open()

    def _throw_away(self) -> None:
        """No file any more, and an empty index until the next `sync`."""
        self.close()
        for path in self._path.parent.glob(f"{INDEX}*"):
            path.unlink(missing_ok=True)
        self._base = sqlite3.connect(":memory:")
        self._base.executescript(_SCHEMA)

    def _update(self, wanted: set[str], read: Reader) -> None:
        rows = self._base.execute("SELECT number, sha256, original FROM article").fetchall()
        # With a text that is gone go those that repeat it: they must find another original.
        kept = {sha for _, sha, original in rows if sha in wanted and (original is None or original in wanted)}
        self._forget([number for number, sha, _ in rows if sha not in kept])
        if missing := wanted - kept:
            for article in read(frozenset(missing)):
                if article.sha256 in missing:
                    missing.discard(article.sha256)
                    self._take(article)
        self._base.commit()

    def _take(self, article: Article) -> Repeat | None:
        clean = normalize(article.text, load_lexicon())
        figures = frozenset(_FIGURE.findall(clean.text))
        paragraphs = [self._paragraph(p[1] - p[0], packed(p[2:])) for p in paragraph_prints(clean)]
        repeat = self._repeat(paragraphs, figures)
        cursor = self._base.execute(
            "INSERT OR IGNORE INTO article (sha256, figures, original) VALUES (?, ?, ?)",
            (article.sha256, " ".join(sorted(figures)), repeat.original if repeat else None),
        )
        if repeat is None and cursor.rowcount:
            self._post(int(cursor.lastrowid or 0), paragraphs)
        return repeat

    def _paragraph(self, size: int, hashes: bytes) -> _Paragraph:
        like = self._base.execute(_LIKE, _bands(hashes)).fetchall()
        found = first_like(hashes, [row[1] for row in like])
        root = None if found is None else like[found][0]
        rows = self._base.execute("SELECT article FROM posting WHERE paragraph = ? LIMIT ?", (root, _STOCK))
        return _Paragraph(size, hashes, root, [row[0] for row in rows])

    def _repeat(self, paragraphs: list[_Paragraph], figures: frozenset[str]) -> Repeat | None:
        telling = [one for one in paragraphs if len(one.holders) < _STOCK]
        total, shares = sum(one.size for one in telling), Counter[int]()
        for one in telling:
            shares.update(dict.fromkeys(one.holders, one.size))
        best = max(((size, -article) for article, size in shares.items()), default=(0, 0))
        if not total or best[0] < MOSTLY * total:
            return None
        row = self._base.execute("SELECT sha256, figures FROM article WHERE number = ?", (-best[1],)).fetchone()
        return Repeat(str(row[0]), best[0] / total, figures <= set(str(row[1]).split()))

    def _post(self, article: int, paragraphs: list[_Paragraph]) -> None:
        for one in paragraphs:
            root = one.root
            if root is None:
                root = self._base.execute("INSERT INTO paragraph (hashes) VALUES (?)", (one.hashes,)).lastrowid
                keys = ((key, root) for key in _bands(one.hashes))
                self._base.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", keys)
            if len(one.holders) < _STOCK:
                self._base.execute("INSERT OR IGNORE INTO posting VALUES (?, ?)", (root, article))

    def _forget(self, gone: list[int]) -> None:
        for column in ("posting WHERE article", "article WHERE number") if gone else ():
            those = msgspec.json.encode(gone).decode()
            self._base.execute(f"DELETE FROM {column} IN (SELECT value FROM json_each(?))", (those,))


def _bands(hashes: bytes) -> list[int]:
    """The keys under which it meets like ones."""
    keys: list[int] = band_keys(hashes)[0].tolist()
    return keys
