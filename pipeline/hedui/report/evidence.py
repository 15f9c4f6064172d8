"""The sides of a finding: who prints which value, in which sentence, and what was read there."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct

from hedui.messages import words
from hedui.report.figures import decimal, interval_of, period_of, value_of
from hedui.report.quote import Piece, headline_of, one_line, sentence_of
from hedui.report.results import ArticleRow, ClaimRow, FindingRow, Results

SIDE_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_SURE = 0.99
MOST_VALUES = 3  # that head a side; 242名 and 242人 are one


class Evidence(Struct, frozen=True):
    """One claim as evidence: its sentence, where it was printed, and what was read from it."""

    claim: ClaimRow
    article: str
    title: str
    source: str
    published: str
    link: str | None
    sentence: tuple[Piece, ...]
    value: str
    facts: tuple[tuple[str, str], ...]


class Side(Struct, frozen=True):
    """One version of the figure: its letter, its value and those who print it.

    `voices` counts independent sources, `tier` is the nearest of them to the primary document; 0 and "" where the
    run does not know.
    """

    name: str
    value: str
    sources: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    voices: int
    tier: str

    @property
    def quotes(self) -> list[list[Evidence]]:
        """The evidence by the sentence it stands in: the parts of a sum are quoted once."""
        return [list(same) for _, same in groupby(self.evidence, lambda e: (e.article, e.claim.sentence))]


def side_of(number: int, row: FindingRow, results: Results, language: str) -> Side:
    """One side of a finding, its evidence in order of time."""
    claims = [results.claim[claim] for claim in row.sides[number] if claim in results.claim]
    said: dict[object, list[ClaimRow]] = {}
    for claim in claims:
        said.setdefault((claim.article, claim.sentence), []).append(claim)
    found = (evidence_of(c, results, language, said[c.article, c.sentence]) for c in claims)
    evidence = tuple(sorted(found, key=lambda item: (item.published, item.article, item.claim.start)))
    branch = row.genealogy[number] if number < len(row.genealogy) else None
    return Side(
        name=SIDE_NAMES[number] if number < len(SIDE_NAMES) else str(number + 1),
        value=" / ".join(_values(evidence, row, number)),
        sources=tuple(dict.fromkeys(e.source for e in evidence)),
        evidence=evidence,
        voices=branch.origins if branch else 0,
        tier=branch.tier if branch else "",
    )


def _values(evidence: Iterable[Evidence], row: FindingRow, side: int) -> list[str]:
    """The values that head a side, the one that the sentence tells first."""
    value = decimal(row.values[side]) if side < len(row.values) else None

    def rank(item: Evidence) -> tuple[bool, bool]:
        return item.claim.mention not in row.explanation, decimal(item.claim.value) != value

    shown: dict[object, str] = {}
    for item in sorted(evidence, key=rank):
        claim = item.claim
        shown.setdefault((claim.value, claim.low, claim.high, claim.bound), item.value)
    return list(dict.fromkeys(shown.values()))[:MOST_VALUES]


def evidence_of(claim: ClaimRow, results: Results, language: str, beside: Iterable[ClaimRow] = ()) -> Evidence:
    """One claim with its sentence, where the figures beside it are marked too, and its article."""
    text = words(language)
    article = results.article.get(claim.article)
    link = article.url if article and article.url else None
    return Evidence(
        claim=claim,
        article=claim.article,
        title=headline_of(article) if article else one_line(claim.article),
        source=one_line((article and article.source) or "") or text["unknown"],
        published=dated(article, language),
        link=link if link and link.startswith(("https://", "http://")) else None,
        sentence=sentence_of(claim, article, beside),
        value=value_of(claim, language),
        facts=tuple(_facts(claim, language)),
    )


def sure(probability: float) -> str:
    """A probability in percent; never 100 %, which nobody can promise."""
    return ">99%" if probability > MOST_SURE else f"{probability:.0%}"


def dated(article: ArticleRow | None, language: str) -> str:
    """The day of an article, or the days it can have been."""
    return ((article and article.dated) or words(language)["unknown"]).replace("/", " ~ ")


def _facts(claim: ClaimRow, language: str) -> Iterator[tuple[str, str]]:
    text = words(language)
    brackets = "（{}）" if language == "zh" else " ({})"
    how = brackets.format(text.get(claim.period_from, claim.period_from)) if claim.period_from else ""
    rows = (
        ("entity", claim.entity or ""),
        ("metric", claim.metric or ""),
        ("qualifier", claim.qualifier or ""),
        ("period", period_of(claim.period, language) + how if claim.period else ""),
        ("value", value_of(claim, language)),
        ("interval", interval_of(claim, language)),
        ("kind", "" if claim.kind == "actual" else text.get(claim.kind, claim.kind)),
        ("attribution", claim.attribution or ""),
        ("confidence", sure(claim.confidence)),
    )
    for key, value in rows:
        if value:
            yield text[key], one_line(value)
