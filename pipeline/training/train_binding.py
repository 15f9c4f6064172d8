"""Trains the ranker that binds figures to metric, entity and period: writes hedui/data/models/binding.json.

    python pipeline/training/train_binding.py [--jobs N]

Data: the annotated articles beside the checkout (their texts are third-party material; only counts of features
reach the model).  Method: one gradient-boosted forest a slot over the columns of extract/claims/features.py; the
calibrations come from predictions on stories the forest has not seen.
"""

import argparse
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from binding_gold import FIELDS, Example, align, labels, load_examples, make, verdicts
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression

from hedui.extract.claims import scene_of
from hedui.extract.claims.binding import SLOTS, Binding, Slot, choose, measure
from hedui.extract.claims.build import bound_of, build_claim
from hedui.extract.claims.confidence import table, traits
from hedui.extract.claims.features import matrix
from hedui.extract.claims.growth import growth_words, inherited
from hedui.extract.claims.ranker import MODEL, forest_from
from hedui.flow import Tools, load_tools, read
from hedui.records import claim_row

FOLDS = 5
SETTINGS = {
    "max_iter": 50,
    "max_depth": 5,
    "max_leaf_nodes": 14,
    "learning_rate": 0.1,
    "min_samples_leaf": 80,
    "l2_regularization": 1.0,
    "max_bins": 64,
    "early_stopping": False,
    "random_state": 7,
}
# What can only speak for a candidate, or only against it, whatever the stories at hand happen to say.
SENSE = {
    "gap": -1,
    "clauses": -1,
    "sentences": -1,
    "paragraphs": -1,
    "entities_between": -1,
    "figures_between": -1,
    "metrics_between": -1,
    "periods_between": -1,
    "in_list": 1,
    "c_count": 1,
    "c_main": 1,
    "c_head": 1,
    "c_share": 1,
    "c_leads": 1,
    "c_rank": -1,
    "c_home": 1,
    "c_says": -1,
    "fits": 1,
    "c_known": 1,
    "c_common": 1,
}
HEAVY = {"long-a": 2.0, "long-b": 2.0, "seeds": 2.0}  # whole articles are what users have


def prepare(examples: list[Example], tools: Tools) -> None:
    """Reads and aligns every article."""
    for example in examples:
        example.scene = scene_of(read(example.article, tools), tools.lexicon)
        align(example)


def folds_of(examples: list[Example]) -> list[int]:
    """The fold of each article: stories stay together, large stories first into the smallest fold."""
    size: dict[str, int] = {}
    for example in examples:
        size[example.story] = size.get(example.story, 0) + len(example.gold)
    load, fold = [0] * FOLDS, {}
    for story in sorted(size, key=lambda s: (-size[s], s)):
        fold[story] = load.index(min(load))
        load[fold[story]] += size[story]
    return [fold[example.story] for example in examples]


@dataclass
class Trained:
    """Forests without each fold and on everything, and what the fold forests say of stories they have not seen."""

    per_fold: list[dict[str, Any]]
    full: dict[str, Any]
    bindings: list[Binding]
    right: np.ndarray  # one probability a figure, in the order of the examples
    worth: np.ndarray
    truth: np.ndarray  # 1 strictly right, 0 not
    claimed: np.ndarray  # 1 in gold, 0 not, -1 a repeat that gold may leave out
    owner: np.ndarray  # the example of each figure


def train(examples: list[Example], folds: list[int], tools: Tools) -> Trained:
    """All forests, slot by slot, then how far to trust what they bound."""
    bound: list[dict[str, Any]] = [{"growth": growth_words(example.scene)} for example in examples]
    slots: list[dict[str, Slot]] = [{} for _ in examples]
    per_fold: list[dict[str, Any]] = [{} for _ in range(FOLDS)]
    full: dict[str, Any] = {}
    for slot in SLOTS:
        tables = [_table(example, slot, bound[i]) for i, example in enumerate(examples)]
        _fit((slot, names_of(tables)), tables, examples, folds, (per_fold, full))
        for i, (example, fold) in enumerate(zip(examples, folds, strict=True)):
            slots[i][slot] = choose(example.scene, slot, bound[i], forest_from(per_fold[fold][slot]))
            bound[i][slot] = slots[i][slot].chosen
            if slot == "metric":
                bound[i]["growth"] = inherited(example.scene, bound[i]["growth"], bound[i]["metric"])
        print(slot, "right where possible / overall:", _accuracy(examples, tables, bound, slot), flush=True)
    bindings = [Binding(b["growth"], s) for b, s in zip(bound, slots, strict=True)]
    return _trust(examples, folds, (per_fold, full), bindings, tools)


def _fit(
    slot: tuple[str, list[str]], tables: list[Any], examples: list[Example], folds: list[int], models: Any
) -> None:
    (name, names), (per_fold, full) = slot, models
    full[name] = _forest(tables, examples, [True] * len(tables), names)
    for k in range(FOLDS):
        per_fold[k][name] = _forest(tables, examples, [fold != k for fold in folds], names)


def _trust(
    examples: list[Example], folds: list[int], models: Any, bindings: list[Binding], tools: Tools
) -> Trained:
    rows, truth, claimed, owner = [], [], [], []
    for i, (example, binding) in enumerate(zip(examples, bindings, strict=True)):
        figures = len(example.scene.figures)
        rows.append(table(traits(example.scene, binding)) if figures else np.zeros((0, 1), dtype=np.float32))
        judged = judge(example, binding, tools)
        truth += [j[0] for j in judged]
        claimed += [j[1] for j in judged]
        owner += [i] * figures
    marks = {"right": np.array(truth), "worth": np.array(claimed)}
    found = {}
    of = np.array(owner)
    for name, column in marks.items():
        known = np.where(marks["worth"] < 0, -1, column)
        pairs = [(r, known[of == i]) if len(r) else (r, np.zeros(0)) for i, r in enumerate(rows)]
        _fit((name, []), pairs, examples, folds, models)
        scores = [forest_from(models[0][f][name]).score(r) for r, f in zip(rows, folds, strict=True) if len(r)]
        found[name] = np.concatenate(scores)
    return Trained(*models, bindings, found["right"], found["worth"], marks["right"], marks["worth"], of)


def judge(example: Example, binding: Binding, tools: Tools) -> list[tuple[int, int]]:
    """For each figure whether its claim is strictly right, and whether gold has it (-1: a repeat)."""
    scene = example.scene
    bound = bound_of(scene, binding, np.ones(len(scene.figures), dtype=np.float32), tools.lexicon)
    said = {(g.mention) for g in example.gold}
    out = []
    for i in range(len(scene.figures)):
        claim = make(claim_row(build_claim(bound, i)))
        golds = example.pairs[i]
        right = any(all(v[f] for f in FIELDS) for g in golds for v in [verdicts(g, claim, example.names)])
        out.append((int(right), 1 if golds else -1 if claim.mention in said else 0))
    return out


def names_of(tables: list[Any]) -> list[str]:
    """The columns of a slot, in order."""
    return next(t[2][2] for t in tables if t[2] is not None)


def _table(example: Example, slot: str, bound: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, Any]:
    measured = measure(example.scene, slot, bound)
    if measured is None:
        return np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.int8), None
    window, columns = measured
    marks = labels(example, slot, window)
    return matrix(columns, window), marks[window.valid], (window, marks, list(columns))


def _forest(tables: list[Any], examples: list[Example], use: list[bool], names: list[str]) -> dict[str, Any]:
    weights = story_weights(examples)
    picked = [(t, weights[e.story]) for t, e, u in zip(tables, examples, use, strict=True) if u and len(t[0])]
    rows = np.vstack([t[0] for t, _ in picked])
    marks = np.concatenate([t[1] for t, _ in picked])
    weight = np.concatenate([np.full(len(t[1]), w) for t, w in picked])
    known = marks >= 0
    classifier = HistGradientBoostingClassifier(
        **SETTINGS, monotonic_cst=[SENSE.get(name, 0) for name in names] or None
    )
    classifier.fit(rows[known], marks[known], sample_weight=weight[known])
    return export(classifier) | {"names": names}


def story_weights(examples: list[Example]) -> dict[str, float]:
    """Small stories count more than their share, whole articles twice: the next article is of another story."""
    size: dict[str, int] = {}
    for example in examples:
        size[example.story] = size.get(example.story, 0) + len(example.gold)
    folder = {example.story: example.folder for example in examples}
    return {story: HEAVY.get(folder[story], 1.0) * (100 / max(30, n)) ** 0.5 for story, n in size.items()}


def export(classifier: HistGradientBoostingClassifier) -> dict[str, Any]:
    """The trees as flat columns; a leaf points to itself."""
    columns: dict[str, list[Any]] = {k: [] for k in ("feature", "threshold", "left", "right", "value", "roots")}
    depth = 0
    for (tree,) in classifier._predictors:
        offset = len(columns["feature"])
        columns["roots"].append(offset)
        for i, node in enumerate(tree.nodes):
            leaf = bool(node["is_leaf"])
            depth = max(depth, int(node["depth"]))
            columns["feature"].append(0 if leaf else int(node["feature_idx"]))
            columns["threshold"].append(None if leaf else round(float(node["num_threshold"]), 4))
            columns["left"].append(offset + (i if leaf else int(node["left"])))
            columns["right"].append(offset + (i if leaf else int(node["right"])))
            columns["value"].append(round(float(node["value"]), 5) if leaf else 0)
    base = round(float(np.ravel(classifier._baseline_prediction)[0]), 5)
    return columns | {"depth": depth, "base": base}


def _accuracy(
    examples: list[Example], tables: list[Any], bound: list[dict[str, Any]], slot: str
) -> dict[str, str]:
    tally: dict[str, list[int]] = {}
    for example, measured, chosen in zip(examples, tables, bound, strict=True):
        if measured[2] is None:
            continue
        window, marks, _ = measured[2]
        for i in range(len(marks)):
            if not (marks[i] >= 0).any():
                continue
            at = np.flatnonzero(window.valid[i] & (window.index[i] == chosen[slot][i]))
            right = bool(len(at)) and bool((marks[i][at] == 1).any())
            row = tally.setdefault(example.folder, [0, 0, 0])
            row[0] += right
            row[1] += bool((marks[i] == 1).any())
            row[2] += 1
    return {k: f"{a / max(1, b):.3f} / {a / n:.3f} of {n}" for k, (a, b, n) in tally.items()}


def assemble(forests: dict[str, Any], curves: dict[str, Any], thresholds: dict[str, float]) -> dict[str, Any]:
    """The model's JSON form."""
    return {"forests": forests, "curves": curves, "thresholds": thresholds}


def calibrated(trained: Trained, use: np.ndarray | None = None) -> dict[str, Any]:
    """The curve from score to share of right claims, from unseen stories; `use` picks the figures to fit it on."""
    known = (trained.claimed >= 0) if use is None else (trained.claimed >= 0) & use
    fit = IsotonicRegression(out_of_bounds="clip", y_min=0.01, y_max=0.99)
    fit.fit(trained.right[known], trained.truth[known])
    x = np.unique(np.quantile(trained.right[known], np.linspace(0, 1, 25)))
    y = np.maximum.accumulate(fit.predict(x))
    return {"right": {"x": [round(float(v), 4) for v in x], "y": [round(float(v), 4) for v in y]}}


def least_worth(trained: Trained) -> float:
    """The worth below which dropping figures raises strict F1 over all sets."""
    known = trained.claimed >= 0
    best, at = 0.0, 0.0
    total = int((trained.claimed == 1).sum())
    for threshold in np.arange(0.0, 0.31, 0.02):  # a reader misses a lost figure more than he minds a poor one
        kept = known & (trained.worth >= threshold)
        hits = int(trained.truth[kept].sum())
        f1 = 2 * hits / (int(kept.sum()) + total)
        if f1 > best + 1e-4:
            best, at = f1, float(threshold)
    return round(at, 2)


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    tools = load_tools()
    examples = load_examples()
    prepare(examples, tools)
    save(train(examples, folds_of(examples), tools))


def save(trained: Trained) -> None:
    """Writes the model of all examples."""
    model = assemble(trained.full, calibrated(trained), {"worth": least_worth(trained)})
    MODEL.parent.mkdir(exist_ok=True)
    MODEL.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")
    print(MODEL.name, MODEL.stat().st_size, "bytes; worth", model["thresholds"])


if __name__ == "__main__":
    main()
