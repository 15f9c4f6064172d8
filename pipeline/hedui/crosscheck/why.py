"""Why two figures are no conflict, and what would make them one."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from hedui.crosscheck.checks import Context
from hedui.crosscheck.compare import AGREE, CONFLICT, LOOSE, UNDERSTATED, verdict
from hedui.crosscheck.conflicts import disagreeing, event_starts, silence_of, without_companions
from hedui.crosscheck.disagreements import Known
from hedui.crosscheck.figures import DAY, Canon, Figure, comparable, figure_of, figures_of
from hedui.crosscheck.gates import reasons_apart
from hedui.crosscheck.grouping import group, topic_key
from hedui.crosscheck.shared import settle_units
from hedui.crosscheck.vocabulary import has_several, is_derived, is_live
from hedui.crosscheck.words import amount
from hedui.lexicon import Lexicon
from hedui.model import Claim

_TWO = "有报道两者都写，且双方各有多个独立来源或读得不够确定，多是两件事"
_SAID = {
    AGREE: "两个数字在各自写法允许的范围内一致",
    LOOSE: "只差在取整、截尾或约数上，不算矛盾",
    UNDERSTATED: "一方是界限，另一方并不违反它，不算矛盾",
}


def why_not(one: Claim, other: Claim, lexicon: Lexicon, known: Known | None = None) -> list[str]:
    """The reasons that keep two claims from being a conflict, the last line saying what would make them one.

    Empty when nothing keeps them apart: then they are one.  `known` joins the names of the articles.
    """
    unfit = [f"“{claim.mention}”：{why}" for claim in (one, other) if (why := comparable(claim)) is not None]
    canon = known.canon if known is not None else Canon.of(lexicon)
    a, b = figure_of(one, canon), figure_of(other, canon)
    if unfit or a is None or b is None:
        return [*(unfit or ["数值的写法无法比较"]), "读出完整的主体、指标与数值之后才能比较"]
    apart = reasons_apart(a, b)
    same = a.unit == b.unit
    said = verdict(a.reach, b.reach, int(is_derived(a.metric))) if same else CONFLICT
    if said != CONFLICT:
        return [*apart, _SAID[said], _needed(a, b)]
    if apart:
        return [*apart, "若以上各项都相同，这两个数字就会被列为矛盾"]
    soft = [text for test, text in _SOFT if test(a, b)]
    return [*soft, "若能确定统计时点与对象相同，就会被列为矛盾"] if soft else []


def why_silent(one: Claim, other: Claim, claims: Iterable[Claim], known: Known) -> list[str]:
    """What all claims together say of two that nothing keeps apart: the rule that was silent.

    `claims` are those of the entity of either; empty when their topic is a disagreement.
    """
    figures = figures_of(claims, known.cards, known.canon)
    settle_units(figures)
    by = {(figure.claim.article, figure.id): figure for figure in figures}
    a, b = by.get((one.article, one.id)), by.get((other.article, other.id))
    if a is None or b is None:
        return []
    if topic_key(a) != topic_key(b):
        return [*reasons_apart(a, b), "若以上各项都相同，这两个数字就会被列为矛盾"]
    context = Context(group(figures), known.origins, known.cards)
    topic = next(topic for topic in context.groups.topics if topic.key == topic_key(a))
    starts = event_starts(context)
    alone = len(without_companions(disagreeing(topic, starts), context)) < 2
    silent = silence_of(topic, starts) or (_TWO if alone else None)
    return [silent, "若另有报道单独载有其中一个数值，就会被列为矛盾"] if silent else []


def _needed(a: Figure, b: Figure) -> str:
    low, high = (_limit(end, a.unit) for end in (a.reach.wide.low, a.reach.wide.high))
    return f"“{b.claim.mention}”须落在“{a.claim.mention}”所允许的{low}至{high}之外，才会成为矛盾"


def _limit(value: Decimal | None, unit: str) -> str:
    """An end of an interval as it is said; of dates the day."""
    if value is None:
        return "不限"
    return date.fromordinal(int(value // DAY)).isoformat() if unit == "date" else amount(value, unit)


_SOFT = (
    (lambda a, b: is_live(a.metric) and is_live(b.metric), "滚动统计的数字，先后不同属更新"),
    (lambda a, b: has_several(a.metric), "同一主体可以有多个这样的数值"),
    (lambda a, b: a.kind != "actual", "预测或目标，发布时间或出处不同即不相比"),
    (
        lambda a, b: a.claim.sentence == b.claim.sentence and a.claim.article == b.claim.article,
        "同句并列，是清单而非矛盾",
    ),
)
