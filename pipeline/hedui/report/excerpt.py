"""What the page of a run shows, read from the files of the run without holding the rest of them.

The page of a large run shows its most important findings, the articles they stand on, and the entities with the
most disputed claims.  Made from this excerpt it is the same, byte for byte, as made from all rows.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import RawIOBase
from itertools import islice
from pathlib import Path
from sys import intern

import msgspec
from msgspec import Struct
from msgspec.structs import asdict, replace

from hedui.report.index import opened
from hedui.report.matrix import MOST_CLAIMS, ranked_entities
from hedui.report.page import LARGE, MOST_ARTICLES, MOST_FINDINGS
from hedui.report.results import (
    ARTICLES,
    CLAIMS,
    FINDINGS,
    REJECTS,
    ArticleRow,
    ClaimRow,
    FindingRow,
    RejectRow,
    Results,
    read_record,
    read_results,
    read_rows,
)

_SIZES = "SELECT substr(key, 2), sum(claims) FROM shared WHERE key >= '@' AND key < 'A' GROUP BY key"
_OF_CLAIMS = "SELECT id, article, entity FROM claims WHERE id IN (SELECT value FROM json_each(?))"
_OF_ENTITY = "SELECT article FROM shared WHERE key = '@' || ? AND claims"
_PLACES = (
    "SELECT claims, size, number FROM articles WHERE number IN (SELECT value FROM json_each(?)) ORDER BY claims"
)
_OF_ARTICLES = """SELECT number, id, source, dated, line, length FROM articles
  WHERE number IN (SELECT value FROM json_each(?)) OR id IN (SELECT value FROM json_each(?)) ORDER BY line"""
# By their days, 2025-01-02 or 2025-01-02/2025-01-31.
_FIRST, _LAST = (
    f"SELECT id FROM articles WHERE dated <> '' ORDER BY substr(dated, {at}, 10) {way}, line LIMIT 1"
    for at, way in ((1, "ASC"), (-10, "DESC"))
)


class _Counted(Struct, frozen=True, kw_only=True):
    """What is asked of a finding that is counted and not shown."""

    id: str
    check: str
    severity: str
    confidence: float
    entity: str | None = None
    metric: str | None = None
    period: str | None = None
    claims: tuple[str, ...]
    most_supported: str | None = None
    title: str = ""
    values: tuple[str, ...] = ()


class _Owned(Struct, frozen=True):
    """What decides whether a claim is read."""

    id: str
    entity: str | None = None
    metric: str | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """The articles that the shown findings stand on (their numbers), which are shown too, and the claims cited."""

    articles: Collection[int]
    whole: Collection[int]
    claims: Collection[str]


Disputed = Mapping[str, tuple[int, str | None]]
_claim, _article = msgspec.json.Decoder(ClaimRow).decode, msgspec.json.Decoder(ArticleRow).decode
_owned = msgspec.json.Decoder(_Owned).decode


def read_excerpt(folder: Path) -> Results:
    """The rows of a run that its page shows; of a run that is shown whole, all."""
    record = read_record(folder)
    if record.counts.get("articles", 0) <= LARGE:
        return read_results(folder)
    findings = tuple(_findings(folder / FINDINGS))
    shown = findings[:MOST_FINDINGS]
    with closing(opened(folder)) as base:
        disputed = _disputed(base, {claim for row in findings for claim in row.claims})
        told = _told(shown, disputed)
        with (folder / CLAIMS).open("rb", buffering=0) as lines:
            claims = tuple(_claims(base, lines, told, disputed))
        counted, named = {claim.article for claim in claims}, set(_named(shown))
        with (folder / ARTICLES).open("rb", buffering=0) as lines:
            articles = tuple(_articles(base, lines, told.articles, (counted, named)))
    return Results(articles, claims, findings, tuple(read_rows(folder / REJECTS, RejectRow)), record)


def _findings(path: Path) -> Iterator[FindingRow]:
    """All findings; those that are not shown without what only their own reader would ask."""
    yield from islice(read_rows(path, FindingRow), MOST_FINDINGS)
    for row in islice(read_rows(path, _Counted), MOST_FINDINGS, None):
        found = FindingRow(**asdict(row), sides=(), explanation="")
        # Thousands have these words in common: each is held once.
        yield replace(found, check=intern(row.check), severity=intern(row.severity), title=intern(row.title))


def _told(shown: Iterable[FindingRow], disputed: Disputed) -> _Told:
    claims = dict.fromkeys(claim for row in shown for claim in row.claims if claim in disputed)
    articles = dict.fromkeys(disputed[claim][0] for claim in claims)
    return _Told(articles.keys(), set(islice(articles, MOST_ARTICLES)), claims.keys())


def _disputed(base: sqlite3.Connection, claims: Collection[str]) -> Disputed:
    """Whose the claims that are part of a finding are: the number of the article, and the entity."""
    return {claim: (number, name) for claim, number, name in base.execute(_OF_CLAIMS, (_listed(claims),))}


def _listed(values: Collection[str] | Collection[int]) -> str:
    return msgspec.json.encode(list(values)).decode()


def _claims(base: sqlite3.Connection, lines: RawIOBase, told: _Told, disputed: Disputed) -> Iterator[ClaimRow]:
    entities = frozenset(_entities(base, disputed))
    held = {number for name in entities for (number,) in base.execute(_OF_ENTITY, (name,))}
    size: Counter[str] = Counter()
    for number, line in _lines(base, lines, held | {*told.articles}):
        claim = _owned(line)
        entity, shown = claim.entity or "", number in told.whole or claim.id in told.claims
        if entity in entities and claim.metric:
            size[entity] += 1
            shown = shown or size[entity] <= MOST_CLAIMS or claim.id in disputed
        if shown:
            yield _claim(line)


def _entities(base: sqlite3.Connection, disputed: Disputed) -> list[str]:
    """The entities that have a table."""
    odd = Counter(name for _, name in disputed.values() if name is not None)
    return ranked_entities({name: size for name, size in base.execute(_SIZES) if size}, odd)


def _lines(base: sqlite3.Connection, lines: RawIOBase, numbers: Collection[int]) -> Iterator[tuple[int, bytes]]:
    """The lines of the claims of some articles, each with the number of its article, in their order."""
    for start, size, number in base.execute(_PLACES, (_listed(numbers),)):
        for line in _read(lines, start, size).splitlines():
            yield number, line


def _read(lines: RawIOBase, start: int, size: int) -> bytes:
    """Some bytes of a table: what is shown stands all over it, and a buffer would read what lies between."""
    lines.seek(start)
    return lines.read(size) or b""


def _articles(
    base: sqlite3.Connection,
    lines: RawIOBase,
    told: Collection[int],
    others: tuple[Collection[str], Collection[str]],
) -> Iterator[ArticleRow]:
    """The articles that are shown, without their text those that are named; of those whose claims are counted, and
    of the first and the last by date, what the index knows.
    """
    counted, named = others
    ends = (name for query in (_FIRST, _LAST) for (name,) in base.execute(query))
    wanted = _listed(told), _listed({*named, *counted, *ends})
    for number, name, source, dated, start, size in base.execute(_OF_ARTICLES, wanted):
        if number in told or name in named:
            row = _article(_read(lines, start, size))
            yield row if number in told else msgspec.structs.replace(row, text="")
        else:
            yield ArticleRow(id=name, text="", source=source, dated=dated)


def _named(findings: Iterable[FindingRow]) -> Iterator[str]:
    """The articles of which the stories of values speak."""
    for row in findings:
        for branch in row.genealogy:
            yield from (branch.first, *branch.correctors, *branch.stale)
            for carrier in branch.carriers:
                yield from (carrier.article, carrier.copied_from or carrier.article)
