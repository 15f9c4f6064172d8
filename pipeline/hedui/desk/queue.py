"""The findings of a run as a queue of work: with what was decided about each, filtered, in pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hedui.desk.store import Decisions, Standing, reopened
from hedui.report.results import FINDINGS, SEVERITIES, FindingRow, Results, read_results

PAGE = 50
STATES = ("open", "decided", "reopened", "all")
NOTHING = Standing()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reviewer asks to see; an empty field asks for nothing in particular."""

    state: str = "open"
    severity: str = ""
    check: str = ""
    text: str = ""
    assigned: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """A finding with its place in the run and what the desk says of it."""

    number: int
    row: FindingRow
    standing: Standing
    state: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some items, how many there are in all, and which page of how many this is."""

    items: tuple[Item, ...]
    total: int
    number: int
    pages: int


@dataclass
class Queue:
    """The results in a folder, read again when a new run has replaced them, and the decisions about them."""

    folder: Path
    decisions: Decisions
    _results: Results | None = None
    _stamp: tuple[int, int] = (0, 0)
    _words: dict[str, str] = field(default_factory=dict)

    @property
    def results(self) -> Results:
        """The rows of the latest run.  Raises RunError when the folder holds none."""
        path = self.folder / FINDINGS
        stamp = (path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else (0, 0)
        if self._results is None or stamp != self._stamp:
            self._results, self._stamp = read_results(self.folder), stamp
            self._words = {row.id: _searchable(row) for row in self._results.findings}
        return self._results

    def item(self, finding: str) -> Item | None:
        """One finding as an item, None where the run has none of this fingerprint."""
        for number, row in enumerate(self.results.findings, 1):
            if row.id == finding:
                return item_of(number, row, self.decisions.standings((finding,)).get(finding, NOTHING))
        return None

    def page(self, wanted: Wanted) -> Page:
        """The items asked for, most important first."""
        found = list(self._matching(wanted, self.decisions.standings()))
        pages = max(1, -(-len(found) // PAGE))
        number = min(max(wanted.page, 1), pages)
        return Page(tuple(found[(number - 1) * PAGE : number * PAGE]), len(found), number, pages)

    def _matching(self, wanted: Wanted, standings: Mapping[str, Standing]) -> Iterator[Item]:
        needle = wanted.text.casefold().strip()
        for number, row in enumerate(self.results.findings, 1):
            item = item_of(number, row, standings.get(row.id, NOTHING))
            passes = (
                wanted.state in ("", "all", item.state) or (wanted.state == "open" and item.state == "reopened"),
                wanted.severity in ("", row.severity),
                wanted.check in ("", row.check),
                wanted.assigned in ("", item.standing.assigned),
                not needle or needle in self._words[row.id],
            )
            if all(passes):
                yield item


def item_of(number: int, row: FindingRow, standing: Standing) -> Item:
    """A finding with its state: open, decided, or reopened because what was decided no longer covers it."""
    state = "open" if standing.decision is None else "decided"
    if reopened(standing, row.severity, values_of(row), SEVERITIES):
        state = "reopened"
    return Item(number, row, standing, state)


def values_of(row: FindingRow) -> tuple[str, ...]:
    """The values at odds, in a fixed order: what a decision was made about."""
    return tuple(sorted(row.values))


def _searchable(row: FindingRow) -> str:
    parts = (row.id, row.entity, row.metric, row.title, row.explanation)
    return " ".join(part for part in parts if part).casefold()
