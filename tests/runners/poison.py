"""A worker that some articles kill, for the tests of the local runner.  Imported by name in spawned processes."""

import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from hedui.model import Article, Card, Extraction, Reject
from hedui.runners.worker import Answer


def serve(pipe: Connection, lexicon: Path | None, ner: str | None) -> None:
    """Dies at 毒, fails to start with a lexicon folder, sleeps at 睡, else answers without claims."""
    if lexicon is not None:
        os._exit(3)
    pipe.send_bytes(msgspec.msgpack.encode(Answer()))
    while True:
        try:
            batch = msgspec.msgpack.decode(pipe.recv_bytes(), type=list[Article])
        except (EOFError, ConnectionError):
            return
        if any("毒" in article.text for article in batch):
            os.kill(os.getpid(), signal.SIGKILL)
        if any("睡" in article.text for article in batch):
            signal.pause()
        made = [Extraction(card=Card(article=a.id, sha256=a.sha256), claims=()) for a in batch]
        rejects = [Reject(a.id, a.id, "拒") for a in batch if "拒" in a.text]
        pipe.send_bytes(msgspec.msgpack.encode(Answer(extractions=made, rejects=rejects)))
