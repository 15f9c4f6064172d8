"""report.html: one self-contained file that works offline, on a phone, on paper and with the keyboard.

Nothing in it asks for anything outside: a content security policy names its own style and script by their hash and
forbids the rest, and every text is escaped by the template engine.  The first items of each list stand in the page
and need no script; the others are packed (`shelves`), so that thousands of findings open at once.
"""

import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache, partial
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec

from hedui.disk import write_whole
from hedui.messages import sentence_in, words
from hedui.model import SEVERITIES
from hedui.report.evidence import SIDE_NAMES
from hedui.report.fulltext import article_view, places_in
from hedui.report.matrix import matrices
from hedui.report.quote import headline_of, one_line
from hedui.report.results import ArticleRow, ClaimRow, Results
from hedui.report.shelves import Item, Pieces, shelve
from hedui.report.stories import Story, find_stories
from hedui.report.view import MOST_COMPARED, NO_MARK, FindingView, finding_views, kind_of

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment

TEMPLATES, MESSAGES = Path(__file__).parent / "templates", Path(__file__).parents[1] / "messages"
PAGE = "report.html"
FIRST = {"findings": 30, "entities": 20, "articles": 20}  # items that stand in the page
URGENT, MOST_SHOWN = 7, 3
STORIES_FROM, STORIES_TO, MOST_STORIES, MOST_PER_STORY = 30, 1000, 200, 20
# A run of more articles is shown by its most important findings and the articles they stand on, without stories.
LARGE, MOST_FINDINGS, MOST_ARTICLES = 5000, 300, 300
# The page stays below 20 MB: so much packed text for findings, entities and articles.
MOST_BYTES = {"findings": 4_000_000, "entities": 1_000_000, "articles": 13_000_000}


class Terms(SimpleNamespace):
    """The words of a language as attributes, which a template finds in one step."""

    def __getitem__(self, key: str) -> str:
        word: str = getattr(self, key)
        return word


def write_page(results: Results, folder: Path, language: str, code: str = "") -> Path:
    """The report page of a run, written in one step; returns its path.

    `code` is a digest of the code that makes it: with it, what is as on the last page is taken from that.
    """
    path = folder / PAGE
    last = ""
    if code:
        with suppress(OSError, UnicodeDecodeError):
            last = path.read_text(encoding="utf-8")
    write_whole(path, [html(results, language, Pieces(f"{code} {_words_digest()} {language}", last))])
    return path


def _words_digest() -> str:
    """A digest of the templates and of the words in them."""
    total = sha256()
    for path in sorted((*TEMPLATES.glob("report.*"), TEMPLATES / "parts.html", *MESSAGES.glob("*.csv"))):
        total.update(path.read_bytes())
    return total.hexdigest()


def html(results: Results, language: str, known: Pieces | None = None) -> bytes:
    """The report page; what is known of its pieces need not be made again."""
    from markupsafe import Markup

    engine = environment([TEMPLATES], language)
    engine.getattr = getattr  # type: ignore[method-assign,assignment]  # what the page shows has attributes alone
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    context = _context(results, engine, known or Pieces())
    page = engine.get_template("report.html").render(
        context | {"style": Markup(style), "script": Markup(script)},
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    return page.encode("utf-8", "replace")


def environment(folders: Sequence[Path], language: str) -> "Environment":
    """The template engine of the page and the desk: everything escaped, every name known."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    engine = Environment(
        loader=FileSystemLoader(folders),
        bytecode_cache=_compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.filters["plain"] = one_line
    engine.filters["told"] = lambda sentence: one_line(sentence_in(sentence, language))
    engine.filters["headline"] = headline_of
    engine.filters["letter"] = _letter
    engine.globals.update(
        t=Terms(**words(language)),
        language=language,
        most_shown=MOST_SHOWN,
        most_compared=MOST_COMPARED,
        on_desk=False,
        place=lambda article, claim: "",
        disputed={},
        shown={},
        headlines={},
    )
    return engine


def _compiled() -> "BytecodeCache | None":
    """Templates once compiled, where Python keeps what it compiles; None where it keeps nothing."""
    from jinja2 import FileSystemBytecodeCache
    from jinja2.bccache import Bucket

    class Compiled(FileSystemBytecodeCache):
        def dump_bytecode(self, bucket: Bucket) -> None:
            with suppress(OSError):  # a folder of somebody else's, a full disk: compiled again next time
                Path(self.directory).mkdir(parents=True, exist_ok=True)
                super().dump_bytecode(bucket)

    folder = Path(cache_from_source(str(TEMPLATES / PAGE))).parent
    return None if sys.dont_write_bytecode else Compiled(str(folder))


@cache
def _letter(number: int) -> str:
    """The letter of a side in its color, finished: a page shows it thousands of times."""
    from markupsafe import Markup

    letter = SIDE_NAMES[number % len(SIDE_NAMES)]
    return Markup('<b class="letter side-{}">{}</b>').format(number % 4, letter)


def _context(results: Results, engine: "Environment", known: Pieces) -> dict[str, object]:
    language = str(engine.globals["language"])
    text = words(language)
    some = shown_of(results)
    findings = list(finding_views(some, language))
    articles = _ordered(some)
    shown = {row.id: number for number, row in enumerate(articles, 1)}
    engine.globals.update(
        place=_placer(results, shown),
        shown=shown,
        disputed=results.disputes,
        headlines={view.row.id: f"{view.headline} {view.topic}" for view in findings},
    )
    items = _items(results, findings, articles, engine)
    shelves = {n: shelve(n, made, FIRST[n], MOST_BYTES[n], known) for n, made in items.items()}
    waiting = [row for row in results.findings if results.marks.get(row.id, NO_MARK).decision != "decided"]
    urgent = [row for row in waiting if row.severity in SEVERITIES[:2]]
    first = {row.id for row in (urgent or waiting)[:URGENT]}
    kinds = Counter((row.check, kind_of(row, language)) for row in results.findings)
    return {
        "version": results.record.version,
        "counts": SimpleNamespace(
            articles=results.count("articles"), claims=results.count("claims"), rejects=len(results.rejects)
        ),
        "days": _days(results.articles, text["unknown"]),
        "lead": _lead(len(urgent), len(waiting), language),
        "urgent": [view for view in findings if view.row.id in first],
        "severities": [(n, text[n], sum(f.severity == n for f in results.findings)) for n in SEVERITIES],
        "checks": [(*pair, n) for pair, n in kinds.most_common()],
        "choices": list(_choices(findings, language)),
        "index": _index(findings),
        "stories": list(_stories(results)),
        "rejects": results.rejects,
        "more_articles": results.count("articles") - shelves["articles"].total,
        "more_findings": len(results.findings) - shelves["findings"].total,
        **shelves,
    }


def _items(
    results: Results, findings: Iterable[FindingView], articles: Sequence[ArticleRow], engine: "Environment"
) -> dict[str, Iterator[Item]]:
    """The items of each list, with all that the templates ask of them."""
    from markupsafe import Markup

    language = str(engine.globals["language"])
    place: Callable[[str, str], str] = engine.globals["place"]  # type: ignore[assignment]
    parts: Any = engine.get_template("parts.html").module
    tables = enumerate(matrices(results, language), 1)

    def article(number: int, row: ArticleRow) -> str:
        return Markup(parts.article(article_view(number, row, results, language)))

    def told(row: ArticleRow) -> list[tuple[ClaimRow, str | None]]:
        return [(claim, results.disputes.get(claim.id)) for claim in results.claims_of.get(row.id, ())]

    return {
        "findings": (
            Item((view, [place(*one) for one in _cited(view)]), partial(parts.finding, view)) for view in findings
        ),
        "entities": (Item(pair, partial(parts.matrix, *reversed(pair))) for pair in tables),
        "articles": (Item((n, row, told(row)), partial(article, n, row)) for n, row in enumerate(articles, 1)),
    }


def _cited(view: FindingView) -> Iterator[tuple[str, str]]:
    """The claims to whose places a finding leads, each with its article."""
    for side in view.sides:
        yield from ((item.article, item.claim.id) for item in side.evidence)
    for node in view.lineage.nodes if view.lineage else ():
        if node.carrier is not None:
            yield node.carrier.article, node.carrier.claim


def _lead(urgent: int, total: int, language: str) -> str:
    text = words(language)
    if urgent:
        return text["now_count"].format(count=urgent)
    return text["now_none"].format(count=total) if total else text["now_clear"]


def _days(articles: Iterable[ArticleRow], unknown: str) -> str:
    days = sorted(day for row in articles if row.dated for day in row.dated.split("/"))
    return " ~ ".join(dict.fromkeys((days[0], days[-1]))) if days else unknown


def _placer(results: Results, shown: dict[str, int]) -> Callable[[str, str], str]:
    """Where a claim of an article stands on the page: #a-ARTICLE-CLAIM, "" where it does not."""
    places: dict[str, dict[str, int]] = {}

    def place(article: str, claim: str) -> str:
        if article in shown and article not in places:
            places[article] = places_in(article, results)
        number = places.get(article, {}).get(claim)
        return f"#a-{shown[article]}-{number}" if number else ""

    return place


def _index(findings: Iterable[FindingView]) -> str:
    """What the filters ask of each finding, as JSON that ends no script element."""
    from markupsafe import Markup

    rows = [(view.row.id, *_asked(view)) for view in findings]
    return Markup(msgspec.json.encode(rows).decode().replace("<", "\\u003c"))


def _asked(view: FindingView) -> tuple[str, str, str, str, list[str], list[str]]:
    """Severity, check, entity, metric, outlets and states of a finding."""
    row, mark = view.row, view.mark
    sources = dict.fromkeys(source for side in view.sides for source in side.sources)
    return (
        row.severity,
        row.check,
        row.entity or "",
        row.metric or "",
        list(sources),
        [state for state in (mark.baseline, mark.decision) if state],
    )


def _choices(findings: Sequence[FindingView], language: str) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """The filters: key, label, and the values that occur; a filter with one value is none."""
    text = words(language)
    asked = [_asked(view) for view in findings]
    checks = {(view.row.check, view.headline) for view in findings}
    severities = {row[0] for row in asked}
    yield "severity", text["severity"], [(name, text[name]) for name in SEVERITIES if name in severities]
    yield "check", text["check"], sorted(checks, key=lambda pair: pair[1])
    for key, place in (("entity", 2), ("metric", 3)):
        names = sorted({str(row[place]) for row in asked if row[place]})
        yield key, text[key], [(name, one_line(name)) for name in names]
    yield "source", text["source"], [(name, name) for name in sorted({name for row in asked for name in row[4]})]
    states = sorted({name for row in asked for name in row[5]})
    if states:
        yield "state", text["state"], [(name, text[name]) for name in states]


def shown_of(results: Results) -> Results:
    """The results with the findings that are shown: all but for a large run."""
    large = results.count("articles") > LARGE
    return results.with_findings(results.findings[:MOST_FINDINGS]) if large else results


def _ordered(results: Results) -> list[ArticleRow]:
    """The articles that findings stand on, in the order of the findings, then the others."""
    cited = dict.fromkeys(
        results.claim[claim].article for row in results.findings for claim in row.claims if claim in results.claim
    )
    chosen = [results.article[name] for name in cited if name in results.article]
    if results.count("articles") > LARGE:
        return chosen[:MOST_ARTICLES]
    return chosen + [row for row in results.articles if row.id not in cited]


def _stories(results: Results) -> Iterator[tuple[Story, list[ArticleRow]]]:
    """The stories with findings and their first articles; a small run needs no way in, in a large one they would
    take too long.
    """
    if STORIES_FROM <= results.count("articles") <= STORIES_TO:
        for story in find_stories(results)[:MOST_STORIES]:
            if story.findings:
                yield story, [results.article[name] for name in story.articles[:MOST_PER_STORY]]


def _hash(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()
