"""The levels from which something is computed, without those that are themselves disputed."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hedui.crosscheck.arithmetic.span import Span, span_of
from hedui.crosscheck.figures import Days, Figure, told_for
from hedui.crosscheck.grouping import Groups
from hedui.crosscheck.sides import sides_of

# So many values of one topic are kept to tell a misread period; a topic with more is a list.
MOST_TOLD = 6

LevelKey = tuple[str, str, str, Days | None]  # entity, metric, scope, period


@dataclass(frozen=True, slots=True)
class Level:
    """An undisputed value: its most precise figure, everyone who states it, and what it can be."""

    best: Figure
    members: tuple[Figure, ...]
    span: Span


class Levels:
    """Undisputed levels by entity, metric, scope and period.

    One error must not produce ten findings: a level with two sides takes part in no computation.
    """

    def __init__(self, groups: Groups) -> None:
        self.by_key: dict[LevelKey, list[Level]] = {}
        self.dates: dict[tuple[str, str], Level] = {}  # undisputed dates, by entity and metric
        self.told: dict[tuple[str, str, str], list[Level]] = {}  # disputed ones too, a level a writing
        for topic in groups.topics:
            entity, metric, unit, period, kind, scope = topic.key
            if kind == "actual" and unit != "date":
                self.told.setdefault((entity, metric, unit), []).extend(_writings(topic.figures))
                level = self._level(topic.figures)
                if level is not None:
                    self.by_key.setdefault((entity, metric, scope, period), []).append(level)

    def _level(self, figures: list[Figure]) -> Level | None:
        sides, _ = sides_of(figures)
        if len(sides) != 1:
            return None
        side = sides[0]
        best = next(f for f in side.members if f.reach.point == side.best.point and f.reach.step == side.best.step)
        span = span_of(side.best)
        return None if span is None else Level(best, tuple(side.members), span)

    def find(self, like: Figure, metric: str, period: Days | None, unit: str | None = None) -> Level | None:
        """The level of a metric for the entity and scope of a figure."""
        found = self.by_key.get((like.entity, metric, like.scope, told_for(metric, period)), [])
        fitting = [level for level in found if unit is None or level.best.unit == unit]
        return fitting[0] if len(fitting) == 1 else None

    def on_any_day(self, like: Figure, metric: str) -> list[Level]:
        """What is told of a metric for the entity of a figure, the least first: of 机上人数 any day's will do."""
        found = (f for level in self.told.get((like.entity, metric, like.unit), ()) for f in level.members)
        return sorted(_writings(found), key=lambda level: level.best.reach.point)


def _writings(figures: Iterable[Figure]) -> Iterator[Level]:
    by: dict[Decimal, list[Figure]] = {}
    for figure in figures:
        by.setdefault(figure.reach.point, []).append(figure)
    for members in list(by.values())[:MOST_TOLD]:
        span = span_of(members[0].reach)
        if span is not None:
            yield Level(members[0], tuple(members), span)


def year_before(period: Days) -> Days:
    """The same span a year earlier."""
    first, last = period
    return _shift(first, -12), _month_end(_shift(last, -12), last)


def span_before(period: Days) -> Days | None:
    """The span of the same length just before: quarter, month, half-year or week; None for another length."""
    first, last = period
    days = (last - first).days + 1
    if days in (7, 1):
        return first - timedelta(days), last - timedelta(days)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if not whole or months not in (1, 3, 6, 12):
        return None
    return _shift(first, -months), first - timedelta(1)


def _shift(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 + months
    year, place = divmod(month, 12)
    return date(year, place + 1, min(day.day, monthrange(year, place + 1)[1]))


def _month_end(day: date, model: date) -> date:
    ended = model.day == monthrange(model.year, model.month)[1]
    return date(day.year, day.month, monthrange(day.year, day.month)[1]) if ended else day


def years_between(period: Days) -> int:
    """How many years lie between the first and the last year of a span: 2022至2024年 has two."""
    return period[1].year - period[0].year


def whole_year(year: int) -> Days:
    """A calendar year as a span."""
    return date(year, 1, 1), date(year, 12, 31)
