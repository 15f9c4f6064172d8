"""Trains data/models/hints.npz: what the words around a figure hint of the shape of its period.

    PYTHONPATH=pipeline python pipeline/training/train_hints.py

Data: the annotated articles beside the checkout and those in written/; only weights of hashed letters reach the
model.  Method: a multinomial logistic regression over the keys of extract/claims/scene/hints.py, a class a shape
of the annotated period (scene/shapes.py), weighted as in train_binding.  The same input gives the same file.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from arrays import write_arrays
from binding_gold import Example, load_training, weight_of
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from train_metrics import FOLDS, fold_of, read_by_rules

from hedui.extract.claims.scene.hints import BITS, MODEL, Hints, keys_of
from hedui.extract.claims.scene.shapes import SHAPES, shape_of
from hedui.flow import load_tools

STRENGTH = 1.0  # of the prior that a letter says nothing
ITERATIONS = 60
MINIMUM_WEIGHT = 0.03


@dataclass
class Sample:
    """The annotated figures of an article: keys, the shape of each period, and how much each counts."""

    fold: int
    keys: np.ndarray
    shape: np.ndarray
    weight: float


def sample_of(example: Example, weight: float) -> Sample | None:
    """What an article that has been read teaches; None where none of its figures has an annotated period."""
    assert example.scene is not None
    periods = {i: claim.periods[0] for i, told in example.pairs.items() for claim in told[:1] if claim.periods}
    if not periods:
        return None
    shapes = [shape_of(first, last, example.article.published) for first, last in periods.values()]
    return Sample(fold_of(example), keys_of([example.scene])[list(periods)], np.array(shapes), weight)


def samples_of(examples: list[Example]) -> list[Sample]:
    """The samples of all articles; small stories count more than their share."""
    size: dict[str, int] = {}
    for example in examples:
        size[example.story] = size.get(example.story, 0) + len(example.gold)
    weights = [weight_of(e.folder) * (100 / max(30, size[e.story])) ** 0.5 for e in examples]
    found = (sample_of(example, weight) for example, weight in zip(examples, weights, strict=True))
    return [sample for sample in found if sample is not None]


class Likelihood:
    """Minus the log of the likelihood of the shapes told, with the prior's share."""

    def __init__(self, samples: list[Sample]) -> None:
        keys = np.concatenate([sample.keys for sample in samples])
        figures, width = keys.shape
        rows = np.repeat(np.arange(figures), width)
        told = (np.ones(keys.size, dtype=np.float32), (rows, keys.ravel()))
        self.table = csr_matrix(told, shape=(figures, 1 << BITS))
        self.shape = np.concatenate([sample.shape for sample in samples])
        self.right = np.eye(len(SHAPES), dtype=np.float32)[self.shape]
        self.weight = np.repeat([s.weight for s in samples], [len(s.shape) for s in samples])[:, None]

    def __call__(self, values: np.ndarray) -> tuple[float, np.ndarray]:
        """The loss at these weights (the last row is the bias), and its gradient."""
        table = values.reshape(-1, len(SHAPES)).astype(np.float32)
        weights, bias = table[:-1], table[-1]
        scores = self.table @ weights + bias
        scores -= scores.max(axis=1, keepdims=True)
        told = np.exp(scores)
        told /= told.sum(axis=1, keepdims=True)
        right = np.maximum(told[np.arange(len(told)), self.shape], 1e-12)
        loss = -float(self.weight[:, 0] @ np.log(right)) + STRENGTH / 2 * float((weights**2).sum())
        wrong = ((told - self.right) * self.weight).astype(np.float32)
        gradient = np.vstack((self.table.T @ wrong + STRENGTH * weights, wrong.sum(axis=0)))
        gradient[0] = 0  # no letter
        return loss, gradient.ravel().astype(np.float64)


def fit(samples: list[Sample]) -> Hints:
    """The weights that make the annotated shapes likeliest."""
    start = np.zeros(((1 << BITS) + 1) * len(SHAPES))
    found = minimize(
        Likelihood(samples), start, jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS}
    ).x.reshape(-1, len(SHAPES))
    weights = found[:-1].astype(np.float16)
    weights[np.abs(weights) < MINIMUM_WEIGHT] = 0
    return Hints(weights.astype(np.float32), found[-1].astype(np.float16).astype(np.float32))


def hints_unseen(examples: list[Example]) -> list[Hints]:
    """For each article that has been read the hints that have seen no article of its story."""
    samples = samples_of(examples)
    hints = [fit([sample for sample in samples if sample.fold != fold]) for fold in range(FOLDS)]
    return [hints[fold_of(example)] for example in examples]


def save(hints: Hints, target: Path) -> None:
    """Writes the weights."""
    write_arrays(target, {"weights": hints.weights.astype(np.float16), "bias": hints.bias.astype(np.float16)})


def main() -> None:
    tools, examples = load_tools(), load_training()
    for example in examples:
        read_by_rules(example, tools)
    save(fit(samples_of(examples)), MODEL)
    print(MODEL.name, MODEL.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
