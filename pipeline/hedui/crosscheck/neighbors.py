"""What a figure is known by to the articles that tell it again: its digits, and the figures around it.

Three digits and more are a key by themselves.  Two are shared by accident, and so is one growth in % and 百分点:
they are looked for beside one telling figure alone (占比29.5%, 86亿元 and 占比29.5%, 68亿元).
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, zip_longest
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct, structs

from hedui.crosscheck.figures import Canon, Figure, written
from hedui.crosscheck.grouping import TELLING_DIGITS
from hedui.crosscheck.vocabulary import ALIKE, counted_in, is_derived, is_fast, similarity
from hedui.model import Claim

# So many telling figures before and behind one are its neighbors, and of one with few digits.
REACH, NEAR = 3, 2
# Two days apart are the days of one story, two quarters are two figures.
STORY_DAYS = 31
# So many articles with a value are asked what else they tell.
FEW_TELLING = 5
# Reprints have one profile; a value with more profiles than this beside one neighbor is looked at in these alone.
MOST_PROFILES = 20
# So many digits tell beside a telling figure alone.
FEW = 2
RATES = ("%", "pp")
KEY = "\x1f"  # between the parts of a key

PlaceT = TypeVar("PlaceT", bound=tuple[object, ...])


class Echoing(Struct, frozen=True, array_like=True, order=True):
    """What a figure and its echo are known by."""

    value: Decimal
    unit: str
    metric: str
    scope: str
    kind: str
    first: int  # the days of the period as ordinals, 0 where it is open
    last: int
    written: bool  # the period stands beside it, and is not carried on from before
    confidence: float
    beside: tuple[str, ...]  # its neighbors, the nearest first
    titled: bool = False  # stands in the headline
    turn: str = ""  # increase, decrease
    listed: bool = False  # the word list knows the metric, and so whether another is the same


Profile = tuple[str, Echoing]  # a joined name, and what a figure of it is known by


class Row(NamedTuple, Generic[PlaceT]):
    """A telling figure of one unit and set of digits: its article, where its claim is, its joined name."""

    article: Hashable
    place: PlaceT
    name: str
    echoing: Echoing


class Echo(NamedTuple, Generic[PlaceT]):
    """The places of two values that are told of one thing, under the name of the surest reading."""

    name: str
    one: frozenset[PlaceT]
    other: frozenset[PlaceT]
    common: tuple[str, ...]  # the neighbors of both, as unit and value
    story: tuple[str, ...] = ()  # else the figures that the articles of both have in common


class Articles(NamedTuple):
    """What is asked of an article: its telling figures, and all of its figures, as others know them."""

    telling: Callable[[Hashable], frozenset[str]]
    told: Callable[[Hashable], frozenset[str]]


class Keys(NamedTuple):
    """What a figure is looked up by, and what it is known by there."""

    token: str  # as what others of its article know it
    alone: tuple[str, Echoing] | None  # where it is telling
    close: tuple[tuple[str, ...], Echoing] | None  # where it has few digits: beside the nearest telling ones


def known_as(unit: str, value: Decimal) -> str:
    """A figure as others of its article know it."""
    return f"{counted_in(unit)}{KEY}{abs(value).normalize():f}"


def told_by(claim: Claim, canon: Canon) -> str | None:
    """The figure of a claim as others know it, whatever it is about; None where it has no single value."""
    quantity = claim.quantity
    if quantity is None or quantity.value is None:
        return None
    unit, factor = canon.unit(quantity.unit)
    return known_as(unit, quantity.value * factor)


def is_telling(figure: Figure) -> bool:
    """Whether a figure is too specific to be shared by accident."""
    return figure.digits >= TELLING_DIGITS


def is_close(key: str) -> bool:
    """Whether figures meet under a key only because they stand beside one and the same telling figure."""
    return key.count(KEY) > 1


def keyed(figures: Sequence[Figure | None], canon: Canon) -> Iterator[Keys | None]:
    """What each figure of an article is looked up by, in its order (None: a claim without one)."""
    tokens = [None if f is None else known_as(f.unit, f.reach.point) for f in figures]
    telling = [token for token, f in zip(tokens, figures, strict=True) if token and f and is_telling(f)]
    before = 0
    for figure, token in zip(figures, tokens, strict=True):
        if figure is None or token is None:
            yield None
            continue
        here = is_telling(figure)
        few = tuple(_few(figure))
        around = _around(token, telling, (before, before + here), REACH) if here or few else ()
        near = _around(token, telling, (before, before + here), NEAR) if few else ()
        told = _echoing(figure, around, figure.metric in canon.listed) if here or near else None
        alone = (digits_key(figure), told) if here and told else None
        keys = tuple(f"{key}{KEY}{other}" for key in few for other in near)
        yield Keys(token, alone, (keys, structs.replace(told, beside=near)) if keys and told else None)
        before += here


def _around(own: str, telling: Sequence[str], at: tuple[int, int], reach: int) -> tuple[str, ...]:
    """The telling figures before and behind a place, the nearest first."""
    sides = telling[max(0, at[0] - reach) : at[0]][::-1], telling[at[1] : at[1] + reach]
    return tuple(dict.fromkeys(other for other in chain(*zip_longest(*sides)) if other and other != own))


def _few(figure: Figure) -> Iterator[str]:
    """What a figure of few digits has in common with those that may be a slip for it."""
    if not figure.reach.plain or is_fast(figure.metric):
        return
    if figure.unit in RATES and is_derived(figure.metric):
        yield f"%pp {abs(figure.reach.point).normalize():f}"
    if len(written(figure)) == FEW and figure.unit not in ("date", "排名"):
        yield f"{counted_in(figure.unit)} {''.join(sorted(written(figure)))}"


def digits_key(figure: Figure) -> str:
    """What a figure has in common with one of which digits were exchanged or the scale is another.

    Zeros say nothing: 604 and 640 are exchanged, 230 and 23 a power of ten apart.
    """
    return f"{counted_in(figure.unit)}{KEY}{''.join(sorted(written(figure).replace('0', '')))}"


def _echoing(figure: Figure, beside: tuple[str, ...], listed: bool) -> Echoing:
    first, last = (day.toordinal() for day in figure.period) if figure.period else (0, 0)
    how = figure.claim.period.how if figure.claim.period else "inherited"
    return Echoing(
        abs(figure.reach.point).normalize(),
        counted_in(figure.unit),
        figure.metric,
        figure.scope,
        figure.kind,
        first,
        last,
        how != "inherited",
        figure.claim.confidence,
        beside,
        figure.claim.section == "title",
        figure.claim.change or "" if is_derived(figure.metric) else "",
        listed,
    )


def named_alike(one: str, other: str) -> bool:
    """Whether two names may be those of one metric."""
    return one == other or one in other or other in one or similarity(one, other) >= ALIKE


def may_meet(a: Echoing, b: Echoing) -> bool:
    """Whether the periods have a day in common, are days of one story, or one of them is only carried on."""
    if not (a.first and b.first and a.written and b.written):
        return True
    gap = max(a.first, b.first) - min(a.last, b.last)
    days = a.first == a.last and b.first == b.last
    return gap <= (STORY_DAYS if days else 0)


def may_be_one(a: Echoing, b: Echoing) -> bool:
    """Whether nothing that was read keeps two figures apart."""
    return a.kind == b.kind and a.turn == b.turn and may_meet(a, b)
