"""Lines of JSON that were read before: known by their digest, so that a run need not read them again."""

import sqlite3
from collections.abc import Sequence
from hashlib import sha256

from hedui.model import Article
from hedui.readers.records import article_in
from hedui.runners.entry import article_key

# Only where the article stands in the store as it was read from this line.
_RECALL = """SELECT r.digest, r.id, r.sha256, a.number FROM received AS r
  JOIN articles AS a ON a.id = r.id AND a.key = r.key WHERE r.digest IN ({})"""


class Known(Article, frozen=True):
    """An article of which nothing need be read: its id and digest alone, and the line that holds the rest."""

    name: str  # its id as it stands in the store
    number: int  # and its number there
    line: bytes

    @property
    def renamed(self) -> bool:
        """Whether it goes by another id than before: then it is another article."""
        return self.id != self.name

    def read(self) -> Article:
        """The article itself."""
        return article_in(self.line, self.id)


class Received:
    """The lines that a claim store remembers, while it is open: `hedui.readers.source.Memory`."""

    def __init__(self) -> None:
        self.base: sqlite3.Connection | None = None

    def recall(self, lines: Sequence[bytes]) -> list[Article | None]:
        """The articles of those lines that are known, without their text."""
        if self.base is None:
            return [None] * len(lines)
        digests = list(map(_digest, lines))
        rows = self.base.execute(_RECALL.format(",".join("?" * len(digests))), digests)
        known = {digest: row for digest, *row in rows}
        return [
            Known(id=row[0], text="", sha256=row[1], name=row[0], number=row[2], line=line)
            if (row := known.get(digest))
            else None
            for line, digest in zip(lines, digests, strict=True)
        ]

    def learn(self, line: bytes, article: Article) -> None:
        """Notes which article a line holds."""
        if self.base is not None:
            row = (_digest(line), article.id, article_key(article), article.sha256)
            self.base.execute("INSERT OR REPLACE INTO received VALUES (?, ?, ?, ?)", row)


def _digest(line: bytes) -> bytes:
    return sha256(line).digest()  # which processors have an instruction for
