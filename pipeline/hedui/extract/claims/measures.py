"""All metrics of an article: those its words name, and those its figures imply by unit or by the noun they count."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hedui.extract.metrics import MetricWords, find_metrics, implied
from hedui.model import Mention, Metric, Quantity

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
