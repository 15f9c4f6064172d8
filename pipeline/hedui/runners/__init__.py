"""Where the two pure functions of the flow run, RUNNERS by name, and how a claim store is brought up to date."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from time import monotonic

from hedui.extract.entities import load_recognizer, pipeline_version
from hedui.lexicon import load_lexicon
from hedui.model import Article, Reject
from hedui.runners.base import Done, Engine, Runner, RunOptions
from hedui.runners.echoes import compare_digits
from hedui.runners.entry import Entry
from hedui.runners.groups import join, keep, shards
from hedui.runners.local import local_engine
from hedui.runners.namesakes import compare_names
from hedui.runners.origins import settle
from hedui.runners.received import Received
from hedui.runners.store import Base, put, remove_unseen, store_in, unknown
from hedui.runners.witnesses import compare_values

SHARD = 400_000  # bytes of claims that are compared in one job
_COMMIT = 1.0  # seconds of work that a killed run may lose
Given = Article | Entry | Reject  # an entry: an article that was read elsewhere
Stage = Callable[[str], AbstractContextManager[None]]


@contextmanager
def _on_spark(options: RunOptions) -> Iterator[Engine]:
    """The door to an optional runner, which needs pyspark and Java."""
    from hedui.runners.spark import spark_engine

    with spark_engine(options) as engine:
        yield engine


RUNNERS: dict[str, Runner] = {"local": local_engine, "spark": _on_spark}

__all__ = ["RUNNERS", "Base", "Received", "RunOptions", "Runner", "opened", "update"]


def opened(folder: Path | None, options: RunOptions) -> AbstractContextManager[Base]:
    """The claim store in a folder for these words and this pipeline; without a folder one for this run alone."""
    words = load_lexicon(options.lexicon).digest
    deciding = f"{words} {options.ner} {pipeline_version(options.ner)}" if options.ner else words
    return store_in(folder, deciding, options.afresh)


def update(base: Base, items: Iterable[Given], options: RunOptions, stage: Stage) -> list[Reject]:
    """Brings a store to hold these articles and no others, and what follows from them; what could not be read.

    Only what is new is read, only what a change touches is compared again; the result is that of a full run, in
    whatever order and in however many runs the articles came.
    """
    base.execute("DELETE FROM seen")
    if options.received is not None:
        options.received.base = base
    with RUNNERS[options.engine](options) as engine:
        with stage("extract"):
            rejects = _take(base, engine.extract(_told(unknown(base, items), options)))
            remove_unseen(base)
        with stage("origins"):
            settle(base)
        with stage("names"):
            join(base, lambda: load_recognizer(load_lexicon(options.lexicon)))
            compare_names(base)
            compare_values(base)
            compare_digits(base)
        with stage("cross_check"):
            for found in engine.compare(shards(base, SHARD)):
                keep(base, found)
    return rejects


def _told(items: Iterable[Given | None], options: RunOptions) -> Iterator[Given | None]:
    for item in items:
        if item is None:
            options.done(1)
        yield item


def _take(base: Base, items: Iterable[Done]) -> list[Reject]:
    """Keeps what the runner yields, about a second's worth at a time; the rejects."""
    rejects: list[Reject] = []
    base.execute("BEGIN")
    since = monotonic()
    try:
        for item in items:
            if isinstance(item, Reject):
                rejects.append(item)
            elif item is not None:
                with _unhalved(base):
                    put(base, item)
            if monotonic() - since > _COMMIT:
                base.execute("COMMIT")
                base.execute("BEGIN")
                since = monotonic()
    finally:
        with suppress(sqlite3.OperationalError):  # the disk is full: that is told by the error on its way
            base.execute("COMMIT")
    return rejects


@contextmanager
def _unhalved(base: Base) -> Iterator[None]:
    """Of an article that Ctrl-C or a full disk cuts off nothing is kept, and all of those before it."""
    base.execute("SAVEPOINT one")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.OperationalError):
            base.execute("ROLLBACK TO one")
        raise
    base.execute("RELEASE one")
