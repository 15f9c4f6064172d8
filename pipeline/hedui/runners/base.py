"""What every runner is told, and what it can do: the two pure functions of the flow over many articles."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from hedui.crosscheck.shards import Found, Shard
from hedui.model import Article, Reject
from hedui.runners.entry import Entry
from hedui.runners.received import Received

Item = Article | Entry | Reject | None  # None: an article that is known, of which nothing is asked
Done = Entry | Reject | None
_PILE = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run.

    `workers` 0 means one process per core where there is work for them; `batch` bounds the bytes of text that go
    to a worker at once.  `progress` is called with the number of articles just done.  `seconds` collects CPU
    seconds per stage, over all processes.  `memory` is the folder of the claim store, `afresh` empties it.  `ner`
    names an installed spaCy pipeline that finds the names in place of the shipped recognizer.
    """

    engine: str = "local"
    master: str | None = None  # of a cluster: local[2], spark://host:7077, yarn
    remote: str | None = None  # articles as Parquet on a file system that the workers of a cluster read themselves
    memory: Path | None = None
    afresh: bool = False
    received: Received | None = None  # told of the store while it is open, so that readers can ask it
    lexicon: Path | None = None
    ner: str | None = None
    workers: int = 0
    batch: int = 400_000
    patience: float = 600.0  # seconds without a sign of life from a worker before its batch is given up
    progress: Callable[[int], None] | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    def done(self, articles: int) -> None:
        """Tells whoever watches."""
        if self.progress is not None:
            self.progress(articles)

    def spent(self, seconds: dict[str, float]) -> None:
        """Adds the CPU seconds of some work."""
        for stage, more in seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + more


class Engine(Protocol):
    """The two functions, wherever they run."""

    def extract(self, items: Iterable[Item]) -> Iterator[Done]:
        """An entry or a reject for every article, as they are done; what is none passes."""

    def compare(self, shards: Iterable[Shard]) -> Iterator[list[Found]]:
        """The findings of every shard, as they are done."""


Runner = Callable[[RunOptions], AbstractContextManager[Engine]]


def in_parts(items: Iterable[T], size_of: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """The items in order, as many at a time as are so large together, one at least."""
    part: list[T] = []
    size = 0
    for item in items:
        more = size_of(item)
        if part and size + more > most:
            yield part
            part, size = [], 0
        part.append(item)
        size += more
    if part:
        yield part


class Sorter:
    """Parts a stream: the articles go on in batches, what needs no work waits to be taken.

    Batches hold articles in order, at most `limit` bytes of text or one article; one comes early, perhaps empty,
    when much is waiting, so that nothing piles up.
    """

    def __init__(self, items: Iterable[Item], limit: int) -> None:
        self._items, self._limit = items, limit
        self._done: list[Done] = []

    def batches(self) -> Iterator[list[Article]]:
        """The articles."""
        batch: list[Article] = []
        size = 0
        for item in self._items:
            weight = 0
            if isinstance(item, Article):
                weight = 3 * len(item.text) + 500
            else:
                self._done.append(item)
            if (batch and size + weight > self._limit) or len(self._done) > _PILE:
                yield batch
                batch, size = [], 0
            if isinstance(item, Article):
                batch.append(item)
                size += weight
        if batch:
            yield batch

    def taken(self) -> list[Done]:
        """What came since the last call and needs no work."""
        done, self._done = self._done, []
        return done
