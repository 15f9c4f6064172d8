"""`hedui run`: from articles to findings and reports."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hedui.commands.engine import Run, Stopwatch, run_items
from hedui.commands.marks import decided
from hedui.commands.options import (
    CORPUS,
    OUTPUTS,
    FailOn,
    Ignore,
    Lang,
    Language,
    Lexicon,
    Ner,
    Out,
    Workers,
    console,
    errors_console,
)
from hedui.commands.reporting import at_least
from hedui.errors import RunError
from hedui.messages import sentence_in, words
from hedui.readers import ReadOptions, read_articles
from hedui.readers.folders import CATALOGUES
from hedui.report.excerpt import read_excerpt
from hedui.report.page import write_page
from hedui.report.quote import one_line
from hedui.report.results import ARTICLES, FINDINGS, REJECTS, Results
from hedui.report.states import read_suppressions
from hedui.report.tables import write_record
from hedui.report.view import findings_told
from hedui.runners import Received, RunOptions
from hedui.runners.store import engine_digest

MEMORY = ".claims"
MOST_REASONS = 3  # that are told at once; all stand in rejects.jsonl


class Engine(StrEnum):
    """Where a run runs; the keys of RUNNERS."""

    local = "local"
    spark = "spark"


def run(
    corpus: Annotated[
        str, typer.Argument(help="文章目录、文件，- 表示标准输入；spark 也可读 Parquet，如 hdfs://…。")
    ] = str(CORPUS),
    out: Out = OUTPUTS,
    fail_on: FailOn = None,
    workers: Workers = 0,
    engine: Annotated[Engine, typer.Option(help="在哪里运行：local 为本机进程，spark 为集群。")] = Engine.local,
    master: Annotated[str | None, typer.Option(help="Spark 的主节点，如 local[2]、spark://host:7077。")] = None,
    tables: Annotated[str | None, typer.Option(help="spark 另把各表写成 Parquet 到这里，如 hdfs://…。")] = None,
    lexicon: Lexicon = None,
    ner: Ner = None,
    afresh: Annotated[bool, typer.Option("--afresh", help="全部重读，不用上次运行记下的结果。")] = False,
    ignore: Ignore = None,
    lang: Lang = Language.zh,
) -> None:
    """核对一批报道：提取每个数字，两两比对，写出结果和报告。

    例：hedui run

    例：hedui run news/ --out outputs/ --fail-on critical

    例：hedui run news/ --engine spark --master "local[2]"

    例：hedui run hdfs://host/news --engine spark --master yarn --tables hdfs://host/found
    """
    _refuse_corpus(out)
    watch, received = Stopwatch(), Received()
    with progress(words(lang)["extracting"], Path(corpus)) as done:
        options = RunOptions(
            engine=engine,
            master=master,
            remote=_remote(corpus, tables, engine),
            lexicon=lexicon,
            ner=ner,
            workers=workers,
            progress=done,
            memory=out / MEMORY,
            received=received,
            afresh=afresh,
        )
        asked = Run(corpus, options, watch, read_suppressions(ignore) if ignore else ())
        items = () if options.remote else read_articles([corpus], ReadOptions(memory=received))
        record = run_items(out, items, asked)
    if tables is not None:
        _write_far(out, tables, options)
    with watch.stage("report"):
        results = read_excerpt(out)
        page = write_page(decided(results, out), out, lang, engine_digest())
    write_record(record, out)  # once more, with the seconds of the report
    _tell(results, out, page, lang)
    if fail_on and any(at_least(row, fail_on) for row in results.findings):
        raise typer.Exit(1)
    if results.record.counts["rejects"]:
        raise typer.Exit(3)


def _refuse_corpus(out: Path) -> None:
    """Raises RunError where the results would take the place of a corpus's catalogue."""
    if (out / ARTICLES).is_file() and not ((out / MEMORY).exists() or (out / FINDINGS).is_file()):
        raise RunError(f"{out / ARTICLES} 是报道的目录文件，运行结果会盖掉它。请用 --out 另指定一个目录。")


def _remote(corpus: str, tables: str | None, engine: str) -> str | None:
    """The place of articles that only the workers of a cluster can read."""
    far = corpus if "://" in corpus else None
    if engine != Engine.spark and (far or tables):
        raise RunError(f"{far or '--tables'} 只能与 --engine spark 一起使用。")
    return far


def _write_far(out: Path, place: str, options: RunOptions) -> None:
    """The door to the optional runner, by whose file systems the tables go out."""
    from hedui.runners.spark import write_tables_to

    write_tables_to(out, place, options)


def _tell(results: Results, out: Path, page: Path, lang: str) -> None:
    text, screen = words(lang), console()
    counts = results.record.counts
    screen.print(text["summary"].format(**counts, found=findings_told(results, lang)))
    for kind in ("ignored", "undated"):
        if counts[kind]:
            screen.print(text[kind].format(count=counts[kind]))
    for kind in ("rejects", "unread"):
        if counts[kind]:
            screen.print(text[f"told_{kind}"].format(count=counts[kind], path=out / REJECTS))
    for row in results.rejects[:MOST_REASONS]:
        reason = one_line(sentence_in(row.reason, lang))
        screen.print(f"  {one_line(row.where)}{text['colon']}{reason}", soft_wrap=True)
    screen.print(text["see"].format(path=page))


@contextmanager
def progress(name: str, place: Path) -> Iterator[Callable[[int], None]]:
    """A bar with rate and remaining time on a terminal, nothing elsewhere; call it with the number just done."""
    screen = errors_console()
    if not screen.is_terminal:
        yield lambda articles: None
        return
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(name, total=expected(place), rate="")

        def done(articles: int) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, advance=articles, rate=f"{speed:.0f}/s" if speed else "")

        yield done


def expected(place: Path) -> int | None:
    """About how many articles a place holds, by its lines or files alone; None where that cannot be known."""
    if place.suffix == ".jsonl" and place.is_file():
        return _lines(place)
    if not place.is_dir():
        return None
    catalogue = place / CATALOGUES[0]
    if catalogue.is_file():
        return _lines(catalogue)
    files = (path for path in place.rglob("*") if path.is_file() and not path.name.startswith((".", "_")))
    return sum(_lines(path) if path.suffix == ".jsonl" else 1 for path in files)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))
