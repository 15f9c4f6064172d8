"""Which figures are growth, change or share: the growth word of each figure, or none."""

import re
from itertools import pairwise

from hedui.arrays import Ints, np
from hedui.extract.claims.scene import Scene
from hedui.extract.claims.scene.columns import DIMENSIONS
from hedui.model import Mention, Metric

_RATES = frozenset(DIMENSIONS.index(name) + 1 for name in ("percent", "point", "multiple"))
_POINT = DIMENSIONS.index("point") + 1
_RANK = DIMENSIONS.index("rank") + 1
# 增至3.37亿元, 升到5%, 降至4月底3%, 由14个增为31个: the figure is the level reached.
_LEVEL = re.compile(
    r"(?:[至到]|(?<=[增加升长减少降跌])(?<!比..)[为成])(?:[0-9年月日号初中底末今去上下前本当同期季度第一二三四半旬财]{1,12}的?)?(?:[了约近]|超过?|每股)?$"
)
# 去年同期5.3亿元, 较上年末的39.4%: what a figure is compared with is a level; 较去年+5% is a change.
_BASIS = re.compile(r"较|比(?!重)|与|相|对比|去年同期")
_SIGNED = re.compile(r"[+＋\-－−]$")
# 毛利率高达60%, 低于10元, 高于去年同期的21.3%: no change at all.
_REACHED = re.compile(r"[高多少]达")
_BEYOND = frozenset(("高于", "低于"))
_NEW = frozenset(("新增",))  # 新增412个分子: so many new ones
# 增速提到13.7%, 跌幅扩大到5.75%: growth that has a noun keeps it, whatever the noun does.
_NOUN = re.compile(r"(?:速|幅|率|占比|比重|比例|占)$")
_FROM = re.compile(r"[从由自]")  # 占比从18.0%升至24.5%: both are shares
# 由2024年第三季度的17.1%上升至25.5%, 从年初7.5%回落: where a change starts is a level.
_START = re.compile(r"[从由自][去今前上本同当]?[0-9年月日号季第一二三四上下半期初中末底度财的]{0,14}$")
_SUMS = frozenset(DIMENSIONS.index(name) + 1 for name in ("money", "price", "people", "count"))
_JOINT = re.compile(r"[、和与及]")
_BOUND = re.compile(r"[至不最][少多高低]")
_AGAIN = re.compile(r"[(（](?:约合?|折合|合|即|相当于)?")
# 报名人数是计划的7.2倍, 恢复到2019年同期的66%: what stands to another thing is no growth told of before it.
_STANDS_TO = re.compile(
    r"(?:[是为]|[只不仅]及|等于|相当于|恢复[到至])(?<![减增升降涨跌]为)[^，。；,;、占]{1,14}的[约近逾超]?$"
)
_ADJOINS = re.compile(r"的?")  # 5%的增速
_REACH_BEFORE = 16
_REACH_SHARE = 36  # 占…的3%: the whole stands between


def growth_words(scene: Scene) -> Ints:
    """Per figure the index of its growth word among `scene.growth_mentions`, -1 where it is a level."""
    kinds = scene.figure["dimension"].tolist()
    found = [_in_turn(scene, i, _growth_word(scene, i, kind)) for i, kind in enumerate(kinds)]
    for i in range(1, len(found)):
        if found[i] < 0 and kinds[i] == kinds[i - 1] and kinds[i] not in _RATES and _said_again(scene, i):
            found[i] = found[i - 1]
    return np.array(found, dtype=np.int64)


def _said_again(scene: Scene, i: int) -> bool:
    """增加75公斤/公顷(5公斤/亩): what a bracket says in other units is the same change; a rate is its own."""
    last, figure = scene.reading.quantities[i - 1 : i + 1]
    return _AGAIN.fullmatch(scene.layout.text, last.end, figure.start) is not None


def _in_turn(scene: Scene, i: int, index: int) -> int:
    """同比、环比分别上升3%和5%: each figure of a list has the basis of its own place."""
    lists = scene.lists["figure"]
    back = int(lists.size[i] - 1 - lists.place[i])
    if index < back or back <= 0 or scene.growth_mentions[index].rules[0] != "basis":
        return index
    row = scene.growth_mentions[index - int(lists.size[i]) + 1 : index + 1]
    joined = len(row) == lists.size[i] and all(
        left.rules == ("basis",) and _JOINT.fullmatch(scene.layout.text, left.end, right.start)
        for left, right in pairwise(row)
    )
    return index - back if joined else index


def _growth_word(scene: Scene, i: int, kind: int) -> int:
    """The growth word of figure i, whose dimension has the number `kind`; -1 for none."""
    text, figure = scene.layout.text, scene.reading.quantities[i]
    start, end = figure.start, figure.end
    index = int(scene.growths.before[start])
    last = _living(scene, kind, index - 1, (int(scene.layout.clause_start[start]), start))
    if last is not None and (left := _before(scene, i, kind, last)) is not None:
        return left
    if index == len(scene.growths) or kind not in _RATES:
        return -1
    mention = scene.growth_mentions[index]
    if not _ADJOINS.fullmatch(text, end, mention.start) or mention.text in _BEYOND or mention.value.role == "rank":
        return -1
    same = scene.layout.clause[mention.start] == scene.layout.clause[end]
    # 由25.1%下降19.4个百分点: the word belongs to the figure that follows it
    starts = _START.search(text, max(0, start - _REACH_BEFORE), start) is not None
    return index if same and not starts and not _next_figure(scene, mention.end) else -1


def _living(scene: Scene, kind: int, index: int, before: tuple[int, int]) -> int | None:
    """The nearest growth word from `index` back within the range before a figure that can say something of it.

    What a figure only is compared with, and how high it is, are passed over.  A verb whose figure is the level
    reached (回落到) leaves the word to a noun before it (占比从83%回落到81%).
    """
    (begin, start), text, rate = before, scene.layout.text, kind in _RATES
    level = None
    while index >= 0 and scene.growth_mentions[index].start >= begin:
        mention = scene.growth_mentions[index]
        noun = rate and _NOUN.search(mention.text) is not None
        if mention.value.role == "growth" and not noun and _LEVEL.search(text, mention.start, start):
            level = index if level is None else level
        elif noun or (level is None and not _idle(text, kind, mention, start)):
            return index
        index -= 1
    return level


def _idle(text: str, kind: int, mention: Mention[Metric], start: int) -> bool:
    """Whether a word before a figure is no word of its growth."""
    if mention.value.role == "share":
        return kind not in _RATES  # 占55个: so many of them
    if mention.text in _BEYOND:
        return kind != _POINT
    if mention.text in _NEW:
        return kind not in _RATES
    if mention.rules == ("basis",) and mention.value.change is None and _BASIS.match(mention.text):
        return kind != _POINT and not _SIGNED.search(text, mention.end, start)
    return _REACHED.match(text, mention.start) is not None


def _next_figure(scene: Scene, end: int) -> bool:
    reach = min(end + 5, len(scene.figures.before) - 1)
    return bool(scene.figures.before[reach] - scene.figures.before[end])


def inherited(scene: Scene, growth: Ints, metric: Ints) -> Ints:
    """The growth words with those taken over: a rate of a sum of money can only be its growth or share.

    游戏、有道当季同比分别减少1.5%、9.5%;端游收入大涨56.6%,手游10.5%: the last rate keeps the sentence's word.
    """
    out = growth.copy()
    kinds = scene.figure["dimension"].tolist()
    for i in np.flatnonzero((growth < 0) & (metric >= 0)).tolist():
        if kinds[i] not in _RATES or int(scene.metric["dimension"][metric[i]]) not in _SUMS:
            continue
        start = int(scene.figures.start[i])
        begin = int(scene.layout.sentence_start[start])
        if _STANDS_TO.search(scene.layout.text, max(begin, start - _REACH_SHARE), start):
            continue
        last = _living(scene, kinds[i], int(scene.growths.before[start]) - 1, (begin, start))
        if last is not None:
            last = _moved_share(scene, kinds[i], last)
            mention = scene.growth_mentions[last]
            level = _LEVEL.search(scene.layout.text, mention.start, start) and not _NOUN.search(mention.text)
            out[i] = -1 if level or mention.value.role == "rank" else last
    return out


def _moved_share(scene: Scene, kind: int, last: int) -> int:
    """收入占比逐年下降,三年来有71%、66%、58%: what a share moves to are shares, too; in points it is how far."""
    before = scene.growth_mentions[last - 1] if last else None
    clause, at = scene.layout.clause, scene.growth_mentions[last].start
    shares = before is not None and before.value.role == "share" and clause[before.start] == clause[at]
    return last - 1 if shares and kind != _POINT else last


def _before(scene: Scene, i: int, kind: int, index: int) -> int | None:
    """The growth word before the figure, -1 where it makes the figure a level, None where it is not its own."""
    mention, text, start = scene.growth_mentions[index], scene.layout.text, scene.reading.quantities[i].start
    noun = kind in _RATES and _NOUN.search(mention.text) is not None
    moved = noun and _FROM.search(text, mention.end, start) is not None
    reach = _REACH_SHARE if noun else _REACH_BEFORE
    if start - mention.end > reach or scene.layout.clause[mention.start] != scene.layout.clause[start]:
        return None
    if (mention.value.role == "rank") != (kind == _RANK):
        return None
    between = int(scene.figures.before[start] - scene.figures.before[mention.end])
    # 分别跳升33.3%和35.4%: the members of one list share the word
    if between > scene.lists["figure"].place[i] + moved:
        return None
    if _LEVEL.search(text, mention.start, start) and mention.value.role == "growth" and not noun:
        return -1
    # 至少900人, 最多3家 are no changes; 较上年增加3亿元 is one
    change = start - mention.end <= 3 and not _BOUND.search(text, max(0, mention.start - 1), mention.end)
    if kind not in _RATES and mention.value.role == "growth" and not change:
        return None
    return index
