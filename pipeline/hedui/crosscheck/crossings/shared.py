"""The value-first key: one specific figure under another scope, label, period or unit."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from hedui.crosscheck.assemble import Typed
from hedui.crosscheck.checks import kinds
from hedui.crosscheck.checks.base import Context, Fit, by_digits
from hedui.crosscheck.checks.slips import mixed
from hedui.crosscheck.crossings.common import AS_OF_DAYS, crossing, length, side_of
from hedui.crosscheck.doubts import surest
from hedui.crosscheck.figures import RATES, SURE, Figure, days, is_bare, is_currency, is_mere, meet
from hedui.crosscheck.grouping import TELLING_DIGITS, topic_key
from hedui.crosscheck.sameness import named_alike
from hedui.crosscheck.vocabulary import (
    is_derived,
    is_fast,
    is_live,
    is_share,
    is_stock,
    parts_of,
    split_growth,
)
from hedui.crosscheck.words import period_words, saying
from hedui.model import Finding

# The same value under another label or period is told apart from an accident only by this many digits.
SPECIFIC = 4
# A value that stands in more topics than this is a value everybody uses; it is counted, not searched.
MAX_SHARED = 8
# The days between the ends of a year that is no leap year.
FULL_YEAR = 364

# Units of which one is several persons.
_GROUPS = {"对", "双", "户", "家庭"}
# The mark of a yearly rate over some years in a metric.
_YEARLY = "复合"


def find_shared(members: list[Figure], context: Context) -> Iterator[Finding]:
    """What the value-first key shows: one finding per pair of writings that differ in one field."""
    alike: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in members:
        alike[topic_key(figure), figure.reach.point].append(figure)
    if not 2 <= len(alike) <= MAX_SHARED:
        return
    for rule in (_scale, _label, _compound, _moved, _dated, _counted):
        seen: dict[tuple[object, ...], tuple[dict[str, Figure], dict[str, Figure], Typed]] = {}
        for one, other in combinations(alike.values(), 2):
            typed = rule(one[0], other[0])
            if typed is None or _one_text(one, other, context):
                continue
            x, y = sorted((one, other), key=_place)
            when = () if typed.check is kinds.LABEL else (x[0].period, y[0].period)
            where = (x[0].metric, x[0].unit, x[0].reach.point, y[0].metric, y[0].unit, y[0].reach.point, *when)
            first, second, _ = seen.setdefault(where, ({}, {}, typed))
            first |= {figure.id: figure for figure in x}
            second |= {figure.id: figure for figure in y}
        for first, second, typed in seen.values():
            one, other = list(first.values()), list(second.values())
            # What one value with two names says hangs on both readings alone.
            if rule is not _label or min(surest(side_of(side)) for side in (one, other)) >= SURE:
                yield from crossing(one, other, typed, context)


def _one_text(one: list[Figure], other: list[Figure], context: Context) -> bool:
    """Whether an article, or a paragraph and its reprint of the next day (昨日), tells both."""
    articles = [{f.claim.article for f in side} | {context.origins.root(f) for f in side} for side in (one, other)]
    return bool(articles[0] & articles[1])


def _place(members: list[Figure]) -> tuple[object, ...]:
    figure = members[0]
    return figure.metric, figure.unit, figure.period is None, figure.period or (), figure.reach.point


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
        kinds.UNIT_SLIP,
        Fit(f"恰好相差{ratio:f}倍、有效数字相同，疑为万/亿等单位误写{note}", (), by_digits(a), telling=True),
    )


def _label(a: Figure, b: Figure) -> Typed | None:
    """The same specific value under two unrelated labels: 12.41亿元 as 在手订单 and as 框架协议.

    Names alike are mostly two for one thing (商品零售额, 零售总额); of a count and one that holds it they are two.
    """
    apart = a.unit == b.unit and a.reach.point == b.reach.point and a.kind == b.kind
    if not apart or is_derived(a.metric) or is_derived(b.metric) or not _near(a, b):
        return None
    held = a.metric in parts_of(b.metric) or b.metric in parts_of(a.metric)
    if named_alike(a.metric, b.metric) and not held:
        return None
    if a.digits < (TELLING_DIGITS if is_live(a.metric) and is_live(b.metric) else SPECIFIC):
        return None
    if is_fast(a.metric) and is_fast(b.metric):  # 高开报35.7元: 股价 or 开盘价
        return None
    reason = f"{saying([a])}在不同报道中被称为“{a.claim.metric}”与“{b.claim.metric}”，须核实究竟是哪一项"
    return Typed(kinds.LABEL, Fit(reason, (), by_digits(a), at_most="notice", bare=True))


def _near(a: Figure, b: Figure) -> bool:
    """The same period, or one open, or points in time within two months."""
    written = days(a.claim) == days(b.claim)  # of a stock the period is the last day of what is written
    if written or a.period is None or b.period is None or a.period == b.period:
        return True
    short = length(a) <= 31 and length(b) <= 31
    return short and abs((a.period[1] - b.period[1]).days) <= 62


def _moved(a: Figure, b: Figure) -> Typed | None:
    """The same specific value of one metric for two periods."""
    same = (a.metric, a.unit, a.kind, a.scope) == (b.metric, b.unit, b.kind, b.scope)
    if not same or a.period is None or b.period is None or a.period == b.period or a.reach.point != b.reach.point:
        return None
    if len(a.signature) < SPECIFIC or is_live(a.metric) or is_fast(a.metric):
        return None
    if length(a) == 0 or length(b) == 0:  # a stock stands at one value for long
        return None
    years = min(length(a), length(b)) >= FULL_YEAR
    if years and a.period[0] <= b.period[1] and b.period[0] <= a.period[1]:  # 2020/21年度 is 2020年 to some
        return None
    reason = f"同一数字{saying([a])}分属{period_words(a.period)}与{period_words(b.period)}，疑有一方期间写错"
    return Typed(kinds.PERIOD, Fit(reason, (), by_digits(a), at_most="minor", bare=True))


def _dated(a: Figure, b: Figure) -> Typed | None:
    """The same specific stock for two days of one month: 12.41亿元 at the end of the year and on 15 December."""
    same = (a.metric, a.unit, a.kind, a.scope, a.reach.point) == (b.metric, b.unit, b.kind, b.scope, b.reach.point)
    if not same or a.period is None or b.period is None or a.period == b.period or is_live(a.metric):
        return None
    long, digits = max(length(a), length(b)), len(a.signature)
    # 员工总数22.8万 in June and in July: of what stands for months three digits tell.
    if is_fast(a.metric) or digits < (SPECIFIC if long == 0 else TELLING_DIGITS) or long > AS_OF_DAYS:
        return None
    # 昨日 in a reprint of the next day is another day, of the same figure.
    if all(f.claim.period is not None and f.claim.period.how == "relative" for f in (a, b)):
        return None
    if (long and not is_stock(a.metric)) or abs((a.period[0] - b.period[0]).days) > AS_OF_DAYS:
        return None
    reason = f"同一数字{saying([a])}的时点一为{period_words(a.period)}一为{period_words(b.period)}，须统一"
    return Typed(kinds.AS_OF, Fit(reason, (), by_digits(a), at_most="notice", bare=True))


def _counted(a: Figure, b: Figure) -> Typed | None:
    """The same specific count of couples and of persons: 204518对 and 204518人, of long ones under any name."""
    sums = is_currency(a.unit) and is_currency(b.unit)
    digits, groups = len(a.signature), {a.unit, b.unit} & _GROUPS
    same = (a.period, a.kind, a.reach.point) == (b.period, b.kind, b.reach.point) and a.unit != b.unit
    alike = a.metric == b.metric or (groups and digits > SPECIFIC)
    if not (same and alike) or digits < (TELLING_DIGITS if sums else SPECIFIC):
        return None
    reason = f"同一数字{saying([a])}的单位一为“{a.unit}”一为“{b.unit}”，疑有一方写错"
    fit = Fit(reason, (), by_digits(a), severity="major", bare=True)
    if sums:
        # A sum that says 元 and not whose is rather read in the wrong currency.
        return None if any(is_bare(f) or is_mere(f) for f in (a, b)) else Typed(kinds.CURRENCY, fit)
    return Typed(kinds.MEASURE, fit) if groups else None


def _compound(a: Figure, b: Figure) -> Typed | None:
    """One number as a yearly rate over some years and as the whole growth: 复合增速41.5% and 增长41.5%."""
    (base, suffix), (other, ending) = (split_growth(f.metric) for f in (a, b))
    yearly = (_YEARLY in suffix) != (_YEARLY in ending)
    same = (base, a.unit, a.kind, a.reach.point) == (other, b.unit, b.kind, b.reach.point)
    if not (yearly and same and suffix and ending) or not meet(a, b):
        return None
    reason = f"{saying([a])}一称“{a.claim.metric}”一称“{b.claim.metric}”，年均增速不是总增速，须核实究竟是哪一项"
    return Typed(kinds.LABEL, Fit(reason, (), by_digits(a), at_most="notice", bare=True))


def find_points(context: Context) -> Iterator[Finding]:
    """One figure as % and as 百分点; of a growth few digits tell: 提升5.9% and 提升5.9个百分点."""
    by: dict[tuple[object, ...], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for topic in context.groups.topics:
        if topic.key[2] in RATES and topic.key[4] == "actual":
            base, growth = split_growth(topic.key[1])
            for figure in topic.figures:
                if len(figure.signature) > (0 if growth and is_share(base) else 1 if growth else 2):
                    by[figure.entity, base, figure.period, figure.scope, abs(figure.reach.point)][
                        figure.unit
                    ].append(figure)
    for units in by.values():
        if len(units) > 1 and not _one_text(units["%"], units["pp"], context):
            yield from crossing(
                units["%"], units["pp"], Typed(kinds.PERCENT, mixed(units["%"][0], units["pp"][0])), context
            )
