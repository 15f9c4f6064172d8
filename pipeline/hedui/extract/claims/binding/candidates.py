"""Which mentions a figure may belong to: the nearest before it, a few after it, and those of the headline."""

from dataclasses import dataclass

from hedui.arrays import Bools, Ints, np
from hedui.extract.claims.scene import TRACKS
from hedui.extract.claims.scene.layout import Track
from hedui.extract.claims.scene.stage import Stage

BACK = {"metric": 8, "entity": 12, "period": 20}
AHEAD = {"metric": 2, "entity": 2, "period": 2}
KEYS = {"metric": "name", "entity": "name", "period": "value"}


@dataclass(frozen=True, slots=True)
class Pairs:
    """Figures with their candidates, one entry a pair, by figure; each figure's pairs begin at `first`."""

    figure: Ints
    index: Ints
    first: Ints
    rank: Ints  # 0 for the nearest candidate before the figure, 1 for the next one back, -1 for no candidate

    def part(self, own: slice, figures: slice, mention: int) -> "Pairs":
        """The pairs of one article of a stage, whose candidates begin with mention number `mention`."""
        return Pairs(
            self.figure[own] - figures.start,
            self.index[own] - mention,
            self.first[figures] - own.start,
            self.rank[own],
        )


def pairs_of(stage: Stage, slot: str) -> Pairs | None:
    """The candidates of every figure for a slot (metric, entity or period); None where there are none."""
    track: Track = getattr(stage, TRACKS[slot])
    if not len(track) or not len(stage.figures):
        return None
    near = stage.named if slot == "metric" else track
    back, ahead = min(BACK[slot], len(near)), min(AHEAD[slot], len(near))
    at = np.searchsorted(near.start, stage.figures.end)
    # From the nearest one before the figure to the farthest, then those after it, then those every figure has.
    steps = np.concatenate([np.arange(-1, -back - 1, -1), np.arange(ahead)])
    index = at[:, None] + steps
    low, high = stage.reach[slot]
    valid = (index >= low[:, None]) & (index < high[:, None])
    if slot == "metric" and len(near):
        index = stage.numbers[np.clip(index, 0, len(near) - 1)]
    standing = stage.standing[slot]
    index, valid = np.hstack([index, standing]), np.hstack([valid, standing >= 0])
    # A metric of the figure's own is told of before those that words near it name.
    lead = standing.shape[1] if slot == "metric" else 0
    valid &= ~_told_before(getattr(stage, slot)[KEYS[slot]], (index, valid), (lead, back, ahead))
    # 两国总理 where no word of the article names a metric: what is offered fills the row and is not chosen.
    bare: Bools = ~np.logical_or.reduce(valid, axis=1)
    article = np.searchsorted(stage.first["figure"], np.flatnonzero(bare), side="right") - 1
    index[bare, 0], valid[bare, 0] = np.array(stage.first[slot])[article], True
    rank = np.cumsum(valid, axis=1) - 1 - bare[:, None]
    figure, column = np.nonzero(valid)
    first = np.searchsorted(figure, np.arange(len(at)))
    return Pairs(figure, index[figure, column], first, rank[figure, column])


def _told_before(keys: Ints, offer: tuple[Ints, Bools], reach: tuple[int, int, int]) -> Bools:
    """Which candidates only repeat a nearer one; one after the figure repeats none before it.

    `reach` counts the columns that come before all others (they stand last), those before and after the figure.
    """
    (index, valid), (lead, back, ahead) = offer, reach
    key = np.where(valid, keys[np.clip(index, 0, len(keys) - 1)], -1 - np.arange(index.shape[1])).astype(np.int32)
    key = np.ascontiguousarray(np.roll(key, lead, axis=1).T)  # a row a candidate: compared for all figures at once
    nearer = np.tri(len(key), k=-1, dtype=bool)
    nearer[lead + back : lead + back + ahead, lead : lead + back] = False
    same = (key[:, None] == key) & nearer[:, :, None]
    found: Bools = np.roll(same.any(axis=1), -lead, axis=0).T
    return found
