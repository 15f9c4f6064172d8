"""Articles that were read before: known by the digest of their marks, so that a run need not read them again."""

import sqlite3
from collections.abc import Sequence
from hashlib import sha256

import msgspec

from hedui.model import Article, Reject
from hedui.readers.source import Again
from hedui.runners.entry import article_key

# Only where the article stands in the store as it was read by this mark.
_RECALL = """SELECT r.digest, r.id, r.sha256, a.number FROM received AS r
  JOIN articles AS a ON a.id = r.id AND a.key = r.key WHERE r.digest IN ({})"""

_AT_ONCE = 200  # marks asked for with one question


class Known(Article, frozen=True):
    """An article of which nothing need be read: its id and digest alone, and how to read it all the same."""

    name: str  # its id as it stands in the store
    number: int  # and its number there
    mark: bytes
    again: Again

    @property
    def renamed(self) -> bool:
        """Whether it goes by another id than before: then it is another article."""
        return self.id != self.name

    def read(self) -> Article | Reject:
        """The article itself."""
        item = self.again(self.mark)
        return msgspec.structs.replace(item, id=self.id) if isinstance(item, Article) else item


class Received:
    """The marks that a claim store remembers, while it is open: `hedui.readers.source.Memory`."""

    def __init__(self) -> None:
        self.base: sqlite3.Connection | None = None

    def recall(self, marks: Sequence[bytes], again: Again) -> list[Article | None]:
        """The articles of those marks that are known, without their text."""
        found: list[Article | None] = []
        for start in range(0, len(marks), _AT_ONCE):
            found += self._recall(marks[start : start + _AT_ONCE], again)
        return found

    def _recall(self, marks: Sequence[bytes], again: Again) -> list[Article | None]:
        if self.base is None:
            return [None] * len(marks)
        digests = list(map(_digest, marks))
        rows = self.base.execute(_RECALL.format(",".join("?" * len(digests))), digests)
        known = {digest: row for digest, *row in rows}
        return [
            Known(id=row[0], text="", sha256=row[1], name=row[0], number=row[2], mark=mark, again=again)
            if (row := known.get(digest))
            else None
            for mark, digest in zip(marks, digests, strict=True)
        ]

    def learn(self, mark: bytes, article: Article) -> None:
        """Notes which article has a mark."""
        if self.base is not None:
            row = (_digest(mark), article.id, article_key(article), article.sha256)
            self.base.execute("INSERT OR REPLACE INTO received VALUES (?, ?, ?, ?)", row)


def _digest(mark: bytes) -> bytes:
    return sha256(mark).digest()  # which processors have an instruction for
