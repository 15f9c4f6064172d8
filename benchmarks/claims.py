"""Are the figures read correctly?  The claims of the annotated articles against their gold, by story unseen.

    python benchmarks/claims.py [--misses N] [--by-hand]

Every article is bound by a forest that has seen no article of its story; the scorer beside the annotated articles
then judges the claims.  The articles written to learn from are learned from, not counted.  Prints one line a set,
the loss waterfall, the gaps between scripts and domains, and the calibration of the confidence.  Other learned
parts (names) are as shipped.  `--by-hand` judges the weights set by hand that stand in where no model is shipped.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "pipeline" / "training"))

from binding_gold import GOLD, SETS, Example, load_training, make, rows, write_rows  # noqa: E402
from score import render, score_claims  # noqa: E402
from train_binding import Trained, calibrated, folds_of, kept, least_worth, prepare, save, train  # noqa: E402

from hedui.extract.claims import find_claims_each  # noqa: E402
from hedui.extract.claims.binding.byhand import scorers  # noqa: E402
from hedui.extract.claims.binding.ranker import Model  # noqa: E402
from hedui.extract.claims.building import bound_of, build_claim  # noqa: E402
from hedui.extract.claims.confidence import worthy  # noqa: E402
from hedui.extract.claims.dates import find_date_claims  # noqa: E402
from hedui.flow import Tools, load_tools, read  # noqa: E402
from hedui.records import claim_row  # noqa: E402

MONEY = ("CNY", "HKD", "USD", "TWD")


def predicted(examples: list[Example], trained: Trained, tools: Tools) -> dict[str, list[dict[str, Any]]]:
    """The claim rows of each set, with calibrated confidence, unworthy figures left out."""
    folds = folds_of(examples)
    models = [Model(forests) for forests in trained.per_fold]
    confidence = confidence_of(trained, folds)
    least = least_worth(trained)
    out: dict[str, list[dict[str, Any]]] = {example.folder: [] for example in examples}
    for i, example in enumerate(examples):
        mine = trained.owner == i
        bound = bound_of(example.scene, trained.bindings[i], confidence[mine], tools.lexicon)
        kept = worthy(example.scene, trained.bindings[i], trained.worth[mine], least)
        (dated,) = find_date_claims([example.scene], models[folds[i]])
        claims = [build_claim(bound, int(k)) for k in kept] + dated
        out[example.folder] += [claim_row(claim) for claim in claims]
    return out


def confidence_of(trained: Trained, folds: list[int]) -> np.ndarray:
    """The confidence of every figure by a curve fitted without the figure's fold."""
    fold = np.array(folds)[trained.owner]
    out = np.zeros(len(fold))
    for k in sorted(set(folds)):
        out[fold == k] = calibrated(trained, fold != k)(trained.right[fold == k])
    return out


def calibration(trained: Trained, folds: list[int], counted: np.ndarray) -> str:
    """Expected calibration error over ten bins of one size, and the share right in the surer half.

    `counted` marks the examples that are asked for.
    """
    known = (trained.claimed >= 0) & kept(trained, least_worth(trained)) & counted[trained.owner]
    sure, truth = confidence_of(trained, folds)[known], trained.truth[known]
    order = np.argsort(sure)
    bins = np.array_split(order, 10)
    error = sum(len(b) / len(sure) * abs(sure[b].mean() - truth[b].mean()) for b in bins)
    tops = [
        f"{share:.0%} {truth[order[int(len(order) * (1 - share)) :]].mean():.3f}" for share in (0.1, 0.25, 0.5)
    ]
    return f"calibration error {error:.3f}; right among the surest {', '.join(tops)}"


def by_part(examples: list[Example], predictions: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    """Strict F1 by script and by domain over the sets without the seeds, then by script in stories told in both.

    The stories of the two scripts are not the same ones: only the last pair says what the script does.
    """
    counted = [e for e in examples if e.folder in SETS[:4]]
    money = {e.story for e in counted if sum(g.unit in MONEY for g in e.gold) > len(e.gold) / 5}
    told: dict[str, str] = {}
    for name, wanted in (
        ("simplified", [e for e in counted if "simplified" in e.script]),
        ("traditional", [e for e in counted if "traditional" in e.script]),
        ("finance", [e for e in counted if e.story in money]),
        ("other", [e for e in counted if e.story not in money]),
    ):
        score, asked = strict(wanted, predictions)
        told[name] = f"strict F1 {score:.3f} of {asked}"
    return told | in_both_scripts(counted, predictions)


def in_both_scripts(examples: list[Example], predictions: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    """Strict F1 by script over the stories with ten claims and more in each, weighed by the smaller number."""
    scores: dict[str, list[float]] = {"simplified": [], "traditional": []}
    weights = []
    for story in sorted({e.story for e in examples}):
        mine = [[e for e in examples if e.story == story and script in e.script] for script in scores]
        (left, asked), (right, also) = (strict(told, predictions) for told in mine)
        if min(asked, also) >= 10:
            weights.append(min(asked, also))
            scores["simplified"].append(left)
            scores["traditional"].append(right)
    return {
        f"{script}, same stories": f"strict F1 {np.average(of, weights=weights):.3f} in {len(weights)} stories"
        for script, of in scores.items()
    }


def strict(examples: list[Example], predictions: dict[str, list[dict[str, Any]]]) -> tuple[float, int]:
    """Strict F1 of the claims of these articles, and how many claims the gold has."""
    hits = asked = offered = 0
    for folder in sorted({e.folder for e in examples}):
        mine = [e for e in examples if e.folder == folder]
        ids = {e.article.id for e in mine}
        pred = [make(r) for r in predictions[folder] if r["article"] in ids]
        report = score_claims([g for e in mine for g in e.gold], pred, mine[0].names)
        hits += report["waterfall"]["right"]
        asked += report["gold"]
        offered += report["predicted"] - report["extra"]["repeats"] - report["extra"]["dates"]
    return 2 * hits / max(1, asked + offered), asked


def by_hand(examples: list[Example], tools: Tools) -> dict[str, list[dict[str, Any]]]:
    """The claim rows of each set by the weights set by hand."""
    out: dict[str, list[dict[str, Any]]] = {example.folder: [] for example in examples}
    for example in examples:
        (claims,) = find_claims_each([read(example.article, tools)], tools.lexicon, Model(scorers()))
        out[example.folder] += map(claim_row, claims)
    return out


def main() -> None:
    """Trains by story, predicts, scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--out", type=Path, default=None, help="folder for the predicted rows")
    parser.add_argument("--save", action="store_true", help="also write the model trained on everything")
    parser.add_argument("--by-hand", action="store_true", help="no learned model: weights set by hand")
    options = parser.parse_args()
    tools = load_tools()
    examples = load_training()
    if options.by_hand:
        judge(by_hand(examples, tools), examples, options)
        return
    prepare(examples, tools)
    trained = train(examples, folds_of(examples), tools)
    predictions = predicted(examples, trained, tools)
    judge(predictions, examples, options)
    if options.save:
        save(trained)
    print(calibration(trained, folds_of(examples), np.array([e.folder in SETS for e in examples])))
    print(json.dumps(by_part(examples, predictions), ensure_ascii=False))


def judge(
    predictions: dict[str, list[dict[str, Any]]], examples: list[Example], options: argparse.Namespace
) -> None:
    """Scores each set and prints it."""
    for name in SETS:
        if options.out:
            write_rows(options.out / f"{name}.jsonl", predictions[name])
        gold = [make(r) for r in rows(GOLD / name / "claims.jsonl")]
        names = next(e.names for e in examples if e.folder == name)
        report = score_claims(gold, [make(r) for r in predictions[name]], names, options.misses)
        report.pop("parts"), report.pop("note")
        misses = report.pop("misses", None)
        print(f"== {name}\n{render(report)}")
        if misses:
            print(json.dumps(misses, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
