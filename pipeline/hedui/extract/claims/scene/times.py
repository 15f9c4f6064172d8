"""What is known of each period by itself, as whole numbers: its grain, its part in the text, its age."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from hedui.arrays import Ints
from hedui.extract.claims.asides import is_base, is_staged, is_yardstick, role_of, told_aside
from hedui.extract.claims.scene.columns import GRAINS, sides_of
from hedui.extract.claims.scene.eventday import day_of_event
from hedui.extract.claims.scene.layout import Layout, Table, table
from hedui.extract.claims.scene.shapes import shape_of
from hedui.extract.claims.standins.todate import CLOSED, SOURCE, kind_of
from hedui.model import Mention, Period, Publication

_NAMES = (
    "grain", "instant", "relative", "open", "age", "latest", "future", "days", "shape", "count", "value", "common",
    "opening", "compared", "against", "ahead", "after", "length", "standin", "role", "twin", "once", "staged",
    "edition", "befell", "season", "yardstick", "followed",
)  # fmt: skip
_GRAIN = {name: code for code, name in enumerate(GRAINS)}
_NEAR = 120  # characters between the two years of a comparison
_FELLOWS = 4  # periods back among which the other year is looked for
_PARTS = frozenset({"month", "quarter", "half", "year", "span"})
UNKNOWN = 99  # days
EARLIER, LATER, LOOKED_BACK = 1, 2, 4
CLOSING = 3
_OPENING, _THIRD = 120, 3  # characters whose periods are counted, and how far
_MOST = 9  # figures that are counted behind a period
_LEAD = 160  # characters in which an article tells what it is about
SEASON, WITHIN = 1, 2
_HELD = frozenset(("holiday", "vacation"))
_DAYS, _MANY = 3, 62  # of a season that figures are told of: no weekend, no half-year


def period_columns(
    periods: Sequence[Mention[Period]],
    layout: Layout,
    published: Publication | None,
    figures: Ints,
    *,
    disaster: int,
) -> Table:
    """The columns of the periods, in an article that tells of a `disaster` with the day on which it befell.

    `figures` counts those up to each character.
    """
    text = layout.text
    # Few periods differ, and each is looked up once: its fields are many to compare.
    numbers: dict[Period, int] = {}
    of = [numbers.setdefault(m.value, len(numbers)) for m in periods]
    keys = [(p.first, p.last) for p in numbers]
    ids = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    count = Counter(keys[n] for m, n in zip(periods, of, strict=True) if m.source != SOURCE)
    common = max(count, key=lambda key: (count[key], -ids[key]), default=None)
    day = published.last if published is not None else date.max
    ends = [m.value.last for m in periods if m.text and m.value.last and m.value.last <= day]
    latest = max(ends, default=None)
    # Which of its first times an article is about, figures far from all of them are of: 5月出口… 1至5月…
    named = [
        n for m, n in zip(periods, of, strict=True) if m.source != SOURCE and m.start < _OPENING and m.value.first
    ]
    opening = {key: min(at, _THIRD) for at, key in enumerate(dict.fromkeys(keys[n] for n in named), 1)}
    closed = {m.value.last for m in periods if kind_of(m) == CLOSED}
    befell = day_of_event(periods, text, published) if disaster else None
    season = _season(periods, day)
    # One time is told at several places, and several stand-ins are of one place: each is looked at once.
    of_value = [
        (*_of_value(p, published, latest), count.get(key, 0), ids[key], int(key == common), opening.get(key, 0))
        for p, key in zip(numbers, keys, strict=True)
    ]
    held = [
        (p.first == p.last in closed, int(p.first == p.last == befell is not None), _of_season(p, season))
        for p in numbers
    ]
    of_place = {place: is_base(*place, text) for place in {(m.start, m.end) for m in periods}}
    roles: dict[tuple[int, int, str, bool], int] = {}
    depths = layout.depth[[m.start for m in periods]].tolist()
    rows = []
    twins, followed = _twins(periods, layout), _followed(periods, figures)
    for m, n, sides, twin, depth, behind in zip(
        periods, of, sides_of(periods, text), twins, depths, followed, strict=True
    ):
        p, base, (over, happened, of_season) = m.value, of_place[m.start, m.end], held[n]
        place = (m.start, m.end, p.grain, p.instant)
        if place not in roles:
            roles[place] = role_of(m, text, depth, against=base[1])
        named = m.source != SOURCE
        once, staged, yardstick = _told_of(m, text) if named else (0, 0, 0)
        edition = CLOSING if over else _edition(m, published) if named else 0
        rows.append(
            (*of_value[n], *base, *sides, m.end - m.start, kind_of(m), roles[place], twin, once, staged, edition,
             happened, of_season, yardstick, behind)
        )  # fmt: skip
    return table(_NAMES, rows)


def _told_of(mention: Mention[Period], text: str) -> tuple[int, int, int]:
    """What the words around a period that the text names tell of it: something of its own, or a yardstick."""
    return told_aside(mention, text), int(is_staged(mention, text)), int(is_yardstick(mention, text))


def _followed(periods: Sequence[Mention[Period]], figures: Ints) -> list[int]:
    """How many figures stand behind each period and before the next, of those that the text names."""
    starts = [m.start for m in periods if m.source != SOURCE]
    ends = [*starts, len(figures) - 1]
    return [
        min(int(figures[ends[bisect_left(starts, m.end)]] - figures[m.end]), _MOST) if m.source != SOURCE else 0
        for m in periods
    ]


def _of_value(period: Period, published: Publication | None, latest: date | None) -> tuple[int, ...]:
    """What a period says wherever it is told; `latest` is the last day of any that is over."""
    first, last = period.first, period.last
    return (
        _grain(period),
        int(period.instant),
        int(period.how == "relative"),
        int(first is None),
        _age(period, published),
        int(last is not None and last == latest),
        int(published is not None and first is not None and first > published.last),
        _days(period, published),
        shape_of(first, last, published),
    )


def _season(periods: Sequence[Mention[Period]], day: date) -> tuple[date, date] | None:
    """The holiday or the sales that the article is about: days off or a season named in its lead."""
    for m in periods:
        first, last, held = m.value.first, m.value.last, not _HELD.isdisjoint(m.rules)
        if m.start < _LEAD and m.source != SOURCE and held and first and last:
            recent = last >= day - timedelta(days=_MANY)
            if recent and _DAYS <= (last - first).days + 1 <= _MANY:
                return first, last
    return None


def _of_season(period: Period, season: tuple[date, date] | None) -> int:
    """SEASON for the days of the article's season, WITHIN for some of them."""
    if season is None or period.first is None or period.last is None:
        return 0
    if (period.first, period.last) == season:
        return SEASON
    return WITHIN if season[0] <= period.first and period.last <= season[1] else 0


def _edition(mention: Mention[Period], published: Publication | None) -> int:
    """1 for an edition of games of a year before, 2 for one of the article's year."""
    if mention.rules[:1] != ("games",) or mention.value.last is None:
        return 0
    return EARLIER if published is None or mention.value.last.year < published.last.year else 2


def _grain(period: Period) -> int:
    """The grain's number; as of a month is as of a day."""
    return _GRAIN.get("day" if period.instant and not period.clock else period.grain, len(GRAINS))


def _age(period: Period, published: Publication | None) -> int:
    """Years from the period to the article, 9 where either is unknown."""
    if period.last is None or published is None:
        return 9
    return max(-3, min(8, published.last.year - period.last.year))


def _days(period: Period, published: Publication | None) -> int:
    """How many days before the article a period ended, UNKNOWN where either is not known."""
    if period.last is None or published is None:
        return UNKNOWN
    return max(-UNKNOWN, min((published.last - period.last).days, UNKNOWN - 1))


def _twins(periods: Sequence[Mention[Period]], layout: Layout) -> list[int]:
    """EARLIER for a period close by which the same of the year after is named, LATER for that one, or both.

    Added is LOOKED_BACK where its sentence has named the year after before: 2025年为9亿元,2024年为8亿元,增长12.5%.
    """
    found = [0] * len(periods)
    named = [i for i, m in enumerate(periods) if m.source != SOURCE and m.value.grain in _PARTS]
    for at, i in enumerate(named):
        for j in named[max(0, at - _FELLOWS) : at]:
            if periods[i].start - periods[j].end > _NEAR:
                continue
            apart = _years_apart(periods[j].value, periods[i].value)
            if abs(apart) == 1:
                found[i] |= LATER if apart > 0 else EARLIER
                found[j] |= EARLIER if apart > 0 else LATER
                if apart < 0 and layout.sentence[periods[i].start] == layout.sentence[periods[j].start]:
                    found[i] |= LOOKED_BACK
    return found


def _years_apart(a: Period, b: Period) -> int:
    """How many years after a the same part of a year b is, 0 where they are not the same."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return 0
    same = (a.first.month, a.first.day, a.last.month) == (b.first.month, b.first.day, b.last.month)
    return b.first.year - a.first.year if same and b.last.year - a.last.year == b.first.year - a.first.year else 0
