"""Which mentions a figure may belong to: the nearest before it, a few after it, and those of the headline."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedui.extract.claims.scene import TRACKS
from hedui.extract.claims.stage import Stage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hedui.extract.claims.layout import Ints, Track

    Bools = NDArray[np.bool_]

BACK = {"metric": 8, "entity": 12, "period": 20}
AHEAD = {"metric": 2, "entity": 2, "period": 2}
KEYS = {"metric": "name", "entity": "name", "period": "value"}


@dataclass(frozen=True, slots=True)
class Pairs:
    """Figures with their candidates, one entry a pair, by figure; each figure's pairs begin at `first`."""

    figure: "Ints"
    index: "Ints"
    first: "Ints"
    rank: "Ints"  # 0 for the nearest candidate before the figure, 1 for the next one back

    def part(self, own: tuple[int, int], figures: tuple[int, int], mention: int) -> "Pairs":
        """The pairs of one article of a stage, whose candidates begin with mention number `mention`."""
        start, end = own
        return Pairs(
            self.figure[start:end] - figures[0],
            self.index[start:end] - mention,
            self.first[slice(*figures)] - start,
            self.rank[start:end],
        )


def pairs_of(stage: Stage, slot: str) -> Pairs | None:
    """The candidates of every figure for a slot (metric, entity or period); None where there are none."""
    import numpy as np

    track: Track = getattr(stage, TRACKS[slot])
    if not len(track) or not len(stage.figures):
        return None
    back, ahead = min(BACK[slot], len(track)), min(AHEAD[slot], len(track))
    at = np.searchsorted(track.start, stage.figures.end)
    # From the nearest one before the figure to the farthest, then those after it, then those every figure has.
    steps = np.concatenate([np.arange(-1, -back - 1, -1), np.arange(ahead)])
    index = at[:, None] + steps
    low, high = stage.reach[slot]
    valid = (index >= low[:, None]) & (index < high[:, None])
    if stage.standing[slot].shape[1]:
        index = np.hstack([index, stage.standing[slot]])
        valid = np.hstack([valid, stage.standing[slot] >= 0])
    valid &= ~_told_before(getattr(stage, slot)[KEYS[slot]], index, valid, (back, ahead))
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
