"""Whole runs over generated articles: time, memory, workers, growth, one article more, and what was planted.

    python benchmarks/workers.py COUNT... [--folder DIR] [--single]

For every count: a run with two workers, then (--single) one with one, which is the parent itself: nothing is
packed or sent; then one article more (as many workers as the run finds worth it), and all of that afresh. CPU
is that of all processes of a run, and that of the parent alone, which reads, keeps, settles and writes; memory
the peak of the parent and of the largest worker (which shares most of it with the others). The busy loop says
what two processes are worth on this machine at this moment, and (--single) so do two runs of one process each,
which share cache and memory as workers do: the speed-up of a run is to be read beside both. It cannot be more
than the time outside of the two stages that the workers share allows, which is printed too.  Modules are compiled
beforehand, as pip leaves them.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from synth import read_planted

# Where the compiled modules stand; the empty word lets Python write them where the environment forbids it.
BYTECODE = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": tempfile.mkdtemp()}
TABLES = ("articles.jsonl", "claims.jsonl", "findings.jsonl", "rejects.jsonl", "report.html")


@dataclass
class Spent:
    """What a run cost: seconds by the clock and of CPU (of all, of the parent alone), seconds by the clock outside
    of what workers share, peak megabytes of the parent and of the largest worker.
    """

    clock: float = 0.0
    cpu: float = 0.0
    own: float = 0.0
    serial: float = 0.0
    parent: float = 0.0
    worker: float = 0.0

    def __str__(self) -> str:
        peaks = f"parent {self.parent:5.0f} MB   worker {self.worker:5.0f} MB"
        spent = f"{self.clock:8.1f} s {self.cpu:8.1f} s CPU (parent {self.own:.1f})"
        return f"{spent}   {peaks}   {self.serial:.1f} s not shared"


def busy(rounds: int) -> int:
    total = 0
    for number in range(rounds):
        total += number * number
    return total


def control(rounds: int = 30_000_000) -> float:
    """How much faster two busy loops are than one after the other."""
    with get_context("spawn").Pool(2) as pool:
        pool.map(busy, [1, 1])
        start = time.perf_counter()
        pool.map(busy, [rounds], chunksize=1)
        one = time.perf_counter() - start
        start = time.perf_counter()
        pool.map(busy, [rounds, rounds], chunksize=1)
        two = time.perf_counter() - start
    return 2 * one / two


def run(path: Path, out: Path, *words: str) -> Spent:
    """One `hedui run` in processes of its own."""
    command = [sys.executable, "-m", "hedui", "run", str(path), "--out", str(out), *words]
    spent, start = Spent(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | BYTECODE)
    others: dict[int, float] = {}  # CPU of the workers, as last seen: no run of ours waits for them
    while True:
        spent.parent = max(spent.parent, peak(process.pid))
        workers = descendants(process.pid)
        spent.worker = max([spent.worker, *map(peak, workers)])
        others |= {pid: cpu for pid in workers if (cpu := cpu_of(pid))}
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        time.sleep(0.2)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 3), process.returncode
    spent.clock, spent.own = time.perf_counter() - start, used.ru_utime + used.ru_stime
    spent.cpu = spent.own + sum(others.values())
    shared = seconds(out)
    spent.serial = spent.clock - shared["extract"] - shared["cross_check"]
    return spent


def at_once(path: Path, folder: Path) -> float:
    """How much faster two runs of one process each are at once than in turn: what the machine allows."""
    one = run(path, folder / "one", "--workers", "1", "--afresh").clock
    with ThreadPoolExecutor(2) as pool:
        names = ("left", "right")
        both = list(pool.map(lambda name: run(path, folder / name, "--workers", "1", "--afresh").clock, names))
    return 2 * one / max(both)


def cpu_of(pid: int) -> float:
    """CPU seconds of a process that still runs, without its children; 0 where that cannot be told."""
    with suppress(OSError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def peak(pid: int) -> float:
    """The most memory that a process has had so far, in megabytes."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    return 0.0


def descendants(pid: int) -> list[int]:
    """The workers, and the process that they are forked from."""
    with suppress(OSError):
        below = [int(name) for name in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return [*below, *(other for child in below for other in descendants(child))]
    return []


def generated(count: int, folder: Path) -> Path:
    synth = Path(__file__).parent / "synth.py"
    subprocess.run([sys.executable, str(synth), str(count), str(folder)], check=True)
    return folder / "articles.jsonl"


def found(out: Path, planted: Path) -> tuple[set[str], int]:
    """The articles with a planted slip in which a finding stands, and how many were planted."""
    owner = {}
    with (out / "claims.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            owner[row["id"]] = row["article"]
    named = set()
    with (out / "findings.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["severity"] != "notice":
                named |= {owner[claim] for claim in row["claims"]}
    slips = [slip["article"] for slip in read_planted(planted)]
    return {article for article in slips if article in named}, len(slips)


def same(one: Path, other: Path) -> bool:
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in TABLES)


def measured(count: int, folder: Path, single: bool) -> tuple[Spent, set[str]]:
    """All runs over so many articles."""
    path, more = generated(count, folder / f"{count}"), generated(count + 1, folder / f"{count}-and-one")
    out, full, alone = folder / f"out-{count}", folder / f"full-{count}", folder / f"alone-{count}"
    two = run(path, out, "--workers", "2", "--afresh")
    good, planted = found(out, path.parent)
    print(f"\n{count} articles\ntwo workers    {two}   {1000 * two.cpu / count:.1f} ms CPU an article")
    print(f"planted        {len(good)} of {planted} found")
    print("stages         " + ", ".join(f"{k} {v}" for k, v in seconds(out).items()), flush=True)
    if single:
        one = run(path, alone, "--workers", "1", "--afresh")
        print(
            f"one worker     {one}   speed-up {one.clock / two.clock:.2f}, two busy loops {control():.2f}",
            flush=True,
        )
    again = run(more, out)
    print(
        f"one more       {again}   {again.cpu / two.cpu:.2%} of the CPU, {again.clock / two.clock:.2%} of the time"
    )
    print("stages         " + ", ".join(f"{k} {v}" for k, v in seconds(out).items()))
    run(more, full, "--workers", "2", "--afresh")
    print(f"same bytes     {same(out, full)} as a full run over {count + 1}")
    return two, good


def seconds(out: Path) -> dict[str, float]:
    stages: dict[str, float] = json.loads((out / "run.json").read_text(encoding="utf-8"))["seconds"]
    return stages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="+")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--single", action="store_true")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp())
    print(f"two busy loops are worth {control():.2f}")
    run(generated(1, folder / "warm"), folder / "compiled", "--workers", "2")
    if options.single:
        small = generated(min(options.count), folder / "small")
        print(f"two runs of one process at once are worth {at_once(small, folder):.2f}")
    ran = {count: measured(count, folder, options.single) for count in sorted(options.count)}
    print(f"\ntwo busy loops are worth {control():.2f}")
    (small, (first, good)), (large, (last, better)) = min(ran.items()), max(ran.items())
    if small != large:
        growth = last.cpu / large / (first.cpu / small) - 1
        print(
            f"from {small} to {large} articles: CPU an article {growth:+.1%}, "
            f"parent {last.parent - first.parent:+.0f} MB, worker {last.worker - first.worker:+.0f} MB, "
            f"found in the small run and not in the large one: {sorted(good - better)}"
        )


if __name__ == "__main__":
    main()
