"""How long `hedui check` takes: a draft of 2,000 characters against a run of 20,000 articles.

    python benchmarks/check.py [--articles 20000] [--times 3]

The run's tables are made (`made.py`); the draft tells of ten of their companies, one revenue ten times too big.
Seconds by the clock and of CPU of the whole command, from its start to its end.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from made import company, made
from synth import FILLER

from hedui.report.results import Results
from hedui.report.tables import write_tables

LENGTH = 2000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=3)
    args = parser.parse_args()
    results = made(args.articles, 100)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(results, folder)
        draft = folder / "draft.txt"
        draft.write_text(text_of(results), encoding="utf-8")
        for _ in range(args.times):
            check(draft, folder)


def text_of(results: Results) -> str:
    """A draft that repeats the revenue of ten companies, the first ten times too big."""
    chance, text = random.Random(5), ""
    for number in range(10):
        name = company(17 * number + 3)
        claim = next(row for row in results.claims if row.entity == name)
        figure = claim.mention if number else f"{float(claim.mention.removesuffix('亿元')) * 10:.1f}亿元"
        text += f"{name}{claim.period}年{claim.metric}为{figure}。"
        while len(text) < LENGTH * (number + 1) // 10 - 1:
            text += chance.choice(FILLER)
        text += "\n"
    return text


def check(draft: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "hedui", "check", str(draft), "--against", str(folder), "--json"]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found = [json.loads(line)["check"] for line in said.splitlines()]
    print(f"{spent:.2f} s by the clock, {cpu:.2f} s of CPU; found {found}")


if __name__ == "__main__":
    main()
