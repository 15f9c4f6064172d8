"""Products of a figure per unit and a count: 人均 times people, a price per ton times tons."""

from collections.abc import Iterator

from hedui.crosscheck.arithmetic.inputs import Level, Levels
from hedui.crosscheck.arithmetic.rules import Computed
from hedui.crosscheck.figures import Figure
from hedui.crosscheck.words import saying

# A mean and its parts are rounded each for itself, and the people may be those of the year's middle or end.
SLACK_SHARE = 20
_HEADS = ("总人口", "人数", "人次", "用户数", "客户数", "员工总数")
_MEANS = ("均价", "收购均价", "出口均价")
_COUNTS = ("成交量", "成交面积", "销量", "出口量", "进口量", "产量", "收购量", "发电量")
_TOTALS = ("成交额", "销售额", "营业收入", "出口额", "进口额")


def per_head(stated: Figure, levels: Levels) -> Iterator[Computed]:
    """人均X against X and the number of people, all told by one article."""
    if not stated.metric.startswith("人均") or stated.period is None:
        return
    total = levels.find(stated, stated.metric.removeprefix("人均"), stated.period)
    people = _first(stated, _HEADS, levels)
    if total is None or people is None or not (told(total, stated) and told(people, stated)):
        return
    mean = total.span.over(people.span)
    if mean is not None and total.best.unit == stated.unit.split("/")[0]:
        words = f"{saying([total.best])}÷{saying([people.best])}"
        yield Computed(
            stated, (total, people), mean, words, abs(stated.reach.point) / SLACK_SHARE, at_most="minor"
        )


def priced(stated: Figure, levels: Levels) -> Iterator[Computed]:
    """A sum against a mean price per unit and the number of these units, all told by one article."""
    if stated.metric not in _TOTALS or stated.period is None:
        return
    price, count = (_first(stated, names, levels) for names in (_MEANS, _COUNTS))
    if price is None or count is None or not (told(price, stated) and told(count, stated)):
        return
    counted = count.best.claim.quantity
    if counted is None or price.best.unit != f"{stated.unit}/{counted.unit}":
        return
    words = f"{saying([price.best])}×{saying([count.best])}"
    yield Computed(stated, (price, count), price.span * count.span, words, abs(stated.reach.point) / SLACK_SHARE)


def _first(stated: Figure, names: tuple[str, ...], levels: Levels) -> Level | None:
    return next((level for name in names if (level := levels.find(stated, name, stated.period))), None)


def told(level: Level, stated: Figure) -> bool:
    """Whether the article of the stated figure gives the level too."""
    return any(figure.claim.article == stated.claim.article for figure in level.members)
