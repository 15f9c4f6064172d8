"""Trains data/models/metrics.npz: which phrase near a figure names what it measures.

    PYTHONPATH=pipeline python pipeline/training/train_metrics.py [--fold N]

Data: the annotated articles beside the checkout and those in written/; only weights of hashed features reach the
model.  A phrase is right where the scorer takes it for the annotated name.
Method: a linear choice among a figure's phrases and none of them (softmax), over the keys of
extract/metrics/phrases.py.  The same input gives the same file.
"""

import argparse
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from arrays import write_arrays
from binding_gold import NOWHERE, Example, align, bare, load_training, suffixed, weight_of
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from hedui.extract.claims import apart, scene_of
from hedui.extract.letters import sheet_of_docs
from hedui.extract.metrics import find_measures, is_level
from hedui.extract.metrics.nouns import nouns_on
from hedui.extract.metrics.own import called
from hedui.extract.metrics.phrases import keys_of, nameless, pairs_of, phrases_of, placed, without
from hedui.extract.metrics.ranker import MODEL, Ranker
from hedui.flow import Tools, load_tools, read
from hedui.model import Metric

FOLDS = 5
BITS = 18
STRENGTH = 0.5  # of the data against the prior that a feature says nothing
MINIMUM_WEIGHT = 0.01
ITERATIONS = 60
# What names add to the thing they count: it says nothing of how well a phrase fits.
_COUNTING = re.compile(r"同比|环比|增速|变动|涨幅|降幅|增幅|占比|比例|人数|数量|数|人次|金额|额")


@dataclass
class Sample:
    """The phrases near the figures of one article: pairs of the two with keys, and whether a pair's name is right.

    What is right at all is worth offering: with only those that say most of the annotated name the slot's forest
    chose a right one for 4,164 figures of the five annotated sets, with all of them for 4,204 (3,068 and 3,100 of
    the written ones; stories not seen, two seeds).
    """

    fold: int
    weight: float
    figure: np.ndarray
    keys: np.ndarray
    labels: np.ndarray  # 1 right, 0 wrong, -1 where the figure is not annotated


def fold_of(example: Example) -> int:
    """The cross-validation part of an article's story."""
    return crc32(example.story.encode()) % FOLDS


def read_by_rules(example: Example, tools: Tools) -> None:
    """Reads an article without the ranker and aligns its figures with gold."""
    reading = read(example.article, replace(tools, metrics=replace(tools.metrics, ranker=None)))
    example.scene = scene_of(reading, tools.lexicon)
    align(example)


def read_again(example: Example, ranker: Ranker, tools: Tools) -> None:
    """The article's metrics by another ranker, all else as it was read."""
    assert example.scene is not None
    reading = example.scene.reading
    sheet = sheet_of_docs([reading.words])
    words = replace(tools.metrics, ranker=ranker)
    (metrics,) = find_measures([reading.clean.text], sheet, [reading.quantities], words, [reading.entities])
    reading = replace(reading, metrics=tuple(apart(metrics, reading.entities)))
    example.scene = scene_of(reading, tools.lexicon)


def sample_of(example: Example, tools: Tools) -> Sample | None:
    """The labeled pairs of figure and phrase of an article read before."""
    assert example.scene is not None
    reading = example.scene.reading
    sheet = sheet_of_docs([reading.words])
    changes = placed([[m for m in reading.metrics if not is_level(m)]], sheet)
    nouns = without(nouns_on(sheet, tools.metrics.dictionary), changes)
    nouns = nameless(nouns, placed([reading.entities], sheet))
    levels = placed([[m for m in reading.metrics if is_level(m) and m.anchor is None]], sheet)
    figures = placed([reading.quantities], sheet)
    if not len(figures.start):
        return None
    phrases = phrases_of(nouns, levels)
    pairs = pairs_of(nouns, phrases, figures)
    labels = np.full(len(pairs.figure), -1)
    judge = Judge(example)
    for row, (number, phrase) in enumerate(zip(pairs.figure.tolist(), pairs.phrase.tolist(), strict=True)):
        if example.pairs[number]:
            text = reading.clean.text[phrases.start[phrase] : phrases.end[phrase]]
            index = int(phrases.named[phrase])
            known = levels.mentions[index].value if index >= 0 else None
            metric = called(text, known, figures.mentions[number].value, tools.metrics)
            labels[row] = judge.likeness(metric, number) > 0
    keys = keys_of(nouns, phrases, figures, levels, pairs)
    return Sample(fold_of(example), weight_of(example.folder), pairs.figure, keys, labels)


class Judge:
    """The scorer's opinion of names for the figures of one article."""

    def __init__(self, example: Example) -> None:
        self.example = example
        self.memo: dict[tuple[int, str], float] = {}

    def likeness(self, metric: Metric | None, figure: int) -> float:
        """0 where the scorer does not take the name for an annotated one, else how much of it the name says."""
        if metric is None:
            return 0.0
        golds = self.example.pairs[figure]
        return max(1.0 if metric.known and found else found for found in (self._like(metric, g) for g in golds))

    def _like(self, metric: Metric, gold: Any) -> float:
        key = (id(gold), metric.name)
        if key not in self.memo:
            made = bare(
                self.example, NOWHERE, metric=suffixed(metric.name, gold.growth), change=gold.raw.get("change")
            )
            right = self.example.names.same_metric(gold, made)
            self.memo[key] = _shared(metric.name, gold.raw["metric"]) if right else 0.0
        return self.memo[key]


def _shared(name: str, gold: str) -> float:
    """The share of characters two names have in common, what they count in left out."""
    a, b = (_COUNTING.sub("", text) or text for text in (name, gold))
    return max(0.01, 2 * sum((Counter(a) & Counter(b)).values()) / (len(a) + len(b)))


def fit(samples: list[Sample]) -> Ranker:
    """The weights that make the right phrases of a figure the likely ones among all its phrases and none."""
    used = [sample.labels >= 0 for sample in samples]
    keys = np.vstack([s.keys[u] for s, u in zip(samples, used, strict=True)]) & np.uint32((1 << BITS) - 1)
    right = np.concatenate([s.labels[u] == 1 for s, u in zip(samples, used, strict=True)])
    group = np.concatenate([i * 10_000 + s.figure[u] for i, (s, u) in enumerate(zip(samples, used, strict=True))])
    weight = np.concatenate([np.full(int(u.sum()), s.weight) for s, u in zip(samples, used, strict=True)])
    known, column = np.unique(keys, return_inverse=True)
    ends = np.arange(0, keys.size + 1, keys.shape[1])
    table = csr_matrix((np.ones(keys.size), column.ravel().astype(np.int32), ends), shape=(len(keys), len(known)))
    choice = Choice(table, right, group, weight)
    found = minimize(
        choice, np.zeros(len(known) + 1), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS}
    )
    weights = np.zeros(1 << BITS, dtype=np.float16)
    weights[known] = found.x[:-1]
    weights[np.abs(weights) < MINIMUM_WEIGHT] = 0
    return Ranker(weights.astype(np.float32), float(found.x[-1]))


class Choice:
    """The loss of a choice among a figure's phrases and none of them: minus the log of what is right."""

    def __init__(self, table: csr_matrix, right: np.ndarray, group: np.ndarray, weight: np.ndarray) -> None:
        self.table, self.right = table, right
        self.first = np.flatnonzero(np.diff(group, prepend=-1))
        self.of = np.repeat(np.arange(len(self.first)), np.diff(self.first, append=len(group)))
        self.weight = weight[self.first]
        self.none = ~np.logical_or.reduceat(right, self.first)

    def __call__(self, values: np.ndarray) -> tuple[float, np.ndarray]:
        """The loss at these weights (the last is the bias), and its gradient."""
        scores = self.table @ values[:-1] + values[-1]
        most = np.maximum(np.maximum.reduceat(scores, self.first), 0)
        told = np.exp(scores - most[self.of])
        none = np.exp(-most)
        total = np.add.reduceat(told, self.first) + none
        among = told * self.right
        good = np.where(self.none, none, np.add.reduceat(among, self.first))
        loss = self.weight @ (np.log(total) - np.log(np.maximum(good, 1e-300)))
        wrong = told / total[self.of] - np.where(self.none[self.of], 0, among / np.maximum(good, 1e-300)[self.of])
        wrong *= self.weight[self.of]
        gradient = np.append(self.table.T @ wrong, wrong.sum())
        return loss + values @ values / (2 * STRENGTH), gradient + values / STRENGTH


def rankers_unseen(examples: list[Example], tools: Tools) -> list[Ranker]:
    """Reads and aligns every article; for each the ranker that has seen no article of its story."""
    for example in examples:
        read_by_rules(example, tools)
    samples = [sample for example in examples if (sample := sample_of(example, tools)) is not None]
    rankers = [fit([s for s in samples if s.fold != fold]) for fold in range(FOLDS)]
    return [rankers[fold_of(example)] for example in examples]


def save(ranker: Ranker, target: Path) -> None:
    """Writes the weights."""
    write_arrays(target, {"weights": ranker.weights.astype(np.float16), "bias": np.array(ranker.bias)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", type=Path, default=MODEL)
    parser.add_argument("--fold", type=int, default=-1, help="leave out the stories of this part")
    options = parser.parse_args()
    tools = load_tools()
    samples = []
    for example in load_training():
        if fold_of(example) != options.fold:
            read_by_rules(example, tools)
            samples.append(sample_of(example, tools))
    save(fit([sample for sample in samples if sample is not None]), options.target)


if __name__ == "__main__":
    main()
