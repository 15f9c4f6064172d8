"""Two digits exchanged amid the same figures of one owner: 船上69人, 48人获救, 21人失踪 and 船上96人, 48人, 21人.

Two digits are shared by accident, so more must tell: the owner, the metric, two of the figures around them.  Of
three digits and more the echoes tell, whatever the owner.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

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
_Key = tuple[str, str, str]


def find_beside(context: Context) -> Iterator[Finding]:
    """One finding for each two values of two digits exchanged, beside the same figures of their owner."""
    by: dict[_Key, list[tuple[Figure, frozenset[str]]]] = defaultdict(list)
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (entity, article), figures in _articles(context).items():
        for figure, around in _surrounded(figures):
            told[entity, article].add(known_as(figure.unit, figure.reach.point))
            if len(written(figure)) == DIGITS and figure.reach.plain:
                digits = "".join(sorted(written(figure)))
                for token in around:
                    by[entity, f"{counted_in(figure.unit)} {digits}", token].append((figure, around))
    found: dict[tuple[object, ...], tuple[dict[str, Figure], dict[str, Figure], set[str]]] = {}
    for key in sorted(by):
        for (a, near_a), (b, near_b) in combinations(by[key][:MOST_PROFILES], 2):
            common = near_a & near_b
            if (
                len(common) >= (COMMON if named_alike(a.metric, b.metric) else MORE)
                and _is_slip(a, b)
                and not _both_told(a, b, told)
            ):
                one, other = sorted((a, b), key=lambda f: (f.reach.point, f.id))
                where = (key[0], one.unit, one.reach.point, other.reach.point)
                first, second, tokens = found.setdefault(where, ({}, {}, set()))
                first[one.id], second[other.id] = one, other
                tokens |= common
    for first, second, tokens in found.values():
        yield _finding(list(first.values()), list(second.values()), tokens, context)


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
    telling = [f for f in figures if f.digits >= DIGITS]
    tokens = [known_as(f.unit, f.reach.point) for f in telling]
    for at, figure in enumerate(telling):
        around = (*tokens[max(0, at - REACH) : at], *tokens[at + 1 : at + 1 + REACH])
        yield figure, frozenset(around) - {tokens[at]}


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
    said = f"两处前后的数字相同（{near}），仅两位数字互换，疑为笔误"
    steps = (f"{saying(one)} 与 {saying(other)}",)
    read = [max(f.claim.confidence for f in side) for side in (one, other)]
    most = "minor" if one[0].metric == other[0].metric and min(read) >= READ else "notice"
    fit = Fit(said, steps, chance("swap", DIGITS), at_most=most, telling=True, sure=SURE, ground="echo")
    return crossing(one, other, Typed(_SLIP, fit), context)
