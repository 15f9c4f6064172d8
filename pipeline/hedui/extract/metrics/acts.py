"""What the act or the fate around a count of people or houses makes it: 89名村民丧生, 裁减300个岗位, 绑架12名工人.

The noun beside the figure says who they are, the verb what they are counted for.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from hedui.errors import LexiconError
from hedui.extract.metrics.sorts import SORTS, figure_sort
from hedui.extract.metrics.told import told_by
from hedui.lexicon import MetricRow
from hedui.model import Mention, Metric, Quantity
from hedui.wordlists import compile_words

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_PEOPLE = frozenset(SORTS.index(sort) + 1 for sort in ("people", "patients"))
_HEDGE = re.compile(r"[了约近逾超至少共达计]{0,2}")
_COUNTED = frozenset(SORTS.index(sort) + 1 for sort in ("people", "patients", "homes", "places", "cases", "count"))
# Who it is that something befalls: no mark, no other figure.
_WHOM = re.compile(r"[^，。！？；：、,;:!?\n0-9（）()“”「」《》]{0,14}")
# 12名被困人员, 3名遇难者: what befell them says who they are.
_WHO = compile_words(r"(?:的?[一-鿿]{0,4}?(?:{whom}))")
# 裁减[了约]300个, 解救[乘客]500余名, 裁员[5%,约]3600名; but 安置点30处 and 收容处104处 are places.
_DONE = re.compile(
    r"(?![点处站]|所(?!有)|中心)[一-鿿]{0,5}(?:[0-9][0-9.]{0,4}[%％](?:[至到~-][0-9][0-9.]{0,4}[%％])?[一-鿿]{0,4}[,，（(][一-鿿]{0,4})?"
)
_MOST = 16


@dataclass(frozen=True, slots=True)
class Acts:
    """The words of acts and fates with the metrics that they make: `fates[i]` says whether form i is a fate."""

    automaton: "AhoCorasick"
    metrics: tuple[Metric, ...]
    fates: tuple[bool, ...]

    def find(self, text: str) -> "Found":
        """All of them in a text."""
        hits = self.automaton.find_matches_as_indexes(text)
        return Found(tuple(hits), tuple(start for _, start, _ in hits), self)


@dataclass(frozen=True, slots=True)
class Found:
    """The acts and fates of a text in text order: (form, start, end), and the starts alone."""

    hits: tuple[tuple[int, int, int], ...]
    starts: tuple[int, ...]
    acts: Acts


def acts_of(rows: Sequence[MetricRow]) -> Acts:
    """The compiled words of the lexicon's rows.  Raises LexiconError where one belongs to two metrics."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    forms = each_of_one((form, row) for row in rows for form in (*row.fates, *row.deeds))
    made = tuple(Metric(name=row.id, known=True, dimension=row.dimension) for row in forms.values())
    automaton = AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest)
    return Acts(automaton, made, tuple(form in row.fates for form, row in forms.items()))


def each_of_one(owned: Iterable[tuple[str, MetricRow]]) -> dict[str, MetricRow]:
    """The row of each spelling, act or measure word; a LexiconError names one that belongs to two metrics."""
    found: dict[str, MetricRow] = {}
    for form, row in owned:
        other = found.setdefault(form, row)
        if other is not row:
            raise LexiconError(f"metrics.toml：{form!r} 同时属于指标 {other.id!r} 与 {row.id!r}，请只保留一处。")
    return found


def made_of(text: str, figures: Sequence[Mention[Quantity]], acts: Acts) -> Iterator[Mention[Metric]]:
    """The metrics that acts and fates make of figures; the `anchor` of each is its figure's start."""
    counted = [figure for figure in figures if _can_be_made(figure.value)]
    if not counted:
        return  # many a text counts nobody
    found = acts.find(text)
    for figure in counted:
        hit = _fate(text, figure, found) or _deed(text, figure, found)
        if hit is not None:
            form, start, end = hit
            yield replace(told_by(text, figure, (start, end), acts.metrics[form]), rules=("act",))


def _can_be_made(quantity: Quantity) -> bool:
    return figure_sort(quantity) in _COUNTED


def _fate(text: str, figure: Mention[Quantity], found: Found) -> tuple[int, int, int] | None:
    at = bisect_left(found.starts, figure.end)
    for form, start, end in found.hits[at : at + 3]:
        if start - figure.end > _MOST or not _WHOM.fullmatch(text, figure.end, start):
            return None
        if found.acts.fates[form]:
            return None if _WHO.match(text, end, end + 10) else (form, start, end)
    return None


def _deed(text: str, figure: Mention[Quantity], found: Found) -> tuple[int, int, int] | None:
    at = bisect_left(found.starts, figure.start) - 1
    if at < 0:
        return None
    form, start, end = found.hits[at]
    done = not found.acts.fates[form] and end <= figure.start and _DONE.fullmatch(text, end, figure.start)
    return (form, start, end) if done else None
