"""A watched folder: files are taken once they are whole, each once, and Ctrl-C ends it."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from hedui.corpus import Added, AddOptions, list_rows
from hedui.corpus.watch import watch
from hedui.errors import RunError


def test_files_are_taken_when_they_are_whole(tmp_path: Path) -> None:
    inbox, store = tmp_path / "inbox", tmp_path / "corpus"
    inbox.mkdir()
    (inbox / "a.txt").write_text("第一篇报道。")
    looks = 0

    def between(_: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            (inbox / "b.txt").write_text("第二篇")
            (inbox / "skip.exe").write_text("x")
        if looks == 4:
            (inbox / "b.txt").write_text("第二篇报道,写完了。")
        if looks == 7:
            (inbox / "sub").mkdir()
            (inbox / "sub" / "bad.txt").write_bytes(b"\x00\x01")
        if looks == 10:
            raise KeyboardInterrupt

    brought: list[Added] = []
    with pytest.raises(KeyboardInterrupt):
        brought += watch(inbox, store, AddOptions(), sleep=between)
    assert [row["received"] for row in list_rows(store)] == [str(inbox / name) for name in ("a.txt", "b.txt")]


def test_what_cannot_be_watched(tmp_path: Path) -> None:
    for inbox, store in ((tmp_path / "none", tmp_path), (tmp_path, tmp_path / "corpus")):
        with pytest.raises(RunError, match=r"。$"):
            next(watch(inbox, store, AddOptions()))


def test_ctrl_c_ends_it_with_a_line(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text("第一篇报道。")
    words = ["-m", "hedui", "add", "inbox", "--watch", "--corpus", "corpus"]
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    )
    until = time.monotonic() + 60
    while not (tmp_path / "corpus" / "articles.jsonl").exists() and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(0.3)
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in err.decode()) == (0, False), err
    assert "加入 1 篇" in out.decode()
    assert "停止监视，共加入 1 篇" in err.decode()
