"""One job through the flow, in this process or in one of its own: articles to be read, a shard to be compared."""

import logging
import signal
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from hedui.collector import collect_seldom
from hedui.crosscheck.figures import Canon
from hedui.crosscheck.shards import Found, Shard
from hedui.errors import ArticleError, LexiconError, RunError
from hedui.flow import Tools, claims_in, claims_in_each, compare, load_tools
from hedui.model import Article, Reject
from hedui.runners.base import in_parts
from hedui.runners.entry import Entry, entries_of, entry_of

log = logging.getLogger(__name__)

# Characters read at once: short articles share what a call of numpy costs; each takes half a kilobyte meanwhile.
_TOGETHER = 64_000
_FAULTS = (
    *(ArticleError, ValueError, ArithmeticError, LookupError, TypeError),
    *(AssertionError, RecursionError, MemoryError),
)


class Job(msgspec.Struct, frozen=True):
    """What a worker is asked: to read these articles, and to compare this shard."""

    articles: list[Article] = []
    shard: Shard | None = None


class Answer(msgspec.Struct, frozen=True):
    """What a worker sends back for a job; `broken` where it could not even start."""

    entries: list[Entry] = []
    rejects: list[Reject] = []
    found: list[Found] = []
    seconds: dict[str, float] = {}
    broken: str | None = None


def read_batch(batch: list[Article], tools: Tools) -> Iterator[Entry | Reject]:
    """The entry of each article; an article that cannot be processed is a reject, its neighbors go on."""
    canon = Canon.of(tools.lexicon)
    for part in parts(batch):
        try:
            entries = entries_of(part, claims_in_each(part, tools), canon)
            tools.clock.lap("keep")
            yield from entries
        except _FAULTS:
            yield from (_read_alone(article, tools, canon) for article in part)


def parts(batch: list[Article]) -> Iterator[list[Article]]:
    """The articles in order, as many at a time as are read at once."""
    return in_parts(batch, lambda article: len(article.text), _TOGETHER)


def _read_alone(article: Article, tools: Tools, canon: Canon) -> Entry | Reject:
    try:
        return entry_of(article, claims_in(article, tools), canon)
    except ArticleError as error:
        return Reject(article.id, article.id, str(error))
    except _FAULTS as error:
        # A fault of ours in one article must not lose the others; it is told, with where it happened.
        log.debug("article %s", article.id, exc_info=True)
        return Reject(article.id, article.id, f"处理这篇文章时程序出错：{type(error).__name__}：{error}。")


def answered(job: Job, tools: Tools) -> Answer:
    """The whole answer to a job."""
    before = dict(tools.clock.seconds)
    made = list(read_batch(job.articles, tools))
    found = compare(job.shard, tools) if job.shard is not None else []
    seconds = {stage: spent - before.get(stage, 0.0) for stage, spent in tools.clock.seconds.items()}
    return Answer(
        entries=[item for item in made if isinstance(item, Entry)],
        rejects=[item for item in made if isinstance(item, Reject)],
        found=found,
        seconds={stage: spent for stage, spent in seconds.items() if spent},
    )


def serve(pipe: Connection, lexicon: Path | None, ner: str | None) -> None:
    """A worker's life: an empty answer when it is ready, then jobs in and answers out until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    collect_seldom()
    decode, encode = msgspec.msgpack.Decoder(Job).decode, msgspec.msgpack.Encoder().encode
    try:
        tools = load_tools(lexicon, ner)
    except (LexiconError, RunError) as error:
        pipe.send_bytes(encode(Answer(broken=str(error))))
        return
    with suppress(EOFError, ConnectionError):  # the parent has gone, as at Ctrl-C
        pipe.send_bytes(encode(Answer()))  # ready
        while True:
            pipe.send_bytes(encode(answered(decode(pipe.recv_bytes()), tools)))
