"""Dates of what no word of happening tells: until when is counted, an earlier disaster, what is put off."""

import re

from hedui.extract.claims.dates.naming import Happening, plain_name
from hedui.extract.claims.scene import Scene
from hedui.model import Entity, Mention, Period
from hedui.wordlists import compile_words

_IN_FULL = re.compile("年.{1,4}月.{1,4}[日号]")
# 截至6月30日的2025年第二季度, 截至3月31日的财年: the end of what is reported.
_FISCAL = re.compile("的[^,，。；\n]{0,12}?(?:(?P<quarter>第[一二三四]财?季|季度)|财年(?!第))")
# 2008年的云川地震夺走74人, 2012年国庆夜的长洲海难; 的 keeps verbs out of the name.
_EARLIER = compile_words(
    r"[^,，。；\n一-龥]?(?:[早晚凌晨间夜国庆]{1,4})?的?[“「《]?"
    r"(?P<name>(?:(?!发生|[的了在和与是为有]|遭|因|造成)[一-龥0-9·]){1,9}?(?:{calamity}))(?![一-龥]{0,2}[局台网]|中|后|级)[”」》]?"
)
# 2021年的星翼X2、2023年的星翼X3: things told by their years in a row.
_YEAR_OF = r"(?:19|20)[0-9]{2}年的"
_NEXT = re.compile(rf"[”」》]?[、,，]?(?:以及|[和及])?{_YEAR_OF}")
_LAST = re.compile(rf"{_YEAR_OF}[^,，。、\n]{{1,12}}[、,，]?(?:以及|[和及])?$")
# 聆讯改期至1月5日, 参展期延长至8月3日: with the noun before where no word of happening is.
_MOVED = re.compile(r"(?P<what>[一-龥]{0,4}?)(?P<moved>(?:改期|延[期后长]?|押后|推[迟后]|顺延|提[前早])[至到于])$")
_MOVED_REACH = 8
_ROW, _QUOTE = 24, 2


def cutoff(scene: Scene, mention: Mention[Period]) -> Happening | None:
    """Up to when is counted, where that is told by the hour of a disaster, in full, or of a report's term."""
    name = None
    fiscal = _FISCAL.match(scene.layout.text, mention.end)
    if mention.value.clock:
        name = "统计截止时间" if scene.disaster else None
    elif fiscal is not None:
        name = "财季截止日" if fiscal["quarter"] else "财年截止日"
    elif _IN_FULL.search(mention.text):
        name = "数据截止日"
    return Happening(mention.start, mention.end, name) if name else None


def earlier(scene: Scene, mention: Mention[Period]) -> Happening | None:
    """The disaster that a date stands right before, as which it is known: 2008年的云川地震."""
    found = _EARLIER.match(scene.layout.text, mention.end)
    if found is None:
        return None
    start, end = found.span("name")
    who = Mention(start=start, end=end, text=found["name"], value=Entity(found["name"], "EVENT"))
    return Happening(start, end, "发生日期", who=who)


def in_row(scene: Scene, mention: Mention[Period]) -> Happening | None:
    """The year of a thing in a row of such: 2021年的星翼X2、2023年的星翼X3."""
    text, start, end = scene.layout.text, mention.start, mention.end
    if mention.value.grain != "year" or not text.startswith("的", end):
        return None
    first = int(scene.entities.before[end])
    who = next((m for m in scene.entity_mentions[first : first + 3] if m.value.label == "PRODUCT"), None)
    if who is None or not 1 <= who.start - end <= _QUOTE:
        return None
    if not _NEXT.match(text, who.end) and not _LAST.search(text, max(0, start - _ROW), start):
        return None
    return Happening(who.start, who.end, "发布时间", who=who)


def moved(scene: Scene, mention: Mention[Period]) -> Happening | None:
    """What is put off to a day: the last word of happening before it, else the noun of its clause."""
    text, clause = scene.layout.text, int(scene.layout.clause_start[mention.start])
    found = _MOVED.search(text, max(clause, mention.start - _MOVED_REACH), mention.start)
    if found is None:
        return None
    start = clause if found["what"] else int(scene.layout.sentence_start[mention.start])
    words = scene.wording.between(start, found.start("moved"))
    word = next((word for word in reversed(words) if word.role == "event"), None)
    if word is None or "长" in found["moved"]:  # 上映延长至8月31日: when it ends, not when it opens
        return Happening(found.start(), found.end(), found.group())
    return Happening(word.start, word.end, plain_name(scene, word))
