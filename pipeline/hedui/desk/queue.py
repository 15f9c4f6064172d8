"""The findings of a run as a queue of work: with what was decided about each, filtered, in pages.

What is said on the desk is read once and then only what is new of it, so that an answer takes the time of a look
through the states, whatever the length of the log.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from threading import RLock

from hedui.desk.store import Decisions, Entry, Standing, standing_of
from hedui.report.results import FINDINGS, FindingRow, Mark, Results, read_results
from hedui.report.states import Rulings, Suppression

PAGE = 50
STATES = ("open", "decided", "reopened", "all")
NOTHING = Standing()
# A confirmed error stays in the report until the articles change; the other two are not to be seen again.
SILENCING = ("benign", "misread")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reviewer asks to see; an empty field asks for nothing in particular."""

    state: str = "open"
    severity: str = ""
    check: str = ""
    text: str = ""
    assigned: str = ""
    entity: str = ""  # parts of names, as are metric and source
    metric: str = ""
    source: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """A finding with its place in the run and what the desk says of it; `reason` says why it was opened again."""

    number: int
    row: FindingRow
    standing: Standing
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some items, how many there are in all, and which page of how many this is."""

    items: tuple[Item, ...]
    total: int
    number: int
    pages: int


class Queue:
    """The results in a folder, read again when a new run has replaced them, and the decisions about them.

    `fixed` are results to use in their place, whatever the folder holds.
    """

    def __init__(self, folder: Path, decisions: Decisions, fixed: Results | None = None) -> None:
        self.folder, self.decisions = folder, decisions
        self._lock = RLock()
        self._stamp: tuple[int, int] | None = None
        self._results: Results | None = None
        self._places: dict[str, int] = {}
        self._words: list[str] = []
        self._states: list[tuple[str, str]] = []  # state and reason, by place
        self._said: dict[str, list[Entry]] = {}
        self._standings: dict[str, Standing] = {}
        self._rulings = Rulings((), datetime.date.min)  # a decision of the desk does not run out
        self._last = 0
        self._fixed = fixed is not None
        if fixed is not None:
            self._take(fixed)

    @property
    def results(self) -> Results:
        """The rows of the latest run.  Raises RunError when the folder holds none."""
        if self._fixed and self._results is not None:
            return self._results
        path = self.folder / FINDINGS
        stamp = (path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else (0, 0)
        with self._lock:
            if self._results is None or stamp != self._stamp:
                self._take(read_results(self.folder))
                self._stamp = stamp
            assert self._results is not None
            return self._results

    def item(self, finding: str) -> Item | None:
        """One finding as an item, None where the run has none of this fingerprint."""
        with self._lock:
            self._refresh()
            place = self._places.get(finding)
            return None if place is None else self._item(place)

    def page(self, wanted: Wanted) -> Page:
        """The items asked for, most important first."""
        with self._lock:
            self._refresh()
            found = list(self._matching(wanted))
            pages = max(1, -(-len(found) // PAGE))
            number = min(max(wanted.page, 1), pages)
            items = tuple(self._item(place) for place in found[(number - 1) * PAGE : number * PAGE])
            return Page(items, len(found), number, pages)

    def items(self) -> Iterator[Item]:
        """All findings, in the order of the run."""
        with self._lock:
            self._refresh()
            yield from [self._item(place) for place in range(len(self._states))]

    def _take(self, results: Results) -> None:
        self._results = results
        self._places = {row.id: place for place, row in enumerate(results.findings)}
        self._words = [_searchable(row) for row in results.findings]
        self._states = [self._judged(row) for row in results.findings]

    def _refresh(self) -> None:
        """Reads what was said since the last look, and judges the findings anew where anything was."""
        rows = self.results.findings
        new = self.decisions.since(self._last)
        if not new:
            return
        for entry in new:
            self._said.setdefault(entry.finding, []).append(entry)
        for finding in dict.fromkeys(entry.finding for entry in new):
            standing = self._standings[finding] = standing_of(self._said[finding])
            self._rulings.drop(finding)
            if standing.decision:
                self._rulings.put(suppression_of(standing.decision))
        self._states = [self._judged(row) for row in rows]
        self._last = new[-1].number

    def _judged(self, row: FindingRow) -> tuple[str, str]:
        decision, reason = self._rulings.of(row)
        return ("open" if decision is None else "reopened" if reason else "decided"), reason or ""

    def _item(self, place: int) -> Item:
        row = self.results.findings[place]
        state, reason = self._states[place]
        return Item(place + 1, row, self._standings.get(row.id, NOTHING), state, reason)

    def _matching(self, wanted: Wanted) -> Iterator[int]:
        needle = wanted.text.casefold().strip()
        states = ("open", "reopened") if wanted.state == "open" else (wanted.state,)
        for place, row in enumerate(self.results.findings):
            if (
                (wanted.state in ("", "all") or self._states[place][0] in states)
                and wanted.severity in ("", row.severity)
                and wanted.check in ("", row.check)
                and (not needle or needle in self._words[place])
                and (not wanted.assigned or self._standings.get(row.id, NOTHING).assigned == wanted.assigned)
                and wanted.entity in (row.entity or "")
                and wanted.metric in (row.metric or "")
                and (not wanted.source or self._printed(row, wanted.source))
            ):
                yield place

    def _printed(self, row: FindingRow, source: str) -> bool:
        """Whether an outlet with this in its name prints one of the figures."""
        results = self.results
        claims = (results.claim[name] for name in row.claims if name in results.claim)
        articles = (results.article.get(claim.article) for claim in claims)
        return any(source in (article.source or "") for article in articles if article)


def suppression_of(decision: Entry) -> Suppression:
    """A decision of the desk in the form of the suppression file."""
    entity, metric, period, check = decision.topic
    return Suppression(
        finding=decision.finding,
        reason=decision.words or decision.verdict,
        author=decision.author,
        date=datetime.date.fromisoformat(decision.at[:10]),
        severity=decision.severity,
        entity=entity,
        metric=metric,
        period=period,
        check=check,
        values=tuple(Decimal(value) for value in decision.claimed),
    )


def marks_of(queue: Queue) -> dict[str, Mark]:
    """What the desk says of each finding, for the reports."""
    return {item.row.id: _mark(item) for item in queue.items() if item.state != "open"}


def _mark(item: Item) -> Mark:
    decision = item.standing.decision
    if decision is None:
        return Mark(decision=item.state, reason=item.reason)
    return Mark(
        decision=item.state,
        verdict=decision.verdict,
        reason=item.reason or decision.words,
        author=decision.author,
        day=decision.at[:10],
        silenced=item.state == "decided" and decision.verdict in SILENCING,
    )


def values_of(row: FindingRow) -> tuple[str, ...]:
    """The values at odds, in a fixed order: what a decision was made about."""
    return tuple(sorted(row.values))


def _searchable(row: FindingRow) -> str:
    parts = (row.id, row.entity, row.metric, row.title, row.explanation)
    return " ".join(part for part in parts if part).casefold()
