"""What every runner is told."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hedui.model import Article, Reject


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run.

    `workers` 0 means one process per core where there is work for them; `batch` bounds the bytes of text that go
    to a worker at once.  `progress` is called with the number of articles just done.  `seconds` collects CPU
    seconds per stage, over all processes.
    """

    lexicon: Path | None = None
    workers: int = 0
    batch: int = 400_000
    patience: float = 600.0  # seconds without a sign of life from a worker before its batch is given up
    progress: Callable[[int], None] | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    def done(self, articles: int) -> None:
        """Tells whoever watches."""
        if self.progress is not None:
            self.progress(articles)


def batches(articles: Iterable[Article], limit: int) -> Iterator[list[Article]]:
    """The articles in order, in lists of at most `limit` bytes of text, or of one article."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        weight = 3 * len(article.text) + 500
        if batch and size + weight > limit:
            yield batch
            batch, size = [], 0
        batch.append(article)
        size += weight
    if batch:
        yield batch


class Sorter:
    """Parts a stream of articles and rejects: iterating yields the articles, the rejects wait in `rejects`."""

    def __init__(self, items: Iterable[Article | Reject]) -> None:
        self._items = items
        self.rejects: list[Reject] = []

    def __iter__(self) -> Iterator[Article]:
        for item in self._items:
            if isinstance(item, Reject):
                self.rejects.append(item)
            else:
                yield item

    def taken(self) -> list[Reject]:
        """The rejects that came since the last call."""
        rejects, self.rejects = self.rejects, []
        return rejects
