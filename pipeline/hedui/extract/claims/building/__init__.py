"""From bound figures to claims: names, spans in the article as received, ids, confidence and trace."""

from bisect import bisect_left
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from hedui.arrays import Floats
from hedui.extract.claims.binding import Binding
from hedui.extract.claims.binding.carrying import Slot
from hedui.extract.claims.building.counted import counted, currency_of, loss_of, moved_of, restored_of
from hedui.extract.claims.building.owners import Owner, owner_of
from hedui.extract.claims.building.parts import BAND, parts_of, some_of
from hedui.extract.claims.building.segments import of_segment
from hedui.extract.claims.building.spans import read_period
from hedui.extract.claims.context import Context, context_of
from hedui.extract.claims.firsts import first_of
from hedui.extract.claims.scene import Scene
from hedui.extract.claims.scene.layout import columns_of
from hedui.extract.claims.wording import direction
from hedui.extract.metrics import compose, level_name
from hedui.extract.turns import Steps, in_turns
from hedui.lexicon import Lexicon
from hedui.model import Article, Claim, Mention, Metric, Period, Quantity, Span


@dataclass(frozen=True, slots=True)
class Bound:
    """All of an article that a claim is built from."""

    scene: Scene
    binding: Binding
    confidence: Floats
    lexicon: Lexicon
    currency: str | None  # of most of its sums
    parts: dict[int, str]  # the noun before a metric, by the metric's start
    why: list[tuple[str, ...]]  # how the winner of each slot stands to a figure, in words


def bound_of(scene: Scene, binding: Binding, confidence: Floats, lexicon: Lexicon) -> Bound:
    """All of an article that its claims are built from."""
    starts = {scene.metric_mentions[i].start for i in binding.slots["metric"].chosen.tolist() if i >= 0}
    told = zip(*(_why(name, slot) for name, slot in binding.slots.items()), strict=True)
    why = [tuple(filter(None, lines)) for lines in told]
    return Bound(scene, binding, confidence, lexicon, currency_of(scene), parts_of(scene.reading, starts), why)


def build_claim(bound: Bound, i: int) -> Claim:
    """The claim of figure i."""
    (claim,) = in_turns([claim_of(bound, i)])
    return claim


def claim_of(bound: Bound, i: int) -> Steps[Claim]:
    """The same step by step."""
    scene, reading, figure = bound.scene, bound.scene.reading, bound.scene.reading.quantities[i]
    metric, grows = int(bound.binding.slots["metric"].chosen[i]), int(bound.binding.growth[i])
    base = scene.metric_mentions[metric] if metric >= 0 else None
    growth = scene.growth_mentions[grows] if grows >= 0 else None
    first = first_of(scene, i) if growth is None else None
    owner = Owner(first.who, first.who.value) if first and first.who else owner_of(scene, bound.binding, i)
    yield
    who, level = owner.mention, _level(bound, i, base)
    quantity = counted(figure.value, figure.text, level, bound.currency) if level and not growth else figure.value
    named = first or (growth if growth and growth.rules != ("sign",) else base)
    yield
    period, period_span = _period(bound, i)
    yield
    context = _context(bound, i, base, owner.scope, period)
    yield
    claim = Claim(
        id="",
        article=reading.article.id,
        span=reading.clean.raw_span(figure.start, figure.end),
        mention="",
        sentence=sentence_of(scene, figure.start, figure.end),
        quantity=quantity,
        entity=owner.value.name if owner.value else None,
        entity_label=owner.value.label if owner.value else None,
        entity_span=_raw(scene, who.start, who.end) if who and who.text else None,
        metric=_metric(level, growth.value if growth else None, quantity) if first is None else first.name,
        metric_base=level.name if level and growth else None,
        metric_span=_raw(scene, named.start, named.end) if named else None,
        period=period,
        period_span=period_span,
        change=_change(growth.value, growth.text, bound.lexicon) if growth else None,
        confidence=float(bound.confidence[i]),
        trace=(f"growth: {growth.text}", *bound.why[i]) if growth else bound.why[i],
    )
    yield
    return finished(claim, context, reading.article)


def _level(bound: Bound, i: int, base: Mention[Metric] | None) -> Metric | None:
    """What is measured: with the part of a business it is told of, as a loss, or as a share that is regained."""
    if base is None:
        return None
    scene, figure = bound.scene, bound.scene.reading.quantities[i]
    metric = of_segment(scene, i, base)
    if bound.binding.growth[i] >= 0:
        return metric
    if figure.value.unit in _THINGS:
        return moved_of(scene, metric, figure.end)
    metric = loss_of(scene, metric, base, figure.start)
    return restored_of(scene, metric, figure.start) if figure.value.unit == "%" else metric


def _context(
    bound: Bound, i: int, base: Mention[Metric] | None, scope: str | None, period: Period | None
) -> Context:
    """How the figure is meant; its scope is the owner's, or who is counted, or the noun before its metric."""
    scene, figure = bound.scene, bound.scene.reading.quantities[i]
    context = context_of(scene, (figure.start, figure.end), base.start if base else None, period)
    if scope is None and base is not None:
        scope, part = some_of(scene.layout.text, base, figure), bound.parts.get(base.start)
        if scope is None and part is not None and (context.qualifier is None or part.endswith(BAND)):
            scope = part
    return context if scope is None else msgspec.structs.replace(context, qualifier=scope)


def _metric(base: Metric | None, growth: Metric | None, figure: Quantity) -> str | None:
    if growth is None:
        return level_name(base, figure) if base else None
    return compose(base.name if base else None, growth, figure.unit)


def finished(claim: Claim, context: Context, article: Article) -> Claim:
    """The claim with what the words around it say, and its id."""
    return msgspec.structs.replace(
        claim,
        id=_id(claim, article.sha256),
        mention=article.text[claim.span.start : claim.span.end],
        qualifier=context.qualifier,
        kind=context.kind,
        polarity=context.polarity,
        attribution=context.attribution,
        quoted=context.quoted,
        section=context.section,
    )


def _id(claim: Claim, digest: str) -> str:
    """The same text, span and reading give the same id in every run, whatever the article is called."""
    period = claim.period.iso() if claim.period else None
    value = claim.quantity.literal or claim.quantity.value if claim.quantity else claim.date_value
    reading = (digest, claim.span.start, claim.span.end, claim.entity, claim.metric, period, value, claim.change)
    return sha256(repr(tuple(map(str, reading))).encode()).hexdigest()[:16]


def _raw(scene: Scene, start: int, end: int) -> Span:
    return scene.reading.clean.raw_span(start, end)


def sentence_of(scene: Scene, start: int, end: int) -> Span:
    """The raw range of the sentence around a clean range."""
    starts = scene.layout.starts
    first = int(scene.layout.sentence_start[start])
    later = bisect_left(starts, end)
    last = starts[later] if later < len(starts) else len(scene.layout.text)
    while last > end and scene.layout.text[last - 1] in "\n 　":
        last -= 1
    return _raw(scene, first, max(last, end))


def _period(bound: Bound, i: int) -> tuple[Period | None, Span | None]:
    index, scene = int(bound.binding.slots["period"].chosen[i]), bound.scene
    if index < 0:
        return None, None
    mention = scene.period_mentions[index]
    period = read_period(scene, i, index)
    if period.first is None or not mention.text:
        return (period if period.first else None), None
    if scene.layout.sentence[mention.start] != scene.layout.sentence[scene.reading.quantities[i].start]:
        period = msgspec.structs.replace(period, how="inherited")
    return period, _raw(scene, mention.start, mention.end)


def _change(growth: Metric, words: str, lexicon: Lexicon) -> str | None:
    if growth.role != "growth":
        return None
    return growth.change or direction(words, lexicon) or "increase"


_THINGS = frozenset("个家只座种")  # measure words of what may grow or fall
_WHY = ("after", "gap", "clauses", "sentences", "in_list")


def _why(name: str, slot: Slot) -> list[str]:
    """How the winner of a slot stands to each figure, in words."""
    if slot.rows is None:
        return [""] * len(slot.best)
    told = zip(*slot.told.rows[columns_of(slot.told.names, _WHY)].tolist(), strict=True)
    return [
        f"{name}: {min(1.0, best):.2f} ({'after' if after else 'before'}, {gap} chars, {clauses} clauses"
        f"{f', {sentences} sentences' if sentences else ''}{', same place in list' if listed > 0 else ''})"
        for best, (after, gap, clauses, sentences, listed) in zip(slot.best.tolist(), told, strict=True)
    ]
