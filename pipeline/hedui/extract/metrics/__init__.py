"""What a figure measures: the words of the article that name a metric, and how names are composed and compared.

words = metric_words(lexicon)                 # once per process
find_metrics(doc, words)                      # mentions in text order, clean offsets
implied(doc, quantity_mention, words)         # what the figure's own unit and neighbors say
compose(base, growth, unit)                   # 营业收入 + 同比增长 + % -> 营业收入同比增速
compatible(metric, quantity)                  # 0..1
"""

from hedui.extract.metrics.finder import Marked, find_metrics, mark_metrics
from hedui.extract.metrics.implied import implied, with_implied
from hedui.extract.metrics.names import canonical, compatible, compose, growth_class, level_name
from hedui.extract.metrics.words import MetricWords, metric_words

__all__ = [
    "Marked",
    "MetricWords",
    "canonical",
    "compatible",
    "compose",
    "find_metrics",
    "growth_class",
    "implied",
    "level_name",
    "mark_metrics",
    "metric_words",
    "with_implied",
]
