"""The main job behind `hedui run` and `hedui check`: places in, results out, every stage timed."""

import platform
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from hedui import __version__
from hedui.disk import write_whole
from hedui.errors import RunError
from hedui.lexicon import load_lexicon
from hedui.model import Article, Reject
from hedui.records import json_lines, reject_row
from hedui.report.results import FINDINGS, REJECTS, FindingRow, RunRecord
from hedui.report.states import Rulings, Suppression
from hedui.report.tables import write_record
from hedui.runners import Base, RunOptions, opened, update
from hedui.runners.files import counts, unread, write_article_tables
from hedui.runners.groups import finding_lines
from hedui.runners.store import dependencies

_finding = msgspec.json.Decoder(FindingRow).decode


@dataclass
class Stopwatch:
    """Seconds by the clock per stage, in the order in which the stages ended."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times what is done inside; a stage that comes again is added up."""
        begun = time.perf_counter()
        yield
        self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - begun, 3)


@dataclass
class Ignoring:
    """Passes the lines of findings on that no reviewer has ignored, and counts them and the others."""

    suppressions: Sequence[Suppression] = ()
    left: int = 0
    silenced: int = 0

    def of(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The findings still open, in their order."""
        rulings = Rulings(self.suppressions, date.today())
        for line in lines:
            if self.suppressions and rulings.silences(_finding(line)):
                self.silenced += 1
            else:
                self.left += 1
                yield line


@dataclass(frozen=True)
class Run:
    """What a run was asked, for its record."""

    corpus: str
    options: RunOptions
    watch: Stopwatch
    ignored: Sequence[Suppression] = ()


def run_items(folder: Path, items: Iterable[Article | Reject], run: Run) -> RunRecord:
    """The whole job over articles that are being read, in whatever order they come."""
    with opened(run.options.memory, run.options) as base:
        rejects = update(base, items, run.options, run.watch.stage)
        if not rejects and not counts(base)["articles"]:
            raise RunError("没有读到任何报道。请检查给出的目录或文件。")
        return publish(base, rejects, folder, run)


def publish(base: Base, rejects: Sequence[Reject], folder: Path, run: Run) -> RunRecord:
    """Writes the tables of a store and the record of the run into a folder, one article after the other."""
    ignoring, parts = Ignoring(run.ignored), list(unread(base))
    with run.watch.stage("tables"):
        write_article_tables(base, folder)
        write_whole(folder / FINDINGS, ignoring.of(finding_lines(base)))
        listed = sorted([*rejects, *parts], key=lambda row: (row.article, row.where, row.reason))
        write_whole(folder / REJECTS, json_lines(map(reject_row, listed)))
    options = run.options
    record = RunRecord(
        version=__version__,
        python=platform.python_version(),
        dependencies=dict(dependencies()),
        settings={
            "corpus": run.corpus,
            "lexicon": str(options.lexicon) if options.lexicon else None,
            "ner": options.ner,
            "workers": options.workers,
        },
        lexicon=load_lexicon(options.lexicon).digest,
        counts=counts(base)
        | {"findings": ignoring.left, "rejects": len(rejects), "unread": len(parts), "ignored": ignoring.silenced},
        seconds=run.watch.seconds,
        cpu_seconds={stage: round(spent, 3) for stage, spent in options.seconds.items()},
    )
    write_record(record, folder)
    return record
