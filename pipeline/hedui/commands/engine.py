"""The main job behind `hedui run` and `hedui check`: places in, results out, every stage timed."""

import platform
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path

import msgspec

from hedui import __version__
from hedui.crosscheck.names import resolve_names
from hedui.crosscheck.states import Suppression, decide
from hedui.errors import RunError
from hedui.flow import cross_check, load_tools
from hedui.model import Article, Claim, Extraction, Finding, Reject
from hedui.readers import read_articles
from hedui.report.results import Results, RunRecord, article_row, claim_rows, finding_rows, reject_rows
from hedui.runners import RunOptions, extract

DEPENDENCIES = ("opencc", "jieba", "spacy", "scikit-learn", "numpy", "scipy", "ahocorasick-rs", "msgspec")


@dataclass
class Stopwatch:
    """Seconds by the clock per stage, in the order in which the stages ended."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times what is done inside."""
        begun = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begun, 3)


@dataclass
class Gathered:
    """What has been read and extracted so far."""

    articles: dict[str, Article] = field(default_factory=dict)
    extractions: list[Extraction] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def keeping(self, items: Iterable[Article | Reject]) -> Iterator[Article | Reject]:
        """The items, with every article kept for the report."""
        for item in items:
            if isinstance(item, Article):
                self.articles[item.id] = item
            yield item

    def take(self, items: Iterable[Extraction | Reject]) -> None:
        """Takes what the runner yields."""
        for item in items:
            if isinstance(item, Reject):
                self.rejects.append(item)
            else:
                self.extractions.append(item)
                self.rejects += item.unread

    def results(self, findings: list[Finding], names: Mapping[str, str], record: RunRecord) -> Results:
        """The rows of all of it: by article, rejects by article and place, entities under joined names."""
        extractions = sorted(self.extractions, key=lambda extraction: extraction.card.article)
        rejects = sorted(self.rejects, key=lambda row: (row.article, row.where, row.reason))
        return Results(
            articles=tuple(article_row(self.articles[part.card.article], part.card) for part in extractions),
            claims=tuple(row for part in extractions for row in claim_rows(_named(part.claims, names))),
            findings=finding_rows(findings),
            rejects=reject_rows(rejects),
            record=record,
        )


def run_over(
    places: list[Path | str], options: RunOptions, watch: Stopwatch, ignored: Iterable[Suppression] = ()
) -> Results:
    """The whole job over files, folders or the standard input, without the findings that a reviewer has ignored.

    Raises RunError where nothing could be read.
    """
    gathered = Gathered()
    with watch.stage("extract"):
        gathered.take(extract(gathered.keeping(read_articles(places)), options))
    if not gathered.extractions and not gathered.rejects:
        raise RunError("没有读到任何报道。请检查给出的目录或文件。")
    return finish(gathered, options, watch, " ".join(str(place) for place in places), ignored)


def finish(
    gathered: Gathered, options: RunOptions, watch: Stopwatch, corpus: str, ignored: Iterable[Suppression] = ()
) -> Results:
    """The results of what was extracted: cross-checked, with the record of the run."""
    tools = load_tools(options.lexicon)
    with watch.stage("cross_check"):
        decided = decide(cross_check(gathered.extractions, tools), ignored, date.today())
    findings = list(decided.open)
    record = RunRecord(
        version=__version__,
        python=platform.python_version(),
        dependencies=dict(_versions()),
        settings={
            "corpus": corpus,
            "lexicon": str(options.lexicon) if options.lexicon else None,
            "ner": options.ner,
            "workers": options.workers,
        },
        lexicon=tools.lexicon.digest,
        counts={
            "articles": len(gathered.extractions),
            "claims": sum(len(extraction.claims) for extraction in gathered.extractions),
            "findings": len(findings),
            "rejects": len(gathered.rejects),
            "ignored": len(decided.silenced),
        },
        seconds=watch.seconds,
        cpu_seconds={stage: round(spent, 3) for stage, spent in options.seconds.items()},
    )
    return gathered.results(findings, resolve_names(gathered.extractions, tools.lexicon), record)


def _named(claims: Iterable[Claim], names: Mapping[str, str]) -> Iterator[Claim]:
    for claim in claims:
        joined = names.get(claim.entity or "", claim.entity)
        yield claim if joined == claim.entity else msgspec.structs.replace(claim, entity=joined)


def _versions() -> Iterator[tuple[str, str]]:
    for name in DEPENDENCIES:
        try:
            yield name, installed(name)
        except PackageNotFoundError:
            continue
