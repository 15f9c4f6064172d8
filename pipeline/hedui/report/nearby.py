"""Which articles of a run are about the same as a draft.

A draft is held against the articles that share a name or a figure with it; the others cannot contradict it.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from hedui.report.index import keys_of, opened
from hedui.report.results import ARTICLES, CLAIMS, ArticleRow, ClaimRow

# Two names may be one when one of them holds the other and is no shorter than this.
LEAST_NAME = 2
_PLACE = "SELECT line, claims, size FROM articles WHERE number = ?"


@dataclass(frozen=True, slots=True)
class Near:
    """An article of a run, with its claims."""

    article: ArticleRow
    claims: tuple[ClaimRow, ...]


def near(folder: Path, claims: Iterable[ClaimRow], most: int) -> Iterator[Near]:
    """The articles that share most with these claims, rare names and figures before frequent ones."""
    with closing(opened(folder)) as base:
        scores: dict[int, float] = {}
        for key in sorted(_wanted(base, claims)):
            found = [number for (number,) in base.execute("SELECT article FROM shared WHERE key = ?", (key,))]
            for number in found:
                scores[number] = scores.get(number, 0.0) + 1 / len(found)
        with (folder / ARTICLES).open("rb") as articles, (folder / CLAIMS).open("rb") as lines:
            for _, number in sorted(_best(base, scores, most)):
                yield _read(articles, lines, base.execute(_PLACE, (number,)).fetchone())


def _best(base: sqlite3.Connection, scores: dict[int, float], most: int) -> list[tuple[str, int]]:
    """Id and number of those with the highest scores; of equal ones those with the first ids."""
    least = sorted(scores.values(), reverse=True)[:most][-1:]
    rows = [
        (-score, *base.execute("SELECT id FROM articles WHERE number = ?", (number,)).fetchone(), number)
        for number, score in scores.items()
        if score >= least[0]
    ]
    return [(name, number) for _, name, number in sorted(rows)[:most]]


def _wanted(base: sqlite3.Connection, claims: Iterable[ClaimRow]) -> set[str]:
    """The keys of these claims, and the names of the run that hold one of theirs or are held by it."""
    wanted = {key for claim in claims for key in keys_of(claim.entity, claim.unit, claim.value)}
    mine = {key[1:] for key in wanted if key.startswith("@") and len(key) > LEAST_NAME}
    for (key,) in base.execute("SELECT DISTINCT key FROM shared WHERE key >= '@' AND key < 'A'"):
        name = key[1:]
        if len(name) >= LEAST_NAME and any(name in other or other in name for other in mine):
            wanted.add(key)
    return wanted


def _read(articles: BinaryIO, claims: BinaryIO, place: tuple[int, int, int]) -> Near:
    line, first, size = place
    articles.seek(line)
    claims.seek(first)
    article = msgspec.json.decode(articles.readline(), type=ArticleRow)
    decode = msgspec.json.Decoder(ClaimRow).decode
    return Near(article, tuple(map(decode, claims.read(size).splitlines())))
