"""Which articles of a run are about the same as a draft.

A draft is held against the articles that share a name or a figure with it; the others cannot contradict it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import takewhile
from pathlib import Path

import msgspec
from msgspec import Struct

from hedui.report.results import ARTICLES, CLAIMS, ArticleRow, ClaimRow, read_lines

# Two names may be one when one of them holds the other and is no shorter than this.
LEAST_NAME = 2
# A figure of fewer digits is no sign of anything.
SPECIFIC_DIGITS = 3
Key = tuple[str, str]  # a name and nothing, or digits and their unit


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
    holders = _looked_up(folder / CLAIMS, claims)
    scores: dict[str, float] = defaultdict(float)
    for key in sorted(holders):
        for name in holders[key]:
            scores[name] += 1 / len(holders[key])
    places = {name: place for some in holders.values() for name, place in some.items()}
    best = frozenset(sorted(scores, key=lambda name: (-scores[name], name))[:most])
    claim, article = msgspec.json.Decoder(ClaimRow).decode, msgspec.json.Decoder(ArticleRow).decode
    with (folder / CLAIMS).open("rb") as lines:
        for row, line in read_lines(folder / ARTICLES, _Named):
            if row.id in best:
                lines.seek(places[row.id])
                own = takewhile(partial(_is_of, row.id), map(claim, lines))
                yield Near(article(line), tuple(own))


def _is_of(article: str, claim: ClaimRow) -> bool:
    return claim.article == article


def _looked_up(path: Path, claims: Iterable[ClaimRow]) -> dict[Key, dict[str, int]]:
    """Of each name and each specific figure of some claims the articles that hold it, a name also in parts or as a
    part, and where the claims of these begin in bytes.
    """
    told = [(claim.entity, _digits(claim), claim.unit) for claim in claims]
    names = {name for name, *_ in told if name}
    figures = {(digits, unit) for _, digits, unit in told if digits.isdecimal() and len(digits) >= SPECIFIC_DIGITS}

    @lru_cache(maxsize=1 << 16)
    def asked(name: str) -> bool:
        some = (one for one in names if min(len(name), len(one)) >= LEAST_NAME)
        return name in names or any(name in one or one in name for one in some)

    holders = defaultdict[Key, dict[str, int]](dict)
    article, start, at = "", 0, 0
    for claim, line in read_lines(path, _Told):
        if claim.article != article:
            article, start = claim.article, at
        at += len(line)
        if claim.entity and asked(claim.entity):
            holders[claim.entity, ""][article] = start
        if (key := (_digits(claim), claim.unit)) in figures:
            holders[key][article] = start
    return holders


def _digits(claim: ClaimRow | _Told) -> str:
    """Those of its value by which it can be found: the same for 1200, -12 and 0.12."""
    return (claim.value or "").replace(".", "", 1).strip("-0")
