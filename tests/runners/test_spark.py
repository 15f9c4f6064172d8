"""What the Spark runner does with a batch whose tasks keep dying, without a cluster."""

from types import SimpleNamespace

import pytest

from hedui.errors import RunError
from hedui.model import Article, Card, Extraction, Reject
from hedui.runners import RunOptions
from hedui.runners.spark import _Job
from hedui.runners.worker import Answer

errors = pytest.importorskip("pyspark.errors")


def article(number: int, text: str = "文") -> Article:
    return Article(id=f"a{number:02d}", text=text, sha256="0")


class Dying(_Job):
    """A job whose tasks die at 毒, and always where `dead`."""

    dead = False

    def _asked(self, wave: list[list[Article]]) -> list[Answer]:
        if self.dead or any("毒" in item.text for batch in wave for item in batch):
            raise errors.PySparkException("Job aborted: Python worker exited unexpectedly\n\tat org.apache")
        made = [[Extraction(card=Card(article=a.id, sha256="0"), claims=()) for a in batch] for batch in wave]
        return [Answer(extractions=some) for some in made]


@pytest.fixture
def job() -> Dying:
    session = SimpleNamespace(sparkContext=SimpleNamespace(defaultParallelism=2))
    return Dying(session, RunOptions())  # type: ignore[arg-type]


def test_only_the_article_that_kills_is_lost(job: Dying) -> None:
    items = [article(n, "毒" if n in {4, 9} else "文") for n in range(12)]
    answers = job.answers([items[:5], items[5:6], items[6:]])
    rejects: list[Reject] = [reject for answer in answers for reject in answer.rejects]
    good = sorted(made.card.article for answer in answers for made in answer.extractions)
    assert [reject.article for reject in rejects] == ["a04", "a09"]
    assert good == [item.id for item in items if item.id not in {"a04", "a09"}]
    assert "Python worker exited" in rejects[0].reason
    assert "org.apache" not in rejects[0].reason


def test_workers_that_cannot_start_stop_the_run(job: Dying) -> None:
    job.dead = True
    with pytest.raises(RunError, match="无法启动"):
        job.answers([[]])
