"""What a figure measures: the words of the article that name a metric, and how names are composed and compared.

words = metric_words(lexicon)                      # once per process
find_measures(texts, sheet, figures, words)        # per text its mentions in text order, clean offsets
compose(base, growth, unit)                   # 营业收入 + 同比增长 + % -> 营业收入同比增速
"""

from hedui.extract.metrics.finder import find_metrics
from hedui.extract.metrics.names import compose, level_name, share_base
from hedui.extract.metrics.own import find_measures, implied, is_level
from hedui.extract.metrics.words import MetricWords, metric_words

__all__ = [
    "MetricWords",
    "compose",
    "find_measures",
    "find_metrics",
    "implied",
    "is_level",
    "level_name",
    "metric_words",
    "share_base",
]
