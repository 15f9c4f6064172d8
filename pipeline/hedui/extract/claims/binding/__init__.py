"""Who, what and when of every figure: candidates scored slot by slot, the best one bound."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hedui.arrays import Floats, Ints, np
from hedui.extract.claims.binding.candidates import Pairs
from hedui.extract.claims.binding.carrying import TOLD, Slot, carried, repeated
from hedui.extract.claims.binding.features import Rows, rows_of
from hedui.extract.claims.binding.ranker import Model, Scorer
from hedui.extract.claims.binding.weights import weighed
from hedui.extract.claims.growth import growth_words, inherited
from hedui.extract.claims.scene import TRACKS, Scene
from hedui.extract.claims.scene.layout import Table
from hedui.extract.claims.scene.stage import Stage, stage_of

_BARRED = 1e-4
SLOTS = ("metric", "entity", "period")


@dataclass(frozen=True, slots=True)
class Binding:
    """All slots of an article, and the growth word of each figure."""

    growth: Ints
    slots: dict[str, Slot]


def bind_each(scenes: Sequence[Scene], model: Model) -> list[Binding]:
    """The metric, then the entity, then the period of every figure of some articles.

    Those that have candidates for all slots are looked at together.
    """
    bindings: dict[int, Binding] = {}
    for group in grouped(scenes, SLOTS):
        found = _bind_group([scenes[i] for i in group], model)
        bindings |= zip(group, found, strict=True)
    return [bindings[i] for i in range(len(scenes))]


def grouped(scenes: Sequence[Scene], slots: Sequence[str]) -> list[list[int]]:
    """The scenes that may share a stage for these slots, by number; one without a candidate stands alone."""
    full = [all(len(getattr(scene, TRACKS[name])) for name in ("figure", *slots)) for scene in scenes]
    together = [i for i, is_full in enumerate(full) if is_full]
    return [group for group in (together, *([i] for i, is_full in enumerate(full) if not is_full)) if group]


def _bind_group(scenes: Sequence[Scene], model: Model) -> list[Binding]:
    stage = stage_of(scenes)
    growths = [growth_words(scene) for scene in scenes]
    slots: list[dict[str, Slot]] = [{} for _ in scenes]
    bound: dict[str, Ints] = {}
    for name in SLOTS:
        bound["growth"] = np.concatenate(growths)
        slot = choose(stage, name, bound, model.forests[name])
        bound[name] = slot.chosen
        for own, part in zip(slots, parted(slot, stage, name), strict=True):
            own[name] = part
        if name == "metric":
            metrics = [own[name].chosen for own in slots]
            growths = [inherited(*known) for known in zip(scenes, growths, metrics, strict=True)]
    return [Binding(growth, own) for growth, own in zip(growths, slots, strict=True)]


def parted(slot: Slot, stage: Stage, name: str) -> list[Slot]:
    """The slot of each scene of a stage."""
    figures, mentions = stage.first["figure"], stage.first[name]
    if len(figures) == 2 or slot.rows is None:
        return [slot]
    edges = [*slot.pairs.first[figures[:-1]].tolist(), len(slot.scores)]
    return [
        _part(slot, slice(*own), slice(*figure), mention)
        for own, figure, mention in zip(pairwise(edges), pairwise(figures), mentions[:-1], strict=True)
    ]


def _part(slot: Slot, pairs: slice, figures: slice, mention: int) -> Slot:
    """What is told of some figures with their pairs, whose candidates begin with mention number `mention`."""
    return replace(
        slot,
        pairs=slot.pairs.part(pairs, figures, mention),
        told=Table(slot.told.names, slot.told.rows[:, figures]),
        scores=slot.scores[pairs],
        winner=slot.winner[figures] - pairs.start,
        chosen=slot.chosen[figures] - mention,
        best=slot.best[figures],
        margin=slot.margin[figures],
    )


def choose(stage: Stage, name: str, bound: dict[str, Ints], forest: Scorer) -> Slot:
    """The candidates of a slot, scored by the forest, and the best of each figure."""
    rows = rows_of(stage, name, bound)
    if rows is None:
        return _nothing(len(stage.figures))
    shares = _shares(forest.score_parts(list(zip(rows.tables, rows.entries, strict=True))), rows)
    scores = weighed(name, rows, shares)
    _in_turn(stage, name, rows, scores)
    slot = _possible(rows, scores) if name == "metric" else _best(name, rows, scores)
    return (repeated if name == "period" else carried)(stage, slot, bound["growth"])


def _possible(rows: Rows, scores: Floats) -> Slot:
    """The best metric of each figure among those it can be a value of; none where there is none.

    412亿元 are no 金牌数, 走了11年 is no sum; of growth nothing is said.
    """
    never = ((rows["agrees"] < 0) & (rows["f_grows"] == 0)) | (rows.pairs.rank < 0)
    slot = _best("metric", rows, np.where(never, scores * _BARRED, scores).astype(np.float32))
    return replace(slot, chosen=np.where(never[slot.winner], -1, slot.chosen))


def _shares(raw: Floats, rows: Rows) -> Floats:
    """Raw scores as shares of one: the candidates of a figure compete with each other alone."""
    first, figure = rows.pairs.first, rows.pairs.figure
    weight: Floats = np.exp(raw - np.maximum.reduceat(raw, first)[figure])
    return (weight / np.add.reduceat(weight, first)[figure]).astype(np.float32)


def _in_turn(stage: Stage, slot: str, rows: Rows, scores: Floats) -> None:
    """Lists that run in parallel are bound place by place, and cells by column, whatever is nearer."""
    told, headed = stage.in_turn, stage.headed if slot == "period" else np.full(len(stage.figures), -1)
    if not (told.any() or (headed >= 0).any()):
        return
    figure, at = rows.pairs.figure, headed[rows.pairs.figure]
    ahead = told[figure] & rows.at("sentences", 0) & rows.at("after", 0)
    same = np.where(at >= 0, rows.pairs.index == at, ahead & (rows["in_list"] == 1))
    other = np.where(at >= 0, ~same, ahead & (rows["in_list"] == -1))
    certain = np.logical_or.reduceat(same, rows.pairs.first)[figure]
    shares = np.minimum(scores, 1)  # 2023年和2024年净利润分别为…: of the first, too, 2024年 was said outright
    scores[:] = np.where(same & certain, 0.5 + shares / 2, np.where(other & certain, shares / 4, scores))


def _best(name: str, rows: Rows, scores: Floats) -> Slot:
    figure, first = rows.pairs.figure, rows.pairs.first
    best = np.maximum.reduceat(scores, first)
    at = np.flatnonzero(scores == best[figure])
    winner = at[np.searchsorted(figure[at], np.arange(len(first)))]
    others = scores.copy()
    others[winner] = 0
    margin = best - np.maximum.reduceat(others, first)
    told = Table(TOLD[name], rows.of(TOLD[name], winner))
    return Slot(rows, rows.pairs, told, scores, winner, rows.pairs.index[winner], best, margin)


def _nothing(figures: int) -> Slot:
    none, zero = np.full(figures, -1, dtype=np.int64), np.zeros(figures, dtype=np.float32)
    return Slot(None, Pairs(*[none[:0]] * 4), Table((), none[None, :0]), zero[:0], none, none, zero, zero)
