"""Explanations that a claim in the corpus attests: the value of another period, scope or label."""

from hedui.crosscheck.checks.base import Context, Fit, Pair, by_digits
from hedui.crosscheck.checks.slips import is_slip
from hedui.crosscheck.figures import Figure, meet
from hedui.crosscheck.grouping import TELLING_DIGITS, topic_key
from hedui.crosscheck.vocabulary import is_derived, split_modifier
from hedui.crosscheck.words import period_words, saying

# The same figure under another label is told apart from an accident only by this many digits.
LABEL_DIGITS = 4


def same_value(figure: Figure, context: Context) -> list[Figure]:
    """Claims about the same entity with exactly this value and unit, a few of each topic."""
    return context.groups.values.get((figure.entity, figure.unit, figure.reach.point), [])


def _odd(pair: Pair) -> tuple[Figure, ...]:
    """The figure to be explained: that of the weaker side, of equal sides either."""
    if len(pair.side_a.members) != len(pair.side_b.members):
        return (pair.b,)
    # One against one with digits a slip apart: that the right one of the two is known elsewhere explains nothing.
    return () if is_slip(pair.a, pair.b) else (pair.b, pair.a)


def period_shift(pair: Pair, context: Context) -> Fit | None:
    """One of the two values is attested for another period of the same metric."""
    for odd in _odd(pair):
        for witness in same_value(odd, context):
            related = witness.metric == odd.metric and witness.scope == odd.scope and witness.period
            if (
                related
                and odd.period
                and witness.period != odd.period
                and witness.claim.article != odd.claim.article
            ):
                where = period_words(witness.period)
                reason = f"{saying([odd])}恰是{where}的数值（另一篇报道），疑把期间写错"
                steps = (f"同值佐证：{witness.claim.id}（{where}）",)
                # A period that is only carried on is misread more often than misprinted.
                most = None if odd.claim.period and odd.claim.period.how == "explicit" else "minor"
                found = _beside(witness, pair, context)
                return Fit(reason, steps, by_digits(odd), attested=True, witnesses=found, at_most=most)
    return None


def scope(pair: Pair, context: Context) -> Fit | None:
    """One of the two values is attested for a narrower or wider scope, or for the metric with another modifier."""
    for odd in _odd(pair):
        head = split_modifier(odd.metric)[0]
        for witness in same_value(odd, context):
            if witness.claim.article == odd.claim.article and witness.claim.sentence == odd.claim.sentence:
                continue
            modified = witness.metric != odd.metric and split_modifier(witness.metric)[0] == head
            scoped = witness.metric == odd.metric and witness.scope != odd.scope
            if (modified or scoped) and witness.period == odd.period and len(odd.signature) >= TELLING_DIGITS:
                label = witness.claim.metric if modified else witness.claim.qualifier or "未限定范围"
                reason = f"{saying([odd])}恰是“{label}”的数值，疑为口径不同"
                steps = (f"同值佐证：{witness.claim.id}（{label}）",)
                taken = witness.metric if modified else None
                # A scope is lost in reading more often than in writing.
                most = None if modified else "minor"
                return Fit(reason, steps, by_digits(odd), attested=True, label=taken, at_most=most)
    return None


def label(pair: Pair, context: Context) -> Fit | None:
    """One of the two values is attested for another metric of the same entity and days.

    Three digits tell where the article of the other value says so: 存款1.93万亿元 in one article, and in the other
    存款2.46万亿元 beside 贷款1.93万亿元.
    """
    for odd in _odd(pair):
        for witness in same_value(odd, context):
            beside = bool(_beside(witness, pair, context)) and meet(witness, odd)
            far = len(odd.signature) >= LABEL_DIGITS and witness.period == odd.period
            if witness.metric != odd.metric and (beside or far) and _comparable(witness, odd):
                reason = f"{saying([odd])}恰是“{witness.claim.metric}”的数值，疑把指标写错"
                steps = (f"同值佐证：{witness.claim.id}",)
                return Fit(reason, steps, by_digits(odd), attested=True, witnesses=_beside(witness, pair, context))
    return None


def _comparable(a: Figure, b: Figure) -> bool:
    """Whether one can have been taken for the other: a growth for a growth, a fact for a fact."""
    return a.kind == b.kind and is_derived(a.metric) == is_derived(b.metric)


def _beside(witness: Figure, pair: Pair, context: Context) -> tuple[Figure, ...]:
    """The figures of the topic of a witness in articles that have only the other value of the pair, by id."""
    told = [{f.claim.article for f in side.members} for side in (pair.side_a, pair.side_b)]
    articles = (told[0] - told[1]) if witness.reach.point == pair.b.reach.point else (told[1] - told[0])
    alike = (f for f in same_value(witness, context) if topic_key(f) == topic_key(witness))
    return tuple(sorted((f for f in alike if f.claim.article in articles), key=lambda f: f.id))
