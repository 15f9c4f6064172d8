"""Where each paragraph comes from, kept up to date: the result of `find_origins`, but only what changed is done.

A paragraph leads when no earlier paragraph of another article that leads is the same; else the article of the
first such leader is its origin.  So a paragraph depends on earlier leaders alone: those that may have changed wait
in the order of their age, and one that begins or ceases to lead sends the later ones that share a band with it to
wait as well.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from sys import intern

from hedui.crosscheck.prints import BANDS, band_keys
from hedui.crosscheck.reprints import MOST_LIKE, Sketches, first_like
from hedui.runners.store import NO_BAND, Base, whole

_AT_HAND = 32_768  # prints of 256 bytes
_FIRST_RUN = 200_000  # paragraphs, a fifth of a kilobyte each
_AT_ONCE = 10_000
Row = tuple[int, int, str, str, int, int, int, int | None, int | None, bytes]  # a paragraph
When = tuple[str, str, int]  # what orders paragraphs: first day and id of the article, place in it

_FIRST = """SELECT p.number, p.article, p.age, p.id, p.place, p.first, p.last, p.leads, p.root, p.hashes
  FROM unsettled AS u JOIN paragraphs AS p ON p.number = u.paragraph
  ORDER BY u.age, u.id, u.place, u.paragraph LIMIT 500"""
# Of each band in the order of the index, so that it ends with the first few however many share the band.
_OF_BAND = f"""SELECT * FROM (SELECT paragraph, id, place FROM bands WHERE band = ?{{band}} AND leads = 1
  AND id <> ?2 AND (age, id, place) < (?1, ?2, ?3) ORDER BY id, place LIMIT {MOST_LIKE})"""
_LEADERS = (
    " UNION ".join(_OF_BAND.format(band=band) for band in range(4, 4 + BANDS))
    + f" ORDER BY id, place LIMIT {MOST_LIKE}"
)
_OLDEST = """SELECT p.number, p.age, p.id, p.place, p.hashes FROM unsettled AS u
  JOIN paragraphs AS p ON p.number = u.paragraph ORDER BY u.age, u.id, u.place LIMIT ?"""
_NO_MORE = "DELETE FROM unsettled WHERE paragraph IN (SELECT number FROM paragraphs WHERE leads IS NOT NULL)"
_LATER = """INSERT OR IGNORE INTO unsettled SELECT age, id, place, paragraph FROM bands
  WHERE band = ? AND (age, id, place) > (?, ?, ?)"""
_LATEST = "SELECT age, id, place FROM latest"  # no settled paragraph comes later; none: nothing was settled so far
_TOUCH = (
    """INSERT OR IGNORE INTO touched SELECT entity FROM claims WHERE article = ?1 AND start >= ?2 AND start < ?3"""
)


def settle(base: Base) -> None:
    """Finds the origin of every paragraph that waits, and notes the names whose claims have another one."""
    prints = _prints_in(base)
    with whole(base):
        last: When = base.execute(_LATEST).fetchone() or _settle_first(base, prints)
        while rows := base.execute(_FIRST).fetchall():
            for row in rows:
                when: When = (row[2], row[3], row[4])
                if _settled(base, row, prints, when < last):  # in a first run none is later
                    break  # what waits now may come before the next row
                last = max(last, when)
        base.execute("DELETE FROM latest")
        base.execute("INSERT INTO latest VALUES (?, ?, ?)", last)


class _Oldest:
    """The oldest paragraphs of a first run, as many as memory may hold: what is known of each, in little of it."""

    def __init__(self, base: Base) -> None:
        (waiting,) = base.execute("SELECT count(*) FROM unsettled").fetchone()
        self.sketches = Sketches(min(waiting, _FIRST_RUN))
        self.numbers, self.whose, self.places = array("q"), array("i"), array("i")
        self.ids: list[str] = []  # of the articles, and their days
        self.ages: list[str] = []
        rows = base.execute(_OLDEST, (_FIRST_RUN,))
        while some := rows.fetchmany(_AT_ONCE):
            self.sketches.add(b"".join(row[4] for row in some))
            for number, age, name, place, _ in some:
                if not self.ids or self.ids[-1] != name:
                    self.ids.append(name)
                    self.ages.append(intern(age))
                self.numbers.append(number)
                self.whose.append(len(self.ids) - 1)
                self.places.append(place)

    def ranks(self) -> Sequence[int]:
        """The place of each when all are ordered by id: those of an article stand together, in their order."""
        ranks = array("i", bytes(4 * len(self.whose)))
        for rank, n in enumerate(sorted(range(len(ranks)), key=lambda n: self.ids[self.whose[n]])):
            ranks[n] = rank
        return ranks

    def banded(self, models: Sequence[int]) -> Iterator[tuple[int, bool, str, int, str, int]]:
        """The rows of all bands: in their order a tree takes them in quickly."""
        keys = self.sketches.bands.ravel()
        order = keys.argsort()
        for start in range(0, len(order), _AT_ONCE):
            some = order[start : start + _AT_ONCE]
            for band, n in zip(keys[some].tolist(), (some // BANDS).tolist(), strict=True):
                whose = self.whose[n]
                yield band, models[n] == n, self.ids[whose], self.places[n], self.ages[whose], self.numbers[n]


def _settle_first(base: Base, prints: Callable[[int], bytes]) -> When:
    """The same for the oldest paragraphs of a first run, at once; the last of them."""
    known = _Oldest(base)
    numbers = known.numbers
    models = known.sketches.models(known.whose, known.ranks(), lambda n: prints(numbers[n]))
    base.executemany(
        "UPDATE paragraphs SET leads = ?, root = ? WHERE number = ?",
        ((model == n, numbers[model], numbers[n]) for n, model in enumerate(models)),
    )
    base.execute(_NO_MORE)
    base.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?, ?, ?, ?, ?)", known.banded(models))
    return (known.ages[-1], known.ids[-1], known.places[-1]) if models else ("", "", 0)


def _settled(base: Base, row: Row, prints: Callable[[int], bytes], earlier: bool) -> bool:
    """Finds the origin of one paragraph; whether that sent others to wait."""
    number, article, age, name, place, start, end, led, root, hashes = row
    when = (age, name, place)
    base.execute("DELETE FROM unsettled WHERE age = ? AND id = ? AND place = ?", when)
    bands = band_keys(hashes)[0].tolist()
    leaders = base.execute(_LEADERS, (*when, *bands)).fetchall()
    found = first_like(hashes, [prints(other) for other, _, _ in leaders])
    leads, origin = int(found is None), number if found is None else leaders[found][0]
    if leads != led:
        _place(base, bands, when, (led, leads, number))
    if (leads, origin) != (led, root):
        base.execute("UPDATE paragraphs SET leads = ?, root = ? WHERE number = ?", (leads, origin, number))
        if root is not None:  # what is new is touched already
            base.execute(_TOUCH, (article, start, end))
    if leads != led and earlier and (led or leads):
        return base.executemany(_LATER, ((band, *when) for band in bands)).rowcount > 0
    return False


def _prints_in(base: Base) -> Callable[[int], bytes]:
    """The print of a paragraph by its number; those that many resemble are at hand."""

    @lru_cache(_AT_HAND)
    def print_of(number: int) -> bytes:
        hashes: bytes = base.execute("SELECT hashes FROM paragraphs WHERE number = ?", (number,)).fetchone()[0]
        return hashes

    return print_of


def _place(base: Base, bands: Iterable[int], when: When, change: tuple[int | None, int, int]) -> None:
    """Puts a paragraph among the leaders of its bands or among the others."""
    age, name, place = when
    led, leads, number = change
    for band in bands:
        if led is not None:
            base.execute(NO_BAND, (band, led, name, place))
        base.execute(
            "INSERT OR IGNORE INTO bands VALUES (?, ?, ?, ?, ?, ?)", (band, leads, name, place, age, number)
        )
