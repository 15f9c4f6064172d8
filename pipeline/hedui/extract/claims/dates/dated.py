"""Whose date it is: who does what happens on it, what is brought out, or what it happens to."""

import re
from collections.abc import Sequence
from itertools import pairwise

from hedui.extract.claims.binding.carrying import Slot
from hedui.extract.claims.dates.naming import Happening
from hedui.extract.claims.scene import Scene
from hedui.extract.claims.standins.todate import SOURCE
from hedui.model import Entity, Mention, Period

Names = list[Mention[Entity]]
_THING, _SUBJECT = 24, 24  # characters to what is brought out, who does it
_BRINGS_OUT = frozenset({"发布时间", "量产时间", "上线日期", "上市日期", "流片时间", "研制完成时间", "发射时间"})
_FOUNDS = frozenset({"成立日期"})
_PAPERS = frozenset({"发布日期"})  # 发表《某报告》 is the paper's
# Who grants: a court's leave is a fact of whom it is for.
_GRANTS, _AUTHORITY = frozenset({"获批日期"}), re.compile("(?:法院|[高中]院|[局委部署厅会]|政府)$")
_THINGS, _BODIES = frozenset({"PRODUCT", "WORK"}), frozenset({"ORG"})
_SUBJECTS = frozenset({"ORG", "PER", "PRODUCT", "WORK", "EVENT"})
_PLACED = re.compile(
    r"(?:[在于从由自向往获经对被为给与和同让把将据继除随比]|搭载|采用|基于|对标|比肩|搭乘)[“「《]?$"
)
# 海关总署今(14日)公布, 甲系列计划在2028年上市: between who does it and the date.
_TOUCHES = re.compile(
    r"[”」》]?(?:今|昨|已|就|也|又|才|均|都|则|将|拟|在|于|自|从|计划|预计|有望|原定|系列|正式|最早|早|[(（\s]){0,6}"
)
_RELATIVE = re.compile(r"[了出产]?的[^,，。；\n]{0,12}?$")  # 1993年出生的某某, 2026年投产的某矿
_LINKS = re.compile(r"[、和与及/／]|以及")
_OF_EVENT = frozenset({"发生时间", "结束日期"})  # of a disaster: 搜救工作在12日21时结束; so is every hour
_LIST = 100  # characters that a list of owners is read to either side
_MOST = 4  # owners of one date


def whose(
    scene: Scene, mention: Mention[Period], what: Happening, event: Mention[Entity] | None
) -> Mention[Entity] | None:
    """Whose date it is where the words around the event say so; None leaves it to the binder.

    A thing brought out has the date (8月发布了芯片X), else who stands beside the date or between it and the event
    (2018年, 张某出任).  `event` is the one the article tells of.
    """
    if what.who is not None:
        return what.who
    if scene.disaster and (what.name in _OF_EVENT or (event is not None and mention.value.clock)):
        return event
    after = _made(scene, what) or _told_of(scene, what)
    if after is not None:
        return after
    kinds = frozenset(what.of) or _SUBJECTS
    who = _between(scene, mention, what, kinds) or _touching(scene, mention, kinds)
    return None if who is not None and grants(what, who.value) else who


def grants(what: Happening, who: Entity) -> bool:
    """Whether somebody has only granted what is dated: 法院2月10日批准了方案."""
    return what.name in _GRANTS and _AUTHORITY.search(who.name) is not None


def _named(scene: Scene, start: int, end: int) -> Names:
    """The names of the text that begin in a range."""
    before = scene.entities.before
    first, last = int(before[max(start, 0)]), int(before[min(max(end, 0), len(before) - 1)])
    return [m for m in scene.entity_mentions[first:last] if m.text and m.source != SOURCE]


def _made(scene: Scene, what: Happening) -> Mention[Entity] | None:
    """What is brought out or founded, behind the word."""
    clause = scene.layout.clause
    things = [m for m in _named(scene, what.end, what.end + _THING) if clause[m.start] == clause[what.start]]
    if what.name in _BRINGS_OUT:
        made = [m for m in things if m.value.label in _THINGS and not _placed(scene, m)]
        return made[0] if made else None
    if what.name in _PAPERS:
        return next((m for m in things if m.value.label == "WORK" and not _placed(scene, m)), None)
    if what.name in _FOUNDS:
        return next((m for m in things if m.start <= what.end + 2 and m.value.label in _BODIES), None)
    return None


def _told_of(scene: Scene, what: Happening) -> Mention[Entity] | None:
    """Whom a clause before a noun is about: 1993年出生的某某."""
    kinds = frozenset(what.of) or _SUBJECTS | {"LOC", "FAC"}
    for m in _named(scene, what.end + 1, what.end + _THING):
        if _RELATIVE.fullmatch(scene.layout.text, what.end, m.start) and m.value.label in kinds:
            return m
    return None


def _between(
    scene: Scene, mention: Mention[Period], what: Happening, kinds: frozenset[str]
) -> Mention[Entity] | None:
    """Who stands between the date and the word, in its clause."""
    if what.start < mention.end:
        return None
    clause = scene.layout.clause[what.start]
    near = _named(scene, max(mention.end, what.start - _SUBJECT), what.start)
    found = [
        m
        for m in near
        if m.value.label in kinds and scene.layout.clause[m.start] == clause and not _placed(scene, m)
    ]
    return found[-1] if found else None


def _touching(scene: Scene, mention: Mention[Period], kinds: frozenset[str]) -> Mention[Entity] | None:
    """Who stands right before the date."""
    text = scene.layout.text
    for m in reversed(_named(scene, mention.start - _SUBJECT, mention.start)):
        if m.value.label in kinds:
            touches = _TOUCHES.fullmatch(text, m.end, mention.start)
            return m if touches and not _placed(scene, m) else None
    return None


def _placed(scene: Scene, mention: Mention[Entity]) -> bool:
    """在甲交易所上市, 为乙公司部署, 搭载芯片X: the name is no subject and no object."""
    start = mention.start
    return _PLACED.search(scene.layout.text, max(0, start - 3), start) is not None


def likeliest(scene: Scene, slot: Slot, k: int, what: Happening) -> tuple[Mention[Entity] | None, float]:
    """The binder's choice for date k among owners of the kinds it can have; of any kind where there is none."""
    if slot.rows is None:
        return None, 0.0
    pairs = slot.pairs
    end = int(pairs.first[k + 1]) if k + 1 < len(pairs.first) else len(pairs.index)
    fits = [
        (float(slot.scores[p]), -p, int(pairs.index[p]))
        for p in range(int(pairs.first[k]), end)
        if _fits(scene.entity_mentions[int(pairs.index[p])].value, what)
    ]
    if (what.of or what.name in _GRANTS) and fits:
        score, _, index = max(fits)
        return scene.entity_mentions[index], score
    chosen = int(slot.chosen[k])
    return (scene.entity_mentions[chosen] if chosen >= 0 else None), float(slot.best[k])


def _fits(who: Entity, what: Happening) -> bool:
    return (not what.of or who.label in what.of) and not grants(what, who)


def joint(scene: Scene, who: Mention[Entity] | None, brought_out: bool) -> Names:
    """All owners of a list: 甲公司、乙公司先后上市, 2021年发布了芯片X,以及加速卡Y; at least one."""
    if who is None or not who.text or who.source == SOURCE:
        return [] if who is None else [who]
    names = [m for m in _named(scene, who.start - _LIST, who.end + _LIST) if m.value.label == who.value.label]
    text = scene.layout.text
    tied = [_LINKS.fullmatch(text, one.end, other.start) is not None for one, other in pairwise(names)]
    first = last = next((n for n, m in enumerate(names) if m.start == who.start), -1)
    if first < 0:
        return [who]
    while first and tied[first - 1] and not brought_out:
        first -= 1
    while last < len(tied) and tied[last]:
        last += 1
    found = names[first : last + 1]
    return _apart(found) if 0 < len(found) <= _MOST else [who]


def _apart(names: Sequence[Mention[Entity]]) -> Names:
    """The mentions with the first of each name."""
    return list({m.value.name: m for m in reversed(names)}.values())[::-1]
