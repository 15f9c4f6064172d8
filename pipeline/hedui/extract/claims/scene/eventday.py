"""The day on which what an article reports befell, and the figures that are of that day whenever they are told."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice

from hedui.model import Mention, Period, Publication
from hedui.wordlists import compile_words

_DAYS = frozenset({"day", "minute"})
# 3月7日由甲地飞往乙地,途中撞山; not 8日通报,…
_BEFELL = compile_words(r"(?P<between>[^。！？!?\n;；]{0,72}?)(?:{befell})(?![^。]{0,4}(?:报告|调查))")
_SAID = compile_words("{announces}|发表|[电讯][ ]|[指称说]|介绍|报[告道导]|调查|证实|确认")
# 地震发生在2月6日凌晨
_BEFORE = re.compile(r"(?:发生[在于]|地震|强震|空难|火灾|大火|事故|惨剧)[^。\n，,]{0,6}$")
_AGO = timedelta(days=730)  # an anniversary tells of it still
_MOST = 60  # days of a text that are looked at
_WINDOW = 60  # characters before a figure
_SENTENCE = re.compile("[。！？!?\\n;；]")
# 事发时实载52人; 机上共有68名乘客和5名机组人员; 翻车前车速; but not 核载47人, nor how many died.
_THEN = compile_words(r"(?:{befallen})(?:发生)?(?:当?时|前|之际|一刻|瞬间)|[机船车艇](?:上|厢)(?!的?[死伤遇罹获])")
_STRENGTH = re.compile("(?:规模|震级|震源深度|深度)[^0-9]{0,4}$")
_STRONG = re.compile("级?(?:的)?(?:地震|强震|主震|大地震)")
_EVER = compile_words("{allowed}|[死伤]|[遇罹]难|丧生|生还|获救|失踪|失联|幸存")


def day_of_event(periods: Sequence[Mention[Period]], text: str, published: Publication | None) -> date | None:
    """The first of the days that are told with what befell; the article's own only where no other is told so."""
    if published is None:
        return None
    latest = published.last
    told = islice((m for m in periods if m.text and _is_day(m)), _MOST)
    days = {m.value.first for m in told if m.value.first and _befell(m, text)}
    past = {day for day in days if latest - _AGO <= day < latest}
    return min(past, default=latest if latest in days else None)


def of_event(start: int, end: int, text: str) -> int:
    """Whether a figure's sentence up to it tells how things were when it befell, or how strong it was."""
    told = _SENTENCE.split(text[max(0, start - _WINDOW) : start])[-1]
    clause = told[max(told.rfind(","), told.rfind("，")) + 1 :]
    if _STRENGTH.search(clause) or _STRONG.match(text, end):
        return int("余震" not in told)
    return int(_THEN.search(told) is not None and _EVER.search(clause + text[start : end + 8]) is None)


def _is_day(mention: Mention[Period]) -> bool:
    """A day or an hour; not 去年底."""
    period = mention.value
    named = period.grain in _DAYS and not period.instant and period.first == period.last
    return named and not mention.text.endswith(("底", "末", "初"))


def _befell(mention: Mention[Period], text: str) -> bool:
    start, end = mention.start, mention.end
    if _BEFORE.search(text, max(0, start - 16), start):
        return True
    after = _BEFELL.match(text, end, end + 92)
    return after is not None and not _SAID.search(after["between"])
