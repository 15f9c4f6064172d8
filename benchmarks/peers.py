"""Our reader on the suites of the open peers, beside the best figure of a peer that did not write the suite.

    python benchmarks/peers.py [--peers ../shared/peers] [--only 'rt-*'] [--misses 5]

One table: suite, cases, our span F1 (recall for the component suites) and value accuracy, the bar, the best peer.
Where a suite's convention is not ours, the case stands in `SET_APART` with the reason and is counted apart.
The suites of figures come from `peers_figures.py`, those of dates and times from `peers_time.py`: each offers
`SUITES` (names), `predict(row)` (spans in the scorer's form), `SET_APART` and `BARS`.
"""

import argparse
import fnmatch
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import peers_figures
import peers_time

Row = dict[str, Any]
HERE = Path(__file__).parent
MAX_APART = 0.05
# Peers scored on suites made from their own tests show the ceiling, not merit.
OWN = {"rt": ("rt-git", "rt-pypi", "rt-pypi-t2s"), "jio": ("jionlp",), "cn2an": ("cn2an",)}


def read(path: Path) -> list[Row]:
    """The rows of a suite."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(folder: Path, suites: dict[str, list[Row]], predictions: Iterable[Row], misses: int) -> dict[str, Row]:
    """The peers' own scorer on our predictions, without the cases set apart."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "suites").mkdir()
        for suite, rows in suites.items():
            lines = (json.dumps(row, ensure_ascii=False) for row in rows)
            (place / "suites" / f"{suite}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        lines = (json.dumps(row, ensure_ascii=False) for row in predictions)
        (place / "pred.jsonl").write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, str(folder / "score.py"), "--suites", str(place / "suites")]
        command += [
            "--pred",
            str(place / "pred.jsonl"),
            "--json",
            str(place / "out.json"),
            "--misses",
            str(misses),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        report: dict[str, Row] = json.loads((place / "out.json").read_text(encoding="utf-8"))["suites"]
    return report


def best_peer(folder: Path, suite: str) -> str:
    """The best span F1 / value of a peer on a suite that is not its own, with its name."""
    own = OWN.get(suite.split("-")[0], ())
    best = (-1.0, "–")
    for path in sorted((folder / "baselines").glob("*.json")):
        if path.stem.startswith(own) if own else False:
            continue
        data = json.loads(path.read_text(encoding="utf-8"))["suites"].get(suite)
        if data is None:
            continue
        f1, value = data.get("f1", data.get("recall")), data.get("val_at_gold")
        if f1 is not None and f1 > best[0]:
            best = (f1, f"{f1:.2f} / {value if value is None else format(value, '.2f')} {path.stem}")
    return best[1]


def main() -> int:
    """Prints the table; exit code 1 when a bar is missed or too many cases are set apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, default=HERE.parent / ".." / "shared" / "peers")
    parser.add_argument("--only", default="*")
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    failed = False
    print(f"{'suite':30s} cases apart   F1/recall  value   bar          best other peer")
    adapters: tuple[Any, ...] = (peers_figures, peers_time)
    for module in adapters:
        names = [name for name in module.SUITES if fnmatch.fnmatch(name, options.only)]
        suites, predictions, apart = {}, [], {}
        for suite in names:
            rows = read(options.peers / "suites" / f"{suite}.jsonl")
            if suite in getattr(module, "FLAGGED", ()):
                rows = [row for row in rows if "python" not in row.get("not_supported", ())]
            kept = [row for row in rows if (suite, row["case"]) not in module.SET_APART]
            suites[suite], apart[suite] = kept, len(rows) - len(kept)
            predictions += [{"suite": suite, "case": row["case"], "spans": module.predict(row)} for row in kept]
        for suite, result in score(options.peers, suites, predictions, options.misses).items():
            f1, value = result.get("f1", result.get("recall")), result.get("val_at_gold")
            bar = module.BARS.get(suite)
            low = bar is not None and (f1 < bar[0] or (value is not None and value < bar[1]))
            low = low or apart[suite] > MAX_APART * (result["cases"] + apart[suite])
            failed = failed or low
            shown = f"{f1:9.3f} {value if value is None else format(value, '8.3f')}"
            bars = f"{bar[0]:.2f} / {bar[1]:.2f}" if bar else "–"
            counts = f"{suite:30s} {result['cases']:5d} {apart[suite]:5d}"
            print(f"{counts} {shown}  {'✗' if low else ' '} {bars:12s} {best_peer(options.peers, suite)}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
