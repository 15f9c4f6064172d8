"""A worker that some articles kill, for the tests of the local runner.  Imported by name in spawned processes."""

import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from hedui.crosscheck.figures import Canon
from hedui.lexicon import load_lexicon
from hedui.model import Article, Card, Extraction, Reject
from hedui.runners.entry import Entry, entry_of
from hedui.runners.worker import Answer, Job


def empty(article: Article) -> Entry:
    """The entry of an article that claims nothing."""
    return entry_of(
        article,
        Extraction(card=Card(article=article.id, sha256=article.sha256), claims=()),
        Canon.of(load_lexicon()),
    )


def serve(pipe: Connection, lexicon: Path | None, ner: str | None) -> None:
    """Dies at 毒, asks for more memory than there is at 胀, sleeps at 睡, else answers without claims.

    With a lexicon folder it fails to start.
    """
    if lexicon is not None:
        os._exit(3)
    pipe.send_bytes(msgspec.msgpack.encode(Answer()))
    while True:
        try:
            batch = msgspec.msgpack.decode(pipe.recv_bytes(), type=Job).articles
        except (EOFError, ConnectionError):
            return
        if any("毒" in article.text for article in batch):
            os.kill(os.getpid(), signal.SIGKILL)
        if any("胀" in article.text for article in batch):
            bytearray(1 << 62)
        if any("睡" in article.text for article in batch):
            signal.pause()
        rejects = [Reject(a.id, a.id, "拒") for a in batch if "拒" in a.text]
        pipe.send_bytes(msgspec.msgpack.encode(Answer(entries=[empty(a) for a in batch], rejects=rejects)))
