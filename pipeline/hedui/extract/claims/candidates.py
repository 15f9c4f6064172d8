"""Which mentions a figure may belong to: the nearest before it, a few after it, and those of the headline."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedui.extract.claims.columns import title_of
from hedui.extract.claims.scene import TRACKS, Scene

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hedui.extract.claims.layout import Ints, Track

    Bools = NDArray[np.bool_]

BACK = {"metric": 8, "entity": 12, "period": 10}
AHEAD = {"metric": 2, "entity": 2, "period": 2}
KEYS = {"metric": "name", "entity": "name", "period": "value"}


@dataclass(frozen=True, slots=True)
class Pairs:
    """Figures with their candidates, one entry a pair, by figure; each figure's pairs begin at `first`."""

    figure: "Ints"
    index: "Ints"
    first: "Ints"
    rank: "Ints"  # 0 for the nearest candidate before the figure, 1 for the next one back


def pairs_of(scene: Scene, slot: str) -> Pairs | None:
    """The candidates of every figure for a slot (metric, entity or period); None where there are none."""
    import numpy as np

    track: Track = getattr(scene, TRACKS[slot])
    if not len(track) or not len(scene.figures):
        return None
    back, ahead = min(BACK[slot], len(track)), min(AHEAD[slot], len(track))
    at = np.searchsorted(track.start, scene.figures.end)
    # From the nearest one before the figure to the farthest, then those after it, then those every figure has.
    steps = np.concatenate([np.arange(-1, -back - 1, -1), np.arange(ahead)])
    index = at[:, None] + steps
    valid = (index >= 0) & (index < len(track))
    extra = _standing(scene, slot)
    if extra:
        index = np.hstack([index, np.broadcast_to(np.array(extra), (len(at), len(extra)))])
        valid = np.hstack([valid, np.ones((len(at), len(extra)), dtype=bool)])
    valid &= ~_told_before(getattr(scene, slot)[KEYS[slot]], index, valid, (back, ahead))
    rank = np.cumsum(valid, axis=1) - 1
    figure, column = np.nonzero(valid)
    first = np.searchsorted(figure, np.arange(len(at)))
    return Pairs(figure, index[figure, column], first, rank[figure, column])


def _told_before(keys: "Ints", index: "Ints", valid: "Bools", reach: tuple[int, int]) -> "Bools":
    """Which candidates only repeat a nearer one; one after the figure repeats none before it."""
    import numpy as np

    back, ahead = reach
    key = np.where(valid, keys[np.clip(index, 0, len(keys) - 1)], -1 - np.arange(index.shape[1]))
    same = np.tril(key[:, :, None] == key[:, None, :], -1)
    same[:, back : back + ahead, :back] = False
    found: Bools = same.any(axis=2)
    return found


def _standing(scene: Scene, slot: str) -> list[int]:
    """Candidates every figure has: the headline's first and the article's most frequent name or period."""
    import numpy as np

    if slot == "metric":
        return []
    track, own = (scene.entities, scene.entity) if slot == "entity" else (scene.periods, scene.period)
    head = title_of(scene.layout.text)
    named = np.flatnonzero(own["standin"] == 0)
    found = [int(i) for i in named[:1] if track.start[i] < head]
    found += np.flatnonzero(own["main" if slot == "entity" else "common"])[:1].tolist()
    found += np.flatnonzero((own["standin"] > 0) & (track.end == 0))[:2].tolist()
    if slot == "entity":
        found += [*np.flatnonzero(own["home"])[:1].tolist(), *named[:1].tolist()]
    return list(dict.fromkeys(found))
