"""Growth takes metric and owner of the figure it is growth of: 旅客1.9亿人次，增长5%;航班5万班，减少8.8%."""

from dataclasses import dataclass, replace

from hedui.arrays import Floats, Ints, np
from hedui.extract.claims.binding.features import Rows
from hedui.extract.claims.scene.stage import Stage


@dataclass(frozen=True, slots=True)
class Slot:
    """The candidates of all figures for one slot with their scores, and the best of each figure."""

    rows: Rows | None  # None where the article has no candidate at all
    scores: Floats  # a pair's share of its figure's probability
    winner: Ints  # the pair that won, per figure
    chosen: Ints  # the mention it stands for, -1: none
    best: Floats
    margin: Floats


def carried(stage: Stage, slot: Slot, growth: Ints) -> Slot:
    """The metrics or owners chosen, with those of levels carried on to the growth told right behind them."""
    index = np.arange(len(growth))
    base = index - stage.behind
    told = (stage.behind > 0) & (growth >= 0) & (growth[base] < 0) & (slot.chosen[base] >= 0)
    return replace(slot, chosen=np.where(told, slot.chosen[base], slot.chosen))
