"""Why figures that differ are no disagreement: rules that drop the sides which may be true beside the others."""

from decimal import Decimal

from hedui.crosscheck.checks.slips import is_date_slip, is_feast, is_slip
from hedui.crosscheck.figures import DAY, Figure
from hedui.crosscheck.sides import Side
from hedui.crosscheck.vocabulary import (
    happens_once,
    is_masked,
    is_measured,
    is_ticking,
)

# Dates of things that recur (财报发布日期) are one date told twice only when they lie so near.
NEAR_DAYS = 3
# What has more dates than this does not happen once (出生日期 of a whole people).
MAX_DATES = 3
# One article that gives so many values for one thing is listing members of it, not contradicting itself.
LISTED = 3
# Two values in one article are held against it only when they are read as surely as this.
SELF_SURE = 0.5
# Two things of one name are read for one more often than an article contradicts itself: only readings as sure as
# this tell (four sets end to end: pair precision .659 at .9, .739 here, the same conflicts of high severity).
TOLD_SURE = 0.94
# Forecasts and plans are of one vintage when printed within so many days: of the annotated pairs that a week adds
# to three days all 8 are conflicts.
VINTAGE_DAYS = 7
# 41.30亿 and 41.32亿 of one afternoon: a running total moves by less than this within a day.
TICK_SHARE = Decimal("0.05")


def articles_of(side: Side) -> set[str]:
    """The articles that write the value of a side."""
    return {figure.claim.article for figure in side.members}


def leading(sides: list[Side]) -> Side:
    """The side of the most figures, of equal ones the most surely read, then that with the smallest id."""
    return min(sides, key=lambda side: (-len(side.members), -surest(side), side.members[0].id))


def surest(side: Side) -> float:
    """The best confidence of a side's figures."""
    return max(figure.claim.confidence for figure in side.members)


def _not_ticking(sides: list[Side]) -> list[Side]:
    """Totals of one day that grow while they are read (票房 16时43分) agree within a twentieth."""
    first = sides[0].members[0]
    if not is_ticking(first.metric) or first.period is None or first.period[0] != first.period[1]:
        return sides
    points = [abs(side.point) for side in sides]
    return [] if max(points) <= min(points) * (1 + TICK_SHARE) else sides


def _without_lists(sides: list[Side]) -> list[Side]:
    """Sides that stand only on one article which lists several values, or on one sentence, are dropped."""
    count: dict[str, int] = {}
    for side in sides:
        for article in articles_of(side):
            count[article] = count.get(article, 0) + 1
    lists = {article for article, n in count.items() if n >= LISTED}
    free = [side for side in sides if any(f.claim.article not in lists for f in side.members)]
    kept = [side for side in sides if side in free or any(is_slip_for(side, other) for other in sides)]
    if len(kept) < 2:
        return []
    return [] if _one_sentence(kept) else kept


def _without_parts(sides: list[Side]) -> list[Side]:
    """Sides that stand only beside the leading value, in articles that give both, are mostly parts of the whole.

    38.4亿 of a firm and, two sentences on, the 12.7亿 of its one brand: only a sure reading of both makes them a
    contradiction of the article with itself.
    """
    lead = leading(sides)
    articles = articles_of(lead)
    return [
        side
        for side in sides
        if side is lead
        or any(f.claim.article not in articles for f in side.members)
        or surest(side) >= SELF_SURE
        or is_slip_for(side, lead)
    ]


def _one_sentence(sides: list[Side]) -> bool:
    """Whether all values stand in one sentence of one article, or of its reprints."""
    articles = [articles_of(side) for side in sides]
    if any(names != articles[0] for names in articles):
        return False
    places = {(f.claim.article, f.claim.sentence) for side in sides for f in side.members}
    return len(places) == len(articles[0])


def is_slip_for(side: Side, other: Side) -> bool:
    """Whether one value is a slip of the pen for another article's: then even a list of values may hold it."""
    if side is other or articles_of(side) >= articles_of(other):
        return False
    a, b = (min(s.members, key=lambda f: (f.reach.point != s.best.point, f.id)) for s in (side, other))
    return is_slip(a, b)


def _of_one_vintage(sides: list[Side]) -> list[Side]:
    """Forecasts disagree only when made at one time: the same days, or the same source."""
    figures = [figure for side in sides for figure in side.members]
    if figures[0].kind == "actual":
        return sides
    articles = [articles_of(side) for side in sides]
    inside = all(names == articles[0] for names in articles)  # one article tells the views of several
    timed = figures[0].period is not None or figures[0].unit == "date" or figures[0].kind == "target"
    if inside or not timed:  # a guess of no stated time may be of any, a plan is that which was told these days
        return []
    printed = [figure.day for figure in figures if figure.day]
    together = len(printed) == len(figures) and (max(printed) - min(printed)).days <= VINTAGE_DAYS
    sources = {figure.claim.attribution for figure in figures}
    return sides if together or (len(sources) == 1 and None not in sources) else []


def _of_one_agency(sides: list[Side]) -> list[Side]:
    """Of measured things, another named agency's own figure is no error: 7.2 and 7.3 of two networks."""
    if not is_measured(sides[0].members[0].metric):
        return sides
    lead = leading(sides)
    known = {f.claim.attribution for f in lead.members if f.claim.attribution}
    kept = []
    for side in sides:
        others = side is not lead
        members = [f for f in side.members if not (others and _foreign(f.claim.attribution, known))]
        if members:
            kept.append(Side(members, side.best))
    return kept


def _foreign(attribution: str | None, known: set[str]) -> bool:
    return attribution is not None and not any(attribution in name or name in attribution for name in known)


def _near_dates(sides: list[Side]) -> list[Side]:
    """Dates of what recurs are compared only when near, or of one past or plan; of what happens once, always."""
    first = sides[0].members[0]
    if first.unit != "date":
        return sides
    labels = {f.claim.entity_label for side in sides for f in side.members}
    people = any(word in first.metric for word in ("出生", "去世", "逝世", "毕业", "入职"))
    place = bool(labels & {"GPE", "LOC"}) or (people and labels != {"PER"} and labels != {None})
    lead = leading(sides)
    sides = [side for side in sides if side is lead or not is_feast(side.best, lead.best)]
    once = happens_once(first.metric) or _of_one_time(sides)
    if once and len(sides) <= MAX_DATES and not place:  # 中国 has no one date of 出生
        return sides
    near = [s for s in sides if abs(s.point - lead.point) <= NEAR_DAYS * DAY or _misprinted(s, lead)]
    # 2月8日 at home is no other writing of the days told for another market, 3月12日 and 3月22日, but these are.
    return near if len(near) > 1 else [s for s in sides if any(_misprinted(s, other) for other in sides)]


def _of_one_time(sides: list[Side]) -> bool:
    """Whether two months or years lie both before what tells them was printed, or both behind it.

    2014年9月 and 2011年9月交付 in two articles of 2024 are one delivery.  What recurs is told by its days: of two
    reports either article knows one.
    """
    if (
        len(sides) != 2
        or articles_of(sides[0]) & articles_of(sides[1])
        or min(surest(side) for side in sides) < TOLD_SURE
    ):
        return False
    dates = [side.best for side in sides]
    days = [figure.day for side in sides for figure in side.members]
    printed = [day.toordinal() * DAY for day in days if day]
    if len(printed) < len(days) or max(reach.step for reach in dates) <= DAY:
        return False
    over = max(reach.point for reach in dates) <= min(printed)
    ahead = min(reach.point for reach in dates) > max(printed)
    return over or (ahead and max(printed) - min(printed) <= VINTAGE_DAYS * DAY)


def _misprinted(one: Side, other: Side) -> bool:
    return is_date_slip(one.members[0], other.members[0])


def _not_so_far(sides: list[Side]) -> list[Side]:
    """A running total told before its period was over (票房 of a festival on its fifth day) is one so far.

    It is held only against one that was told on the same day.
    """
    if not is_ticking(sides[0].members[0].metric):
        return sides
    told = [{f.day for f in side.members if _is_so_far(f)} for side in sides]
    at = sides.index(leading(sides))
    return [side for side, days in zip(sides, told, strict=True) if days == told[at] or days & told[at]]


def _is_so_far(figure: Figure) -> bool:
    period = figure.period
    return figure.kind == "actual" and period is not None and figure.day is not None and figure.day < period[1]


def _of_one_person(sides: list[Side]) -> list[Side]:
    """王某 and 云州车祸 of two articles are two, unless both tell one story: then an echo says so."""
    apart = is_masked(sides[0].members[0].entity) and not set.intersection(*map(articles_of, sides))
    return [] if apart else sides


RULES = (
    (_of_one_person, "只写姓氏或称呼的人、某地的车祸，两篇所写未必是一回事"),
    (_not_ticking, "实时累计的数字，一日之内相差不到二十分之一"),
    (_without_lists, "是同一报道（或同一句）里的清单，各有所指"),
    (_without_parts, "另一数值只与主要数值同篇出现且读得不确定，多为其中一部分"),
    (_not_so_far, "期间尚未结束时所写，是截至当时的数字"),
    (_of_one_vintage, "预测或目标，发布时间或出处不同即不相比"),
    (_of_one_agency, "是另一机构自己的测报"),
    (_near_dates, "会重复发生的事，日期相距较远，各是一次"),
)
