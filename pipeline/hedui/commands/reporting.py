"""`hedui report` and `hedui show`: what a run found, told again from its files."""

from typing import Annotated

import msgspec
import typer

from hedui.commands.options import OUTPUTS, Lang, Language, Out, Severity, console
from hedui.report.results import SEVERITIES, FindingRow, Results, read_results
from hedui.report.terminal import print_finding, print_findings
from hedui.report.view import finding_view, severity_counts
from hedui.report.words import words

MOST = 20


def report(
    out: Out = OUTPUTS,
    severity: Annotated[Severity | None, typer.Option(help="只列出达到这一程度的发现。")] = None,
    limit: Annotated[int, typer.Option(min=0, help="最多列出几处,0 为全部。")] = MOST,
    json: Annotated[bool, typer.Option("--json", help="每行一个 JSON 对象。")] = False,
    lang: Lang = Language.zh,
) -> None:
    """在终端列出上次运行的发现,最重要的在前。

    例:hedui report --severity major
    """
    results = read_results(out)
    rows = [row for row in results.findings if severity is None or at_least(row, severity)]
    if json:
        for row in rows:
            typer.echo(msgspec.json.encode(row))
        return
    text, shown = words(lang), rows if limit == 0 else rows[:limit]
    screen = console()
    counts = results.record.counts
    screen.print(
        text["summary"].format(
            articles=counts.get("articles", len(results.articles)),
            claims=len(results.claims),
            findings=len(results.findings),
            severities=severity_counts(results, lang),
        )
    )
    screen.print()
    print_findings(screen, results, shown, lang)
    if len(shown) < len(rows):
        screen.print(text["more"].format(count=len(rows) - len(shown)))


def show(
    finding: Annotated[str, typer.Argument(help="发现的序号(第 1 处写 1)或指纹的开头几位。")],
    out: Out = OUTPUTS,
    json: Annotated[bool, typer.Option("--json", help="一个 JSON 对象。")] = False,
    lang: Lang = Language.zh,
) -> None:
    """完整显示一处发现:各方原句、读出的内容、核算过程、如何核实。

    例:hedui show 1
    """
    results = read_results(out)
    number, row = _chosen(results, finding)
    if json:
        typer.echo(msgspec.json.encode(row))
    else:
        print_finding(console(), finding_view(row, results, lang, number), lang)


def at_least(row: FindingRow, severity: str) -> bool:
    """Whether a finding is as severe as the one named, or more."""
    return row.severity in SEVERITIES[: SEVERITIES.index(severity) + 1]


def _chosen(results: Results, name: str) -> tuple[int, FindingRow]:
    """The finding with this number or with this beginning of its fingerprint."""
    numbered = list(enumerate(results.findings, 1))
    if name.isdecimal() and len(name) < 7 and 1 <= int(name) <= len(numbered):
        return numbered[int(name) - 1]
    found = [(number, row) for number, row in numbered if row.id.startswith(name)]
    if len(found) != 1:
        many = "不止一处" if found else "没有一处"
        raise typer.BadParameter(
            f"{many}发现的指纹以 {name} 开头,共有 {len(numbered)} 处发现。", param_hint="FINDING"
        )
    return found[0]
