"""What a run leaves, as the reports read it: the rows of the export contract and the articles they stand on.

Every report is made from these rows and from nothing else, so a report made later from the files of a run is the
same as the one made with it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from hedui.errors import RunError
from hedui.model import Article, Branch, Card, Claim, Finding, Gate, Period, Publication, Quantity, Span, Term
from hedui.records import claim_row

ARTICLES, CLAIMS, FINDINGS, REJECTS = "articles.jsonl", "claims.jsonl", "findings.jsonl", "rejects.jsonl"
RECORD = "run.json"

RowT = TypeVar("RowT", bound=Struct)


class ArticleRow(Struct, frozen=True, kw_only=True):
    """A line of articles.jsonl: an article as it was read, in the form in which it can be read again."""

    id: str
    text: str
    title: str | None = None
    source: str | None = None
    published: str | None = None  # the day as given with the article
    not_before: str | None = None  # the span as given, where no day is known
    not_after: str | None = None
    url: str | None = None
    sha256: str = ""
    dated: str | None = None  # the day or first/last day that was settled on, and how it is known
    dated_how: str | None = None


class ClaimRow(Struct, frozen=True, kw_only=True):
    """A line of claims.jsonl; the fields and their order are those of `records.claim_row`."""

    id: str
    article: str
    start: int
    end: int
    mention: str
    sentence: tuple[int, int]
    entity: str | None = None
    entity_mention: tuple[int, int] | None = None
    metric: str | None = None
    metric_mention: tuple[int, int] | None = None
    qualifier: str | None = None
    period: str | None = None
    period_from: str | None = None
    value: str | None = None
    low: str | None = None
    high: str | None = None
    unit: str
    bound: str = "exact"
    step: str | None = None
    digits: str | None = None
    dimension: str | None = None
    currency_open: bool | None = None
    period_days: tuple[str | None, str | None] | None = None
    period_grain: str | None = None
    period_instant: bool | None = None
    period_clock: str | None = None
    entity_label: str | None = None
    metric_base: str | None = None
    quoted: bool = False
    kind: str = "actual"
    change: str | None = None
    attribution: str | None = None
    confidence: float = 0.5
    polarity: bool = True
    section: str = "body"
    period_mention: tuple[int, int] | None = None
    trace: tuple[str, ...] = ()


class FindingRow(Struct, frozen=True, kw_only=True):
    """A line of findings.jsonl; the fields and their order are those of `records.finding_row`."""

    id: str
    check: str
    severity: str
    confidence: float
    entity: str | None = None
    metric: str | None = None
    period: str | None = None
    claims: tuple[str, ...]
    sides: tuple[tuple[str, ...], ...]
    explanation: str
    most_supported: str | None = None
    title: str = ""
    steps: tuple[str, ...] = ()
    settle: str | None = None
    chance: str | None = None
    runners_up: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()
    waterfall: tuple[Term, ...] = ()
    genealogy: tuple[Branch, ...] = ()


class Mark(Struct, frozen=True, kw_only=True):
    """What is known of a finding besides its run: how it stands to an earlier run, and what was decided about it.

    `baseline` is new, unchanged, updated or absent; `decision` open, decided or reopened ("" where nobody asked).
    """

    baseline: str = ""
    decision: str = ""
    verdict: str = ""  # error benign misread source, where a desk decided; "" for a suppression
    reason: str = ""
    author: str = ""
    day: str = ""
    silenced: bool = False  # not to be seen again, unless it reopens


class RejectRow(Struct, frozen=True, kw_only=True):
    """A line of rejects.jsonl."""

    article: str
    where: str
    reason: str


class RunRecord(Struct, frozen=True, kw_only=True):
    """run.json: what ran, with which settings and words, what it counted and how long each stage took."""

    version: str
    python: str = ""
    dependencies: dict[str, str] = {}
    settings: dict[str, str | int | None] = {}
    lexicon: str = ""
    counts: dict[str, int] = {}
    seconds: dict[str, float] = {}  # by the clock, per step of the run
    cpu_seconds: dict[str, float] = {}


@dataclass(frozen=True)
class Results:
    """The rows of one run, and the ways to look them up."""

    articles: tuple[ArticleRow, ...]
    claims: tuple[ClaimRow, ...]
    findings: tuple[FindingRow, ...]
    rejects: tuple[RejectRow, ...]
    record: RunRecord
    marks: Mapping[str, Mark] = field(default_factory=dict)
    absent: "Results | None" = None  # an earlier run with the findings that are gone
    whole: "Results | None" = None  # the run with all its findings, where these are some of them

    def with_findings(self, findings: tuple[FindingRow, ...]) -> "Results":
        """The same run with only some of its findings, under the numbers that they have among all."""
        return replace(self, findings=findings, whole=self.whole or self)

    def count(self, table: str) -> int:
        """How many rows of a table the run has, of which these may be an excerpt."""
        rows: tuple[Struct, ...] = getattr(self, table)
        return max(len(rows), self.record.counts.get(table, 0))

    @cached_property
    def article(self) -> Mapping[str, ArticleRow]:
        """The articles by id."""
        return {row.id: row for row in self.articles}

    @cached_property
    def claim(self) -> Mapping[str, ClaimRow]:
        """The claims by id."""
        return {row.id: row for row in self.claims}

    @cached_property
    def claims_of(self) -> Mapping[str, tuple[ClaimRow, ...]]:
        """The claims of each article, in text order."""
        found: dict[str, list[ClaimRow]] = {}
        for row in self.claims:
            found.setdefault(row.article, []).append(row)
        return {
            article: tuple(sorted(rows, key=lambda row: (row.start, row.end))) for article, rows in found.items()
        }

    @cached_property
    def disputes(self) -> Mapping[str, str]:
        """The most important finding of each claim that is part of one, by the id of the claim."""
        return {claim: row.id for row in reversed(self.findings) for claim in row.claims}

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of each finding, by which `hedui show` knows it, by id."""
        return {row.id: number for number, row in enumerate((self.whole or self).findings, 1)}


def article_row(article: Article, card: Card) -> ArticleRow:
    """A line of articles.jsonl: the article as read, and the date that its card settled on."""
    given, settled = article.published, card.published or article.published
    single = given is not None and given.first == given.last
    return ArticleRow(
        id=article.id,
        text=article.text,
        title=article.title,
        source=article.source,
        published=given.first.isoformat() if given and single else None,
        not_before=given.first.isoformat() if given and not single else None,
        not_after=given.last.isoformat() if given and not single else None,
        url=article.url,
        sha256=article.sha256,
        dated="/".join(dict.fromkeys((settled.first.isoformat(), settled.last.isoformat()))) if settled else None,
        dated_how=settled.how if settled else None,
    )


def publication_of(row: ArticleRow) -> Publication | None:
    """The date of an article that a run settled on."""
    if not row.dated:
        return None
    first, _, last = row.dated.partition("/")
    return Publication(date.fromisoformat(first), date.fromisoformat(last or first), row.dated_how or "metadata")


def card_of(row: ArticleRow, prints: tuple[tuple[int, ...], ...] = ()) -> Card:
    """The card of an article that was read, with the prints of its paragraphs where they are known."""
    names = ("sha256", "title", "source", "url")
    told = {name: getattr(row, name) for name in names}
    return Card(article=row.id, published=publication_of(row), shingles=prints, **told)


def article_of(row: ArticleRow) -> Article:
    """The article of a line of articles.jsonl, as it was read."""
    first, last = row.published or row.not_before, row.published or row.not_after
    known = None
    if first and last:
        known = Publication(date.fromisoformat(first), date.fromisoformat(last), "metadata")
    return Article(
        id=row.id,
        text=row.text,
        sha256=row.sha256,
        title=row.title,
        source=row.source,
        url=row.url,
        published=known,
    )


def claim_rows(claims: Iterable[Claim]) -> tuple[ClaimRow, ...]:
    """The claims as rows of the export."""
    return tuple(msgspec.convert(claim_row(claim), ClaimRow) for claim in claims)


def claim_of(row: ClaimRow) -> Claim:
    """The claim behind a row, as the cross-check needs it."""
    same: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    return Claim(
        **same,
        span=Span(row.start, row.end),
        sentence=Span(*row.sentence),
        entity_span=_span(row.entity_mention),
        metric_span=_span(row.metric_mention),
        period_span=_span(row.period_mention),
        quantity=None if row.unit == "date" else _quantity(row),
        date_value=row.value if row.unit == "date" else None,
        period=_period(row),
    )


_SAME = set(ClaimRow.__struct_fields__) & set(Claim.__struct_fields__) - {"sentence", "period"}


def _span(ends: tuple[int, int] | None) -> Span | None:
    return Span(*ends) if ends else None


def _quantity(row: ClaimRow) -> Quantity:
    told = {name: getattr(row, name, None) for name in Quantity.__struct_fields__}
    if row.value and ":" in row.value:  # a score, 3:1
        told |= {"value": None, "literal": row.value}
    known = {name: value for name, value in told.items() if value is not None}
    return msgspec.convert({"value": None, "low": None, "high": None, "dimension": "count"} | known, Quantity)


def _period(row: ClaimRow) -> Period | None:
    if row.period_days is None:
        return None
    first, last = row.period_days
    told = {"instant": row.period_instant, "clock": row.period_clock, "how": row.period_from}
    return msgspec.convert({"first": first, "last": last, "grain": row.period_grain} | told, Period)


def finding_of(row: FindingRow) -> Finding:
    """The finding behind a row."""
    return msgspec.json.decode(msgspec.json.encode(row), type=Finding)


def require_run(folder: Path) -> None:
    """Raises RunError where a folder holds no run, or not all of its tables."""
    for name in (FINDINGS, ARTICLES, CLAIMS, REJECTS):
        if not (folder / name).is_file():
            raise RunError(f"{folder} 里没有运行结果（缺少 {name}）。请先执行 hedui run --out {folder}。")


def read_results(folder: Path) -> Results:
    """The results that a run wrote into a folder.

    Raises RunError when the folder holds no run, or when a file of it is damaged.
    """
    require_run(folder)
    return Results(
        articles=tuple(read_rows(folder / ARTICLES, ArticleRow)),
        claims=tuple(read_rows(folder / CLAIMS, ClaimRow)),
        findings=tuple(read_rows(folder / FINDINGS, FindingRow)),
        rejects=tuple(read_rows(folder / REJECTS, RejectRow)),
        record=read_record(folder),
    )


def read_rows(path: Path, kind: type[RowT]) -> Iterator[RowT]:
    """The rows of a table, one at a time; of a kind with fewer fields only these are read."""
    return (row for row, _ in read_lines(path, kind))


def read_lines(path: Path, kind: type[RowT]) -> Iterator[tuple[RowT, bytes]]:
    """The same, each row with the line it stands on."""
    decoder = msgspec.json.Decoder(kind)
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield decoder.decode(line), line
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise RunError(f"{path} 第 {number} 行读不出来：{error}。请重新执行 hedui run。") from error


def read_record(folder: Path) -> RunRecord:
    """The record of the run in a folder, an empty one where it has none."""
    path = folder / RECORD
    try:
        return msgspec.json.decode(path.read_bytes(), type=RunRecord)
    except FileNotFoundError:
        return RunRecord(version="?")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RunError(f"{path} 读不出来：{error}。请重新执行 hedui run。") from error
