"""What the Spark runner does with a batch whose tasks keep dying, without a cluster."""

import sys
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from hedui.errors import RunError
from hedui.model import Article, Reject
from hedui.runners import RunOptions
from hedui.runners.entry import Entry
from hedui.runners.spark import Spark
from hedui.runners.worker import Answer, Job

sys.path.append(str(Path(__file__).parent))
import poison

errors = pytest.importorskip("pyspark.errors")


def article(number: int, text: str = "文") -> Article:
    return Article(id=f"a{number:02d}", text=text, sha256="0")


class Dying(Spark):
    """A cluster whose tasks die at 毒, and always where `dead`."""

    dead = False

    def _asked(self, wave: list[bytes]) -> list[Answer]:
        jobs = [msgspec.msgpack.decode(job, type=Job) for job in wave]
        if self.dead or any("毒" in item.text for job in jobs for item in job.articles):
            raise errors.PySparkException("Job aborted: Python worker exited unexpectedly\n\tat org.apache")
        return [Answer(entries=[poison.empty(item) for item in job.articles]) for job in jobs]


@pytest.fixture
def cluster() -> Dying:
    session = SimpleNamespace(sparkContext=SimpleNamespace(defaultParallelism=2))
    return Dying(session, RunOptions(batch=3000))  # type: ignore[arg-type]


def test_only_the_article_that_kills_is_lost(cluster: Dying) -> None:
    items = [article(n, "毒" if n in {4, 9} else "文") for n in range(12)]
    made = list(cluster.extract(items))
    rejects = [item for item in made if isinstance(item, Reject)]
    assert [reject.article for reject in rejects] == ["a04", "a09"]
    assert sorted(item.id for item in made if isinstance(item, Entry)) == [
        item.id for item in items if item.id not in {"a04", "a09"}
    ]
    assert "Python worker exited" in rejects[0].reason
    assert "org.apache" not in rejects[0].reason


def test_workers_that_cannot_start_stop_the_run(cluster: Dying) -> None:
    cluster.dead = True
    with pytest.raises(RunError, match="无法启动"):
        list(cluster.extract([article(1)]))
