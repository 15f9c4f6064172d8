"""Dates that are the fact themselves: 成立于2019年9月9日, 将于12月1日上市, 23时44分发射."""

from collections.abc import Sequence

import msgspec

from hedui.extract.claims.binding import Slot, choose, grouped, parted
from hedui.extract.claims.build import claim_id, sentence_of
from hedui.extract.claims.context import context_of
from hedui.extract.claims.ranker import Model
from hedui.extract.claims.scene import Scene, with_figures
from hedui.extract.claims.stage import stage_of
from hedui.extract.claims.wording import Word
from hedui.model import Claim, Mention, Period, Quantity

_AFTER, _BEFORE = 28, 10
_TRUST = 0.6  # share of such dates that are right where their entity is
_DATED = frozenset({"day", "month", "year", "minute"})


Found = list[tuple[Mention[Period], Word]]


def find_date_claims(scenes: Sequence[Scene], model: Model | None) -> list[list[Claim]]:
    """The date-valued claims of each article in text order: those with a word of happening in the same clause."""
    found: list[Found] = [
        [(m, word) for m in scene.reading.periods if (word := _event(scene, m)) is not None] for scene in scenes
    ]
    telling = [i for i, own in enumerate(found) if own]
    dated = [with_figures(scenes[i], _as_figures([m for m, _ in found[i]])) for i in telling]
    claims: list[list[Claim]] = [[] for _ in scenes]
    for i, scene, slot in zip(telling, dated, _entities(dated, model), strict=True):
        claims[i] = [_claim(scene, pair, n, slot) for n, pair in enumerate(found[i])]
    return claims


def _event(scene: Scene, mention: Mention[Period]) -> Word | None:
    """The nearest word of happening in the mention's clause, after it or just before it."""
    period, clause = mention.value, scene.layout.clause
    if period.first is None or period.grain not in _DATED or (period.instant and "截" in mention.text):
        return None
    words = [
        word
        for word in scene.wording.between(max(0, mention.start - _BEFORE), mention.end + _AFTER)
        if word.role == "event" and clause[word.start] == clause[mention.start]
    ]
    free = [w for w in words if not _taken(scene, mention, w)]
    return min(free, key=lambda w: (w.start < mention.start, abs(w.start - mention.end)), default=None)


def _taken(scene: Scene, mention: Mention[Period], word: Word) -> bool:
    """Whether a figure or another date stands between the date and the word."""
    low, high = min(mention.end, word.end), max(mention.start, word.start)
    return bool(
        scene.figures.before[high] - scene.figures.before[low]
        or scene.periods.before[high] - scene.periods.before[low + 1]
    )


def _entities(scenes: Sequence[Scene], model: Model | None) -> list[Slot]:
    import numpy as np

    forest = model.forests["entity"] if model is not None else None
    slots: dict[int, Slot] = {}
    for group in grouped(scenes, ["entity"]):
        stage = stage_of([scenes[i] for i in group])
        none = np.full(len(stage.figures), -1, dtype=np.int64)
        slot = choose(stage, "entity", {"growth": none, "metric": none}, forest)
        slots |= zip(group, parted(slot, stage, "entity"), strict=True)
    return [slots[i] for i in range(len(scenes))]


def _claim(scene: Scene, found: tuple[Mention[Period], Word], i: int, slot: Slot) -> Claim:
    clean, (mention, word) = scene.reading.clean, found
    chosen = int(slot.chosen[i])
    who = scene.entity_mentions[chosen] if chosen >= 0 else None
    span = clean.raw_span(mention.start, mention.end)
    context = context_of(scene, i, word.start)
    article = scene.reading.article
    claim = Claim(
        id="",
        article=article.id,
        span=span,
        mention=article.text[span.start : span.end],
        sentence=sentence_of(scene, mention.start, mention.end),
        quantity=None,
        date_value=date_value(mention.value),
        entity=who.value.name if who else None,
        entity_label=who.value.label if who else None,
        entity_span=clean.raw_span(who.start, who.end) if who and who.text else None,
        metric=word.name,
        metric_span=clean.raw_span(word.start, word.end),
        kind=context.kind,
        polarity=context.polarity,
        attribution=context.attribution,
        quoted=context.quoted,
        section=context.section,
        confidence=float(slot.best[i]) * _TRUST,
        trace=(f"event: {clean.text[word.start : word.end]}",),
    )
    return msgspec.structs.replace(claim, id=claim_id(claim, article.sha256))


def date_value(period: Period) -> str:
    """The date as precisely as it is written: 2019, 2019-09, 2019-09-09, 2019-09-09T09:35."""
    assert period.first is not None
    length = {"year": 4, "month": 7}.get(period.grain, 10)
    return period.first.isoformat()[:length] + (f"T{period.clock}" if period.clock else "")


def _as_figures(mentions: list[Mention[Period]]) -> list[Mention[Quantity]]:
    """The dates in the form of figures, so that one binder serves both."""
    day = Quantity(value=None, low=None, high=None, unit="date", dimension="date")
    return [Mention(start=m.start, end=m.end, text=m.text, value=day) for m in mentions]
