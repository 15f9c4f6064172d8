"""All figures that are none of a date's own, and all metrics: those words name, and those the figures imply."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from hedui.extract.metrics import MetricWords, find_metrics, implied
from hedui.model import Mention, Metric, Period, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_measures(
    doc: "Doc", quantities: Sequence[Mention[Quantity]], words: MetricWords
) -> list[Mention[Metric]]:
    """Metric mentions in text order; an implied one (its `anchor` is its figure) never repeats a named one."""
    named = find_metrics(doc, words)
    taken = {(m.start, m.end) for m in named}
    found = [m for figure in quantities for m in implied(doc, figure, words)]
    extra = [m for m in found if (m.start, m.end) not in taken and m.value.role == "level"]
    return sorted([*named, *extra], key=lambda m: (m.start, m.end))


def outside(
    quantities: Iterable[Mention[Quantity]], periods: Sequence[Mention[Period]]
) -> list[Mention[Quantity]]:
    """The quantities that are no part of a time: the 9 of 9月 is none."""
    taken = {i for period in periods for i in range(period.start, period.end)}
    return [m for m in quantities if not (m.start in taken or m.end - 1 in taken)]
