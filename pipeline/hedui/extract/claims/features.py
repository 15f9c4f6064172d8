"""What the ranker reads of a figure and a candidate: readable columns, computed for a whole article at once."""

from typing import TYPE_CHECKING

from hedui.extract.claims.candidates import Window
from hedui.extract.claims.layout import Track
from hedui.extract.claims.scene import DIMENSIONS, Scene

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hedui.extract.claims.layout import Floats, Ints

Columns = dict[str, "NDArray[np.generic]"]
# A price is money, people are a count: the lexicon's dimensions are the broader ones.
_BROAD = {
    name: DIMENSIONS.index(broad) + 1
    for name, broad in (("price", "money"), ("people", "count"), ("point", "percent"))
}
TRACKS = {"metric": "metrics", "entity": "entities", "period": "periods"}


def features(scene: Scene, slot: str, window: Window, bound: dict[str, "Ints"]) -> Columns:
    """The columns of a slot, each figures x candidates (or figures alone).

    `bound` holds what is decided already: the growth word and, after the metric's turn, the metric of each figure.
    """
    import numpy as np

    own: dict[str, Ints] = getattr(scene, slot)
    track: Track = getattr(scene, TRACKS[slot])
    columns: Columns = _geometry(scene, track, window)
    columns |= {
        f"c_{name}": column[window.index] for name, column in own.items() if name != "name" and name != "value"
    }
    columns |= _figure(scene, bound)
    columns["in_list"] = _listed(scene, slot, window)
    columns["repeat"] = _repeated(own["value" if slot == "period" else "name"], window)
    if slot == "metric":
        columns["fits"] = _fits(scene, window)
        columns["grows"] = _next_to(track, scene.growths, window)
    else:
        columns |= _from_metric(scene, track, window, bound)
        columns["f_disaster"] = np.full(len(window.index), scene.disaster)
    return columns


def _geometry(scene: Scene, track: Track, window: Window) -> Columns:
    import numpy as np

    lay, figures = scene.layout, scene.figures
    start, end = track.start[window.index], track.end[window.index]
    first, last = figures.start[:, None], figures.end[:, None]
    after = start >= last
    low, high = np.where(after, last, np.minimum(end, first)), np.where(after, start, first)
    near, far = np.where(after, first, start), np.where(after, start, first)
    columns: Columns = {
        "gap": np.maximum(high - low, 0),
        "after": after,
        "inside": (start < last) & (end > first),
        "clauses": np.minimum(lay.clause[far] - lay.clause[near], 12),
        "sentences": np.minimum(lay.sentence[far] - lay.sentence[near], 8),
        "paragraphs": np.minimum(lay.paragraph[far] - lay.paragraph[near], 5),
        "depth": lay.depth[start],
        "deeper": lay.depth[first] - lay.depth[start],
        "offset": np.minimum(start - lay.clause_start[start], 30),
        "from_sentence": np.minimum(start - lay.sentence_start[start], 60),
        "headline": lay.paragraph[start] == 0,
        "nth": np.minimum(track.before[start] - track.before[lay.sentence_start[start]], 6),
    }
    for name in ("clause", "sentence", "paragraph"):
        begin = getattr(lay, f"{name}_start")[figures.start]
        here = np.minimum(track.before[figures.start] - track.before[begin], 6)
        columns[f"f_{name}_has"] = here
    for name in ("figures", "entities", "metrics", "periods"):
        count = getattr(scene, name).before
        columns[f"{name}_between"] = np.clip(count[high] - count[low], 0, 9)
    return columns


def _figure(scene: Scene, bound: dict[str, "Ints"]) -> Columns:
    import numpy as np

    lay, figures, lists = scene.layout, scene.figures, scene.lists["figure"]
    rows = {
        "f_dimension": scene.figure["dimension"],
        "f_converts": scene.figure["converts"],
        "f_grows": (bound["growth"] >= 0).astype(np.int64),
        "f_ahead": scene.figure["ahead"],
        "f_after": scene.figure["after"],
        "f_depth": lay.depth[figures.start],
        "f_list": lists.size,
        "f_place": lists.place,
        "f_offset": np.minimum(figures.start - lay.clause_start[figures.start], 30),
        "f_from_sentence": np.minimum(figures.start - lay.sentence_start[figures.start], 60),
        "f_headline": (lay.paragraph[figures.start] == 0).astype(np.int64),
    }
    return dict(rows)


def _listed(scene: Scene, slot: str, window: Window) -> "Ints":
    """1 where figure and candidate hold the same place in lists of one length, -1 where another place, else 0."""
    import numpy as np

    figure, other = scene.lists["figure"], scene.lists[slot]
    size, place = figure.size[:, None], figure.place[:, None]
    same = (size > 1) & (other.size[window.index] == size)
    return np.where(same, np.where(other.place[window.index] == place, 1, -1), 0)


def _repeated(names: "Ints", window: Window) -> "Ints":
    """How many candidates of the same name stand further right in the window (nearer, for those before)."""
    import numpy as np

    keys = np.where(window.valid, names[window.index] if len(names) else window.index, -1 - window.index)
    same = keys[:, :, None] == keys[:, None, :]
    repeats: Ints = np.triu(same, 1).sum(axis=2)
    return repeats


def _fits(scene: Scene, window: Window) -> "Ints":
    """1 where the metric's dimension is the figure's, -1 where it is another, 0 where unknown."""
    import numpy as np

    broad = np.array([_BROAD.get(name, i) for i, name in enumerate(("", *DIMENSIONS))], dtype=np.int64)
    wanted = broad[scene.figure["dimension"]][:, None]
    offered = broad[scene.metric["dimension"][window.index]]
    return np.where((wanted == 0) | (offered == 0), 0, np.where(wanted == offered, 1, -1))


def _next_to(track: Track, growths: Track, window: Window) -> "Ints":
    """1 where a growth word begins within two characters of the candidate's end (收入增长)."""
    import numpy as np

    end = track.end[window.index]
    reach = np.minimum(end + 3, len(growths.before) - 1)
    near: Ints = np.minimum(growths.before[reach] - growths.before[end], 1)
    return near


def _from_metric(scene: Scene, track: Track, window: Window, bound: dict[str, "Ints"]) -> Columns:
    """How the candidate stands to the metric already chosen."""
    import numpy as np

    chosen = bound["metric"]
    has = (chosen >= 0) & (len(scene.metrics) > 0)
    if not len(scene.metrics):
        zeros = np.zeros(window.index.shape, dtype=np.int64)
        return {
            "m_gap": zeros - 99,
            "m_clauses": zeros - 9,
            "m_entities": zeros,
            "m_periods": zeros,
            "m_known": zeros,
            "m_toll": zeros,
        }
    start = scene.metrics.start[np.maximum(chosen, 0)][:, None]
    place, end = track.start[window.index], track.end[window.index]
    low, high = np.minimum(start, place), np.maximum(start, place)
    lay = scene.layout
    columns = {
        "m_gap": np.clip(start - end, -60, 120),
        "m_clauses": np.clip(lay.clause[start] - lay.clause[place], -6, 9),
        "m_entities": np.clip(scene.entities.before[high] - scene.entities.before[low], 0, 9),
        "m_periods": np.clip(scene.periods.before[high] - scene.periods.before[low], 0, 9),
        "m_known": np.broadcast_to(scene.metric["known"][np.maximum(chosen, 0)][:, None], place.shape),
        "m_toll": np.broadcast_to(scene.metric["toll"][np.maximum(chosen, 0)][:, None], place.shape),
    }
    return {name: np.where(has[:, None], column, -99) for name, column in columns.items()}


def matrix(columns: Columns, window: Window, names: tuple[str, ...] = ()) -> "Floats":
    """The rows of the valid candidates as numbers, in the order of `names`, else of `columns`."""
    import numpy as np

    picked = [columns[name] for name in names] or list(columns.values())
    flat = np.flatnonzero(window.valid)
    figure = flat // window.valid.shape[1]
    table = np.empty((len(flat), len(picked)), dtype=np.float32)
    for i, column in enumerate(picked):
        # What is said of the figure alone is one column; what is said of a candidate has a place for each.
        table[:, i] = column.ravel().take(flat) if column.ndim > 1 else column.take(figure)
    return table
