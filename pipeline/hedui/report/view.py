"""What a reader sees of a finding, an entity, an article: rows turned into words, ready for any report."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from hedui.messages import words
from hedui.model import SEVERITIES, Term
from hedui.report.chart import Chart, draw
from hedui.report.english import Said, kind_in_english, said_in_english
from hedui.report.evidence import Side, side_of, sure
from hedui.report.figures import period_of
from hedui.report.lineage import Lineage, lineage
from hedui.report.quote import one_line
from hedui.report.results import FindingRow, Mark, Results

MOST_COMPARED = 4  # claims of a side in the table of what was read
MOST_VERSUS = 3  # values of a finding in a list
NO_MARK = Mark()


class Fact(Struct, frozen=True):
    """One thing that was read, claim by claim; `differs` where the claims do not all say the same."""

    name: str
    cells: tuple[str, ...]
    differs: bool


class Step(Struct, frozen=True):
    """One term of the confidence: its name and value in words, its bar from `low` to `high` in percent."""

    title: str
    value: str
    after: str
    at: float
    low: float
    high: float
    rises: bool


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

    @property
    def versus(self) -> list[str]:
        """The values of the first sides, each once: both sides of a wrong period have the same."""
        return list(dict.fromkeys(side.value for side in self.sides[:MOST_VERSUS]))


def finding_views(results: Results, language: str) -> Iterator[FindingView]:
    """The findings of a run in words, in their order."""
    return (finding_view(row, results, language) for row in results.findings)


def kind_of(row: FindingRow, language: str) -> str:
    """The kind of a finding in words."""
    return one_line(row.title or row.check) if language == "zh" else kind_in_english(row)


def finding_view(row: FindingRow, results: Results, language: str) -> FindingView:
    """One finding in words."""
    text = words(language)
    sides = tuple(side_of(number, row, results, language) for number in range(len(row.sides)))
    drawn = [(n, item.claim, item.source) for n, side in enumerate(sides) for item in side.evidence]
    parts = row.check == "arithmetic"  # of a sum are no versions of one value
    topic = (row.entity, row.metric, period_of(row.period, language))
    return FindingView(
        row=row,
        number=results.number[row.id],
        severity=text.get(row.severity, row.severity),
        headline=kind_of(row, language),
        topic=" · ".join(one_line(part) for part in topic if part),
        said=_said(row, sides, language),
        confidence=sure(row.confidence),
        chance=text["chance"].format(rate=percent(row.chance)) if row.chance else "",
        sides=sides,
        chart=None if parts else draw(drawn, language),
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
    return said_in_english(row, sides, undecided)


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


def steps_of(terms: Iterable[Term], text: Mapping[str, str]) -> Iterator[Step]:
    """The terms in their order; the first starts from full confidence."""
    before = 1.0
    for term in terms:
        low, high = sorted((before, term.after))
        yield Step(
            title=text.get(f"term_{term.term}", term.title),
            value=_factor(term.value) if term.value > 1 else _percent(term.value),
            after=_percent(term.after),
            at=round(term.after * 100, 2),
            low=round(low * 100, 2),
            high=round(high * 100, 2),
            rises=term.after > before,
        )
        before = term.after


def _factor(ratio: float) -> str:
    return f"×{ratio:,.0f}" if ratio >= 100 else f"×{ratio:.3g}"


def _percent(probability: float) -> str:
    return ">99.9%" if probability > 0.999 else f"{probability:.1%}"


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
