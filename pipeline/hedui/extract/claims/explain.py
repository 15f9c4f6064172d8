"""Why a figure was bound as it was: every candidate with its score, and what speaks for the winner."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedui.extract.claims.binding import SLOTS, Binding, bind, measure
from hedui.extract.claims.features import matrix
from hedui.extract.claims.ranker import Forest, Model
from hedui.extract.claims.scene import Scene
from hedui.model import Entity, Mention, Metric, Period

if TYPE_CHECKING:
    from hedui.extract.claims.layout import Ints

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


def explain_binding(scene: Scene, model: Model | None) -> list[Explained]:
    """All figures of an article with the candidates of each slot, their scores and the winners."""
    binding = bind(scene, model)
    told = []
    for i, figure in enumerate(scene.reading.quantities):
        growth = int(binding.growth[i])
        word = scene.growth_mentions[growth].text if growth >= 0 else None
        options = tuple(option for slot in SLOTS for option in _options(scene, binding, (slot, i), model))
        told.append(Explained(figure.start, figure.end, figure.text, word, options))
    return told


def _options(scene: Scene, binding: Binding, place: tuple[str, int], model: Model | None) -> Iterator[Option]:
    name, i = place
    slot = binding.slots[name]
    order = [int(k) for k in slot.scores[i].argsort(kind="stable")[::-1] if slot.window.valid[i, k]]
    for rank, k in enumerate(order):
        mention = mentions_of(scene, name)[int(slot.window.index[i, k])]
        because = _because(scene, binding, (name, i, k), model) if rank == 0 and model is not None else ()
        yield Option(
            name, mention.text, _read_as(mention), mention.start, float(slot.scores[i, k]), rank == 0, because
        )


def mentions_of(scene: Scene, slot: str) -> "tuple[Mention[Entity] | Mention[Metric] | Mention[Period], ...]":
    """The mentions that a slot's indices point to."""
    if slot == "entity":
        return scene.entity_mentions
    return scene.metric_mentions if slot == "metric" else scene.period_mentions


def _read_as(mention: Mention[Entity] | Mention[Metric] | Mention[Period]) -> str:
    value = mention.value
    return value.iso() or "" if isinstance(value, Period) else value.name


def _because(
    scene: Scene, binding: Binding, place: tuple[str, int, int], model: Model
) -> tuple[tuple[str, float], ...]:
    """The features that decided: how much the winner's score falls when each is put to the article's median."""
    import numpy as np

    name, i, k = place
    bound: dict[str, Ints] = {"growth": binding.growth} | {s: binding.slots[s].chosen for s in SLOTS}
    measured = measure(scene, name, bound)
    if measured is None:
        return ()
    window, columns = measured
    forest: Forest = model.forests[name]
    rows = matrix(columns, window, forest.names)
    row = rows[int(window.valid[:i].sum() + window.valid[i, :k].sum())]
    typical = np.median(rows, axis=0)
    without = np.where(np.eye(len(row), dtype=bool), typical[None, :], row[None, :])
    fall = forest.score(row[None, :])[0] - forest.score(without)
    best = np.argsort(-np.abs(fall), kind="stable")[:TOLD]
    names = list(forest.names or columns)
    return tuple((names[int(j)], round(float(fall[j]), 3)) for j in best if abs(fall[j]) > 1e-4)
