"""Where each paragraph comes from, kept up to date: the result of `find_origins`, but only what changed is done.

A paragraph leads when no earlier paragraph of another article that leads is the same; else the article of the
first such leader is its origin.  So a paragraph depends on earlier leaders alone: those that may have changed wait
in the order of their age, and one that begins or ceases to lead sends the later ones that share a band with it to
wait as well.
"""

from collections.abc import Iterator

from hedui.crosscheck.prints import Print
from hedui.crosscheck.support import MOST_LIKE, first_like
from hedui.runners.entry import unpacked
from hedui.runners.store import Base, band_keys, whole

_FIRST = """SELECT p.number, p.article, p.age, p.id, p.place, p.first, p.last, p.leads, p.root, p.hashes
  FROM (SELECT * FROM unsettled ORDER BY age, id, place, paragraph LIMIT 1) AS u
  JOIN paragraphs AS p ON p.number = u.paragraph"""
_LEADERS = f"""SELECT p.number, p.hashes FROM paragraphs AS p WHERE p.number IN
    (SELECT paragraph FROM bands WHERE leads = 1 AND band IN (?, ?, ?, ?, ?, ?, ?, ?))
  AND p.article <> ? AND (p.age, p.id, p.place) < (?, ?, ?) ORDER BY p.id, p.place LIMIT {MOST_LIKE}"""
_LATER = """INSERT OR IGNORE INTO unsettled SELECT p.age, p.id, p.place, p.number FROM paragraphs AS p
  WHERE p.number IN (SELECT paragraph FROM bands WHERE band IN (?, ?, ?, ?, ?, ?, ?, ?))
  AND (p.age, p.id, p.place) > (?, ?, ?)"""
_TOUCH = (
    """INSERT OR IGNORE INTO touched SELECT entity FROM claims WHERE article = ?1 AND start >= ?2 AND start < ?3"""
)
_STALE = """INSERT OR IGNORE INTO stale SELECT l.entity FROM loans AS l JOIN claims AS c
  ON c.article = l.article AND c.place = l.place WHERE l.article = ?1 AND c.start >= ?2 AND c.start < ?3"""


def settle(base: Base) -> None:
    """Finds the origin of every paragraph that waits, and notes the names whose claims have another one."""
    with whole(base):
        while (row := base.execute(_FIRST).fetchone()) is not None:
            number, article, age, name, place, first, last, led, root, hashes = row
            base.execute(
                "DELETE FROM unsettled WHERE age = ? AND id = ? AND place = ? AND paragraph = ?",
                (age, name, place, number),
            )
            bands, when = band_keys(hashes), (age, name, place)
            like = base.execute(_LEADERS, (*bands, article, *when))
            found = first_like(unpacked(hashes), _prints(like))
            leads, origin = int(found is None), number if found is None else found
            if leads != led:
                base.executemany(
                    "DELETE FROM bands WHERE band = ? AND leads = ? AND paragraph = ?",
                    ((band, led, number) for band in bands if led is not None),
                )
                base.executemany(
                    "INSERT OR IGNORE INTO bands VALUES (?, ?, ?)", ((band, leads, number) for band in bands)
                )
                if led or leads:
                    base.execute(_LATER, (*bands, *when))
            if (leads, origin) != (led, root):
                base.execute("UPDATE paragraphs SET leads = ?, root = ? WHERE number = ?", (leads, origin, number))
                if root is not None:  # what is new is touched already
                    base.execute(_TOUCH, (article, first, last))
                    base.execute(_STALE, (article, first, last))


def _prints(rows: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, Print]]:
    return ((number, unpacked(hashes)) for number, hashes in rows)
