"""What is known of findings besides their run: an earlier run, the suppression file, the decisions of the desk."""

import datetime
from dataclasses import replace
from pathlib import Path

import msgspec

from hedui.desk.queue import Queue, marks_of
from hedui.desk.store import Decisions
from hedui.report.results import Mark, Results, read_results
from hedui.report.states import ABSENT, NEW, UPDATED, Rulings, read_suppressions, states

DECISIONS = "decisions.sqlite"


def against(results: Results, earlier: Path) -> Results:
    """The results with the state of each finding against an earlier run, and with those that are gone."""
    before = read_results(earlier)
    found = states(results.findings, before.findings)
    marks = dict(results.marks)
    for row in results.findings:
        marks[row.id] = msgspec.structs.replace(marks.get(row.id, Mark()), baseline=found[row.id])
    gone = before.with_findings(tuple(row for row in before.findings if found[row.id] == ABSENT))
    return replace(results, marks=marks, absent=gone)


def news(results: Results) -> Results:
    """Only what the earlier run did not have, or had otherwise."""
    kept = [row for row in results.findings if results.marks[row.id].baseline in (NEW, UPDATED)]
    return results.with_findings(tuple(kept))


def decided(results: Results, folder: Path, ignored: Path | None = None) -> Results:
    """The results with what was decided about each finding, on the desk of the folder or in a suppression file."""
    marks: dict[str, Mark] = {}
    if (folder / DECISIONS).is_file():
        marks = marks_of(Queue(folder, Decisions(folder / DECISIONS), results))
    if ignored is not None:
        rulings = Rulings(read_suppressions(ignored), datetime.date.today())
        for row in results.findings:
            decision, reason = rulings.of(row)
            if decision is not None:
                marks[row.id] = Mark(
                    decision="reopened" if reason else "decided",
                    reason=reason or decision.reason,
                    author=decision.author,
                    day=decision.date.isoformat(),
                    silenced=reason is None,
                )
    return replace(results, marks=marks)


def unsettled(results: Results) -> Results:
    """Without the findings that are not to be seen again."""
    rows = [row for row in results.findings if not results.marks.get(row.id, Mark()).silenced]
    return results.with_findings(tuple(rows))
