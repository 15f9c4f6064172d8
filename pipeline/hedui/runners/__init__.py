"""Where the two pure functions of the flow run: RUNNERS by name."""

from collections.abc import Callable, Iterable, Iterator

from hedui.model import Article, Extraction, Reject
from hedui.runners.base import RunOptions
from hedui.runners.local import extract

Runner = Callable[[Iterable[Article | Reject], RunOptions], Iterator[Extraction | Reject]]

RUNNERS: dict[str, Runner] = {"local": extract}

__all__ = ["RUNNERS", "RunOptions", "Runner", "extract"]
