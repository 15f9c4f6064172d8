"""What a run leaves for people and programs."""

from collections.abc import Callable, Mapping
from pathlib import Path

from hedui.report.documents import junit, markdown
from hedui.report.page import html
from hedui.report.parquet import write_parquet
from hedui.report.results import Results
from hedui.report.sarif import sarif
from hedui.report.sheets import csv_table, workbook
from hedui.report.sqlite import sqlite

# Format -> the function that makes its bytes from the results, in a language.
WRITERS: Mapping[str, Callable[[Results, str], bytes]] = {
    "html": html,
    "md": markdown,
    "csv": csv_table,
    "xlsx": workbook,
    "sarif": sarif,
    "junit": junit,
    "sqlite": sqlite,
}
# Format -> the function that writes its files into a folder and says which.
FOLDER_WRITERS: Mapping[str, Callable[[Results, Path], list[Path]]] = {"parquet": write_parquet}

__all__ = ["FOLDER_WRITERS", "WRITERS", "Results"]
