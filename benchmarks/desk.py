"""How fast the desk answers with 20,000 findings: the list, one finding, a decision.

    python benchmarks/desk.py [--findings 20000] [--articles 20000] [--decided 5000] [--times 60]

Milliseconds by the clock per request through the whole application (guard, templates, SQLite on disk), without a
network.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from made import company, made
from starlette.testclient import TestClient

from hedui.commands.review import comparer, keeper
from hedui.desk.app import Desk, create_app
from hedui.desk.guard import Rules
from hedui.desk.queue import Queue, values_of
from hedui.desk.store import Decisions, Step
from hedui.report.states import topic_of
from hedui.report.tables import write_tables
from hedui.runners import RunOptions

CSRF = {"x-hedui-csrf": "page"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=20_000)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--decided", type=int, default=5_000)
    parser.add_argument("--times", type=int, default=60)
    args = parser.parse_args()
    results = made(args.articles, args.findings)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(results, folder)
        decisions = Decisions(folder / "decisions.sqlite")
        for row in results.findings[:: max(1, args.findings // args.decided)]:
            decisions.write(
                Step(row.id, "decide", "小李", "error", "", row.severity, values_of(row), topic_of(row))
            )
        rules = Rules(hosts=("testserver",), csrf="page")
        queue = Queue(folder, decisions)
        desk = Desk(queue, rules, comparer(folder, RunOptions(workers=1)), keeper(folder / "corpus"))
        with TestClient(create_app(desk)) as client:
            begun = time.perf_counter()
            client.get("/")
            print(f"first page, with everything read: {time.perf_counter() - begun:.1f} s")
            ids = [row.id for row in results.findings]
            measure("list", lambda n: client.get("/", params={"page": n + 1}), args.times)
            measure(
                "list, all states",
                lambda n: client.get("/", params={"state": "all", "page": 9 * n + 1}),
                args.times,
            )
            measure("search", lambda n: client.get("/", params={"text": company(n), "state": "all"}), args.times)
            measure("finding", lambda n: client.get(f"/finding/{ids[7 * n]}"), args.times)
            said = {"author": "小李", "verdict": "error"}
            measure(
                "decision",
                lambda n: client.post(f"/finding/{ids[11 * n + 1]}/decide", data=said, headers=CSRF),
                args.times,
            )
            measure("API findings", lambda n: client.get("/api/findings", params={"page": n + 1}), args.times)


def measure(name: str, ask: Callable[[int], object], times: int) -> None:
    spent = []
    for number in range(times):
        begun = time.perf_counter()
        answer = ask(number)
        spent.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, answer  # type: ignore[attr-defined]
    print(f"{name:18} median {median(spent):6.1f} ms, 95th percentile {quantiles(spent, n=20)[-1]:6.1f} ms")


if __name__ == "__main__":
    main()
