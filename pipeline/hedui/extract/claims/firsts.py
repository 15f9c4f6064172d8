"""Who was first: 首家量产, 第二家上市 are ranks in the order of doing, named after the deed."""

import re
from dataclasses import dataclass

from hedui.extract.claims.scene import Scene
from hedui.extract.claims.standins.todate import SOURCE
from hedui.model import Entity, Mention

_ORDER = "先后排名"
_REACH = 24  # characters after the word in which the deed is told
# 首创 is its own deed; 唯一 is no rank among others.
_OWN = {"首创": "首创排名", "唯一": "唯一性"}
# What is counted says what it is first in where no deed is told: a share is listed, a model is brought out.
_COUNTED = dict.fromkeys("股只支", "上市") | dict.fromkeys("款颗枚台代", "产品")
_ORDINAL = re.compile(r"第[一二三四五六七八九十0-9]{1,3}[家款股只支颗枚台座部艘架位个]")
_THINGS = ("PRODUCT", "WORK")


@dataclass(frozen=True, slots=True)
class First:
    """What a rank in the order of doing is called, and the words of the deed in the clean text."""

    name: str
    start: int
    end: int
    who: Mention[Entity] | None = None  # the thing that is the first, where it is named behind the word


def first_of(scene: Scene, i: int) -> First | None:
    """What the rank of figure i is called; None where nothing tells of the deed."""
    figure = scene.reading.quantities[i]
    if figure.value.dimension != "rank":
        return None
    if "superlative" not in figure.rules and _ORDINAL.fullmatch(figure.text) is None:
        return None
    own = _OWN.get(figure.text[:2])
    if own is not None:
        return First(own, figure.start, figure.end)
    counted = _COUNTED.get(figure.text[-1])
    deed = _deed(scene, figure.start, figure.end)
    # 首款量产的芯片 was the first made in numbers; what 首款芯片X,2021年发布 tells of comes later.
    if deed is not None and (counted is None or scene.layout.text.startswith("的", deed[1])):
        start, end = deed
        return First(f"{scene.layout.text[start:end]}{_ORDER}", start, end)
    if counted is None:
        return None
    return First(f"{counted}{_ORDER}", figure.start, figure.end, _thing(scene, figure.end))


def _thing(scene: Scene, end: int) -> Mention[Entity] | None:
    """The product or work named behind the word, in its clause."""
    clause, before = scene.layout.clause, scene.entities.before
    last = int(before[min(end + _REACH, len(before) - 1)])
    for mention in scene.entity_mentions[int(before[end]) : last]:
        named = mention.text and mention.source != SOURCE and mention.value.label in _THINGS
        if named and clause[mention.start] == clause[end - 1]:
            return mention
    return None


def _deed(scene: Scene, start: int, end: int) -> tuple[int, int] | None:
    """The verb of the deed: the first after the word in its clause."""
    clause = scene.layout.clause
    for word in scene.wording.between(end, min(end + _REACH, len(scene.layout.text))):
        if word.role in ("event", "deed") and clause[word.start] == clause[start]:
            return word.start, word.end
    return None
