"""One compiled alternation, whose match at a position is one atom of time (a year, a month, 去年, 上半年).

Atoms that touch are put together by `compose`; what they mean together is decided by `resolve`.
"""

import re
from collections.abc import Iterable

from hedui.extract.periods.patterns import AFTER_MONTH, CN, LATIN, LINK_MARK, NUMERIC, SMALL, SPACE, WORDS

# A numeral is looked at only when a unit of time, or what joins it to one, follows.
_NUMERAL = (
    rf"(?=(?:[0-9]{{1,4}}|[{CN}十两廿卅〇零○元半几百千]{{1,6}}){SPACE}"
    r"(?:[年月日号时点周天个星季财全上下世期以前头”」\"HhQq至到\-—–~～－―─/:：、及和与底末初多余]|\.[0-9]{1,2}\.))"
)
_WORD = (
    "午黎拂闰今去昨前明后上下本当次翌同该这那大隔即全整年月季期报首头末近最过此未其之往半正腊冬农阴凌清早中午"
    "傍晚夜深收盘周星礼民第档鼠牛虎兔龙蛇马羊猴鸡狗猪“「『"
    '"'
)


def alternation(holidays: Iterable[str], eras: Iterable[str]) -> re.Pattern[str]:
    """The alternation, with the names of holidays and eras in it."""
    forms, eras = sorted(holidays, key=len, reverse=True), sorted(eras, key=len, reverse=True)
    named = {"HOLIDAYS": "|".join(map(re.escape, forms)), "ERAS": "|".join(map(re.escape, eras))}
    words = dict(WORDS)
    words["holiday"] = words["holiday"].replace("HOLIDAYS", named["HOLIDAYS"])
    words["era"] = words["era"].replace("ERAS", named["ERAS"])
    first = "".join(sorted({name[0] for name in (*forms, *eras)} | set(_WORD)))
    return re.compile(
        rf"(?=[0-9{CN}十两廿卅〇零○元半几百千]){_NUMERAL}(?:{_joined(NUMERIC)})"
        rf"|(?=[{re.escape(first)}])(?:{_joined(words)})"
        rf"|(?=[JFMASONDQqHh])(?:{_joined(LATIN)})|(?<=月)(?:{_joined(AFTER_MONTH)})"
    )


def _joined(patterns: dict[str, str]) -> str:
    return "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in patterns.items())


# Whose clock an hour is of, before 时间.
ZONES = (
    "(?:北京|当地|美东|美国东部|东部|美西|太平洋|格林尼治|欧洲中部|伦敦|纽约|东京|台北|香港)(?:夏令|冬令|标准)?"
)
# What may follow an expression and change it.
EDGE = re.compile(
    r"伊始|[底末](?![期端班位段部层线薪货])|初(?![中期步三级始创试审值衷心次一二四五六七八九十])|(?:[上中下]旬)|年?中(?=[，。,）)])"
)
STOP = re.compile(
    rf"{SPACE}(?:(?:止|的)?(?P<k>当周|一周|这一?周|七天)|止(?:的)?{SPACE}(?:(?P<n>{SMALL}){SPACE}个?(?P<u>月|季度)|(?P<w>财政年度|年度|财年|全年|年|上半年|半年度?|季度|财季|一?季|第?[一二三四]季度)))"
)
SINCE = re.compile(r"(?:以来|起?至今|迄今|到现在|至目前|到目前(?:为止)?)")
ERA_EDGE = re.compile("[初中前后末]期|中叶|[初末]")
LINK = re.compile(rf"起?{LINK_MARK}(?:到|止)?")
PAREN_WEEKDAY = re.compile(rf"{SPACE}[(（，,]{SPACE}(?:周|星期|礼拜)[一二三四五六日天]{SPACE}[)）]?")
AS_OF = re.compile(r"(?:截至|截止|截止到|截止至|截至到|截至于)(?:了|于)?[ ]?\Z")
NOT_BEFORE_DAY = re.compile(
    r"(?:近|过去|第|为期|历时|约|达|每|共|前|后|最近|逾|超过?|隔|满|连续?|长达|仅|短短|这|那|几|数|多|用时?|耗时|耗|了)\Z"
)
