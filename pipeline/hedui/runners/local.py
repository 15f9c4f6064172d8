"""The flow over processes on this machine.  A worker that dies takes only the article that killed it."""

import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from multiprocessing import forkserver, get_context, resource_tracker
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from time import monotonic

import msgspec

from hedui.crosscheck.shards import Found, Shard
from hedui.errors import RunError
from hedui.extract.entities import load_recognizer
from hedui.flow import Tools, load_tools
from hedui.lexicon import load_lexicon
from hedui.model import Reject
from hedui.runners.base import Done, Item, RunOptions, Sorter
from hedui.runners.worker import Answer, Job, answered, serve

# Loading words and models takes seconds of CPU: below this much text a second process costs more than it brings.
_WORTH_A_WORKER = 300_000
_LOADING = 600.0  # seconds a worker may take to load on a busy machine
# Forked from one process that has loaded everything and has no threads; elsewhere forking is not safe.
_FORKED = sys.platform == "linux"
_PRELOADED = "hedui.runners.preload"
_NO_START = "工作进程无法启动（代码 {code}）。请用 --workers 1 再试，并检查内存是否足够。"
_DECODE = msgspec.msgpack.Decoder(Answer).decode
_ENCODE = msgspec.msgpack.Encoder().encode


@contextmanager
def local_engine(options: RunOptions) -> "Iterator[Local]":
    """The processes of this machine, as many as there is work for; they end with the block."""
    here = Local(options)
    try:
        yield here
    finally:
        here.close()


class Local:
    """One process, or a pool of them where the work is worth it; what is loaded once serves both functions."""

    def __init__(self, options: RunOptions) -> None:
        self._options = options
        self._tools: Tools | None = None
        self._pool: _Pool | None = None

    def extract(self, items: Iterable[Item]) -> Iterator[Done]:
        """An entry or a reject for every article, as they are done.

        One worker means this process; with more, each runs in a process of its own, and an article that kills its
        worker is found by halving its batch, and rejected.
        """
        sorter = Sorter(items, self._options.batch)
        stream = (Job(articles=batch) for batch in sorter.batches())
        first: list[Job] = []
        workers, size = self._options.workers or os.cpu_count() or 1, 0
        for job in stream:
            yield from sorter.taken()
            if job.articles:
                first.append(job)
                size += sum(len(article.text) for article in job.articles)
            if size > _WORTH_A_WORKER:
                break
        else:
            workers = self._options.workers or 1
        if first and workers > 1:
            self._pool = _Pool(workers, self._options)
        for answer in self._answers(chain(first, stream)):
            yield from sorter.taken()
            yield from answer.rejects
            yield from answer.entries
            self._options.done(len(answer.entries) + len(answer.rejects))
        yield from sorter.taken()

    def compare(self, shards: Iterable[Shard]) -> Iterator[list[Found]]:
        """The findings of every shard, as they are done."""
        for answer in self._answers(Job(shard=shard) for shard in shards):
            yield answer.found

    def _answers(self, work: Iterator[Job]) -> Iterator[Answer]:
        for answer in self._alone(work) if self._pool is None else self._pool.answers(work):
            self._options.spent(answer.seconds)
            yield answer

    def _alone(self, work: Iterator[Job]) -> Iterator[Answer]:
        for job in work:
            if (job.articles or job.shard) and self._tools is None:
                self._tools = load_tools(self._options.lexicon, self._options.ner)
            yield Answer() if self._tools is None else answered(job, self._tools)

    def close(self) -> None:
        """Ends the processes."""
        if self._pool is not None:
            self._pool.close()


class _Worker:
    """A process with a pipe, and the job it is at; while it loads, `ready` is false."""

    def __init__(self, options: RunOptions) -> None:
        context: ForkServerContext | SpawnContext
        context = get_context("forkserver") if _FORKED else get_context("spawn")
        self.pipe, theirs = context.Pipe()
        told = (theirs, options.lexicon, options.ner)
        self.process: BaseProcess = context.Process(target=serve, args=told, daemon=True)
        try:
            self.process.start()
        except EOFError:
            raise RunError(_NO_START.format(code="forkserver")) from None
        finally:
            theirs.close()
        self.ready = False
        self.job: Job | None = None
        self.since = monotonic()

    @property
    def idle(self) -> bool:
        """Whether it waits for a job."""
        return self.ready and self.job is None

    def give(self, job: Job) -> None:
        """Sends a job; where the worker is gone already, its end tells."""
        self.job, self.since = job, monotonic()
        with suppress(ConnectionError):
            self.pipe.send_bytes(_ENCODE(job))

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


def _start_forkserver() -> None:
    """Starts the process that workers are forked from; Ctrl-C while it loads is told to this process alone."""
    forkserver.set_forkserver_preload([_PRELOADED])
    resource_tracker.ensure_running()  # which the server wants, and which lets signals through when it has started
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # the server is born with it
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


class _Pool:
    """Workers, the jobs they hold, and those that wait: one made ahead, and halves to be tried again."""

    def __init__(self, workers: int, options: RunOptions) -> None:
        self._options = options
        self._waiting: deque[Job] = deque()
        if _FORKED:
            _start_forkserver()
            load_recognizer(load_lexicon(options.lexicon))  # asked for names later: both load at the same time
        self._workers = [_Worker(options) for _ in range(workers)]

    def answers(self, work: Iterator[Job]) -> Iterator[Answer]:
        """The answers as they come.  Raises RunError where the workers cannot even start."""
        while self._feed(work):
            if not self._waiting:  # the next job is made while the workers are at theirs
                self._waiting.extend(islice(work, 1))
            answers = [self._answer(worker) for worker in self._heard()]
            self._feed(work)  # before the answers are dealt with, so that no worker waits for that
            yield from answers

    def close(self) -> None:
        """Ends all processes."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.stop()

    def _feed(self, work: Iterator[Job]) -> bool:
        """Gives every idle worker a job; whether there is still anything to wait for."""
        for worker in self._workers:
            if worker.idle:
                job = self._waiting.popleft() if self._waiting else next(work, None)
                if job is None:
                    break
                worker.give(job)
        else:
            return True  # all have something to do, or load
        return any(worker.job is not None for worker in self._workers)

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
        worker.ready, worker.job = True, None
        return answer

    def _lost(self, worker: _Worker) -> Answer:
        """A worker died: its job is tried again in halves by a new one, a single article is rejected."""
        code = worker.stop()
        if not worker.ready:
            raise RunError(_NO_START.format(code=code))
        job = worker.job or Job()
        self._workers[self._workers.index(worker)] = _Worker(self._options)
        halves = list(halved(job))
        self._waiting += halves
        return Answer() if halves else Answer(rejects=[Reject(a.id, a.id, _death(code)) for a in job.articles])


def halved(job: Job) -> Iterator[Job]:
    """A job in two, nothing where it is one article.  Raises RunError where it is one group of claims."""
    if job.shard is not None:
        wholes = job.shard.wholes
        if len(wholes) == 1:
            raise RunError(
                f"核对“{wholes[0].name}”的 {len(wholes[0].claims)} 条陈述时进程被终止，可能是内存不足。"
            )
        for part in (wholes[: len(wholes) // 2], wholes[len(wholes) // 2 :]):
            yield Job(shard=msgspec.structs.replace(job.shard, wholes=part))
    elif len(job.articles) > 1:
        half = len(job.articles) // 2
        yield from (Job(articles=job.articles[:half]), Job(articles=job.articles[half:]))


def _death(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        return f"处理这篇文章的进程被终止（{name}），可能是内存不足；其余文章不受影响。"
    return f"处理这篇文章的进程意外退出（代码 {code}）；其余文章不受影响。"
