"""The lexicon's metric and change words, compiled for one pass over a text."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedui.errors import LexiconError
from hedui.extract.metrics.acts import Acts, acts_of, each_of_one
from hedui.extract.metrics.nouns import Dictionary, load_dictionary
from hedui.extract.metrics.ranker import MODEL, Ranker, load_ranker
from hedui.lexicon import ChangeRow, Lexicon, MetricRow
from hedui.model import Metric

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


_FILLERS = frozenset(("filler", "scope"))  # roles of words that name nothing measured
_BREAKS = frozenset(("forecast", "target", "rumour", "say"))  # and of those that are no part of a name


@dataclass(frozen=True, slots=True)
class MetricWords:
    """Spellings with their rows, and the automaton that finds them: its form i is that of `rows[i]`."""

    rows: tuple[MetricRow | ChangeRow, ...]
    automaton: "AhoCorasick"
    by_form: dict[str, MetricRow | ChangeRow]
    metrics: dict[str, MetricRow]  # by canonical name and by every synonym
    dictionary: Dictionary  # jieba's word classes
    acts: Acts
    by_unit: dict[str, Metric]  # by the measure word that says what is counted: 16层, 36金
    lasting: dict[str, str]  # what a time right after a verb is called: 成立三年 is a 成立至今时长
    ranker: Ranker | None = None


def metric_words(lexicon: Lexicon) -> MetricWords:
    """The compiled words.  Raises LexiconError where one spelling names two metrics, or two kinds of change."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    metrics = each_of_one((form, row) for row in lexicon.metrics for form in (row.id, *row.synonyms))
    units = each_of_one((unit, row) for row in lexicon.metrics for unit in row.units)
    changes: dict[str, ChangeRow] = {}
    for change in lexicon.changes:
        for form in change.forms:
            if form in metrics or changes.setdefault(form, change) is not change:
                raise LexiconError(f"changes.toml：{form!r} 在词表中出现了两次，请只保留一处。")
    words: dict[str, MetricRow | ChangeRow] = {**metrics, **changes}
    automaton = AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest)
    ranker = load_ranker() if MODEL.exists() else None
    fillers, breaks = (
        [form for row in lexicon.words if row.role in roles for form in row.forms] for roles in (_FILLERS, _BREAKS)
    )
    # 超过, 不足: 23座水库超过汛限水位 counts 水库
    hedges = [form for row in lexicon.approximators for form in row.before if len(form) > 1]
    return MetricWords(
        tuple(words.values()),
        automaton,
        words,
        metrics,
        load_dictionary(fillers, [*breaks, *hedges]),
        acts_of(lexicon.metrics),
        {unit: Metric(name=row.id, known=True, dimension=row.dimension) for unit, row in units.items()},
        {form: row.name or form for row in lexicon.words if row.role == "lasting" for form in row.forms},
        ranker,
    )
