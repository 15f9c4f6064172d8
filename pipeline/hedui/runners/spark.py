"""The flow on a Spark cluster: batches of articles go out, extractions come back, the driver cross-checks.

Each batch is one row of bytes; a Python worker of Spark loads words and models once and answers row by row, so a
task that Spark repeats or runs twice gives the same bytes.  The workers need hedui installed (or in an archive
given to spark-submit); on `local[N]` they use this installation.  A user's lexicon folder travels with the job.
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

from hedui.errors import RunError
from hedui.flow import Tools, load_tools
from hedui.model import Article, Reject
from hedui.runners.base import Done, RunOptions, Sorter
from hedui.runners.worker import Answer, answered

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import SparkSession

WAVE = 32_000_000  # bytes of text that are out at once: what bounds the driver's memory besides the results
_TASKS = 4  # tasks of a wave for each core, so that a slow batch does not hold up the others
_PACKAGES = Path(__file__).parents[2]
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Answer).decode
_decode_batch = msgspec.msgpack.Decoder(list[Article]).decode

Words = tuple[tuple[str, bytes], ...]


def extract(items: Iterable[Article | Done], options: RunOptions) -> Iterator[Done]:
    """An extraction or a reject for every item; what is done already passes.

    Raises RunError where pyspark or Java is missing, or the cluster cannot be reached.
    """
    sorter = Sorter(items, options.batch)
    batches = sorter.batches()
    first = next((batch for batch in batches if batch), None)
    yield from sorter.taken()
    if first is None:
        return
    with session_for(options) as session:
        job = _Job(session, options)
        job.answers([[]])  # whether workers start at all, before any article is blamed
        for wave in _waves(chain([first], batches)):
            yield from sorter.taken()
            for answer in job.answers(wave):
                yield from answer.rejects
                yield from answer.extractions
                for stage, spent in answer.seconds.items():
                    options.seconds[stage] = options.seconds.get(stage, 0.0) + spent
                options.done(len(answer.extractions) + len(answer.rejects))
    yield from sorter.taken()


def _waves(batches: Iterable[list[Article]]) -> Iterator[list[list[Article]]]:
    wave: list[list[Article]] = []
    size = 0
    for batch in batches:
        if batch:
            wave.append(batch)
            size += sum(3 * len(article.text) for article in batch)
        if size > WAVE:
            yield wave
            wave, size = [], 0
    if wave:
        yield wave


class _Job:
    """What is sent to the workers, and how a batch that kills its worker is narrowed down."""

    def __init__(self, session: "SparkSession", options: RunOptions) -> None:
        self._session = session
        self._words, self._ner = _packed(options.lexicon), options.ner
        self._tasks = _TASKS * session.sparkContext.defaultParallelism

    def answers(self, wave: list[list[Article]]) -> list[Answer]:
        """The answers to some batches; where tasks keep dying, halves are tried, one article is rejected."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            return self._asked(wave)
        except (Py4JError, PySparkException) as error:
            articles = [article for batch in wave for article in batch]
            if not articles:
                raise RunError(
                    f"Spark 的工作进程无法启动:{_first(error)}。请检查各节点是否装有 hedui。"
                ) from error
            if len(articles) == 1:
                reason = f"Spark 多次处理这篇文章都失败({_first(error)});其余文章不受影响。"
                return [Answer(rejects=[Reject(articles[0].id, articles[0].id, reason)])]
            return [answer for half in _halves(wave, articles) for answer in self.answers(half)]

    def _asked(self, wave: list[list[Article]]) -> list[Answer]:
        import pyarrow

        words, ner = self._words, self._ner

        def read(rows: "Iterator[RecordBatch]") -> "Iterator[RecordBatch]":
            return answer_rows(rows, words, ner)

        rows = pyarrow.table({"batch": pyarrow.array([_encode(batch) for batch in wave], pyarrow.binary())})
        sent = self._session.createDataFrame(rows).repartition(min(len(wave), self._tasks))
        made = sent.mapInArrow(read, "answer binary").collect()
        return [_decode(bytes(row[0])) for row in made]


def answer_rows(rows: "Iterable[RecordBatch]", words: Words, ner: str | None) -> "Iterator[RecordBatch]":
    """In a worker of Spark: the answer to each row, in rows of bytes."""
    import pyarrow

    for some in rows:
        for cell in some.column(0):
            answer = answered(_decode_batch(cell.as_py()), _tools(words, ner))
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


def _halves(wave: list[list[Article]], articles: list[Article]) -> Iterator[list[list[Article]]]:
    """Half of the batches, or of the articles of the only batch."""
    if len(wave) > 1:
        half = len(wave) // 2
        yield from (wave[:half], wave[half:])
    else:
        half = len(articles) // 2
        yield from ([articles[:half]], [articles[half:]])


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
