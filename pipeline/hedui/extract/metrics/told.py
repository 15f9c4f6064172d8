"""The mention of a metric that a figure has of its own: its `anchor` is the figure's start."""

from hedui.model import Mention, Metric, Quantity


def told_by(
    text: str, figure: Mention[Quantity], span: tuple[int, int], metric: Metric, score: float = 0.5
) -> Mention[Metric]:
    """The metric of a figure where the words in `span`, or the figure itself, tell it."""
    start, end = span
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        value=metric,
        rules=("implied",),
        anchor=figure.start,
        score=score,
    )


def told_itself(text: str, figure: Mention[Quantity], metric: Metric, score: float = 0.5) -> Mention[Metric]:
    """The metric that a figure's own unit and form tell."""
    return told_by(text, figure, (figure.start, figure.end), metric, score)
