"""What a period is there for: what figures tell of, or a base, a record, an announcement, an event, an aside."""

import re
from functools import lru_cache

from hedui.model import Mention, Period
from hedui.wordlists import compile_words

# 较去年, 由2023年同期的3,061亿元, 上年同期为: what a figure is measured against.
COMPARED = re.compile(r"同期|上年|上一年|前一年|去年同|较|比|[由从]")
# The same just before a period: 比上年, 较2019年, 高于去年.  But 去年同期亏损5.3亿元 is a year's own figure.
AGAINST = re.compile(r"(?:[比较于由从自与和及对]|相比|相对|高出|超过|多于|少于)$")
# 廿年来最强, 2010年以来首度回升, 创十年新高, 2012年3月之后历年最多: the window of a record is of no figure.
_RECORD = re.compile(
    r"(?:[（(][^）)\n]{1,20}[）)])?(?:以来|之后|以后|来|内|间)?的?[,，]?[^,，。；;\n0-9]{0,9}?"
    r"(?:最[^近后终新]|首[次度见现只个位]|新高|新低|头一|高位|低位|高点|低点|纪录|之最|仅见)"
)
_SET_A_RECORD = re.compile(r"(?:创下?出?了?|刷新了?|打破了?|改写了?|[是为](?:自|近)?)$")
# Of a year only what has been since: 1962年建站以来最高, 2019年来首次.
_SINCE = re.compile("[一-鿿]{0,9}以来|之后|来")
# 比上年增加5亿元: what is told next is the change since then, and of no time before.
_THAN = re.compile(r"(?:[比较]|[高低多少]于|高出|超过)$")
# 是去年同期的2.5倍, 恢复到2019年同期的84%: what the figure is a share or a multiple of.
_YARDSTICK = re.compile(r"(?:[是为占达]|相当于?|恢复[到至]|回升[到至]|仅|只有|不到|不足)(?:约|近)?$")
_COMPARES = re.compile(r"相?比(?![例重赛率值])")  # 与上季比,收入增加3%
_SPANS = frozenset({"span", "year", "month"})
_DAYS = frozenset({"day", "minute"})
_TOLD = compile_words(
    r"[早晚间上下午凌晨深夜]{0,3}[^,，。；;\n0-9]{0,9}?(?:{announces}|指出|介绍|[称讯电说]|报[道导])"
)
# 6月3日坠毁; 6月3日,一架从南洋飞来的货机在雨中坠毁.
_HAPPENED = compile_words(r"[^,，。；;\n]{0,14}?(?:{happened})|[,，]?[^,，。；;\n]{0,40}?(?:坠毁|坠机|空难|失事)")
# 2020年因疫情停办, 2016年创办, 去年在海外跑出: what once happened, and nothing that is told now.
_ONCE = compile_words(r"[^,，。；;\n0-9]{0,8}?(?:{in_a_life})")
_SINGLE = ("单日", "单月", "单季")  # 上半年运货3亿吨,6月单月0.6亿吨: beside what the article tells of
# 完赛1356人,去年是1102人: last year's figure beside this year's.
_BACK = ("去年", "上年", "前年", "上一年", "前一年")
_BESIDE = re.compile(r"(?:则|只|仅|才|也){0,2}(?:是|为|有|达)?(?:约|大约|近)?[0-9]")
_FIGURE_BEFORE = re.compile(r"[0-9][^。；;\n，,0-9]{0,8}[，,（(]$")
# 马拉松11月16日上演, 昨日开跑: the day of the event that an article reports, told in its lead.
_STAGED = compile_words(r"[^。；;\n]{0,24}?(?:{staged})")
_LEAD = 400  # characters
_QUOTED_REPORT = re.compile(r"据.{0,12}$")
# (上半年为3次,提升1次): the figures of a bracket are its own.  (截至6月底) says of what those outside are.
_WITH_FIGURE = re.compile(r"[^（()）\n]{0,30}?[0-9][^（()）\n]{0,30}[)）]")
MAIN, BASE, RECORD, TOLD, HAPPENED, BRACKETED = range(6)
ONCE, BESIDE = 1, 2
FROM, THAN = 1, 2  # how something is measured against a period: 从 and the like, or in a comparison


def role_of(mention: Mention[Period], text: str, depth: int, *, against: int) -> int:
    """The part a period plays, MAIN where nothing around it says that it is an aside.

    `depth` counts brackets, `against` is not 0 where something is measured against it (see is_base).
    """
    start, end = mention.start, mention.end
    if mention.value.grain in _SPANS and _is_record(mention, text):
        return RECORD
    if against or "同期" in mention.text:
        return BASE
    if mention.value.grain in _DAYS and not mention.value.instant:
        if _TOLD.match(text, end, end + 16) or _QUOTED_REPORT.search(text, max(0, start - 14), start):
            return TOLD
        if _HAPPENED.match(text, end, end + 44):
            return HAPPENED
    return BRACKETED if depth and _WITH_FIGURE.match(text, end, end + 64) else MAIN


def told_aside(mention: Mention[Period], text: str) -> int:
    """ONCE for when a life or a firm took a turn, BESIDE for a month or last year of one figure alone, else 0."""
    start, end = mention.start, mention.end
    if not mention.text:
        return 0
    if _ONCE.match(text, end, end + 16):
        return ONCE
    last_year = mention.text.startswith(_BACK) and _BESIDE.match(text, end, end + 12)
    beside = last_year and _FIGURE_BEFORE.search(text, max(0, start - 24), start)
    return BESIDE if beside or text.startswith(_SINGLE, end) else 0


def is_staged(mention: Mention[Period], text: str) -> bool:
    """Whether a day of the lead is that of the event which the article reports."""
    day = bool(mention.text) and mention.start < _LEAD and mention.value.grain in _DAYS
    return day and _STAGED.match(text, mention.end, mention.end + 32) is not None


def is_yardstick(mention: Mention[Period], text: str) -> bool:
    """Whether a figure told right behind is the share or the multiple of what was in the period."""
    of = bool(mention.text) and text.startswith("的", mention.end)
    return of and _YARDSTICK.search(text, max(0, mention.start - 5), mention.start) is not None


def _is_record(mention: Mention[Period], text: str) -> bool:
    start, end, span = mention.start, mention.end, mention.value.grain == "span"
    since = _SINCE.match(text, end, end + 11)
    if (span or since) and _RECORD.match(text, since.end() if since else end, end + 30):
        return True
    return span and _SET_A_RECORD.search(text, max(0, start - 4), start) is not None


def is_base(start: int, end: int, text: str) -> tuple[int, int]:
    """Whether the words of a period, and those before it, say that something is measured against it, and how."""
    return _compared(text[max(0, start - 2) : start], text[start:end], text[end : end + 3])


@lru_cache(maxsize=20_000)
def _compared(before: str, words: str, after: str) -> tuple[int, int]:
    than = _THAN.search(before) or (before.endswith(("与", "和", "跟", "同")) and _COMPARES.match(after))
    against = THAN if than else FROM * (AGAINST.search(before) is not None)
    return int(COMPARED.search(before + words) is not None), against
