"""Disagreements between levels: topics whose figures fall into sides, and slips seen by the figure alone."""

from collections.abc import Iterator
from datetime import date

from hedui.crosscheck.assemble import finding_of
from hedui.crosscheck.checks import Context
from hedui.crosscheck.figures import Figure
from hedui.crosscheck.gates import clock_gate, still_running
from hedui.crosscheck.grouping import Topic
from hedui.crosscheck.sides import Side, sides_of
from hedui.crosscheck.vocabulary import is_live
from hedui.model import Finding


def find_conflicts(context: Context) -> Iterator[Finding]:
    """One finding for every topic whose figures cannot all be true."""
    starts = event_starts(context)
    for topic in context.groups.topics:
        if len(topic.figures) < 2:
            continue
        sides = disagreeing(topic, starts)
        if len(sides) > 1:
            yield finding_of(topic.key, sides, context)


def disagreeing(topic: Topic, starts: dict[str, date]) -> list[Side]:
    """The sides of a topic that cannot all be true; empty or single when nothing is wrong."""
    first = topic.figures[0]
    if all(f.reach.point == first.reach.point for f in topic.figures[1:]):
        return []
    sides, _ = sides_of(topic.figures, derived=topic.key[2] == "pp")
    if len(sides) < 2 or topic.key[4] == "forecast":
        return []
    if still_running(topic.figures, starts.get(topic.key[0])):
        return []
    if clock_gate(sides[0].members[0], sides[1].members[0]) is not None:
        return []
    return sides


def event_starts(context: Context) -> dict[str, date]:
    """The first day for which a running count of each entity is given: when the event began."""
    starts: dict[str, date] = {}
    for topic in context.groups.topics:
        entity, metric, _, period, _, _ = topic.key
        if period is not None and is_live(metric):
            starts[entity] = min(starts.get(entity, period[0]), period[0])
    return starts


def members(sides: list[Side]) -> list[Figure]:
    """All figures of some sides."""
    return [figure for side in sides for figure in side.members]
