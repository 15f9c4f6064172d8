"""Where each paragraph comes from, kept up to date: the result of `find_origins`, but only what changed is done.

A paragraph leads when no earlier paragraph of another article that leads is the same; else the article of the
first such leader is its origin.  So a paragraph depends on earlier leaders alone: those that may have changed wait
in the order of their age, and one that begins or ceases to lead sends the later ones that share a band with it to
wait as well.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from sys import intern

from hedui.crosscheck.prints import BANDS, band_keys
from hedui.crosscheck.reprints import MOST_LIKE, first_like, reprinted
from hedui.runners.store import Base, whole

_AT_HAND = 32_768  # prints of 256 bytes
_FIRST_RUN = 200_000  # paragraphs, half a kilobyte each
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
_OLDEST = """SELECT p.number, p.article, p.age, p.id, p.place, p.hashes FROM unsettled AS u
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
        last: When = base.execute(_LATEST).fetchone() or _settle_first(base)
        while rows := base.execute(_FIRST).fetchall():
            for row in rows:
                when: When = (row[2], row[3], row[4])
                if _settled(base, row, prints, when < last):  # in a first run none is later
                    break  # what waits now may come before the next row
                last = max(last, when)
        base.execute("DELETE FROM latest")
        base.execute("INSERT INTO latest VALUES (?, ?, ?)", last)


def _settle_first(base: Base) -> When:
    """The same for the oldest paragraphs of a first run, as many as memory may hold, at once; the last of them."""
    numbers, articles, ages, places, hashes = array("q"), array("q"), [], [], bytearray()
    for number, article, age, name, place, print_ in base.execute(_OLDEST, (_FIRST_RUN,)):
        numbers.append(number)
        articles.append(article)
        ages.append(intern(age))
        places.append((intern(name), place))
        hashes += print_
    rank = array("q", bytes(8 * len(places)))
    for n, which in enumerate(sorted(range(len(places)), key=places.__getitem__)):
        rank[which] = n
    models = reprinted(hashes, articles, rank)
    base.executemany(
        "UPDATE paragraphs SET leads = ?, root = ? WHERE number = ?",
        ((model is None, numbers[n if model is None else model], numbers[n]) for n, model in enumerate(models)),
    )
    base.execute(_NO_MORE)
    base.executemany(
        "INSERT OR IGNORE INTO bands VALUES (?, ?, ?, ?, ?, ?)",
        ((band, models[n] is None, *places[n], ages[n], numbers[n]) for band, n in _in_order(hashes)),
    )
    return (ages[-1], *places[-1]) if ages else ("", "", 0)


def _in_order(hashes: bytes | bytearray) -> Iterator[tuple[int, int]]:
    """The bands of these prints with the number of each: in their order a tree takes them in quickly."""
    keys = band_keys(hashes).ravel()
    order = keys.argsort()
    for start in range(0, len(order), _AT_ONCE):
        some = order[start : start + _AT_ONCE]
        yield from zip(keys[some].tolist(), (some // BANDS).tolist(), strict=True)


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
    again = leads != led and earlier and bool(led or leads)
    if again:
        base.executemany(_LATER, ((band, *when) for band in bands))
    return again


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
            base.execute(
                "DELETE FROM bands WHERE band = ? AND leads = ? AND id = ? AND place = ?", (band, led, name, place)
            )
        base.execute(
            "INSERT OR IGNORE INTO bands VALUES (?, ?, ?, ?, ?, ?)", (band, leads, name, place, age, number)
        )
