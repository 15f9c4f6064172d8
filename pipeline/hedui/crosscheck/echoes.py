"""Figures amid the same figures: 5.42亿元 and 5.24亿元, both before 占比29.5% and 2.87亿元 in two articles.

Articles that retell one story give the same figures in nearly the same order.  Where one figure has the same
digits in another order or scale, or goes up in one and down in the other, and the figures around it are the same,
both speak of one thing, whatever was read of its entity, period or scope.  Articles that retell it freely have at
least specific figures in common, anywhere: then four digits exchanged tell by themselves, three of a like metric.
Such figures are looked for among those of one unit with the same digits, never all with all.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, combinations, product

from msgspec import Struct

from hedui.crosscheck.close import close_among
from hedui.crosscheck.figures import Canon, Figure, signature
from hedui.crosscheck.neighbors import (
    FEW_TELLING,
    KEY,
    MOST_PROFILES,
    Articles,
    Echo,
    Echoing,
    PlaceT,
    Profile,
    Row,
    is_close,
    keyed,
    may_be_one,
    may_meet,
    named_alike,
    told_by,
)
from hedui.model import Claim

# So many neighbors in common make two figures one thing: where entity, metric and period may be the same; where
# the metric may be; whatever was read.
NEAR, NAMED, ENOUGH = 1, 2, 3
# From here on digits exchanged between two articles are no accident: estimates, in powers of ten, tried on the
# annotated stories, where no two figures that agree come so far.
STORY = 7.0
OWNED, NAMED_SO, SOLE = 1.5, 1.0, 2.0
# A headline's figure of more digits is that of the text, one of so many at another scale or of a like metric.
FEW = 3
# Rates and contents crowd below this: 148% and 14.8% are two things.
COUNTED = 1000


class Echoed(Struct, frozen=True, array_like=True):
    """An echo with the claims of each side."""

    one: tuple[Claim, ...]
    other: tuple[Claim, ...]
    common: tuple[str, ...]
    story: tuple[str, ...] = ()


_Value = tuple[Decimal, str]  # with its direction, "" for either
_Said = tuple[Decimal, str, str, int, int]  # value, metric, kind, first and last day


def echoes_under(key: str, rows: Iterable[Row[PlaceT]], articles: Articles) -> list[Echo[PlaceT]]:
    """The echoes among the figures of one key; the same whatever their order.

    A value that stands in both articles is no slip: 12.34亿元 in 2023 and 13.24亿元 in 2024.
    """
    if is_close(key):
        return close_among(key.partition(KEY)[2], rows, articles)
    return _echoes_among(rows, articles)


def _echoes_among(rows: Iterable[Row[PlaceT]], articles: Articles) -> list[Echo[PlaceT]]:
    """The echoes among figures of one unit with the same digits."""
    told: dict[Hashable, set[_Value]] = defaultdict(set)
    places: dict[Profile, list[Row[PlaceT]]] = defaultdict(list)
    for row in rows:
        told[row.article] |= {(row.echoing.value, ""), (row.echoing.value, row.echoing.turn)}
        places[row.name, row.echoing].append(row)
    values = {(echoing.value, echoing.turn) for _, echoing in places}
    pairs: dict[tuple[Decimal, Decimal], list[tuple[Profile, Profile]]] = defaultdict(list)
    for one, other in _pairs(places) if len(values) > 1 else ():
        pairs[one[1].value, other[1].value].append((one, other))
    headlines = _headlines(places)
    amid = {key: echo for key in sorted(pairs) if (echo := _echo(pairs[key], places, told)) is not None}
    known = headlines.keys() | amid.keys()
    retold = _retold(places, told, articles) if len(values) > 1 else {}
    return [
        _joined([echo for echo in (headlines.get(key), amid.get(key)) if echo is not None])
        if key in known
        else retold[key]
        for key in sorted(known | retold.keys())
    ]


def _retold(
    places: Mapping[Profile, Sequence[Row[PlaceT]]],
    told: Mapping[Hashable, Collection[_Value]],
    articles: Articles,
) -> dict[tuple[Decimal, Decimal], Echo[PlaceT]]:
    """Two values of articles that retell one story, which no article tells together."""
    together = {pair for said in told.values() for pair in combinations(sorted({v for v, _ in said}), 2)}
    by: dict[Decimal, list[Profile]] = defaultdict(list)
    for profile in sorted(places, key=lambda p: (-p[1].confidence, p)):
        by[profile[1].value].append(profile)
    if all(pair in together for pair in combinations(sorted(by), 2)):
        return {}
    tokens = {
        value: frozenset(
            chain(*(articles.telling(row.article) for p in of[:FEW_TELLING] for row in places[p][:FEW_TELLING]))
        )
        for value, of in by.items()
    }
    found = {}
    for low, high in sorted(_met(tokens) - together):
        shared = tokens[low] & tokens[high]
        alike = product(by[low][:MOST_PROFILES], by[high][:MOST_PROFILES])
        missing = ((pair, STORY - _evidence(*pair, len(shared))) for pair in alike)
        pairs = [
            (a, b)
            for (a, b), more in missing
            if more <= 0 or (more <= SOLE and _are_sole(places[a], places[b], articles))
        ]
        echo = _echo(pairs, places, told) if pairs else None
        if echo is not None:
            found[low, high] = echo._replace(common=(), story=tuple(sorted(shared)))
    return found


def _met(tokens: Mapping[Decimal, Collection[str]]) -> set[tuple[Decimal, Decimal]]:
    """The pairs of values whose articles have a telling figure in common."""
    by: dict[str, list[Decimal]] = defaultdict(list)
    for value in sorted(tokens):
        for told in tokens[value]:
            by[told].append(value)
    return {pair for values in by.values() for pair in combinations(values, 2)}


def _evidence(a: Profile, b: Profile, shared: int) -> float:
    """How much tells that two figures with the same digits are one thing, in powers of ten.

    By the digits themselves (as many powers as digits that two figures would share by accident), by the other
    figures that the articles have in common, by owner and by metric.  Nothing where they cannot be one.
    """
    if not may_be_one(a[1], b[1]):
        return 0.0
    digits = max(len(signature(value)) for value in (a[1].value, b[1].value))  # 203 has no fewer than 230
    said = min(digits, 5) + 0.5 + min(shared, 4) if shared else 0.0
    return said + OWNED * (a[0] == b[0]) + NAMED_SO * named_alike(a[1].metric, b[1].metric)


def _are_sole(one: Sequence[Row[PlaceT]], other: Sequence[Row[PlaceT]], articles: Articles) -> bool:
    """Whether they are the only figures of their unit that one article has and the other has not."""
    for a, b in product(one[:FEW_TELLING], other[:FEW_TELLING]):
        told = (articles.told(a.article), articles.told(b.article))
        apart = [known for known in told[0] ^ told[1] if known.startswith(f"{a.echoing.unit}{KEY}")]
        if len(apart) == len(told) and len(told[0].intersection(apart)) == 1:
            return True
    return False


def _joined(echoes: Sequence[Echo[PlaceT]]) -> Echo[PlaceT]:
    """One echo of two values, under the first name, with the places of all."""
    ones, others, common = zip(*(echo[1:4] for echo in echoes), strict=True)
    neighbors = tuple(sorted({token for tokens in common for token in tokens}))
    return Echo(echoes[0].name, frozenset().union(*ones), frozenset().union(*others), neighbors)


def _headlines(places: Mapping[Profile, Sequence[Row[PlaceT]]]) -> dict[tuple[Decimal, Decimal], Echo[PlaceT]]:
    """A headline's figure that its article gives in another order or scale of digits alone: 6369宗 above 6396宗.

    What the headline says is said again below, so no entity, metric or period need agree; other articles stand
    with the text where they tell its value of the same metric and period.
    """
    titles = _by_article(places, titled=True)
    texts = _by_article(places, titled=False) if titles else {}
    met: dict[tuple[Decimal, Decimal], set[Profile]] = defaultdict(set)
    for article, above in titles.items():
        below = texts.get(article, {})
        for (value, heads), (counter, bodies) in product(above.items(), below.items()):
            if value not in below and counter not in above:
                pairs = [pair for pair in product(heads, bodies) if _is_told_again(*pair)]
                met[min(value, counter), max(value, counter)].update(p for pair in pairs for p in pair)
    said: dict[_Said, list[PlaceT]] = defaultdict(list)
    for profile, rows in places.items() if any(met.values()) else ():
        said[_said(profile)] += (row.place for row in rows)
    return {key: _headline(key, profiles, said) for key, profiles in met.items() if profiles}


def _by_article(
    places: Mapping[Profile, Sequence[Row[PlaceT]]], titled: bool
) -> dict[Hashable, dict[Decimal, list[Profile]]]:
    """For each article the profiles of each value in its headline, or in its text."""
    found: dict[Hashable, dict[Decimal, list[Profile]]] = defaultdict(lambda: defaultdict(list))
    for profile, rows in places.items():
        for article in {row.article for row in rows} if profile[1].titled == titled else ():
            found[article][profile[1].value].append(profile)
    return found


def _is_told_again(head: Profile, body: Profile) -> bool:
    """Whether the digits tell: four in any order, three in one order or where the metric may be one."""
    values = [profile[1].value for profile in (head, body)]
    digits = len(signature(values[0]))
    scaled = signature(values[0]) == signature(values[1]) and min(values) >= COUNTED
    return digits > FEW or (digits == FEW and (scaled or named_alike(head[1].metric, body[1].metric)))


def _headline(
    values: tuple[Decimal, Decimal], met: Collection[Profile], said: Mapping[_Said, Sequence[PlaceT]]
) -> Echo[PlaceT]:
    surest = min(met, key=lambda p: (p[1].titled, -p[1].confidence, p))
    sides = [{_said(p) for p in met if p[1].value == value} for value in values]
    one, other = (frozenset(place for key in side for place in said[key]) for side in sides)
    return Echo(surest[0], one, other, ())


def _said(profile: Profile) -> _Said:
    told = profile[1]
    return told.value, told.metric, told.kind, told.first, told.last


def _echo(
    pairs: Sequence[tuple[Profile, Profile]],
    places: Mapping[Profile, Sequence[Row[PlaceT]]],
    told: Mapping[Hashable, Collection[_Value]],
) -> Echo[PlaceT] | None:
    """All that is told of the two values of some pairs, but for the articles that tell both."""
    sides: list[dict[PlaceT, Profile]] = []
    for n in (0, 1):
        counter, profiles = _counter(pairs[0][n][1], pairs[0][1 - n][1]), {pair[n] for pair in pairs}
        sides.append({row.place: p for p in profiles for row in places[p] if counter not in told[row.article]})
    if not all(sides):
        return None
    surest = min({*sides[0].values(), *sides[1].values()}, key=lambda p: (-p[1].confidence, p))
    common = {token for a, b in pairs for token in set(a[1].beside) & set(b[1].beside)}
    return Echo(surest[0], frozenset(sides[0]), frozenset(sides[1]), tuple(sorted(common)))


def _counter(own: Echoing, other: Echoing) -> _Value:
    """What an article must not tell beside its own: the other value, of one value the other direction."""
    return other.value, other.turn if own.value == other.value else ""


def _pairs(profiles: Iterable[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """The profiles of two values that may be one thing, the smaller value first; of one value what falls."""
    by: dict[str, dict[Decimal, list[Profile]]] = defaultdict(lambda: defaultdict(list))
    for profile in sorted(profiles):
        for token in profile[1].beside:
            by[token][profile[1].value].append(profile)
    for values in by.values():
        for low, high in combinations(sorted(values), 2):
            alike = product(values[low][:MOST_PROFILES], values[high][:MOST_PROFILES])
            yield from (pair for pair in alike if _is_one(*pair))
        for told in values.values():
            falls, rises = ([p for p in told if p[1].turn == turn] for turn in ("decrease", "increase"))
            turned = product(falls[:MOST_PROFILES], rises[:MOST_PROFILES])
            yield from (pair for pair in turned if _is_one_turned(*pair))


def _is_one(a: Profile, b: Profile) -> bool:
    """Whether two figures speak of one thing, by the neighbors in common and by what was read."""
    common = len(set(a[1].beside) & set(b[1].beside))
    if common >= ENOUGH:
        return True
    if common >= NEAR and a[0] == b[0] and _told_for(a[1]) == _told_for(b[1]) and a[1].first:
        return True
    if not named_alike(a[1].metric, b[1].metric):
        return False
    return common >= NAMED or (common >= NEAR and a[0] == b[0] and may_meet(a[1], b[1]))


def _is_one_turned(a: Profile, b: Profile) -> bool:
    """Whether a fall and a rise by one figure are one change: by two common neighbors, of one owner by one."""
    common = len(set(a[1].beside) & set(b[1].beside))
    return common >= NAMED or (common >= NEAR and a[0] == b[0])


def _told_for(told: Echoing) -> tuple[int, int, str]:
    return told.first, told.last, told.kind


def echoes_of(
    articles: Iterable[Sequence[tuple[Claim, Figure | None]]], canon: Canon
) -> dict[str, tuple[Echoed, ...]]:
    """The echoes of a corpus by name: from the claims of each article in its order, with their figures."""
    rows: dict[str, list[Row[tuple[str, str]]]] = defaultdict(list)
    claims: dict[tuple[str, str], Claim] = {}
    telling: dict[Hashable, set[str]] = defaultdict(set)
    told: dict[Hashable, set[str]] = defaultdict(set)
    for given in articles:
        for (claim, figure), keys in zip(given, keyed([f for _, f in given], canon), strict=True):
            token = told_by(claim, canon) if keys is None else keys.token
            if token is not None:
                told[claim.article].add(token)
            if figure is None or keys is None:
                continue
            place = (claim.article, claim.id)
            claims[place] = claim
            if keys.alone is not None:
                telling[claim.article].add(keys.token)
                rows[keys.alone[0]].append(Row(claim.article, place, figure.entity, keys.alone[1]))
            if keys.close is not None:
                for key in keys.close[0]:
                    rows[key].append(Row(claim.article, place, figure.entity, keys.close[1]))
    known = [{name: frozenset(tokens) for name, tokens in some.items()} for some in (telling, told)]
    asked = Articles(*(lambda article, some=some: some.get(article, frozenset()) for some in known))
    found: dict[str, list[Echoed]] = defaultdict(list)
    for key in sorted(rows):
        for echo in echoes_under(key, rows[key], asked):
            one, other = (tuple(claims[place] for place in side) for side in (echo.one, echo.other))
            found[echo.name].append(Echoed(one, other, echo.common, echo.story))
    return {name: tuple(some) for name, some in found.items()}
