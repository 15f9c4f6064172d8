"""The ids that articles were given: each stands once.  They are kept on disk, however many articles there are."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import msgspec

from hedui.model import Article, Reject

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA temp_store = FILE;
CREATE TABLE given (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, number INTEGER NOT NULL DEFAULT 1) WITHOUT ROWID;
BEGIN;
"""
_GIVE = "INSERT OR IGNORE INTO given (id, sha256) VALUES (?, ?)"


@contextmanager
def ids_given() -> Iterator["Ids"]:
    """No ids as yet, in a file that is gone at the end."""
    with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as base:
        base.executescript(_SCHEMA)
        yield Ids(base)


class Ids:
    """The ids that were given."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def once(self, article: Article, where: str) -> Article | Reject:
        """The article of a file, or what its id makes of it when it was there before."""
        name, digest = article.id, article.sha256
        if self._is_new(name, digest):
            return article
        before, number = self._base.execute("SELECT sha256, number FROM given WHERE id = ?", (name,)).fetchone()
        if name != digest[:12]:
            same = "内容也相同" if before == digest else "但内容不同"
            return Reject(name, where, f"编号 {name} 重复出现，{same}；只保留第一篇。")
        number += 1
        while not self._is_new(f"{name}-{number}", digest):
            number += 1
        self._base.execute("UPDATE given SET number = ? WHERE id = ?", (number, name))
        return msgspec.structs.replace(article, id=f"{name}-{number}")

    def _is_new(self, name: str, digest: str) -> bool:
        return self._base.execute(_GIVE, (name, digest)).rowcount == 1
