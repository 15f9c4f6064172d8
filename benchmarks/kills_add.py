"""kill -9 at random moments of `add`, and full disks: whole articles only, and in the end the same bytes.

    python benchmarks/kills_add.py [--kills N] [--disks N] [--seed N]

Generated articles are added file by file; a file is tried until it is through, then comes the next, and after the
last a new store.  Three kills of four hit a forked process, which is at work at once, the others the command.
After each the store must verify and hold whole articles only; every finished store must equal, byte for byte, one
that was filled without a kill.  As root, the same on file systems of a few hundred KB that fill up.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from hedui.corpus import add, list_rows, verify
from hedui.errors import RunError

SIZES = (4, 1400, 1, 30)  # articles a file; one file is written in three goes


def make_parts(work: Path) -> list[Path]:
    synth = Path(__file__).parent / "synth.py"
    words = [str(sum(SIZES)), str(work / "made"), "--length", "300"]
    subprocess.run([sys.executable, str(synth), *words], check=True)
    lines = (work / "made" / "articles.jsonl").read_bytes().splitlines(keepends=True)
    parts = []
    for size in SIZES:
        part = work / f"part{len(parts)}.jsonl"
        part.write_bytes(b"".join(lines[:size]))
        lines = lines[size:]
        parts.append(part)
    return parts


def content(store: Path) -> str:
    """A hash over the catalogue and all originals."""
    digest = sha256((store / "articles.jsonl").read_bytes())
    for path in sorted((store / "articles").iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def begin(store: Path, part: Path, command: bool) -> int:
    """An `add` in a process of its own; its number."""
    if command:
        words = [sys.executable, "-m", "hedui", "add", str(part), "--corpus", str(store)]
        return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).pid
    child = os.fork()
    if child == 0:
        add(store, [part])
        os._exit(0)
    return child


def struck(child: int, after: float) -> bool:
    """Whether the process was still at work when it was killed."""
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def rows_of(store: Path) -> list[str]:
    """The rows in no order: a file that did not fit is added after those that did."""
    return sorted(map(str, list_rows(store)))


def check(store: Path) -> int:
    """How many articles stand.  Whatever is wrong stops the benchmark."""
    if not (store / "articles.jsonl").is_file():
        return 0
    wrong = verify(store)
    assert not wrong, wrong
    return len(list_rows(store))


def kills(work: Path, parts: list[Path], count: int, chance: random.Random) -> None:
    clean = work / "clean"
    spent = []
    for part in parts:
        start = time.perf_counter()
        add(clean, [part])
        spent.append(time.perf_counter() - start)
    wanted = content(clean)
    whole = {0, *accumulate(SIZES)}
    hits = stores = partial = 0
    while hits < count:
        store = work / f"hit{stores}"
        for part, seconds in zip(parts, spent, strict=True):
            while hits < count:
                command = chance.random() < 0.25
                child = begin(store, part, command)
                if not struck(child, chance.uniform(0, 1.6 * seconds + (0.6 if command else 0))):
                    break
                hits += 1
                partial += check(store) not in whole
            add(store, [part])
        left = [path.name for path in store.rglob(".*.tmp")]
        assert content(store) == wanted, f"{store} differs"
        assert not left, left
        shutil.rmtree(store)
        stores += 1
    print(f"{hits} kills hit an add at work, {partial} within a file; {stores} stores filled, the same bytes")


def disks(work: Path, parts: list[Path], count: int) -> None:
    """Stores on small file systems, each with a little more room; then room is made and the add goes on."""
    full = 0
    for n in range(count):
        disk = work / f"disk{n}"
        disk.mkdir()
        size = 40 + n * 1600 // count
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(disk)], check=False)
        if made.returncode:
            print("small file systems need root; not measured")
            return
        try:
            for part in parts:
                try:
                    add(disk / "store", [part])
                except RunError as error:
                    full += str(error).endswith("。")
                check(disk / "store")
            subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
            for part in parts:
                add(disk / "store", [part])
            assert not verify(disk / "store")
            assert rows_of(disk / "store") == rows_of(work / "clean"), size
        finally:
            subprocess.run(["umount", str(disk)], check=True)
    print(f"{count} disks, {full} adds ended with a sentence; the same rows in the end")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--disks", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        parts = make_parts(work)
        kills(work, parts, options.kills, random.Random(options.seed))
        disks(work, parts, options.disks)


if __name__ == "__main__":
    main()
