"""The store: bytes preserved, duplicates named, and readable after a kill at any write."""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hedui import corpus
from hedui.corpus import AddOptions, add, edit, list_rows, read_one, remove, verify
from hedui.errors import RunError
from hedui.model import Article
from hedui.readers import read_articles


class Killed(BaseException):
    """Stands for kill -9: no handler of ours catches it, nothing is cleaned up."""


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_bytes("甲公司營收5.89億元。\r\n".encode("big5") * 9)
    (folder / "b.md").write_text("# 题\n乙公司营收3亿元。")
    rows = [{"id": f"n{n}", "text": f"丙公司第{n}号公告。", "title": f"题{n}", "mark": n} for n in range(3)]
    (folder / "c.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    return folder


def stored(folder: Path) -> dict[str, str]:
    return {item.id: item.text for item in read_articles([folder]) if isinstance(item, Article)}


def test_bytes_and_metadata_are_kept(tmp_path: Path, news: Path) -> None:
    store = tmp_path / "corpus"
    added = add(store, [news], AddOptions(known={"source": "某报"}))
    assert [len(added.articles), len(added.duplicates), len(added.rejects)] == [5, 0, 0]
    originals = {path.read_bytes() for path in (store / "articles").iterdir()}
    assert originals == {path.read_bytes() for path in news.iterdir()}
    assert sorted(stored(store).values()) == sorted(stored(news).values())
    article = read_one(store, "n1")
    assert (article.title, article.source, article.extra["mark"]) == ("题1", "某报", "1")
    assert verify(store) == []


def test_duplicates_are_named_and_skipped_or_kept(tmp_path: Path, news: Path) -> None:
    store = tmp_path / "corpus"
    add(store, [news])
    again = add(store, [news / "b.md", news / "c.jsonl"])
    assert not again.articles
    assert {duplicate.original for duplicate in again.duplicates} >= {"n0", "n1", "n2"}
    kept = add(store, [news / "c.jsonl"], AddOptions(reposts=True))
    assert [article.id for article in kept.articles] == ["n0-2", "n1-2", "n2-2"]
    assert len(stored(store)) == 8
    assert verify(store) == []


def test_one_id_for_two_texts_is_rejected(tmp_path: Path, news: Path) -> None:
    store = tmp_path / "corpus"
    add(store, [news])
    (news / "d.jsonl").write_text('{"id":"n1","text":"别的"}')
    [reject] = add(store, [news / "d.jsonl"]).rejects
    assert "n1" in reject.reason
    assert stored(store)["n1"] == "丙公司第1号公告。"


def test_edit_and_remove(tmp_path: Path, news: Path) -> None:
    store = tmp_path / "corpus"
    add(store, [news])
    edit(store, "n1", {"title": "新题", "published": "2025-08"})
    article = read_one(store, "n1")
    assert article.title == "新题"
    assert article.published is not None
    edit(store, "n1", {"title": ""})
    assert read_one(store, "n1").title == "题1"
    assert remove(store, ["n1", "nobody"]) == ["n1"]
    assert "n1" not in stored(store)
    assert verify(store) == []
    remove(store, ["n0", "n2"])
    assert not list((store / "articles").glob("*.jsonl"))
    for wrong in ({"text": "x"}, {"title": "x"}):
        with pytest.raises(RunError, match="。"):
            edit(store, "n1", wrong)


def test_verify_names_what_is_wrong(tmp_path: Path, news: Path) -> None:
    store = tmp_path / "corpus"
    add(store, [news])
    [original] = (store / "articles").glob("*.md")
    original.write_text("改过了")
    problems = verify(store)
    assert any("原件被改动" in problem for problem in problems)
    original.unlink()
    assert any("读不出" in problem for problem in verify(store))


def test_a_store_can_be_added_to_another(tmp_path: Path, news: Path) -> None:
    add(tmp_path / "one", [news])
    remove(tmp_path / "one", ["n0"])
    add(tmp_path / "two", [tmp_path / "one"])
    assert stored(tmp_path / "two") == stored(tmp_path / "one")
    assert verify(tmp_path / "two") == []


def kills(monkeypatch: pytest.MonkeyPatch, at: int) -> Iterator[int]:
    """Counts the steps that change the disk; the one with this number dies, before or after it is done."""
    count = 0

    def wrapped(real):  # type: ignore[no-untyped-def]
        def step(*args, **kwargs):  # type: ignore[no-untyped-def]
            nonlocal count
            count += 2
            if count - 1 == at:
                raise Killed
            done = real(*args, **kwargs)
            if count == at:
                raise Killed
            return done

        return step

    monkeypatch.setattr(corpus.os, "fsync", wrapped(os.fsync))
    monkeypatch.setattr(Path, "replace", wrapped(Path.replace))
    monkeypatch.setattr(Path, "unlink", wrapped(Path.unlink))
    yield count


@pytest.mark.parametrize("at", range(1, 24))
@pytest.mark.parametrize("step", ["add", "remove"])
def test_a_kill_at_any_write_leaves_a_readable_store(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch, step: str, at: int
) -> None:
    store = tmp_path / "corpus"
    add(store, [news / "b.md"])
    before = stored(store)
    after = before | stored(news) if step == "add" else {}

    def act() -> None:
        if step == "add":
            add(store, [news / "a.txt", news / "c.jsonl"])
        else:
            remove(store, list(before))

    with monkeypatch.context() as patch:
        list(kills(patch, at))
        try:
            act()
        except Killed:
            assert stored_or_nothing(store) in (before, after)
    act()
    assert stored_or_nothing(store) == after
    assert verify(store) == []
    assert not list(store.rglob(".*.tmp"))


def stored_or_nothing(folder: Path) -> dict[str, str]:
    return stored(folder) if list_rows(folder) else {}


def test_two_writers_take_turns(tmp_path: Path) -> None:
    store = tmp_path / "corpus"
    for n in range(8):
        (tmp_path / f"{n}.txt").write_text(f"第{n}篇")
    threads = [threading.Thread(target=add, args=(store, [tmp_path / f"{n}.txt"])) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stored(store)) == 8
    assert verify(store) == []


def test_the_lock_says_that_it_waits(tmp_path: Path, news: Path) -> None:
    import fcntl

    store, said = tmp_path / "corpus", []
    store.mkdir()
    with (store / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(RunError, match="另一个进程"):
            add(store, [news], AddOptions(patience=0.1, waiting=said.append))
    assert len(said) == 1


def test_a_full_disk_is_a_sentence(tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "corpus"
    add(store, [news / "b.md"])
    before = stored(store)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(corpus.os, "fsync", full)
        with pytest.raises(RunError, match="无法写入"):
            add(store, [news / "a.txt"])
    assert stored(store) == before
    assert not list(store.rglob(".*.tmp"))


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="hedui add"):
        list_rows(tmp_path)
