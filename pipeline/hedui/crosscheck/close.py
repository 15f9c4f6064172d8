"""Figures of few digits beside one and the same telling figure: 展品412件, 参展画廊83家 and 展品412件, 画廊38家.

Two digits exchanged, or at another scale, are shared by accident, and so is one growth in % and in 百分点.  More
must tell that two such figures are one thing: the telling ones around both, what was read, the story.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from hedui.crosscheck.neighbors import (
    FEW_TELLING,
    MOST_PROFILES,
    RATES,
    Articles,
    Echo,
    Echoing,
    PlaceT,
    Profile,
    Row,
    known_as,
    may_be_one,
    named_alike,
)

# So much tells that two figures of few digits beside one telling figure are one thing; of one change in % and in
# 百分点 less does, of rates, which crowd, more.
CLOSE, MIXED, CROWDED = 3, 2, 4
_NONE = -CROWDED - 1
# So many telling figures in common make two articles ones of a story: that tells as well.
RETOLD = 3


def close_among(beside: str, rows: Iterable[Row[PlaceT]], articles: Articles) -> list[Echo[PlaceT]]:
    """The echoes among figures of few digits beside one telling figure, the first that they have in common."""
    by: dict[str, dict[Profile, list[Row[PlaceT]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by[_token(row.echoing)][row.name, row.echoing].append(row)
    found = []
    for one, other in combinations(sorted(by), 2):
        sides = [
            {
                p: free
                for p, told in by[own].items()
                if (free := [r for r in told if counter not in articles.told(r.article)])
            }
            for own, counter in ((one, other), (other, one))
        ]
        tried = product(*(sorted(side)[:MOST_PROFILES] for side in sides))
        likely = [(a, b, told) for a, b in tried if (told := _evidence(a, b, beside)) >= -1]
        pairs = [(a, b) for a, b, told in likely if told >= 0 or _retell(sides[0][a], sides[1][b], articles)]
        if pairs:
            found.append(_close_echo(pairs, sides))
    return found


def _token(echoing: Echoing) -> str:
    return known_as(echoing.unit, echoing.value)


def _retell(one: Sequence[Row[PlaceT]], other: Sequence[Row[PlaceT]], articles: Articles) -> bool:
    """Whether an article of either side has so many telling figures in common that both tell one story."""
    some = product(one[:FEW_TELLING], other[:FEW_TELLING])
    return any(len(articles.telling(a.article) & articles.telling(b.article)) >= RETOLD for a, b in some)


def _evidence(a: Profile, b: Profile, beside: str) -> int:
    """How much more than enough tells that two figures are one thing: what stands around, and what was read.

    Of figures with two digits exchanged or at another scale 14 of 16 so found in annotated stories were, of those
    that one article has in % and one in 百分点 all 16.
    """
    one, other = a[1], b[1]
    around = set(one.beside) & set(other.beside)
    if min(around) != beside or not may_be_one(one, other):
        return _NONE
    alike = named_alike(one.metric, other.metric)
    told = len(around) + bool(set(one.beside[:2]) & set(other.beside[:2])) + alike + (a[0] == b[0])
    if one.value == other.value:
        return told - MIXED
    if one.listed and other.listed and not alike:  # 360 dead here, 630 hurt there
        return _NONE
    return told - (CROWDED if one.unit in RATES else CLOSE)


def _close_echo(
    pairs: Sequence[tuple[Profile, Profile]], sides: Sequence[Mapping[Profile, Sequence[Row[PlaceT]]]]
) -> Echo[PlaceT]:
    one, other = (
        frozenset(row.place for profile in {pair[n] for pair in pairs} for row in sides[n][profile])
        for n in (0, 1)
    )
    surest = min({p for pair in pairs for p in pair}, key=lambda p: (-p[1].confidence, p))
    common = {token for a, b in pairs for token in set(a[1].beside) & set(b[1].beside)}
    return Echo(surest[0], one, other, tuple(sorted(common)))
