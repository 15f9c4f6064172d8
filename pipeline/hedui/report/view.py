"""What a reader sees of a finding, an entity, an article: rows turned into words, ready for any report."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from hedui.messages import words
from hedui.model import SEVERITIES
from hedui.report.chart import Chart, draw
from hedui.report.english import Said, Version, kind_in_english, said_in_english
from hedui.report.figures import interval_of, period_of, value_of
from hedui.report.lineage import Lineage, lineage
from hedui.report.quote import Piece, headline_of, one_line, sentence_of
from hedui.report.results import ArticleRow, ClaimRow, FindingRow, Mark, Results
from hedui.report.waterfall import Step, steps_of

SIDE_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_COMPARED = 4  # claims of a side in the table of what was read
NO_MARK = Mark()
MOST_SURE = 0.99


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


class Fact(Struct, frozen=True):
    """One thing that was read, claim by claim; `differs` where the claims do not all say the same."""

    name: str
    cells: tuple[str, ...]
    differs: bool


class FindingView(Struct, frozen=True):
    """A finding in words."""

    row: FindingRow
    number: int
    severity: str
    headline: str
    topic: str
    said: Said
    confidence: str
    chance: str
    sides: tuple[Side, ...]
    chart: Chart | None
    facts: tuple[Fact, ...]
    mark: Mark
    lineage: Lineage | None
    waterfall: tuple[Step, ...]


def finding_views(results: Results, language: str) -> Iterator[FindingView]:
    """The findings of a run in words, in their order."""
    for number, row in enumerate(results.findings, 1):
        yield finding_view(row, results, language, number)


def kind_of(row: FindingRow, language: str) -> str:
    """The kind of a finding in words."""
    return one_line(row.title or row.check) if language == "zh" else kind_in_english(row)


def finding_view(row: FindingRow, results: Results, language: str, number: int = 1) -> FindingView:
    """One finding in words."""
    text = words(language)
    sides = tuple(_side(number, row, results, language) for number in range(len(row.sides)))
    drawn = [(n, item.claim, item.source) for n, side in enumerate(sides) for item in side.evidence]
    topic = (row.entity, row.metric, period_of(row.period, language))
    return FindingView(
        row=row,
        number=number,
        severity=text.get(row.severity, row.severity),
        headline=kind_of(row, language),
        topic=" · ".join(one_line(part) for part in topic if part),
        said=_said(row, sides, language),
        confidence=sure(row.confidence),
        chance=text["chance"].format(rate=percent(row.chance)) if row.chance else "",
        sides=sides,
        chart=draw(drawn, language),
        facts=tuple(_compared(sides, text)),
        mark=results.marks.get(row.id, NO_MARK),
        lineage=lineage(row, results),
        waterfall=tuple(steps_of(row.waterfall, text)),
    )


def _said(row: FindingRow, sides: Sequence[Side], language: str) -> Said:
    undecided = words(language)["undecided"]
    if language == "zh":
        told, supported = one_line(row.explanation), row.most_supported or undecided
        return Said(told, row.steps, row.settle, supported, row.runners_up, row.gates)
    versions = [Version(s.name, s.value, s.voices, tuple(item.claim for item in s.evidence)) for s in sides]
    return said_in_english(row, versions, undecided)


def _compared(sides: Sequence[Side], text: Mapping[str, str]) -> Iterator[Fact]:
    """What was read from the first claims, field by field, so that one look down a column tells them apart."""
    evidence = [item for side in sides for item in side.evidence[:MOST_COMPARED]]
    read = [dict(item.facts) for item in evidence]
    for name in dict.fromkeys(name for facts in read for name in facts):
        cells = tuple(facts.get(name, "") for facts in read)
        # One half-year is one, whether written out or told from the day of publication.
        told = (
            {re.split(r" ?[（(]", cell, maxsplit=1)[0] for cell in cells} if name == text["period"] else set(cells)
        )
        yield Fact(name, cells, len(told) > 1 and name != text["confidence"])


def evidence_of(claim: ClaimRow, results: Results, language: str) -> Evidence:
    """One claim with its sentence and its article."""
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
        sentence=sentence_of(claim, article),
        value=value_of(claim, language),
        facts=tuple(_facts(claim, language)),
    )


def sure(probability: float) -> str:
    """A probability in percent; never 100 %, which nobody can promise."""
    return ">99%" if probability > MOST_SURE else f"{probability:.0%}"


def dated(article: ArticleRow | None, language: str) -> str:
    """The day of an article, or the days it can have been."""
    return ((article and article.dated) or words(language)["unknown"]).replace("/", " ~ ")


def percent(rate: str) -> str:
    """A rate as a percentage with at most two digits: 0.0035 -> 0.35%."""
    return f"{float(rate) * 100:.2f}".rstrip("0").rstrip(".") + "%"


def findings_told(results: Results, language: str) -> str:
    """How many findings there are, and of each severity: 3 处发现（严重 1、轻微 2）."""
    text = words(language)
    severities = Counter(row.severity for row in results.findings)
    joint, brackets = ("、", "（{}）") if language == "zh" else (", ", " ({})")
    counts = joint.join(f"{text[name]} {severities[name]}" for name in SEVERITIES if severities[name])
    return text["found"].format(count=len(results.findings)) + (brackets.format(counts) if counts else "")


def _side(number: int, row: FindingRow, results: Results, language: str) -> Side:
    claims = [results.claim[claim] for claim in row.sides[number] if claim in results.claim]
    found = (evidence_of(claim, results, language) for claim in claims)
    evidence = tuple(sorted(found, key=lambda item: (item.published, item.article, item.claim.start)))
    branch = row.genealogy[number] if number < len(row.genealogy) else None
    return Side(
        name=SIDE_NAMES[number] if number < len(SIDE_NAMES) else str(number + 1),
        value=" / ".join(list(dict.fromkeys(item.value for item in evidence))[:3]),
        sources=tuple(dict.fromkeys(e.source for e in evidence)),
        evidence=evidence,
        voices=branch.origins if branch else 0,
        tier=branch.tier if branch else "",
    )


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
