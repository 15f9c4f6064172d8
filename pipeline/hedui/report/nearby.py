"""Which articles of a run are about the same as a draft.

A draft is held against the articles that share a name or a figure with it; the others cannot contradict it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import msgspec
from msgspec import Struct

from hedui.report.results import ARTICLES, CLAIMS, ArticleRow, ClaimRow, read_lines

# Two names may be one when one of them holds the other and is no shorter than this.
LEAST_NAME = 2
# A figure of fewer digits is no sign of anything.
SPECIFIC_DIGITS = 3


class _Told(Struct, frozen=True):
    """What of a claim it can be found by."""

    article: str
    unit: str
    entity: str | None = None
    value: str | None = None


class _Named(Struct, frozen=True):
    id: str


@dataclass(frozen=True, slots=True)
class Near:
    """An article of a run, with its claims."""

    article: ArticleRow
    claims: tuple[ClaimRow, ...]


def near(folder: Path, claims: Iterable[ClaimRow], most: int) -> Iterator[Near]:
    """The articles that share most with these claims, rare names and figures before frequent ones."""
    holders, places = _looked_up(folder / CLAIMS, {key for claim in claims for key in _keys(claim)})
    scores: dict[str, float] = defaultdict(float)
    for key in sorted(holders):
        for name in holders[key]:
            scores[name] += 1 / len(holders[key])
    best = frozenset(sorted(scores, key=lambda name: (-scores[name], name))[:most])
    claim, article = msgspec.json.Decoder(ClaimRow).decode, msgspec.json.Decoder(ArticleRow).decode
    with (folder / CLAIMS).open("rb") as lines:
        for row, line in read_lines(folder / ARTICLES, _Named):
            if row.id in best:
                start, size = places[row.id]
                lines.seek(start)
                yield Near(article(line), tuple(map(claim, lines.read(size).splitlines())))


def _keys(claim: ClaimRow | _Told) -> Iterator[str]:
    """What a claim can be found by: its entity, and its unit with its digits where these are specific."""
    if claim.entity:
        yield f"@{claim.entity}"
    digits = (claim.value or "").removeprefix("-").replace(".", "", 1)
    if digits.isdecimal() and len(specific := digits.strip("0")) >= SPECIFIC_DIGITS:
        yield f"{claim.unit} {specific}"


def _looked_up(path: Path, wanted: Collection[str]) -> tuple[dict[str, list[str]], dict[str, tuple[int, int]]]:
    """The articles that hold each of the keys, or a name that holds one of these or is held by it, and where their
    claims stand in bytes.
    """
    mine = [key[1:] for key in wanted if key.startswith("@") and len(key) > LEAST_NAME]

    @lru_cache(maxsize=1 << 16)
    def asked(key: str) -> bool:
        name = key[1:] if key.startswith("@") else ""
        return key in wanted or (len(name) >= LEAST_NAME and any(name in one or one in name for one in mine))

    holders, places, at = defaultdict[str, list[str]](list), {}, 0
    told = ((claim, len(line)) for claim, line in read_lines(path, _Told))
    for article, some in groupby(told, key=lambda one: one[0].article):
        start, shared = at, set[str]()
        for claim, size in some:
            shared.update(filter(asked, _keys(claim)))
            at += size
        for key in shared:
            holders[key].append(article)
            places[article] = start, at - start
    return holders, places
