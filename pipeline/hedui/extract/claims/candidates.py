"""Which mentions a figure may belong to: the nearest before it, a few after it, and those of the headline."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedui.extract.claims.layout import Track
from hedui.extract.claims.scene import Scene, title_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hedui.extract.claims.layout import Ints

BACK = {"metric": 7, "entity": 8, "period": 6}
AHEAD = {"metric": 2, "entity": 2, "period": 2}


@dataclass(frozen=True, slots=True)
class Window:
    """Per figure (row) the indices of its candidates, and which of them exist."""

    index: "Ints"
    valid: "NDArray[np.bool_]"


def candidates(scene: Scene, slot: str) -> Window:
    """The candidates of every figure for a slot: metric, entity or period."""
    import numpy as np

    tracks = {"metric": scene.metrics, "entity": scene.entities, "period": scene.periods}
    window = _near(scene.figures, tracks[slot], BACK[slot], AHEAD[slot])
    extra = _standing(scene, slot)
    if not extra or not len(scene.figures):
        return window
    added = np.broadcast_to(np.array(extra, dtype=np.int64), (len(scene.figures), len(extra)))
    # A candidate that the window holds already is not offered twice.
    fresh = ~((window.index[:, None, :] == added[:, :, None]) & window.valid[:, None, :]).any(axis=2)
    return Window(np.hstack([window.index, added]), np.hstack([window.valid, fresh]))


def _near(figures: Track, track: Track, back: int, ahead: int) -> Window:
    import numpy as np

    at = np.searchsorted(track.start, figures.end)
    index = at[:, None] + np.arange(-back, ahead)[None, :]
    valid = (index >= 0) & (index < len(track))
    return Window(np.clip(index, 0, max(0, len(track) - 1)), valid)


def _standing(scene: Scene, slot: str) -> list[int]:
    """Candidates every figure has: the headline's first and the article's most frequent name or period."""
    import numpy as np

    if slot == "metric":
        return []
    if slot == "entity":
        track, own = scene.entities, scene.entity
    else:
        track, own = scene.periods, scene.period
    head = title_of(scene.layout.text)
    named = np.flatnonzero(own["standin"] == 0)
    found = [int(i) for i in named[:1] if track.start[i] < head]
    common = np.flatnonzero(own["main" if slot == "entity" else "common"])
    found += [int(i) for i in common[:1] if int(i) not in found]
    found += [int(i) for i in np.flatnonzero((own["standin"] > 0) & (track.end == 0))[:2] if int(i) not in found]
    if slot == "entity":
        found += [int(i) for i in np.flatnonzero(own["home"])[:1] if int(i) not in found]
        found += [int(i) for i in named[:2] if int(i) not in found][:1]
    return found
