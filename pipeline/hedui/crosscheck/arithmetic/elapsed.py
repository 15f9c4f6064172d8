"""Durations between dates: 成立仅半年 in June 2020 against a founding in September 2019."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from hedui.crosscheck.arithmetic.inputs import Level, Levels
from hedui.crosscheck.arithmetic.rules import Computed
from hedui.crosscheck.arithmetic.span import Span
from hedui.crosscheck.figures import DAY, Figure
from hedui.crosscheck.vocabulary import happens_once
from hedui.crosscheck.words import saying

# 成立至今时长, 上市距今时长, 运营年限: from an event with a date to the day the figure is about.
_SINCE = re.compile("(?P<event>.{2,4}?)(?:至今|距今|以来|至事件|至此)?(?:时长|时间|年限|年数|年头)")
_YEAR, _MONTH, _DAY = Decimal("365.2425"), Decimal("30.436875"), Decimal(1)
_DAYS = {"月": _MONTH, "个月": _MONTH, "天": _DAY, "日": _DAY, "周": Decimal(7)}


def elapsed(stated: Figure, levels: Levels) -> Iterator[Computed]:
    """A time since an event against the date of the event and the day of the figure."""
    found = _SINCE.fullmatch(stated.metric)
    unit = _DAYS.get(stated.unit)
    if found is None or unit is None or not happens_once(found["event"]):
        return
    begun = levels.dates.get((stated.entity, f"{found['event']}日期"))
    until = stated.period or ((stated.day, stated.day) if stated.day and "今" in stated.metric else None)
    if begun is None or until is None:
        return
    low, high = (begun.span.low / DAY, begun.span.high / DAY)
    span = Span(_from(until[0], high) / unit, _from(until[1], low) / unit, _from(until[0], low) / unit)
    # A step of the writing is free on both sides, as in every computation: 六年 is said of six years and a half.
    words = f"{saying([begun.best])}至{until[1]:%Y-%m-%d}"
    yield Computed(stated, (begun,), span, words, at_most="minor")


def _from(day: date, start: Decimal) -> Decimal:
    return max(Decimal(0), day.toordinal() - start)


def date_levels(figures: dict[tuple[str, str], list[Figure]]) -> dict[tuple[str, str], Level]:
    """The undisputed dates by entity and metric: those whose writings all overlap, with the most precise one."""
    levels = {}
    for key, members in figures.items():
        best = min(members, key=lambda f: (f.reach.step, f.id))
        if all(best.reach.wide.meets(other.reach.wide) for other in members):
            low, high = best.reach.wide.low or Decimal(0), best.reach.wide.high or Decimal(0)
            levels[key] = Level(best, tuple(members), Span(low, high, low))
    return levels
