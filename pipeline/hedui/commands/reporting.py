"""`hedui report`, `hedui show` and `hedui stories`: what a run found, told again from its files."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from hedui.commands.marks import against, decided, news, unsettled
from hedui.commands.options import OUTPUTS, Json, Lang, Language, Out, Severity, console
from hedui.disk import write_whole
from hedui.errors import RunError
from hedui.messages import words
from hedui.model import SEVERITIES
from hedui.report import FOLDER_WRITERS, WRITERS
from hedui.report.results import FindingRow, Results, read_results
from hedui.report.stories import find_stories
from hedui.report.terminal import print_finding, print_findings, print_story
from hedui.report.view import finding_view, findings_told

MOST = 20


class Format(StrEnum):
    """The formats of an export; the keys of WRITERS and FOLDER_WRITERS."""

    html = "html"
    md = "md"
    csv = "csv"
    xlsx = "xlsx"
    sarif = "sarif"
    junit = "junit"
    sqlite = "sqlite"
    parquet = "parquet"


def report(
    out: Out = OUTPUTS,
    severity: Annotated[Severity | None, typer.Option(help="只列出达到这一程度的发现。")] = None,
    since: Annotated[
        Path | None,
        typer.Option(help="只列出那次运行（结果目录）之后新出现或有变化的发现；sarif 全列，标明 baselineState。"),
    ] = None,
    ignore: Annotated[
        Path | None, typer.Option(help="忽略清单：其中的发现不列出；sarif 与 html 列出并标明。")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="在终端最多列出几处，0 为全部。")] = MOST,
    form: Annotated[Format | None, typer.Option("--format", help="导出这种格式，写到 --to 或标准输出。")] = None,
    to: Annotated[Path | None, typer.Option(help="导出到这个文件（parquet 为目录，默认即结果目录）。")] = None,
    json: Json = False,
    lang: Lang = Language.zh,
) -> None:
    """列出或导出上次运行的发现，最重要的在前。

    例：hedui report --severity major

    例：hedui report --format sarif --to findings.sarif

    例：hedui report --format sqlite --to news.db
    """
    results = _selected(decided(read_results(out), out, ignore), severity, since, form)
    if form or to:
        export(results, form, to or (out if form in FOLDER_WRITERS else None), lang)
    elif json:
        print_rows(results)
    else:
        _list(results, limit, lang)


def _selected(results: Results, severity: Severity | None, since: Path | None, form: Format | None) -> Results:
    """The findings asked for.  SARIF and the page show how all of them stand, other formats only what is open."""
    if since is not None:
        results = against(results, since)
        results = results if form == Format.sarif else news(results)
    if form not in (Format.sarif, Format.html):
        results = unsettled(results)
    rows = results.findings
    return results.with_findings(tuple(row for row in rows if severity is None or at_least(row, severity)))


def export(results: Results, form: Format | None, to: Path | None, lang: str) -> None:
    """Writes an export to a file or to the standard output; tables of files into a folder, which are named."""
    if form is None:
        raise typer.BadParameter("请用 --format 指明写成哪种格式。", param_hint="--to")
    if form in FOLDER_WRITERS:
        if to is None:
            raise typer.BadParameter("parquet 要写到一个目录，请用 --to 指定。", param_hint="--to")
        for path in FOLDER_WRITERS[form](results, to):
            typer.echo(path)
        return
    content = WRITERS[form](results, lang)
    if to is not None:
        write_whole(to, [content])
    elif sys.stdout.isatty() and b"\x00" in content:
        raise RunError("这种格式是二进制的，不宜显示在终端。请用 --to 指定文件。")
    else:
        sys.stdout.buffer.write(content)


def print_rows(results: Results) -> None:
    """The findings as the lines of findings.jsonl."""
    for row in results.findings:
        typer.echo(msgspec.json.encode(row))


def _list(results: Results, limit: int, lang: str) -> None:
    text, rows = words(lang), results.findings
    screen = console()
    counts = {"articles": len(results.articles), "claims": len(results.claims)}
    screen.print(text["summary"].format(**counts, found=findings_told(results, lang)))
    screen.print()
    shown = rows if limit == 0 else rows[:limit]
    print_findings(screen, results, shown, lang)
    if len(shown) < len(rows):
        screen.print(text["more"].format(count=len(rows) - len(shown)))


def show(
    finding: Annotated[str, typer.Argument(help="发现的序号（第 1 处写 1）或指纹的开头几位。")],
    out: Out = OUTPUTS,
    json: Json = False,
    lang: Lang = Language.zh,
) -> None:
    """完整显示一处发现：各方原句、读出的内容、核算过程、如何核实。

    例：hedui show 1
    """
    results = read_results(out)
    row = chosen(results, finding)
    if json:
        typer.echo(msgspec.json.encode(row))
    else:
        print_finding(console(), finding_view(row, results, lang), lang)


def stories(
    out: Out = OUTPUTS,
    json: Json = False,
    lang: Lang = Language.zh,
) -> None:
    """把上次运行的报道按事件归类：关键词、日期、媒体、其中的发现。

    例：hedui stories
    """
    results = read_results(out)
    screen = console()
    for story in find_stories(results):
        if json:
            typer.echo(msgspec.json.encode(story))
        else:
            print_story(screen, story, results, lang)


def at_least(row: FindingRow, severity: str) -> bool:
    """Whether a finding is as severe as the one named, or more."""
    return row.severity in SEVERITIES[: SEVERITIES.index(severity) + 1]


def chosen(results: Results, name: str) -> FindingRow:
    """The finding with this number or with this beginning of its fingerprint."""
    rows = results.findings
    if name.isdecimal() and len(name) < 7 and 1 <= int(name) <= len(rows):
        return rows[int(name) - 1]
    found = [row for row in rows if row.id.startswith(name)]
    if len(found) != 1:
        many = "不止一处" if found else "没有一处"
        raise typer.BadParameter(
            f"{many}发现的指纹以 {name} 开头，共有 {len(rows)} 处发现。", param_hint="FINDING"
        )
    return found[0]
