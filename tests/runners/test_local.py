"""Every item comes out once, whatever dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from hedui.crosscheck.shards import Shard, Whole
from hedui.errors import RunError
from hedui.flow import Tools, claims_in
from hedui.model import Article, Extraction, Reject
from hedui.runners import RunOptions, local, worker
from hedui.runners.base import Done, Item
from hedui.runners.entry import Entry
from hedui.runners.local import halved
from hedui.runners.worker import Job

sys.path.append(str(Path(__file__).parent))
import poison


def article(number: int, text: str = "文") -> Article:
    text = f"{text}{number}"
    return Article(id=f"a{number:03d}", text=text, sha256=sha256(text.encode()).hexdigest())


def names(made: list[Done]) -> tuple[list[str], list[str]]:
    good = sorted(item.id for item in made if isinstance(item, Entry))
    return good, sorted(item.article for item in made if isinstance(item, Reject))


def extracted(items: list[Item], options: RunOptions) -> list[Done]:
    with local.local_engine(options) as engine:
        return list(engine.extract(items))


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "serve", poison.serve)


@pytest.mark.usefixtures("poisoned")
@pytest.mark.parametrize("forked", sorted({local._FORKED, False}))
def test_an_article_that_kills_its_worker_is_the_only_one_lost(
    monkeypatch: pytest.MonkeyPatch, forked: bool
) -> None:
    monkeypatch.setattr(local, "_FORKED", forked)
    items = [article(n, "毒" if n in {5, 11} else "文" * 200) for n in range(16)]
    made = extracted([*items, Reject("x", "x", "坏")], RunOptions(workers=2, batch=5000))
    good, bad = names(made)
    assert bad == ["a005", "a011", "x"]
    assert good == [item.id for item in items if item.id not in bad]
    assert any("SIGKILL" in item.reason for item in made if isinstance(item, Reject))


@pytest.mark.usefixtures("poisoned")
def test_an_article_for_which_memory_does_not_do_is_the_only_one_lost() -> None:
    items = [article(n, "胀" if n == 3 else "文" * 200) for n in range(8)]
    good, bad = names(extracted(items, RunOptions(workers=2, batch=5000)))
    assert (bad, len(good)) == (["a003"], 7)


def test_without_workers_it_is_the_only_one_lost_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def claims(articles: Sequence[Article], tools: Tools) -> list[Extraction]:
        return [bytearray(1 << 62) if "胀" in a.text else claims_in(a, tools) for a in articles]  # type: ignore[misc]

    monkeypatch.setattr(worker, "claims_in_each", claims)
    monkeypatch.setattr(worker, "claims_in", lambda one, tools: claims([one], tools)[0])
    made = extracted([article(n, "胀" if n == 1 else "文") for n in range(3)], RunOptions(workers=1))
    assert names(made) == (["a000", "a002"], ["a001"])
    assert any("MemoryError" in item.reason for item in made if isinstance(item, Reject))


@pytest.mark.usefixtures("poisoned")
def test_a_silent_worker_is_given_up() -> None:
    items = [article(0), article(1, "睡"), article(2)]
    made = extracted(items, RunOptions(workers=2, batch=1, patience=1.5))
    assert names(made) == (["a000", "a002"], ["a001"])


@pytest.mark.usefixtures("poisoned")
def test_workers_that_cannot_start_stop_the_run(tmp_path: Path) -> None:
    (tmp_path / "noise.toml").touch()  # an empty list of the user's
    with pytest.raises(RunError, match="无法启动"):
        extracted([article(0)], RunOptions(workers=2, lexicon=tmp_path))


@pytest.mark.usefixtures("poisoned")
def test_what_needs_no_work_passes() -> None:
    known = [None, Reject("x", "x", "坏"), poison.empty(article(7))]
    made = extracted([*known, article(1)], RunOptions(workers=2))
    assert names(made) == (["a001", "a007"], ["x"])
    assert made.count(None) == 1


def test_a_group_that_kills_its_worker_is_named() -> None:
    wholes = tuple(Whole(name, ()) for name in "甲乙丙")
    halves = list(halved(Job(shard=Shard(wholes, {}, (), ()))))
    assert [[whole.name for whole in job.shard.wholes] for job in halves if job.shard] == [["甲"], ["乙", "丙"]]
    with pytest.raises(RunError, match="甲"):
        list(halved(halves[0]))


def _heeding() -> None:
    """What is started in the background of a shell ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(not local._FORKED, reason="workers are forked from a server that loads first")
@pytest.mark.parametrize("seconds", [0.7, 1.5])
def test_ctrl_c_while_workers_load_is_told_in_one_sentence(tmp_path: Path, seconds: float) -> None:
    lines = (f'{{"id": "{number}", "text": "第{number}家公司营收{number}亿元。"}}' for number in range(1, 3000))
    (tmp_path / "news.jsonl").write_text("\n".join(lines))
    command = [sys.executable, "-m", "hedui", "run", "news.jsonl", "--workers", "2"]
    run = subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=_heeding
    )
    time.sleep(seconds)
    os.killpg(run.pid, signal.SIGINT)
    _, told = run.communicate(timeout=60)
    assert run.returncode in (130, -signal.SIGINT)  # what the shell says is 130 both times
    assert "Traceback" not in told
