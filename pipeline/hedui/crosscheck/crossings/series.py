"""Figures of one metric that cannot stand beside one another.

A part above its whole, a bound far too low, a roll of the dead that shrinks to a third, a word and its opposite.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, product

from hedui.crosscheck.assemble import Typed
from hedui.crosscheck.checks import kinds
from hedui.crosscheck.checks.base import Context, Fit
from hedui.crosscheck.compare import AGREE, CONFLICT, LOOSE, verdict
from hedui.crosscheck.crossings.common import AS_OF_DAYS, crossing, length, side_of
from hedui.crosscheck.doubts import TOLD_SURE, surest
from hedui.crosscheck.figures import Figure, is_exact
from hedui.crosscheck.grouping import TELLING_DIGITS, TopicKey, topic_key
from hedui.crosscheck.sides import Side, sides_of
from hedui.crosscheck.vocabulary import is_derived, is_fast, is_live, is_stock, is_toll, opposite, parts_of
from hedui.crosscheck.words import period_words, saying
from hedui.model import Finding

# A count that falls to less than this share of an earlier one was never a correction of single cases.
FALL = Decimal("0.67")
# A scope that a total of months has and a single month has not.
SUMMED = "累计"
# Below this share it is the count of one day or place, not of the whole.
DAILY = Decimal("0.10")
FALL_DAYS = 30
# A bound that leaves out more than this is worth a notice.
UNDERSTATED_SHARE = Decimal("0.05")
# The part of a profit that is not the owners' is mostly smaller than this.
MINORITY = Decimal("0.10")
# Parts and falls are searched pairwise: a family with more different figures than this is a series of its own.
MAX_DISTINCT = 200


def find_in_family(family: list[Figure], context: Context) -> Iterator[Finding]:
    """What the figures of one entity, metric and unit show over all periods."""
    distinct = _distinct(family)
    if 1 < len(distinct) <= MAX_DISTINCT and family[0].unit != "date":
        yield from _parts(distinct, family, context)
        yield from _falls(distinct, family, context)
        yield from _undated(family, context)
        yield from _as_of(family, context)


def find_opposites(context: Context) -> Iterator[Finding]:
    """The same count under a word and its opposite, of any number of digits: 26个省份增产 and 26个省份减产."""
    by = {topic.key: topic for topic in context.groups.topics}
    for topic in context.groups.topics:
        entity, metric, unit, period, kind, scope = topic.key
        turned = opposite(metric)
        twin = by.get((entity, turned, unit, period, kind, scope)) if turned and metric < turned else None
        if twin is None or unit == "date":
            continue
        points = {f.reach.point for f in topic.figures} & {f.reach.point for f in twin.figures}
        for point in sorted(points):
            one, other = ([f for f in t.figures if f.reach.point == point] for t in (topic, twin))
            if {f.claim.article for f in one} & {f.claim.article for f in other}:
                continue
            said = f"同为{saying(one)}，一称“{one[0].claim.metric}”一称“{other[0].claim.metric}”，方向相反"
            yield from crossing(one, other, Typed(kinds.SIGN, Fit(said, severity="major", bare=True)), context)


def find_understated(context: Context) -> Iterator[Finding]:
    """A bound that holds by its words and says far less than the others know: 超12亿 for 20.63亿 or 超20亿."""
    for topic in context.groups.topics:
        if topic.key[4] == "actual" and not is_live(topic.key[1]) and not is_fast(topic.key[1]):
            low = [f for f in topic.figures if _is_low(f)]
            known = [f for f in topic.figures if f.reach.style in ("exact", "approx")] if low else []
            if low:
                yield from _too_low(low, known or _highest(low), context)


def _is_low(figure: Figure) -> bool:
    return figure.reach.style in ("more_than", "min") and figure.reach.point > 0


def _highest(bounds: list[Figure]) -> list[Figure]:
    top = max(figure.reach.point for figure in bounds)
    return [figure for figure in bounds if figure.reach.point == top]


def _too_low(low: list[Figure], known: list[Figure], context: Context) -> Iterator[Finding]:
    """The bounds that say far less than the least value that is known; who writes both means two things."""
    least = min(sides_of(known)[0], key=lambda side: side.point)
    articles = {figure.claim.article for figure in least.members}
    odd = [f for f in low if f not in known and f.claim.article not in articles and _far_below(f, least)]
    if odd:
        reason = f"{saying(odd)}的下限偏低，其余报道为{saying(least.members)}"
        yield from crossing(
            least.members, odd, Typed(kinds.UNDERSTATED, Fit(reason, at_most="notice", bare=True)), context
        )


def _far_below(figure: Figure, side: Side) -> bool:
    low = side.best.tight.low or Decimal(0)
    high = figure.reach.tight.high
    return high is not None and low >= high and low > figure.reach.point * (1 + UNDERSTATED_SHARE)


def _distinct(family: list[Figure]) -> list[Figure]:
    """One figure for each period, scope, kind and writing, the one with the smallest id."""
    kept: dict[tuple[object, ...], Figure] = {}
    for figure in family:
        kept.setdefault((figure.period, figure.scope, figure.kind, figure.reach.point, figure.reach.style), figure)
    return list(kept.values())


def _parts(distinct: list[Figure], family: list[Figure], context: Context) -> Iterator[Finding]:
    """A span inside another with a larger total: 38695宗 until 19 December against 36571宗 in the year."""
    first = family[0]
    if is_derived(first.metric) or first.unit in ("%", "pp", "x", "排名") or "/" in first.unit:
        return
    spans = [f for f in distinct if f.period and f.period[0] < f.period[1] and f.reach.point > 0 and is_exact(f)]
    if len({f.period for f in spans}) < 2 or _not_flow(first.metric):
        return
    told = _told(family)
    spans = [f for f in spans if len(sides_of(told[topic_key(f)])[0]) == 1]  # of two values one may be of a part
    seen: set[tuple[object, object]] = set()
    for part, whole in combinations(sorted(spans, key=lambda f: (length(f), f.id)), 2):
        where = (topic_key(part), topic_key(whole))
        if where not in seen and _exceeds(part, whole):
            seen.add(where)
            larger = f"{period_words(part.period)}的{saying([part])}"
            reason = f"{larger}反大于{period_words(whole.period)}的{saying([whole])}"
            typed = Typed(kinds.PART, Fit(reason, at_most="minor"))
            yield from crossing(_agreeing(part, family), _agreeing(whole, family), typed, context)


def _told(family: list[Figure]) -> dict[TopicKey, list[Figure]]:
    topics: dict[TopicKey, list[Figure]] = defaultdict(list)
    for figure in family:
        topics[topic_key(figure)].append(figure)
    return topics


def _exceeds(part: Figure, whole: Figure) -> bool:
    """Whether a span lies inside another of the same scope and kind, and its total surely is the larger."""
    if part.period is None or whole.period is None or part.period == whole.period:
        return False
    inside = whole.period[0] <= part.period[0] and part.period[1] <= whole.period[1]
    same = part.scope in (whole.scope, whole.scope.replace(SUMMED, "")) and part.kind == whole.kind
    return inside and same and (part.reach.wide.low or 0) > (whole.reach.wide.high or 0)


def _agreeing(figure: Figure, family: list[Figure]) -> list[Figure]:
    """The figures of the same topic that agree with this one, itself first."""
    key = topic_key(figure)
    same = (f for f in family if f is not figure and topic_key(f) == key)
    return [figure, *(f for f in same if verdict(figure.reach, f.reach) in (AGREE, LOOSE))]


def _not_flow(metric: str) -> bool:
    """Whether a part of the time may exceed the whole: averages, stocks, profits with losses in between."""
    return any(
        word in metric
        for word in ("均", "利润", "余额", "盈利", "价", "率", "净", "总数", "数量", "员工", "峰值", "最")
    )


def _falls(distinct: list[Figure], family: list[Figure], context: Context) -> Iterator[Finding]:
    """A running count that is far lower on a later day; 64 beside 171 in one article are a part of them."""
    if not is_toll(family[0].metric):
        return
    most: dict[str, Decimal] = defaultdict(Decimal)
    for figure in family:
        most[figure.claim.article] = max(most[figure.claim.article], figure.reach.point)
    days = [f for f in distinct if f.period and f.period[0] == f.period[1] and is_exact(f) and f.kind == "actual"]
    for scope in sorted({f.scope for f in days}):
        run = sorted((f for f in days if f.scope == scope), key=lambda f: (f.period or (), f.id))
        fallen = [
            (early, late)
            for early, late in combinations(run, 2)
            if _fallen(early, late) and most[late.claim.article] < early.reach.point
        ]
        if not fallen:
            continue
        early, late = max(fallen, key=lambda pair: (pair[0].reach.point / pair[1].reach.point, pair[0].id))
        when = f"{period_words(early.period)}与{period_words(late.period)}"
        fit = Fit(f"累计数在较晚时点反而大幅减少（{when}），须核实统计口径", at_most="major")
        yield from crossing([early], [late], Typed(kinds.VALUE, fit), context)


def _fallen(early: Figure, late: Figure) -> bool:
    """Whether a later total of another article is far below an earlier one, yet no count of a single day."""
    apart = early.period != late.period and early.claim.article != late.claim.article
    low, high = early.reach.point * DAILY, early.reach.point * FALL
    return apart and _gap(early, late) <= FALL_DAYS and low < late.reach.point < high


def find_parts(context: Context) -> Iterator[Finding]:
    """A count below one that it holds, told no earlier: 201 dead on the 27th, 97 dead or missing on the 29th."""
    by: dict[tuple[str, str, str, str], list[Figure]] = defaultdict(list)
    for topic in context.groups.topics:
        entity, metric, unit, period, kind_, scope = topic.key
        if is_live(metric) and period is not None and period[0] == period[1] and kind_ == "actual":
            by[entity, metric, unit, scope] += (figure for figure in topic.figures if is_exact(figure))
    for (entity, metric, unit, scope), wholes in sorted(by.items()):
        for part in parts_of(metric):
            pairs = [pair for pair in product(by.get((entity, part, unit, scope), ()), wholes) if _below(*pair)]
            if pairs:
                small, whole = max(pairs, key=lambda pair: (pair[0].reach.point / pair[1].reach.point, pair[0].id))
                told = f"{period_words(whole.period)}的{whole.claim.metric}{saying([whole])}"
                said = f"{told}反小于此前的{small.claim.metric}{saying([small])}"
                yield from crossing(
                    [small], [whole], Typed(kinds.PART, Fit(said, at_most="minor", bare=True)), context
                )


def _below(part: Figure, whole: Figure) -> bool:
    """Whether a whole, told on the same day or some days later, is surely less than its part."""
    apart = part.claim.article != whole.claim.article and _gap(part, whole) <= FALL_DAYS
    in_order = part.period is not None and whole.period is not None and part.period <= whole.period
    return apart and in_order and 0 < (whole.reach.wide.high or 0) < (part.reach.wide.low or 0)


def _gap(a: Figure, b: Figure) -> int:
    return abs((a.period[0] - b.period[0]).days) if a.period and b.period else 0


def _undated(family: list[Figure], context: Context) -> Iterator[Finding]:
    """A figure without a period that fits none of the dated ones, beside a single dated value; both surely read.

    Less surely the period is rather one that was not read.
    """
    metric = family[0].metric
    if is_live(metric) or is_fast(metric) or is_derived(metric):
        return
    by_scope: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in family:
        by_scope[figure.scope, figure.kind].append(figure)
    for key in sorted(by_scope):
        dated = [f for f in by_scope[key] if f.period]
        open_ = [f for f in by_scope[key] if f.period is None]
        if not (dated and open_) or key[1] != "actual":
            continue
        sides = sides_of(dated)[0]
        odd = [f for f in open_ if verdict(sides[0].best, f.reach) == CONFLICT] if len(sides) == 1 else []
        if odd and min(surest(sides[0]), surest(side_of(odd))) >= TOLD_SURE:
            fit = Fit("一方未写明期间，其余报道只见另一数值", at_most="minor")
            yield from crossing(sides[0].members, odd, Typed(kinds.VALUE, fit), context)
        yield from _bound_without_day(dated, open_, context)


def find_owners(context: Context) -> Iterator[Finding]:
    """净利润 and 归母净利润 far apart, in articles that give only one of them: other scopes, or a slip."""
    by = {topic.key: topic for topic in context.groups.topics}
    for topic in context.groups.topics:
        entity, metric, unit, period, kind_, scope = topic.key
        twin = by.get((entity, f"归母{metric}", unit, period, kind_, scope)) if metric == "净利润" else None
        if twin is None or period is None:
            continue
        one, other = (sides_of(t.figures)[0] for t in (topic, twin))
        shared = {f.claim.article for f in topic.figures} & {f.claim.article for f in twin.figures}
        if len(one) == len(other) == 1 and not shared and _far(one[0].point, other[0].point):
            fit = Fit(f"一称“{metric}”一称“归母{metric}”，口径或数值须核实", at_most="notice")
            yield from crossing(one[0].members, other[0].members, Typed(kinds.SCOPE, fit), context)


def _far(a: Decimal, b: Decimal) -> bool:
    """Whether the owners of the minority could hardly have so much of it."""
    return min(abs(a), abs(b)) < max(abs(a), abs(b)) * (1 - MINORITY)


def _as_of(family: list[Figure], context: Context) -> Iterator[Finding]:
    """One stock told by a bound of one day and a figure of another: 年末超12亿, 截至12月15日12.41亿."""
    if not is_stock(family[0].metric):
        return
    days = [f for f in family if f.period and f.period[0] == f.period[1] and f.kind == "actual"]
    bounds = [f for f in days if _is_low(f)]
    exact = [f for f in days if is_exact(f) and f.digits >= TELLING_DIGITS]
    by: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for low in bounds:
        by[topic_key(low), low.reach.point].append(low)
    for lows in by.values():
        told = [f for f in exact if _one_stock(lows[0], f)]
        if told:
            when = f"一为{period_words(lows[0].period)}一为{period_words(told[0].period)}"
            said = f"{saying(lows)}与{saying(told)}所指或为同一存量，时点{when}，须统一"
            yield from crossing(told, lows, Typed(kinds.AS_OF, Fit(said, at_most="notice", bare=True)), context)


def _one_stock(low: Figure, figure: Figure) -> bool:
    """Whether a bound of one day and a figure of another, in two articles, can be one count."""
    apart = low.claim.article != figure.claim.article and low.period != figure.period and low.scope == figure.scope
    return apart and _gap(low, figure) <= AS_OF_DAYS and low.reach.tight.meets(figure.reach.tight)


def _bound_without_day(dated: list[Figure], open_: list[Figure], context: Context) -> Iterator[Finding]:
    """A bound far below a figure of the same thing, one of them without a day: 超46亿 in 2019, 高达50亿."""
    for low, known in ((dated, open_), (open_, dated)):
        bounds = [f for f in low if _is_low(f)]
        exact = [f for f in known if f.reach.style in ("exact", "approx")]
        if bounds and exact:
            yield from _too_low(_highest(bounds), exact, context)
