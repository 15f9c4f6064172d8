"""Which phrase near a figure names what it measures: a linear model over what is seen of figure and phrase."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hedui.arrays import Floats, Ints, NDArray, np
from hedui.extract.metrics.nouns import Nouns
from hedui.extract.metrics.phrases import Pairs, Phrases, Placed, keys_of, pairs_of, phrases_of
from hedui.model import Metric, Quantity

MODEL = Path(__file__).parents[2] / "data" / "models" / "metrics.npz"
OFFERED = 3  # phrases a figure
_LEAST = 0.003  # a phrase less likely than this is not worth a place


@dataclass(frozen=True, slots=True)
class Ranker:
    """A weight for every key's low bits, and the bias.  Read-only, shared by all articles of a process."""

    weights: Floats  # their number is a power of two
    bias: float

    def scores(self, keys: "NDArray[np.uint32]", figure: Ints) -> Floats:
        """The probability of each row of keys that its phrase, of all the phrases of its figure, names it.

        The rows of a figure stand together; what they leave of 1 is the probability that none does.
        """
        if not len(figure):
            return np.zeros(0, dtype=np.float32)
        place = keys & np.uint32(len(self.weights) - 1)
        total = self.weights.take(place).sum(axis=1) + np.float32(self.bias)
        first = np.flatnonzero(np.diff(figure, prepend=-1))
        of = np.repeat(np.arange(len(first)), np.diff(first, append=len(figure)))
        most = np.maximum(np.maximum.reduceat(total, first), 0)
        told = np.exp(total - most[of])
        scores: Floats = (told / (np.add.reduceat(told, first) + np.exp(-most))[of]).astype(np.float32)
        return scores


def rank(
    nouns: Nouns, named: Placed[Metric], figures: Placed[Quantity], ranker: Ranker
) -> tuple[Phrases, Iterator[tuple[int, int, float]]]:
    """The phrases near figures, and (figure, phrase, probability) of those likely to name one.

    `named` are the mentions of the lexicon.
    """
    phrases = phrases_of(nouns, named, figures)
    pairs = pairs_of(nouns, phrases, figures)
    scores = ranker.scores(keys_of(nouns, phrases, figures, named, pairs), pairs.figure)
    return phrases, _best(phrases, pairs, scores)


def _best(phrases: Phrases, pairs: Pairs, scores: Floats) -> Iterator[tuple[int, int, float]]:
    """Every figure's best phrases that do not overlap, best first.

    The lexicon's mentions among them take none of the OFFERED places, nor the words they are made of.
    """
    likely = np.flatnonzero(scores >= _LEAST)
    order = likely[np.lexsort((-scores[likely], pairs.figure[likely]))]
    columns = pairs.figure[order], pairs.phrase[order], scores[order]
    starts, ends, named = phrases.start.tolist(), phrases.end.tolist(), (phrases.named >= 0).tolist()
    current, taken = -1, list[int]()
    for figure, phrase, score in zip(*(column.tolist() for column in columns), strict=True):
        if figure != current:
            current, taken = figure, []
        if named[phrase]:
            yield figure, phrase, score
        elif len(taken) < OFFERED:
            start, end = starts[phrase], ends[phrase]
            if all(end <= starts[t] or start >= ends[t] for t in taken):
                taken.append(phrase)
                yield figure, phrase, score


def load_ranker(path: Path = MODEL) -> Ranker:
    """The shipped model."""
    with np.load(path, allow_pickle=False) as file:
        return Ranker(file["weights"].astype(np.float32), float(file["bias"]))
