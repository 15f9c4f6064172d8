"""All figures that are none of a date's own, and all metrics: those words name, and those the figures imply."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from hedui.extract.metrics import MetricWords, find_metrics, with_implied
from hedui.model import Mention, Metric, Period, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_measures(
    doc: "Doc", quantities: Sequence[Mention[Quantity]], words: MetricWords
) -> list[Mention[Metric]]:
    """Metric mentions in text order; an implied one (its `anchor` is its figure) never repeats a named one."""
    return with_implied(doc, find_metrics(doc, words), quantities, words)


def outside(
    quantities: Iterable[Mention[Quantity]], periods: Sequence[Mention[Period]]
) -> list[Mention[Quantity]]:
    """The quantities that are no part of a time: the 9 of 9月 is none."""
    taken = {i for period in periods for i in range(period.start, period.end)}
    return [m for m in quantities if not (m.start in taken or m.end - 1 in taken)]
