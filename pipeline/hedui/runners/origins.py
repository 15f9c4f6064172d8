"""Where each paragraph comes from, kept up to date: the result of `find_origins`, but only what changed is done.

A paragraph leads when no earlier paragraph of another article that leads is the same; else the article of the
first such leader is its origin.  So a paragraph depends on earlier leaders alone: those that may have changed wait
in the order of their age, and one that begins or ceases to lead sends the later ones that share a band with it to
wait as well.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from hedui.crosscheck.prints import Print
from hedui.crosscheck.support import MOST_LIKE, first_like
from hedui.runners.entry import unpacked
from hedui.runners.store import BANDS, Base, band_keys, whole

_AT_HAND = 8192  # prints, 1.4 KB each
When = tuple[str, str, int]  # what orders paragraphs: first day and id of the article, place in it

_FIRST = """SELECT p.number, p.article, p.age, p.id, p.place, p.first, p.last, p.leads, p.root, p.hashes
  FROM (SELECT * FROM unsettled ORDER BY age, id, place, paragraph LIMIT 1) AS u
  JOIN paragraphs AS p ON p.number = u.paragraph"""
# Of each band in the order of the index, so that it ends with the first few however many share the band.
_LEADERS = " UNION ALL ".join(
    f"""SELECT * FROM (SELECT id, place, paragraph FROM bands WHERE band = ?{band} AND leads = 1 AND id <> ?2
      AND (age, id, place) < (?1, ?2, ?3) ORDER BY id, place LIMIT {MOST_LIKE})"""
    for band in range(4, 4 + BANDS)
)
_LATER = """INSERT OR IGNORE INTO unsettled SELECT age, id, place, paragraph FROM bands
  WHERE band = ? AND (age, id, place) > (?, ?, ?)"""
_LAST = (
    "SELECT age, id, place FROM paragraphs WHERE leads IS NOT NULL ORDER BY age DESC, id DESC, place DESC LIMIT 1"
)
_TOUCH = (
    """INSERT OR IGNORE INTO touched SELECT entity FROM claims WHERE article = ?1 AND start >= ?2 AND start < ?3"""
)
_STALE = """INSERT OR IGNORE INTO stale SELECT l.entity FROM loans AS l JOIN claims AS c
  ON c.article = l.article AND c.place = l.place WHERE l.article = ?1 AND c.start >= ?2 AND c.start < ?3"""


def settle(base: Base) -> None:
    """Finds the origin of every paragraph that waits, and notes the names whose claims have another one."""
    prints = _prints_in(base)
    with whole(base):
        last: When = base.execute(_LAST).fetchone() or ("", "", 0)
        while (row := base.execute(_FIRST).fetchone()) is not None:
            number, article, age, name, place, start, end, led, root, hashes = row
            when = (age, name, place)
            base.execute("DELETE FROM unsettled WHERE age = ? AND id = ? AND place = ?", when)
            bands = band_keys(hashes)
            found = first_like(unpacked(hashes), _leaders(base, bands, when, prints))
            leads, origin = int(found is None), number if found is None else found
            if leads != led:
                _place(base, bands, when, (led, leads, number))
                if (led or leads) and when < last:  # in a first run none is later
                    base.executemany(_LATER, ((band, *when) for band in bands))
            if (leads, origin) != (led, root):
                base.execute("UPDATE paragraphs SET leads = ?, root = ? WHERE number = ?", (leads, origin, number))
                if root is not None:  # what is new is touched already
                    base.execute(_TOUCH, (article, start, end))
                    base.execute(_STALE, (article, start, end))
            last = max(last, when)


def _leaders(
    base: Base, bands: Iterable[int], when: When, prints: Callable[[int], Print]
) -> Iterator[tuple[int, Print]]:
    """The earlier paragraphs of other articles that lead and share a band, by article and place, the first few."""
    for _, _, number in sorted(set(base.execute(_LEADERS, (*when, *bands))))[:MOST_LIKE]:
        yield number, prints(number)


def _prints_in(base: Base) -> Callable[[int], Print]:
    """The print of a paragraph by its number; those that many resemble are at hand."""

    @lru_cache(_AT_HAND)
    def print_of(number: int) -> Print:
        (hashes,) = base.execute("SELECT hashes FROM paragraphs WHERE number = ?", (number,)).fetchone()
        return unpacked(hashes)

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
