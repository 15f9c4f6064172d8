"""Workers, memory and time per article on generated articles; whether what was planted is found.

    python benchmarks/workers.py COUNT [--folder DIR]

Prints one table.  The busy loop says what two processes are worth on this machine at this moment: the speed-up of
the run is to be read beside it.  The parent's memory is that of reading and extracting only, nothing kept.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

from synth import read_planted

from hedui.flow import cross_check, load_tools
from hedui.model import Extraction
from hedui.readers import read_articles
from hedui.runners import RunOptions
from hedui.runners.local import extract


def busy(rounds: int) -> int:
    total = 0
    for number in range(rounds):
        total += number * number
    return total


def control(rounds: int = 30_000_000) -> float:
    """How much faster two busy loops are than one after the other."""
    start = time.perf_counter()
    busy(rounds)
    one = time.perf_counter() - start
    with get_context("spawn").Pool(2) as pool:
        pool.map(busy, [1, 1])
        start = time.perf_counter()
        pool.map(busy, [rounds, rounds])
        two = time.perf_counter() - start
    return 2 * one / two


def megabytes(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def run(path: Path, workers: int) -> float:
    """Seconds by the clock to read and extract, with nothing kept."""
    start = time.perf_counter()
    for _ in extract(read_articles([path]), RunOptions(workers=workers)):
        pass
    return time.perf_counter() - start


def found(path: Path) -> tuple[int, int, float]:
    """Planted slips found, planted slips, and seconds of the cross-check."""
    made = [item for item in extract(read_articles([path]), RunOptions(workers=2)) if isinstance(item, Extraction)]
    owner = {claim.id: claim.article for part in made for claim in part.claims}
    start = time.perf_counter()
    findings = cross_check(made, load_tools())
    spent = time.perf_counter() - start
    named = [{owner[claim] for claim in finding.claims if claim in owner} for finding in findings]
    planted = list(read_planted(path.parent))
    return sum(any(slip["article"] in names for names in named) for slip in planted), len(planted), spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp())
    here = Path(__file__).parent
    subprocess.run([sys.executable, str(here / "synth.py"), str(options.count), str(folder)], check=True)
    path = folder / "articles.jsonl"
    loops = control()
    two = run(path, 2)
    print(f"two workers      {two:8.1f} s, {options.count / two:.1f} articles/s")
    print(f"memory           parent {megabytes(resource.RUSAGE_SELF):.0f} MB", end=", ")
    print(f"largest worker {megabytes(resource.RUSAGE_CHILDREN):.0f} MB")
    one = run(path, 1)
    print(f"one worker       {one:8.1f} s, {1000 * one / options.count:.1f} ms an article")
    print(f"speed-up         {one / two:8.2f}, two busy loops {loops:.2f}")
    good, planted, spent = found(path)
    print(f"planted slips    {good} of {planted} found, cross-check {spent:.2f} s")


if __name__ == "__main__":
    main()
