"""What the ranker reads of a figure and a metric beyond their places: growth word, names, dates."""

from hedui.arrays import Ints, np
from hedui.extract.claims.binding.candidates import Pairs
from hedui.extract.claims.scene.layout import Track
from hedui.extract.claims.scene.stage import Stage

_MOST_KIN = 9000
OF_METRIC = ("c_in_name", "c_in_date")
OF_BOTH = ("inside", "role", "to_growth", "kin", "kin_first")


def phrasing_of(stage: Stage) -> Ints:
    """Whether each metric stands in a name, and in a date: one row a name of OF_METRIC, one column a metric."""
    return np.stack([_covered(track, stage.metrics) for track in (stage.entities, stage.periods)])


def phrasing_between(stage: Stage, pairs: Pairs, growth: Ints) -> Ints:
    """One row a name of OF_BOTH, one column a pair; `growth` is the growth word of each figure, -1 for none.

    inside: the figure holds the candidate (5铜, 711伤).  role, to_growth: what the figure's growth word is, and on
    which side of it the candidate stands.  kin, kin_first: how likely the article's other figures of this unit
    bear the candidate's name.
    """
    figures, metrics = stage.figures, stage.metrics
    start, end = metrics.start[pairs.index], metrics.end[pairs.index]
    inside = (start < figures.end[pairs.figure]) & (end > figures.start[pairs.figure])
    inside |= stage.metric["name"][pairs.index] == _held(stage)[pairs.figure]
    return np.stack([inside, *_to_growth(stage, pairs, growth), *_kin(stage, pairs)]).astype(np.int64)


def _held(stage: Stage) -> Ints:
    """The name of the metric that each figure holds, -1 for none; the mention offered may be an earlier one."""
    near, figures = stage.named, stage.figures
    if not len(near):
        return np.full(len(figures), -1)
    last = np.maximum(np.searchsorted(near.start, figures.end) - 1, 0)
    held = (near.start[last] < figures.end) & (near.end[last] > figures.start)
    return np.where(held, stage.metric["name"][stage.numbers[last]], -1)


def _kin(stage: Stage, pairs: Pairs) -> tuple[Ints, Ints]:
    """What the phrases of an article's other figures of one unit say for a name, in thousandths, and of how many
    it is the likeliest: 人次 counts what it counted a paragraph before.
    """
    own, names, scores = stage.standing["metric"], stage.metric["name"], stage.metric["score"]
    article = np.searchsorted(stage.first["figure"], np.arange(len(own)), side="right")
    unit = (article * len(own) + stage.figure["unit"]) * (int(names.max()) + 1)  # of a figure, in its article
    figure, column = np.nonzero(own >= 0)
    told = unit[figure] + names[own[figure, column]]
    keys, of = np.unique(told, return_inverse=True)
    asked = unit[pairs.figure] + names[pairs.index]
    place = np.minimum(np.searchsorted(keys, asked), max(len(keys) - 1, 0))
    mine = own[pairs.figure]
    same = (mine >= 0) & (names[mine] == names[pairs.index][:, None])
    found = []
    for weight in (np.where(own >= 0, scores[own], 0), (np.arange(own.shape[1]) == 0) & (own >= 0)):
        every = np.bincount(of, weight[figure, column], minlength=1)
        own_part = (same * weight[pairs.figure]).sum(axis=1)
        found.append(np.where(keys[place] == asked, every[place], 0) - own_part if len(keys) else own_part)
    return np.minimum(found[0], _MOST_KIN), np.minimum(found[1], 9)


def _covered(track: Track, mentions: Track) -> Ints:
    """4 for a mention that is one of the track, 3 inside one, 2 begun in one, 1 with one's beginning, else 0."""
    if not len(track):
        return np.zeros(len(mentions), dtype=np.int64)
    at = np.searchsorted(track.start, mentions.start, side="right") - 1
    last = np.where(at >= 0, track.end[np.maximum(at, 0)], 0)
    same = (at >= 0) & (track.start[np.maximum(at, 0)] == mentions.start) & (last == mentions.end)
    begins = track.before[mentions.end] > track.before[mentions.start + 1]
    return np.where(same, 4, np.where(last >= mentions.end, 3, np.where(last > mentions.start, 2, begins)))


def _to_growth(stage: Stage, pairs: Pairs, growth: Ints) -> tuple[Ints, Ints]:
    """The role of the figure's growth word (9: it stands elsewhere), and where the candidate stands to it.

    1 before the word in its clause, 2 in an earlier clause, 3 between the word and the figure, 4 behind the
    figure: 毛利占收入的62% tells of 毛利, not of 收入.
    """
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
