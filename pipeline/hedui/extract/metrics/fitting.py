"""Whether a quantity can be a value of a metric, by their dimensions."""

from hedui.model import Metric, Quantity

# Dimensions a level of each lexicon dimension can have.
_FITS = {
    "money": {"money"},
    "percent": {"percent", "permille", "point"},
    "permille": {"permille", "percent", "ratio"},
    "multiple": {"multiple"},
    "point": {"point", "count"},
    "magnitude": {"magnitude", "count", "rank"},
    "rank": {"rank", "magnitude", "count"},
    "ratio": {"ratio", "count", "percent", "multiple"},
    "duration": {"duration", "count"},
    "date": {"date"},
}
_NOT_AMOUNT = {"money", "percent", "permille", "point", "multiple", "rank", "ratio", "date"}


def compatible(metric: Metric, quantity: Quantity) -> float:
    """How well a quantity can be a value of the metric: 0 impossible, 0.5 unknown, 1 fitting.

    A percentage is never 营业收入, a count of 人 never money; growth takes %, 百分点, 倍 and plain amounts.
    """
    kind = quantity.dimension
    if kind == "malformed":
        return 0.5
    if metric.role == "growth":
        return (
            1.0
            if kind in ("percent", "point", "multiple", "permille")
            else 0.0
            if kind in ("rank", "date")
            else 0.5
        )
    if metric.role == "share":
        return 1.0 if kind == "percent" else 0.5 if kind in ("ratio", "multiple") else 0.0
    if metric.role == "rank":
        return 1.0 if kind == "rank" else 0.0
    if metric.dimension is None:
        return 0.5
    return 1.0 if fits(metric.dimension, kind) else 0.0


def fits(dimension: str, kind: str) -> bool:
    """Whether values of a quantity dimension can be a level of a metric dimension."""
    allowed = _FITS.get(dimension)
    if allowed is not None:
        return kind in allowed
    if dimension in ("count", "amount"):
        return kind not in _NOT_AMOUNT
    return kind == dimension or kind == "count"
