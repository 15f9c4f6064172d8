"""Where the two pure functions of the flow run: RUNNERS by name."""

from collections.abc import Iterable, Iterator

from hedui.extract.entities import pipeline_version
from hedui.lexicon import load_lexicon
from hedui.model import Article, Reject
from hedui.runners.base import Done, Runner, RunOptions
from hedui.runners.local import extract as extract_here
from hedui.runners.memory import Memory, remembered


def _extract_on_spark(items: Iterable[Article | Done], options: RunOptions) -> Iterator[Done]:
    """The door to an optional runner, which needs pyspark and Java."""
    from hedui.runners.spark import extract as extract_there

    return extract_there(items, options)


RUNNERS: dict[str, Runner] = {"local": extract_here, "spark": _extract_on_spark}

__all__ = ["RUNNERS", "Memory", "RunOptions", "Runner", "extract", "remembered"]


def extract(items: Iterable[Article | Reject], options: RunOptions) -> Iterator[Done]:
    """An extraction or a reject for every item; what the memory knows is not read again."""
    run = RUNNERS[options.engine]
    if options.memory is None:
        return run(items, options)
    words = load_lexicon(options.lexicon).digest
    deciding = f"{words} {options.ner} {pipeline_version(options.ner)}" if options.ner else words
    return remembered(items, options, Memory(options.memory, deciding), run)
