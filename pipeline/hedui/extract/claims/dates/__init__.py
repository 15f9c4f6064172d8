"""Dates that are the fact themselves: 成立于2019年9月9日, 将于12月1日上市, 23时44分发射."""

import re
from collections.abc import Sequence, Set
from datetime import date
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from hedui.arrays import np
from hedui.extract.claims.binding import choose, grouped, parted
from hedui.extract.claims.binding.carrying import Slot
from hedui.extract.claims.binding.ranker import Model
from hedui.extract.claims.building import finished, sentence_of
from hedui.extract.claims.context import context_of
from hedui.extract.claims.dates.dated import joint, likeliest, whose
from hedui.extract.claims.dates.happenings import happening_of, is_stated
from hedui.extract.claims.dates.naming import Happening, by_grain
from hedui.extract.claims.scene import Scene, with_figures
from hedui.extract.claims.scene.stage import stage_of
from hedui.model import Claim, Entity, Mention, Period, Quantity

_HAPPENED, _SAME = "发生时间", 3  # days: a night, a time zone, the second quake of a pair
_FILM = dict.fromkeys(("登陆时间", "登陆日期", "登场"), "上映日期")  # 影片3月6日登陆台湾
_PLANNED = re.compile("[将拟]|定于|最[迟快早]|[计规]划|预[计定期]|有望")
_PAUSE, _NEAR = re.compile("[，。,；\\n]"), 12
_TRUST = 0.6  # share of such dates that are right where their entity is


class Dated(Struct, frozen=True, gc=False):
    """A date with what happened and whose it is, how surely."""

    mention: Mention[Period]
    what: Happening
    who: Mention[Entity] | None
    sure: float = 1.0


def find_date_claims(scenes: Sequence[Scene], model: Model) -> list[list[Claim]]:
    """The date-valued claims of each article in text order: those with a word of happening beside them."""
    found = [_found(scene) for scene in scenes]
    owned = _owned(scenes, found, model)
    return [
        [_claim(scene, each) for dated in _sure(own) for each in _joint(scene, dated)]
        for scene, own in zip(scenes, owned, strict=True)
    ]


def _sure(dates: list[Dated]) -> list[Dated]:
    """Those that are of their owner: of its kind, and of an event the day the article first tells.

    What lies days apart is another quake, the one of years ago or one that came after.
    """
    happened = [dated for dated in dates if dated.what.name == _HAPPENED and dated.who is not None]
    first = happened[0].mention.value.first if happened else None
    return [
        dated
        for dated in dates
        if (dated.who is None or not dated.what.of or dated.who.value.label in dated.what.of)
        and not (dated in happened and _days(dated.mention.value.first, first) > _SAME)
    ]


def _days(one: date | None, other: date | None) -> int:
    return abs((one - other).days) if one is not None and other is not None else 0


def _found(scene: Scene) -> list[Dated]:
    """The dates with what happened, and whose they are where words say so."""
    told = [(m, what) for m in scene.reading.periods if (what := happening_of(scene, m)) is not None]
    event = next((m for m in scene.entity_mentions if m.value.label == "EVENT"), None)
    if scene.event is not None and all(what.name != _HAPPENED for _, what in told):
        told += _befell(scene, scene.event, {m.start for m, _ in told})
    return [Dated(m, what, whose(scene, m, what, event)) for m, what in told]


def _befell(scene: Scene, event: Mention[Entity], told: Set[int]) -> list[tuple[Mention[Period], Happening]]:
    """The day of a disaster where no verb tells of it: 3月7日由甲地飞往乙地,途中撞山; 去年11月2日晚的碰撞."""
    days = zip(scene.period_mentions, scene.period["befell"].tolist(), strict=True)
    stated = (m for m, befell in days if befell and is_stated(m) and m.start not in told)
    return [(m, Happening(event.start, event.end, _HAPPENED, who=event)) for m in islice(stated, 1)]


def _joint(scene: Scene, dated: Dated) -> list[Dated]:
    """The date once for each of its owners."""
    owners = joint(scene, dated.who, brought_out=dated.who is not None and dated.who.start >= dated.what.end)
    return [replace(dated, who=who) for who in owners] or [dated]


def _owned(scenes: Sequence[Scene], found: list[list[Dated]], model: Model) -> list[list[Dated]]:
    """The dates with the binder's choice where no words say whose they are."""
    asked = [[n for n, dated in enumerate(own) if dated.who is None] for own in found]
    telling = [i for i, own in enumerate(asked) if own]
    staged = [with_figures(scenes[i], _as_figures([found[i][n].mention for n in asked[i]])) for i in telling]
    for i, scene, slot in zip(telling, staged, _entities(staged, model), strict=True):
        for k, n in enumerate(asked[i]):
            who, sure = likeliest(scene, slot, k, found[i][n].what)
            found[i][n] = replace(found[i][n], who=who, sure=sure)
    return found


def _entities(scenes: Sequence[Scene], model: Model) -> list[Slot]:
    slots: dict[int, Slot] = {}
    for group in grouped(scenes, ["entity"]):
        stage = stage_of([scenes[i] for i in group])
        none = np.full(len(stage.figures), -1, dtype=np.int64)
        slot = choose(stage, "entity", {"growth": none, "metric": none}, model.forests["entity"])
        slots |= zip(group, parted(slot, stage, "entity"), strict=True)
    return [slots[i] for i in range(len(scenes))]


def _claim(scene: Scene, dated: Dated) -> Claim:
    clean, mention, what, who = scene.reading.clean, dated.mention, dated.what, dated.who
    context, article = context_of(scene, (mention.start, mention.end), what.start), scene.reading.article
    planned = context.kind == "actual" and _is_planned(scene, mention)
    claim = Claim(
        id="",
        article=article.id,
        span=clean.raw_span(mention.start, mention.end),
        mention="",
        sentence=sentence_of(scene, mention.start, mention.end),
        quantity=None,
        date_value=date_value(mention.value, mention.text),
        entity=who.value.name if who else None,
        entity_label=who.value.label if who else None,
        entity_span=clean.raw_span(who.start, who.end) if who and who.text else None,
        metric=by_grain(_name(what, who), mention.value),
        metric_span=clean.raw_span(what.start, what.end),
        confidence=min(1.0, dated.sure) * _TRUST,  # a candidate told outright outweighs the rest
        trace=(f"event: {clean.text[what.start : what.end]}",),
    )
    return finished(claim, replace(context, qualifier=None, kind="target" if planned else context.kind), article)


def _name(what: Happening, who: Mention[Entity] | None) -> str:
    return _FILM.get(what.name, what.name) if who is not None and who.value.label == "WORK" else what.name


def _is_planned(scene: Scene, mention: Mention[Period]) -> bool:
    """将于3月6日上映, 6月21日前将公布, told before that day."""
    published = scene.reading.article.published
    if published is None or mention.value.first is None or mention.value.first <= published.last:
        return False
    text, clause = scene.layout.text, scene.layout.clause_start
    begin = max(int(clause[mention.start]), mention.start - _NEAR)
    end = min(mention.end + _NEAR, len(text))
    behind = _PAUSE.split(text[mention.end : end])[0]
    return _PLANNED.search(text, begin, mention.start) is not None or _PLANNED.search(behind) is not None


def date_value(period: Period, words: str = "") -> str:
    """The date as precisely as it is written: 2019, 2019-09 (2019年底 is 2019-12), 2019-09-09T09:35."""
    assert period.first is not None
    length = {"year": 4, "month": 7}.get("month" if words.endswith(("年底", "年末")) else period.grain, 10)
    return period.first.isoformat()[:length] + (f"T{period.clock}" if period.clock else "")


def _as_figures(mentions: list[Mention[Period]]) -> list[Mention[Quantity]]:
    """The dates in the form of figures, so that one binder serves both."""
    day = Quantity(value=None, low=None, high=None, unit="date", dimension="date")
    return [Mention(start=m.start, end=m.end, text=m.text, value=day) for m in mentions]
