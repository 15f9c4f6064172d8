"""What one figure has from another.

Growth takes metric and owner of the figure it is growth of: 旅客1.9亿人次，增长5%;航班5万班，减少8.8%.
A figure told twice has one period: the headline's is that of the text, others' that of the surest.
One that restates the amount before it in another currency has that one's: 亏损4.9亿元（约5.4亿港元）.
"""

from dataclasses import dataclass, replace

from hedui.arrays import Floats, Ints, np
from hedui.extract.claims.binding.candidates import Pairs
from hedui.extract.claims.binding.features import Rows
from hedui.extract.claims.scene.layout import Table
from hedui.extract.claims.scene.stage import Stage

_DIGITS = 3  # 12% may be told of two things, 204天 hardly
# What is told of a winning candidate: whether the binding is sound or doubtful (confidence.py), and in the trace.
_PLACED = ("most", "gap", "after", "clauses", "sentences", "paragraphs", "in_list")
TOLD = {
    "metric": (*_PLACED, "c_known", "c_length", "c_implied", "c_topic", "figures_between", "fits"),
    "entity": (*_PLACED, "c_label", "c_count", "c_main", "c_standin", "c_office", "m_adjoins", "c_share"),
    "period": (*_PLACED, "c_grain", "c_relative", "c_common", "c_age", "c_instant"),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """The candidates of all figures for one slot with their scores, and the best of each figure."""

    rows: Rows | None  # of all articles bound together; None where there is no candidate at all
    pairs: Pairs
    told: Table  # what TOLD names of the pair that won, per figure
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


def repeated(stage: Stage, slot: Slot, growth: Ints) -> Slot:
    """The periods chosen, with that of the surest mention for all mentions of one figure.

    Of stories unseen 20 righted, 3 lost of 4,697.
    """
    if not len(growth):
        return slot
    _, group = np.unique(2 * stage.alike + (growth >= 0), return_inverse=True)
    order = np.lexsort((-slot.best, group))
    first = np.flatnonzero(np.diff(group[order], prepend=-1))
    surest = order[first][group]
    headline = stage.layout.paragraph[stage.figures.start] == 0
    same = (stage.figure["digits"] >= _DIGITS) | (headline & ~headline[surest])
    same &= (slot.best < slot.best[surest]) & (slot.chosen[surest] >= 0)
    chosen, best = (np.where(same, row[surest], row) for row in (slot.chosen, slot.best))
    index = np.arange(len(growth))
    restated = np.maximum(index - stage.figure["converts"], 0)
    chosen, best = chosen[restated], best[restated]
    return replace(slot, chosen=chosen, best=best)
