"""Few digits amid the same figures of one owner: 船上69人, 48人获救, 21人失踪 and 船上96人, 48人, 21人.

Two digits exchanged are shared by accident, and so is one change as % and as 百分点 (客座率79.5%, 跌0.6%).  So
more must tell: the owner, the metric, two of the figures around them.  Of three digits and more the echoes tell.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, product

from hedui.crosscheck.adoption import SURE as READ
from hedui.crosscheck.assemble import Typed
from hedui.crosscheck.checks.base import Context, Fit, chance
from hedui.crosscheck.compare import CONFLICT, verdict
from hedui.crosscheck.crossings.common import crossing, kind, said_of
from hedui.crosscheck.echoes import MOST_PROFILES, REACH, known_as, named_alike
from hedui.crosscheck.figures import Figure, days, written
from hedui.crosscheck.vocabulary import counted_in, has_several, is_derived, is_fast, split_growth
from hedui.crosscheck.words import saying
from hedui.model import Finding

# So many digits, and so many of the figures around in common, more where the metric is another.
DIGITS, COMMON, MORE = 2, 2, 3
# How surely they are one thing misprinted: an estimate.
SURE = 0.6

_SLIP = kind("digit_slip", "数字笔误")
_PERCENT = kind("percent", "百分比与百分点混用")
_RATES = ("%", "pp")
_Key = tuple[str, str, str]


def find_beside(context: Context) -> Iterator[Finding]:
    """One finding for each two values of two digits exchanged, or in % and 百分点, beside the same figures."""
    by: dict[_Key, list[tuple[Figure, frozenset[str]]]] = defaultdict(list)
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (entity, article), figures in _articles(context).items():
        for figure, around in _surrounded(figures):
            told[entity, article].add(known_as(figure.unit, figure.reach.point))
            for kin, token in product(_kin(figure), around):
                by[entity, kin, token].append((figure, around))
    found: dict[tuple[object, ...], tuple[dict[str, Figure], dict[str, Figure], set[str]]] = {}
    for key in sorted(by):
        for (a, near_a), (b, near_b) in combinations(by[key][:MOST_PROFILES], 2):
            common = near_a & near_b
            if (
                len(common) >= (COMMON if named_alike(a.metric, b.metric) else MORE)
                and (_is_slip(a, b) or _is_mixed(a, b))
                and not _both_told(a, b, told)
            ):
                one, other = sorted((a, b), key=lambda f: (f.reach.point, f.unit, f.id))
                where = (key[0], one.unit, other.unit, one.reach.point, other.reach.point)
                first, second, tokens = found.setdefault(where, ({}, {}, set()))
                first[one.id], second[other.id] = one, other
                tokens |= common
    for first, second, tokens in found.values():
        yield _finding(list(first.values()), list(second.values()), tokens, context)


def _kin(figure: Figure) -> Iterator[str]:
    """What a figure has in common with those that may be a slip for it."""
    if figure.unit in _RATES and is_derived(figure.metric):
        yield f"{abs(figure.reach.point):f}"
    if len(written(figure)) == DIGITS and figure.reach.plain:
        yield f"{counted_in(figure.unit)} {''.join(sorted(written(figure)))}"


def _articles(context: Context) -> dict[tuple[str, str], list[Figure]]:
    """The counted and measured figures of each owner in each article, in text order."""
    articles: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for topic in context.groups.topics:
        if topic.key[2] not in ("date", "排名"):
            for figure in topic.figures:
                articles[figure.entity, figure.claim.article].append(figure)
    return {
        key: sorted(of, key=lambda f: (f.claim.span.start, f.id))
        for key, of in sorted(articles.items())
        if len(of) > 2
    }


def _surrounded(figures: list[Figure]) -> Iterator[tuple[Figure, frozenset[str]]]:
    """Each figure with the telling ones around it, as others of its article know them."""
    tokens = [known_as(f.unit, f.reach.point) for f in figures]
    telling = [n for n, f in enumerate(figures) if f.digits >= DIGITS]
    for at, figure in enumerate(figures):
        here = bisect_left(telling, at)
        after = here + (telling[here : here + 1] == [at])
        around = (*telling[max(0, here - REACH) : here], *telling[after : after + REACH])
        yield figure, frozenset(tokens[n] for n in around) - {tokens[at]}


def _is_mixed(a: Figure, b: Figure) -> bool:
    """Whether one change is told in % and in 百分点."""
    same = abs(a.reach.point) == abs(b.reach.point) and a.claim.change == b.claim.change and a.kind == b.kind
    return same and {a.unit, b.unit} == set(_RATES) and a.claim.article != b.claim.article and _may_meet(a, b)


def _is_slip(a: Figure, b: Figure) -> bool:
    if a.claim.article == b.claim.article or a.reach.point == b.reach.point or a.kind != b.kind:
        return False
    if split_growth(a.metric)[1] != split_growth(b.metric)[1] or (a.reach.point > 0) != (b.reach.point > 0):
        return False
    if a.reach.step != b.reach.step or is_fast(a.metric) or has_several(a.metric):
        return False
    return _may_meet(a, b) and verdict(a.reach, b.reach, int(is_derived(a.metric))) == CONFLICT


def _may_meet(a: Figure, b: Figure) -> bool:
    """Whether two periods may be one: one is open or carried on, or they have a day in common."""
    one, other = days(a.claim), days(b.claim)
    if one is None or other is None:
        return True
    carried = any(f.claim.period is not None and f.claim.period.how != "explicit" for f in (a, b))
    return carried or max(one[0], other[0]) <= min(one[1], other[1])


def _both_told(a: Figure, b: Figure, told: dict[tuple[str, str], set[str]]) -> bool:
    """Whether an article tells the other's value too: then they are two figures."""
    counters = ((a, b), (b, a))
    return any(known_as(y.unit, y.reach.point) in told[x.entity, x.claim.article] for x, y in counters)


def _finding(one: list[Figure], other: list[Figure], tokens: Iterable[str], context: Context) -> Finding:
    near = "、".join(said_of(token) for token in sorted(tokens)[:3])
    mixed = one[0].unit != other[0].unit and one[0].unit in _RATES
    what = "百分数与百分点相混" if mixed else "仅两位数字互换，疑为笔误"
    steps = (f"{saying(one)} 与 {saying(other)}",)
    read = [max(f.claim.confidence for f in side) for side in (one, other)]
    most = "minor" if mixed or (one[0].metric == other[0].metric and min(read) >= READ) else "notice"
    rate = None if mixed else chance("swap", DIGITS)
    said = f"两处前后的数字相同（{near}），{what}"
    fit = Fit(said, steps, rate, at_most=most, telling=True, sure=SURE, ground="echo", bare=mixed)
    return crossing(one, other, Typed(_PERCENT if mixed else _SLIP, fit), context)
