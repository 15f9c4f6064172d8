"""The store: bytes preserved, duplicates named, and readable after a kill at any write."""

import errno
import json
import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from hedui import disk
from hedui.corpus import Added, AddOptions, Duplicate, add, edit, list_rows, read_one, remove, verify
from hedui.corpus.reposts import INDEX, Reposts
from hedui.errors import RunError
from hedui.model import Article
from hedui.readers import read_articles

# An article of several paragraphs, long enough to have prints.
REPORT = [
    "临江市统计局昨日公布,全市上半年接待游客1,284万人次,比去年同期增长8.6%,旅游总收入103.5亿元。",
    "其中过夜游客占四成,平均停留1.9天;民宿的入住率在节假日里几乎都在九成以上,价格却比去年低了一些。",
    "当地负责人介绍,新开通的两条城际线路带来了更多周末客流,下半年还将改造三处码头和一座老车站。",
    "多家旅行社说,来自邻省的自驾游最多,老街和江堤夜市是停留时间最长的地方,雨天则都挤进了博物馆。",
    "统计局提醒,上半年的数字是初步核算,年度数据要到明年一月才会公布,届时可能会有小的修正。",
]


def text_of(*lines: str) -> str:
    return "\n".join(lines)


def put(path: Path, *lines: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text_of(*lines), encoding="utf-8")
    return path


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
    assert [len(added.ids), len(added.duplicates), len(added.rejects)] == [5, 0, 0]
    originals = {path.read_bytes() for path in (store / "articles").iterdir()}
    assert originals == {path.read_bytes() for path in news.iterdir()}
    assert sorted(stored(store).values()) == sorted(stored(news).values())
    article = read_one(store, "n1")
    assert (article.title, article.source, article.extra["mark"]) == ("题1", "某报", "1")
    assert verify(store) == []


def test_the_same_articles_again_are_passed_over(tmp_path: Path, news: Path) -> None:
    store = tmp_path / "corpus"
    add(store, [news])
    before = (store / "articles.jsonl").read_bytes()
    again = add(store, [news])
    assert not again.ids
    assert all(twin.again for twin in again.duplicates)
    assert {twin.original for twin in again.duplicates} >= {"n0", "n1", "n2"}
    assert (store / "articles.jsonl").read_bytes() == before


def test_a_text_of_another_outlet_is_a_repost(tmp_path: Path) -> None:
    store = tmp_path / "corpus"
    first = add(store, [put(tmp_path / "a.txt", *REPORT)], AddOptions(known={"source": "甲报"}))
    [original] = first.ids
    twin = add(store, [tmp_path / "a.txt"], AddOptions(known={"source": "乙网"}))
    assert twin.ids == (f"{original}-2",)
    assert twin.duplicates == (Duplicate(str(tmp_path / "a.txt"), original, f"{original}-2"),)
    third = add(store, [put(tmp_path / "b.txt", *REPORT)])
    assert (third.ids, third.duplicates[0].original) == ((f"{original}-3",), original)
    skipped = add(store, [put(tmp_path / "c.txt", *REPORT)], AddOptions(skip_duplicates=True))
    assert not skipped.ids
    assert skipped.duplicates == (Duplicate(str(tmp_path / "c.txt"), original),)
    assert [row.get("repost_of") for row in list_rows(store)] == [None, original, original]
    assert verify(store) == []


def edited(added: Added) -> tuple[str, str | None, bool]:
    [twin] = added.duplicates
    return twin.original, twin.kept, 0.8 <= twin.alike <= 1


def test_a_near_duplicate_is_named_with_its_original(tmp_path: Path) -> None:
    store = tmp_path / "corpus"
    [original] = add(store, [put(tmp_path / "a.txt", *REPORT)]).ids
    lightly = [REPORT[0].replace("昨日", "28日"), *REPORT[1:]]
    near = add(store, [put(tmp_path / "b.txt", *lightly)])
    assert edited(near) == (original, near.ids[0], True)
    same = add(store, [put(tmp_path / "b2.txt", *lightly)])
    assert (same.duplicates[0].original, same.duplicates[0].near) == (near.ids[0], False)
    traditional = put(tmp_path / "c.txt", *[line.replace("临江市统计局", "臨江市統計局") for line in REPORT])
    assert edited(add(store, [traditional]))[0] == original
    cut = add(store, [put(tmp_path / "d.txt", *REPORT[:3])], AddOptions(skip_duplicates=True))
    assert (cut.ids, edited(cut)) == ((), (original, None, True))
    other = add(store, [put(tmp_path / "e.txt", *(line[::-1] for line in REPORT))])
    assert not other.duplicates
    retold = "临江上半年来了一千多万游客,老街和夜市最热闹,统计局说数字以后还可能修正,年底前码头要改造。"
    assert not add(store, [put(tmp_path / "f.txt", retold)]).duplicates


def test_a_repost_with_another_figure_is_kept_even_so(tmp_path: Path) -> None:
    store = tmp_path / "corpus"
    [original] = add(store, [put(tmp_path / "a.txt", *REPORT)]).ids
    slip = [REPORT[0].replace("103.5亿元", "1035亿元"), *REPORT[1:]]
    added = add(store, [put(tmp_path / "b.txt", *slip)], AddOptions(skip_duplicates=True))
    assert edited(added) == (original, added.ids[0], True)


def test_rows_by_hand_are_known_too(tmp_path: Path) -> None:
    store = tmp_path / "corpus"
    put(store / "a.txt", *REPORT)
    (store / "articles.jsonl").write_text('{"file":"a.txt","source":"甲报"}')
    [original] = stored(store)
    added = add(store, [put(tmp_path / "b.txt", *REPORT), put(tmp_path / "c.txt", *REPORT[:4], "另据更新。")])
    assert [(twin.original, twin.near) for twin in added.duplicates] == [(original, False), (original, True)]
    assert added.ids[0] == f"{original}-2"
    assert list_rows(store)[0]["file"] == "a.txt"
    assert len(stored(store)) == 3


def test_prints_are_a_cache(tmp_path: Path) -> None:
    store = tmp_path / "corpus"
    [original] = add(store, [put(tmp_path / "a.txt", *REPORT)]).ids
    for number, damage in enumerate((b"", b"no database", None)):
        (store / INDEX).unlink()
        if damage is not None:
            (store / INDEX).write_bytes(damage)
        near = add(store, [put(tmp_path / f"{number}.txt", *REPORT[:4], f"另据第{number}次更新。")])
        assert edited(near) == (original, near.ids[0], True)
    whole = (store / INDEX).read_bytes()
    (store / INDEX).write_bytes(whole[:5000] + b"x" * 9000 + whole[14000:])
    assert add(store, [put(tmp_path / "z.txt", "别的。")]).ids
    remove(store, [original])
    near = add(store, [put(tmp_path / "y.txt", *REPORT[:4], "另据最后一次更新。")])
    assert [twin.original for twin in near.duplicates] == [list_rows(store)[0]["id"]]


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
    for wrong in ("nobody", "n"):  # nobody's id, and the beginning of three
        with pytest.raises(RunError, match="开头"):
            remove(store, ["n1", wrong])
    assert remove(store, ["n1"]) == ["n1"]
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


def killing(at: int) -> Callable[[], int]:
    """Arms every step that changes the disk: the one with this number dies, before it, half-way or after it."""
    count = 0

    def armed(real):  # type: ignore[no-untyped-def]
        def step(*args, **kwargs):  # type: ignore[no-untyped-def]
            nonlocal count
            count += 3
            if count - 2 == at:
                os.kill(os.getpid(), signal.SIGKILL)
            if count - 1 == at and real is write:
                real(args[0], args[1][: len(args[1]) // 2])
            if count - 1 == at:
                os.kill(os.getpid(), signal.SIGKILL)
            done = real(*args, **kwargs)
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return step

    write = os.write
    for name in ("write", "pwrite", "fsync", "ftruncate"):
        setattr(os, name, armed(getattr(os, name)))
    Path.replace, Path.unlink = armed(Path.replace), armed(Path.unlink)  # type: ignore[method-assign]
    Reposts.commit = armed(Reposts.commit)  # type: ignore[method-assign]
    return lambda: count


def in_child(act: Callable[[], object], at: int) -> bool:
    """Does something in a process that is killed at a step; whether there was such a step."""
    child = os.fork()
    if child == 0:
        killing(at)
        act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize("step", ["add", "remove", "edit"])
def test_a_kill_at_any_write_leaves_whole_articles(tmp_path: Path, news: Path, step: str) -> None:
    """Real kills in a forked process: what stands is readable, and the same command goes on to the same bytes."""
    first = put(tmp_path / "first.txt", *REPORT)
    acts = {
        "add": lambda store: add(store, [news]),
        "remove": lambda store: remove(store, [str(row["id"]) for row in list_rows(store)[:1]]),
        "edit": lambda store: edit(store, "n1", {"title": "新题"}),
    }

    clean = tmp_path / "clean"
    add(clean, [first] if step == "add" else [news])
    shutil.copytree(clean, tmp_path / "begun")
    before = stored(clean)
    acts[step](clean)
    after = stored(clean)
    at, killed = 0, True
    while killed:
        at += 1
        store = shutil.copytree(tmp_path / "begun", tmp_path / f"hit{at}")
        killed = in_child(lambda store=store: acts[step](store), at)  # type: ignore[misc]
        assert set(before.items() & after.items()) <= set(stored(store).items()) <= set((before | after).items())
        assert verify(store) == []
        if step != "remove" or stored(store) == before:
            acts[step](store)
        assert (store / "articles.jsonl").read_bytes() == (clean / "articles.jsonl").read_bytes()
        if step == "add":
            names = [{path.name for path in (it / "articles").iterdir()} for it in (clean, store)]
            assert names[0] == names[1]
    assert at > 6


def test_a_line_that_was_cut_off_is_no_article(tmp_path: Path, news: Path) -> None:
    store = tmp_path / "corpus"
    add(store, [news])
    book = store / "articles.jsonl"
    whole = book.read_bytes()
    for cut in (1, 20, 60):
        book.write_bytes(whole[:-cut])
        assert len(list_rows(store)) == (5 if cut == 1 else 4)
        assert len(add(store, [news]).ids) == (0 if cut == 1 else 1)
        assert len(stored(store)) == 5
        assert verify(store) == []
    book.write_bytes(whole[:40] + b"\n" + whole[60:])
    with pytest.raises(RunError, match="第 1 行"):
        list_rows(store)


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


def test_the_lock_says_that_it_waits(tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    store, said = tmp_path / "corpus", []
    store.mkdir()
    monkeypatch.setattr("hedui.disk._PATIENCE", 0.1)
    with (store / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(RunError, match="另一个进程"):
            add(store, [news], AddOptions(waiting=said.append))
    assert len(said) == 1


@pytest.mark.parametrize("room", [0, 10, 60, 200])
def test_a_full_disk_is_a_sentence(tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    """Only so many bytes fit: the catalogue takes back the half row, and the next add finishes."""
    store = tmp_path / "corpus"
    add(store, [news / "b.md"])
    before, book = stored(store), (store / "articles.jsonl").read_bytes()
    write, left = os.write, room

    def full(handle: int, data: memoryview) -> int:
        nonlocal left
        if not left:
            raise OSError(errno.ENOSPC, "No space left on device")
        done = write(handle, data[:left])
        left -= done
        return done

    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "write", full)
        with pytest.raises(RunError, match=r"无法写入.*已有的文件不受影响。"):
            add(store, [news / "a.txt", news / "c.jsonl"])
    assert stored(store) == before
    assert (store / "articles.jsonl").read_bytes() == book
    assert len(add(store, [news]).ids) == 4
    assert verify(store) == []


def test_a_full_disk_for_the_index_alone(tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "corpus"
    first = add(store, [put(tmp_path / "a.txt", *REPORT)])
    connect = sqlite3.connect

    def small(path: object) -> sqlite3.Connection:
        base = connect(path)  # type: ignore[arg-type]
        if path != ":memory:":
            base.execute("PRAGMA max_page_count = 1")
        return base

    (store / INDEX).unlink()
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", small)
        near = add(store, [put(tmp_path / "b.txt", *REPORT[:4], "另据更新。")])
    assert edited(near)[0] == first.ids[0]
    assert verify(store) == []


def test_a_full_disk_leaves_no_half_original(tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "corpus"
    add(store, [news / "b.md"])
    held = sorted(store.rglob("*"))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(RunError, match="无法写入"):
            add(store, [news / "a.txt"])
    assert sorted(store.rglob("*")) == held
    assert len(add(store, [news]).ids) == 4


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="hedui add"):
        list_rows(tmp_path)
