"""What a claim's metric is called: growth, change and share are named after their base."""

from hedui.model import Metric, Quantity

# 净利润 + 同比增速; a figure in points or in money is a change, not a rate.
_CHANGE_UNITS = frozenset({"pp", "bp"})


def metric_name(base: Metric | None, growth: Metric | None, quantity: Quantity) -> str | None:
    """The canonical name of the claim's metric, None where the text names neither base nor growth."""
    if growth is None or growth.role == "rank":
        named = base or growth
        return named.name if named else None
    suffix = growth.name
    if quantity.unit in _CHANGE_UNITS or quantity.dimension not in ("percent", "multiple", "point"):
        suffix = suffix.replace("增速", "变动")
    if base is None:
        return suffix
    if growth.role == "share":
        return base.name if base.name.endswith(suffix) else f"{base.name}{suffix}"
    return f"{base.name}{suffix}"
