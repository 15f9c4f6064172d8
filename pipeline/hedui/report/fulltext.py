"""Whole articles with their figures marked: where each claim stands, and what was read there."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from hedui.messages import words
from hedui.report.evidence import dated, sure
from hedui.report.figures import interval_of, period_of, value_of
from hedui.report.quote import Piece, headline_of, marked_text, one_line
from hedui.report.results import ArticleRow, ClaimRow, Results

MOST_TEXT = 100_000  # characters of one article that are shown
UNSURE = 0.5  # a reading below this is more likely wrong than right, and is set in a lighter type


class ClaimLine(Struct, frozen=True):
    """A claim as a line of the table under its article."""

    number: int
    finding: str | None
    value: str
    interval: str
    entity: str
    metric: str
    period: str
    confidence: str
    unsure: bool


class ArticleView(Struct, frozen=True):
    """A whole article; `places` gives the number of each claim within it."""

    number: int
    title: str
    source: str
    published: str
    text: tuple[Piece, ...]
    claims: tuple[ClaimLine, ...]
    places: Mapping[str, int]
    disputed: int
    cut: int  # characters of a very long article that are not shown


def article_view(number: int, row: ArticleRow, results: Results, language: str) -> ArticleView:
    """An article with its claims, in text order."""
    claims = results.claims_of.get(row.id, ())
    places = places_in(row.id, results)
    lines = tuple(_lines(claims, places, results, language))
    return ArticleView(
        number=number,
        title=headline_of(row),
        source=one_line(row.source or "") or words(language)["unknown"],
        published=dated(row, language),
        text=marked_text(row.text[:MOST_TEXT], [claim for claim in claims if claim.end <= MOST_TEXT]),
        claims=lines,
        places=places,
        disputed=sum(line.finding is not None for line in lines),
        cut=max(0, len(row.text) - MOST_TEXT),
    )


def places_in(article: str, results: Results) -> dict[str, int]:
    """The number of each claim of an article, from 1, by id."""
    return {claim.id: number for number, claim in enumerate(results.claims_of.get(article, ()), 1)}


def _lines(
    claims: tuple[ClaimRow, ...], places: Mapping[str, int], results: Results, language: str
) -> Iterator[ClaimLine]:
    for claim in claims:
        metric = " ".join(part for part in (claim.qualifier, claim.metric) if part)
        yield ClaimLine(
            number=places[claim.id],
            finding=results.disputes.get(claim.id),
            value=one_line(value_of(claim, language)),
            interval=one_line(interval_of(claim, language)),
            entity=one_line(claim.entity or ""),
            metric=one_line(metric),
            period=one_line(period_of(claim.period, language)),
            confidence=sure(claim.confidence),
            unsure=claim.confidence < UNSURE,
        )
