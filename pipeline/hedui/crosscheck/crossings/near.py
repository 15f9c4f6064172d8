"""Metrics named alike: 无故障运行30天 in one article, 无故障训练5天 in another.

Only names that the word list does not know: of two known ones it says whether they are the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from hedui.crosscheck.assemble import Typed
from hedui.crosscheck.checks import kinds
from hedui.crosscheck.checks.base import Context, Fit
from hedui.crosscheck.compare import CONFLICT, UNDERSTATED, verdict
from hedui.crosscheck.crossings.common import crossing
from hedui.crosscheck.figures import Figure
from hedui.crosscheck.vocabulary import ALIKE, has_several, is_derived, is_fast, is_live, similarity
from hedui.crosscheck.words import saying
from hedui.model import Finding

# An entity with more unknown metrics in one unit than this has a list of things, not two names of one.
MAX_METRICS = 12


def find_near(context: Context) -> Iterator[Finding]:
    """One finding for two articles that give one thing two names and two values."""
    by: dict[tuple[str, str], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for topic in context.groups.topics:
        entity, metric, unit, _, kind_, _ = topic.key
        if kind_ == "actual" and unit != "date" and not _is_settled(metric, context):
            by[entity, unit][metric] += topic.figures
    for key in sorted(by):
        if 2 <= len(by[key]) <= MAX_METRICS:
            for one, other in combinations(sorted(by[key]), 2):
                if similarity(one, other) >= ALIKE:
                    yield from _pair(by[key][one], by[key][other], context)


def _is_settled(metric: str, context: Context) -> bool:
    """Whether the name is known, or of a sort that has many values."""
    listed = metric in context.listed
    listed = listed or bool(re.search(r"\d", metric))  # 收入超10亿IP数 and 收入过亿IP数 are two counts
    return listed or is_derived(metric) or is_fast(metric) or is_live(metric) or has_several(metric)


def _pair(one: list[Figure], other: list[Figure], context: Context) -> Iterator[Finding]:
    a, b = (min(side, key=lambda f: (-f.claim.confidence, f.id)) for side in (one, other))
    # An article that uses both names tells two things.
    shared = {f.claim.article for f in one} & {f.claim.article for f in other}
    apart = not shared and a.scope == b.scope
    timed = a.period == b.period or a.period is None or b.period is None
    values = {f.reach.point for f in (*one, *other)}
    if apart and timed and len(values) == 2 and verdict(a.reach, b.reach) in (CONFLICT, UNDERSTATED):
        said = f"“{a.claim.metric}”{saying([a])}与“{b.claim.metric}”{saying([b])}或指同一项，须核实"
        yield from crossing(one, other, Typed(kinds.NEAR, Fit(said, at_most="notice", bare=True)), context)
