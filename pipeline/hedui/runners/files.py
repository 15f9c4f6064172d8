"""articles.jsonl and claims.jsonl out of the claim store: what stands in the last ones is copied, not written.

The store knows how many bytes each article takes in the files of the last run, and what became of it since.  The
files themselves are known by inode, size and time: where they are not those of the last run, all is written.
"""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from hedui.crosscheck.shards import decode_claim
from hedui.crosscheck.support import UNDATED
from hedui.disk import replacing, write_whole
from hedui.model import Reject
from hedui.records import claim_row, json_lines
from hedui.report.results import ARTICLES, CLAIMS
from hedui.runners.entry import deflated
from hedui.runners.store import Base, whole

_COLUMNS = {ARTICLES: ("article_size", "article_line"), CLAIMS: ("claim_size", "claim_lines")}
_RESIZED = "UPDATE places SET claim_size = ? WHERE id = (SELECT id FROM articles WHERE number = ?) AND stands >= 0"
_CHANGED = "SELECT 1 FROM places WHERE stands <= 0 OR article IN (SELECT article FROM renamed) LIMIT 1"
_CLAIMS = """SELECT c.claim, coalesce(n.name, c.entity) FROM claims AS c LEFT JOIN names AS n ON n.form = c.entity
  WHERE c.article = ? ORDER BY c.place"""
_AT_ONCE = 1 << 20  # bytes that are copied at once


def write_article_tables(base: Base, folder: Path) -> None:
    """Brings both files of a folder to hold the articles of the store, each replaced in one step."""
    sizes = rename(base)
    paths = {name: folder / name for name in (ARTICLES, CLAIMS)}
    if not all(_stands(base, path) for path in paths.values()):
        for name, path in paths.items():
            write_whole(path, lines_in(base, _COLUMNS[name][1]))
    elif base.execute(_CHANGED).fetchone() is None:
        return
    else:
        for name, path in paths.items():
            with path.open("rb") as old, replacing(path) as new:
                _write_changed(base, old, new, name)
    with whole(base):
        base.executemany(_RESIZED, ((size, article) for article, size in sizes.items()))
        base.execute("DELETE FROM places WHERE stands < 0")
        base.execute("UPDATE places SET stands = 1 WHERE stands = 0")
        base.execute("DELETE FROM renamed")
        base.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", ((n, _stamp(p)) for n, p in paths.items()))


def _stands(base: Base, path: Path) -> bool:
    """Whether a file is the one that was written last."""
    row = base.execute("SELECT stamp FROM files WHERE name = ?", (path.name,)).fetchone()
    with suppress(OSError):
        return row is not None and row[0] == _stamp(path)
    return False


def _stamp(path: Path) -> str:
    known = path.stat()
    return f"{known.st_ino} {known.st_size} {known.st_mtime_ns}"


def _write_changed(base: Base, old: BinaryIO, new: BinaryIO, name: str) -> None:
    size, column = _COLUMNS[name]
    for start, end, article in _pieces(base, name, size):
        old.seek(start)
        for at in range(start, end, _AT_ONCE):
            new.write(old.read(min(_AT_ONCE, end - at)))
        for (lines,) in base.execute(f"SELECT {column} FROM lines WHERE article = ?", (article,)):
            new.write(zlib.decompress(lines))


def _pieces(base: Base, name: str, size: str) -> Iterator[tuple[int, int, int | None]]:
    """The new file in order: each time a range of the old one and, if any, an article whose lines come then."""
    anew = {article for (article,) in base.execute("SELECT article FROM renamed")} if name == CLAIMS else set()
    start = at = 0
    for article, length, stands in base.execute(f"SELECT article, {size}, stands FROM places ORDER BY id, stands"):
        if stands == 1 and article not in anew:
            at += length
            continue
        yield start, at, article if stands >= 0 else None
        at += length if stands else 0
        start = at
    yield start, at, None


def lines_in(base: Base, column: str) -> Iterator[bytes]:
    """What the store keeps of each article in one column of its lines, by id."""
    for (lines,) in base.execute(f"SELECT {column} FROM articles JOIN lines ON article = number ORDER BY id"):
        yield zlib.decompress(lines)


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
