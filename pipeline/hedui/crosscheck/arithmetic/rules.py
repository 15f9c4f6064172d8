"""What must add up: each rule offers computations whose result is also stated.

A computation holds the stated figure, the inputs, the range its inputs allow, and how it was computed.  Rules
only compute; whether it is a disagreement is decided in one place.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product as product_of

from hedui.crosscheck.arithmetic.inputs import (
    Level,
    Levels,
    span_before,
    whole_year,
    year_before,
    years_between,
)
from hedui.crosscheck.arithmetic.relations import relations
from hedui.crosscheck.arithmetic.span import Span
from hedui.crosscheck.figures import Days, Figure
from hedui.crosscheck.vocabulary import is_toll, split_growth
from hedui.crosscheck.words import number, saying


@dataclass(frozen=True, slots=True)
class Computed:
    """A stated figure beside what other figures make of it."""

    stated: Figure
    inputs: tuple[Level, ...]
    result: Span
    formula: str  # 3.37亿元 ÷ 49.9万元 的两年复合增速
    slack: Decimal = Decimal(0)
    hint: str = ""  # what would make it right
    at_most: str = "major"
    ceiling: bool = False  # the result is the most that can be: only a stated figure above it is wrong
    sure: float | None = None  # how surely it is no misreading, where the readings themselves do not matter


Rule = Callable[[Figure, Levels], Iterator[Computed]]
_HUNDRED = 100
# Growth is often computed from unrounded levels or from restated ones of the year before: half a point is free.
GROWTH_SLACK = Decimal("0.5")
# Margins and shares are computed on unrounded figures.
SHARE_SLACK = Decimal("0.15")
# 净利润 in the news often is the owners' part, the margin of the report is on the whole: 14.0 % against 14.9 %.
NET_SLACK = Decimal("0.08")
# A mean and its parts are rounded each for itself, and the people may be those of the year's middle or end.
MEAN_SHARE, EXACT_SHARE = 20, 200
# A share of other days is the one that is stated when it is known to so many steps.
EXACT = 5
_REVENUE = ("营业收入",)


def growth(stated: Figure, levels: Levels) -> Iterator[Computed]:
    """同比 and 环比 against the two levels, in per cent, points or amounts."""
    base, suffix = split_growth(stated.metric)
    if not suffix or stated.period is None or "复合" in suffix:
        return
    before = _before(suffix, stated.period)
    now = levels.find(stated, base, stated.period)
    then = levels.find(stated, base, before) if before else None
    if now is None or then is None or now is then or now.best.unit != then.best.unit:
        return
    words = f"{saying([now.best])}较{saying([then.best])}"
    points = now.best.unit == "%" and ("变动" in suffix or stated.unit == "pp")
    if stated.unit == "%" and then.span.low > 0 and not points:
        factor = now.span.over(then.span)
        if factor is not None:
            result = factor.minus(1).times(_HUNDRED)
            slack = max(GROWTH_SLACK, abs(result.point) / _HUNDRED)
            yield Computed(stated, (now, then), result, f"{words}的增速", slack)
    elif points or stated.unit == now.best.unit:
        yield Computed(stated, (now, then), now.span - then.span, f"{words}的变动", stated.reach.step)


def _before(suffix: str, period: Days) -> Days | None:
    if "同比" in suffix:
        return year_before(period)
    return span_before(period) if re.search("环比|较前周|较上周|较上月|较上季|较前月", suffix) else None


def compound(stated: Figure, levels: Levels) -> Iterator[Computed]:
    """A yearly compound rate against the levels of the first and the last year, or a growth that is really one."""
    base, suffix = split_growth(stated.metric)
    if not suffix or stated.unit != "%" or stated.period is None or years_between(stated.period) < 1:
        return
    if stated.period != (whole_year(stated.period[0].year)[0], whole_year(stated.period[1].year)[1]):
        return
    years = years_between(stated.period)
    then = levels.find(stated, base, whole_year(stated.period[0].year))
    now = levels.find(stated, base, whole_year(stated.period[1].year))
    if then is None or now is None or then.span.low <= 0 or now.best.unit != then.best.unit:
        return
    factor = now.span.over(then.span)
    yearly = factor.root(years) if factor else None
    if factor is None or yearly is None:
        return
    words = f"{saying([then.best])}到{saying([now.best])}"
    rate = yearly.minus(1).times(_HUNDRED)
    slack = max(GROWTH_SLACK, abs(rate.point) / 200)
    if "复合" in suffix:
        yield Computed(stated, (now, then), rate, f"{words}的{years}年复合增速", slack)
        return
    hint = ""
    if stated.reach.tight.meets(rate.interval(slack * 2)) or stated.reach.point in (
        rate.point.quantize(Decimal(1)),
    ):
        hint = f"而{years}年复合增速约{number(rate.point, 1)}%，疑把年复合增长率写成了增速"
    total = factor.minus(1).times(_HUNDRED)
    yield Computed(stated, (now, then), total, f"{words}的总增速", slack, hint)


def margin(stated: Figure, levels: Levels) -> Iterator[Computed]:
    """A margin against profit and revenue."""
    for row in relations().quotients if stated.unit == "%" else ():
        if row.rate == stated.metric:
            yield from _quotient(stated, levels.find(stated, row.part, stated.period), levels)


def share(stated: Figure, levels: Levels) -> Iterator[Computed]:
    """游戏收入占比 against 游戏收入 and the whole revenue."""
    if stated.unit != "%" or not stated.metric.endswith("收入占比") or stated.metric == "收入占比":
        return
    yield from _quotient(stated, levels.find(stated, stated.metric[:-2], stated.period), levels)


def _quotient(stated: Figure, part: Level | None, levels: Levels) -> Iterator[Computed]:
    if part is None or stated.period is None or part.best.metric in _REVENUE:
        return
    for revenue in _REVENUE:
        whole = levels.find(stated, revenue, stated.period, part.best.unit)
        result = part.span.over(whole.span) if whole else None
        if whole is not None and result is not None:
            words = f"{saying([part.best])}÷{saying([whole.best])}"
            rate = result.times(_HUNDRED)
            loose = NET_SLACK if part.best.metric == "净利润" else SHARE_SLACK
            slack = max(SHARE_SLACK, abs(rate.point) * loose)
            if not _of_other_sums(stated, part, whole, levels):
                yield Computed(stated, (part, whole), rate, words, slack, at_most="minor")
            return


def _of_other_sums(stated: Figure, part: Level, whole: Level, levels: Levels) -> bool:
    """Whether the share is right for the part or the whole of other days: then a period was misread."""
    parts, wholes = (
        levels.told.get((stated.entity, level.best.metric, level.best.unit), ()) for level in (part, whole)
    )
    for one, other in product_of(parts, wholes):
        own = (one.best.period == stated.period, other.best.period == stated.period)
        near = one.best.period == other.best.period or (any(own) and _year(one.best) == _year(other.best))
        rate = one.span.over(other.span) if near and not all(own) else None
        share = rate.times(_HUNDRED) if rate is not None else None
        if share is None or share.width > stated.reach.step * EXACT:  # 99亿÷三千亿 can be many a rate
            continue
        if stated.reach.wide.meets(share.interval(stated.reach.step)):
            return True
    return False


def _year(figure: Figure) -> int | None:
    return figure.period[1].year if figure.period else None


def product(stated: Figure, levels: Levels) -> Iterator[Computed]:
    """Price times count against the sum: shares on the market, tons sold; all told by one article."""
    for row in relations().products:
        named = stated.metric in row.totals if row.mean else any(name in stated.metric for name in row.totals)
        price, count = (_first(stated, names, levels) if named else None for names in (row.prices, row.counts))
        if price and count and _told(price, stated) and _told(count, stated) and _makes(price, count, stated):
            slack = abs(stated.reach.point) / (MEAN_SHARE if row.mean else EXACT_SHARE)
            words = f"{saying([price.best])}×{saying([count.best])}"
            yield Computed(stated, (price, count), price.span * count.span, words, slack)


def _makes(price: Level, count: Level, stated: Figure) -> bool:
    """Whether the price is in the sum's currency, and of the unit counted: 300套 at 2万元/平方米 make no sum."""
    currency, _, each = price.best.unit.partition("/")
    return currency == stated.unit and each in ("", count.best.unit)


def mean(stated: Figure, levels: Levels) -> Iterator[Computed]:
    """人均X against X and the number of people, all told by one article."""
    for row in relations().means if stated.period else ():
        if not stated.metric.startswith(row.prefix):
            continue
        total = levels.find(stated, stated.metric.removeprefix(row.prefix), stated.period)
        people = _first(stated, row.counts, levels)
        if total and people and _told(total, stated) and _told(people, stated):
            each = total.span.over(people.span)
            if each is not None and total.best.unit == stated.unit.split("/")[0]:
                words = f"{saying([total.best])}÷{saying([people.best])}"
                slack = abs(stated.reach.point) / MEAN_SHARE
                yield Computed(stated, (total, people), each, words, slack, at_most="minor")


def _first(stated: Figure, names: Iterable[str], levels: Levels) -> Level | None:
    return next((level for name in names if (level := levels.find(stated, name, stated.period))), None)


def _told(level: Level, stated: Figure) -> bool:
    """Whether the article of the stated figure gives the level too."""
    return any(figure.claim.article == stated.claim.article for figure in level.members)


def parts(stated: Figure, levels: Levels) -> Iterator[Computed]:
    """A total against its named parts: 伤亡人数 is 死亡人数 and 受伤人数, within one article."""
    for row in relations().sums:
        if stated.metric == row.whole:
            found = [levels.find(stated, name, stated.period, stated.unit) for name in row.parts]
            known = [level for level in found if level and _told(level, stated)]
            if len(known) == len(row.parts):
                yield added(stated, known)


def added(
    stated: Figure, levels: Sequence[Level], slack: Decimal = Decimal(0), at_most: str = "major"
) -> Computed:
    """A stated total beside what its parts make together."""
    total = levels[0].span
    for level in levels[1:]:
        total += level.span
    words = "＋".join(saying([level.best]) for level in levels)
    return Computed(stated, tuple(levels), total, words, slack, at_most=at_most)


def spans(stated: Figure, levels: Levels) -> Iterator[Computed]:
    """A year against its halves or quarters, nine months against half-year and third quarter.

    What is below one of its parts is rather misread, and told as that.
    """
    period = stated.period
    if period is None or stated.unit in ("%", "pp", "x") or "/" in stated.unit or split_growth(stated.metric)[1]:
        return
    if re.search("均|率|价|余额|总人口|员工|存量|市值|资产|负债|股本|库存|户数|门店|峰值|最", stated.metric):
        return
    for cuts in _CUTS.get((period[0].month, period[1].month), ()):
        if period[0].year != period[1].year or period[0].day != 1:
            continue
        year = period[0].year
        found = [levels.find(stated, stated.metric, _cut(year, cut), stated.unit) for cut in cuts]
        known = [level for level in found if level]
        if len(known) == len(cuts) and all(level.best.reach.point <= stated.reach.point for level in known):
            yield added(stated, known, stated.reach.step, "minor")


_CUTS = {
    (1, 12): (((1, 6), (7, 12)), ((1, 3), (4, 6), (7, 9), (10, 12)), ((1, 9), (10, 12))),
    (1, 9): (((1, 6), (7, 9)), ((1, 3), (4, 6), (7, 9))),
    (1, 6): (((1, 3), (4, 6)),),
}


def _cut(year: int, months: tuple[int, int]) -> Days:
    first, last = whole_year(year)
    start = first.replace(month=months[0])
    end = last if months[1] == 12 else first.replace(month=months[1] + 1) - (last - last.replace(day=30))
    return start, end


def aboard(stated: Figure, levels: Levels) -> Iterator[Computed]:
    """No more can have died aboard than were aboard and did not survive: 机上246人遇难 of 242人.

    Of several that are told the most were aboard, and the fewest survived.
    """
    if not is_toll(stated.metric) or not stated.scope or stated.reach.point <= 0:
        return
    whole = levels.on_any_day(stated, f"{stated.scope}人数")[-1:]
    saved = levels.on_any_day(stated, "幸存人数")[:1]
    if whole and saved:
        words = f"{saying([whole[0].best])}中{saying([saved[0].best])}生还"
        yield Computed(stated, (*whole, *saved), whole[0].span - saved[0].span, words, ceiling=True)
    elif whole:
        words = f"{stated.scope}共{saying([whole[0].best])}"
        yield Computed(stated, (whole[0],), whole[0].span, words, ceiling=True)


LEVEL_RULES: tuple[Rule, ...] = (aboard, growth, compound, margin, share, product, mean, parts, spans)
