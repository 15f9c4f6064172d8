"""Disagreements of level: topics whose figures fall into sides that cannot all be true."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from hedui.crosscheck.assemble import MANY_ORIGINS, finding_of, grow_alike
from hedui.crosscheck.checks import Context
from hedui.crosscheck.doubts import (
    RULES,
    SELF_SURE,
    TOLD_SURE,
    articles_of,
    is_slip_for,
    leading,
    surest,
)
from hedui.crosscheck.figures import Figure, is_currency
from hedui.crosscheck.gates import clock_gate, of_one_hour, still_running
from hedui.crosscheck.grouping import TELLING_DIGITS, Topic
from hedui.crosscheck.rates import plausible
from hedui.crosscheck.sides import Side, sides_of
from hedui.crosscheck.support import voices
from hedui.crosscheck.vocabulary import (
    has_several,
    is_derived,
    is_live,
    is_owners,
    split_modifier,
)
from hedui.model import Finding

# So long ago another event was (地震 of 1999); the yearly counts of a country lie nearer.
AGO_DAYS = 1100


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
            finding = finding_of(topic.key, sides, context)
            if finding is not None:
                yield finding


def without_companions(sides: list[Side], context: Context) -> list[Side]:
    """The sides without those that are other things than the leading one, as the articles show that write both.

    Where several write either value and one of them writes both, they are two things: of 30 such findings on the
    annotated stories, read end to end, 2 were conflicts.  So they are where one article writes two values and the
    readings are not of the surest: of 52 none was.  A slip of the pen is none of two things.
    """
    if len(sides) < 2:
        return sides
    twice = _telling_several(sides)
    lead = min(sides, key=lambda side: (-voices(side.members, context.origins), bool(articles_of(side) & twice)))
    return [side for side in sides if side is lead or not _is_companion(side, lead, twice, context)]


def _is_companion(side: Side, lead: Side, twice: set[str], context: Context) -> bool:
    own, others = articles_of(side), articles_of(lead)
    if not own & twice or is_slip_for(lead, side) or is_slip_for(side, lead):
        return False
    several = all(voices(s.members, context.origins) >= MANY_ORIGINS for s in (lead, side))
    if several and own != others and own & others:
        return True
    return SELF_SURE <= surest(lead) * surest(side) < TOLD_SURE and not grow_alike([lead, side], context)


def _telling_several(sides: Iterable[Side]) -> set[str]:
    """The articles that write more than one of the values."""
    count = Counter(article for side in sides for article in articles_of(side))
    return {article for article, n in count.items() if n > 1}


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
    for rule, reason in RULES:
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
