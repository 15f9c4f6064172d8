"""The figures that are no part of a date or a name, and the metrics that are no part of a name."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from hedui.extract.metrics.durations import is_record
from hedui.model import Entity, Mention, Metric, Period, Quantity


def outside(
    quantities: Iterable[Mention[Quantity]], periods: Sequence[Mention[Period]], text: str
) -> list[Mention[Quantity]]:
    """The quantities that are no part of a time: the 9 of 9月 is none, 9年来首次 tells of nine years."""
    taken = {i for period in periods for i in range(period.start, period.end)}
    return [
        m
        for m in quantities
        if not (m.start in taken or m.end - 1 in taken) or (m.value.dimension == "duration" and is_record(text, m))
    ]


def unnamed(
    quantities: Sequence[Mention[Quantity]], entities: Sequence[Mention[Entity]]
) -> list[Mention[Quantity]]:
    """The quantities that are no part of a name: the 21 of 神舟二十一号 is none; an event's magnitude is one."""
    taken = {at for m in entities if m.value.label != "EVENT" for at in range(m.start, m.end)}
    events = {at for m in entities if m.value.label == "EVENT" for at in range(m.start, m.end)}
    return [
        m
        for m in quantities
        if m.start not in taken and (m.start not in events or m.value.dimension == "magnitude")
    ]


def apart(metrics: Sequence[Mention[Metric]], entities: Sequence[Mention[Entity]]) -> list[Mention[Metric]]:
    """The metrics without the ends of names that they took for a scope: 蓝湾科技营收 is no 科技收入 of 蓝湾."""
    ends = {at: entity.end for entity in entities for at in range(entity.start, entity.end)}
    return [_cut(metric, ends[metric.start]) if metric.start in ends else metric for metric in metrics]


def _cut(mention: Mention[Metric], end: int) -> Mention[Metric]:
    scope, base = mention.value.scope, mention.value.base
    level = mention.start + len(scope or "")
    if not scope or not base or not mention.text.startswith(scope) or not mention.start < end <= level:
        return mention
    value = replace(mention.value, name=base, base=None, scope=None)
    return replace(mention, start=level, text=mention.text[len(scope) :], value=value)
