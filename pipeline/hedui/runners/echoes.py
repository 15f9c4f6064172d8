"""Figures amid the same figures, kept up to date: only the sets of digits that are touched are looked at."""

from collections.abc import Hashable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial

import msgspec

from hedui.crosscheck.echoes import Echoed, echoes_under
from hedui.crosscheck.neighbors import Articles, Echo, Echoing, Row, is_close, is_mark, known_as
from hedui.crosscheck.shards import Heard, decode_claim
from hedui.crosscheck.support import UNDATED
from hedui.runners.store import Base, whole
from hedui.runners.witnesses import Row as ClaimRow

Place = tuple[int, int]  # an article's number, a claim's place in it
# The sides of an echo, the neighbors in common, the figures in common elsewhere, how sure it is.
Kept = tuple[tuple[Place, ...], tuple[Place, ...], tuple[str, ...], tuple[str, ...], float]

_FIGURES = """SELECT f.article, f.place, n.name, f.echoing FROM figures AS f JOIN names AS n ON n.form = f.form
  WHERE f.digits = ?"""
_CLOSE = """SELECT f.article, f.place, n.name, f.echoing FROM close AS c JOIN few AS f USING (article, place)
  JOIN names AS n ON n.form = f.form WHERE c.digits = ?"""
_VALUES = "SELECT value FROM figures WHERE article = ?"
_TOLD = "SELECT figures FROM told WHERE article = ?"
_NAMED = "SELECT names FROM told WHERE article = ?"
_AGE = "SELECT age FROM articles WHERE number = ?"
# What is found about a name hangs on all claims of its echoes, and on where those come from.
_STALE = "INSERT OR IGNORE INTO stale SELECT e.name FROM echo_names AS e JOIN stale AS s ON s.name = e.other"
_CLAIM = """SELECT a.id, c.article, c.place, c.entity, c.claim FROM claims AS c JOIN articles AS a
  ON a.number = c.article WHERE c.article = ? AND c.place = ?"""
_AT_HAND = 1 << 14  # articles, and values: what an article tells is asked for each of its figures
_encode = msgspec.msgpack.Encoder().encode
_decode_told = msgspec.msgpack.Decoder(list[str]).decode
_decode = msgspec.msgpack.Decoder(Kept).decode
# A figure stands under several keys, and its reprints with it.
_echoing = lru_cache(_AT_HAND)(msgspec.msgpack.Decoder(Echoing).decode)


def compare_digits(base: Base) -> None:
    """Finds anew the echoes among figures of touched digits; the groups that this changes become stale."""
    telling, told, named = (
        lru_cache(_AT_HAND)(partial(ask, base))
        for ask in (_telling, partial(_told, query=_TOLD), partial(_told, query=_NAMED))
    )
    articles = Articles(telling, told, named, lru_cache(_AT_HAND)(partial(_day, base)))
    with whole(base):
        for (digits,) in base.execute("SELECT digits FROM touched_digits"):
            _compare(base, digits, articles)
        base.execute("DELETE FROM touched_digits")
        base.execute(_STALE)


def _compare(base: Base, digits: str, articles: Articles) -> None:
    rows = [
        Row(article, (article, place), name, _echoing(echoing))
        for article, place, name, echoing in base.execute(_CLOSE if is_close(digits) else _FIGURES, (digits,))
    ]
    found = echoes_under(digits, rows, articles)
    now = {(echo.name, _encode(_kept(echo))) for echo in found}
    before = set(base.execute("SELECT name, echo FROM echoes WHERE digits = ?", (digits,)))
    if now == before:
        return
    base.execute("DELETE FROM echoes WHERE digits = ?", (digits,))
    base.execute("DELETE FROM echo_names WHERE digits = ?", (digits,))
    base.executemany("INSERT INTO echoes VALUES (?, ?, ?)", ((digits, *row) for row in sorted(now)))
    names = {row.place: row.name for row in rows}
    others = {(echo.name, names[place]) for echo in found for place in echo.one | echo.other}
    base.executemany("INSERT INTO echo_names VALUES (?, ?, ?)", ((digits, *pair) for pair in sorted(others)))
    base.executemany("INSERT OR IGNORE INTO stale VALUES (?)", ((name,) for name, _ in before ^ now))


def _telling(base: Base, article: Hashable) -> frozenset[str]:
    return frozenset(filter(is_mark, (_known(value) for (value,) in base.execute(_VALUES, (article,)))))


def _told(base: Base, article: Hashable, *, query: str) -> frozenset[str]:
    found = base.execute(query, (article,)).fetchone()
    return frozenset(_decode_told(found[0]))


def _day(base: Base, article: Hashable) -> int:
    (first,) = base.execute(_AGE, (article,)).fetchone()
    return 0 if first == UNDATED else date.fromisoformat(first).toordinal()


@lru_cache(_AT_HAND)
def _known(value: str) -> str:
    unit, _, number = value.partition("\x1f")
    return known_as(unit, Decimal(number))


def _kept(echo: Echo[Place]) -> Kept:
    return tuple(sorted(echo.one)), tuple(sorted(echo.other)), echo.common, echo.story, echo.sure


def echoes_with(base: Base, name: str) -> Iterator[tuple[Kept, dict[Place, ClaimRow]]]:
    """The echoes under a name, each with the rows of its claims."""
    for (echo,) in base.execute(
        "SELECT echo FROM echoes WHERE name = ? ORDER BY digits, echo", (name,)
    ).fetchall():
        kept = _decode(echo)
        yield kept, {place: base.execute(_CLAIM, place).fetchone() for side in kept[:2] for place in side}


def heard_of(name: str, echoes: list[tuple[Kept, dict[Place, ClaimRow]]]) -> Heard:
    """The echoes under a name, from their claims."""
    found = []
    for (*sides, common, story, sure), rows in echoes:
        one, other = (tuple(decode_claim(rows[place][4]) for place in side) for side in sides)
        found.append(Echoed(one, other, common, story, sure))
    return Heard(name, tuple(found))
