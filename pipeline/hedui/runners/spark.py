"""The flow on a Spark cluster: jobs go out as rows of bytes, answers come back and the driver's store keeps them.

All is done by `mapInArrow`, over the jobs that the driver sends (batches of articles, shards of entities) or over
rows of Parquet that the workers read themselves.  A Python worker of Spark loads words and models once and answers
row by row, so a task that Spark repeats or runs twice gives the same bytes.  The workers need hedui installed (or
in an archive given to spark-submit); on `local[N]` they use this installation.  A user's lexicon folder travels
with the job.
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
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hedui.crosscheck.shards import Found, Shard
from hedui.errors import ArticleError, RunError
from hedui.flow import Tools, load_tools
from hedui.model import Article, Reject
from hedui.readers.records import article_of
from hedui.report.parquet import arrow_tables
from hedui.report.results import read_rows
from hedui.report.tables import TABLES
from hedui.runners.base import Done, Item, RunOptions, Sorter, in_parts
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
        self._work = Work(_packed(options.lexicon), options.ner, options.batch)
        self._tasks = _TASKS * session.sparkContext.defaultParallelism
        self._starts = False

    def extract(self, items: Iterable[Item]) -> Iterator[Done]:
        """An entry or a reject for every article; what is none passes."""
        if self._options.remote is not None:
            yield from self._read(self._options.remote)
        sorter = Sorter(items, self._options.batch)
        batches = (_encode(Job(articles=batch)) for batch in sorter.batches() if batch)
        for answers in map(self.answers, in_parts(batches, len, WAVE)):
            yield from sorter.taken()
            for answer in answers:
                self._options.spent(answer.seconds)
                yield from answer.rejects
                yield from answer.entries
                self._options.done(len(answer.entries) + len(answer.rejects))
        yield from sorter.taken()

    def _read(self, place: str) -> Iterator[Done]:
        """The entries and rejects of Parquet that the workers read; an id that stands twice is kept once."""
        from py4j.protocol import Py4JError
        from pyspark import StorageLevel
        from pyspark.errors import PySparkException

        work = self._work
        try:
            frame = self._session.read.parquet(place)
            answers = frame.mapInArrow(lambda rows: far_rows(rows, place, work), "answer binary")
            answers.persist(StorageLevel.DISK_ONLY).count()  # all at once and only once; then one after the other
        except (Py4JError, PySparkException) as error:
            raise RunError(f"无法读取 {place}：{_first(error)}。") from error
        seen: dict[str, bytes] = {}
        for row in answers.toLocalIterator():
            answer = _decode(bytes(row[0]))
            self._options.spent(answer.seconds)
            yield from answer.rejects
            for entry in answer.entries:
                if entry.id in seen:
                    yield Reject(entry.id, place, f"编号 {entry.id} 重复出现；只保留一篇。")
                if seen.setdefault(entry.id, entry.key) >= entry.key:
                    seen[entry.id] = entry.key  # the smaller digest, in whatever order they come
                    yield entry
            self._options.done(len(answer.entries) + len(answer.rejects))
        answers.unpersist()

    def compare(self, shards: Iterable[Shard]) -> Iterator[list[Found]]:
        """The findings of every shard."""
        jobs = (_encode(Job(shard=shard)) for shard in shards)
        for answer in chain.from_iterable(map(self.answers, in_parts(jobs, len, WAVE))):
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

        work = self._work
        sent = self._session.createDataFrame(pyarrow.table({"job": pyarrow.array(wave, pyarrow.binary())}))
        spread = sent.repartition(min(len(wave), self._tasks))
        made = spread.mapInArrow(lambda rows: answer_rows(rows, work), "answer binary")
        return [_decode(bytes(row[0])) for row in made.collect()]


def write_tables_to(folder: Path, place: str, options: RunOptions) -> None:
    """The tables of a run as Parquet on any file system that Spark writes: PLACE/claims, PLACE/findings ...

    Raises RunError where the place cannot be written.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    with session_for(options) as session:
        for name, kind in TABLES.items():
            for number, table in enumerate(arrow_tables(name, read_rows(folder / f"{name}.jsonl", kind))):
                frame = session.createDataFrame(table).coalesce(1)
                try:
                    frame.write.mode("append" if number else "overwrite").parquet(f"{place.rstrip('/')}/{name}")
                except (Py4JError, PySparkException) as error:
                    raise RunError(f"无法写入 {place}：{_first(error)}。") from error


def _halves(wave: list[bytes], why: str) -> Iterator[list[bytes]]:
    """Half of the jobs, or of the only job; nothing where it is a single article."""
    if len(wave) > 1:
        half = len(wave) // 2
        yield from (wave[:half], wave[half:])
        return
    job = _decode_job(wave[0])
    if not job.articles and job.shard is None:
        raise RunError(f"Spark 的工作进程无法启动：{why}。请检查各节点是否装有 hedui。")
    yield from ([_encode(half)] for half in halved(job))


def _rejected(wave: list[bytes], why: str) -> list[Reject]:
    reason = f"Spark 多次处理这篇文章都失败（{why}）；其余文章不受影响。"
    return [Reject(article.id, article.id, reason) for job in wave for article in _decode_job(job).articles]


class Work(NamedTuple):
    """What every worker is told: the user's words, an installed pipeline, bytes of text to be read at once."""

    words: tuple[tuple[str, bytes], ...]
    ner: str | None
    batch: int


def answer_rows(rows: "Iterable[RecordBatch]", work: Work) -> "Iterator[RecordBatch]":
    """In a worker of Spark: the answer to the job of each row, in rows of bytes."""
    for some in rows:
        for cell in some.column("job"):
            yield _row(answered(_decode_job(cell.as_py()), _tools(work)))


def far_rows(rows: "Iterable[RecordBatch]", place: str, work: Work) -> "Iterator[RecordBatch]":
    """In a worker of Spark: the articles of rows of metadata, read in batches of bounded size."""
    for some in rows:
        found = [_article(row, place) for row in some.to_pylist()]
        yield _row(Answer(rejects=[item for item in found if isinstance(item, Reject)]))
        for batch in Sorter((item for item in found if isinstance(item, Article)), work.batch).batches():
            yield _row(answered(Job(articles=batch), _tools(work)))


def _article(row: dict[str, object], place: str) -> Article | Reject:
    try:
        return article_of(row)
    except ArticleError as error:
        return Reject(str(row.get("id") or place), place, str(error))


def _row(answer: Answer) -> "RecordBatch":
    import pyarrow

    return pyarrow.RecordBatch.from_arrays([pyarrow.array([_encode(answer)], pyarrow.binary())], ["answer"])


@lru_cache(maxsize=1)
def _tools(work: Work) -> Tools:
    """Words and models, loaded once in the life of a worker."""
    if not work.words:
        return load_tools(None, work.ner)
    with tempfile.TemporaryDirectory() as name:
        for file, content in work.words:
            (Path(name) / file).write_bytes(content)
        return load_tools(Path(name), work.ner)


def _packed(folder: Path | None) -> tuple[tuple[str, bytes], ...]:
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
        raise RunError("--engine spark 需要 pyspark，请先运行 pip install 'hedui[spark]'。") from error
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise RunError("--engine spark 需要 Java 17，没有找到 java。请安装后再试，或设定 JAVA_HOME。")
    there = SparkSession.getActiveSession()
    if there is not None:
        yield there
        return
    try:
        session = _own(SparkSession.builder, options).getOrCreate()
    except (PySparkException, OSError, pyarrow.ArrowException) as error:
        raise RunError(f"无法启动 Spark：{_first(error)}。") from error
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
