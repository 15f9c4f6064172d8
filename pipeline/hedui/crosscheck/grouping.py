"""Which claims may be compared at all: gates with their reasons, and the two blocking keys.

Key A gathers by what the claim is about (entity, metric, unit, period, kind, scope).  Key B gathers by the
figure itself (entity, significant digits), and finds what key A misses: the same figure under another label,
scope or period, and every slip of a power of ten.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from hedui.crosscheck.figures import Days, Figure, is_currency
from hedui.crosscheck.vocabulary import split_modifier

# A value with fewer significant digits is shared by accident (95%, 12): two of four in the measured articles.
TELLING_DIGITS = 3
# So many claims of one topic are kept as witnesses of a value: enough to find one in another article.
WITNESSES = 3

TopicKey = tuple[str, str, str, Days | None, str, str]


@dataclass(slots=True)
class Topic:
    """All comparable figures of one entity, metric, unit, period, kind and scope."""

    key: TopicKey
    figures: list[Figure]


@dataclass(slots=True)
class Groups:
    """The claims by both keys."""

    topics: list[Topic]
    families: dict[tuple[str, str, str], list[Figure]]  # entity, metric, unit
    shared: dict[tuple[str, str], list[Figure]]  # entity, signature
    values: dict[tuple[str, str, Decimal], list[Figure]]  # entity, unit, value: a few witnesses of each topic
    by_head: dict[tuple[str, str, str], list[Figure]]  # modified metrics by entity, head, unit
    money: dict[tuple[str, str, Days | None], list[Figure]]  # entity, metric, period: sums in any currency


def topic_key(figure: Figure) -> TopicKey:
    """What two claims must share to be compared without reserve."""
    return figure.entity, figure.metric, figure.unit, figure.period, figure.kind, figure.scope


def group(figures: Iterable[Figure]) -> Groups:
    """The figures by both keys, in an order that does not depend on the order of the articles."""
    topics: dict[TopicKey, list[Figure]] = defaultdict(list)
    families: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    shared: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    values: dict[tuple[str, str, Decimal], list[Figure]] = defaultdict(list)
    witnesses: Counter[tuple[TopicKey, Decimal]] = Counter()
    heads: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    money: dict[tuple[str, str, Days | None], list[Figure]] = defaultdict(list)
    for figure in figures:
        topics[topic_key(figure)].append(figure)
        families[figure.entity, figure.metric, figure.unit].append(figure)
        head, modifier = split_modifier(figure.metric)
        if is_currency(figure.unit):
            money[figure.entity, figure.metric, figure.period].append(figure)
        if modifier:
            heads[figure.entity, head, figure.unit].append(figure)
        if figure.digits >= TELLING_DIGITS and figure.unit != "date":
            shared[figure.entity, figure.signature].append(figure)
            witnesses[topic_key(figure), figure.reach.point] += 1
            if witnesses[topic_key(figure), figure.reach.point] <= WITNESSES:
                values[figure.entity, figure.unit, figure.reach.point].append(figure)
    ordered = [Topic(key, topics[key]) for key in sorted(topics, key=order)]
    return Groups(ordered, families, shared, values, heads, money)


def order(key: TopicKey) -> tuple[str, ...]:
    """A key by which topics are put in order."""
    entity, metric, unit, period, kind, scope = key
    when = "" if period is None else f"{period[0]}/{period[1]}"
    return entity, metric, unit, when, kind, scope
