"""The desk as a web application: the queue, a finding, what a reviewer does to it, exports and the JSON API."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import FastAPI, Form, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles

from hedui import __version__
from hedui.desk.api import ROWS, api_routes, with_rows
from hedui.desk.exports import cases_file, suppression_file
from hedui.desk.forms import Filters, Pasted, Said
from hedui.desk.guard import Guard, Rules
from hedui.desk.queue import STATES, Item, Queue, values_of
from hedui.desk.store import VERDICTS, StaleError, Step
from hedui.errors import ArticleError, RunError
from hedui.messages import sentence_in, words
from hedui.model import SEVERITIES
from hedui.report.figures import value_of
from hedui.report.fulltext import article_view, places_in
from hedui.report.page import TEMPLATES, environment
from hedui.report.quote import one_line
from hedui.report.results import FindingRow, Results
from hedui.report.states import topic_of
from hedui.report.view import MOST_VERSUS, finding_view, finding_views, kind_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HERE = Path(__file__).parent
MOST_AUTHOR = 60


@dataclass(frozen=True, slots=True)
class Desk:
    """What the application needs: the queue, its language, who may come in, and the name decisions carry.

    `compare` holds a pasted article against the latest run and gives the findings that touch it; `keep` adds it to
    the corpus and gives its id.
    """

    queue: Queue
    rules: Rules
    compare: Callable[[Pasted], Results]
    keep: Callable[[Pasted], str]
    language: str = "zh"
    author: str = ""


def create_app(desk: Desk) -> "ASGIApp":
    """The application, behind its guard."""
    app = FastAPI(
        title="hedui", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json"
    )
    pages = Pages(desk)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.get("/report.css", include_in_schema=False)(_style)
    app.get("/", response_class=HTMLResponse, include_in_schema=False)(pages.listing)
    app.get("/finding/{name}", response_class=HTMLResponse, include_in_schema=False)(pages.finding)
    app.post("/finding/{name}/{action}", response_class=HTMLResponse, include_in_schema=False)(pages.step)
    app.get("/suppressions.toml", response_class=PlainTextResponse, include_in_schema=False)(pages.suppressions)
    app.get("/cases.toml", response_class=PlainTextResponse, include_in_schema=False)(pages.cases)
    app.get("/paste", response_class=HTMLResponse, include_in_schema=False)(pages.paste)
    app.post("/paste", response_class=HTMLResponse, include_in_schema=False)(pages.compare)
    app.get("/article/{name:path}", response_class=HTMLResponse, include_in_schema=False)(pages.article)
    app.get("/api", response_class=HTMLResponse, include_in_schema=False)(pages.api)
    app.include_router(api_routes(desk.queue, desk.compare), prefix="/api")
    for kind in (RunError, ArticleError):
        app.exception_handler(kind)(pages.problem)
    app.exception_handler(RequestValidationError)(_invalid)
    with_rows(app)
    return Guard(app, desk.rules)


class Pages:
    """The pages a reviewer sees."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.engine = environment([HERE / "templates", TEMPLATES], desk.language)
        self.engine.filters["kind"] = lambda row: kind_of(row, desk.language)
        self.engine.filters["versus"] = self._versus
        self.engine.globals.update(
            t=words(desk.language),
            csrf=desk.rules.csrf,
            author=desk.author,
            verdicts=VERDICTS,
            on_desk=True,
            place=self._place,
        )

    def listing(self, request: Request, wanted: Annotated[Filters, Query()]) -> HTMLResponse:
        """The queue with its first finding opened; a request by htmx gets the list alone."""
        queue = self.desk.queue
        rows = queue.results.findings
        part = request.headers.get("hx-request") == "true"
        page = queue.page(wanted.wanted())
        first = page.items[0] if page.items and not part else None
        return self._html(
            "list.html" if part else "desk.html",
            **(self._shown(first) if first else {"item": None}),
            page=page,
            wanted=wanted.wanted(),
            states=STATES,
            severities=SEVERITIES,
            checks=sorted({row.check: kind_of(row, self.desk.language) for row in reversed(rows)}.items()),
            articles=len(queue.results.articles),
        )

    def finding(self, name: str) -> HTMLResponse:
        """One finding with its evidence, the log of what was said, and the buttons."""
        item = self.desk.queue.item(name)
        return self._gone() if item is None else self._card(item)

    def step(self, name: str, action: str, form: Annotated[Said, Form()]) -> HTMLResponse:
        """Does what a reviewer asked for and shows the finding as it then is."""
        item = self.desk.queue.item(name)
        author = one_line(form.author).strip()[:MOST_AUTHOR]
        if item is None:
            return self._gone()
        problem = _problem(action, form, author)
        if problem:
            return self._card(item, words(self.desk.language)[problem], 422)
        step = Step(
            name,
            action,
            author,
            form.verdict,
            form.words.strip(),
            item.row.severity,
            claimed=values_of(item.row),
            topic=topic_of(item.row),
            seen=form.seen,
        )
        try:
            self.desk.queue.decisions.write(step)
        except StaleError:
            return self._card(item, words(self.desk.language)["stale"], 409)
        return self._card(self.desk.queue.item(name) or item)

    def article(self, name: str) -> HTMLResponse:
        """A whole article with its figures marked."""
        results = self.desk.queue.results
        row = results.article.get(name)
        if row is None:
            return self._gone()
        view = article_view(1, row, results, self.desk.language)
        return self._html("article.html", article=view, disputed=results.disputes)

    def api(self, request: Request) -> HTMLResponse:
        """What programs can ask for, told to people."""
        return self._html(
            "api.html", schema=request.app.openapi(), rows=ROWS, base=str(request.base_url).rstrip("/")
        )

    def _place(self, article: str, claim: str) -> str:
        """Where a claim stands in its article, "" for a pasted one, which the desk does not keep."""
        results = self.desk.queue.results
        number = places_in(article, results).get(claim) if article in results.article else None
        return f"/article/{quote(article.encode('utf-8', 'replace'))}#a-1-{number}" if number else ""

    def paste(self) -> HTMLResponse:
        """The form for an article that is not in the corpus."""
        return self._html("paste.html")

    def compare(self, form: Annotated[Pasted, Form()]) -> HTMLResponse:
        """The findings between a pasted article and the latest run; it is kept in the corpus where asked for."""
        found = self.desk.compare(form)
        kept = self.desk.keep(form) if form.keep else ""
        views = list(finding_views(found, self.desk.language))
        return self._html("pasted.html", views=views, kept=kept, claims=len(found.claims))

    def suppressions(self) -> PlainTextResponse:
        """What was decided, as the suppression file of the next run."""
        return PlainTextResponse(suppression_file(self.desk.queue), headers=_attached("suppressions.toml"))

    def cases(self) -> PlainTextResponse:
        """What was decided to be no conflict, as test cases."""
        return PlainTextResponse(cases_file(self.desk.queue), headers=_attached("cases.toml"))

    def problem(self, _: Request, error: Exception) -> PlainTextResponse:
        """Why there is nothing to show."""
        return PlainTextResponse(sentence_in(str(error), self.desk.language), status_code=503)

    def _card(self, item: Item, problem: str = "", status: int = 200) -> HTMLResponse:
        answer = self._html("card.html", **self._shown(item, problem))
        answer.status_code = status
        return answer

    def _shown(self, item: Item, problem: str = "") -> dict[str, object]:
        """What the card of a finding shows."""
        view = finding_view(item.row, self.desk.queue.results, self.desk.language)
        return {
            "item": item,
            "view": view,
            "log": self.desk.queue.decisions.log(item.row.id),
            "problem": problem,
        }

    def _versus(self, row: FindingRow) -> list[str]:
        """The values of the first sides of a finding, each once, for the list."""
        claims = self.desk.queue.results.claim
        firsts = (claims.get(side[0]) for side in row.sides[:MOST_VERSUS])
        values = (one_line(value_of(claim, self.desk.language)) for claim in firsts if claim)
        return list(dict.fromkeys(values))

    def _gone(self) -> HTMLResponse:
        return HTMLResponse(words(self.desk.language)["gone"], status_code=404)

    def _html(self, name: str, **context: object) -> HTMLResponse:
        return HTMLResponse(self.engine.get_template(name).render(**context).encode("utf-8", "replace"))


def _problem(action: str, form: Said, author: str) -> str:
    """The key of the sentence that says what is missing, "" when nothing is."""
    if not author:
        return "need_author"
    if action not in ("decide", "note", "assign", "undo"):
        return "need_action"
    if action == "decide" and form.verdict not in VERDICTS:
        return "need_verdict"
    if action == "decide" and form.verdict == "benign" and not form.words.strip():
        return "need_reason"
    return "need_words" if action == "note" and not form.words.strip() else ""


def _attached(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


def _invalid(_: Request, error: RequestValidationError) -> Response:
    """What is wrong with a request, without what it sent: half a surrogate cannot be sent back."""
    told = [{name: one[name] for name in ("type", "loc", "msg")} for one in error.errors()]
    return JSONResponse({"detail": told}, 422)


def _style() -> Response:
    """The style of the report, which the cards share."""
    return Response((HERE.parent / "report" / "templates" / "report.css").read_bytes(), media_type="text/css")
