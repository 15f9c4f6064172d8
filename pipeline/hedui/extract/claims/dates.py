"""Dates that are the fact themselves: 成立于2019年9月9日, 将于12月1日上市, 23时44分发射."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from hedui.extract.claims.binding import choose, grouped, parted
from hedui.extract.claims.build import claim_id, sentence_of
from hedui.extract.claims.carrying import Slot
from hedui.extract.claims.context import context_of
from hedui.extract.claims.ranker import Model
from hedui.extract.claims.scene import Scene, with_figures
from hedui.extract.claims.stage import stage_of
from hedui.extract.claims.todate import SOURCE
from hedui.extract.claims.wording import Word
from hedui.model import Claim, Entity, Mention, Period, Quantity

_AFTER, _BEFORE = 36, 10
# 8月26日晚间, 该公司公布半年报: what a date that stands alone before a comma tells of follows the comma.
_OPENS = re.compile(r"(?:[早晚上下午间凌晨傍深夜后许左右]{0,4}|[（(][^）)]{1,8}[）)])[,，]")
_THING, _SUBJECT, _PAPER = 20, 8, 20  # characters to what is brought out, who does it, what is published
_PAPERS = re.compile(
    r"[^,，。；\n]{0,16}?(?:报告|数据|预告|业绩|[财年季]报|公报|公告|通报|通知|消息|统计|信息|声明)"
)
_BRINGS_OUT, _FOUNDS = frozenset({"发布时间", "量产时间", "上线日期", "上市日期"}), frozenset({"成立日期"})
_THINGS = frozenset({"PRODUCT", "WORK"})
_BODIES = frozenset({"ORG"})
_PLACED = frozenset("在于从由自向获经对被")  # 在甲交易所上市: the subject is another
_SUBJECTS = frozenset({"ORG", "PER", "PRODUCT", "WORK", "EVENT"})
_TRUST = 0.6  # share of such dates that are right where their entity is
_DATED = frozenset({"day", "month", "year", "minute"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with its word of happening and whose it is, how surely."""

    mention: Mention[Period]
    word: Word
    who: Mention[Entity] | None
    sure: float = 1.0


def find_date_claims(scenes: Sequence[Scene], model: Model | None) -> list[list[Claim]]:
    """The date-valued claims of each article in text order: those with a word of happening in the same clause."""
    found = [
        [
            Dated(mention, word, _whose(scene, mention, word))
            for mention in scene.reading.periods
            if (word := _event(scene, mention)) is not None
        ]
        for scene in scenes
    ]
    owned = _owned(scenes, found, model)
    return [[_claim(scene, dated) for dated in own] for scene, own in zip(scenes, owned, strict=True)]


def _owned(scenes: Sequence[Scene], found: list[list[Dated]], model: Model | None) -> list[list[Dated]]:
    """The dates with the binder's choice where no words say whose they are."""
    asked = [[n for n, dated in enumerate(own) if dated.who is None] for own in found]
    telling = [i for i, own in enumerate(asked) if own]
    staged = [with_figures(scenes[i], _as_figures([found[i][n].mention for n in asked[i]])) for i in telling]
    for i, scene, slot in zip(telling, staged, _entities(staged, model), strict=True):
        for n, chosen, best in zip(asked[i], slot.chosen.tolist(), slot.best.tolist(), strict=True):
            who = scene.entity_mentions[chosen] if chosen >= 0 else None
            found[i][n] = replace(found[i][n], who=who, sure=best)
    return found


def _event(scene: Scene, mention: Mention[Period]) -> Word | None:
    """The nearest word of happening in the date's clause, or in the one after it where the date opens."""
    period, clause = mention.value, scene.layout.clause
    if period.first is None or period.grain not in _DATED or (period.instant and "截" in mention.text):
        return None
    opens = _OPENS.match(scene.layout.text, mention.end)
    last = clause[mention.start] if opens is None else clause[opens.end()]
    words = [
        word
        for word in scene.wording.between(max(0, mention.start - _BEFORE), mention.end + _AFTER)
        if word.role == "event" and clause[mention.start] <= clause[word.start] <= last
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


def _whose(scene: Scene, mention: Mention[Period], word: Word) -> Mention[Entity] | None:
    """Whose date it is where the words around the event say so; None leaves it to the binder.

    A thing brought out has the date (8月发布了芯片X), else who stands between date and event (2018年, 张某出任).
    """
    entities, before = scene.entity_mentions, scene.entities.before
    low, high = min(mention.end, word.end), min(word.end + _THING, len(before) - 1)
    near = [m for m in entities[int(before[low]) : int(before[high])] if m.text and m.source != SOURCE]
    clause = scene.layout.clause
    things = [m for m in near if m.start >= word.end and clause[m.start] == clause[word.start]]
    if word.name in _BRINGS_OUT and (made := [m for m in things if m.value.label in _THINGS]):
        return made[0]
    if word.name in _FOUNDS and (
        made := [m for m in things if m.start <= word.end + 2 and m.value.label in _BODIES]
    ):
        return made[0]
    if word.name == "发生时间" and scene.disaster:
        return next((m for m in entities if m.value.label == "EVENT"), None)
    between = [m for m in near if m.end <= word.start <= m.end + _SUBJECT and m.value.label in _SUBJECTS]
    if not between or word.start < mention.end:
        return None
    text, start = scene.layout.text, between[-1].start
    return None if text[start - 1 : start] in _PLACED else between[-1]


def _claim(scene: Scene, dated: Dated) -> Claim:
    clean, mention, word, who = scene.reading.clean, dated.mention, dated.word, dated.who
    span = clean.raw_span(mention.start, mention.end)
    context = context_of(scene, (mention.start, mention.end), word.start)
    article = scene.reading.article
    claim = Claim(
        id="",
        article=article.id,
        span=span,
        mention=article.text[span.start : span.end],
        sentence=sentence_of(scene, mention.start, mention.end),
        quantity=None,
        date_value=date_value(mention.value, mention.text),
        entity=who.value.name if who else None,
        entity_label=who.value.label if who else None,
        entity_span=clean.raw_span(who.start, who.end) if who and who.text else None,
        metric=_named(scene, word),
        metric_span=clean.raw_span(word.start, word.end),
        kind=context.kind,
        polarity=context.polarity,
        attribution=context.attribution,
        quoted=context.quoted,
        section=context.section,
        confidence=dated.sure * _TRUST,
        trace=(f"event: {clean.text[word.start : word.end]}",),
    )
    return msgspec.structs.replace(claim, id=claim_id(claim, article.sha256))


def _named(scene: Scene, word: Word) -> str:
    """发布 of a report or of figures is a publication, of a thing its coming out."""
    if word.name == "发布时间" and _PAPERS.search(scene.layout.text, word.end, word.end + _PAPER):
        return "发布日期"
    return word.name


def date_value(period: Period, words: str = "") -> str:
    """The date as precisely as it is written: 2019, 2019-09 (2019年底 is 2019-12), 2019-09-09T09:35."""
    assert period.first is not None
    length = {"year": 4, "month": 7}.get("month" if words.endswith(("年底", "年末")) else period.grain, 10)
    return period.first.isoformat()[:length] + (f"T{period.clock}" if period.clock else "")


def _as_figures(mentions: list[Mention[Period]]) -> list[Mention[Quantity]]:
    """The dates in the form of figures, so that one binder serves both."""
    day = Quantity(value=None, low=None, high=None, unit="date", dimension="date")
    return [Mention(start=m.start, end=m.end, text=m.text, value=day) for m in mentions]
