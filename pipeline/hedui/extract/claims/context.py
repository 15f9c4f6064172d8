"""How a figure is meant: kind, polarity, attribution, scope, quotation, and the part of the article."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedui.extract.claims.scene import Scene, title_of

if TYPE_CHECKING:
    from hedui.extract.claims.layout import Layout

_LEAD = 1  # paragraphs after the headline
_CAPTION = re.compile(r"^\s{0,4}(?:图[::]|图片?来源|图源|图为|资料图|制图|\(图)")
# 招股书显示, 据统计厅公布, 王某表示: who says so, up to the verb of saying.
_SAYING = re.compile(
    r"(?:据|根据|按照?)?(?P<who>[^,,。;;::!!??\n“”\"]{2,16}?)"
    r"(?:的?(?:数据|统计|资料|报告|公告|调查)?(?:显示|指出|公布|发布|披露|表示|透露|统计|称|介绍|宣布|预计|预测|估计|报道|说))"
)
_OPEN_QUOTE, _CLOSE_QUOTE = "“「『", "”」』"


@dataclass(frozen=True, slots=True)
class Context:
    """What the words around a figure say of it."""

    kind: str
    polarity: bool
    qualifier: str | None
    attribution: str | None
    quoted: bool
    section: str


def context_of(scene: Scene, i: int, metric_start: int | None) -> Context:
    """The context of figure i, whose metric begins at `metric_start`."""
    layout, start, end = scene.layout, int(scene.figures.start[i]), int(scene.figures.end[i])
    sentence = int(layout.sentence_start[start])
    clause = int(layout.clause_start[start])
    kind, polarity = _kind(scene, clause, sentence, start)
    before = layout.text[sentence:start]
    return Context(
        kind=kind,
        polarity=polarity,
        qualifier=_scope(
            scene, min(clause, metric_start if metric_start is not None else clause, start), start, sentence
        ),
        attribution=_attribution(before),
        quoted=sum(map(before.count, _OPEN_QUOTE)) > sum(map(before.count, _CLOSE_QUOTE)),
        section=section_of(layout, start, end),
    )


def _kind(scene: Scene, clause: int, sentence: int, start: int) -> tuple[str, bool]:
    kind, polarity = "actual", True
    for word in scene.wording.between(sentence, start):
        if word.role == "denial" and word.start >= clause:
            polarity = False
        near = word.start >= clause or scene.layout.clause[start] - scene.layout.clause[word.start] <= 1
        between = scene.figures.before[start] - scene.figures.before[word.end]
        if word.role in ("forecast", "target", "rumour") and near and (word.start >= clause or between <= 1):
            kind = word.role
    return kind, polarity


def _scope(scene: Scene, clause: int, start: int, sentence: int) -> str | None:
    words = [w for w in scene.wording.between(max(clause - 6, sentence), start) if w.role == "scope"]
    return words[-1].name if words else None


def _attribution(before: str) -> str | None:
    found = None
    for match in _SAYING.finditer(before[-120:]):
        found = match["who"]
    return found


def section_of(layout: "Layout", start: int, end: int) -> str:
    """title, lead, body or caption."""
    paragraph = int(layout.paragraph[start])
    headline = title_of(layout.text)
    if start < headline:
        return "title"
    line = layout.text.rfind("\n", 0, start) + 1
    if _CAPTION.match(layout.text, line, line + 12):
        return "caption"
    return "lead" if paragraph <= _LEAD + (headline > 0) else "body"
