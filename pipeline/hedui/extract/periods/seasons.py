"""Seasons whose own days the text tells: 双11 of an article on its first sales, 春运 behind the days it lasts."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from msgspec import structs

from hedui.extract.periods.almanac import Almanac
from hedui.model import Mention, Period
from hedui.wordlists import compile_words

_BEGUN = compile_words(r"[^,，。；;\n0-9]{0,6}?(?:{sale_begins})")
_DAY_ITSELF = re.compile("当晚|一天|零[时点]|前夕|前夜")
# 9月28日至10月9日,为期12天的铁路国庆假期运输, 1月2日至2月10日的春运: of the days before it, whatever days are off.
_LASTING = re.compile(r"(?:[,，]?为期[0-9一二三四五六七八九十]{1,3}天)?的[一-鿿]{0,6}")
_WEEKS = 60  # days before the day in which they begin


def with_seasons(mentions: list[Mention[Period]], text: str, almanac: Almanac) -> list[Mention[Period]]:
    """The mentions, with the days that the text gives to a season."""
    found = _with_sales(mentions, text, almanac)
    for at, (days, season) in enumerate(pairwise(found), 1):
        within = "holiday" in season.rules and _holds(days.value, season.value)
        if within and _LASTING.fullmatch(text, days.end, season.start):
            found[at] = structs.replace(season, value=days.value)
    return found


def _holds(days: Period, season: Period) -> bool:
    """Whether a season lies within some days."""
    if days.grain != "span" or days.first is None or days.last is None or season.first is None:
        return False
    return season.last is not None and days.first <= season.first and season.last <= days.last


def _with_sales(mentions: list[Mention[Period]], text: str, almanac: Almanac) -> list[Mention[Period]]:
    """The mentions, with the whole of the sales for their day: 10月20日晚8点开售,…“双11”成交3亿元."""
    days = {row.solar for row in almanac.holidays.values() if row.sales}
    named = [i for i, m in enumerate(mentions) if _is_of(m, days) and not _DAY_ITSELF.match(text, m.end)]
    begun, found = list(_beginnings(mentions, text)) if named else [], list(mentions)
    for i in named:
        value = mentions[i].value
        assert value.first is not None
        first = next((day for day in begun if 0 < (value.first - day).days <= _WEEKS), None)
        if first is not None:
            found[i] = structs.replace(mentions[i], value=structs.replace(value, first=first, grain="span"))
    return found


def _is_of(mention: Mention[Period], days: set[str | None]) -> bool:
    day = mention.value.first
    if mention.text.endswith(("当天", "当日")):
        return False
    return "holiday" in mention.rules and day is not None and f"{day:%m-%d}" in days


def _beginnings(mentions: Sequence[Mention[Period]], text: str) -> Iterator[date]:
    """The days on which a sale is said to begin."""
    for m in mentions:
        if m.value.grain in ("day", "minute") and m.value.first and _BEGUN.match(text, m.end, m.end + 24):
            yield m.value.first
