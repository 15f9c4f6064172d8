"""What a turn of phrase says of a date where no word of happening does: 最近一次检查在3月5日, 改期至1月5日."""

import re

from hedui.extract.claims.dates.naming import Happening, plain_name
from hedui.extract.claims.scene import Scene
from hedui.model import Mention, Period
from hedui.wordlists import compile_words

# 市府最近一次检查在3月5日, 上次加息还是2018年.
_LATEST = re.compile(
    r"(?:(?P<first>首)|最近|最后|[上前])一?次(?P<name>[一-龥]{2,8}?)(?:发生|出现|举行|进行)?(?:还|仍|就)?[是在于]$"
)
_LATEST_REACH = 18
# 聆讯改期至1月5日, 参展期延长至8月3日: with the noun before where no word of happening is.
_MOVED = re.compile(r"(?P<what>[一-龥]{0,4}?)(?P<moved>(?:改期|延[期后长]?|押后|推[迟后]|顺延|提[前早])[至到于])$")
_MOVED_REACH = 8
# 自7月1日起,票价上调至5元: a rule comes into force.
_FROM, _ON = re.compile("[自从由](?:今年|明年)?$"), re.compile("日?起")
_RULED = compile_words("{ruled}")
_RULE = 24


def latest(scene: Scene, mention: Mention[Period]) -> Happening | None:
    """The last or the first time that something was done."""
    text = scene.layout.text
    begin = max(int(scene.layout.clause_start[mention.start]), mention.start - _LATEST_REACH)
    found = _LATEST.search(text, begin, mention.start)
    if found is None:
        return None
    name = f"{'首' if found['first'] else '上'}次{found['name']}日期"
    return Happening(found.start("name"), found.end("name"), name)


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


def in_force(scene: Scene, mention: Mention[Period]) -> Happening | None:
    """From when a rule holds that no word of happening tells of."""
    text, start, end = scene.layout.text, mention.start, mention.end
    since = mention.text.startswith(("自", "从", "由")) or _FROM.search(text, max(0, start - 3), start)
    on = mention.text.endswith("起") or _ON.match(text, end)
    ruled = _RULED.search(text, end, end + _RULE) if since and on else None
    if ruled is None or mention.value.grain == "year":
        return None
    return Happening(ruled.start(), ruled.end(), "生效日期")
