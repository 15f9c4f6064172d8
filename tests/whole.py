"""The whole job of `hedui run` in one call, for tests that start from its results."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from hedui.commands.engine import Run, Stopwatch, run_items
from hedui.readers import read_articles
from hedui.report.results import Results, read_results
from hedui.runners import RunOptions


def run_into(folder: Path, places: Iterable[Path | str]) -> None:
    """Leaves the tables of a run over these places in a folder."""
    run_items(folder, read_articles(places), Run("", RunOptions(workers=1), Stopwatch()))


def run_over(places: Iterable[Path | str]) -> Results:
    """The results of a run over these places."""
    with tempfile.TemporaryDirectory(prefix="hedui-") as name:
        run_into(Path(name), places)
        return read_results(Path(name))
