"""kill -9 at random moments of `hedui add` and `hedui run`: nothing is lost, and the end is the same bytes.

    python benchmarks/kills.py [--kills N] [--seed N]

Half of the kills hit an `add` of generated articles, file by file, half a `run` over them.  After each, the store
must verify; at the end both must hold what an undisturbed add and run hold.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from hedui.corpus import list_rows, verify

FILES = ("claims.jsonl", "findings.jsonl", "rejects.jsonl", "articles.jsonl")


def hedui(*words: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "hedui", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def killed(process: "subprocess.Popen[bytes]", after: float) -> bool:
    """Whether it was still at work when it was killed."""
    time.sleep(after)
    early = process.poll() is None
    process.kill()
    process.wait()
    return early


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    work = Path(tempfile.mkdtemp())
    synth = Path(__file__).parent / "synth.py"
    subprocess.run([sys.executable, str(synth), "60", str(work / "made"), "--length", "600"], check=True)
    lines = (work / "made" / "articles.jsonl").read_bytes().splitlines(keepends=True)
    parts = [work / f"part{n}.jsonl" for n in range(6)]
    for n, part in enumerate(parts):
        part.write_bytes(b"".join(lines[n * 10 : n * 10 + 10]))

    start = time.perf_counter()
    for part in parts:
        hedui("add", part, "--corpus", work / "clean").wait()
    adding = (time.perf_counter() - start) / len(parts)
    start = time.perf_counter()
    hedui("run", work / "clean", "--out", work / "clean-out").wait()
    running = time.perf_counter() - start

    struck = 0
    for n in range(options.kills // 2):
        process = hedui("add", parts[n % len(parts)], "--corpus", work / "hit")
        struck += killed(process, chance.uniform(0, 1.2 * adding))
        if (work / "hit" / "articles.jsonl").is_file():
            assert verify(work / "hit") == [], verify(work / "hit")
    for part in parts:
        hedui("add", part, "--corpus", work / "hit").wait()
    for _ in range(options.kills - options.kills // 2):
        process = hedui("run", work / "hit", "--out", work / "hit-out")
        struck += killed(process, chance.uniform(0, 1.1 * running))
    hedui("run", work / "hit", "--out", work / "hit-out").wait()

    ids = [{str(row["id"]) for row in list_rows(work / store)} for store in ("clean", "hit")]
    assert ids[0] == ids[1], "the stores differ"
    for name in FILES:
        same = (work / "clean-out" / name).read_bytes() == (work / "hit-out" / name).read_bytes()
        assert same, f"{name} differs"
    left = [str(path) for path in (work / "hit").rglob(".*.tmp")]
    print(
        f"{struck} of {options.kills} kills hit a process at work; {len(ids[1])} articles, same bytes; left {left}"
    )


if __name__ == "__main__":
    main()
