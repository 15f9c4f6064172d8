"""Periods no words give by themselves: from the start of a span, or of a service, to the day of the count.

今年截至5月9日 is neither the year nor the day; 开通以来累计 runs from the opening to the day the text tells of.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice, pairwise

import hedui.extract.periods.windows as cal
from hedui.extract.claims.standins.dayson import days_on, years_together
from hedui.extract.periods.games import LAST_DAY
from hedui.model import Mention, Period, Publication
from hedui.wordlists import compile_words

SOURCE = "standin"
# How a stand-in was made; its place in this list is its code among the columns.
KINDS = (
    "published",
    "published month",
    "year to date",
    "since opening",
    "span end",
    "now",
    "counted so far",
    "from to",
    "told to date",
    "days on",
    "day of the count",
    "games closed",
)
_CODES = {kind: code for code, kind in enumerate(KINDS, 1)}
CLOSED = _CODES["games closed"]
_SPANS = frozenset({"year", "half", "quarter", "span", "month"})
_TERMS = frozenset({"half", "quarter"})
_NEAR = 40  # characters around a day in which the span it belongs to is named
_OPENED = compile_words(r"[^,，。；;\n0-9]{0,14}?(?:{in_service})")
_SINCE = re.compile(r"来$")
_SERVICE = compile_words(r"{in_service}|开行|运行")
# 今年截至5月9日, 今年以来,截至8月; 截至8月底,该公司今年累计: a day told with its year counts from its first.
_WITH_YEAR = re.compile(r"(?:以来)?[,，]?\s?(?:截[至止]|[至到])?$")
_PARTED = re.compile("[。；;0-9\n]")
_YEAR_TOTAL = re.compile(r"[^。；;\n]{0,3}?(?:累计|累积|共|总|已)")
_FROM_A = re.compile(r"[从由自]")
_TO_B = re.compile(r"[到至]$")
# 2022年收入5亿元,2024年增至9亿元,年复合增长率34%.
_A_YEAR = re.compile(r"[^。；;\n年]{0,30}?年(?:均|化)?(?:复合|均)?(?:增长|增速|增幅|成长)")
_MOST = 3  # openings an article is read for
_NOW = re.compile(
    r"截[至止](?:目前|(?:记者|本报)?[发截]稿|宣判|收盘)|目前|如今|眼下|现时|当前|迄今|至今(?<![截初年月日季来起后通业立办]..)(?![天日晚早晨午年夜(（])"
    r"|现有(?=[0-9约近逾超共]|[^，。；\n]{0,4}[0-9])|现已|现(?=[为在达报共存])"
)
_UP_TO = re.compile(r"[到至截]\s?$")
_MOST_NOW = 12  # places at which an article is read for the present


def to_date(periods: Sequence[Mention[Period]], text: str, published: Publication | None) -> list[Mention[Period]]:
    """The stand-ins of an article: at the day of the count, at the span that goes on, and at no place (0, 0)."""
    found = [*_published(published), *_counted(periods, text), *_ends(periods, published), *_closed(periods)]
    found += [*_now(periods, text, published), *_from_to(periods, text), *_as_counted(periods, published)]
    ended = published.last if published is not None else date.max
    told = [*(told for told in days_on(periods, text) if told[2] <= ended), *years_together(periods, text)]
    found += [_said(words, days, "days on") for words, *days in told]
    counts = [(m, m.value.last) for m in periods if _is_count(m, text) and m.value.last and m.value.last <= ended]
    until = counts if published is None else [*counts, (None, published.last)]
    for first in dict.fromkeys(islice(_openings(periods, text), _MOST)):
        found += [_made(at, first, last, "since opening") for at, last in until if first < last]
    return found


def kind_of(mention: Mention[Period]) -> int:
    """0 for what the text names, else the place of the stand-in's kind, from 1."""
    return _CODES[mention.rules[0]] if mention.source == SOURCE else 0


def _made(at: Mention[Period] | None, first: date, last: date, kind: str, grain: str = "span") -> Mention[Period]:
    how = at.value.how if at is not None else "published"
    period = Period(first=first, last=last, grain=grain, how=how)
    start, end, text = (at.start, at.end, at.text) if at is not None else (0, 0, "")
    return Mention(start=start, end=end, text=text, value=period, source=SOURCE, rules=(kind,))


def _said(words: re.Match[str], days: Sequence[date], kind: str) -> Mention[Period]:
    """A stand-in at words that name no date themselves."""
    grain = "day" if days[0] == days[1] else "month" if kind == "now" else "span"
    period = Period(first=days[0], last=days[1], grain=grain, how="published")
    return Mention(
        start=words.start(), end=words.end(), text=words.group(), value=period, source=SOURCE, rules=(kind,)
    )


def _now(
    periods: Sequence[Mention[Period]], text: str, published: Publication | None
) -> Iterator[Mention[Period]]:
    """目前, 如今: the day of the article, or where it tells of last week that week's end (目前累计11例)."""
    if published is None:
        return
    day = _counted_day(periods, published)
    for words in islice(_NOW.finditer(text), _MOST_NOW):
        yield _said(words, (published.first, published.last), "now")
        if day is not None:
            yield _said(words, (day, day), "day of the count")


def _published(published: Publication | None) -> list[Mention[Period]]:
    """The day of publication and its month."""
    if published is None:
        return []
    first, last = published.first, published.last
    day = _made(None, first, last, "published", "day" if first == last else "month")
    month = cal.month_at(cal.month_index(last))
    return [day, _made(None, month.first, month.last, "published month", "month")]


def _is_count(mention: Mention[Period], text: str) -> bool:
    """截至4月27日, 到11月3日, 2025年4月末."""
    period = mention.value
    if period.last is None or (not period.instant and period.grain != "day"):
        return False
    up_to = _UP_TO.search(text, max(0, mention.start - 2), mention.start) is not None
    return period.instant or up_to or mention.text.endswith(("底", "末"))


def _counted(periods: Sequence[Mention[Period]], text: str) -> Iterator[Mention[Period]]:
    """今年截至5月9日, 截至11月底今年累计: the span a day is told with, else its year, up to the day."""
    for at, mention in enumerate(periods):
        day = mention.value.last
        if not _is_count(mention, text) or day is None:
            continue
        around = [m for m in periods[max(0, at - 2) : at + 3] if abs(m.start - mention.start) <= _NEAR]
        spans = [m for m in around if _holds(m.value, day)]
        spans.sort(key=lambda m: m.value.first or day, reverse=True)  # of 今年 and 暑期档 the season
        first = spans[0].value.first if spans else date(day.year, 1, 1)
        ended = any(m.value.grain in _TERMS and m.value.last == day for m in around)  # 2025Q2财报(截至6月30日止)
        if first is None or first == day or ended:
            continue
        if not spans:
            yield _made(mention, first, day, "year to date")
        elif any(_told_with(mention, other, text) for other in spans):
            yield _made(mention, first, day, "told to date")


def _as_counted(periods: Sequence[Mention[Period]], published: Publication | None) -> Iterator[Mention[Period]]:
    """年初至今 where figures are counted 至本月19日, 国庆档 while it runs: up to the day of the count."""
    if published is None:
        return
    day = _counted_day(periods, published)
    for mention in periods:
        value, season = mention.value, "holiday" in mention.rules and _holds(mention.value, published.last)
        end = day or (published.last if season else None)
        lately = value.last == published.last and mention.rules[-1:] != ("since",)  # not of 九年来首次
        running = (lately or season) and value.grain == "span"
        if running and end is not None and value.first is not None and value.first < end:
            yield _made(mention, value.first, end, "counted so far")


def _counted_day(periods: Sequence[Mention[Period]], published: Publication | None) -> date | None:
    """The last day up to which the article counts, before its own."""
    days = [m.value.last for m in periods if m.value.last and (_is_counted(m.value) or "front" in m.rules)]
    return max((day for day in days if published is not None and day < published.last), default=None)


def _closed(periods: Sequence[Mention[Period]]) -> Iterator[Mention[Period]]:
    """The last day of the games that an article tells of when they are just over: as of it the medals are told."""
    told = (rule.removeprefix(LAST_DAY) for m in periods for rule in m.rules if rule.startswith(LAST_DAY))
    for day in sorted({date.fromisoformat(day) for day in told}):
        yield _made(None, day, day, "games closed", "day")


def _is_counted(period: Period) -> bool:
    """An as-of day, or a week whose figures are told."""
    first, last = period.first, period.last
    return period.instant or (first is not None and last is not None and 4 < (last - first).days < 8)


def _from_to(periods: Sequence[Mention[Period]], text: str) -> Iterator[Mention[Period]]:
    """从2020年的3亿元增长到2024年的9亿元,年均增长31.6%: the years in between."""
    for left, right in pairwise(periods):
        a, b = left.value, right.value
        if a.grain != b.grain or a.first is None or b.last is None or right.start - left.end > _NEAR:
            continue
        first, last = a.first, b.last
        opened = _FROM_A.match(text, max(0, left.start - 1), left.start) is not None
        if first < last and (
            (opened and _TO_B.search(text, max(0, right.start - 2), right.start))
            or (a.grain == "year" and _A_YEAR.match(text, right.end, right.end + _NEAR))
        ):
            yield _made(right, first, last, "from to")


def _told_with(day: Mention[Period], span: Mention[Period], text: str) -> bool:
    """今年截至5月9日; 截至8月底,该公司今年累计."""
    if span.end <= day.start:
        return _WITH_YEAR.fullmatch(text, span.end, day.start) is not None
    apart = text[day.end : span.start]
    return not _PARTED.search(apart) and _YEAR_TOTAL.match(text, span.end, span.end + 8) is not None


def _holds(period: Period, day: date) -> bool:
    return period.first is not None and period.last is not None and period.first < day < period.last


def _ends(periods: Sequence[Mention[Period]], published: Publication | None) -> Iterator[Mention[Period]]:
    """The last day of a span, or the day of the article where it is not over: what a stock is told of."""
    for mention in periods:
        first, last = mention.value.first, mention.value.last
        if first is None or last is None or first == last or mention.value.grain not in _SPANS:
            continue
        day = min(last, max(published.last, first)) if published is not None else last
        yield _made(mention, day, day, "span end", "day")


def _openings(periods: Sequence[Mention[Period]], text: str) -> Iterator[date]:
    """The days since which a service runs: 2020年5月6日通车, 开通4年来, 到7月9日开通满14个月."""
    for mention in periods:
        first, last, value, end = mention.value.first, mention.value.last, mention.value, mention.end
        day = value.grain in ("day", "minute")
        since = first != last and _SINCE.search(mention.text) is not None
        since = since and _SERVICE.search(text, max(0, mention.start - 12), end + 4) is not None
        if first is not None and (since or (day and _OPENED.match(text, end, end + 24))):
            yield first
