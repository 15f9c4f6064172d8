"""What the ranker reads of a figure and a candidate: readable whole numbers, for all pairs at once."""

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from hedui.arrays import Bools, Ints, np
from hedui.extract.claims.asides import MAIN
from hedui.extract.claims.binding.candidates import KEYS, Pairs, pairs_of
from hedui.extract.claims.binding.phrasing import OF_BOTH, OF_METRIC, phrasing_between, phrasing_of
from hedui.extract.claims.scene import TRACKS
from hedui.extract.claims.scene.columns import DIMENSIONS
from hedui.extract.claims.scene.layout import Table, Track, columns_of
from hedui.extract.claims.scene.shapes import HINT, SHAPES
from hedui.extract.claims.scene.stage import Stage
from hedui.extract.metrics.sorts import agreements

MOST = {"gap": 400, "clauses": 15, "sentences": 9, "paragraphs": 6}  # farther is no farther; others count to 9
# A price is money, people are a count: the lexicon's dimensions are the broader ones.
_BROAD = {
    name: DIMENSIONS.index(broad) + 1
    for name, broad in (("price", "money"), ("people", "count"), ("point", "percent"))
}
# What is counted and in which unit is no matter of more or less: whether figure and metric agree is asked instead.
SORTS = ("sort", "unit")
_BETWEEN = ("gap", "clauses", "sentences", "paragraphs", "figures_between", "entities_between", "metrics_between",
            "periods_between")  # fmt: skip
_PLACE = (
    "c_offset",
    "c_from_sentence",
    "c_nth",
    "c_of_paragraph",
    "c_headline",
    "c_depth",
    "to_metric",
    "to_entity",
    "to_period",
    "to_figure",
)
_FIGURE = ("f_grows", "f_depth", "f_offset", "f_from_sentence", "f_headline", "f_disaster")
_HAS = tuple(f"f_{name}_has" for name in ("clause", "sentence", "paragraph"))
_METRIC = ("dimension", "known", "toll", "topic", "implied", "stock")
_FROM_METRIC = ("m_gap", "m_clauses", "m_figures", "m_entities", "m_periods")
_M = (0, 1, 4, 5, 7)  # the rows of COUNTS that _FROM_METRIC tells
_NO_METRIC = -99


@dataclass(frozen=True, slots=True)
class Rows:
    """The pairs of a slot, and what is known of each candidate, of each figure, and of the two of a pair."""

    pairs: Pairs
    tables: tuple[Table, Table, Table]

    @property
    def names(self) -> tuple[str, ...]:
        """All that is known of a pair."""
        return tuple(name for table in self.tables for name in table.names)

    @property
    def entries(self) -> tuple[Ints, Ints, None]:
        """Which entry of each table a pair has; of the last one its own."""
        return self.pairs.index, self.pairs.figure, None

    def __getitem__(self, name: str) -> Ints:
        column, entry = self._column(name)
        return column if entry is None else column.take(entry)

    def at(self, name: str, *values: int) -> Bools:
        """Where a column has one of these values."""
        column, entry = self._column(name)
        found: Bools = reduce(or_, [column == value for value in values])  # np.isin takes five times as long
        return found if entry is None else found.take(entry)

    def any_of(self, pairs: Bools) -> Bools:
        """For each pair whether its figure has one of these."""
        return np.asarray(np.logical_or.reduceat(pairs, self.pairs.first)[self.pairs.figure])

    def of(self, names: tuple[str, ...], pairs: Ints | slice = slice(None)) -> Ints:
        """What these names tell, of all pairs or some: one row a name, one column a pair."""
        return np.stack([self[name][pairs] for name in names])

    def _column(self, name: str) -> tuple[Ints, Ints | None]:
        which, row = _place_of(tuple(table.names for table in self.tables), name)
        return self.tables[which].rows[row], self.entries[which]


@lru_cache(maxsize=1024)
def _place_of(tables: tuple[tuple[str, ...], ...], name: str) -> tuple[int, int]:
    """In which table a name stands, and where there."""
    which = next(i for i, names in enumerate(tables) if name in names)
    return which, tables[which].index(name)


def rows_of(stage: Stage, slot: str, bound: dict[str, Ints]) -> Rows | None:
    """The candidates of all figures for a slot with their features; None where there are none.

    `bound` holds what is decided already: the growth word and, after the metric's turn, the metric of each figure.
    """
    pairs = pairs_of(stage, slot)
    if pairs is None:
        return None
    own: Table = getattr(stage, slot)
    told = [i for i, name in enumerate(own.names) if name not in (KEYS[slot], *SORTS)]
    known = [i for i, name in enumerate(stage.figure.names) if name not in SORTS and not name.startswith(HINT)]
    names = [*(f"c_{own.names[i]}" for i in told), *_PLACE]
    candidate = [own.rows[told], _place(stage, slot)]
    figure = [stage.figure.rows[known], _figure(stage, slot, bound)]
    of_figure = [*(f"f_{stage.figure.names[i]}" for i in known), *_FIGURE, *_HAS]
    after, between = _between(stage, slot, pairs)
    both = [after, between, _listed(stage, slot, pairs)[None], _order(pairs, between)]
    of_both = ["after", *_BETWEEN, "in_list", "rank", "most", "clauses_more", "gap_order", "alone"]
    if slot == "metric":
        names += OF_METRIC
        candidate.append(phrasing_of(stage))
        of_both += ["fits", "agrees", *OF_BOTH]
        both += [
            _fits(stage, pairs)[None],
            _agrees(stage, pairs)[None],
            phrasing_between(stage, pairs, bound["growth"]),
        ]
    else:
        of_figure += [f"m_{name}" for name in _METRIC]
        figure.append(_of_metric(stage, bound["metric"]))
        of_both += [*_FROM_METRIC, "m_adjoins", "m_rival"]
        both.append(_from_metric(stage, slot, pairs, bound["metric"]))
    if slot == "period":
        of_both += ["passed", "growths_between", "hint"]
        both += [_passed(stage, pairs)[None], _growths(stage, pairs)[None], _hint(stage, pairs)[None]]
    parts = ((names, candidate), (of_figure, figure), (of_both, both))
    first, second, third = (Table(tuple(names), _short(*rows)) for names, rows in parts)
    return Rows(pairs, (first, second, third))


def _short(*parts: Ints) -> Ints:
    """The rows one below the other as whole numbers of 16 bits: pairs are many, and a quarter is read as fast."""
    return np.concatenate(parts, dtype=np.int16, casting="unsafe")


def _place(stage: Stage, slot: str) -> Ints:
    """Where each candidate stands, whatever the figure: in its clause, its sentence, and before what."""
    lay, track = stage.layout, getattr(stage, TRACKS[slot])
    start = track.start
    begin = lay.sentence_start[start]
    tracks = (stage.named, stage.entities, stage.periods, stage.figures)
    following = [_until(others, track) for others in tracks]
    return np.stack(
        [
            np.minimum(start - lay.clause_start[start], 30),
            np.minimum(start - begin, 60),
            np.minimum(track.before[start] - track.before[begin], 6),
            np.minimum(track.before[start] - track.before[lay.paragraph_start[start]], 9),
            lay.paragraph[start] == 0,
            lay.depth[start],
            *following,
        ]
    )


def _until(track: Track, mentions: Track) -> Ints:
    """The characters from the end of each mention to the next start of the track, 30 at most."""
    if not len(track):
        return np.full(len(mentions), 30, dtype=np.int64)
    at = np.searchsorted(track.start, mentions.end)
    gap = track.start[np.minimum(at, len(track) - 1)] - mentions.end
    return np.where((at < len(track)) & (gap < 30), gap, 30)


def _figure(stage: Stage, slot: str, bound: dict[str, Ints]) -> Ints:
    lay, start = stage.layout, stage.figures.start
    before = getattr(stage, TRACKS[slot]).before
    clause, sentence, paragraph = (
        begin[start] for begin in (lay.clause_start, lay.sentence_start, lay.paragraph_start)
    )
    return np.stack(
        [
            bound["growth"] >= 0,
            lay.depth[start],
            np.minimum(start - clause, 30),
            np.minimum(start - sentence, 60),
            lay.paragraph[start] == 0,
            stage.disaster,
            *(np.minimum(before[start] - before[begin], 6) for begin in (clause, sentence, paragraph)),
        ]
    )


def _between(stage: Stage, slot: str, pairs: Pairs) -> tuple[Ints, Ints]:
    """Whether the candidate stands after the figure, and how much of each sort stands between the two."""
    figures, others = stage.sites["figure"], stage.sites[slot]
    after = others.start[0].take(pairs.index) >= figures.end[0].take(pairs.figure)
    # From the end of whichever comes first to the start of the other, both found in one table.
    sites = np.concatenate([figures.start, figures.end, others.start, others.end], axis=1)
    count, first = figures.start.shape[1], 2 * figures.start.shape[1]
    begin = np.where(after, pairs.index + first, pairs.figure)
    end = np.where(after, pairs.figure + count, pairs.index + first + others.start.shape[1])
    most = np.array([MOST.get(name, 9) for name in _BETWEEN])[:, None]
    return after[None], np.clip(sites.take(begin, axis=1) - sites.take(end, axis=1), 0, most)


def _order(pairs: Pairs, between: Ints) -> Ints:
    """How a candidate compares with the figure's others: place, number, clauses and order by characters."""
    gap, clauses = between[0], between[1]
    number = np.diff(pairs.first, append=len(pairs.figure))
    nearest = np.minimum.reduceat(clauses, pairs.first)
    order = np.empty(len(gap), dtype=np.int64)
    by_gap = np.argsort(pairs.figure * (MOST["gap"] + 1) + gap, kind="stable")
    order[by_gap] = np.arange(len(gap)) - pairs.first[pairs.figure]
    same = np.add.reduceat((clauses == nearest[pairs.figure]).astype(np.int64), pairs.first)
    return np.stack([pairs.rank, number[pairs.figure], clauses - nearest[pairs.figure], order, same[pairs.figure]])


def _listed(stage: Stage, slot: str, pairs: Pairs) -> Ints:
    """1 where figure and candidate hold the same place in lists of one length, -1 where another place, else 0."""
    figure, other = stage.lists["figure"], stage.lists[slot]
    size = figure.size[pairs.figure]
    same = (size > 1) & (other.size[pairs.index] == size)
    place = np.where(other.place[pairs.index] == figure.place[pairs.figure], 1, -1)
    return np.where(same, place, 0)


def _passed(stage: Stage, pairs: Pairs) -> Ints:
    """How many periods that are no asides the text has named since the candidate, up to the figure.

    0 for the one in force, also after a base or a bracket: 同比增5%（上半年增9%）,门店2家 stays with the year.
    """
    start, told = stage.periods.start, (stage.period["role"] == MAIN) & (stage.period["standin"] == 0)
    count = np.concatenate([[0], np.cumsum(told)])
    figure, own = (count[np.searchsorted(start, at, side="right")] for at in (stage.figures.start, start))
    passed: Ints = np.clip(figure[pairs.figure] - own[pairs.index], -2, 9)
    return passed


def _growths(stage: Stage, pairs: Pairs) -> Ints:
    """How many words of growth stand between: 较上年亏损2亿元 is last year's figure, 较上年增加2亿元 is not."""
    before, figures, own = stage.growths.before, stage.figures, stage.periods
    told: Ints = before[figures.start][pairs.figure] - before[own.end][pairs.index]
    return np.clip(told, -1, 5)


def _hint(stage: Stage, pairs: Pairs) -> Ints:
    """How likely the words around the figure make a period of the candidate's shape."""
    names = tuple(f"{HINT}{name}" for name in SHAPES)
    table = stage.figure.rows[columns_of(stage.figure.names, names)]
    told: Ints = table[stage.period["shape"][pairs.index], pairs.figure]
    return told


def _fits(stage: Stage, pairs: Pairs) -> Ints:
    """1 where the metric's dimension is the figure's, -1 where it is another, 0 where unknown."""
    broad = np.array([_BROAD.get(name, i) for i, name in enumerate(("", *DIMENSIONS))], dtype=np.int64)
    wanted = broad[stage.figure["dimension"]][pairs.figure]
    offered = broad[stage.metric["dimension"]][pairs.index]
    return np.where((wanted == 0) | (offered == 0), 0, np.where(wanted == offered, 1, -1))


def _agrees(stage: Stage, pairs: Pairs) -> Ints:
    """1 where the metric counts what the figure is a count of, -1 where it cannot, 0 where nothing says so."""
    table = np.array(agreements(), dtype=np.int64)
    agreed: Ints = table[stage.figure["sort"][pairs.figure], stage.metric["sort"][pairs.index]]
    return agreed


def _of_metric(stage: Stage, chosen: Ints) -> Ints:
    """What is known of the metric already chosen for each figure."""
    if not len(stage.metrics):
        return np.full((len(_METRIC), len(chosen)), _NO_METRIC)
    own = np.stack([stage.metric[name] for name in _METRIC])[:, np.maximum(chosen, 0)]
    return np.where(chosen >= 0, own, _NO_METRIC)


def _from_metric(stage: Stage, slot: str, pairs: Pairs, chosen: Ints) -> Ints:
    """How the candidate stands to the metric already chosen, and whether another one adjoins it."""
    if not len(stage.metrics):
        return np.full((len(_FROM_METRIC) + 2, len(pairs.figure)), _NO_METRIC)
    metric = np.maximum(chosen, 0)[pairs.figure]
    apart = stage.sites["metric"].start[:, metric] - stage.sites[slot].end[:, pairs.index]
    apart = np.clip(apart[_M, :], [[-60], [-9], [-9], [-9], [-9]], [[120], [9], [9], [9], [9]])
    adjoins = (apart[0] >= 0) & (apart[0] <= 2) & (apart[1] == 0)
    rival = np.logical_or.reduceat(adjoins, pairs.first)[pairs.figure] & ~adjoins
    known = (chosen >= 0)[pairs.figure]
    return np.where(known, np.concatenate([apart, [adjoins, rival]]), _NO_METRIC)
