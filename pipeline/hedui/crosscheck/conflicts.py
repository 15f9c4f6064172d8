"""Disagreements of level: topics whose figures fall into sides that cannot all be true."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hedui.crosscheck.assemble import MANY_ORIGINS, finding_of
from hedui.crosscheck.checks import Context
from hedui.crosscheck.checks.slips import is_date_slip, is_feast, is_slip
from hedui.crosscheck.figures import Figure, is_currency
from hedui.crosscheck.gates import clock_gate, of_one_hour, still_running
from hedui.crosscheck.grouping import TELLING_DIGITS, Topic
from hedui.crosscheck.rates import plausible
from hedui.crosscheck.sides import Side, sides_of
from hedui.crosscheck.support import voices
from hedui.crosscheck.vocabulary import (
    happens_once,
    has_several,
    is_derived,
    is_live,
    is_masked,
    is_measured,
    is_owners,
    is_ticking,
    split_modifier,
)
from hedui.model import Finding

# Dates of things that recur (财报发布日期) are one date told twice only when they lie so near.
NEAR_DAYS = 7
DAY = 1440  # minutes
# What has more dates than this does not happen once (出生日期 of a whole people).
MAX_DATES = 3
# One article that gives so many values for one thing is listing members of it, not contradicting itself.
LISTED = 3
# Two values in one article are held against it only when they are read as surely as this.
SELF_SURE = 0.5
# Two things of one name are read for one more often than an article contradicts itself: only readings as sure as
# this tell.
TOLD_SURE = 0.9
# So long ago another event was (地震 of 1999); the yearly counts of a country lie nearer.
AGO_DAYS = 1100
# Forecasts and plans are of one vintage when printed within so many days: of the annotated pairs that a week adds
# to three days all 8 are conflicts.
VINTAGE_DAYS = 7
# 56.94亿 and 56.95亿 of one afternoon: a running total moves by less than this within a day.
TICK_SHARE = Decimal("0.05")


def find_conflicts(context: Context) -> Iterator[Finding]:
    """One finding for every topic whose figures cannot all be true."""
    starts = event_starts(context)
    for topic in context.groups.topics:
        if len(topic.figures) < 2:
            continue
        sides = without_companions(disagreeing(topic, starts), context)
        if len(sides) > 1:
            add_siblings(topic, sides, context)
            add_converted(topic, sides, context)
            yield finding_of(topic.key, sides, context)


def without_companions(sides: list[Side], context: Context) -> list[Side]:
    """The sides without those that are other things than the leading one, as the articles show that write both.

    Where several write either value and one of them writes both, they are two things: of 30 such findings on the
    annotated stories, read end to end, 2 were conflicts.  So they are where one article writes two values and the
    readings are not of the surest: of 52 none was.  A slip of the pen is none of two things.
    """
    if len(sides) < 2:
        return sides
    twice = _telling_several(sides)
    lead = min(sides, key=lambda side: (-voices(side.members, context.origins), bool(_articles(side) & twice)))
    return [side for side in sides if side is lead or not _is_companion(side, lead, twice, context)]


def _is_companion(side: Side, lead: Side, twice: set[str], context: Context) -> bool:
    own, others = _articles(side), _articles(lead)
    if not own & twice or _slip(lead, side) or _slip(side, lead):
        return False
    several = all(voices(s.members, context.origins) >= MANY_ORIGINS for s in (lead, side))
    if several and own != others and own & others:
        return True
    return SELF_SURE <= surest(lead) * surest(side) < TOLD_SURE


def _telling_several(sides: Iterable[Side]) -> set[str]:
    """The articles that write more than one of the values."""
    count = Counter(article for side in sides for article in _articles(side))
    return {article for article, n in count.items() if n > 1}


def _articles(side: Side) -> set[str]:
    return {figure.claim.article for figure in side.members}


def disagreeing(topic: Topic, starts: dict[str, date]) -> list[Side]:
    """The sides of a topic that cannot all be true; empty or single when nothing is wrong."""
    return _judged(topic, starts)[0]


def silence_of(topic: Topic, starts: dict[str, date]) -> str | None:
    """Why a topic with several values is no disagreement, None when it is one."""
    sides, reason = _judged(topic, starts)
    return None if len(sides) > 1 else reason


def _judged(topic: Topic, starts: dict[str, date]) -> tuple[list[Side], str]:
    """The sides that cannot all be true, and what kept the values from being such sides."""
    if len(topic.figures) < 2:
        return [], "只有一个数值"
    first = topic.figures[0]
    turned = _opposite_bounds(topic)
    if turned or all(f.reach.point == first.reach.point for f in topic.figures[1:]):
        return turned, "所有数值相同"
    if has_several(topic.key[1]):
        return [], "同一主体可以有多个这样的数值"
    figures = topic.figures
    if still_running(figures, starts.get(topic.key[0])):
        hour = of_one_hour(figures)
        figures = hour if len({f.reach.point for f in hour}) > 1 else _scaled(figures)
        if len(figures) < 2:
            return [], "滚动统计的数字，先后不同属更新"
    sides, _ = sides_of(figures, derived=slack(topic))
    if len(sides) < 2:
        return [], "各数值在写法允许的范围内一致"
    for rule, reason in _RULES:
        sides = rule(sides)
        if len(sides) < 2:
            return [], reason
    apart = None if _is_over(sides) else clock_gate(sides[0].members[0], sides[1].members[0])
    return ([], apart) if apart is not None else (sides, "")


def _is_over(sides: list[Side]) -> bool:
    """Whether the time of a quote was over when it was told: what an index gained in 2024 moves no more in 2025.

    Only surely read: of one day the highest and the last are two.
    """
    figures = [figure for side in sides for figure in side.members]
    sure = min(surest(side) for side in sides) >= TOLD_SURE
    return sure and all(f.period is not None and f.day is not None and f.period[1] < f.day for f in figures)


def _scaled(figures: list[Figure]) -> list[Figure]:
    """The running counts of one day with the same digits a power of ten apart: 12640人 and 12.64万人.

    Nothing where the counts have fewer digits than tell, or no stated day.
    """
    by: dict[str, list[Figure]] = {}
    for figure in figures if figures[0].period is not None else ():
        if len(figure.signature) > TELLING_DIGITS and figure.reach.plain:
            by.setdefault(figure.signature, []).append(figure)
    apart = [found for found in by.values() if len({abs(f.reach.point) for f in found}) > 1]
    return min(apart, key=lambda found: found[0].signature) if apart else []


def leading(sides: list[Side]) -> Side:
    """The side of the most figures, of equal ones the most surely read, then that with the smallest id."""
    return min(sides, key=lambda side: (-len(side.members), -surest(side), side.members[0].id))


def surest(side: Side) -> float:
    """The best confidence of a side's figures."""
    return max(figure.claim.confidence for figure in side.members)


def slack(topic: Topic) -> int:
    """How far the figures are from what was counted: 0 levels, 1 growth rates, 2 differences in points."""
    return 2 if topic.key[2] == "pp" else int(is_derived(topic.key[1]))


def _opposite_bounds(topic: Topic) -> list[Side]:
    """不低于1亿股 and 不超过1亿股: one threshold, words that turn it round."""
    if topic.key[4] == "forecast" and is_live(topic.key[1]):  # 死亡人数可能上万 and 可能高达1万 are two guesses
        return []
    low = [f for f in topic.figures if f.reach.style in ("min", "more_than")]
    high = [f for f in topic.figures if f.reach.style in ("max", "less_than")]
    for point in sorted({f.reach.point for f in low} & {f.reach.point for f in high}):
        one, other = ([f for f in figures if f.reach.point == point] for figures in (low, high))
        if not {f.claim.article for f in one} & {f.claim.article for f in other}:
            return [Side(one, one[0].reach), Side(other, other[0].reach)]
    return []


def _not_ticking(sides: list[Side]) -> list[Side]:
    """Totals of one day that grow while they are read (票房 16时43分) agree within a twentieth."""
    first = sides[0].members[0]
    if not is_ticking(first.metric) or first.period is None or first.period[0] != first.period[1]:
        return sides
    points = [abs(side.point) for side in sides]
    return [] if max(points) <= min(points) * (1 + TICK_SHARE) else sides


def _without_lists(sides: list[Side]) -> list[Side]:
    """Sides that stand only on one article which lists several values, or on one sentence, are dropped."""
    count: dict[str, int] = {}
    for side in sides:
        for article in _articles(side):
            count[article] = count.get(article, 0) + 1
    lists = {article for article, n in count.items() if n >= LISTED}
    free = [side for side in sides if any(f.claim.article not in lists for f in side.members)]
    kept = [side for side in sides if side in free or any(_slip(side, other) for other in sides)]
    if len(kept) < 2:
        return []
    return [] if _one_sentence(kept) else kept


def _without_parts(sides: list[Side]) -> list[Side]:
    """Sides that stand only beside the leading value, in articles that give both, are mostly parts of the whole.

    泡泡玛特 138.8亿 and, two sentences on, its 48.1亿 of one brand: only a sure reading of both makes them a
    contradiction of the article with itself.
    """
    lead = leading(sides)
    articles = _articles(lead)
    return [
        side
        for side in sides
        if side is lead
        or any(f.claim.article not in articles for f in side.members)
        or surest(side) >= SELF_SURE
        or _slip(side, lead)
    ]


def _one_sentence(sides: list[Side]) -> bool:
    """Whether all values stand in one sentence of one article, or of its reprints."""
    articles = [_articles(side) for side in sides]
    if any(names != articles[0] for names in articles):
        return False
    places = {(f.claim.article, f.claim.sentence) for side in sides for f in side.members}
    return len(places) == len(articles[0])


def _slip(side: Side, other: Side) -> bool:
    """Whether one value is a slip of the pen for another article's: then even a list of values may hold it."""
    if side is other or _articles(side) >= _articles(other):
        return False
    a, b = (min(s.members, key=lambda f: (f.reach.point != s.best.point, f.id)) for s in (side, other))
    return is_slip(a, b)


def _of_one_vintage(sides: list[Side]) -> list[Side]:
    """Forecasts disagree only when made at one time: the same days, or the same source."""
    figures = [figure for side in sides for figure in side.members]
    if figures[0].kind == "actual":
        return sides
    articles = [_articles(side) for side in sides]
    inside = all(names == articles[0] for names in articles)  # one article tells the views of several
    timed = figures[0].period is not None or figures[0].unit == "date" or figures[0].kind == "target"
    if inside or not timed:  # a guess of no stated time may be of any, a plan is that which was told these days
        return []
    printed = [figure.day for figure in figures if figure.day]
    together = len(printed) == len(figures) and (max(printed) - min(printed)).days <= VINTAGE_DAYS
    sources = {figure.claim.attribution for figure in figures}
    return sides if together or (len(sources) == 1 and None not in sources) else []


def _of_one_agency(sides: list[Side]) -> list[Side]:
    """Of measured things, another named agency's own figure is no error: 7.2 and 7.3 of two networks."""
    if not is_measured(sides[0].members[0].metric):
        return sides
    lead = leading(sides)
    known = {f.claim.attribution for f in lead.members if f.claim.attribution}
    kept = []
    for side in sides:
        others = side is not lead
        members = [f for f in side.members if not (others and _foreign(f.claim.attribution, known))]
        if members:
            kept.append(Side(members, side.best))
    return kept


def _foreign(attribution: str | None, known: set[str]) -> bool:
    return attribution is not None and not any(attribution in name or name in attribution for name in known)


def _near_dates(sides: list[Side]) -> list[Side]:
    """Dates of what recurs are compared only when near, or of one past or plan; of what happens once, always."""
    first = sides[0].members[0]
    if first.unit != "date":
        return sides
    labels = {f.claim.entity_label for side in sides for f in side.members}
    people = any(word in first.metric for word in ("出生", "去世", "逝世", "毕业", "入职"))
    place = bool(labels & {"GPE", "LOC"}) or (people and labels != {"PER"} and labels != {None})
    lead = leading(sides)
    sides = [side for side in sides if side is lead or not is_feast(side.best, lead.best)]
    once = happens_once(first.metric) or _of_one_time(sides)
    if once and len(sides) <= MAX_DATES and not place:  # 中国 has no one date of 出生
        return sides
    near = [s for s in sides if abs(s.point - lead.point) <= NEAR_DAYS * DAY or _misprinted(s, lead)]
    # 2月8日 at home is no other writing of the days told for another market, 3月12日 and 3月22日, but these are.
    return near if len(near) > 1 else [s for s in sides if any(_misprinted(s, other) for other in sides)]


def _of_one_time(sides: list[Side]) -> bool:
    """Whether two months or years lie both before what tells them was printed, or both behind it.

    2014年9月 and 2011年9月交付 in two articles of 2024 are one delivery.  What recurs is told by its days: of two
    reports either article knows one.
    """
    if (
        len(sides) != 2
        or _articles(sides[0]) & _articles(sides[1])
        or min(surest(side) for side in sides) < TOLD_SURE
    ):
        return False
    dates = [side.best for side in sides]
    days = [figure.day for side in sides for figure in side.members]
    printed = [day.toordinal() * DAY for day in days if day]
    if len(printed) < len(days) or max(reach.step for reach in dates) <= DAY:
        return False
    over = max(reach.point for reach in dates) <= min(printed)
    ahead = min(reach.point for reach in dates) > max(printed)
    return over or (ahead and max(printed) - min(printed) <= VINTAGE_DAYS * DAY)


def _misprinted(one: Side, other: Side) -> bool:
    return is_date_slip(one.members[0].metric, one.best, other.best)


def add_siblings(topic: Topic, sides: list[Side], context: Context) -> None:
    """Figures of a modified metric stand with the one side that has their value: 归母净利润 beside 净利润."""
    entity, metric, unit, period, kind, scope = topic.key
    head, modifier = split_modifier(metric)
    if modifier or unit == "date":
        return
    lead = leading(sides)
    tied = any(side is not lead and len(side.members) == len(lead.members) for side in sides)
    for figure in context.groups.by_head.get((entity, head, unit), ()):
        same = (figure.period, figure.kind, figure.scope) == (period, kind, scope)
        if not same or figure.metric == metric:
            continue
        fitting = [side for side in sides if side.takes(figure.reach, slack(topic))]
        # Of two equal sides that of the owners' part is the one that the plain word means: 净利润 is 归母净利润.
        if len(fitting) == 1 and (is_owners(figure.metric) if tied else fitting[0] is lead):
            fitting[0].members.append(figure)


def add_converted(topic: Topic, sides: list[Side], context: Context) -> None:
    """Figures in another currency stand with the one side that they can be: 3470亿元 with 475亿美元."""
    entity, metric, unit, period, kind, scope = topic.key
    if not is_currency(unit):
        return
    for figure in context.groups.money.get((entity, metric, period), ()):
        if figure.unit == unit or (figure.kind, figure.scope) != (kind, scope):
            continue
        fits = [plausible(side.point, unit, figure.reach.point, figure.unit) for side in sides]
        if fits.count(True) == 1 and None not in fits:
            sides[fits.index(True)].members.append(figure)


def event_starts(context: Context) -> dict[str, date]:
    """The first day for which a running count of each entity is given: when the event began.

    What is told of an earlier one (1999年 beside 2023年) lies years before, and is no beginning of this one.
    """
    days: dict[str, set[date]] = {}
    for topic in context.groups.topics:
        entity, metric, _, period, _, _ = topic.key
        if period is not None and is_live(metric):
            days.setdefault(entity, set()).add(period[0])
    return {entity: _begun(sorted(found)) for entity, found in days.items()}


def _begun(days: list[date]) -> date:
    later = [day for before, day in pairwise(days) if (day - before).days > AGO_DAYS]
    return later[-1] if later else days[0]


def _not_so_far(sides: list[Side]) -> list[Side]:
    """A running total told before its period was over (票房 of a festival on its fifth day) is one so far.

    It is held only against one that was told on the same day.
    """
    if not is_ticking(sides[0].members[0].metric):
        return sides
    told = [{f.day for f in side.members if _is_so_far(f)} for side in sides]
    at = sides.index(leading(sides))
    return [side for side, days in zip(sides, told, strict=True) if days == told[at] or days & told[at]]


def _is_so_far(figure: Figure) -> bool:
    period = figure.period
    return figure.kind == "actual" and period is not None and figure.day is not None and figure.day < period[1]


def _of_one_person(sides: list[Side]) -> list[Side]:
    """王某 of one article is no 王某 of another, unless both tell one story: then an echo says so."""
    apart = is_masked(sides[0].members[0].entity) and not set.intersection(*map(_articles, sides))
    return [] if apart else sides


_RULES = (
    (_of_one_person, "只写姓氏或称呼的人，两篇所写未必是一人"),
    (_not_ticking, "实时累计的数字，一日之内相差不到二十分之一"),
    (_without_lists, "是同一报道（或同一句）里的清单，各有所指"),
    (_without_parts, "另一数值只与主要数值同篇出现且读得不确定，多为其中一部分"),
    (_not_so_far, "期间尚未结束时所写，是截至当时的数字"),
    (_of_one_vintage, "预测或目标，发布时间或出处不同即不相比"),
    (_of_one_agency, "是另一机构自己的测报"),
    (_near_dates, "会重复发生的事，日期相距较远，各是一次"),
)
