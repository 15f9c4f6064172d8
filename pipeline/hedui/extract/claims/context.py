"""How a figure is meant: kind, polarity, attribution, scope, quotation, and the part of the article."""

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from hedui.extract.claims.scene import Scene
from hedui.extract.claims.scene.layout import title_of
from hedui.extract.claims.wording import Word
from hedui.wordlists import compile_words

if TYPE_CHECKING:
    from hedui.extract.claims.scene.layout import Layout

_LEAD = 1  # paragraphs after the headline
_CAPTION = re.compile(r"^\s{0,4}(?:图[:：]|图片?来源|图源|图为|资料图|制图|[(（]图)")
# 招股书显示, 据统计厅公布, 王某表示: who says so stands before the verb of saying.
_WHO = re.compile(r"[^,，。;；:：!！?？\n“”\"「」、]{2,16}$")
_AROUND_WHO = compile_words(r"^(?:据|根据|按照?|而|但|另外|同时)|的?(?:最新)?(?:{around_a_source})$")
# 财务数据显示, 本网9月2日讯: data of its own and a dateline are no source.
_NOBODY = compile_words(r"^(?:{kind_of_data})|[0-9][月日]|[0-9]{4}年")
_SAID = frozenset({"预计", "预测", "估计", "发布", "公布", "披露", "宣布", "公告"})
_DENIED = 14  # characters after a figure in which 并非 denies it
# 高于市场预期的, 较原先预算, 不及预期.
_COMPARED = re.compile(r"(?:[高低优逊大小][于过]|超过?|超出|不及|较|比)(?:市场|原先|原来|此前|机构)?$")
_STEPS = 4  # from a growth to its level, to the one that is converted, to the first of its list
_NEAR = 12
_CONVERTED = re.compile(r"\s?[（(](?:折?合|相当于|约|大约|即|人民币|新?台币|港币|美元){0,4}")
_REACH = 400  # characters of a sentence read back
_OPEN_QUOTE, _CLOSE_QUOTE = "“「『", "”」』"


class Context(Struct, frozen=True, gc=False):
    """What the words around a figure say of it."""

    kind: str
    polarity: bool
    qualifier: str | None
    attribution: str | None
    quoted: bool
    section: str


def context_of(scene: Scene, place: tuple[int, int], metric_start: int | None, lead: int | None = None) -> Context:
    """The context of the figure or date at a clean range, whose metric begins at `metric_start`.

    `lead` is where the figure begins that is meant as this one is (see lead_of).
    """
    layout, (start, end) = scene.layout, place
    sentence = max(int(layout.sentence_start[start]), start - _REACH)
    clause = int(layout.clause_start[start])
    kind, polarity = _kind(scene, clause, sentence, start)
    if kind == "actual" and lead is not None:
        kind, _ = _kind(
            scene, int(layout.clause_start[lead]), max(int(layout.sentence_start[lead]), lead - _REACH), lead
        )
    before = layout.text[sentence:start]
    return Context(
        kind=kind,
        polarity=polarity,
        qualifier=_scope(
            scene, min(clause, metric_start if metric_start is not None else clause, start), start, sentence
        ),
        attribution=_attribution(scene, sentence, start),
        quoted=sum(map(before.count, _OPEN_QUOTE)) > sum(map(before.count, _CLOSE_QUOTE)),
        section=section_of(layout, start, end),
    )


def lead_of(scene: Scene, i: int) -> int | None:
    """Where the figure begins that is meant as figure i is: 预计100亿元(约14亿美元), 有望达3亿件、5亿元,增7%和6%.

    The figure that is converted, the first of a list, the level whose growth it is.
    """
    figures, lists, at = scene.figures, scene.lists["figure"], i
    for _ in range(_STEPS):
        back = int(scene.behind[at])
        if not back and at and (lists.group[at] == lists.group[at - 1] or _is_converted(scene, at)):
            back = 1
        if not back:
            break
        at -= back
    return None if at == i else int(figures.start[at])


def _is_converted(scene: Scene, i: int) -> bool:
    end, start = int(scene.figures.end[i - 1]), int(scene.figures.start[i])
    return start - end <= _NEAR and _CONVERTED.fullmatch(scene.layout.text, end, start) is not None


def _kind(scene: Scene, clause: int, sentence: int, start: int) -> tuple[str, bool]:
    kind, polarity = "actual", True
    for word in scene.wording.between(sentence, start):
        if word.role in ("denial", "misprint") and word.start >= clause:
            polarity = False
        if word.role in ("forecast", "target", "rumour") and _means(scene, word, clause, start):
            kind = word.role
    end = start + 1
    later = scene.wording.between(end, min(end + _DENIED, len(scene.layout.text)))
    denied = [w for w in later if w.role in ("denial", "faulty")]  # 将6120万元误写为6.12亿元 denies the later one
    same = any(scene.layout.clause[w.start] == scene.layout.clause[start] for w in denied)
    return kind, polarity and not same


def _means(scene: Scene, word: Word, clause: int, start: int) -> bool:
    """Whether a word tells how a figure is meant: in its clause, or just before it.

    What a figure is compared with (高于预期的98亿元, 较原先预算) is the next figure alone.
    """
    layout = scene.layout
    if layout.text.startswith("案", word.end):  # 财政预算案 is a document
        return False
    between = int(scene.figures.before[start] - scene.figures.before[word.end])
    if _COMPARED.search(layout.text, max(0, word.start - 4), word.start):
        return between == 0
    return word.start >= clause or (layout.clause[start] - layout.clause[word.start] <= 1 and between <= 1)


def _scope(scene: Scene, clause: int, start: int, sentence: int) -> str | None:
    words = [w for w in scene.wording.between(max(clause - 6, sentence), start) if w.role == "scope"]
    return words[-1].name if words else None


def _attribution(scene: Scene, sentence: int, start: int) -> str | None:
    text = scene.layout.text
    for word in reversed(scene.wording.between(sentence, start)):
        if word.role == "say" or text[word.start : word.end] in _SAID:
            match = _WHO.search(text, max(sentence, word.start - 16), word.start)
            who = _AROUND_WHO.sub("", _AROUND_WHO.sub("", match.group())) if match else ""
            if len(who) > 1 and not _NOBODY.search(who):
                return who
    return None


def section_of(layout: "Layout", start: int, end: int) -> str:
    """title, lead, body or caption."""
    paragraph = int(layout.paragraph[start])
    headline = title_of(layout.text)
    if start < headline:
        return "title"
    line = int(layout.paragraph_start[start])
    if _CAPTION.match(layout.text, line, line + 12):
        return "caption"
    return "lead" if paragraph <= _LEAD + (headline > 0) else "body"
