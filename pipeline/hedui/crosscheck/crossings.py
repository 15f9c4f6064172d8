"""Disagreements between topics: the same figure under another scope, period or label, and figures that cannot
stand beside one another (a part above its whole, a roll of the dead that shrinks to a third)."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from hedui.crosscheck.assemble import Typed, build, ranked
from hedui.crosscheck.checks.base import Check, Context, Fit, chance
from hedui.crosscheck.compare import CONFLICT, verdict
from hedui.crosscheck.figures import Figure, is_bare, is_currency
from hedui.crosscheck.grouping import topic_key
from hedui.crosscheck.rates import plausible
from hedui.crosscheck.sides import Side, sides_of
from hedui.crosscheck.vocabulary import (
    is_derived,
    is_fast,
    is_live,
    is_toll,
    opposite,
    split_growth,
    split_modifier,
)
from hedui.crosscheck.words import period_words, saying
from hedui.model import Finding

# The same value under another label or period is told apart from an accident only by this many digits.
SPECIFIC = 4
# A count that falls to less than this share of an earlier one was never a correction of single cases.
FALL = Decimal("0.67")
# Below this share it is the count of one day or place, not of the whole.
DAILY = Decimal("0.10")
FALL_DAYS = 30
# A bound that leaves out more than this is worth a notice.
UNDERSTATED_SHARE = Decimal("0.05")
# A stock that is the same on two days of one month is one figure with two dates.
AS_OF_DAYS = 31
# A value that stands in more topics than this is a value everybody uses; it is counted, not searched.
MAX_SHARED = 24
# Parts and falls are searched pairwise: a family with more different figures than this is a series of its own.
MAX_DISTINCT = 200

_UNIT = Check("unit_slip", "单位（数量级）误写", lambda pair, context: None)
_PERIOD = Check("period", "期间错位", lambda pair, context: None)
_LABEL = Check("label_drift", "同数异名", lambda pair, context: None)
_SIGN = Check("sign", "方向相反", lambda pair, context: None)
_MEASURE = Check("unit", "量词不同", lambda pair, context: None)
_CURRENCY = Check("currency", "币种或汇率不合", lambda pair, context: None)
_BOUND = Check("understated", "下限偏低", lambda pair, context: None)
_AS_OF = Check("as_of", "时点不一", lambda pair, context: None)
_PERCENT = Check("percent", "百分比与百分点混用", lambda pair, context: None)
_PART = Check("arithmetic", "部分大于整体", lambda pair, context: None)
_STALE = Check("value", "数值不一致", lambda pair, context: None)


def find_crossings(context: Context) -> Iterator[Finding]:
    """All findings that join figures of different topics."""
    for members in context.groups.shared.values():
        yield from _shared(members, context)
    yield from _currencies(context)
    yield from _bare(context)
    yield from _opposites(context)
    yield from _understated(context)
    for family in context.groups.families.values():
        distinct = _distinct(family)
        if 1 < len(distinct) <= MAX_DISTINCT and family[0].unit != "date":
            yield from _parts(distinct, context)
            yield from _falls(distinct, context)
            yield from _undated(family, context)


def _distinct(family: list[Figure]) -> list[Figure]:
    """One figure for each period, scope, kind and writing, the one with the smallest id."""
    kept: dict[tuple[object, ...], Figure] = {}
    for figure in family:
        kept.setdefault((figure.period, figure.scope, figure.kind, figure.reach.point, figure.reach.style), figure)
    return list(kept.values())


def _shared(members: list[Figure], context: Context) -> Iterator[Finding]:
    """What the value-first key shows: one finding per pair of writings that differ in one field."""
    alike: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in members:
        alike[topic_key(figure), figure.reach.point].append(figure)
    if not 2 <= len(alike) <= MAX_SHARED:
        return
    for rule in (_scale, _label, _moved, _dated, _counted, _points):
        seen: dict[tuple[object, ...], tuple[dict[str, Figure], dict[str, Figure], Typed]] = {}
        for one, other in combinations(alike.values(), 2):
            typed = rule(one[0], other[0])
            if typed is None or {f.claim.article for f in one} & {f.claim.article for f in other}:
                continue
            x, y = sorted((one, other), key=_place)
            when = () if typed.check is _LABEL else (x[0].period, y[0].period)
            where = (x[0].metric, x[0].unit, x[0].reach.point, y[0].metric, y[0].unit, y[0].reach.point, *when)
            first, second, _ = seen.setdefault(where, ({}, {}, typed))
            first |= {figure.id: figure for figure in x}
            second |= {figure.id: figure for figure in y}
        for first, second, typed in seen.values():
            yield _finding(list(first.values()), list(second.values()), typed, context)


def _place(members: list[Figure]) -> tuple[object, ...]:
    figure = members[0]
    return figure.metric, figure.unit, figure.period is None, figure.period or (), figure.reach.point


def _finding(one: list[Figure], other: list[Figure], typed: Typed, context: Context) -> Finding:
    sides = ranked([_side(one), _side(other)], context)
    return build(topic_key(sides[0].members[0]), sides, typed, context)


def _side(members: list[Figure]) -> Side:
    ordered = sorted(members, key=lambda f: f.id)
    return Side(ordered, ordered[0].reach)


def _scale(a: Figure, b: Figure) -> Typed | None:
    """The same digits a power of ten apart, where one writer left the scope out: 5890万元 and 约5.89亿元."""
    same = (a.metric, a.unit, a.kind) == (b.metric, b.unit, b.kind) and a.period == b.period
    if not same or a.scope == b.scope or (a.scope and b.scope) or not a.reach.point or is_fast(a.metric):
        return None
    ratio = max(abs(a.reach.point), abs(b.reach.point)) / min(abs(a.reach.point), abs(b.reach.point))
    if ratio not in (10, 100, 1000, 10000) or (a.reach.point > 0) != (b.reach.point > 0):
        return None
    note = "（一方未限定范围）"
    return Typed(
        _UNIT, Fit(f"恰好相差{ratio:f}倍、有效数字相同，疑为万/亿等单位误写{note}", (), _rate(a), telling=True)
    )


def _label(a: Figure, b: Figure) -> Typed | None:
    """The same specific value under two unrelated labels: 12.41亿元 as 在手订单 and as 框架协议."""
    apart = a.metric != b.metric and a.unit == b.unit and a.reach.point == b.reach.point and a.kind == b.kind
    if not apart or is_derived(a.metric) or is_derived(b.metric) or not _near(a, b):
        return None
    heads = split_modifier(a.metric)[0], split_modifier(b.metric)[0]
    if heads[0] == heads[1] or a.digits < (3 if is_live(a.metric) and is_live(b.metric) else SPECIFIC):
        return None
    if opposite(a.metric) == b.metric:
        return None
    reason = f"{saying([a])}在不同报道中被称为“{a.claim.metric}”与“{b.claim.metric}”，须核实究竟是哪一项"
    return Typed(_LABEL, Fit(reason, (), _rate(a), at_most="notice", bare=True))


def _near(a: Figure, b: Figure) -> bool:
    """The same period, or one open, or points in time within two months."""
    if a.period is None or b.period is None or a.period == b.period:
        return True
    short = _length(a) <= 31 and _length(b) <= 31
    return short and abs((a.period[1] - b.period[1]).days) <= 62


def _moved(a: Figure, b: Figure) -> Typed | None:
    """The same specific value of one metric for two periods."""
    same = (a.metric, a.unit, a.kind, a.scope) == (b.metric, b.unit, b.kind, b.scope)
    if not same or a.period is None or b.period is None or a.period == b.period or a.reach.point != b.reach.point:
        return None
    if len(a.signature) < SPECIFIC or is_live(a.metric) or is_fast(a.metric):
        return None
    if _length(a) == 0 or _length(b) == 0:  # a stock stands at one value for long
        return None
    reason = f"同一数字{saying([a])}分属{period_words(a.period)}与{period_words(b.period)}，疑有一方期间写错"
    return Typed(_PERIOD, Fit(reason, (), _rate(a), at_most="minor", bare=True))


def _dated(a: Figure, b: Figure) -> Typed | None:
    """The same specific stock for two days of one month: 12.41亿元 at the end of the year and on 15 December."""
    same = (a.metric, a.unit, a.kind, a.scope, a.reach.point) == (b.metric, b.unit, b.kind, b.scope, b.reach.point)
    if not same or a.period is None or b.period is None or a.period == b.period or is_live(a.metric):
        return None
    if is_fast(a.metric) or len(a.signature) < SPECIFIC or max(_length(a), _length(b)) > 0:
        return None
    if abs((a.period[0] - b.period[0]).days) > AS_OF_DAYS:
        return None
    reason = f"同一数字{saying([a])}的时点一为{period_words(a.period)}一为{period_words(b.period)}，须统一"
    return Typed(_AS_OF, Fit(reason, (), _rate(a), at_most="notice", bare=True))


def _counted(a: Figure, b: Figure) -> Typed | None:
    """The same specific count of couples and of persons: 199903对 and 199903人."""
    same = (a.metric, a.period, a.kind, a.reach.point) == (b.metric, b.period, b.kind, b.reach.point)
    if not same or a.unit == b.unit or len(a.signature) < SPECIFIC:
        return None
    reason = f"同一数字{saying([a])}的单位一为“{a.unit}”一为“{b.unit}”，疑有一方写错"
    fit = Fit(reason, (), _rate(a), severity="major", bare=True)
    if is_currency(a.unit) and is_currency(b.unit):
        return None if is_bare(a) or is_bare(b) else Typed(_CURRENCY, fit)
    return Typed(_MEASURE, fit) if {a.unit, b.unit} & {"对", "双", "户", "家庭"} else None


def _points(a: Figure, b: Figure) -> Typed | None:
    """The same figure of one base as 百分点 and as %: 提升2.9个百分点 and 提升2.9%."""
    if {a.unit, b.unit} != {"%", "pp"} or abs(a.reach.point) != abs(b.reach.point):
        return None
    if split_growth(a.metric)[0] != split_growth(b.metric)[0] or a.period != b.period or a.scope != b.scope:
        return None
    reason = f"同一数字一写“{saying([a])}”一写“{saying([b])}”，百分数与百分点相混"
    return Typed(_PERCENT, Fit(reason, (), _rate(a), severity="minor", bare=True))


def _rate(figure: Figure) -> Decimal:
    return chance("agree", len(figure.signature))


def _currencies(context: Context) -> Iterator[Finding]:
    """One sum in two currencies whose ratio no exchange rate explains, where each has one value only."""
    for sums in context.groups.money.values():
        by: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
        for figure in sums if sums[0].period and "每股" not in sums[0].metric else ():
            by[figure.kind, figure.scope, figure.unit].append(figure)
        for key, other in combinations(sorted(by), 2):
            if key[:2] != other[:2] or is_fast(sums[0].metric):
                continue
            one, two = sides_of(by[key])[0], sides_of(by[other])[0]
            if len(one) == len(two) == 1 and plausible(one[0].point, key[2], two[0].point, other[2]) is False:
                reason = f"折算所需汇率不合理（{key[2]}/{other[2]}），疑币种或数量级写错"
                fit = Fit(reason, at_most="minor", bare=True)
                sides = ranked([one[0], two[0]], context)
                yield build(topic_key(sides[0].members[0]), sides, Typed(_CURRENCY, fit), context)


def _bare(context: Context) -> Iterator[Finding]:
    """A sum without any currency word among sums in another currency: a headline's 4260亿 that are ringgit."""
    for sums in context.groups.money.values():
        bare = [f for f in sums if f.claim.quantity and f.claim.quantity.currency_open and is_bare(f)]
        units = sorted({f.unit for f in sums})
        if not bare or len(units) < 2 or sums[0].period is None:
            continue
        usual = max(units, key=lambda unit: (sum(f.unit == unit for f in sums), unit))
        most = [f for f in sums if f.unit == usual and f.kind == "actual"]
        sides = sides_of(most)[0]
        odd = [f for f in bare if f.unit != usual and f.scope == most[0].scope] if most else []
        if len(sides) == 1 and len(most) >= 3 and odd and all(not sides[0].takes(f.reach, 0) for f in odd):
            reason = f"{saying(odd)}未写币种，其余报道为{saying(most)}，读者会误作同一币种"
            yield _finding(most, odd, Typed(_CURRENCY, Fit(reason, at_most="major", bare=True)), context)


def _opposites(context: Context) -> Iterator[Finding]:
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
            yield _finding(one, other, Typed(_SIGN, Fit(said, severity="major", bare=True)), context)


def _understated(context: Context) -> Iterator[Finding]:
    """A bound that holds by its words and says far less than the others know: 超12亿 for 20.63亿."""
    for topic in context.groups.topics:
        if topic.key[4] != "actual" or is_live(topic.key[1]) or is_fast(topic.key[1]):
            continue
        low = [f for f in topic.figures if f.reach.style in ("more_than", "min") and f.reach.point > 0]
        known = [f for f in topic.figures if f.reach.style in ("exact", "approx")]
        sides = sides_of(known)[0] if low and known else []
        if len(sides) != 1:
            continue
        odd = [f for f in low if _far_below(f, sides[0])]
        if odd:
            fit = Fit(
                f"{saying(odd)}的下限偏低，其余报道为{saying(sides[0].members)}", at_most="notice", bare=True
            )
            yield _finding(sides[0].members, odd, Typed(_BOUND, fit), context)


def _far_below(figure: Figure, side: Side) -> bool:
    low = side.best.tight.low or Decimal(0)
    high = figure.reach.tight.high
    return high is not None and low > high and low > figure.reach.point * (1 + UNDERSTATED_SHARE)


def _parts(family: list[Figure], context: Context) -> Iterator[Finding]:
    """A span inside another with a larger total: 38695宗 until 19 December against 36571宗 in the year."""
    if is_derived(family[0].metric) or family[0].unit in ("%", "pp", "x", "排名") or "/" in family[0].unit:
        return
    spans = [f for f in family if f.period and f.period[0] < f.period[1] and f.reach.point > 0 and _exact(f)]
    if len({f.period for f in spans}) < 2 or _not_flow(family[0].metric):
        return
    for part, whole in combinations(sorted(spans, key=lambda f: (_length(f), f.id)), 2):
        inside = (
            part.period
            and whole.period
            and whole.period[0] <= part.period[0]
            and part.period[1] <= whole.period[1]
        )
        same = part.period != whole.period and part.scope == whole.scope and part.kind == whole.kind
        if inside and same and (part.reach.wide.low or 0) > (whole.reach.wide.high or 0):
            larger = f"{period_words(part.period)}的{saying([part])}"
            reason = f"{larger}反大于{period_words(whole.period)}的{saying([whole])}"
            yield _finding([part], [whole], Typed(_PART, Fit(reason, at_most="minor")), context)


def _length(figure: Figure) -> int:
    return (figure.period[1] - figure.period[0]).days if figure.period else 0


def _exact(figure: Figure) -> bool:
    return figure.reach.style in ("exact", "approx", "odd")


def _not_flow(metric: str) -> bool:
    """Whether a part of the time may exceed the whole: averages, stocks, profits with losses in between."""
    return any(
        word in metric
        for word in ("均", "利润", "余额", "盈利", "价", "率", "净", "总数", "数量", "员工", "峰值", "最")
    )


def _falls(family: list[Figure], context: Context) -> Iterator[Finding]:
    """A running count that is far lower on a later day."""
    if not is_toll(family[0].metric):
        return
    days = [f for f in family if f.period and f.period[0] == f.period[1] and _exact(f) and f.kind == "actual"]
    for scope in sorted({f.scope for f in days}):
        run = sorted((f for f in days if f.scope == scope), key=lambda f: (f.period or (), f.id))
        fallen = [(early, late) for early, late in combinations(run, 2) if _fallen(early, late)]
        if not fallen:
            continue
        early, late = max(fallen, key=lambda pair: (pair[0].reach.point / pair[1].reach.point, pair[0].id))
        when = f"{period_words(early.period)}与{period_words(late.period)}"
        fit = Fit(f"累计数在较晚时点反而大幅减少（{when}），须核实统计口径", at_most="major")
        yield _finding([early], [late], Typed(_STALE, fit), context)


def _fallen(early: Figure, late: Figure) -> bool:
    """Whether a later total of another article is far below an earlier one, yet no count of a single day."""
    apart = early.period != late.period and early.claim.article != late.claim.article
    low, high = early.reach.point * DAILY, early.reach.point * FALL
    return apart and _gap(early, late) <= FALL_DAYS and low < late.reach.point < high


def _gap(a: Figure, b: Figure) -> int:
    return abs((a.period[0] - b.period[0]).days) if a.period and b.period else 0


def _undated(family: list[Figure], context: Context) -> Iterator[Finding]:
    """A figure without a period that fits none of the dated ones, beside a single dated value."""
    metric = family[0].metric
    if is_live(metric) or is_fast(metric) or is_derived(metric):
        return
    by_scope: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in family:
        by_scope[figure.scope, figure.kind].append(figure)
    for key in sorted(by_scope):
        dated = [f for f in by_scope[key] if f.period]
        open_ = [f for f in by_scope[key] if f.period is None]
        sides = sides_of(dated)[0] if dated and open_ else []
        odd = [f for f in open_ if all(verdict(side.best, f.reach) == CONFLICT for side in sides)]
        if len(sides) == 1 and odd and key[1] == "actual":
            fit = Fit("一方未写明期间，其余报道只见另一数值", at_most="minor")
            yield _finding(sides[0].members, odd, Typed(_STALE, fit), context)
