"""The day an article appeared, where its own words say so: 芯东西1月2日报道, 2026-01-09 17:13."""

import re
from datetime import date

from hedui.model import Publication

# Only the head and the foot of an article hold its date line.
_HEAD, _FOOT = 600, 200
_STAMP = re.compile(
    r"(?<![0-9])(?P<y>20[0-9]{2})(?:-|/|\.|年)(?P<m>1[0-2]|0?[1-9])(?:-|/|\.|月)(?P<d>3[01]|[12][0-9]|0?[1-9])日?"
    r"(?:[ \u3000T]{1,3}[0-2]?[0-9][:：][0-5][0-9]|[ \u3000]{0,3}(?:来源|出处|作者|编辑|星期|周[一二三四五六日]))"
)
_REPORTED = re.compile(
    r"(?:(?P<y>20[0-9]{2})年)?(?<![0-9])(?P<m>1[0-2]|0?[1-9])[ ]{0,2}月"
    r"[ ]{0,2}(?P<d>3[01]|[12][0-9]|0?[1-9])[ ]{0,2}日(?:电|讯|消息|[^，。；\n0-9]{0,6}报[道导])"
)
_LINE = re.compile(
    r"^[^\n，。]{0,24}?(?<![0-9])(?P<y>20[0-9]{2})(?:-|/|\.|[ ]{0,2}年[ ]{0,2})(?P<m>1[0-2]|0?[1-9])"
    r"(?:-|/|\.|[ ]{0,2}月[ ]{0,2})(?P<d>3[01]|[12][0-9]|0?[1-9])日?[^\n，。]{0,12}$",
    re.MULTILINE,
)
# 4月2日电 2026年…: the year told at once is that of the date line; not 2030年前, 自2023年…以来.
_YEAR = re.compile(r"[^。\n]{0,40}?(?<![0-9.])(?<![自从到至])(?P<y>20[0-9]{2})[ ]{0,2}年(?![前底末])")
_AHEAD = re.compile("将|拟|计划|预计|目标|力争")
# In spring a whole year that is told is the one before: there its first day is asked for (2026年的第一个交易日).
_SPRING = 3
_BEGINS = re.compile("的?(?:第[一1]|首|元旦|春节|开年)")


def find_publication(text: str) -> Publication | None:
    """The day of publication an article names about itself, or None; never from the clock."""
    head, foot = text[:_HEAD], max(0, len(text) - _FOOT)
    found = [
        _STAMP.search(head) or _STAMP.search(text, foot),
        _REPORTED.search(head) or _REPORTED.search(text, foot),
    ]
    matches = [match for match in (*found, _LINE.search(head)) if match is not None]
    # 来源:某报 2026-04-02 tells the year, 4月2日电 does not
    days = (_day(match, text) for match in sorted(matches, key=lambda match: not match["y"]))
    return next((day for day in days if day is not None), None)


def _day(match: re.Match[str], text: str) -> Publication | None:
    year = int(match["y"]) if match["y"] else _year_behind(text, match)
    if year is None:
        return None
    try:
        day = date(year, int(match["m"]), int(match["d"]))
    except ValueError:
        return None
    return Publication(first=day, last=day, how="text")


def _year_behind(text: str, line: re.Match[str]) -> int | None:
    """The year of a date line that has none, if the words right behind it tell; else none is guessed."""
    told = _YEAR.match(text, line.end())
    if told is None or _AHEAD.search(told.group()) is not None:
        return None
    if int(line["m"]) <= _SPRING and _BEGINS.match(text, told.end()) is None:
        return None
    return int(told["y"])
