"""Figures of two articles that are one thing but for a slip of the pen: 5.42亿元 and 5.24亿元, both of one story.

Articles that retell one story give the same figures.  Where one has a figure with the same digits in another order
or scale, or goes up in one and down in the other, and neither article tells the other's value, both may speak of
one thing, whatever was read of its entity, period or scope: how surely says `sameness`.  Such figures are looked
for among those of one unit with the same digits, never all with all.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from typing import NamedTuple

from msgspec import Struct

from hedui.crosscheck.figures import RATES, Canon, Figure, signature
from hedui.crosscheck.neighbors import (
    COUNTED,
    KEY,
    Articles,
    Echo,
    Echoing,
    PlaceT,
    Profile,
    Row,
    is_close,
    is_mark,
    keyed,
    known_as,
    names_of,
    told_by,
)
from hedui.crosscheck.sameness import Met, may_be_one, named_alike, sameness
from hedui.crosscheck.strokes import MAX_POWER, changed_at
from hedui.crosscheck.vocabulary import has_several, is_masked
from hedui.model import Card, Claim

# Less surely than this two figures are rather two things.
LEAST = 0.5
# So many figures of a value are looked at, the surest readings first; reprints have one profile, of which two are.
MOST_FIGURES, MOST_ALIKE = 20, 2
# One telling figure is in two articles by accident (2500元, 163 in 3,175 unrelated news texts): that they are of
# one story the owner must tell then, or two of these: a figure beside both, the metric, the period.  Of one name
# not even the owner tells.  Of three digits so many figures tell wherever they stand.
SHARED, MANY = 2, 5
# So few figures of one unit that the other article has not stand out.
SOLE = 2
# Places at which two exchanged digits differ.
EXCHANGED = 2
# A headline's figure of more digits is that of the text, one of so many at another scale or of a like metric.
FEW = 3


class Echoed(Struct, frozen=True, array_like=True):
    """An echo with the claims of each side."""

    one: tuple[Claim, ...]
    other: tuple[Claim, ...]
    common: tuple[str, ...]
    story: tuple[str, ...]
    sure: float


_Value = tuple[str, str]  # a figure as others know it; of one that rises here and falls there the direction
_Pair = tuple[_Value, _Value]
_Said = tuple[str, str, str, int, int]  # value, metric, kind, first and last day


def echoes_under(key: str, rows: Sequence[Row[PlaceT]], articles: Articles) -> list[Echo[PlaceT]]:
    """The echoes among the figures of one key; the same whatever their order.

    A value that stands in both articles is no slip: 12.34亿元 in 2023 and 13.24亿元 in 2024.
    """
    if len({(row.echoing.unit, row.echoing.value, row.echoing.turn) for row in rows}) < 2:  # of 100 keys 97
        return []
    places = by_profile(rows)
    headlines = {} if is_close(key) else _headlines(places)
    sure: dict[_Pair, list[tuple[float, Met]]] = defaultdict(list)
    for pair, met in met_under(key, places, articles):
        likely = sameness(met)
        if likely >= LEAST and _is_one_story(met):
            sure[pair].append((likely, met))
    found = {pair: _echo(pair, sure[pair], places, articles) for pair in sure}
    return [
        _joined([echo for echo in (headlines.get(pair), found.get(pair)) if echo is not None])
        for pair in sorted(headlines.keys() | found.keys())
    ]


def _is_one_story(met: Met) -> bool:
    (name, a), (other, b) = met.one, met.other
    owned = name == other and not is_masked(name)
    if not owned and has_several(a.metric):  # everybody has an age
        return False
    fewest = min(len(a.digits), len(b.digits))
    if fewest == 1 and a.unit not in RATES:  # 2000元 and 2万元 are two fines of many
        return len(met.story) > 1 and met.shared > SHARED
    told = owned and any(KEY in token for token in met.story)
    days = (a.first, a.last) == (b.first, b.last) != (0, 0)
    alike = len(set(a.beside) & set(b.beside)) + (a.metric == b.metric) + days
    many = MANY if fewest >= FEW else math.inf
    return len(met.story) > 1 or told or met.shared >= (SHARED if owned or alike >= SHARED else many)


def by_profile(rows: Iterable[Row[PlaceT]]) -> dict[Profile, list[Row[PlaceT]]]:
    """The rows of each profile, both in order."""
    places: dict[Profile, list[Row[PlaceT]]] = defaultdict(list)
    for row in rows:
        places[row.name, row.echoing].append(row)
    return {profile: sorted(places[profile], key=lambda row: row.place) for profile in sorted(places)}


def met_under(
    key: str, places: Mapping[Profile, Sequence[Row[PlaceT]]], articles: Articles
) -> Iterator[tuple[_Pair, Met]]:
    """The pairs of figures of one key whose articles share a telling figure, and tell one value each.

    So does every article of their story: who tells both tells of two things.
    """
    by, told = _by_value(places), _told(places)
    known = {value: set(chain(*(articles.known_by(row.article) for _, row in some))) for value, some in by.items()}
    both = _told_together(told)
    for one, other in combinations(sorted(by), 2):
        if not _may_differ(one, other) or known[one].isdisjoint(known[other]):
            continue
        for (a, here), (b, there) in product(by[one], by[other]):
            slip = _is_slip(a[1], b[1]) and may_be_one(a[1], b[1])
            story = articles.story(here.article, there.article) if slip else frozenset()
            if not (story and _first(key, here.article, there.article, articles)):
                continue
            tells = _tells(here.article, other, articles, told) or _tells(there.article, one, articles, told)
            if not tells and all(story.isdisjoint(articles.known_by(third)) for third in both[one, other]):
                yield (one, other), _met(a, b, story, [articles.told(row.article) for row in (here, there)])


def _told_together(told: Iterable[tuple[Hashable, _Value]]) -> Mapping[_Pair, list[Hashable]]:
    """The articles that tell both of two values."""
    by: dict[Hashable, set[_Value]] = defaultdict(set)
    for article, value in told:
        by[article].add(value)
    both: dict[_Pair, list[Hashable]] = defaultdict(list)
    for article, values in by.items():
        for pair in combinations(sorted(values), 2):
            both[pair].append(article)
    return both


def _met(one: Profile, other: Profile, story: frozenset[str], told: Sequence[frozenset[str]]) -> Met:
    apart = (told[0] - told[1], told[1] - told[0])
    sole = (
        sum(token.startswith(f"{figure.unit}{KEY}") for token in tokens) <= SOLE
        for tokens, (_, figure) in zip(apart, (one, other), strict=True)
    )
    own = {known_as(one[1].unit, one[1].value)}  # 升13.5% and 跌13.5%: the figure itself is in both
    return Met(one, other, story - own, len((told[0] & told[1]) - own), sum(sole))


def _may_differ(one: _Value, other: _Value) -> bool:
    """Whether they are two values, or one value in two directions."""
    return bool(one[1] and other[1]) if one[0] == other[0] else not (one[1] or other[1])


def _is_slip(a: Echoing, b: Echoing) -> bool:
    """Whether two values have the same digits, or two of them exchanged; in two units they are one number."""
    if a.unit != b.unit:  # 24亿 without a word is in no currency that could be wrong
        return a.value == b.value and not (a.bare or b.bare)
    scales = a.value.adjusted() - b.value.adjusted()
    if a.digits == b.digits:
        return abs(scales) <= MAX_POWER
    length = max(len(a.digits), len(b.digits))  # 204 and 24, which is 240
    return not scales and len(changed_at(a.digits.ljust(length, "0"), b.digits.ljust(length, "0"))) == EXCHANGED


def _by_value(places: Mapping[Profile, Sequence[Row[PlaceT]]]) -> dict[_Value, list[tuple[Profile, Row[PlaceT]]]]:
    by: dict[_Value, list[tuple[Profile, Row[PlaceT]]]] = defaultdict(list)
    for profile in sorted((p for p in places if p[1].unit), key=lambda p: (-p[1].confidence, p)):
        for value in _values(profile[1]):
            by[value] += ((profile, row) for row in places[profile][:MOST_ALIKE])
    return {value: by[value][:MOST_FIGURES] for value in by}


def _values(echoing: Echoing) -> Iterator[_Value]:
    """The value that a figure stands for, and that with its direction where it has one."""
    token = known_as(echoing.unit, echoing.value)
    yield token, ""
    if echoing.turn:
        yield token, echoing.turn


def _told(places: Mapping[Profile, Sequence[Row[PlaceT]]]) -> set[tuple[Hashable, _Value]]:
    return {(row.article, value) for (_, told), rows in places.items() for row in rows for value in _values(told)}


def _tells(
    article: Hashable, value: _Value, articles: Articles, told: Collection[tuple[Hashable, _Value]]
) -> bool:
    """Whether an article tells a value, or this one in this direction."""
    return (article, value) in told or (not value[1] and value[0] in articles.told(article))


def _first(key: str, here: Hashable, there: Hashable, articles: Articles) -> bool:
    """Whether figures of few digits meet for the first time: their articles may share several marks."""
    if not is_close(key):
        return True
    common = set(articles.marks(there))
    return key.partition(KEY)[2] == next(mark for mark in articles.marks(here) if mark in common)


def _echo(
    pair: _Pair,
    sure: Sequence[tuple[float, Met]],
    places: Mapping[Profile, Sequence[Row[PlaceT]]],
    articles: Articles,
) -> Echo[PlaceT]:
    """All that is told of the two values by the figures that met, but for the articles that tell both."""
    told = _told(places)
    sides: list[dict[PlaceT, Profile]] = []
    for number in (0, 1):
        counter, profiles = pair[1 - number], {(met.one, met.other)[number] for _, met in sure}
        rows = ((p, row) for p in profiles for row in places[p])
        sides.append({row.place: p for p, row in rows if not _tells(row.article, counter, articles, told)})
    surest = min({*sides[0].values(), *sides[1].values()}, key=lambda p: (-p[1].confidence, p))
    common = {token for _, met in sure for token in set(met.one[1].beside) & set(met.other[1].beside)}
    story = {token for _, met in sure for token in met.story}
    likely = max(likely for likely, _ in sure)
    one, other = (frozenset(side) for side in sides)
    return Echo(surest[0], one, other, tuple(sorted(common)), tuple(sorted(story)), round(likely, 4))


def _joined(echoes: Sequence[Echo[PlaceT]]) -> Echo[PlaceT]:
    """One echo of two values, under the first name, with the places of all."""
    ones, others, common, story = zip(*(echo[1:5] for echo in echoes), strict=True)
    beside, shared = (tuple(sorted(set(chain(*some)))) for some in (common, story))
    sure = max(echo.sure for echo in echoes)
    return Echo(echoes[0].name, frozenset().union(*ones), frozenset().union(*others), beside, shared, sure)


def _headlines(places: Mapping[Profile, Sequence[Row[PlaceT]]]) -> dict[_Pair, Echo[PlaceT]]:
    """A headline's figure that its article gives in another order or scale of digits alone: 6369宗 above 6396宗.

    What the headline says is said again below, so no entity, metric or period need agree; other articles stand
    with the text where they tell its value of the same metric and period.
    """
    titles = _by_article(places, titled=True)
    texts = _by_article(places, titled=False) if titles else {}
    met: dict[_Pair, set[Profile]] = defaultdict(set)
    for article, above in titles.items():
        below = texts.get(article, {})
        for (value, heads), (counter, bodies) in product(above.items(), below.items()):
            if value not in below and counter not in above:
                pairs = [pair for pair in product(heads, bodies) if _is_told_again(*pair)]
                low, high = sorted(((value, ""), (counter, "")))
                met[low, high].update(p for pair in pairs for p in pair)
    said: dict[_Said, list[PlaceT]] = defaultdict(list)
    for profile, rows in places.items() if any(met.values()) else ():
        said[_said(profile)] += (row.place for row in rows)
    return {pair: _headline(pair, profiles, said) for pair, profiles in met.items() if profiles}


def _by_article(
    places: Mapping[Profile, Sequence[Row[PlaceT]]], titled: bool
) -> dict[Hashable, dict[str, list[Profile]]]:
    """For each article the profiles of each value in its headline, or in its text."""
    found: dict[Hashable, dict[str, list[Profile]]] = defaultdict(lambda: defaultdict(list))
    for profile, rows in places.items():
        for article in {row.article for row in rows} if profile[1].titled == titled else ():
            found[article][_said(profile)[0]].append(profile)
    return found


def _is_told_again(head: Profile, body: Profile) -> bool:
    """Whether the digits tell: four in any order, three in one order or where the metric may be one."""
    values = [profile[1].value for profile in (head, body)]
    digits = len(signature(values[0]))
    scaled = signature(values[0]) == signature(values[1]) and min(values) >= COUNTED
    return digits > FEW or (digits == FEW and (scaled or named_alike(head[1].metric, body[1].metric)))


def _headline(pair: _Pair, met: Collection[Profile], said: Mapping[_Said, Sequence[PlaceT]]) -> Echo[PlaceT]:
    surest = min(met, key=lambda p: (p[1].titled, -p[1].confidence, p))
    sides = [{_said(p) for p in met if _said(p)[0] == value} for value, _ in pair]
    one, other = (frozenset(place for key in side for place in said[key]) for side in sides)
    return Echo(surest[0], one, other, ())


def _said(profile: Profile) -> _Said:
    told = profile[1]
    return known_as(told.unit, told.value), told.metric, told.kind, told.first, told.last


class Gathered(NamedTuple):
    """The figures of a corpus by what they are looked up by, their claims by place, and what articles tell."""

    rows: dict[str, list[Row[tuple[str, str]]]]
    claims: dict[tuple[str, str], Claim]
    articles: Articles


def gathered(
    articles: Iterable[Sequence[tuple[Claim, Figure | None]]], canon: Canon, cards: Mapping[str, Card]
) -> Gathered:
    """From the claims of each article in its order, with their figures."""
    rows: dict[str, list[Row[tuple[str, str]]]] = defaultdict(list)
    claims: dict[tuple[str, str], Claim] = {}
    telling: dict[Hashable, set[str]] = defaultdict(set)
    told: dict[Hashable, set[str]] = defaultdict(set)
    names: dict[Hashable, set[str]] = defaultdict(set)
    for given in articles:
        if given:
            names[given[0][0].article] |= names_of(figure for _, figure in given)
        for (claim, figure), keys in zip(given, keyed([f for _, f in given], canon), strict=True):
            token = told_by(claim, canon) if keys is None else keys.token
            if token is not None:
                told[claim.article].add(token)
            if figure is None or keys is None:
                continue
            place = (claim.article, claim.id)
            claims[place] = claim
            if keys.alone is not None and is_mark(keys.token):
                telling[claim.article].add(keys.token)
            for key in (keys.alone, *keys.close):
                if key is not None:
                    rows[key].append(Row(claim.article, place, figure.entity, keys.echoing))
    sets = [_asked(some) for some in (telling, told, names)]
    asked = Articles(sets[0], sets[1], sets[2], lambda article: day_of(cards.get(str(article))))
    return Gathered(rows, claims, asked)


def _asked(some: Mapping[Hashable, Collection[str]]) -> Callable[[Hashable], frozenset[str]]:
    known = {article: frozenset(tokens) for article, tokens in some.items()}
    return lambda article: known.get(article, frozenset())


def day_of(card: Card | None) -> int:
    """The day an article appeared, the first that it may be; 0 where it is not known."""
    return card.published.first.toordinal() if card and card.published else 0


def echoes_of(
    articles: Iterable[Sequence[tuple[Claim, Figure | None]]], canon: Canon, cards: Mapping[str, Card]
) -> dict[str, tuple[Echoed, ...]]:
    """The echoes of a corpus by name."""
    rows, claims, asked = gathered(articles, canon, cards)
    found: dict[str, list[Echoed]] = defaultdict(list)
    for key in sorted(rows):
        for echo in echoes_under(key, rows[key], asked):
            one, other = (tuple(claims[place] for place in sorted(side)) for side in (echo.one, echo.other))
            found[echo.name].append(Echoed(one, other, echo.common, echo.story, echo.sure))
    return {name: tuple(some) for name, some in found.items()}
