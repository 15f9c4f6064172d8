"""What the ranker reads of a figure and a metric beyond their places: growth word, names, dates."""

from typing import TYPE_CHECKING

from hedui.extract.claims.binding.candidates import Pairs
from hedui.extract.claims.scene.stage import Stage

if TYPE_CHECKING:
    from hedui.extract.claims.scene.layout import Ints, Track

NAMES = ("inside", "c_in_name", "c_in_date", "role", "to_growth")


def phrasing_of(stage: Stage, pairs: Pairs, growth: "Ints") -> "Ints":
    """One row a name of NAMES, one column a pair; `growth` is the growth word of each figure, -1 for none.

    inside: the figure holds the candidate (5铜, 711伤).  c_in_name, c_in_date: it stands in a name or a date.
    role, to_growth: what the figure's growth word is, and on which side of it the candidate stands.
    """
    import numpy as np

    figures, metrics = stage.figures, stage.metrics
    start, end = metrics.start[pairs.index], metrics.end[pairs.index]
    inside = (start < figures.end[pairs.figure]) & (end > figures.start[pairs.figure])
    covered = [_covered(track, metrics)[pairs.index] for track in (stage.entities, stage.periods)]
    grown = _to_growth(stage, pairs, growth)
    return np.stack([inside, *covered, *grown]).astype(np.int64)


def _covered(track: "Track", mentions: "Track") -> "Ints":
    """4 for a mention that is one of the track, 3 inside one, 2 begun in one, 1 with one's beginning, else 0."""
    import numpy as np

    if not len(track):
        return np.zeros(len(mentions), dtype=np.int64)
    at = np.searchsorted(track.start, mentions.start, side="right") - 1
    last = np.where(at >= 0, track.end[np.maximum(at, 0)], 0)
    same = (at >= 0) & (track.start[np.maximum(at, 0)] == mentions.start) & (last == mentions.end)
    begins = track.before[mentions.end] > track.before[mentions.start + 1]
    return np.where(same, 4, np.where(last >= mentions.end, 3, np.where(last > mentions.start, 2, begins)))


def _to_growth(stage: Stage, pairs: Pairs, growth: "Ints") -> "tuple[Ints, Ints]":
    """The role of the figure's growth word (9: it stands elsewhere), and where the candidate stands to it.

    1 before the word in its clause, 2 in an earlier clause, 3 between the word and the figure, 4 behind the
    figure: 毛利占收入的62% tells of 毛利, not of 收入.
    """
    import numpy as np

    grows = (growth >= 0)[pairs.figure]
    if not len(stage.growths):
        return grows * 9, np.zeros(len(grows), dtype=np.int64)
    figure, clause = stage.figures.start[pairs.figure], stage.layout.clause
    start, end = stage.metrics.start[pairs.index], stage.metrics.end[pairs.index]
    last = np.searchsorted(stage.growths.start, figure) - 1
    word = stage.growths.start[np.maximum(last, 0)]
    near = grows & (last >= 0) & (word >= stage.layout.sentence_start[figure])
    side = np.where(end <= word, np.where(clause[start] == clause[word], 1, 2), np.where(end <= figure, 3, 4))
    return np.where(near, stage.roles[np.maximum(last, 0)], grows * 9), np.where(near, side, 0)
