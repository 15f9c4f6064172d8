"""A name in one article that is another's but for a character, beside the other's figure: BR10O for BR100."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import structs

from hedui.crosscheck.assemble import Typed, build, settle
from hedui.crosscheck.checks import kinds
from hedui.crosscheck.checks.base import Context, Fit
from hedui.crosscheck.crossings.common import side_of
from hedui.crosscheck.figures import SURE, Canon, Days, Figure, figures_of, is_rate
from hedui.crosscheck.grouping import TELLING_DIGITS, group, topic_key
from hedui.crosscheck.support import voices
from hedui.crosscheck.words import saying
from hedui.model import Finding

# Rates crowd between 0 and 100: two bodies share one of three digits by accident.
RATE_DIGITS = 4
# So many independent origins spell the name otherwise.
ENOUGH = 2


_Told = tuple[str, str, Days | None, str, Decimal]


def misspelt_as(name: str, context: Context, canon: Canon) -> Iterator[Finding]:
    """A notice for each name a character apart that two origins or more give; this one is of a single origin.

    The two never stand in one article (BR100 and BR106 are two products, an article that names both proves it).
    """
    for namesake in context.shared.namesakes.get(name, ()):
        own, others = (figures_of(claims, context.cards, canon) for claims in (namesake.own, namesake.claims))
        if not namesake.together and voices(own, context.origins) == 1:
            yield from _slip(own, others, context)


def _slip(own: Iterable[Figure], others: Iterable[Figure], context: Context) -> Iterator[Finding]:
    """The notice at the first figure by topic that both names have; the others say nothing more."""
    said, known = _by_figure(own), _by_figure(others)
    for key, odd in said.items():
        right = known.get(key, [])
        if voices(right, context.origins) >= ENOUGH:
            yield _notice(odd, right, context)
            return


def _by_figure(figures: Iterable[Figure]) -> dict[_Told, list[Figure]]:
    found: dict[_Told, list[Figure]] = defaultdict(list)
    for figure in (figure for topic in group(figures).topics for figure in topic.figures):
        least = RATE_DIGITS if is_rate(figure.unit) else TELLING_DIGITS
        if figure.claim.confidence >= SURE and len(figure.signature) >= least and figure.kind == "actual":
            found[figure.metric, figure.unit, figure.period, figure.scope, figure.reach.point].append(figure)
    return found


def _notice(odd: list[Figure], right: list[Figure], context: Context) -> Finding:
    sides = [side_of(right), side_of(odd)]
    good, bad = sides[0].members[0], sides[1].members[0]
    origins = voices(right, context.origins)
    apart = f"“{bad.entity}”只见于1个独立来源，与{origins}个独立来源所称“{good.entity}”只差一处字符"
    same = f"所载数字同为{saying(right)}"
    fit = Fit(f"{apart}，{same}，疑为名称误写", at_most="notice", bare=True)
    finding = build(topic_key(bad), sides, Typed(kinds.NAME, fit), context)
    steps = (apart, same, "没有一篇报道同时写有两个名称")
    return structs.replace(finding, steps=steps, settle=settle(topic_key(good)))
