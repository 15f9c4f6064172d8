"""What a figure is known by to the articles that tell it again: its digits, and the figures around it.

Three digits and more are a key by themselves.  Two are shared by accident, and so is one growth in % and 百分点:
they are looked for among the articles that share a telling figure (占比29.5%, 86亿元 and 占比29.5%, 68亿元).
"""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain, zip_longest
from typing import Generic, NamedTuple, TypeVar
from zlib import crc32

from msgspec import Struct

from hedui.crosscheck.figures import PLACES, RATES, SURE, Canon, Figure, is_bare, is_currency
from hedui.crosscheck.grouping import TELLING_DIGITS
from hedui.crosscheck.vocabulary import counted_in, is_derived, is_fast
from hedui.model import Claim

# So many figures before and behind one are its neighbors.
REACH = 2
# A figure of few digits meets others by so many telling figures of its article, the same ones in each that has
# them: of the annotated slips of two digits 76 of 85 meet so, 55 by the telling figures beside them.
MARKS = 6
# So many names stand beside them, for two articles of one story that have no telling figure in common.
NAMES = 3
# Names in common tell one story of articles that appeared within so many days.
STORY_DAYS = 7
# So many figures in common tell it as well, but for those that everybody has: 3人, 20%, 100元, ten years.
ALIKE = 4
_EVERYBODYS = frozenset(("%", "pp", "x", "人", "家", "宗", "个", "次", "人次", "户", "CNY"))
_NOBODYS = frozenset(("", "月", "天", "小时", "分钟", "岁", "排名"))
_STANDARD = re.compile("[A-Z]{3}/(?:年|月|天|日|小时)")
# A name of fewer characters is many people's.
LONG = 3
# So many digits tell in an article that tells the same story alone.
FEW = 2
# Rates and contents crowd below this: 148% and 14.8% are two things.
COUNTED = 1000
KEY = "\x1f"  # between the parts of a key
MONEY = "¤"  # for any currency

PlaceT = TypeVar("PlaceT", bound=tuple[object, ...])


class Echoing(Struct, frozen=True, array_like=True, order=True):
    """What a figure and its echo are known by."""

    value: Decimal
    digits: str  # as written, without zeros at the ends
    unit: str
    metric: str
    kind: str
    first: int  # the days of the period as ordinals, 0 where it is open
    last: int
    written: bool  # the period is written out, and neither carried on from before nor reckoned
    confidence: float
    beside: tuple[str, ...]  # its neighbors, the nearest first
    titled: bool = False  # stands in the headline
    turn: str = ""  # increase, decrease
    known: bool = False  # the word list has the metric, which is read surely
    at: int = 0  # how far down its article it stands, in hundredths
    bare: bool = False  # a sum that does not say of which currency


Profile = tuple[str, Echoing]  # a joined name, and what a figure of it is known by


class Row(NamedTuple, Generic[PlaceT]):
    """A figure under a key: its article, where its claim is, its joined name."""

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
    story: tuple[str, ...] = ()  # the telling figures that the articles of both have in common
    sure: float = 1.0  # how surely they are one thing


class Articles(NamedTuple):
    """What is asked of an article.

    Its telling figures and all of its figures, as others know them, whose they are, and the day it appeared (0:
    unknown).
    """

    telling: Callable[[Hashable], frozenset[str]]
    told: Callable[[Hashable], frozenset[str]]
    names: Callable[[Hashable], frozenset[str]]
    day: Callable[[Hashable], int]

    def story(self, one: Hashable, other: Hashable) -> frozenset[str]:
        """What two articles of one story share: telling figures, of about one day also names and many figures."""
        figures, days = self.telling(one) & self.telling(other), (self.day(one), self.day(other))
        if not (all(days) and abs(days[0] - days[1]) <= STORY_DAYS):
            return figures
        alike = frozenset(filter(_is_odd, self.told(one) & self.told(other)))
        return figures | (self.names(one) & self.names(other)) | (alike if len(alike) >= ALIKE else frozenset())

    def known_by(self, article: Hashable) -> frozenset[str]:
        """All that may show it to be of the story of another."""
        return self.telling(article) | self.names(article) | self.told(article)

    def marks(self, article: Hashable) -> list[str]:
        """That by which its figures of few digits are looked up."""
        return marks(self.telling(article), self.names(article))


class Keys(NamedTuple):
    """What a figure is looked up by, and what it is known by there."""

    token: str  # as what others of its article know it
    alone: str | None  # the key of a telling figure
    close: tuple[str, ...]  # those of a figure of few digits, one for each mark of its article
    echoing: Echoing


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


def is_mark(token: str) -> bool:
    """Whether a telling figure tells of its story.

    Without a unit it is the cell of a table, alike by accident; what is paid in a month or a day is a standard of
    the law or of a place (误工费按每月4127.5元计算), by which many are reckoned.
    """
    return not token.startswith(KEY) and not _STANDARD.match(token)


def _is_odd(token: str) -> bool:
    """Whether not every other article has the figure."""
    unit, _, value = token.partition(KEY)
    telling = unit not in _EVERYBODYS or len(value.replace(".", "").strip("0")) >= FEW
    return telling and unit not in _NOBODYS


def is_close(key: str) -> bool:
    """Whether figures meet under a key only because their articles have one and the same telling figure."""
    return key.count(KEY) > 1


def marks(telling: Collection[str], names: Collection[str]) -> list[str]:
    """The telling figures and names by which figures of few digits are looked up, the first ones by hash."""
    return sorted([*sorted(telling, key=_ranked)[:MARKS], *sorted(names, key=_ranked)[:NAMES]], key=_ranked)


def names_of(figures: Iterable[Figure | None]) -> set[str]:
    """Whose the figures of an article are, as far as the name tells one from others: no places, no short names."""
    claims = (figure.claim for figure in figures if figure is not None)
    return {c.entity for c in claims if c.entity and len(c.entity) >= LONG and c.entity_label not in PLACES}


@lru_cache(maxsize=65536)
def _ranked(token: str) -> tuple[int, str]:
    return crc32(token.encode()), token


def keyed(figures: Sequence[Figure | None], canon: Canon) -> Iterator[Keys | None]:
    """What each figure of an article is looked up by, in its order (None: a claim without one)."""
    tokens = [None if f is None else known_as(f.unit, f.reach.point) for f in figures]
    telling = {t for t, f in zip(tokens, figures, strict=True) if t and f and is_telling(f) and is_mark(t)}
    story = marks(telling, names_of(figures))
    for number, (figure, token) in enumerate(zip(figures, tokens, strict=True)):
        if figure is None or token is None:
            yield None
            continue
        close = tuple(f"{key}{KEY}{mark}" for key in _few(figure) for mark in story if mark != token)
        place = _Place(_around(token, tokens, number), number * 100 // len(figures))
        told = _echoing(figure, place, canon)
        yield Keys(token, digits_key(figure) if is_telling(figure) else None, close, told)


class _Place(NamedTuple):
    """What stands around a figure, and how far down its article that is, in hundredths."""

    beside: tuple[str, ...]
    at: int


def _around(own: str, tokens: Sequence[str | None], at: int) -> tuple[str, ...]:
    """The figures before and behind a place, the nearest first."""
    sides = tokens[max(0, at - REACH) : at][::-1], tokens[at + 1 : at + 1 + REACH]
    return tuple(dict.fromkeys(other for other in chain(*zip_longest(*sides)) if other and other != own))


def _few(figure: Figure) -> Iterator[str]:
    """What a figure of few digits has in common with those that may be a slip for it."""
    if not figure.reach.plain or is_fast(figure.metric) or not figure.unit:
        return
    if figure.unit in RATES and is_derived(figure.metric):
        yield f"%pp {abs(figure.reach.point).normalize():f}"
    few = len(figure.written)
    if (few == FEW or (few < FEW and abs(figure.reach.point) >= COUNTED)) and figure.unit not in ("date", "排名"):
        yield f"{_sort(figure.unit)} {''.join(sorted(figure.written))}"


def digits_key(figure: Figure) -> str:
    """What a figure has in common with one of which digits were exchanged or the scale is another.

    Zeros say nothing: 604 and 640 are exchanged, 230 and 23 a power of ten apart.
    """
    return f"{_sort(figure.unit)}{KEY}{''.join(sorted(figure.written.replace('0', '')))}"


def _sort(unit: str) -> str:
    """A sum in one currency may be one in another: 24万美元 and 24万元."""
    return MONEY if is_currency(unit) else RATES[0] if unit in RATES else counted_in(unit)


def _echoing(figure: Figure, place: _Place, canon: Canon) -> Echoing:
    first, last = (day.toordinal() for day in figure.period) if figure.period else (0, 0)
    how = figure.claim.period.how if figure.claim.period else "inherited"
    return Echoing(
        abs(figure.reach.point).normalize(),
        figure.written,
        counted_in(figure.unit),
        figure.metric,
        figure.kind,
        first,
        last,
        how == "explicit",
        figure.claim.confidence,
        place.beside,
        figure.claim.section == "title",
        figure.claim.change or "" if is_derived(figure.metric) else "",
        figure.metric in canon.listed and figure.claim.confidence >= SURE,
        place.at,
        is_bare(figure),
    )
