"""Names one character apart beside the same specific figure: BR100 and BR10O, 某某科技 and 某某科枝.

Claims are compared entity by entity, so a misspelled name hides its claims.  Names are looked for among those that
tell one figure (metric, unit, period, digits), by what is left of a name without one character, never all with
all.  What tells siblings apart is no slip: 华东 and 华中, 一中 and 二中, the generation in 14 and 15, a year.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from hedui.crosscheck.strokes import changed_at
from hedui.model import Claim

# A shorter name without a Latin letter or digit has too many neighbors: 江苏 and 江西.
LONG_NAME = 4
LEAST_NAME, MOST_NAME = 3, 40
# A name is common that stands with the figure in so many articles.
COMMON = 2
# More names that differ at one place alone are a series (LH-101, LH-102 ...), and none is a slip of another.
MOST_LIKE = 4
_SIBLINGS = frozenset("东西南北中上下左右前后内外大小老新男女甲乙丙丁零〇一二三四五六七八九十百千")
_DIGITS, _CODE = re.compile("[0-9]{1,40}"), re.compile("[a-z0-9]{1,40}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")


class Namesake(Struct, frozen=True, array_like=True):
    """A commoner name one character from a name, with its sure claims that give a figure of that one too."""

    other: str
    claims: tuple[Claim, ...]
    own: tuple[Claim, ...]  # all claims of the name itself
    together: bool  # an article names both, so they are two


def namesakes_among(told: Iterable[tuple[str, str | int]]) -> set[tuple[str, str]]:
    """The pairs (name, commoner name) one character apart, among the (name, article) that tell one figure."""
    articles: dict[str, set[str | int]] = defaultdict(set)
    for name, article in told:
        articles[name].add(article)
    common = {name for name, found in articles.items() if len(found) >= COMMON}
    like: dict[str, set[str]] = defaultdict(set)
    for name in articles if common and len(articles) > 1 else ():
        for mask in _masks(name):
            like[mask].add(name)
    few = (names for names in like.values() if 2 <= len(names) <= MOST_LIKE)
    near = {(name, other) for names in few for other in names & common for name in names - {other}}
    return {(name, other) for name, other in near if is_slip_of_name(name, other)}


def _masks(name: str) -> Iterator[str]:
    """What a name shares with those one substituted or two exchanged characters away."""
    folded = name.casefold()
    if LEAST_NAME <= len(folded) <= MOST_NAME:
        for at in range(len(folded)):
            yield f"{folded[:at]}\0{folded[at + 1 :]}"
            yield f"{folded[:at]}\0{''.join(sorted(folded[at : at + 2]))}{folded[at + 2 :]}"


def is_slip_of_name(one: str, other: str) -> bool:
    """Whether two names differ by one substituted or two exchanged characters that tell no siblings apart."""
    a, b = one.casefold(), other.casefold()
    long = len(a) >= LONG_NAME or re.search("[a-z0-9]", a + b)
    places = changed_at(a, b) if long else ()
    return bool(places) and not any(_tells_apart(a, b, at) for at in places)


def _tells_apart(a: str, b: str, at: int) -> bool:
    x, y = a[at], b[at]
    if x in _SIBLINGS or y in _SIBLINGS or x.isascii() != y.isascii():
        return True
    if not x.isascii():
        return False
    if not (x.isalnum() and y.isalnum()):
        return True
    runs = (_run(a, at, x.isdigit() and y.isdigit()), _run(b, at, x.isdigit() and y.isdigit()))
    # Model S and Model X, 小米14 and 小米15, the games of 2020 and of 2024; a code is longer: BR100, BR180.
    return any(len(run) < LEAST_NAME or _YEAR.match(run) for run in runs)


def _run(name: str, at: int, digits: bool) -> str:
    """The digits around a place, or the letters and digits."""
    runs = (_DIGITS if digits else _CODE).finditer(name)
    return next((run.group() for run in runs if run.start() <= at < run.end()), "")
