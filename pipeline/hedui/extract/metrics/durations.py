"""What the words around a duration make of it: a streak, an age, how long nothing was like it."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from hedui.extract.metrics.nouns import Nouns
from hedui.extract.metrics.told import LIKELY, told_by
from hedui.model import Mention, Metric, Quantity
from hedui.wordlists import compile_words

# 连续八年世界第一, 一连9个月站稳, 连跌三年: what went on, and in what it is counted.
_STREAK = re.compile(r"(?:连续|一连|接连|连)([\u4e00-\u9fff]{0,3})$")
_STREAK_AFTER = compile_words(
    r"[都均再又仍世界全球全国位居实现保持录得出现呈现]{0,4}(?:[大小]幅|稳步|逐步)?"
    r"(?:同比|环比|按年)?((?:双位数|两位数)?(?:{streak}|[\u4e00-\u9fff]{2}))"
)
_STREAK_VERBS = {"跌": "下跌", "升": "上升", "涨": "上涨", "降": "下降", "增": "增长", "减": "减少", "亏": "亏损"}
_STREAK_NAMES = {"居首": "第一", "企于": "高于", "站稳": "高于", "站上": "高于"}
_COUNTED_IN = {
    "年": "年数",
    "月": "月数",
    "天": "天数",
    "日": "天数",
    "周": "周数",
    "季度": "季度数",
    "季": "季度数",
}
_LED = frozenset("了已仅约近超逾长达满不到将过刚才只有的时最后再又也都为共")
# 10年来首次回升, 近8年来最高, 五年来同月新低, 时隔九年: how long there was nothing like it.
_RECORD = compile_words(
    r"以?来的?[^，。；！？、,;!?\n0-9]{0,10}?(?:(?P<first>{first_time})|(?P<second>次[高低])|(?P<low>{lowest})|(?P<high>新高|最(?!后|近|终|初|新)))"
)
# 近六年最好 without 来 says the same.
_RECENT = re.compile(r"(?<=[年月])(?:的)?(?:(?P<low>最[低少小慢弱差])|(?P<high>最[高多大快强好]))")
_RECORDS = {"first": "所隔", "low": "新低", "high": "新高"}
_AFTER = re.compile(r"(?:时隔|相隔|睽违)[了逾近]?$")
_SUBJECT = 30  # characters
_STOPS = re.compile(r"[。！？!?；;\n]")
_NO_SUBJECT = ("duration", "date")


def lasted(
    text: str,
    figure: Mention[Quantity],
    nouns: Nouns,
    named: Sequence[Mention[Metric]],
    lasting: Mapping[str, str],
) -> Mention[Metric] | None:
    """What the words around a duration make of it; `named` are the metrics that words of the text name."""
    return _record(text, figure, named) or _streak(text, figure, named) or _since(text, figure, nouns, lasting)


def is_record(text: str, figure: Mention[Quantity]) -> bool:
    """Whether a duration tells how long there was nothing like it: 10年来首次, 8年来最高, 近6年最好."""
    return _recorded(text, figure) is not None


def _recorded(text: str, figure: Mention[Quantity]) -> re.Match[str] | None:
    recent = _RECENT.match(text, figure.end) if figure.text.startswith("近") else None
    return recent or _RECORD.match(text, figure.end)


def _record(text: str, figure: Mention[Quantity], named: Sequence[Mention[Metric]]) -> Mention[Metric] | None:
    """出生率10年来首次回升 is a 出生率所隔年数, 近8年来最高 a 新高年数, 时隔九年 a 所隔年数."""
    found = _recorded(text, figure)
    after = found is None and _AFTER.search(text, max(0, figure.start - 3), figure.start)
    if not found and not after:
        return None
    kind = _RECORDS.get(found.lastgroup or "", found[0][-2:]) if found else "所隔"
    end = found.end() if found else figure.end
    name = f"{_subject(text, figure.start, named)}{kind}{_counted_in(figure)}"
    return told_by(text, figure, (figure.start, end), Metric(name=name, dimension="duration"))


def _streak(text: str, figure: Mention[Quantity], named: Sequence[Mention[Metric]]) -> Mention[Metric] | None:
    """出口额连跌三年 is a 出口额连续下跌年数, 连续八年世界第一 alone a 连续第一年数."""
    inside = figure.text.startswith(("连续", "一连"))
    before = _STREAK.search(text, max(0, figure.start - 5), figure.start)
    if not inside and before is None:
        return None
    verb = before[1] if before else ""
    after = _STREAK_AFTER.match(text, figure.end)
    start = before.start() if before else figure.start
    end = figure.end
    if verb in _STREAK_VERBS:
        verb = _STREAK_VERBS[verb]
    elif after is not None:
        verb, end = _STREAK_NAMES.get(after[1], after[1]), after.end()
    elif not verb:
        return None
    name = f"{_subject(text, start, named)}连续{verb}{_counted_in(figure)}"
    return told_by(text, figure, (start, end), Metric(name=name, dimension="duration"), LIKELY)


def _counted_in(figure: Mention[Quantity]) -> str:
    written = figure.text.rstrip("多以上")
    return next((name for form, name in _COUNTED_IN.items() if written.endswith(form)), "时长")


def _subject(text: str, start: int, named: Sequence[Mention[Metric]]) -> str:
    """The level nearest before `start` in its sentence, by its name; empty where there is none."""
    at = bisect_right(named, start, key=lambda mention: mention.end) - 1
    while at >= 0 and start - named[at].end <= _SUBJECT:
        if _STOPS.search(text, named[at].end, start):
            break
        if (
            named[at].value.role == "level"
            and len(named[at].text) > 1
            and named[at].value.dimension not in _NO_SUBJECT
        ):
            return named[at].value.name
        at -= 1
    return ""


def _since(
    text: str, figure: Mention[Quantity], nouns: Nouns, lasting: Mapping[str, str]
) -> Mention[Metric] | None:
    """The age of what was founded, the years in a post: 成立三年 is a 成立至今时长, 执教八年 a 任职时长."""
    end = figure.start
    while end and text[end - 1] in _LED and figure.start - end < 3:
        end -= 1
    start = nouns.verb_before(end)
    if start is None and text[max(0, end - 2) : end] in lasting:
        start = end - 2
    name = lasting.get(text[start:end]) if start is not None else None
    if start is None or name is None:
        return None
    return told_by(text, figure, (start, end), Metric(name=name, dimension="duration"), LIKELY)
