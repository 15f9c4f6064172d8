"""`hedui query`: SQL over what a run left."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from hedui.commands.options import OUTPUTS, Lang, Language, Out, console
from hedui.report.query import asked
from hedui.report.quote import one_line
from hedui.report.sheets import harmless
from hedui.report.terminal import print_folded

NARROW = 8  # columns of the terminal for a column of a table


class Shape(StrEnum):
    """How an answer is printed."""

    table = "table"
    csv = "csv"
    json = "json"


def query(
    sql: Annotated[
        str, typer.Argument(help="一条 SELECT 语句；表有 articles、claims、findings、rejects、evidence。")
    ],
    out: Out = OUTPUTS,
    form: Annotated[Shape, typer.Option("--format", help="table 为表格，json 为每行一个对象。")] = Shape.table,
    lang: Lang = Language.zh,
) -> None:
    """用 SQL（DuckDB）查询上次运行的结果。只能读这几张表，读不到别的文件，也不会改动结果。

    需要 pip install 'hedui[tables]'。

    例：hedui query "SELECT entity, count(*) AS n FROM claims GROUP BY entity ORDER BY n DESC LIMIT 10"

    例：hedui query "SELECT severity, title, explanation FROM findings" --format csv > findings.csv

    例：hedui query "SELECT mention, value::DECIMAL(38, 6) AS value FROM claims WHERE metric = '营业收入'"

    例：hedui query "DESCRIBE claims"
    """
    with asked(out, sql) as (names, rows):
        if form == Shape.json:
            for row in rows:
                typer.echo(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str))
        elif form == Shape.csv:
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(harmless(name) for name in names)
            writer.writerows([_cell(value) for value in row] for row in rows)
        else:
            _print(names, rows)


def _cell(value: object) -> object:
    """A cell of a CSV file: numbers as they are, text as no formula, lists and times as text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = _text(value)
    return text if _is_number(text) else harmless(text)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


def _text(value: object) -> str:
    listed = isinstance(value, list | tuple | dict)
    return json.dumps(value, ensure_ascii=False, default=str) if listed else str(value)


def _print(names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table; where its columns would be too narrow to read, a line for each field that is told."""
    from rich.table import Table
    from rich.text import Text

    screen = console()
    names = [one_line(name) for name in names]
    told = (["" if value is None else one_line(_text(value)) for value in row] for row in rows)
    if screen.width // max(1, len(names)) < NARROW:
        for row in told:
            for name, value in zip(names, row, strict=True):
                if value:
                    print_folded(screen, Text(f"{name}: {value}"), 0)
            screen.print()
        return
    table = Table(show_edge=False, pad_edge=False)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in told:
        table.add_row(*row)
    screen.print(table)
