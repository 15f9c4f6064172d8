"""Learns how often findings are right, one curve a family: writes hedui/data/models/findings.json.

    python pipeline/training/train_findings.py

Data: the findings of the shipped pipeline on the annotated stories beside the checkout and on those in written/,
right where the annotation holds the conflict; what it does not judge counts as wrong, for most of it is.  Method:
logistic regression on the log-odds of the readings, drawn towards the common rate of all families (so many
findings have no more to say).
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from binding_gold import WRITTEN
from reliability import Judged, judged_findings

from hedui.crosscheck.calibration import FAMILIES, MODEL, Curve, learned_curves, logit

PRIOR = 4.0  # the common rate weighs as much as so many findings
STEPS, PACE = 4000, 0.01
ROUNDS = 6  # learned again until nothing changes, which took four
SLOPE = 0.3  # towards which a slope is drawn


def curve_of(rows: Sequence[Judged], rate: float) -> Curve:
    """The curve of one family by gradient descent; `rate` is the share of all findings that are right."""
    x = np.array([logit(row.reading) for row in rows])
    y = np.array([float(row.right) for row in rows])
    base = float(np.log(rate / (1 - rate)))
    a, b = base, SLOPE
    for _ in range(STEPS):
        error = 1 / (1 + np.exp(-(a + b * x))) - y
        a -= PACE * float(error.sum() + (a - base) * PRIOR * rate * (1 - rate))
        b = max(0.0, b - PACE / 2 * float((error * x).sum() + (b - SLOPE) * PRIOR))
    return round(a, 4), round(b, 4)


def curves_of(rows: Sequence[Judged]) -> dict[str, Curve]:
    """One curve for each family."""
    rate = sum(row.right for row in rows) / len(rows)
    return {name: curve_of([row for row in rows if row.family == name], rate) for name in FAMILIES}


def written_findings(gold: Path) -> list[Judged]:
    """The findings on the articles written to learn from; the scorer is that of the annotated ones."""
    return judged_findings(gold, [str(folder) for folder in sorted(WRITTEN.iterdir()) if folder.is_dir()])


def learn(gold: Path) -> bytes:
    """The model file as learned of the findings that are shown now; what is shown depends on it, a little."""
    judged = [*judged_findings(gold), *written_findings(gold)]
    rows = [row for row in judged if row.family is not None]
    model = json.dumps({"curves": curves_of(rows), "findings": len(rows)}, indent=1) + "\n"
    MODEL.write_text(model, encoding="utf-8")
    learned_curves.cache_clear()
    return model.encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?", default=Path("../shared/gold"))
    args = parser.parse_args()
    models = [b""]
    while len(models) <= ROUNDS and models[-1] not in models[:-1]:
        models.append(learn(args.gold))
    print(models[-1].decode())


if __name__ == "__main__":
    main()
