"""What a figure measures when no metric word stands near: its unit and the words that touch it say so."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hedui.extract.metrics.names import compatible
from hedui.extract.metrics.nouns import Nouns, nouns_of
from hedui.extract.metrics.words import MetricWords
from hedui.lexicon import MetricRow
from hedui.model import Mention, Metric, Quantity
from hedui.tokenizer import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

# 规模7.2 and 7.8级 are magnitudes where the text speaks of a quake; 规模 alone is a size of anything.
_QUAKE = re.compile(r"地震|强震|余震|震中|震级|震央|芮氏|里氏|主震")
_MAGNITUDE_BEFORE = re.compile(r"(?:规模|芮氏|里氏|强度|震级)[为达约是\s]{0,2}$")
# Words after a count that are no thing counted: 8家以上, 5人参加, 3名来自, 12个左右.
_NOT_COUNTED = re.compile(
    r"以上|以下|以内|以外|左右|上下|之间|之多|不等|来自|参加|参与|增加|减少|增长|下降|上升|提高|其中|分别|以及|包括|属于|"
    r"同比|环比|按年|按月|按季|较上|比上|年增|年减|因为|由于|如果|但是|不过|目前|今年|去年|此前|过去|时间|可能|已经|均为|全部|合计|"
    r"历史|过程|期间|阶段|情况|方面|结果|之后|以来|前后|共同|同时|个月|小时|分钟|人民币|港币|美金"
)
_ACTORS = frozenset("人名位家间所国队省市县")  # 5家推出产品: they act, 24份采购协议 do not
# What is said of a share: 62.8%的受访者, 三成的订单; and of a holding: 28.57%的股份.
_HOLDING = re.compile(r"股份|股权|权益|股本")
# 连续八年世界第一, 一连9个月站稳, 连跌三年: what went on, and in what it is counted.
_STREAK = re.compile(r"(?:连续|一连|接连|连)([\u4e00-\u9fff]{0,3})$")
_STREAK_AFTER = re.compile(
    r"[都均再又仍世界全球全国位居实现保持录得出现呈现正负]{0,4}"
    r"(第一|居首|上升|上涨|上扬|下跌|下滑|下降|增长|增加|减少|回落|回升|高于|低于|盈利|亏损|扩张|收缩|夺冠|入选|入围|破万|领先|[\u4e00-\u9fff]{2})"
)
_STREAK_VERBS = {"跌": "下跌", "升": "上升", "涨": "上涨", "降": "下降", "增": "增长", "减": "减少", "亏": "亏损"}
_STREAK_NAMES = {"居首": "第一", "企于": "高于", "站稳": "高于", "站上": "高于", "下滑": "下降"}
_STREAK_UNITS = {
    "年": "年数",
    "月": "月数",
    "天": "天数",
    "日": "天数",
    "周": "周数",
    "季度": "季度数",
    "季": "季度数",
}
_LED = frozenset("了已仅约近超逾长达满不到将过刚才只有的时最后再又也都为共")
_SINCE = frozenset(("成立", "创立", "创办", "创建", "诞生", "建立"))


def implied(
    doc: "Doc", figure: Mention[Quantity], words: MetricWords, nouns: "Nouns | None" = None
) -> list[Mention[Metric]]:
    """Metrics that the figure itself implies, best first; each mention's `anchor` is the figure's start.

    7.8级 beside 地震 is a 震级, 24份未完成订单 a 未完成订单数, 62.8%的受访者 a 受访者比例, 运行30天 a 运行时长.
    `nouns` are the document's own, for callers with many figures.
    """
    text = text_of(doc)
    return _by_unit(text, figure) or _by_words(text, figure, words, nouns or nouns_of(doc, words))


def with_implied(
    doc: "Doc",
    mentions: list[Mention[Metric]],
    figures: Sequence[Mention[Quantity]],
    words: MetricWords,
    nouns: "Nouns | None" = None,
) -> list[Mention[Metric]]:
    """The mentions, and what the figures' own words imply where no mention says it; in text order."""
    if not figures:
        return mentions
    text = text_of(doc)
    nouns = nouns_of(doc, words) if nouns is None else nouns
    starts = [mention.start for mention in mentions]
    added = []
    for figure in figures:
        for found in _by_unit(text, figure) or _by_words(text, figure, words, nouns):
            at = bisect_left(starts, found.start)
            beside = mentions[max(0, at - 1) : at + 1]
            if not any(
                m.start < found.end and found.start < m.end and compatible(m.value, figure.value)
                for m in beside
                if m.value.role == "level"
            ):
                added.append(found)
    return sorted([*mentions, *added], key=lambda mention: mention.start) if added else mentions


def _by_words(text: str, figure: Mention[Quantity], words: MetricWords, nouns: Nouns) -> list[Mention[Metric]]:
    kind = figure.value.dimension
    if kind == "duration":
        return _streak(text, figure) or _lasting(text, figure, nouns)
    if kind in ("count", "money", "percent", "mass", "area", "volume", "energy", "power"):
        return _counted(text, figure, words, nouns)
    return []


def _by_unit(text: str, figure: Mention[Quantity]) -> list[Mention[Metric]]:
    unit, value = figure.value.unit, figure.value.value
    if unit == "级" or _MAGNITUDE_BEFORE.search(text, max(0, figure.start - 6), figure.start):
        near = _QUAKE.search(text, max(0, figure.start - 40), figure.end + 20)
        if near and value is not None and value < 10:
            return [_mention(text, figure, (figure.start, figure.end), Metric(name="震级", known=True))]
    return []


def _counted(text: str, figure: Mention[Quantity], words: MetricWords, nouns: Nouns) -> list[Mention[Metric]]:
    """The thing counted, right behind the figure: 24份未完成订单; of a share with 的 between: 三成的订单."""
    kind, start = figure.value.dimension, figure.end
    if text[start : start + 1] == "的":
        if kind != "percent":
            return []
        start += 1
    elif kind == "percent":
        return []
    end = nouns.end_from(start)
    if end == start and kind == "count" and figure.value.unit not in _ACTORS:
        end = nouns.verb_led(start)
    phrase = text[start:end]
    if len(phrase) < 2 or _NOT_COUNTED.match(phrase):
        return []
    pair = nouns.pair_end(text, end)
    if text[start:pair] in words.metrics:  # 28个国家和地区
        end, phrase = pair, text[start:pair]
    row = words.by_form.get(phrase)
    if isinstance(row, MetricRow):
        metric = Metric(name=row.id, known=True, dimension=row.dimension)
        if compatible(metric, figure.value):
            return [_mention(text, figure, (start, end), metric)]
    elif row is not None:  # 1.5%的增长
        return []
    if kind == "percent":
        name = "持股比例" if _HOLDING.search(phrase) else f"{phrase}比例"
        return [_mention(text, figure, (start, end), Metric(name=name, dimension="percent"))]
    name = f"{phrase}数" if kind == "count" and phrase[-1] not in "数量额率价" else phrase
    return [_mention(text, figure, (start, end), Metric(name=name, dimension=kind))]


def _streak(text: str, figure: Mention[Quantity]) -> list[Mention[Metric]]:
    """连续八年世界第一 is 连续第一年数, 连跌三年 连续下跌年数."""
    inside = figure.text.startswith(("连续", "一连"))
    before = _STREAK.search(text, max(0, figure.start - 5), figure.start)
    if not inside and before is None:
        return []
    verb = before[1] if before else ""
    after = _STREAK_AFTER.match(text, figure.end)
    start = before.start() if before else figure.start
    end = figure.end
    if verb in _STREAK_VERBS:
        verb = _STREAK_VERBS[verb]
    elif after is not None:
        verb, end = _STREAK_NAMES.get(after[1], after[1]), after.end()
    elif not verb:
        return []
    unit = next(
        (name for form, name in _STREAK_UNITS.items() if figure.text.rstrip("多以上").endswith(form)), "时长"
    )
    name = f"连续{verb}{unit}"
    return [_mention(text, figure, (start, end), Metric(name=name, dimension="duration"))]


def _lasting(text: str, figure: Mention[Quantity], nouns: Nouns) -> list[Mention[Metric]]:
    """The verb before a length of time says what lasts: 运行30天 is a 运行时长, 成立三年 a 成立至今时长."""
    end = figure.start
    while end and text[end - 1] in _LED and figure.start - end < 3:
        end -= 1
    start = nouns.verb_before(end)
    if start is None:
        return []
    verb = text[start:end]
    name = "成立至今时长" if verb in _SINCE else f"{verb}时长"
    return [_mention(text, figure, (start, end), Metric(name=name, dimension="duration"))]


def _mention(text: str, figure: Mention[Quantity], span: tuple[int, int], metric: Metric) -> Mention[Metric]:
    start, end = span
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        value=metric,
        rules=("implied",),
        anchor=figure.start,
        score=0.5,
    )
