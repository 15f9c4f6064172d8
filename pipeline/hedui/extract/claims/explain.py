"""Why a figure was bound as it was: every candidate with its score, and what speaks for the winner."""

from collections.abc import Iterator
from dataclasses import dataclass

from hedui.arrays import np
from hedui.extract.claims.binding import SLOTS, Binding, bind_each
from hedui.extract.claims.binding.ranker import Model
from hedui.extract.claims.scene import Scene
from hedui.model import Entity, Mention, Metric, Period

TOLD = 4  # features told of a winner


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate of a figure for one slot: its words (empty for a stand-in), what it was read as, its score."""

    slot: str
    text: str
    name: str
    start: int
    score: float
    chosen: bool
    because: tuple[tuple[str, float], ...] = ()  # the winner's features, and how much the score falls without each


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure (clean offsets) with its growth word and its candidates, best first in each slot."""

    start: int
    end: int
    text: str
    growth: str | None
    options: tuple[Option, ...]


def explain_binding(scene: Scene, model: Model) -> list[Explained]:
    """All figures of an article with the candidates of each slot, their scores and the winners."""
    (binding,) = bind_each([scene], model)
    told = []
    for i, figure in enumerate(scene.reading.quantities):
        growth = int(binding.growth[i])
        word = scene.growth_mentions[growth].text if growth >= 0 else None
        options = tuple(option for slot in SLOTS for option in _options(scene, binding, (slot, i), model))
        told.append(Explained(figure.start, figure.end, figure.text, word, options))
    return told


def _options(scene: Scene, binding: Binding, place: tuple[str, int], model: Model) -> Iterator[Option]:
    name, i = place
    slot = binding.slots[name]
    pairs = slot.pairs
    mine = (pairs.figure == i).nonzero()[0].tolist()
    for pair in sorted(mine, key=lambda pair: (pair != slot.winner[i], -slot.scores[pair])):
        mention = getattr(scene, f"{name}_mentions")[int(pairs.index[pair])]
        won = pair == slot.winner[i]
        because = _because(binding, name, pair, model) if won else ()
        score = min(1.0, float(slot.scores[pair]))
        yield Option(name, mention.text, _read_as(mention), mention.start, score, won, because)


def _read_as(mention: Mention[Entity] | Mention[Metric] | Mention[Period]) -> str:
    value = mention.value
    return value.iso() or "" if isinstance(value, Period) else value.name


def _because(binding: Binding, name: str, pair: int, model: Model) -> tuple[tuple[str, float], ...]:
    """The features that decided: how far the winner's raw score falls when each is put to the article's median."""
    rows, forest = binding.slots[name].rows, model.forests[name]
    if rows is None:
        return ()
    values = rows.of(forest.names)
    typical = np.median(values, axis=1).astype(np.int64)
    mine = np.repeat(values[:, pair : pair + 1].astype(np.int64), len(typical) + 1, axis=1)
    each = np.arange(len(typical))
    mine[each, each + 1] = typical
    scores = forest.score(mine)
    fall = scores[0] - scores[1:]
    best = np.argsort(-np.abs(fall), kind="stable")[:TOLD]
    return tuple((forest.names[int(j)], round(float(fall[j]), 3)) for j in best if abs(fall[j]) > 1e-4)
