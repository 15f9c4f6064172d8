"""Every item comes out once, whatever dies; and nothing is read twice."""

import random
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from hedui.errors import RunError
from hedui.model import Article, Card, Extraction, Reject
from hedui.readers import read_articles
from hedui.runners import Memory, RunOptions, local, remembered
from hedui.runners.base import Done
from hedui.runners.local import extract

CORPUS = Path(__file__).parents[2] / "corpus"
sys.path.append(str(Path(__file__).parent))


def article(number: int, text: str = "文") -> Article:
    text = f"{text}{number}"
    return Article(id=f"a{number:03d}", text=text, sha256=sha256(text.encode()).hexdigest())


def names(made: list[Done]) -> tuple[list[str], list[str]]:
    good = sorted(item.card.article for item in made if isinstance(item, Extraction))
    return good, sorted(item.article for item in made if isinstance(item, Reject))


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    import poison

    monkeypatch.setattr(local, "serve", poison.serve)


@pytest.mark.usefixtures("poisoned")
def test_an_article_that_kills_its_worker_is_the_only_one_lost() -> None:
    items = [article(n, "毒" if n in {5, 11} else "文" * 200) for n in range(16)]
    made = list(extract([*items, Reject("x", "x", "坏")], RunOptions(workers=2, batch=5000)))
    good, bad = names(made)
    assert bad == ["a005", "a011", "x"]
    assert good == [item.id for item in items if item.id not in bad]
    assert any("SIGKILL" in item.reason for item in made if isinstance(item, Reject))


@pytest.mark.usefixtures("poisoned")
def test_a_silent_worker_is_given_up() -> None:
    items = [article(0), article(1, "睡"), article(2)]
    made = list(extract(items, RunOptions(workers=2, batch=1, patience=1.5)))
    assert names(made) == (["a000", "a002"], ["a001"])


@pytest.mark.usefixtures("poisoned")
def test_workers_that_cannot_start_stop_the_run(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="无法启动"):
        list(extract([article(0)], RunOptions(workers=2, lexicon=tmp_path)))


def test_the_result_does_not_depend_on_order_workers_or_batches() -> None:
    items = list(read_articles([CORPUS]))
    turned = random.Random(7).sample(items, len(items))
    one = list(extract(items, RunOptions(workers=1)))
    two = list(extract(turned, RunOptions(workers=2, batch=3000)))
    assert by_article(one) == by_article(two)
    assert len(one) == len(items)


def by_article(made: list[Done]) -> list[Extraction]:
    return sorted((item for item in made if isinstance(item, Extraction)), key=lambda item: item.card.article)


class Counting:
    """A runner that counts what it was really asked to read, and may die on the way."""

    def __init__(self, dies: int = 10**9) -> None:
        self.read: list[str] = []
        self.dies = dies

    def __call__(self, items: object, options: RunOptions) -> Iterator[Done]:
        assert isinstance(items, Iterator)
        for item in items:
            if isinstance(item, Article):
                if len(self.read) == self.dies:
                    raise KeyboardInterrupt
                self.read.append(item.id)
                yield Extraction(card=Card(article=item.id, sha256=item.sha256, title=item.title), claims=())
            else:
                yield item


def test_what_is_known_is_not_read_again(tmp_path: Path) -> None:
    items = [article(n) for n in range(30)]
    first, second, third = Counting(), Counting(), Counting()
    before = list(remembered(items, RunOptions(), Memory(tmp_path, "words"), first))
    after = list(remembered(items, RunOptions(), Memory(tmp_path, "words"), second))
    assert (len(first.read), second.read) == (30, [])
    assert by_article(before) == by_article(after)
    changed = [article(n, "改" if n == 4 else "文") for n in range(31)]
    list(remembered(changed, RunOptions(), Memory(tmp_path, "words"), third))
    assert third.read == ["a004", "a030"]


def test_other_words_begin_anew(tmp_path: Path) -> None:
    items = [article(n) for n in range(3)]
    list(remembered(items, RunOptions(), Memory(tmp_path, "words"), Counting()))
    again = Counting()
    list(remembered(items, RunOptions(), Memory(tmp_path, "other words"), again))
    assert len(again.read) == 3


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hedui.runners.memory._SHARD", 300)
    items = [article(n) for n in range(40)]
    with pytest.raises(KeyboardInterrupt):
        list(remembered(items, RunOptions(), Memory(tmp_path, "words"), Counting(dies=25)))
    rest = Counting()
    made = list(remembered(items, RunOptions(), Memory(tmp_path, "words"), rest))
    assert 15 <= len(rest.read) < 25
    assert names(made)[0] == [item.id for item in items]


@pytest.mark.parametrize("damage", [b"", b"\xff" * 50, None])
def test_damage_is_read_anew(tmp_path: Path, damage: bytes | None) -> None:
    items = [article(n) for n in range(5)]
    list(remembered(items, RunOptions(), Memory(tmp_path, "words"), Counting()))
    [shard] = tmp_path.rglob("*.shard")
    shard.write_bytes(shard.read_bytes()[:-20] if damage is None else damage)
    again = Counting()
    made = list(remembered(items, RunOptions(), Memory(tmp_path, "words"), again))
    assert 1 <= len(again.read) <= 5
    assert names(made)[0] == [item.id for item in items]


def test_unused_shards_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hedui.runners.memory._SHARD", 50)
    list(remembered([article(n) for n in range(80)], RunOptions(), Memory(tmp_path, "w"), Counting()))
    list(remembered([article(n) for n in range(10)], RunOptions(), Memory(tmp_path, "w"), Counting()))
    again = Counting()
    list(remembered([article(n) for n in range(12)], RunOptions(), Memory(tmp_path, "w"), again))
    assert again.read == ["a010", "a011"]
