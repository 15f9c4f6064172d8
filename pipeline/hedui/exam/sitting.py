"""The exam: a copy of an article with one error stands beside the original and the articles near it.

That is how a bad reprint reads.  Caught: a finding that the same articles with an unchanged copy do not have, on a
claim at the changed place.  What the unchanged copies alone give rise to is a false alarm: a faithful reprint
contradicts nobody.  The errors befall figures found by a plain pattern, not by the pipeline, so that a figure it
cannot read counts as missed.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import msgspec
from msgspec import Struct

from hedui.exam.plant import RIGHT, Printed, Slip, slips_of
from hedui.flow import Tools, claims_in, claims_in_each, cross_check
from hedui.model import Article, Claim, Extraction, Finding

# Where a slip can be lost, in the order of the work.
STAGES = ("planted", "read", "bound", "met", "flagged")
GRAVE = ("critical", "major")
MOST_NEAR = 30  # articles that stand beside a copy
MOST_ARTICLES = 3000  # of a larger corpus a sample sits
_BATCH = 32
# A number of three digits and more with a unit: what a newspaper would have to correct.
_FIGURE = re.compile(
    r"(?<![\d.])\d[\d,]{0,15}(?:\.\d{1,6})?(?:万亿|萬億|亿|億|万|萬)?"
    r"(?:人民[币幣]|美元|港元|元|人次|人|名|辆|輛|台|家|吨|噸|公里|千米|平方米|公[顷頃]|亩|畝|%|％)"
)
_MOVED = ("period", "label", "currency", "percent", "malformed")  # kinds that change more than the value


class Kind(Struct, frozen=True):
    """How one kind of error fared: how many were planted, caught, and called by their name."""

    kind: str
    planted: int
    caught: int
    named: int


class Missed(Struct, frozen=True):
    """An error that was not caught, and the stage it did not reach."""

    kind: str
    article: str
    what: str
    lost_at: str


class Exam(Struct, frozen=True):
    """The result: what would have been caught on these articles, and what faithful reprints would have set off."""

    articles: int
    figures: int
    seed: str
    kinds: tuple[Kind, ...]
    waterfall: dict[str, int]  # how many of the planted errors reached each stage
    copies: int  # unchanged copies
    alarms: int  # critical and major findings that these alone gave rise to
    elsewhere: int  # critical and major findings of copies with an error that concern another place
    missed: tuple[Missed, ...]

    @property
    def recall(self) -> float:
        """The share of planted errors that were caught."""
        return self.waterfall["flagged"] / max(1, self.waterfall["planted"])

    @property
    def alarms_per_thousand(self) -> float:
        """False alarms, critical or major, per 1,000 faithful reprints."""
        return 1000 * self.alarms / max(1, self.copies)


def sit(
    articles: Sequence[Article], number: int, seed: str, tools: Tools, done: Callable[[int], None] = lambda n: None
) -> Exam:
    """The exam of so many errors over some articles; the same for the same articles, seed and configuration."""
    room = Room.of(sorted(articles, key=lambda a: _lot(seed, a.sha256))[:MOST_ARTICLES], tools, done)
    figures = [
        figure for name in sorted(room.articles) for figure in figures_of(room.articles[name], room.read[name])
    ]
    outcomes = [(slip, room.outcome(slip)) for slip in _drawn(figures, room.articles, number, seed)]
    missed = [Missed(s.kind, s.article, s.what, o.lost_at) for s, o in outcomes if o.stage != STAGES[-1]]
    reached = [STAGES.index(outcome.stage) for _, outcome in outcomes]
    return Exam(
        articles=len(room.articles),
        figures=len(figures),
        seed=seed,
        kinds=tuple(_kinds(outcomes)),
        waterfall={stage: sum(place >= n for place in reached) for n, stage in enumerate(STAGES)},
        copies=len(room.clean),
        alarms=sum(room.alarms.values()),
        elsewhere=sum(len(outcome.elsewhere) for _, outcome in outcomes),
        missed=tuple(missed),
    )


def figures_of(article: Article, made: Extraction) -> Iterator[Printed]:
    """The figures of an article by a plain pattern; what the pipeline read at that place gives their period."""
    for found in _FIGURE.finditer(article.text):
        if sum(sign.isdigit() for sign in found.group()) >= 3:
            claim = _at(made.claims, found.start(), found.end())
            period = claim.period.iso() if claim and claim.period else None
            yield Printed(article.id, *found.span(), found.group(), claim.change if claim else None, period)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far an error came, what caught it, and the alarms that it set off elsewhere."""

    kind: str
    stage: str
    caught: tuple[Finding, ...]
    elsewhere: tuple[Finding, ...]

    @property
    def named(self) -> bool:
        """Whether it was called by its name."""
        return any(finding.check in RIGHT[self.kind] for finding in self.caught)

    @property
    def lost_at(self) -> str:
        """The stage it did not reach."""
        return STAGES[min(STAGES.index(self.stage) + 1, len(STAGES) - 1)]


@dataclass
class Room:
    """The articles with their claims, who stands beside a copy of each, and what an unchanged copy sets off."""

    tools: Tools
    articles: dict[str, Article]
    read: dict[str, Extraction]
    near: Callable[[str], Sequence[str]]
    clean: dict[str, dict[str, object]] = field(default_factory=dict)  # findings, and what each is about
    alarms: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, articles: Sequence[Article], tools: Tools, done: Callable[[int], None] = lambda n: None) -> "Room":
        """The room of some articles; beside a copy stand those that share most names with its original."""
        read: dict[str, Extraction] = {}
        for start in range(0, len(articles), _BATCH):
            batch = articles[start : start + _BATCH]
            read |= {part.card.article: part for part in claims_in_each(batch, tools)}
            done(len(batch))
        return cls(tools, {article.id: article for article in articles}, read, _by_names(read))

    def outcome(self, slip: Slip) -> Outcome:
        """What becomes of one error."""
        known = self._known(slip.article)
        copy = self._copy(slip.article, slip.text)
        new = [finding for finding in self._findings(slip.article, copy) if finding.id not in known]
        touched = {c.id for c in copy.claims if c.span.start < slip.end and slip.start < c.span.end}
        caught = tuple(finding for finding in new if touched & set(finding.claims))
        # What only changed its kind was there before, and what is said of its paragraph may follow from the error.
        line, told = _line_of(slip, copy.claims), set(known.values())
        apart = (f for f in new if f.severity in GRAVE and _about(f) not in told and not line & set(f.claims))
        before = _at(self.read[slip.article].claims, slip.figure.start, slip.figure.end)
        reached = _reached(slip.kind, before, _at(copy.claims, slip.start, slip.end))
        return Outcome(slip.kind, STAGES[-1] if caught else reached, caught, tuple(apart))

    def _known(self, article: str) -> dict[str, object]:
        """The findings with an unchanged copy; those that the copy alone brings are false alarms."""
        if article not in self.clean:
            alone = {finding.id for finding in self._findings(article, None)}
            found = self._findings(article, self._copy(article, self.articles[article].text))
            self.clean[article] = {finding.id: _about(finding) for finding in found}
            self.alarms[article] = sum(f.severity in GRAVE and f.id not in alone for f in found)
        return self.clean[article]

    def _copy(self, article: str, text: str) -> Extraction:
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        changed = {"id": f"{article}~exam", "source": "exam", "text": text, "sha256": digest}
        return claims_in(msgspec.structs.replace(self.articles[article], **changed), self.tools)

    def _findings(self, article: str, copy: Extraction | None) -> list[Finding]:
        others = [self.read[name] for name in self.near(article)]
        return cross_check([self.read[article], *others, *([copy] if copy else [])], self.tools)


def _by_names(read: Mapping[str, Extraction]) -> Callable[[str], Sequence[str]]:
    """What says of an article which others share most names with it."""
    owners = {article: {c.entity for c in read[article].claims if c.entity} for article in sorted(read)}
    holders: dict[str, list[str]] = {}
    for article, names in owners.items():
        for name in names:
            holders.setdefault(name, []).append(article)

    def near(article: str) -> Sequence[str]:
        shared: dict[str, float] = {}
        for name in owners[article]:
            for other in holders[name]:
                if other != article:
                    shared[other] = shared.get(other, 0.0) + 1 / len(holders[name])
        return sorted(shared, key=lambda other: (-round(shared[other], 9), other))[:MOST_NEAR]

    return near


def _about(finding: Finding) -> object:
    """What a finding is about, whatever its kind."""
    return finding.entity, finding.metric, frozenset(finding.values)


def _reached(kind: str, before: Claim | None, after: Claim | None) -> str:
    """The last stage that an error which was not flagged came to."""
    if before is None or after is None:
        return "planted"
    if not all(claim.entity and claim.metric for claim in (before, after)):
        return "read"
    same = before.entity == after.entity and (
        kind in _MOVED or (before.metric == after.metric and before.period == after.period)
    )
    return "met" if same else "bound"


def _at(claims: Sequence[Claim], start: int, end: int) -> Claim | None:
    return next((claim for claim in claims if claim.span.start < end and start < claim.span.end), None)


def _line_of(slip: Slip, claims: Sequence[Claim]) -> set[str]:
    """The claims in the paragraph of an error."""
    return {
        c.id for c in claims if "\n" not in slip.text[min(slip.end, c.span.end) : max(slip.start, c.span.start)]
    }


def _drawn(figures: Sequence[Printed], articles: Mapping[str, Article], number: int, seed: str) -> list[Slip]:
    """So many errors, spread evenly over the kinds, by lot."""
    by: dict[str, list[Slip]] = {}
    for figure in figures:
        for slip in slips_of(figure, articles[figure.article].text):
            by.setdefault(slip.kind, []).append(slip)
    chosen = []
    for kind in sorted(by):
        lots = sorted(by[kind], key=lambda slip: _lot(seed, f"{slip.article} {slip.start} {slip.what}"))
        chosen += lots[: -(-number // len(by))]
    return chosen


def _lot(seed: str, what: str) -> str:
    return sha256(f"{seed}\x1f{what}".encode("utf-8", "surrogatepass")).hexdigest()


def _kinds(outcomes: Sequence[tuple[Slip, Outcome]]) -> Iterator[Kind]:
    for kind in sorted({slip.kind for slip, _ in outcomes}):
        mine = [outcome for slip, outcome in outcomes if slip.kind == kind]
        caught = [outcome for outcome in mine if outcome.caught]
        yield Kind(kind, len(mine), len(caught), sum(outcome.named for outcome in caught))
