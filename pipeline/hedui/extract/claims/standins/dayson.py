"""Days counted on from a start that the text dates: 首日, 首四天, 首周末, 上映第5天, 开通十天; 两年合计."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

import hedui.extract.periods.windows as cal
from hedui.extract.periods.integers import small_int
from hedui.model import Mention, Period
from hedui.wordlists import filled

_N = r"(?:[0-9]{1,3}|[两二三四五六七八九]?十[一二三四五六七八九]?|[一两二三四五六七八九])"
_START = filled("{day_one}")
_STARTED = re.compile(rf"[^,，。；;\n0-9]{{0,12}}?(?:{_START})")
_WORDS = re.compile(
    rf"首(?P<one>[日天](?!封))|(?:首|前(?!一[日天])|头)(?P<many>{_N})[日天]|首周(?P<end>末)?(?!年)|(?:{_START})(?P<open>{_N})[日天](?!前)"
    rf"|第(?P<nth>{_N})[日天]"
)
# 2023年亏2亿元,2024年亏3亿元,两年合计5亿元; 一季度18亿元,二季度19亿元,两季合计37亿元; not 2024年合计.
_TOGETHER = re.compile(
    r"(?P<count>[2-9两二三四五六七八九])(?<![近去第前后续连0-9].)个?(?P<unit>年|季)(?:间|度)?"
    r"(?:合计|累计|一?共|总共|总计|合共)"
)
_UNIT = {"年": ("year", 12), "季": ("quarter", 3)}
_TOLD = 60  # characters back in which they are named
_MOST = 12  # places at which an article is read for such words


def days_on(periods: Sequence[Mention[Period]], text: str) -> Iterator[tuple[re.Match[str], date, date]]:
    """The words with their first and last day, counted from the start last dated before them, else the first."""
    starts = [
        (m.start, m.value.first)
        for m in periods
        if m.value.grain in ("day", "minute") and m.value.first and _STARTED.match(text, m.end, m.end + 24)
    ]
    for words in islice(_WORDS.finditer(text), _MOST) if starts else ():
        day = next((first for at, first in reversed(starts) if at < words.start()), starts[0][1])
        yield words, *_span(words, day)


def _span(words: re.Match[str], day: date) -> tuple[date, date]:
    if words["nth"]:
        nth = day + timedelta(days=small_int(words["nth"]) - 1)
        return nth, nth
    if words["one"]:
        return day, day
    count = small_int(words["many"] or words["open"] or "0") or (7 - day.weekday() if words["end"] else 7)
    return day, day + timedelta(days=count - 1)


def years_together(periods: Sequence[Mention[Period]], text: str) -> Iterator[tuple[re.Match[str], date, date]]:
    """两年合计: the words with the first and last day of so many years, up to the latest told just before."""
    for words in islice(_TOGETHER.finditer(text), _MOST):
        grain, months = _UNIT[words["unit"]]
        near = [m.value for m in periods if m.text and words.start() - _TOLD < m.start < words.start()]
        ends = [value.last for value in near if value.last is not None and value.grain == grain]
        if ends:
            last = cal.month_index(max(ends))
            span = cal.month_span(last + 1 - months * small_int(words["count"]), last)
            yield words, span.first, span.last
