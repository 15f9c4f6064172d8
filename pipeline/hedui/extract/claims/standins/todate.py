"""Periods no words give by themselves: from the start of a span, or of a service, to the day of the count.

今年截至5月9日 is neither the year nor the day; 开通以来累计 runs from the opening to the day the text tells of.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice, pairwise

from hedui.extract.claims.standins.dayson import days_on
from hedui.extract.periods.integers import small_int
from hedui.model import Mention, Period, Publication
from hedui.wordlists import compile_words

SOURCE = "standin"
# How a stand-in was made; its place in this list is its code among the columns.
KINDS = (
    "published",
    "published year",
    "published month",
    "year to date",
    "span to date",
    "span so far",
    "since opening",
    "span end",
    "now",
    "at first",
    "other reading",
    "season to date",
    "counted so far",
    "from to",
    "since",
    "told to date",
    "since event",
    "days on",
    "day of the count",
)
_CODES = {kind: code for code, kind in enumerate(KINDS, 1)}
_SPANS = frozenset({"year", "half", "quarter", "span", "month"})
_NEAR = 40  # characters around a day in which the span it belongs to is named
_LEAST = timedelta(days=4)  # a span that is all but over is told as a whole
_OPENED = compile_words(r"[^,，。；;\n0-9]{0,12}?(?:{in_service}|上映|公映|首映|发射|升空|开战|爆发|登陆)")
_SINCE = re.compile(r"来$")
_OPENING = compile_words(r"{in_service}|上映|公映|首映|发射|开战|爆发|运行|开行|战争|冲突")
# 截至2日,甲线迎来开通运营两周年; 到7月9日,也就是开通满14个月时.
_SERVICE = compile_words(r"{in_service}|开行|运行")
# 今年截至5月9日, 今年以来,截至8月; 截至8月底,该公司今年累计: a day told with its year counts from its first.
_WITH_YEAR = re.compile(r"(?:以来)?[,，]?\s?(?:截[至止]|[至到])?$")
_PARTED = re.compile("[。；;0-9\n]")
_YEAR_TOTAL = re.compile(r"[^。；;\n]{0,3}?(?:累计|累积|共|总|已)")
_JUBILEE = compile_words(
    r"[^。；;\n]{0,16}?(?:{in_service}|开行|运行)(?:运营|运行)?"
    r"(?:(?:即将|刚好|正好|已|整)?[满滿](?P<n>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?P<u>个月|年|周年)"
    r"|(?P<k>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})周年)"
)
# 自开通以来, 口岸开通至今, 战争爆发以来.
_SINCE_OPENING = compile_words(
    r"(?:{in_service}|上映|公映|开战|开行|战争|冲突)(?:运营|爆发)?(?:以来|至今|迄今|到现在|后累计)"
)
_SO_FAR = re.compile(r"[^,，。；;\n]{0,14}?(?:以来|至今|迄今)")
_SEASON_SO_FAR = re.compile(r"入[春夏秋冬][^,，。；;\n]{0,2}以来")
_FROM_ON = re.compile(r"[^,，。；;\n]{0,14}?(?:以来|[起后]?至今|迄今|算起|开始|起(?=[,，\s]|[^点步诉码初源伏飞]))")
_FROM = re.compile(r"(?:[自从由]|打从)$")
_FROM_A = re.compile(r"[从由自]")
_TO_B = re.compile(r"[到至]$")
# 2022年收入5亿元,2024年增至9亿元,年复合增长率34%.
_A_YEAR = re.compile(r"[^。；;\n年]{0,30}?年(?:均|化)?(?:复合|均)?(?:增长|增速|增幅|成长)")
_MOST = 3  # openings an article is read for
_NOW = re.compile(
    r"截[至止]目前|目前|如今|眼下|现时|当前|迄今|至今(?<![截初年月日季来起后通业立办]..)(?![天日晚早晨午年夜(（])"
    r"|现有(?=[0-9约近逾超共]|[^，。；\n]{0,4}[0-9])|现已|现(?=[为在达报共存])"
)
_NEWS = timedelta(days=31)
_AT_FIRST = re.compile(
    r"最初(?=每|的|只|仅)|(?:开通|通车|运营|开业|上市|成立|上映|投运)(?:初期|之初|伊始|时)|起初|起步阶段"
)
_UP_TO = re.compile(r"[到至截]\s?$")
_MOST_NOW = 12  # places at which an article is read for the present


def to_date(periods: Sequence[Mention[Period]], text: str, published: Publication | None) -> list[Mention[Period]]:
    """The stand-ins of an article: at the day of the count, at the span that goes on, and at no place (0, 0)."""
    found = [*_published(published), *_counted(periods, text), *_running(periods, published)]
    found += [*_ends(periods, published), *_now(text, published), *_others(periods)]
    found += [*_from_on(periods, text, published), *_from_to(periods, text), *_as_counted(periods, published)]
    found += _count_days(periods, text, published)
    openings = list(dict.fromkeys(islice(_openings(periods, text), _MOST)))
    found += _at_first(text, openings, published)
    ended = published.last if published is not None else date.max
    found += [_said(words, days, 17, "span") for words, *days in days_on(periods, text) if days[1] <= ended]
    days = [m for m in periods if _is_count(m, text)]
    for opening in openings:
        first, kind = opening
        found += [_made(m, first, m.value.last, kind) for m in days if m.value.last and first < m.value.last]
        if published is not None and first < published.last:
            found.append(_made(None, first, published.last, kind))
            found += _since_opening(text, opening, published)
    return found


def kind_of(mention: Mention[Period]) -> int:
    """0 for what the text names, else the place of the stand-in's kind, from 1."""
    return _CODES[mention.rules[0]] if mention.source == SOURCE else 0


def _made(at: Mention[Period] | None, first: date, last: date, kind: int, grain: str = "span") -> Mention[Period]:
    how = "published" if kind < 3 else at.value.how if at is not None else "published"
    period = Period(first=first, last=last, grain=grain, how=how)
    start, end, text = (at.start, at.end, at.text) if at is not None else (0, 0, "")
    return Mention(start=start, end=end, text=text, value=period, source=SOURCE, rules=(KINDS[kind],))


def _said(words: re.Match[str], days: Sequence[date], kind: int, grain: str) -> Mention[Period]:
    """A stand-in at words that name no date themselves."""
    grain = "day" if days[0] == days[1] else grain
    period = Period(first=days[0], last=days[1], grain=grain, how="published")
    start, end, rules = words.start(), words.end(), (KINDS[kind],)
    return Mention(start=start, end=end, text=words.group(), value=period, source=SOURCE, rules=rules)


def _now(text: str, published: Publication | None) -> Iterator[Mention[Period]]:
    """目前, 如今, 截至目前: the day of the article."""
    if published is not None:
        grain = "day" if published.first == published.last else "month"
        for words in islice(_NOW.finditer(text), _MOST_NOW):
            yield _said(words, (published.first, published.last), 8, grain)


def _at_first(
    text: str, openings: Sequence[tuple[date, int]], published: Publication | None
) -> Iterator[Mention[Period]]:
    """开通初期, 上市之初: the month of the opening that the text dates; the day where that is news."""
    for day, _ in openings[:1]:
        news = published is not None and timedelta(0) <= published.last - day <= _NEWS
        for words in islice(_AT_FIRST.finditer(text), _MOST_NOW):
            yield _said(words, (day, day) if news else _month_of(day), 9, "month")


def _month_of(day: date) -> tuple[date, date]:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day.replace(day=1), following - timedelta(days=1)


def _others(periods: Sequence[Mention[Period]]) -> Iterator[Mention[Period]]:
    """五一 is the day, or the days off around it."""
    for mention in periods:
        others = mention.value.alternatives[:1] if "holiday" in mention.rules else ()
        for other in others:
            if other.first is not None and other.last is not None:
                yield _made(mention, other.first, other.last, 10, other.grain)


def _published(published: Publication | None) -> list[Mention[Period]]:
    """The day of publication, its year and its month."""
    if published is None:
        return []
    last, grain = published.last, "day" if published.first == published.last else "month"
    made = [_made(None, published.first, last, 0, grain)]
    made.append(_made(None, date(last.year, 1, 1), date(last.year, 12, 31), 1, "year"))
    return [*made, _made(None, *_month_of(last), 2, "month")]


def _is_count(mention: Mention[Period], text: str) -> bool:
    """截至4月27日, 到11月3日, 2025年4月末."""
    period = mention.value
    if period.last is None or (not period.instant and period.grain != "day"):
        return False
    up_to = _UP_TO.search(text, max(0, mention.start - 2), mention.start) is not None
    return period.instant or up_to or mention.text.endswith(("底", "末"))


def _counted(periods: Sequence[Mention[Period]], text: str) -> Iterator[Mention[Period]]:
    """今年截至5月9日, 截至11月底今年累计: the span a day belongs to, else its year, up to the day."""
    seasons = _seasons(periods)
    for at, mention in enumerate(periods):
        day = mention.value.last
        if not _is_count(mention, text) or day is None:
            continue
        around = [m for m in periods[max(0, at - 2) : at + 3] if abs(m.start - mention.start) <= _NEAR]
        spans = [m.value.first for m in around if _holds(m.value, day)]
        first = next((first for first in spans if first is not None), date(day.year, 1, 1))
        if first < day:
            told = any(_told_with(mention, other, text) for other in around if _holds(other.value, day))
            yield _made(mention, first, day, 15 if told else 4 if spans else 3)
        for season in seasons:
            if season.first is not None and _holds(season, day) and season.first != first:
                yield _made(mention, season.first, day, 11)


def _seasons(periods: Sequence[Mention[Period]]) -> list[Period]:
    """The seasons an article is about, each once: 暑期档, 春运, 流感季."""
    found = {m.value.first: m.value for m in periods if m.value.grain == "span" and "holiday" in m.rules}
    return list(found.values())[:_MOST]


def _as_counted(periods: Sequence[Mention[Period]], published: Publication | None) -> Iterator[Mention[Period]]:
    """年初至今 in an article whose figures are counted 至本月19日: up to that day."""
    day = _counted_day(periods, published)
    if published is None or day is None:
        return
    for mention in periods:
        value = mention.value
        running = value.last == published.last or ("holiday" in mention.rules and _holds(value, published.last))
        if running and value.grain == "span" and value.first is not None and value.first < day:
            yield _made(mention, value.first, day, 12)


def _counted_day(periods: Sequence[Mention[Period]], published: Publication | None) -> date | None:
    """The last day up to which the article counts, before its own."""
    days = [m.value.last for m in periods if m.value.last and (_is_counted(m.value) or "front" in m.rules)]
    return max((day for day in days if published is not None and day < published.last), default=None)


def _count_days(
    periods: Sequence[Mention[Period]], text: str, published: Publication | None
) -> Iterator[Mention[Period]]:
    """目前累计11例, 今年入夏以来 in an article that tells of last week: as of that week's end."""
    day = _counted_day(periods, published)
    if published is None or day is None:
        return
    for words in islice(_NOW.finditer(text), _MOST_NOW):
        yield _said(words, (day, day), 18, "day")
    for mention in periods:
        if mention.value.grain == "year" and _SEASON_SO_FAR.match(text, mention.end):
            yield _made(mention, day, day, 18, "day")


def _is_counted(period: Period) -> bool:
    """An as-of day, or a week whose figures are told."""
    first, last = period.first, period.last
    return period.instant or (first is not None and last is not None and 4 < (last - first).days < 8)


def _from_on(
    periods: Sequence[Mention[Period]], text: str, published: Publication | None
) -> Iterator[Mention[Period]]:
    """自2017年启动…以来, 由去年9月起算: up to the article, and to the end of the last period that was over."""
    if published is None:
        return
    over = [m.value.last for m in periods if m.value.last and (m.value.grain in _SPANS or m.value.instant)]
    last = max((day for day in over if day <= published.last), default=None)
    for mention in periods:
        first, start, end = mention.value.first, mention.start, mention.end
        if first is None or first >= published.last or mention.value.how == "inherited":
            continue
        opened = _FROM.search(text, max(0, start - 2), start) and _FROM_ON.match(text, end, end + 20)
        day = mention.value.grain == "day"  # 今年10月1日流感季开始以来
        if not opened and not (day and _SO_FAR.match(text, end, end + 18)):
            continue
        yield _made(mention, first, published.last, 14)
        if last is not None and first < last != published.last:
            yield _made(mention, first, last, 14)


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
            yield _made(right, first, last, 13)


def _since_opening(text: str, opening: tuple[date, int], published: Publication) -> Iterator[Mention[Period]]:
    """自开通以来, where the text dates the opening elsewhere."""
    for words in islice(_SINCE_OPENING.finditer(text), _MOST_NOW):
        yield _said(words, (opening[0], published.last), opening[1], "span")


def _told_with(day: Mention[Period], span: Mention[Period], text: str) -> bool:
    """今年截至5月9日; 截至8月底,该公司今年累计."""
    if span.end <= day.start:
        return _WITH_YEAR.fullmatch(text, span.end, day.start) is not None
    apart = text[day.end : span.start]
    return not _PARTED.search(apart) and _YEAR_TOTAL.match(text, span.end, span.end + 8) is not None


def _holds(period: Period, day: date) -> bool:
    return period.first is not None and period.last is not None and period.first < day < period.last


def _running(periods: Sequence[Mention[Period]], published: Publication | None) -> Iterator[Mention[Period]]:
    """今年, 本季, 暑期档 while they last: up to the day of the article."""
    if published is None:
        return
    for mention in periods:
        first, last = mention.value.first, mention.value.last
        if first is not None and last is not None and first < published.last <= last - _LEAST:
            yield _made(mention, first, published.last, 5)


def _ends(periods: Sequence[Mention[Period]], published: Publication | None) -> Iterator[Mention[Period]]:
    """The last day of a span, or the day of the article where it is not over: what a stock is told of."""
    for mention in periods:
        first, last = mention.value.first, mention.value.last
        if first is None or last is None or first == last or mention.value.grain not in _SPANS:
            continue
        day = min(last, max(published.last, first)) if published is not None else last
        yield _made(mention, day, day, 7, "day")


def _openings(periods: Sequence[Mention[Period]], text: str) -> Iterator[tuple[date, int]]:
    """The days from which totals are counted, each with the kind of its spans.

    2020年5月6日通车, 开通4年来, 到7月9日开通满14个月; a release or an outbreak is of another kind.
    """
    for mention in periods:
        first, last, value, end = mention.value.first, mention.value.last, mention.value, mention.end
        since = value.first != value.last and _SINCE.search(mention.text) is not None
        near = _OPENING.search(text, max(0, mention.start - 12), end + 4) is not None
        dated = _OPENED.match(text, end, end + 24) if value.grain in ("day", "minute") else None
        if first is not None and ((since and near) or dated is not None):
            words = dated.group() if dated is not None else text[max(0, mention.start - 12) : end + 4]
            yield first, 6 if _SERVICE.search(words) else 16
        elif (
            last is not None and value.grain in ("day", "minute") and (told := _JUBILEE.match(text, end, end + 48))
        ):
            yield _months_before(last, told), 6


def _months_before(day: date, told: re.Match[str]) -> date:
    """The day that many years or months before; two years told on 2 December began on the 3rd."""
    count = small_int(told["n"] or told["k"]) * (1 if told["u"] == "个月" else 12)
    month = day.year * 12 + day.month - 1 - count
    first = date(month // 12, month % 12 + 1, min(day.day, 28))
    return first if told["u"] else first + timedelta(days=1)
