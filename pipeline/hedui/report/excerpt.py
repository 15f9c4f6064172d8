"""What the page of a run shows, read from the files of the run without holding the rest of them.

The page of a large run shows its most important findings, the articles they stand on, and the entities with the
most disputed claims.  Made from this excerpt it is the same, byte for byte, as made from all rows.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from hedui.report.matrix import MOST_CLAIMS, ranked_entities
from hedui.report.page import LARGE, MOST_FINDINGS
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


class _Brief(Struct, frozen=True):
    """What of a claim decides whether it is shown."""

    id: str
    article: str
    entity: str | None = None
    metric: str | None = None


class _Dated(Struct, frozen=True):
    """What of an article decides whether it is shown."""

    id: str
    dated: str | None = None


def read_excerpt(folder: Path) -> Results:
    """The rows of a run that its page shows; of a run that is shown whole, all."""
    record = read_record(folder)
    if record.counts.get("articles", 0) <= LARGE:
        return read_results(folder)
    findings = tuple(read_rows(folder / FINDINGS, FindingRow))
    disputed = {claim for row in findings for claim in row.claims}
    cited = {claim for row in findings[:MOST_FINDINGS] for claim in row.claims}
    size: Counter[str] = Counter()
    odd: Counter[str] = Counter()
    told: set[str] = set()  # the articles that are shown whole
    for claim in read_rows(folder / CLAIMS, _Brief):
        if claim.entity and claim.metric:
            size[claim.entity] += 1
            odd[claim.entity] += claim.id in disputed
        if claim.id in cited:
            told.add(claim.article)
    claims = tuple(_claims(folder, frozenset(ranked_entities(size, odd)), told, disputed))
    articles = tuple(
        _articles(folder, told, {claim.article for claim in claims} | set(_named(findings[:MOST_FINDINGS])))
    )
    return Results(articles, claims, findings, tuple(read_rows(folder / REJECTS, RejectRow)), record)


def _claims(
    folder: Path, entities: Collection[str], told: Collection[str], disputed: Collection[str]
) -> Iterator[ClaimRow]:
    size: Counter[str] = Counter()
    brief, full = msgspec.json.Decoder(_Brief).decode, msgspec.json.Decoder(ClaimRow).decode
    with (folder / CLAIMS).open("rb") as lines:
        for line in lines:
            claim = brief(line)
            entity, shown = claim.entity or "", claim.article in told
            if entity in entities and claim.metric:
                size[entity] += 1
                shown = shown or size[entity] <= MOST_CLAIMS or claim.id in disputed
            if shown:
                yield full(line)


def _articles(folder: Path, told: Collection[str], named: Collection[str]) -> Iterator[ArticleRow]:
    """The articles that are shown, and without their text those that are named, the first and the last by date."""
    ends: dict[str, ArticleRow] = {}
    brief, full = msgspec.json.Decoder(_Dated).decode, msgspec.json.Decoder(ArticleRow).decode
    with (folder / ARTICLES).open("rb") as lines:
        for line in lines:
            article = brief(line)
            if article.id in told:
                yield full(line)
            elif article.id in named:
                yield msgspec.structs.replace(full(line), text="")
            elif article.dated:
                bare = ArticleRow(id=article.id, text="", dated=article.dated)
                first, last = ends.get("first", bare), ends.get("last", bare)
                ends["first"] = min(first, bare, key=lambda one: (one.dated or "").split("/")[0])
                ends["last"] = max(last, bare, key=lambda one: (one.dated or "").split("/")[-1])
    yield from {row.id: row for row in ends.values()}.values()


def _named(findings: Iterable[FindingRow]) -> Iterator[str]:
    """The articles of which the stories of values speak."""
    for row in findings:
        for branch in row.genealogy:
            yield from (branch.first, *branch.correctors, *branch.stale)
            for carrier in branch.carriers:
                yield from (carrier.article, carrier.copied_from or carrier.article)
