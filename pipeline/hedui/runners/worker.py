"""One batch of articles through the flow, in this process or in one of its own."""

import logging
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from hedui.errors import ArticleError, LexiconError, RunError
from hedui.flow import Tools, claims_in, claims_in_each, load_tools
from hedui.model import Article, Extraction, Reject

log = logging.getLogger(__name__)

# Characters read at once: short articles share what a call of numpy costs, and the arrays stay in the cache.
_TOGETHER = 16_000
_FAULTS = (ArticleError, ValueError, ArithmeticError, LookupError, TypeError, AssertionError, RecursionError)


class Answer(msgspec.Struct, frozen=True):
    """What a worker sends back for a batch; `broken` where it could not even start."""

    extractions: list[Extraction] = []
    rejects: list[Reject] = []
    seconds: dict[str, float] = {}
    broken: str | None = None


def read_batch(batch: list[Article], tools: Tools) -> Iterator[Extraction | Reject]:
    """The extraction of each article; an article that cannot be processed is a reject, its neighbors go on."""
    for part in _parts(batch):
        try:
            yield from claims_in_each(part, tools)
        except _FAULTS:
            yield from (_read_alone(article, tools) for article in part)


def _parts(batch: list[Article]) -> Iterator[list[Article]]:
    part: list[Article] = []
    size = 0
    for article in batch:
        if part and size + len(article.text) > _TOGETHER:
            yield part
            part, size = [], 0
        part.append(article)
        size += len(article.text)
    if part:
        yield part


def _read_alone(article: Article, tools: Tools) -> Extraction | Reject:
    try:
        return claims_in(article, tools)
    except ArticleError as error:
        return Reject(article.id, article.id, str(error))
    except _FAULTS as error:
        # A fault of ours in one article must not lose the others; it is told, with where it happened.
        log.debug("article %s", article.id, exc_info=True)
        return Reject(article.id, article.id, f"处理这篇文章时程序出错:{type(error).__name__}:{error}。")


def answered(batch: list[Article], tools: Tools) -> Answer:
    """The whole answer to a batch."""
    before = dict(tools.clock.seconds)
    made = list(read_batch(batch, tools))
    seconds = {stage: spent - before.get(stage, 0.0) for stage, spent in tools.clock.seconds.items()}
    return Answer(
        extractions=[item for item in made if isinstance(item, Extraction)],
        rejects=[item for item in made if isinstance(item, Reject)],
        seconds=seconds,
    )


def serve(pipe: Connection, lexicon: Path | None, ner: str | None) -> None:
    """A worker's life: an empty answer when it is ready, then batches in and answers out until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    decode, encode = msgspec.msgpack.Decoder(list[Article]).decode, msgspec.msgpack.Encoder().encode
    try:
        tools = load_tools(lexicon, ner)
    except (LexiconError, RunError) as error:
        pipe.send_bytes(encode(Answer(broken=str(error))))
        return
    pipe.send_bytes(encode(Answer()))  # ready
    while True:
        try:
            data = pipe.recv_bytes()
        except (EOFError, ConnectionError):
            return
        pipe.send_bytes(encode(answered(decode(data), tools)))
