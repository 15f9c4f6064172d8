"""Trains the ranker that binds figures to metric, entity and period: writes hedui/data/models/binding.npz.

    python pipeline/training/train_binding.py

Data: the annotated articles beside the checkout (their texts are third-party material; only counts of features
reach the model) and those in written/.  Method: one gradient-boosted forest a slot over the columns of
binding/features.py; the calibrations come from predictions on stories the forest has not seen.  The loss is that
of a choice: a figure's right candidates against its others.  Needs lightgbm, for training alone.
"""

import argparse
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
from arrays import write_arrays
from binding_gold import FIELDS, Example, labels, load_training, make, verdicts, weight_of
from forests import forest_of
from sklearn.isotonic import IsotonicRegression
from train_hints import hints_unseen
from train_metrics import Judge, rankers_unseen, read_again

from hedui.extract.claims.binding import SLOTS, Binding, choose
from hedui.extract.claims.binding.carrying import Slot
from hedui.extract.claims.binding.features import Rows, rows_of
from hedui.extract.claims.binding.ranker import MODEL, Curve, Forest, Model, arrays_of, sigmoid
from hedui.extract.claims.building import bound_of, build_claim
from hedui.extract.claims.confidence import tells, traits
from hedui.extract.claims.growth import growth_words, inherited
from hedui.extract.claims.scene.hints import hinted
from hedui.extract.claims.scene.stage import stage_of
from hedui.extract.claims.standins.topics import LABEL as TOPIC
from hedui.flow import Tools, load_tools
from hedui.records import claim_row

FOLDS = 5
SAID = 0.85  # of the best right name's likeness: a name that says less is neither right nor wrong
BAGS = 3  # boosters that differ in the features they may look at; six are no righter (3,259 and 3,258 of 5,599)
ROUNDS = 50
# Right with 32 leaves for 16, means of three seeds, of some 6,000 figures of the five sets and 5,000 written
# ones: owners 4,423 -> 4,452 and 3,312 -> 3,321, periods 3,787 -> 3,809 and 2,632 -> 2,671, metrics 4,117 -> 4,128
# and 2,964 -> 2,976; with 64 no more than that.
SETTINGS = {
    "num_leaves": 32,
    "max_depth": 8,
    "learning_rate": 0.18,
    "min_data_in_leaf": 60,
    "min_sum_hessian_in_leaf": 0.0,
    "lambda_l2": 2.0,
    "max_bin": 63,
    "feature_fraction": 0.5,
    "num_threads": 1,
    "deterministic": True,
    "seed": 7,
    "verbose": -1,
}
# Of yes and no there is one answer a figure, not one a candidate: small trees that learn slowly are surer.
SLOWLY = {"num_leaves": 6, "max_depth": 5, "learning_rate": 0.06}
SLOW_ROUNDS = 150
# What can only speak for a candidate, or only against it, whatever the stories at hand happen to say.
SENSE = dict.fromkeys(
    ("gap", "clauses", "sentences", "paragraphs", "entities_between", "figures_between", "metrics_between",
     "periods_between", "c_rank", "c_says"), -1
) | dict.fromkeys(
    ("in_list", "c_count", "c_main", "c_head", "c_share", "c_leads", "c_home", "fits", "agrees", "c_known",
     "c_score", "c_common", "hint"), 1
)  # fmt: skip


def prepare(examples: list[Example], tools: Tools) -> None:
    """Reads and aligns every article, its metrics and hints by models that have not seen its story."""
    for example, ranker in zip(examples, rankers_unseen(examples, tools), strict=True):
        read_again(example, ranker, tools)
    for example, hints in zip(examples, hints_unseen(examples), strict=True):
        assert example.scene is not None
        (example.scene,) = hinted([example.scene], hints)


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

    per_fold: list[dict[str, Forest]]
    full: dict[str, Forest]
    bindings: list[Binding]
    right: np.ndarray  # one probability a figure, in the order of the examples
    worth: np.ndarray
    told: np.ndarray  # whether the figure is a claim whatever its worth
    truth: np.ndarray  # 1 strictly right, 0 not
    claimed: np.ndarray  # 1 in gold, 0 not, -1 a repeat that gold may leave out
    owner: np.ndarray  # the example of each figure
    weight: np.ndarray  # how much each figure counts in the curve


def train(examples: list[Example], folds: list[int], tools: Tools) -> Trained:
    """All forests, slot by slot, then how far to trust what they bound."""
    bound: list[dict[str, Any]] = [{"growth": growth_words(example.scene)} for example in examples]
    slots: list[dict[str, Slot]] = [{} for _ in examples]
    per_fold: list[dict[str, Forest]] = [{} for _ in range(FOLDS)]
    full: dict[str, Forest] = {}
    for slot in SLOTS:
        rows = [rows_of(stage_of([example.scene]), slot, bound[i]) for i, example in enumerate(examples)]
        marks = [None if r is None else labels(e, slot, r.pairs) for e, r in zip(examples, rows, strict=True)]
        teach = {"metric": told_best, "entity": told_parts}.get(slot)
        taught = marks if teach is None else list(map(teach, examples, rows, marks))
        for k in (*range(FOLDS), None):
            forest = rank_forest(rows, taught, examples, [fold != k for fold in folds])
            (full if k is None else per_fold[k])[slot] = forest
        for i, (example, fold) in enumerate(zip(examples, folds, strict=True)):
            slots[i][slot] = choose(stage_of([example.scene]), slot, bound[i], per_fold[fold][slot])
            bound[i][slot] = slots[i][slot].chosen
            if slot == "metric":
                bound[i]["growth"] = inherited(example.scene, bound[i]["growth"], bound[i]["metric"])
        print(slot, "right where possible / overall:", _accuracy(examples, marks, slots, slot), flush=True)
    bindings = [Binding(b["growth"], s) for b, s in zip(bound, slots, strict=True)]
    return _trust(examples, folds, (per_fold, full), bindings, tools)


def told_best(example: Example, rows: Rows | None, marks: Any) -> Any:
    """The marks of metrics, where names that say less than the best right one are neither right nor wrong.

    The scorer takes 累计 for 累计运量; a reader would not.
    """
    if rows is None:
        return marks
    judge, pairs, mentions = Judge(example), rows.pairs, example.scene.metric_mentions
    said = np.zeros(len(marks))
    for row in np.flatnonzero(marks == 1).tolist():
        said[row] = judge.likeness(mentions[pairs.index[row]].value, int(pairs.figure[row]))
    least = SAID * np.maximum.reduceat(said, pairs.first)[pairs.figure]
    return np.where((marks == 1) & (said < least), -1, marks)


def told_parts(example: Example, rows: Rows | None, marks: Any) -> Any:
    """The marks of owners, where the whole is neither right nor wrong if its part is right.

    The claim bears the name of both (甲公司云业务), whichever of the two is annotated.
    """
    if rows is None:
        return marks
    mentions = example.scene.entity_mentions
    part = np.array([mentions[index].value.label == TOPIC for index in rows.pairs.index.tolist()])
    has_part = np.logical_or.reduceat(part & (marks == 1), rows.pairs.first)[rows.pairs.figure]
    return np.where((marks == 1) & has_part & ~part, -1, marks)


def _trust(
    examples: list[Example], folds: list[int], models: Any, bindings: list[Binding], tools: Tools
) -> Trained:
    per_fold, full = models
    told = [traits(example.scene, binding) for example, binding in zip(examples, bindings, strict=True)]
    judged = [judge(example, binding, tools) for example, binding in zip(examples, bindings, strict=True)]
    truth, claimed = (np.array([mark[k] for marks in judged for mark in marks]) for k in (0, 1))
    owner = np.repeat(np.arange(len(examples)), [len(marks) for marks in judged])
    values, names = np.concatenate([table.rows for table in told], axis=1), told[0].names
    weights = story_weights(examples)
    weight = np.array([weights[example.story] for example in examples])[owner]
    fold, found = np.array(folds)[owner], {}
    for name, marks in (("right", truth), ("worth", claimed)):
        found[name] = np.zeros(len(owner))
        for k in (*range(FOLDS), None):
            use = (fold != k) & (claimed >= 0)
            forest = yes_forest(values[:, use].T, marks[use], weight[use], names)
            (full if k is None else per_fold[k])[name] = forest
            if k is not None:
                asked = values[[names.index(n) for n in forest.names]][:, fold == k]
                found[name][fold == k] = sigmoid(forest.score(asked))
    counts = np.array([min(1.0, weight_of(example.folder)) for example in examples])[owner]
    outright = [
        tells(e.scene, b, i) for e, b in zip(examples, bindings, strict=True) for i in range(len(b.growth))
    ]
    return Trained(
        per_fold, full, bindings, found["right"], found["worth"], np.array(outright), truth, claimed, owner, counts
    )


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


def rank_forest(rows: list[Rows | None], marks: list[Any], examples: list[Example], use: list[bool]) -> Forest:
    """A forest whose scores make the right candidates of a figure the likely ones among all its candidates."""
    weights = story_weights(examples)
    values, right, group, weight, names = [], [], [], [], ()
    for i, (row, mark, example) in enumerate(zip(rows, marks, examples, strict=True)):
        if not use[i] or row is None:
            continue
        names = row.names
        figure = row.pairs.figure
        # A figure without a right candidate teaches nothing, nor does a candidate of which nobody knows.
        asked = np.isin(figure, figure[mark == 1]) & (mark >= 0)
        values.append(row.of(names, asked))
        right.append(mark[asked] == 1)
        group.append(i * 10_000 + figure[asked])
        weight.append(np.full(int(asked.sum()), weights[example.story]))
    objective = Competition(*map(np.concatenate, (right, group, weight)))
    sense = [SENSE.get(name, 0) for name in names]
    data = lightgbm.Dataset(np.concatenate(values, axis=1).T, params=SETTINGS)
    settings = SETTINGS | {"objective": objective, "monotone_constraints": sense}
    bags = [lightgbm.train(settings | {"seed": bag}, data, ROUNDS) for bag in range(BAGS)]
    return forest_of(bags, names)


class Competition:
    """The loss of a choice among candidates: minus the log of the share that all right ones have together."""

    def __init__(self, right: np.ndarray, group: np.ndarray, weight: np.ndarray) -> None:
        self.right, self.weight = right, weight
        self.first = np.flatnonzero(np.diff(group, prepend=-1))
        self.of = np.repeat(np.arange(len(self.first)), np.diff(self.first, append=len(group)))

    def __call__(self, scores: np.ndarray, _: Any) -> tuple[np.ndarray, np.ndarray]:
        """Gradient and curvature of the loss at these scores."""
        share = np.exp(scores - np.maximum.reduceat(scores, self.first)[self.of])
        share /= np.add.reduceat(share, self.first)[self.of]
        among = share * self.right
        among /= np.maximum(np.add.reduceat(among, self.first)[self.of], 1e-12)
        curve = np.maximum(share * (1 - share), 1e-3)
        return (share - among) * self.weight, curve * self.weight


def yes_forest(values: np.ndarray, marks: np.ndarray, weight: np.ndarray, names: tuple[str, ...]) -> Forest:
    """A forest for a plain yes or no."""
    data = lightgbm.Dataset(values, marks, weight=weight, params=SETTINGS)
    return forest_of([lightgbm.train(SETTINGS | SLOWLY | {"objective": "binary"}, data, SLOW_ROUNDS)], names)


def story_weights(examples: list[Example]) -> dict[str, float]:
    """Small stories count more than their share, whole articles twice: the next article is of another story."""
    size: dict[str, int] = {}
    for example in examples:
        size[example.story] = size.get(example.story, 0) + len(example.gold)
    folder = {example.story: example.folder for example in examples}
    return {story: weight_of(folder[story]) * (100 / max(30, n)) ** 0.5 for story, n in size.items()}


def _accuracy(
    examples: list[Example], marks: list[Any], slots: list[dict[str, Slot]], slot: str
) -> dict[str, str]:
    tally: dict[str, list[int]] = {}
    for example, mark, chosen in zip(examples, marks, slots, strict=True):
        rows = chosen[slot].rows
        if rows is None:
            continue
        for i, winner in enumerate(chosen[slot].winner.tolist()):
            mine = mark[rows.pairs.figure == i]
            if (mine >= 0).any():
                row = tally.setdefault(example.folder, [0, 0, 0])
                row[0] += bool(mark[winner] == 1)
                row[1] += bool((mine == 1).any())
                row[2] += 1
    return {k: f"{a / max(1, b):.3f} / {a / n:.3f} of {n}" for k, (a, b, n) in tally.items()}


def calibrated(trained: Trained, use: np.ndarray | None = None) -> Curve:
    """The curve from score to share of right claims, from unseen stories; `use` picks the figures to fit it on."""
    known = (trained.claimed >= 0) if use is None else (trained.claimed >= 0) & use
    fit = IsotonicRegression(out_of_bounds="clip", y_min=0.01, y_max=0.99)
    fit.fit(trained.right[known], trained.truth[known], sample_weight=trained.weight[known])
    x = np.unique(np.quantile(trained.right[known], np.linspace(0, 1, 25)))
    y = np.maximum.accumulate(fit.predict(x))
    return Curve(x.round(4), y.round(4))


def kept(trained: Trained, least: float) -> np.ndarray:
    """The figures that become claims where a worth of `least` is asked of those not told outright."""
    return trained.told | (trained.worth >= least)


def least_worth(trained: Trained) -> float:
    """The worth below which dropping figures raises strict F1 over all sets."""
    known = trained.claimed >= 0
    best, at = 0.0, 0.0
    total = int((trained.claimed == 1).sum())
    for threshold in np.arange(0.0, 0.72, 0.02):  # F1 rises little beyond, and a reader misses lost figures
        use = known & kept(trained, threshold)
        hits = int(trained.truth[use].sum())
        f1 = 2 * hits / (int(use.sum()) + total)
        if f1 > best + 1e-4:
            best, at = f1, float(threshold)
    return round(at, 2)


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    tools = load_tools()
    examples = load_training()
    prepare(examples, tools)
    save(train(examples, folds_of(examples), tools))


def save(trained: Trained) -> None:
    """Writes the model of all examples."""
    model = Model(trained.full, calibrated(trained), least_worth(trained))
    write_arrays(MODEL, arrays_of(model))
    print(MODEL.name, MODEL.stat().st_size, "bytes; worth", model.worth)


if __name__ == "__main__":
    main()
