"""How surely two figures that differ by a slip of the pen, in two articles of one story, are one thing.

Whether a slip, or two things, hangs on much that is each weak: how many digits they have, what stands around both,
how alike they were read, how exactly they are written, how near one another they stand in their articles, how many
telling figures the articles share.  One logistic curve weighs it all, learned on annotated stories read end to end
(pipeline/training/train_echoes.py).
"""

import json
import math
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hedui.crosscheck.figures import RATES, signature
from hedui.crosscheck.neighbors import Echoing, Profile
from hedui.crosscheck.vocabulary import ALIKE, similarity, split_growth

MODEL = Path(__file__).parents[1] / "data" / "models" / "echoes.json"
TERMS = (
    "digits",
    "beside",
    "one metric",
    "other metric",  # read surely
    "headline",
    "distance",
    "shared",
    "one period",
    "other period",
    "points",  # and per cent
    "turned",
    "rate",
    "hundredfold",
    "sole",
)
# Two days apart are the days of one story, two quarters are two figures.
STORY_DAYS = 31
MOST_DIGITS, MOST_BESIDE, MOST_SHARED = 5, 2, 16


class Met(NamedTuple):
    """Two figures that may be one, and what their articles have in common and apart."""

    one: Profile
    other: Profile
    story: frozenset[str]  # the telling figures and names in both
    shared: int  # how many figures, telling or not, are in both
    sole: int  # of how many of the two its article has few like it, of one unit, that the other has not


def sameness(met: Met) -> float:
    """The probability that two figures are one thing."""
    weighed = zip(_weights(), (1.0, *terms(met)), strict=True)
    return 1 / (1 + math.exp(-sum(weight * term for weight, term in weighed)))


def terms(met: Met) -> tuple[float, ...]:
    """What tells for and against it, in the order of TERMS."""
    a, b = met.one[1], met.other[1]
    low, high = sorted((a.value, b.value))
    doubt = 0.0 if named_alike(a.metric, b.metric) else min(a.confidence, b.confidence)
    return (
        min(max(len(signature(value)) for value in (low, high)), MOST_DIGITS),  # 203 has no fewer than 230
        min(len(set(a.beside) & set(b.beside)), MOST_BESIDE),
        a.metric == b.metric,
        doubt,
        a.titled + b.titled,
        abs(a.at - b.at) / 100,
        math.log2(max(1, min(met.shared, MOST_SHARED))),
        (a.first, a.last) == (b.first, b.last) and a.first > 0,
        bool(a.first and b.first) and _gap(a, b) > 0,
        a.unit != b.unit and a.unit in RATES,
        low == high and a.unit == b.unit,
        a.unit in RATES,
        low > 0 and high == 100 * low,  # what a day has beside what a quarter has, rather than a slip
        met.sole,
    )


def named_alike(one: str, other: str) -> bool:
    """Whether two names may be those of one metric; that both are growths says nothing."""
    one, other = (split_growth(name)[0] or name for name in (one, other))
    return one == other or one in other or other in one or similarity(one, other) >= ALIKE


def may_be_one(a: Echoing, b: Echoing) -> bool:
    """Whether nothing surely read keeps two figures apart: two metrics of the word list, two periods written out.

    市占率提高5.6个百分点 and 收入增5.6% are two things, however surely the names are known.
    Two periods are one where they have a day in common, or are days of one story.
    """
    apart = (a.known and b.known) or (a.unit != b.unit and a.unit in RATES)
    if apart and not named_alike(a.metric, b.metric):
        return False
    if not (a.first and b.first and a.written and b.written):
        return True
    days = a.first == a.last and b.first == b.last
    return _gap(a, b) <= (STORY_DAYS if days else 0)


def _gap(a: Echoing, b: Echoing) -> int:
    """The days from the end of the earlier period to the beginning of the later, below one where they meet."""
    return max(a.first, b.first) - min(a.last, b.last)


@cache
def _weights() -> tuple[float, ...]:
    return tuple(json.loads(MODEL.read_text(encoding="utf-8"))["weights"])
