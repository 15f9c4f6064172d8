"""A slip of the pen amid the same figures: 累计交付25.3万辆 and 合共交付23.5萬輛, both beside 9.86万辆, 41亿元."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from msgspec import structs

from hedui.crosscheck.assemble import MANY_ORIGINS, Typed, build, pairs_of
from hedui.crosscheck.checks import CHECKS, Check, kinds
from hedui.crosscheck.checks.base import Context, Pair
from hedui.crosscheck.checks.slips import exchanged, points, scaled
from hedui.crosscheck.crossings.common import said_of, side_of
from hedui.crosscheck.echoes import Echoed
from hedui.crosscheck.figures import Canon, Figure, figures_of, is_bare, is_exact, is_mere, is_rate
from hedui.crosscheck.grouping import topic_key
from hedui.crosscheck.neighbors import KEY
from hedui.crosscheck.support import voices
from hedui.crosscheck.vocabulary import is_live
from hedui.model import SEVERITIES, Finding

SLIPS = (
    replace(kinds.PERCENT, fit=points),
    replace(kinds.UNIT_SLIP, fit=scaled),
    *(check for check in CHECKS if check.name in ("unit", "digit_slip", "sign")),
    Check("digit_slip", "数字笔误", exchanged),
)
# How surely at most such a pair is a slip in the text; less surely than the second it is a notice.
MOST, SURELY_ONE = 0.95, 0.8
# By less than this a running count grows from report to report; what is more is a slip.
GROWN = 10
# So many of the common neighbors are named.
SHOWN = 3

_Stands = dict[tuple[str | None, str], set[tuple[int, int]]]  # entity and claim: findings, and sides in them


def with_echoes(findings: Sequence[Finding], context: Context, canon: Canon) -> list[Finding]:
    """The findings, and one for each two values amid the same figures that differ by a slip where none says so.

    A weak finding of both sides gives way to the echo, which says the same more surely, and leaves it its claims.
    What else is told of the entities plays no part: an echo hangs on its claims alone, and meets the findings of
    its own entity only, so that entities may be compared apart.
    """
    alone = replace(context, denied={})
    names = sorted({topic.key[0] for topic in context.groups.topics} & context.shared.echoes.keys())
    heard = [
        (echoed, _slip(echoed, name, alone, canon)) for name in names for echoed in context.shared.echoes[name]
    ]
    found = [(echoed, echo) for echoed, echo in heard if echo is not None]
    stands = _stands(findings) if found else {}
    known = {f.id: f for topic in context.groups.topics for f in topic.figures} if stands else {}
    echoes, said = [], set[int]()
    for echoed, echo in found:
        same = _opposed(echo, stands)
        weak = [findings[number] for number in sorted(same) if _is_weak(findings[number])]
        if len(weak) == len(same):
            fuller = _slip(_with_claims(echoed, weak, known), str(echo.entity), alone, canon) if weak else None
            echoes.append(fuller or echo)
            said |= same
    return [*(finding for number, finding in enumerate(findings) if number not in said), *echoes]


def _with_claims(echoed: Echoed, weak: Iterable[Finding], known: Mapping[str, Figure]) -> Echoed:
    """The echo with the claims of its values that the findings it stands for have on one of its sides."""
    sides = [{claim.id: claim for claim in side} for side in (echoed.one, echoed.other)]
    for side in (side for finding in weak for side in finding.sides):
        met = [own for own in sides if not own.keys().isdisjoint(side)]
        if len(met) == 1:
            figures = [known[claim] for claim in side if claim in known]
            values = {f.reach.point for f in figures if f.id in met[0]}
            met[0].update((f.id, f.claim) for f in figures if f.reach.point in values)
    one, other = (tuple(side[claim] for claim in sorted(side)) for side in sides)
    return structs.replace(echoed, one=one, other=other)


def _stands(findings: Iterable[Finding]) -> _Stands:
    stands: _Stands = defaultdict(set)
    for number, finding in enumerate(findings):
        for place, side in enumerate(finding.sides):
            for claim in side:
                stands[finding.entity, claim].add((number, place))
    return stands


def _opposed(echo: Finding, stands: _Stands) -> set[int]:
    """The findings about its entity that hold claims of both sides of an echo against one another."""
    places = ({where for c in side for where in stands.get((echo.entity, c), ())} for side in echo.sides)
    one, other = places
    return {number for number, place in one for n, p in other if number == n and place != p}


def _is_weak(finding: Finding) -> bool:
    return finding.severity == SEVERITIES[-1] or finding.check == "value"


def _slip(echoed: Echoed, name: str, context: Context, canon: Canon) -> Finding | None:
    one, other = (figures_of(claims, context.cards, canon) for claims in (echoed.one, echoed.other))
    # What both are about is told by the figure of this entity that is named best: 倒塌房屋 before 房屋.
    own = [figure for figure in (*one, *other) if figure.entity == name] or [*one, *other]
    best = min(own, key=lambda f: (f.metric not in context.listed, -f.claim.confidence, f.id))
    sides = [side_of(one), side_of(other)]
    sides.sort(key=lambda side: (-voices(side.members, context.origins), best not in side.members))
    (pair,) = pairs_of(sides)
    typed = next(((check, fit) for check in SLIPS if (fit := check.fit(pair, context)) is not None), None)
    if typed is None:
        return None
    check, fit = typed
    ground, why = _ground(echoed)
    most = _at_most(echoed, pair, context)
    severity = None if most else fit.severity
    reason, sure = f"{why}，{fit.reason}", min(echoed.sure, MOST)
    fit = replace(fit, reason=reason, sure=sure, ground=ground, severity=severity, at_most=most, telling=True)
    return build(topic_key(best), sides, Typed(check, fit), context)


def _ground(echoed: Echoed) -> tuple[str, str]:
    """Why the two are one thing, as a word and in words."""
    told = echoed.common or echoed.story
    said = list(dict.fromkeys(said_of(token) for token in told if KEY in token))
    figures, more = "、".join(said[:SHOWN]), "等" if len(said) > SHOWN else ""
    if echoed.common:
        return "echo", f"两处前后的数字相同（{figures}）"
    if said:
        return "story", f"两稿另有{len(said)}个数字相同（{figures}{more}）"
    if told:
        return "story", f"两稿在数日内都写到“{'”“'.join(told[:SHOWN])}”"
    return "headline", "标题与正文不一"


def _is_update(pair: Pair) -> bool:
    """Whether one is a running count that grew until a later day: 12 dead on the 3rd, 21 on the 19th."""
    running = is_live(pair.a.metric) or is_live(pair.b.metric)
    days = [figure.period for figure in (pair.a, pair.b)]
    if not running or None in days or pair.a.unit != pair.b.unit:
        return False
    early, late = sorted((pair.a, pair.b), key=lambda f: (f.period or (), f.reach.point))
    return early.period != late.period and early.reach.point < late.reach.point < early.reach.point * GROWN


def _at_most(echoed: Echoed, pair: Pair, context: Context) -> str | None:
    """Two values that several write independently are rather two things; a direction is misread easily."""
    several = all(voices(side.members, context.origins) >= MANY_ORIGINS for side in (pair.side_a, pair.side_b))
    if several or echoed.sure < SURELY_ONE or _is_update(pair):
        return "notice"
    units = pair.a.unit != pair.b.unit
    members = (*pair.side_a.members, *pair.side_b.members)
    if units and any(is_mere(figure) or is_bare(figure) for figure in members):
        return "notice"  # a sum that says 元 and not whose is rather read in the wrong currency
    points = units and is_rate(pair.a.unit)
    turned = pair.a.reach.point == -pair.b.reach.point
    return "minor" if points or turned or not (is_exact(pair.a) and is_exact(pair.b)) else None
