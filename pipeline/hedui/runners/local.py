"""The flow over processes on this machine.  A worker that dies takes only the article that killed it."""

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from time import monotonic

import msgspec

from hedui.errors import RunError
from hedui.flow import Tools, load_tools
from hedui.model import Article, Reject
from hedui.runners.base import Done, RunOptions, Sorter
from hedui.runners.worker import Answer, answered, serve

# Loading words and models takes seconds of CPU: below this much text a second process costs more than it brings.
_WORTH_A_WORKER = 300_000
_LOADING = 600.0  # seconds a worker may take to load on a busy machine
_DECODE = msgspec.msgpack.Decoder(Answer).decode
_ENCODE = msgspec.msgpack.Encoder().encode


def extract(items: Iterable[Article | Done], options: RunOptions) -> Iterator[Done]:
    """An extraction or a reject for every item, as they are done (sort by article for a fixed order).

    What is done already passes.  One worker means this process; with more, each runs in a process of its own, and
    an article that kills its worker is found by halving its batch, and rejected.
    """
    sorter = Sorter(items, options.batch)
    stream = sorter.batches()
    first: list[list[Article]] = []
    workers = options.workers or os.cpu_count() or 1
    for batch in stream:
        yield from sorter.taken()
        if batch:
            first.append(batch)
        if sum(len(article.text) for batch in first for article in batch) > _WORTH_A_WORKER:
            break
    else:
        workers = options.workers or 1
    work = chain(first, stream)
    for answer in _alone(work, options) if workers == 1 or not first else _Pool(workers, options).answers(work):
        yield from sorter.taken()
        yield from answer.rejects
        yield from answer.extractions
        for stage, spent in answer.seconds.items():
            options.seconds[stage] = options.seconds.get(stage, 0.0) + spent
        options.done(len(answer.extractions) + len(answer.rejects))
    yield from sorter.taken()


def _alone(work: Iterator[list[Article]], options: RunOptions) -> Iterator[Answer]:
    tools: Tools | None = None
    for batch in work:
        if batch and tools is None:
            tools = load_tools(options.lexicon, options.ner)
        yield Answer() if tools is None else answered(batch, tools)


class _Worker:
    """A process with a pipe, and the batch it is at; while it loads, `ready` is false."""

    def __init__(self, options: RunOptions) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        told = (theirs, options.lexicon, options.ner)
        self.process: SpawnProcess = context.Process(target=serve, args=told, daemon=True)
        self.process.start()
        theirs.close()
        self.ready = False
        self.batch: list[Article] | None = None
        self.since = monotonic()

    @property
    def idle(self) -> bool:
        """Whether it waits for a batch."""
        return self.ready and self.batch is None

    def give(self, batch: list[Article]) -> None:
        """Sends a batch; where the worker is gone already, its end tells."""
        self.batch, self.since = batch, monotonic()
        with suppress(ConnectionError):
            self.pipe.send_bytes(_ENCODE(batch))

    def answer(self) -> Answer | None:
        """What it says, or None where it is dead or said nothing."""
        try:
            return _DECODE(self.pipe.recv_bytes()) if self.pipe.poll() else None
        except (EOFError, OSError, msgspec.DecodeError):
            return None

    def stop(self) -> int | None:
        """Ends the process; its exit code where it had ended before."""
        self.process.join(0.5)
        code = self.process.exitcode
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return code


class _Pool:
    """Workers, the batches they hold, and those that wait to be tried again in halves."""

    def __init__(self, workers: int, options: RunOptions) -> None:
        self._options = options
        self._again: deque[list[Article]] = deque()
        self._workers = [_Worker(options) for _ in range(workers)]

    def answers(self, work: Iterator[list[Article]]) -> Iterator[Answer]:
        """The answers as they come.  Raises RunError where the workers cannot even start."""
        try:
            while self._feed(work):
                for worker in self._heard():
                    yield self._answer(worker)
        finally:
            for worker in self._workers:
                worker.process.kill()
            for worker in self._workers:
                worker.stop()

    def _feed(self, work: Iterator[list[Article]]) -> bool:
        """Gives every idle worker a batch; whether there is still anything to wait for."""
        for worker in self._workers:
            if worker.idle:
                batch = self._again.popleft() if self._again else next(work, None)
                if batch is None:
                    break
                worker.give(batch)
        else:
            return True  # all have something to do, or load
        return any(worker.batch is not None for worker in self._workers)

    def _heard(self) -> list[_Worker]:
        """The workers that have something to say, have died, or have been silent for too long."""
        busy = [worker for worker in self._workers if not worker.idle]
        said = list(wait([thing for w in busy for thing in (w.pipe, w.process.sentinel)], timeout=1.0))
        heard = [w for w in busy if w.pipe in said or w.process.sentinel in said]
        patience = self._options.patience
        late = [w for w in busy if w not in heard and monotonic() - w.since > (patience if w.ready else _LOADING)]
        for worker in late:
            worker.process.kill()
            worker.process.join()
        return heard + late

    def _answer(self, worker: _Worker) -> Answer:
        answer = worker.answer()
        if answer is None:
            return self._lost(worker)
        if answer.broken is not None:
            raise RunError(answer.broken)
        worker.ready, worker.batch = True, None
        return answer

    def _lost(self, worker: _Worker) -> Answer:
        """A worker died: its batch is tried again in halves by a new one, a single article is rejected."""
        code = worker.stop()
        if not worker.ready:
            raise RunError(f"工作进程无法启动(代码 {code})。请用 --workers 1 再试,并检查内存是否足够。")
        batch = worker.batch or []
        self._workers[self._workers.index(worker)] = _Worker(self._options)
        if len(batch) > 1:
            half = len(batch) // 2
            self._again += (batch[:half], batch[half:])
            return Answer()
        return Answer(rejects=[Reject(article.id, article.id, _death(code)) for article in batch])


def _death(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        return f"处理这篇文章的进程被终止({name}),可能是内存不足;其余文章不受影响。"
    return f"处理这篇文章的进程意外退出(代码 {code});其余文章不受影响。"
