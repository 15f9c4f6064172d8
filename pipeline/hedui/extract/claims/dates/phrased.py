"""What a turn of phrase says of a date where no word of happening does: 最近一次检查在3月5日, 改期至1月5日."""

import re

from hedui.extract.claims.scene import Scene
from hedui.extract.claims.wording import Word
from hedui.model import Mention, Period

Phrased = tuple[int, int, str]  # where the words begin and end, and what the date is called
# 市府最近一次检查在3月5日, 上次加息还是2018年.
_LATEST = re.compile(
    r"(?:(?P<first>首)|最近|最后|[上前])一?次(?P<name>[一-龥]{2,8}?)(?:发生|出现|举行|进行)?(?:还|仍|就)?[是在于]$"
)
_LATEST_REACH = 18
_MOVED = re.compile(r"(?:改期|延[期后]|押后|推[迟后]|顺延|提[前早])[至到于]$")  # 聆讯改期至1月5日
_MOVED_REACH = 4


def latest(scene: Scene, mention: Mention[Period]) -> Phrased | None:
    """The last or the first time that something was done."""
    text = scene.layout.text
    begin = max(int(scene.layout.clause_start[mention.start]), mention.start - _LATEST_REACH)
    found = _LATEST.search(text, begin, mention.start)
    if found is None:
        return None
    return found.start("name"), found.end("name"), f"{'首' if found['first'] else '上'}次{found['name']}日期"


def moved(scene: Scene, mention: Mention[Period]) -> Word | None:
    """What is put off to a day: the last word of happening before it in its sentence."""
    if not _MOVED.search(scene.layout.text, max(0, mention.start - _MOVED_REACH), mention.start):
        return None
    start = int(scene.layout.sentence_start[mention.start])
    return next((w for w in reversed(scene.wording.between(start, mention.start)) if w.role == "event"), None)
