"""A store that is brought up to date ends as a full run does, byte for byte, whatever came before."""

import os
import shutil
import signal
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import article, articles

from hedui import corpus
from hedui.crosscheck.figures import Canon
from hedui.crosscheck.shards import Found, Shard, find_in
from hedui.errors import RunError
from hedui.flow import claims_in, cross_check, load_tools
from hedui.model import Article, Extraction, Publication, Reject
from hedui.readers import ReadOptions, read_articles
from hedui.records import finding_row, json_lines
from hedui.runners import RUNNERS, Base, RunOptions, opened, origins, store, update
from hedui.runners.base import Done, Item
from hedui.runners.entry import entry_of
from hedui.runners.files import lines_in, rename, write_article_tables
from hedui.runners.groups import finding_lines
from hedui.runners.received import Known, Received
from hedui.runners.store import GO_WITH_IT

TOOLS = load_tools()
CANON = Canon.of(TOOLS.lexicon)
STAGES = ("extract", "origins", "names", "cross_check")
AMID = (  # two readings of one thing amid the same figures, told of another year; and of one year under two owners
    "澄湖科技2024年生产机床3418台,出口机床1207台,员工3103人,研发费用8.64亿元。",
    "据蓝湾医药集团介绍,去年下线车床3481台,出口机床1207台,员工3103人,研发费用8.64亿元。",
    "澄湖科技2024年生产轴承5218套,出口轴承2607套,员工4407人,广告费用7.35亿元。",
    "据蓝湾医药集团介绍,2024年生产轴承5281套,出口轴承2607套,员工4407人,广告费用7.35亿元。",
)
POOL = [*articles(22), *(article(f"b{n}", text, n + 1, "丁报") for n, text in enumerate(AMID))]


def test_what_is_kept_of_an_article_goes_with_it() -> None:
    kept_up_elsewhere = {"places"}  # what stands in the files
    with opened(None, RunOptions()) as base:
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        named = {table: {row[1] for row in base.execute(f"PRAGMA table_info({table})")} for table in tables}
    assert {table for table, columns in named.items() if "article" in columns} - kept_up_elsewhere == {*GO_WITH_IT}


def variants(item: Article) -> list[Article]:
    """The article, from another outlet, of another day, with another text."""
    first = item.published.first if item.published else None
    assert first is not None
    other = Publication(first.replace(month=4), first.replace(month=4), "metadata")
    text = item.text.replace("12.5亿元", "125亿元") + "\n澄湖2024年营业收入为12.5亿元,公司说订单很多,产线很忙。"
    return [
        item,
        msgspec.structs.replace(item, source="丁网"),
        msgspec.structs.replace(item, published=other),
        msgspec.structs.replace(item, text=text, sha256=f"{item.sha256[:60]}0000"),
    ]


VARIANTS = [variants(item) for item in POOL]
CHOSEN = st.lists(
    st.tuples(st.integers(0, len(POOL) - 1), st.integers(0, 3)), unique_by=lambda pair: pair[0], min_size=1
).map(lambda pairs: [VARIANTS[number][variant] for number, variant in pairs])


@cache
def read(key: bytes) -> Extraction:
    return claims_in(msgspec.msgpack.decode(key, type=Article), TOOLS)


def extraction(item: Article) -> Extraction:
    """What every article says is read once, for all examples."""
    return read(msgspec.msgpack.encode(item))


class Quick:
    """Both functions in this process."""

    compared: list[str]

    def __init__(self) -> None:
        self.compared = []

    def extract(self, items: Iterable[Item]) -> Iterator[Done]:
        for item in items:
            yield entry_of(item, extraction(item), CANON) if isinstance(item, Article) else item

    def compare(self, shards: Iterable[Shard]) -> Iterator[list[Found]]:
        for shard in shards:
            self.compared += [whole.name for whole in shard.wholes]
            yield find_in(shard, TOOLS.lexicon)


QUICK = Quick()
OPTIONS = RunOptions()


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(RUNNERS, "local", lambda options: nullcontext(QUICK))
        yield


def brought(base: Base, items: Iterable[Article | Reject], stop: str = "") -> list[Reject]:
    def stage(name: str) -> AbstractContextManager[None]:
        return stopped() if name == stop else nullcontext()

    return update(base, items, OPTIONS, stage)


@contextmanager
def stopped() -> Iterator[None]:
    yield
    raise KeyboardInterrupt


def tables(base: Base) -> tuple[bytes, bytes, bytes]:
    rename(base)
    found = b"".join(finding_lines(base))
    return b"".join(lines_in(base, "article_line")), b"".join(lines_in(base, "claim_lines")), found


def files(base: Base, folder: Path) -> tuple[bytes, bytes]:
    """What a run writes about the articles; the old files are copied where they stand."""
    write_article_tables(base, folder)
    return (folder / "articles.jsonl").read_bytes(), (folder / "claims.jsonl").read_bytes()


def full_run(items: Iterable[Article]) -> tuple[bytes, bytes, bytes]:
    with opened(None, OPTIONS) as base:
        brought(base, items)
        return tables(base)


def in_memory(items: Iterable[Article]) -> bytes:
    return b"".join(json_lines(map(finding_row, cross_check(map(extraction, items), TOOLS))))


def test_the_articles_disagree_copy_and_rename() -> None:
    _, _, found = full_run(POOL)
    assert found.count(b"\n") > 5
    assert b'"copied_from":"a0' in found
    assert b'"term":"echo"' in found
    assert len({row.partition(b'"entity":')[2][:40] for row in found.splitlines()}) > 2


@settings(max_examples=25)
@given(st.lists(CHOSEN, min_size=1, max_size=4))
def test_any_history_ends_as_a_full_run(
    tmp_path_factory: pytest.TempPathFactory, history: list[list[Article]]
) -> None:
    with opened(None, OPTIONS) as base:
        folder = tmp_path_factory.mktemp("tables")
        for items in history:
            brought(base, items)
            assert files(base, folder) == tables(base)[:2]
        made = tables(base)
    assert made == full_run(sorted(history[-1], key=lambda item: item.text))
    assert made[2] == in_memory(history[-1])


@settings(max_examples=12)
@given(CHOSEN, CHOSEN, st.sampled_from(STAGES), st.integers(0, 30))
def test_a_run_that_is_killed_is_taken_up(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[Article],
    after: list[Article],
    stage: str,
    killed: int,
) -> None:
    folder = tmp_path_factory.mktemp("store")

    def until_killed() -> Iterator[Article]:
        yield from after[:killed]
        if killed < len(after):
            raise KeyboardInterrupt

    with opened(folder, OPTIONS) as base:
        brought(base, before)
    with suppress(KeyboardInterrupt), opened(folder, OPTIONS) as base:
        brought(base, until_killed(), stage)
    with opened(folder, OPTIONS) as base:
        brought(base, after)
        assert tables(base) == full_run(after)


def lines_of(items: Iterable[Article], again: int) -> list[str]:
    """The articles as lines of JSON, those of every second without an id, some of them twice."""
    rows = [
        {
            "text": item.text,
            "source": item.source,
            "published": str(item.published.first if item.published else ""),
        }
        | ({"id": item.id} if number % 2 else {})
        for number, item in enumerate(items)
    ]
    return [msgspec.json.encode(row).decode() for row in (*rows, *rows[:again])]


@settings(max_examples=12)
@given(st.lists(st.tuples(CHOSEN, st.integers(0, 3), st.booleans()), min_size=2, max_size=4))
def test_lines_that_were_read_before_are_not_read_again_and_nothing_changes(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[list[Article], int, bool]]
) -> None:
    path, received = tmp_path_factory.mktemp("lines") / "articles.jsonl", Received()
    with opened(None, OPTIONS) as base:
        for items, again, back in history:
            lines = lines_of(items, again)
            path.write_text("\n".join(reversed(lines) if back else lines), encoding="utf-8")
            memory = ReadOptions(memory=received)
            options = RunOptions(received=received)
            rejects = update(base, read_articles([path], memory), options, lambda _: nullcontext())
            with opened(None, OPTIONS) as other:
                assert rejects == brought(other, read_articles([path]))
                assert tables(base) == tables(other)
        read = [item for item in read_articles([path], memory) if not isinstance(item, Known | Reject)]
        assert not read or again  # of two lines of one text the second goes by another id


def test_originals_are_read_again_only_where_disk_or_catalogue_say_otherwise(tmp_path: Path) -> None:
    folder, received = tmp_path / "corpus", Received()
    (tmp_path / "some.jsonl").write_text("\n".join(lines_of(POOL[:3], 0)), encoding="utf-8")
    (tmp_path / "one.txt").write_text(POOL[3].text, encoding="utf-8")

    def read_anew(base: Base) -> int:
        """How many articles are read, in a run that ends as one without a memory."""
        items = list(read_articles([folder], ReadOptions(memory=received)))
        update(base, items, RunOptions(received=received), lambda _: nullcontext())
        with opened(None, OPTIONS) as other:
            brought(other, read_articles([folder]))
            assert tables(base) == tables(other)
        return sum(not isinstance(item, Known) for item in items)

    with opened(None, OPTIONS) as base:
        corpus.add(folder, [tmp_path / "some.jsonl"])
        received.base = base
        assert (read_anew(base), read_anew(base)) == (3, 0)
        name = corpus.add(folder, [tmp_path / "one.txt"]).ids[0]
        assert read_anew(base) == 1
        corpus.edit(folder, name, {"source": "丁网"})
        assert (read_anew(base), read_anew(base)) == (1, 0)
        original = next((folder / "articles").glob("*.txt"))
        original.write_text(POOL[4].text, encoding="utf-8")
        assert (read_anew(base), read_anew(base)) == (1, 0)
        corpus.remove(folder, [name])
        assert read_anew(base) == 0


def killed_in_child(folder: Path, items: list[Article], at: int) -> bool:
    """Brings a store up to date in a process that is killed at a statement; whether there were so many."""
    child = os.fork()
    if child == 0:
        count = 0

        def step(statement: str) -> None:
            nonlocal count
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)

        with opened(folder, OPTIONS) as base:
            base.set_trace_callback(step)
            brought(base, items)
            files(base, folder)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_kill_9_at_any_statement_loses_nothing(tmp_path: Path) -> None:
    before, after = POOL[:6], [VARIANTS[2][3], VARIANTS[4][1], *POOL[5:8]]
    expected = full_run(after)
    with opened(tmp_path / "begun", OPTIONS) as base:
        brought(base, before)
        files(base, tmp_path / "begun")
    for at in range(1, 10_000, 67):
        folder = shutil.copytree(tmp_path / "begun", tmp_path / f"hit{at}")
        killed = killed_in_child(folder, after, at)
        with opened(folder, OPTIONS) as base:
            brought(base, after)
            assert tables(base) == expected, at
            assert files(base, folder) == expected[:2], at
        if not killed:
            break
    assert at > 600


def test_an_article_that_is_interrupted_is_not_kept_by_halves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(base: Base, number: int) -> None:
        raise KeyboardInterrupt

    with opened(tmp_path / "memory", RunOptions()) as base:
        monkeypatch.setattr(store, "_touch", interrupted)
        with pytest.raises(KeyboardInterrupt):
            update(base, POOL[:2], RunOptions(workers=1), lambda stage: nullcontext())
        assert base.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def test_tables_that_are_not_those_of_the_last_run_are_written_whole(tmp_path: Path) -> None:
    with opened(tmp_path / "store", OPTIONS) as base:
        brought(base, POOL[:6])
        files(base, tmp_path)
        for spoil in (Path.unlink, lambda path: path.write_bytes(b"x" * path.stat().st_size)):
            spoil(tmp_path / "claims.jsonl")
            assert files(base, tmp_path) == tables(base)[:2]


def test_only_what_is_touched_is_compared_again() -> None:
    with opened(None, OPTIONS) as base:
        brought(base, POOL)
        QUICK.compared.clear()
        brought(base, POOL)
        assert QUICK.compared == []
        alone = msgspec.structs.replace(POOL[0], id="z", text="2024年,奇点匣子公司营业收入为3亿元。", sha256="z")
        brought(base, [*POOL, alone])
        assert 1 <= len(QUICK.compared) <= 2  # the claim's own name, and what has none


@pytest.mark.parametrize("at_once", [0, 7])
def test_what_memory_does_not_hold_is_settled_in_the_file(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    def settled() -> list[list[tuple[object, ...]]]:
        with opened(None, OPTIONS) as base:
            brought(base, POOL)
            assert base.execute("SELECT count(*) FROM unsettled").fetchone() == (0,)
            paragraphs = base.execute("SELECT id, place, leads, root FROM paragraphs ORDER BY id, place")
            return [paragraphs.fetchall(), base.execute("SELECT * FROM bands").fetchall()]

    at_once_all = settled()
    assert {leads for _, _, leads, _ in at_once_all[0]} == {0, 1}
    monkeypatch.setattr(origins, "_FIRST_RUN", at_once)
    assert settled() == at_once_all


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with (
        opened(tmp_path, OPTIONS),
        pytest.raises(RunError, match="另一个运行正在写入"),
        opened(tmp_path, OPTIONS),
    ):
        pass


def test_other_words_and_afresh_begin_anew(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.mkdir()
    (words / "entities.csv").write_text("name,label,aliases,codes\n奇点匣子,ORG,,\n", encoding="utf-8")
    store = tmp_path / "store"
    for options in (OPTIONS, RunOptions(lexicon=words), RunOptions(afresh=True)):
        with opened(store, options) as base:
            assert tables(base)[0] == b""
            brought(base, POOL[:2])
        assert len(list(store.glob("*.sqlite"))) == 1


@pytest.mark.parametrize("damage", [b"", b"\xff" * 5000, None])
def test_what_is_damaged_is_read_anew(tmp_path: Path, damage: bytes | None) -> None:
    with opened(tmp_path, OPTIONS) as base:
        brought(base, POOL)
    [path] = tmp_path.glob("*.sqlite")
    path.write_bytes(path.read_bytes()[:3000] if damage is None else damage)
    with opened(tmp_path, OPTIONS) as base:
        brought(base, POOL)
        assert tables(base) == full_run(POOL)


def read_all(folder: Path) -> None:
    with opened(folder, OPTIONS) as base:
        brought(base, [*POOL[:5], msgspec.structs.replace(POOL[5], source="丁网")])
        tables(base)


def test_damage_that_shows_late_is_a_sentence_and_the_next_run_begins_anew(tmp_path: Path) -> None:
    with opened(tmp_path, OPTIONS) as base:
        brought(base, POOL)
    [path] = tmp_path.glob("*.sqlite")
    whole = path.read_bytes()
    path.write_bytes(whole[:-60_000] + bytes(60_000))
    with pytest.raises(RunError, match="已损坏"):
        read_all(tmp_path)
    with opened(tmp_path, OPTIONS) as base:
        brought(base, POOL)
        assert tables(base) == full_run(POOL)


def test_a_store_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(RunError, match="无法写入"), opened(tmp_path / "file" / "store", OPTIONS):
        pass
