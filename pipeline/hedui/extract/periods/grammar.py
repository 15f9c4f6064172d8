"""The words of time as one search, whose match at a position is one atom (a year, a month, 去年, 上半年).

Atoms that touch are put together by `compose`; what they mean together is decided by `resolve`.
"""

import re
from collections.abc import Iterable, Iterator

from hedui.extract.openings import openings
from hedui.extract.periods.patterns import AFTER_MONTH, CN, LATIN, LINK_MARK, NUMERIC, SMALL, SPACE, WORDS
from hedui.lexicon import GamesRow

# A numeral is looked at only when a unit of time, or what joins it to one, follows.
_UNIT = (
    rf"{SPACE}(?:[年月日号时点周天个星季财全上下世期以前头”」\"HhQq至到\-—–~～－―─/:：、及和与底末初多余]"
    r"|\.[0-9]{1,2}\.)"
)
NUMERAL = rf"(?=(?:[0-9]{{1,4}}|[{CN}十两廿卅〇零○元半几百千]{{1,6}}){_UNIT})"


class Grammar:
    """All kinds of atoms, with the names of holidays and eras in them, tried in their order.

    At a character only the kinds are tried that can begin with it: one alternation of all fifty would try each at
    every 年 and 上.  What begins with one character is compiled when a text has it.
    """

    def __init__(self, holidays: Iterable[str], eras: Iterable[str], games: Iterable[GamesRow]) -> None:
        names = {"HOLIDAYS": holidays, "ERAS": eras}
        words = {kind: _named(pattern, names) for kind, pattern in WORDS.items()}
        words["games"] = words["games"].replace("EDITIONS", "|".join(map(_held, games)))
        after = {kind: f"(?<=月)(?:{pattern})" for kind, pattern in AFTER_MONTH.items()}
        self.kinds = NUMERIC | words | LATIN | after
        begun = {kind: openings(pattern) for kind, pattern in self.kinds.items()}
        self._openings = frozenset().union(*begun.values())
        self._firsts = {kind: {opening[0] for opening in those} for kind, those in begun.items()}
        every, alone = _any(*self._firsts.values()), _any(those for those in self._openings if len(those) == 1)
        following = _any(those[1] for those in self._openings if len(those) == 2)
        # Half of all digits are of figures: they are passed over where they stand for no numeral.
        self._candidate = re.compile(
            rf"{every}(?:(?<={alone})|(?={following}))(?:(?<![{self._digits()}])|(?=[0-9]{{0,3}}{_UNIT}))"
        )
        self._compiled: dict[str, tuple[re.Pattern[str], ...]] = {}

    def search(self, text: str, position: int) -> re.Match[str] | None:
        """The first atom at or after a position."""
        openings = self._openings
        for candidate in self._candidate.finditer(text, position):
            at = candidate.start()
            opens = text[at] in openings or text[at : at + 2] in openings
            if opens and (found := self.match(text, at)):
                return found
        return None

    def _digits(self) -> str:
        """The digits with which nothing but a numeral begins."""
        others = set[str]().union(*(those for kind, those in self._firsts.items() if kind not in NUMERIC))
        return "".join(digit for digit in "0123456789" if digit not in others) or "\0"

    def match(self, text: str, position: int) -> re.Match[str] | None:
        """The atom at a position."""
        first = text[position : position + 1]
        if first not in self._compiled:
            self._compiled[first] = tuple(map(re.compile, self._beginning(first)))
        for pattern in self._compiled[first]:
            if found := pattern.match(text, position):
                return found
        return None

    def _beginning(self, first: str) -> Iterator[str]:
        """The patterns for a character, in their order: of numerals (one for all digits), of the others."""
        kinds = {kind for kind, those in self._firsts.items() if first in those}
        if kinds & NUMERIC.keys():
            yield f"{NUMERAL}(?:{_joined(NUMERIC)})"
        if others := {kind: pattern for kind, pattern in self.kinds.items() if kind in kinds - NUMERIC.keys()}:
            yield _joined(others)


def _any(*characters: Iterable[str]) -> str:
    """The class of these characters."""
    return f"[{''.join(map(re.escape, sorted(set[str]().union(*characters))))}]"


def _named(pattern: str, names: dict[str, Iterable[str]]) -> str:
    for place, forms in names.items():
        pattern = pattern.replace(place, "|".join(map(re.escape, sorted(forms, key=len, reverse=True))))
    return pattern


def _held(row: GamesRow) -> str:
    """The forms of some games right behind a host or a number: 伦敦奥运会, 第二十五届奥运会."""
    hosts = sorted({name for _, host, *_ in row.editions for name in host.split("/")})
    behind = "|".join(f"(?<={re.escape(name)})" for name in ("届", *hosts))
    return _named(f"(?:{behind})(?:FORMS)", {"FORMS": row.forms})


def _joined(patterns: dict[str, str]) -> str:
    return "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in patterns.items())


# Whose clock an hour is of, before 时间.
ZONES = (
    "(?:北京|当地|美东|美国东部|东部|美西|太平洋|格林尼治|欧洲中部|伦敦|纽约|东京|台北|香港)(?:夏令|冬令|标准)?"
)
# What may follow an expression and change it.
EDGE = re.compile(
    r"伊始|[底末](?![期端班位段部层线薪货])|初(?![中期步三级始创试审值衷心次一二四五六七八九十])|(?:[上中下]{1,2}旬|[上下]半个?月)|年?中(?=[，。,）)])|(?<=年)中(?=[负总债资现持有的共已])"
)
_REPORTED = "业绩|财报|盈利|收入|收益|净|溢利|纯利|营收|销售"
STOP = re.compile(
    rf"{SPACE}(?:(?<=月)的?(?:财季|季度(?!假))|[止的]?(?:当周|一周|这一?周|七天)"
    rf"|(?<=[月日底末])的?(?:财政年度|会计年度|财年|全年度?(?={_REPORTED})|(?:12|十二)个月)"
    rf"|(?<=[底末])的?(?:季度?|(?:财政)?年度|半年度?)(?={_REPORTED})"
    rf"|止的?{SPACE}(?:{SMALL}{SPACE}个?(?:月|季度)"
    r"|财政年度|年度|财年|全年|年|上半年|半年度?|中期(?=业绩|报告|财报|纯利|溢利|收|净)|季度|财季|一?季|第?[一二三四]季度))"
)
# 去年4月至今年3月 has an end of its own.
SINCE = re.compile(r"(?:以来|起?至今(?![年日](?!均)|[天晨早晚午夜])|迄今|到现在|至目前|到目前(?:为止)?)")
ERA_EDGE = re.compile("[初中前后末]期|中叶|[初末]")
LINK = re.compile(rf"起?{LINK_MARK}(?:到|止)?")
PAREN_WEEKDAY = re.compile(rf"{SPACE}[(（，,]{SPACE}(?:周|星期|礼拜)[一二三四五六日天]{SPACE}[)）]?")
AS_OF = re.compile(r"(?:截至|截止|截止到|截止至|截至到|截至于)(?:了|于)?[ ]?\Z")
NOT_BEFORE_DAY = re.compile(
    r"(?:近|过去|第|为期|历时|约|达|每|共|前|后|最近|逾|超过?|隔|满|连续?|长达|仅|短短|这|那|几|数|多|用时?|耗时|耗|了)\Z"
)
