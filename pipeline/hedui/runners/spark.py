"""The flow on a Spark cluster: jobs go out as rows of bytes, answers come back and the driver's store keeps them.

A Python worker of Spark loads words and models once and answers row by row, so a task that Spark repeats or runs
twice gives the same bytes.  The workers need hedui installed (or in an archive given to spark-submit); on
`local[N]` they use this installation.  A user's lexicon folder travels with the job.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hedui.crosscheck.shards import Found, Shard
from hedui.errors import RunError
from hedui.flow import Tools, load_tools
from hedui.model import Reject
from hedui.runners.base import Done, Item, RunOptions, Sorter
from hedui.runners.local import halved
from hedui.runners.worker import Answer, Job, answered

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import SparkSession

WAVE = 32_000_000  # bytes of jobs that are out at once: what bounds the driver's memory
_TASKS = 4  # tasks of a wave for each core, so that a slow batch does not hold up the others
_PACKAGES = Path(__file__).parents[2]
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Answer).decode
_decode_job = msgspec.msgpack.Decoder(Job).decode

Words = tuple[tuple[str, bytes], ...]


@contextmanager
def spark_engine(options: RunOptions) -> "Iterator[Spark]":
    """A cluster, from the first job on.

    Raises RunError where pyspark or Java is missing, or the cluster cannot be reached.
    """
    with session_for(options) as session:
        yield Spark(session, options)


class Spark:
    """Sends jobs in waves, and narrows down the one that kills its worker."""

    def __init__(self, session: "SparkSession", options: RunOptions) -> None:
        self._session, self._options = session, options
        self._words = _packed(options.lexicon)
        self._tasks = _TASKS * session.sparkContext.defaultParallelism
        self._starts = False

    def extract(self, items: Iterable[Item]) -> Iterator[Done]:
        """An entry or a reject for every article; what is none passes."""
        sorter = Sorter(items, self._options.batch)
        batches = (_encode(Job(articles=batch)) for batch in sorter.batches() if batch)
        for answers in map(self.answers, _waves(batches)):
            yield from sorter.taken()
            for answer in answers:
                self._options.spent(answer.seconds)
                yield from answer.rejects
                yield from answer.entries
                self._options.done(len(answer.entries) + len(answer.rejects))
        yield from sorter.taken()

    def compare(self, shards: Iterable[Shard]) -> Iterator[list[Found]]:
        """The findings of every shard."""
        jobs = (_encode(Job(shard=shard)) for shard in shards)
        for answer in chain.from_iterable(map(self.answers, _waves(jobs))):
            self._options.spent(answer.seconds)
            yield answer.found

    def answers(self, wave: list[bytes]) -> list[Answer]:
        """The answers to some jobs; where tasks keep dying, halves are tried, one article is rejected.

        Raises RunError where workers do not even start, which is tried before any article is blamed.
        """
        if not self._starts:
            self._starts = bool(self._tried([_encode(Job())]))
        return self._tried(wave)

    def _tried(self, wave: list[bytes]) -> list[Answer]:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            return self._asked(wave)
        except (Py4JError, PySparkException) as error:
            return [answer for half in _halves(wave, _first(error)) for answer in self._tried(half)] or [
                Answer(rejects=_rejected(wave, _first(error)))
            ]

    def _asked(self, wave: list[bytes]) -> list[Answer]:
        import pyarrow

        words, ner = self._words, self._options.ner

        def read(rows: "Iterator[RecordBatch]") -> "Iterator[RecordBatch]":
            return answer_rows(rows, words, ner)

        rows = pyarrow.table({"job": pyarrow.array(wave, pyarrow.binary())})
        sent = self._session.createDataFrame(rows).repartition(min(len(wave), self._tasks))
        made = sent.mapInArrow(read, "answer binary").collect()
        return [_decode(bytes(row[0])) for row in made]


def _waves(jobs: Iterable[bytes]) -> Iterator[list[bytes]]:
    wave: list[bytes] = []
    size = 0
    for job in jobs:
        wave.append(job)
        size += len(job)
        if size > WAVE:
            yield wave
            wave, size = [], 0
    if wave:
        yield wave


def _halves(wave: list[bytes], why: str) -> Iterator[list[bytes]]:
    """Half of the jobs, or of the only job; nothing where it is a single article."""
    if len(wave) > 1:
        half = len(wave) // 2
        yield from (wave[:half], wave[half:])
        return
    job = _decode_job(wave[0])
    if not job.articles and job.shard is None:
        raise RunError(f"Spark 的工作进程无法启动:{why}。请检查各节点是否装有 hedui。")
    yield from ([_encode(half)] for half in halved(job))


def _rejected(wave: list[bytes], why: str) -> list[Reject]:
    reason = f"Spark 多次处理这篇文章都失败({why});其余文章不受影响。"
    return [Reject(article.id, article.id, reason) for job in wave for article in _decode_job(job).articles]


def answer_rows(rows: "Iterable[RecordBatch]", words: Words, ner: str | None) -> "Iterator[RecordBatch]":
    """In a worker of Spark: the answer to each row, in rows of bytes."""
    import pyarrow

    for some in rows:
        for cell in some.column(0):
            answer = answered(_decode_job(cell.as_py()), _tools(words, ner))
            made = pyarrow.array([_encode(answer)], pyarrow.binary())
            yield pyarrow.RecordBatch.from_arrays([made], ["answer"])


@lru_cache(maxsize=1)
def _tools(words: Words, ner: str | None) -> Tools:
    """Words and models, loaded once in the life of a worker."""
    if not words:
        return load_tools(None, ner)
    with tempfile.TemporaryDirectory() as name:
        for file, content in words:
            (Path(name) / file).write_bytes(content)
        return load_tools(Path(name), ner)


def _packed(folder: Path | None) -> Words:
    if folder is None:
        return ()
    return tuple((path.name, path.read_bytes()) for path in sorted(folder.iterdir()) if path.is_file())


@contextmanager
def session_for(options: RunOptions) -> "Iterator[SparkSession]":
    """A session: the one that is there, else one of our own, which is stopped at the end.

    Raises RunError where pyspark or Java is missing, or Spark does not start.
    """
    try:
        import pyarrow
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise RunError("--engine spark 需要 pyspark,请先运行 pip install 'hedui[spark]'。") from error
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise RunError("--engine spark 需要 Java 17,没有找到 java。请安装后再试,或设定 JAVA_HOME。")
    there = SparkSession.getActiveSession()
    if there is not None:
        yield there
        return
    try:
        session = _own(SparkSession.builder, options).getOrCreate()
    except (PySparkException, OSError, pyarrow.ArrowException) as error:
        raise RunError(f"无法启动 Spark:{_first(error)}。") from error
    try:
        yield session
    finally:
        session.stop()


def _own(builder: "SparkSession.Builder", options: RunOptions) -> "SparkSession.Builder":
    """The settings of our own session; on this machine its workers see this very installation."""
    builder = builder.appName("hedui").config("spark.ui.showConsoleProgress", "false")
    builder = builder.config("spark.log.level", "ERROR")
    master = options.master or "local[*]"
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        known = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH"))))
        builder = builder.config("spark.executorEnv.PYTHONPATH", known).config("spark.ui.enabled", "false")
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    return builder.master(master)


def _first(error: Exception) -> str:
    """What went wrong, in Spark's words without the stack: py4j's own first line says nothing."""
    lines = [line.strip(" \t:") for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith("An error occurred while calling")]
    return (telling[0] if telling else type(error).__name__)[:300].rstrip("。.")
