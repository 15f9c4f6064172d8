"""report.html: one self-contained file that works offline, on a phone, on paper and with the keyboard.

Nothing in it asks for anything outside: a content security policy names its own style and script by their hash and
forbids the rest, and every text is escaped by the template engine.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from hedui.report.figures import period_of, value_of
from hedui.report.quote import Piece, marked_text, one_line
from hedui.report.results import SEVERITIES, ArticleRow, ClaimRow, Results
from hedui.report.stories import find_stories
from hedui.report.tables import write_bytes
from hedui.report.view import SIDE_NAMES, FindingView, dated, finding_views
from hedui.report.words import words

TEMPLATES = Path(__file__).parent / "templates"
PAGE = "report.html"
MOST_ENTITIES, MOST_ROWS, MOST_ARTICLES = 200, 60, 400
STORIES_FROM, MOST_STORIES, MOST_PER_STORY = 30, 200, 20
MOST_TEXT = 800_000  # characters of whole articles on the page


@dataclass(frozen=True, slots=True)
class Chip:
    """A value in an entity's table, who prints it, and the finding that disputes it."""

    value: str
    sources: str
    finding: str | None


@dataclass(frozen=True, slots=True)
class EntityRow:
    """What is printed about one metric of an entity in one period."""

    metric: str
    period: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class EntityView:
    """An entity with its table."""

    name: str
    rows: tuple[EntityRow, ...]


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story with its articles."""

    keywords: tuple[str, ...]
    first: str | None
    last: str | None
    articles: tuple[str, ...]
    rows: tuple[ArticleRow, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim as a line of the table under its article."""

    id: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """A whole article with its figures marked."""

    number: int
    title: str
    source: str
    published: str
    text: tuple[Piece, ...]
    claims: tuple[ClaimLine, ...]


def write_page(results: Results, folder: Path, language: str) -> Path:
    """The report page of a run, written in one step; returns its path."""
    path = folder / PAGE
    write_bytes(path, html(results, language))
    return path


def html(results: Results, language: str) -> bytes:
    """The report page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    engine = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.filters["plain"] = one_line
    engine.filters["letter"] = lambda number: SIDE_NAMES[number % len(SIDE_NAMES)]
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    engine.globals.update(_context(results, language))
    page = engine.get_template("report.html").render(
        style=Markup(style), script=Markup(script), style_hash=_hash(style), script_hash=_hash(script)
    )
    return page.encode("utf-8", "replace")


def _context(results: Results, language: str) -> dict[str, object]:
    text = words(language)
    findings = list(finding_views(results, language))
    articles = _chosen_articles(results)
    shown = {row.id: number for number, row in enumerate(articles, 1)}
    return {
        "t": text,
        "language": language,
        "version": results.record.version,
        "counts": {
            "articles": len(results.articles),
            "claims": len(results.claims),
            "findings": len(results.findings),
            "rejects": len(results.rejects),
        },
        "severities": [(n, text[n], sum(f.severity == n for f in results.findings)) for n in SEVERITIES],
        "checks": Counter(view.headline for view in findings).most_common(),
        "choices": list(_choices(findings, language)),
        "findings": findings,
        "entities": list(_entities(results, language)),
        "stories": list(_stories(results)),
        "headlines": {view.row.id: f"{view.headline} {view.topic}" for view in findings},
        "articles": [_article(shown[row.id], row, results, language) for row in articles],
        "more_articles": len(results.articles) - len(articles),
        "shown": shown,
        "disputed": {claim for finding in results.findings for claim in finding.claims},
        "rejects": results.rejects,
    }


def _stories(results: Results) -> Iterator[StoryView]:
    """The stories with findings; a small run needs no way in, and is spared the time."""
    if len(results.articles) < STORIES_FROM:
        return
    for story in find_stories(results)[:MOST_STORIES]:
        if story.findings:
            rows = tuple(results.article[name] for name in story.articles[:MOST_PER_STORY])
            yield StoryView(
                keywords=tuple(one_line(word) for word in story.keywords),
                first=story.first,
                last=story.last,
                articles=story.articles,
                rows=rows,
                findings=story.findings,
            )


def _choices(findings: Iterable[FindingView], language: str) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """The filters: key, label, and the values that occur."""
    text = words(language)
    found = list(findings)
    severities = [(name, text[name]) for name in SEVERITIES if any(f.row.severity == name for f in found)]
    yield "severity", text["severity"], severities
    yield "check", text["check"], sorted({(f.row.check, f.headline) for f in found})
    yield "entity", text["entity"], sorted({(f.row.entity, f.row.entity) for f in found if f.row.entity})
    yield "metric", text["metric"], sorted({(f.row.metric, f.row.metric) for f in found if f.row.metric})
    sources = {source for f in found for side in f.sides for source in side.sources}
    yield "source", text["source"], [(name, name) for name in sorted(sources)]


def _chosen_articles(results: Results) -> list[ArticleRow]:
    """The articles that findings stand on, in the order of the findings; all of them in a small run."""
    cited = dict.fromkeys(
        results.claim[claim].article for row in results.findings for claim in row.claims if claim in results.claim
    )
    chosen = [results.article[name] for name in cited if name in results.article]
    if len(results.articles) <= MOST_ARTICLES:
        chosen += [row for row in results.articles if row.id not in cited]
    sizes = accumulate(len(row.text) for row in chosen)
    return [row for row, size in zip(chosen, sizes, strict=True) if size <= MOST_TEXT][:MOST_ARTICLES]


def _article(number: int, row: ArticleRow, results: Results, language: str) -> ArticleView:
    text = words(language)
    claims = results.claims_of.get(row.id, ())
    return ArticleView(
        number=number,
        title=one_line(row.title or "") or row.id,
        source=one_line(row.source or "") or text["unknown"],
        published=dated(row, language),
        text=marked_text(row.text, claims),
        claims=tuple(_line(claim, language) for claim in claims),
    )


def _line(claim: ClaimRow, language: str) -> ClaimLine:
    period = period_of(claim.period, language)
    metric = " ".join(part for part in (claim.qualifier, claim.metric) if part)
    cells = (value_of(claim, language), claim.entity or "", metric, period, f"{claim.confidence:.0%}")
    return ClaimLine(claim.id, tuple(one_line(cell) for cell in cells))


def _entities(results: Results, language: str) -> Iterator[EntityView]:
    """Entities with at least two claims, the disputed first, then those with the most claims."""
    disputes = {claim: row.id for row in reversed(results.findings) for claim in row.claims}
    found: dict[str, list[ClaimRow]] = {}
    for claim in results.claims:
        if claim.entity and claim.metric:
            found.setdefault(claim.entity, []).append(claim)
    ranked = sorted(
        found.items(), key=lambda item: (-sum(c.id in disputes for c in item[1]), -len(item[1]), item[0])
    )
    for name, claims in ranked[:MOST_ENTITIES]:
        if len(claims) > 1:
            yield EntityView(one_line(name), tuple(_entity_rows(claims, disputes, results, language))[:MOST_ROWS])


def _entity_rows(
    claims: Iterable[ClaimRow], disputes: dict[str, str], results: Results, language: str
) -> Iterator[EntityRow]:
    found: dict[tuple[str, str], list[ClaimRow]] = {}
    for claim in claims:
        metric = " ".join(part for part in (claim.qualifier, claim.metric) if part)
        found.setdefault((metric, claim.period or ""), []).append(claim)
    for (metric, period), group in sorted(found.items()):
        values: dict[str, list[ClaimRow]] = {}
        for claim in group:
            values.setdefault(value_of(claim, language), []).append(claim)
        chips = tuple(_chip(value, same, disputes, results) for value, same in values.items())
        yield EntityRow(one_line(metric), period_of(period, language), chips)


def _chip(value: str, claims: Iterable[ClaimRow], disputes: dict[str, str], results: Results) -> Chip:
    sources, finding = [], None
    for claim in claims:
        article = results.article.get(claim.article)
        sources.append(one_line((article and article.source) or claim.article))
        finding = finding or disputes.get(claim.id)
    return Chip(value, "、".join(dict.fromkeys(sources)), finding)


def _hash(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()
