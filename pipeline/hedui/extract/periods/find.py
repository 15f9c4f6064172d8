"""Periods in text order: expressions found, each resolved against what stands before it."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from hedui.extract.openings import Rare
from hedui.extract.periods.almanac import almanac, shipped
from hedui.extract.periods.compose import Expression, compared, expressions
from hedui.extract.periods.context import Context, Named
from hedui.extract.periods.fiscal import budget_end, fiscal_end
from hedui.extract.periods.found import Found
from hedui.extract.periods.games import just_closed
from hedui.extract.periods.grammar import ZONES
from hedui.extract.periods.resolve import resolve
from hedui.extract.periods.seasons import with_told
from hedui.lexicon import Lexicon
from hedui.model import Mention, Period, Publication
from hedui.tokenizer import Words
from hedui.wordlists import compile_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FORECAST = re.compile(
    "将|[定订]于|暂[定订]|即将|预计|预期|预测|预估|预料|拟|计划|有望|展望|目标|指引|估计|料|可望|估|力争|之前(?<=[底末]之前)|前(?<=[底末]前)|下调|上调"
)
# Who announces has announced, whatever the news looks ahead to: 12日晚公告,将在8月25日退市; 2日确认拟裁员.
_TOLD = compile_words("[早晚上下午间凌晨深夜]{0,3}(?:[^,，。；]{0,4})(?:{announces}|确认|[电讯称说])")
# Nothing has been done on a day to come: 12月3日被骗走5万元, told in November, was in the last December.
_DONE = re.compile("[^,，、：:]{0,12}?(?:(?<![为除])了(?![解结])|[骗盗抢窃]|遇害|案发|曾)")
_SENTENCE_END = re.compile(r"[。！？!?\n；;](?<![；;](?=其中))")
# What runs up to the article anchors nothing; but 四年前,…当年净利 is of that year.
_NO_ANCHOR = frozenset(("span", "since", "sofar", "games"))
# 较2019年同期, 为2019年的 name the base of a comparison, 延长至2030年 an end.
_YEAR = re.compile(r"(?<![0-9.较比至到])20[0-9]{2}(?=[ ]?年(?!同期)|-[01][0-9]-|[QH][1-4])")
_DATES = (("year", "month", "day"), ("stamp",), ("stampspan",))
_ZONE = re.compile(rf"({ZONES})时间[，,]?\Z")
_ZONE_WITHIN = re.compile(rf"({ZONES})时间")
# The health offices of Taiwan, Hong Kong and the United States count weeks from Sunday.
_SUNDAY_WEEKS = Rare(re.compile("疾管署|疾管局|卫福部|卫生防护中心|美国疾控|美国疾病控制"))
_ROC = re.compile("民国[ ]?1[0-2][0-9]|1(?<![0-9]1)[0-2][0-9]年(?:度|第?[1-4一二三四]季|全年|[底末]|1?[0-9]月)")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９：", "0123456789:")
_WIDE = Rare(re.compile("[０-９：]"))


def find_periods(
    doc: "Doc | Words", published: Publication | None, lexicon: Lexicon | None = None
) -> list[Mention[Period]]:
    """All times a document names, in text order, clean offsets.

    Relative words (去年, 昨日) are resolved against `published`; without it they stay unresolved (first is None)
    unless a date in the text anchors them (次年, 同期).  Times are never taken from the clock.
    """
    return periods_in(doc.text, published, lexicon)


def periods_in(text: str, published: Publication | None, lexicon: Lexicon | None = None) -> list[Mention[Period]]:
    """The same for a plain string."""
    plain = text.translate(_FULL_WIDTH) if _WIDE.search(text) else text
    tables = shipped() if lexicon is None else almanac(lexicon)
    context = Context(published, main_year=_main_year(plain) if published is None else None, almanac=tables)
    context.fiscal, context.budget = fiscal_end(plain), budget_end(plain)
    context.sunday = _SUNDAY_WEEKS.search(plain) is not None
    return with_told(list(_mentions(plain, text, context)), plain, tables)


def _mentions(plain: str, text: str, context: Context) -> Iterator[Mention[Period]]:
    roc = _ROC.search(plain) is not None
    ends = [match.end() for match in _SENTENCE_END.finditer(plain)]
    for expression in expressions(plain, almanac=context.almanac):
        kinds = expression.kinds
        if kinds == ("roc2",) and not roc:
            continue
        if kinds == ("lunar3",) and context.lunar_year(expression.start) is None:
            continue  # 初三 is a form of a school, but for a text that tells of the new year
        _place(plain, expression, ends, context)
        found = _safe(expression, context)
        if found is not None:
            _remember(expression, found, context)
        elif kinds == ("games",):
            continue  # of an edition that is on the days are told, not the year
        yield Mention(
            start=expression.start,
            end=expression.end,
            text=text[expression.start : expression.end],
            value=_period(expression, found),
            rules=kinds + _zone(plain, expression) + just_closed(expression, context),
        )


def no_dates(periods: Iterable[Mention[Period]]) -> Iterator[Mention[Period]]:
    """The writings of dates that are none: 2025-13-45, 2月30日, 2025年2月29日, 2025年3月8日至3月5日."""
    return (m for m in periods if m.value.first is None and ("nodate" in m.rules or m.rules[:3] in _DATES))


def _zone(plain: str, expression: Expression) -> tuple[str, ...]:
    """The time zone where it is written: 北京时间1月3日, 1月2日(美东时间)8时; the hour stays as written."""
    start, end = expression.start, expression.end
    if "时间" not in plain[max(0, start - 3) : end]:
        return ()
    match = _ZONE.search(plain, max(0, start - 11), start) or _ZONE_WITHIN.search(plain, start, end)
    return (f"zone:{match.group(1)}",) if match is not None else ()


def _main_year(plain: str) -> int | None:
    """The year a text names most, the latest of equals."""
    counts = Counter(_YEAR.findall(plain))
    return int(max(counts, key=lambda year: (counts[year], year))) if counts else None


def _safe(expression: Expression, context: Context) -> Found | None:
    """The reading; None when the words name no day of the calendar (2月30日, the year 9999 and after)."""
    try:
        return resolve(expression, context)
    except (OverflowError, ValueError):
        return None


def _place(plain: str, expression: Expression, ends: list[int], context: Context) -> None:
    """Sets where the sentence began and whether it looks ahead; `ends` are those of all sentences."""
    start = expression.start
    place = bisect_right(ends, start)
    context.sentence = max(0, start - 160, ends[place - 1] if place else 0)
    place = bisect_right(ends, expression.end, place)
    end = expression.end + 14
    if place < len(ends):
        end = min(end, ends[place] - 1)
    near = max(context.sentence, start - 24)
    context.as_of = expression.as_of and not expression.stop
    context.compared = compared(plain, expression)
    dated = any(kind.startswith(("day", "clock")) for kind in expression.kinds)
    context.told = dated and _TOLD.match(plain, expression.end, end) is not None
    context.forecast = not context.told and _FORECAST.search(plain, near, end) is not None
    context.done = not context.forecast and _DONE.match(plain, expression.end, end) is not None
    near, end = max(context.sentence, start - 4), min(end, expression.end + 8)
    context.coming = context.forecast and _FORECAST.search(plain, near, end) is not None


def _remember(expression: Expression, found: Found, context: Context) -> None:
    if not _NO_ANCHOR.isdisjoint(expression.kinds):
        return
    context.named.append(
        Named(
            start=expression.start,
            window=found.window,
            compared=context.compared,
            as_of=context.as_of,
            own_year=found.own_year,
            kind=expression.kinds[-1],
        )
    )


def _period(expression: Expression, found: Found | None) -> Period:
    if found is None:
        return Period(first=None, last=None, grain=_grain(expression), how="relative")
    window, alone = found.window, expression.until is None and not expression.since
    first, grain, instant = window.first, window.grain, expression.as_of and not expression.stop and alone
    clock = None if window.clock == "pm" else window.clock
    # 截至5月 says no more than the month, 截至5月底 its last day.
    if instant and (expression.edge or grain != "month"):
        first, grain = window.last, grain if clock else "day"
    return Period(first=first, last=window.last, grain=grain, instant=instant, clock=clock, how=found.how)


def _grain(expression: Expression) -> str:
    last = expression.kinds[-1]
    grains = {"yearrel": "year", "whole": "year", "half": "half", "quarter": "quarter", "month": "month"}
    return grains.get(last, "day" if last.startswith("day") else "span")
