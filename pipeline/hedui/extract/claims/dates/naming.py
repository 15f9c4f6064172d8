"""What a date is called: the word of happening, what failed, was planned or is held, and how fine the date is."""

import re

from msgspec import Struct

from hedui.extract.claims.scene import Scene
from hedui.extract.claims.wording import Word
from hedui.model import Entity, Mention, Period
from hedui.wordlists import compile_words

_PAPER = 20  # characters to what is published
_PAPERS = compile_words(r"[^,，。；\n]{0,16}?(?:{announced_paper})")
ANNOUNCED = frozenset({"发布时间", "公告日期", "披露日期", "宣布日期"})
_PLEDGED = compile_words(r"[将拟再要在了全球]{0,3}({pledged})")  # 宣布裁员 is the day of the layoffs' news
# 又发现2名遇难者 dates the finding of these.
_COUNTED = re.compile(
    r"了?[0-9一二两三四五六七八九十]{1,3}[名位具处](遇难者|遗体|幸存者|[一-龥]{2,4}(?=[,，。；、]))"
)
# 14日举行发布会, 举行的股东大会; 告别式定于1月24日举行: what is held gives the date its name.
HELD = "举行日期"
_GATHERING = r"((?:(?!的)[一-龥]){0,6}?(?:{gathering}|[会式礼展节](?![员长场者期馆])))"
_HELD_IS = compile_words(rf"了?(?:[^,，。；;：:、\n]{{0,12}}?[的次届场])?{_GATHERING}")
_IS_HELD = compile_words(rf"(?:^|的){_GATHERING}(?:[将拟]|原?[定订])?[于在]?$")
_ENDS = re.compile(r"[,，。；;）)\n]|$")
_PLANNED = re.compile(r"原(?:定|先|本|拟|计划|订)")
# 冲击科创板上市未果, 终止上市, 申请上市: what did not happen, or not yet, is dated as what it is.
_FAILED = re.compile(r"[^,，。；\n]{0,4}?(未果|失败|折戟|被否|受阻|搁浅|延期|推迟|取消)")
_TRIED = compile_words(r"({tried})[一-龥A-Za-z0-9]{0,6}$")
_ASKED_FOR = frozenset({"清盘呈请日期", "递表日期", "聆讯日期", "破产日期"})  # 申请清盘 is what these date
# A year is no day, and an hour no date: 建造年份, 建造日期, 建造时间.
_SUFFIX = {"year": "年份", "minute": "时间"}
_COMPLETE = ("时间", "年份", "日", "起始", "至")  # such names stay: 上映时间, 除息日, 任职起始, 密钥延期至
_OF_LAW = frozenset({"上市日期"})  # a term that is used of a year, too


class Happening(Struct, frozen=True, gc=False):
    """What a date tells of: the words in the clean text, what the date is called, and whose it can be."""

    start: int
    end: int
    name: str
    of: tuple[str, ...] = ()
    who: Mention[Entity] | None = None  # whose it is where the words themselves say so


def by_grain(name: str, period: Period) -> str:
    """The name for a date this fine; a bare verb gets the word that fits."""
    fit = "时间" if period.clock else _SUFFIX.get(period.grain, "日期")
    if name == "发布时间" and period.grain == "day":
        return "发布日期"
    if name.endswith("日期"):
        return name if name in _OF_LAW else f"{name.removesuffix('日期')}{fit}"
    return name if name.endswith(_COMPLETE) else f"{name}{fit}"


def dated_name(scene: Scene, word: Word) -> str:
    """What a date is called after a word: what failed, was only tried or was planned says so."""
    text, name, spelled = scene.layout.text, word.name, scene.layout.text[word.start : word.end]
    begin = int(scene.layout.clause_start[word.start])
    failed = _FAILED.match(text, word.end)
    if failed is not None:
        return f"{spelled}{failed[1]}时间"
    tried = _TRIED.search(text, begin, word.start)
    if tried is not None and name not in _ASKED_FOR:
        return f"{tried[1]}{spelled}时间"
    return f"{'原定' if _PLANNED.search(text, begin, word.start) else ''}{plain_name(scene, word)}"


def plain_name(scene: Scene, word: Word) -> str:
    """发布 of a report or of figures is a publication, of a thing its coming out; what is held names its day."""
    text = scene.layout.text
    pledged = _PLEDGED.match(text, word.end) if word.name in ANNOUNCED | {"发布日期"} else None
    if pledged is not None:
        return f"{pledged[1]}{text[word.start : word.end]}日期"
    if word.name in ANNOUNCED and _PAPERS.search(text, word.end, word.end + _PAPER):
        return "发布日期"
    counted = _COUNTED.match(text, word.end) if word.name == "发现日期" else None
    if counted is not None:
        return f"发现{counted[1]}日期"
    held = _held(scene, word) if word.name == HELD else None
    return f"{held}日期" if held is not None else word.name


def _held(scene: Scene, word: Word) -> str | None:
    """What is held: the noun behind the verb, or where the verb ends its clause that before the date.

    None for what bears a name of its own: 12月14日举行的江州马拉松 has a 举行日期.
    """
    text = scene.layout.text
    held = _HELD_IS.match(text, word.end)
    if held is None and _ENDS.match(text, word.end):
        last = int(scene.periods.before[word.start]) - 1
        start = int(scene.layout.clause_start[word.start])
        held = _IS_HELD.search(text[start : int(scene.periods.start[last])]) if last >= 0 else None
    return held[1] if held and all(m.text != held[1] for m in scene.entity_mentions) else None
