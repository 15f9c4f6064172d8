"""Names of metrics: composed from a base and a growth word, brought to one form, compared with a quantity."""

import re

from hedui.extract.metrics.words import MetricWords
from hedui.model import Metric, Quantity

# The classes a fact-checker must not mix: a level, its growth by basis, a share of it.
_CLASSES = (
    ("yoy", re.compile(r"同比|年增|年减|按年")),
    ("mom", re.compile(r"环比|季增|季减|月增|按季")),
    ("cagr", re.compile(r"复合")),
    ("growth", re.compile(r"增速|增长率|增幅|涨幅|跌幅|涨跌幅|升幅|降幅|变动")),
    ("share", re.compile(r"占比|份额|占.{1,20}比|比例|占有率|市占率")),
)
_PRICES = frozenset(("股价", "收盘价", "市值"))
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


def compose(base: str | None, growth: Metric, unit: str) -> str:
    """The full name of a growth, share or rank figure: 营业收入 + 同比增长 -> 营业收入同比增速.

    In 百分点 a rate has a 变动 (毛利率同比变动); a sum or a count has one too (营业收入同比变动 for 增加3亿元).
    """
    if growth.role == "level":
        return growth.name
    suffix = growth.name
    if growth.role == "growth" and unit not in ("%", "‰", "x"):
        suffix = suffix.replace("增速", "变动")
    if base is None:
        return suffix
    if growth.role == "growth" and suffix == "增速" and base in _PRICES:
        return f"{base}涨幅" if base != "收盘价" else "股价涨幅"
    return f"{base}{suffix}"


def canonical(name: str, words: MetricWords) -> str:
    """The lexicon's name for a phrase, else the phrase with its counting suffix brought to one form."""
    row = words.metrics.get(name)
    if row is not None:
        return row.id
    return re.sub(r"(?:数量|数目|总数|的数量)$", "数", name)


def growth_class(name: str) -> str:
    """level, yoy, mom, cagr, growth or share, by the words of a canonical name."""
    return next((kind for kind, pattern in _CLASSES if pattern.search(name)), "level")


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
