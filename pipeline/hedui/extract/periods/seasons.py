"""Words whose days the text itself tells: 双11 of an article on its first sales, 上周(11日至17日)."""

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
_WEEKS = 60  # days before the day in which they begin


def with_told(mentions: list[Mention[Period]], text: str, almanac: Almanac) -> list[Mention[Period]]:
    """The mentions, with the days that the text gives to sales, weeks and 今天: 上周(11日至17日), 今天(7月2日)."""
    found = _with_sales(mentions, text, almanac)
    for at, (word, days) in enumerate(pairwise(found)):
        beside = days.start == word.end + 1 and text[word.end] in "(（" and text.startswith((")", "）"), days.end)
        if beside and days.value.first and word.rules[-1] in ("week", "dayrel"):
            first, last, grain = days.value.first, days.value.last, days.value.grain
            found[at] = structs.replace(
                word, value=structs.replace(word.value, first=first, last=last, grain=grain)
            )
    return found


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
