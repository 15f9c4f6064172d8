"""`hedui run`: from articles to findings and reports."""

import platform
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedui import __version__
from hedui.commands.options import CORPUS, OUTPUTS, Lang, Language, Lexicon, Out, Severity, console, errors_console
from hedui.commands.reporting import at_least
from hedui.errors import RunError
from hedui.flow import cross_check, load_tools
from hedui.model import Article, Extraction, Finding, Reject
from hedui.readers import read_articles
from hedui.report.page import write_page
from hedui.report.results import (
    REJECTS,
    ArticleRow,
    Results,
    RunRecord,
    article_row,
    claim_rows,
    finding_rows,
    reject_rows,
)
from hedui.report.tables import write_tables
from hedui.report.view import severity_counts
from hedui.report.words import words
from hedui.runners import RUNNERS, RunOptions

if TYPE_CHECKING:
    from rich.progress import Progress

DEPENDENCIES = ("opencc", "jieba", "spacy", "scikit-learn", "numpy", "scipy", "ahocorasick-rs", "msgspec")


@dataclass
class Stopwatch:
    """Seconds per stage, in the order in which the stages ended."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times what is done inside."""
        begun = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begun, 3)


def run(
    corpus: Annotated[Path, typer.Argument(help="文章目录、.jsonl 文件,或 - 表示标准输入。")] = CORPUS,
    out: Out = OUTPUTS,
    fail_on: Annotated[Severity | None, typer.Option(help="有达到这一程度的发现时,退出码为 1。")] = None,
    workers: Annotated[int, typer.Option(min=0, help="进程数,0 为自动。")] = 0,
    lexicon: Lexicon = None,
    lang: Lang = Language.zh,
) -> None:
    """核对一批报道:提取每个数字,两两比对,写出结果和报告。

    例:hedui run

    例:hedui run news/ --out outputs/ --fail-on critical
    """
    text = words(lang)
    watch = Stopwatch()
    try:
        results = _results(corpus, lexicon, workers, watch, lang)
        with watch.stage("report"):
            page = write_page(results, out, lang)
        write_tables(results, out)
    except KeyboardInterrupt:
        typer.echo(text["interrupted"], err=True)
        raise typer.Exit(130) from None
    _tell(results, out, page, lang)
    if fail_on and any(at_least(row, fail_on) for row in results.findings):
        raise typer.Exit(1)
    if results.rejects:
        raise typer.Exit(3)


def _results(corpus: Path, lexicon: Path | None, workers: int, watch: Stopwatch, lang: str) -> Results:
    with watch.stage("load"):
        tools = load_tools(lexicon)
    with _progress() as bar, watch.stage("extract"):
        task = bar.add_task(words(lang)["extracting"], total=None)
        options = RunOptions(lexicon=lexicon, workers=workers, progress=lambda done: bar.advance(task, done))
        articles, extractions, rejects = _extract(read_articles([corpus]), options)
    watch.seconds |= {f"extract.{stage}": round(spent, 3) for stage, spent in options.seconds.items()}
    with watch.stage("cross_check"):
        findings = cross_check(extractions, tools)
    return _gathered(articles, extractions, findings, rejects).with_record(
        RunRecord(
            version=__version__,
            python=platform.python_version(),
            dependencies=dict(_versions()),
            settings={"corpus": str(corpus), "lexicon": str(lexicon) if lexicon else None},
            lexicon=tools.lexicon.digest,
            counts={
                "articles": len(articles),
                "claims": sum(len(extraction.claims) for extraction in extractions),
                "findings": len(findings),
                "rejects": len(rejects),
            },
            seconds=watch.seconds,
        )
    )


def _extract(
    found: Iterable[Article | Reject], options: RunOptions
) -> tuple[list[ArticleRow], list[Extraction], list[Reject]]:
    read: dict[str, Article] = {}
    extractions: list[Extraction] = []
    rejects: list[Reject] = []
    for item in RUNNERS["local"](_noted(found, read), options):
        if isinstance(item, Reject):
            rejects.append(item)
        else:
            extractions.append(item)
            rejects += item.unread
    if not extractions and not rejects:
        raise RunError("没有读到任何报道。请检查给出的目录或文件。")
    extractions.sort(key=lambda part: part.card.article)
    articles = [article_row(read[part.card.article], part.card) for part in extractions]
    return articles, extractions, rejects


def _noted(found: Iterable[Article | Reject], read: dict[str, Article]) -> Iterator[Article | Reject]:
    for item in found:
        if isinstance(item, Article):
            read[item.id] = item
        yield item


def _gathered(
    articles: list[ArticleRow], extractions: list[Extraction], findings: list[Finding], rejects: list[Reject]
) -> Results:
    return Results(
        articles=tuple(sorted(articles, key=lambda row: row.id)),
        claims=tuple(
            row
            for part in sorted(extractions, key=lambda part: part.card.article)
            for row in claim_rows(part.claims)
        ),
        findings=finding_rows(findings),
        rejects=reject_rows(sorted(rejects, key=lambda row: (row.article, row.where, row.reason))),
        record=RunRecord(version=__version__),
    )


def _tell(results: Results, out: Path, page: Path, lang: str) -> None:
    text, screen = words(lang), console()
    counts = results.record.counts
    screen.print(text["summary"].format(**{**counts, "severities": severity_counts(results, lang)}))
    if results.rejects:
        screen.print(text["rejected"].format(count=len(results.rejects), path=out / REJECTS))
    screen.print(text["see"].format(path=page))


def _progress() -> "Progress":
    """A progress bar on a terminal, nothing elsewhere."""
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    screen = errors_console()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal)


def _versions() -> Iterator[tuple[str, str]]:
    for name in DEPENDENCIES:
        try:
            yield name, installed(name)
        except PackageNotFoundError:
            continue
