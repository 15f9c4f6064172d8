"""Fiscal years that do not end in December, where the text says when they do, or whose they are."""

import re
from datetime import date

import hedui.extract.periods.windows as cal
from hedui.extract.openings import Rare
from hedui.extract.periods.windows import Window
from hedui.wordlists import compile_words

_M = r"(?P<m>1[0-2]|0?[1-9])"
_Y = r"(?:[0-9]{4}年|次年|翌年)?"
_YEAR = "(?:财政年度|会计年度|财年)"
_TO = r"[至到\-—–~～]{1,2}"
# Each names the last month of a fiscal year.
_SAID_BY = (
    # 截至2025年3月31日止财政年度; the quarter of 截至6月30日的2026财年第一财季 ends there, not the year
    re.compile(
        rf"截[至止][至到]?{_Y}{_M}月(?:[0-9]{{1,2}}日|[底末])?止?的?(?:[0-9]{{4}})?{_YEAR}(?!第?[一二三](?:财季|季))"
    ),
    # 2025财年(2024年4月1日至2025年3月31日), 2025财年指截至3月31日
    re.compile(rf"{_YEAR}[（(,，:：]?[^。\n（(]{{0,4}}?{_Y}(?:1[0-2]|[1-9])月(?:1日)?{_TO}{_Y}{_M}月"),
    re.compile(rf"{_YEAR}[（(,，]?[^。\n（(]{{0,4}}截[至止][至到]?(?:每年)?{_Y}{_M}月"),
)
# 联想2025财年: of a firm that is known for it, where the text does not say.
_OF_A_FIRM = compile_words(
    "(?:(?P<m1>{ends_in_january})|(?P<m3>{ends_in_march})|(?P<m5>{ends_in_may})|(?P<m6>{ends_in_june})"
    "|(?P<m8>{ends_in_august})|(?P<m9>{ends_in_september})|(?P<m10>{ends_in_october}))"
    "[^。；;\n]{0,30}?财[年季]"
)
_BUDGET = re.compile(r"20[0-9]{2}(?:/|-|—|–|至)(?:20)?[0-9]{2}(?:财政)?年度")
_HONG_KONG = Rare(
    re.compile("港府|财爷|香港[^。\n]{0,24}(?:财政司|预算案)|财政司[^。\n]{0,24}香港|预算案[^。\n]{0,24}香港")
)
_OF_A_GOVERNMENT = re.compile("财政(?!年度)|预算案|财爷|政府")


def fiscal_end(text: str) -> int:
    """The month in which the fiscal years of a text end; 12 unless it says otherwise or names whose they are."""
    if "财" not in text or ("财年" not in text and "年度" not in text and "财季" not in text):
        return 12
    for pattern in _SAID_BY:
        match = pattern.search(text)
        if match is not None:
            return int(match["m"])
    match = _OF_A_FIRM.search(text)
    return int(str(match.lastgroup)[1:]) if match is not None else 12


def budget_end(text: str) -> int:
    """The month in which the 年度 of a government ends: March in Hong Kong, and where it writes 2025/26年度."""
    if _HONG_KONG.search(text) is not None:
        return 3
    return 3 if _BUDGET.search(text) is not None and _OF_A_GOVERNMENT.search(text) is not None else 12


def fiscal_year(year: int, end: int) -> Window:
    """The fiscal year that ends in a month of `year`."""
    if end == 12:
        return cal.year_window(year)
    return cal.month_span((year - 1) * 12 + end, year * 12 + end - 1)


def running_year(day: date, end: int) -> int:
    """The year in which the fiscal year of a day ends."""
    return day.year + (1 if day.month > end else 0)


def fiscal_months(window: Window, first: int, last: int) -> Window:
    """Months of a fiscal year, counted from its first."""
    start = cal.month_index(window.first)
    return cal.month_span(start + first - 1, start + last - 1)


_NEWS, _OLD = 100, 250  # days


def told_loosely(fiscal: Window, calendar: Window, latest: date | None) -> Window:
    """The quarter of a fiscal year, but that of the calendar where it was over just before the article.

    2025财年第三季度, told in November 2025 of a firm whose year ends in March, is July to September.
    """
    if latest is None or not 0 <= (latest - calendar.last).days < _NEWS or (latest - fiscal.last).days < _OLD:
        return fiscal
    return calendar
