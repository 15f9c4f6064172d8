"""What a run leaves for people and programs."""

from collections.abc import Callable, Mapping

from hedui.report.database import parquet, sqlite
from hedui.report.documents import junit, markdown
from hedui.report.page import html
from hedui.report.results import Results
from hedui.report.sarif import sarif
from hedui.report.sheets import csv_table, workbook

# Format -> the function that makes its bytes from the results, in a language.
WRITERS: Mapping[str, Callable[[Results, str], bytes]] = {
    "html": html,
    "md": markdown,
    "csv": csv_table,
    "xlsx": workbook,
    "sqlite": sqlite,
    "parquet": parquet,
    "sarif": sarif,
    "junit": junit,
}

__all__ = ["WRITERS", "Results"]
