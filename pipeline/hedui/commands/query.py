"""`hedui query`: SQL over the results of a run."""

import csv
import io
import json
from typing import Annotated

import typer

from hedui.commands.options import OUTPUTS, Out, console
from hedui.report.database import query as ask
from hedui.report.quote import visible
from hedui.report.results import read_results


def query(
    sql: Annotated[str, typer.Argument(help="一条 SELECT。表:articles claims findings rejects evidence。")],
    out: Out = OUTPUTS,
    as_csv: Annotated[bool, typer.Option("--csv", help="输出 CSV。")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="每行输出一个 JSON 对象。")] = False,
) -> None:
    """用 SQL 查询一次运行的结果(SQLite 语法,只读)。

    例:hedui query "SELECT entity, metric, value, unit FROM claims WHERE metric = '营业收入'"

    例:hedui query "SELECT f.id, c.mention FROM findings f JOIN evidence e ON e.finding = f.id
    JOIN claims c ON c.id = e.claim"
    """
    names, rows = ask(read_results(out), sql)
    if as_json:
        for row in rows:
            typer.echo(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False))
    elif as_csv:
        file = io.StringIO()
        csv.writer(file).writerows([names, *rows])
        typer.echo(file.getvalue(), nl=False)
    else:
        from rich.table import Table

        table = Table(*names, box=None)
        for row in rows:
            table.add_row(*(visible("" if cell is None else str(cell)) for cell in row))
        console().print(table)
