"""The lines of the tables of a run, out of the claim store, one article at a time."""

import zlib
from collections.abc import Iterator

import msgspec

from hedui.crosscheck.shards import decode_claim
from hedui.crosscheck.support import UNDATED
from hedui.model import Reject
from hedui.records import claim_row, json_lines
from hedui.runners.entry import deflated
from hedui.runners.store import Base, whole

_CLAIMS = """SELECT c.claim, coalesce(n.name, c.entity) FROM claims AS c LEFT JOIN names AS n ON n.form = c.entity
  WHERE c.article = ? ORDER BY c.place"""


def lines_in(base: Base, column: str) -> Iterator[bytes]:
    """What the store keeps of each article in one column of its lines, by id."""
    for (lines,) in base.execute(f"SELECT {column} FROM articles JOIN lines ON article = number ORDER BY id"):
        yield zlib.decompress(lines)


def claim_lines(base: Base) -> Iterator[bytes]:
    """The lines of claims.jsonl, by article and in text order, the entities under their joined names."""
    rename(base)
    yield from lines_in(base, "claim_lines")


def rename(base: Base) -> dict[int, int]:
    """Writes the claims whose names changed anew into the store; the bytes of each article's lines."""
    sizes = {}
    with whole(base):
        for (article,) in base.execute("SELECT article FROM renamed").fetchall():
            lines = _written(base, article)
            sizes[article] = len(lines)
            base.execute("UPDATE lines SET claim_lines = ? WHERE article = ?", (deflated(lines), article))
    return sizes


def _written(base: Base, article: int) -> bytes:
    rows = []
    for claim, name in base.execute(_CLAIMS, (article,)):
        rows.append(claim_row(msgspec.structs.replace(decode_claim(claim), entity=name or None)))
    return b"".join(json_lines(rows))


def unread(base: Base) -> Iterator[Reject]:
    """What could not be read of the articles."""
    for row in base.execute("SELECT id, place, reason FROM unread"):
        yield Reject(*row)


def counts(base: Base) -> dict[str, int]:
    """How many articles and claims the store holds, and how many of the articles have no day."""
    told = "SELECT count(*), coalesce(sum(claims), 0), coalesce(sum(age = ?), 0) FROM articles"
    return dict(zip(("articles", "claims", "undated"), base.execute(told, (UNDATED,)).fetchone(), strict=True))
