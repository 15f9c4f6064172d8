"""kill -9 at random moments of `hedui run` (kills_add.py: of `add`): nothing is lost, the end is the same bytes.

    python benchmarks/kills.py [--kills N] [--articles N] [--seed N] [--workers N]

Every kill hits a run over generated articles that has something to do: since the last comparison some articles
came, went or changed.  The run is not done again at once: the next kill hits what the last one left.  At every
tenth kill the run is let go to its end, and must hold what a run over the same articles that was never disturbed
holds.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TABLES = ("claims.jsonl", "findings.jsonl", "rejects.jsonl", "articles.jsonl", "report.html")
EACH = 10


def hedui(articles: Path, out: Path, workers: int, *words: str) -> "subprocess.Popen[bytes]":
    told = ["--out", str(out), "--workers", str(workers), *words]
    command = [sys.executable, "-m", "hedui", "run", str(articles), *told]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def killed(process: "subprocess.Popen[bytes]", after: float) -> bool:
    """Whether it was still at work when it was killed."""
    time.sleep(after)
    early = process.poll() is None
    process.kill()
    process.wait()
    return early


def changed(rows: list[dict[str, str]], pool: list[dict[str, str]], chance: random.Random) -> list[dict[str, str]]:
    """Some articles less, some more, some with another text."""
    kept = [row for row in rows if chance.random() < 0.9]
    there = {row["id"] for row in kept}
    more = [row for row in pool if row["id"] not in there and chance.random() < 0.3]
    return [
        row | {"text": row["text"].replace("亿元", "万元", 1)} if chance.random() < 0.1 else row
        for row in kept + more
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="with 2, workers outlive the run that is killed")
    options = parser.parse_args()
    chance, work = random.Random(options.seed), Path(tempfile.mkdtemp())
    synth = Path(__file__).parent / "synth.py"
    made = [sys.executable, str(synth), str(options.articles), str(work / "made"), "--length", "400"]
    subprocess.run(made, check=True)
    pool = [json.loads(line) for line in (work / "made" / "articles.jsonl").open(encoding="utf-8")]
    given, hit, clean = work / "given.jsonl", work / "hit", work / "clean"
    rows, long, struck, compared = pool, 0.0, 0, 0
    for number in range(options.kills):
        if number % EACH == 0:
            rows = changed(rows, pool, chance)
            given.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
            start = time.perf_counter()
            hedui(given, clean, options.workers, "--afresh").wait()
            long = time.perf_counter() - start
        struck += killed(hedui(given, hit, options.workers), chance.uniform(0, long))
        if number % EACH == EACH - 1 or number == options.kills - 1:
            hedui(given, hit, options.workers).wait()
            for name in TABLES:
                assert (clean / name).read_bytes() == (hit / name).read_bytes(), (
                    f"{name} differs after {number + 1}"
                )
            compared += 1
    print(
        f"{struck} of {options.kills} kills hit a run at work; "
        f"{compared} times compared with an undisturbed run, the same bytes"
    )


if __name__ == "__main__":
    main()
