"""What the page of a run shows, read from the files of the run without holding the rest of them.

The page of a large run shows its most important findings, the articles they stand on, and the entities with the
most disputed claims.  Made from this excerpt it is the same, byte for byte, as made from all rows.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from sys import intern

import msgspec
from msgspec import Struct
from msgspec.structs import replace

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
    read_lines,
    read_record,
    read_results,
    read_rows,
)


class _Owned(Struct, frozen=True):
    """What decides whether a claim is read whole."""

    id: str
    article: str
    entity: str | None = None
    metric: str | None = None


class _Dated(Struct, frozen=True):
    """What is read of an article that is not shown."""

    id: str
    source: str | None = None
    dated: str | None = None


@dataclass(frozen=True, slots=True)
class _Survey:
    """What all claims together say: where those of findings stand, and the entities that have a table."""

    article: Mapping[str, str]  # of each claim that is part of a finding
    entities: Collection[str]


@dataclass(frozen=True, slots=True)
class _Told:
    """The articles that the shown findings stand on, those of them that are shown too, and the claims cited."""

    articles: Collection[str]
    whole: Collection[str]
    claims: Collection[str]


_claim, _article = msgspec.json.Decoder(ClaimRow).decode, msgspec.json.Decoder(ArticleRow).decode


def read_excerpt(folder: Path) -> Results:
    """The rows of a run that its page shows; of a run that is shown whole, all."""
    record = read_record(folder)
    if record.counts.get("articles", 0) <= LARGE:
        return read_results(folder)
    findings = tuple(_findings(folder / FINDINGS))
    shown = findings[:MOST_FINDINGS]
    survey = _surveyed(folder / CLAIMS, {claim for row in findings for claim in row.claims})
    told = _told(shown, survey)
    claims = tuple(_claims(folder / CLAIMS, told, survey))
    counted, named = {claim.article for claim in claims}, set(_named(shown))
    articles = tuple(_articles(folder / ARTICLES, told.articles, named, counted))
    return Results(articles, claims, findings, tuple(read_rows(folder / REJECTS, RejectRow)), record)


def _findings(path: Path) -> Iterator[FindingRow]:
    """All findings; those that are not shown without what only their own reader would ask."""
    for place, row in enumerate(read_rows(path, FindingRow)):
        if place >= MOST_FINDINGS:  # thousands have the words that are left in common: each is held once
            told = {name: intern(getattr(row, name)) for name in ("check", "severity", "title")}
            row = replace(row, **told, sides=(), explanation="", steps=(), gates=(), waterfall=(), genealogy=())
        yield row


def _surveyed(path: Path, disputed: Collection[str]) -> _Survey:
    size, odd, article = Counter[str](), Counter[str](), {}
    for claim in read_rows(path, _Owned):
        owned = claim.entity if claim.metric else None
        if owned:
            size[owned] += 1
        if claim.id in disputed:
            article[claim.id] = claim.article
            if owned:
                odd[owned] += 1
    return _Survey(article, frozenset(ranked_entities(size, odd)))


def _told(shown: Iterable[FindingRow], survey: _Survey) -> _Told:
    claims = dict.fromkeys(claim for row in shown for claim in row.claims if claim in survey.article)
    articles = dict.fromkeys(survey.article[claim] for claim in claims)
    return _Told(articles.keys(), set(islice(articles, MOST_ARTICLES)), claims.keys())


def _claims(path: Path, told: _Told, survey: _Survey) -> Iterator[ClaimRow]:
    size = Counter[str]()
    for claim, line in read_lines(path, _Owned):
        entity, shown = claim.entity or "", claim.article in told.whole or claim.id in told.claims
        if claim.metric and entity in survey.entities:
            size[entity] += 1
            shown = shown or size[entity] <= MOST_CLAIMS or claim.id in survey.article
        if shown:
            yield _claim(line)


def _articles(
    path: Path, told: Collection[str], named: Collection[str], counted: Collection[str]
) -> Iterator[ArticleRow]:
    """The articles that are told of, without their text those that are named, and the outlets of those whose
    claims are counted; then the days of all in a row without an article.
    """
    first, last = "~", ""
    for row, line in read_lines(path, _Dated):
        if row.id in told:
            yield _article(line)
        elif row.id in named:
            yield replace(_article(line), text="")
        elif row.id in counted:
            yield ArticleRow(id=row.id, text="", source=row.source)
        if row.dated:  # 2025-01-02 or 2025-01-02/2025-01-31
            first, last = min(first, row.dated[:10]), max(last, row.dated[-10:])
    if last:
        yield ArticleRow(id="", text="", dated=f"{first}/{last}")


def _named(findings: Iterable[FindingRow]) -> Iterator[str]:
    """The articles of which the stories of values speak."""
    for row in findings:
        for branch in row.genealogy:
            yield from (branch.first, *branch.correctors, *branch.stale)
            for carrier in branch.carriers:
                yield from (carrier.article, carrier.copied_from or carrier.article)
