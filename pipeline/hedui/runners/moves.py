"""Owners that are called otherwise in another article, kept up to date: the result of `alignments`.

Which owners have which figure in common is kept for each value and found anew where a value is touched; the groups
of owners follow from all of that, for they are few.
"""

from collections import defaultdict
from collections.abc import Hashable
from decimal import Decimal
from functools import cache

from hedui.crosscheck.alignment import DIGITS, ENOUGH, Common, Corpus, Pair, aligned, pairs_among
from hedui.crosscheck.figures import PLACES, Owner, signature
from hedui.crosscheck.shards import Move
from hedui.runners.store import Base

_OWNERS = """SELECT f.metric, f.article, n.name FROM figures AS f JOIN names AS n ON n.form = f.form
  WHERE f.value = ?"""
_SHARED = """SELECT a, a_name, b, b_name, sum(figures), sum(digits) FROM pairs GROUP BY 1, 2, 3, 4
  HAVING sum(figures) >= ? AND sum(digits) >= ?"""
_NAMED = """SELECT n.name, min(c.label IN (?, ?)) FROM claims AS c JOIN names AS n ON n.form = c.entity
  WHERE c.article = ? AND c.entity <> '' GROUP BY n.name"""
_ARTICLES = """SELECT count(DISTINCT c.article) FROM names AS n JOIN claims AS c ON c.entity = n.form
  WHERE n.name = ?"""

_TO = """SELECT a.id, m.name, m.entity FROM moves AS m JOIN articles AS a ON a.number = m.article
  WHERE m.entity = ? ORDER BY 1, 2"""

# What changed of a name's claims may have been told of those that are compared under another.
_STALE = "INSERT OR IGNORE INTO stale SELECT m.entity FROM moves AS m JOIN stale AS s ON s.name = m.name"


def pair_owners(base: Base, value: str) -> None:
    """Finds anew which owners have this value in common, each metric for itself."""
    base.execute("DELETE FROM pairs WHERE value = ?", (value,))
    owners: dict[str, set[Owner]] = defaultdict(set)
    for metric, article, name in base.execute(_OWNERS, (value,)):
        owners[metric].add(Owner(article, name))
    digits = len(signature(Decimal(value.partition("\x1f")[2])))
    base.executemany(
        "INSERT INTO pairs VALUES (?, ?, ?, ?, ?, 1, ?)",
        ((value, *a, *b, digits) for known in owners.values() for a, b in pairs_among(known)),
    )


def move(base: Base) -> None:
    """Settles which owners are one; the groups that this changes become stale."""
    shared: dict[Pair, Common] = {}
    for a, a_name, b, b_name, figures, digits in base.execute(_SHARED, (ENOUGH, DIGITS)).fetchall():
        shared[Owner(a, a_name), Owner(b, b_name)] = Common(figures, digits)
    now = set(aligned(shared, _corpus(base)).items())
    before = {(Owner(article, name), entity) for article, name, entity in base.execute("SELECT * FROM moves")}
    base.executemany("DELETE FROM moves WHERE article = ? AND name = ?", (owner for owner, _ in before - now))
    base.executemany("INSERT INTO moves VALUES (?, ?, ?)", ((*owner, entity) for owner, entity in now - before))
    changed = {name for (_, own), entity in now ^ before for name in (own, entity)}
    base.executemany("INSERT OR IGNORE INTO stale VALUES (?)", ((name,) for name in changed))
    base.execute(_STALE)


def moves_to(base: Base, name: str) -> list[Move]:
    """The owners that are compared under this name."""
    return [Move(*row) for row in base.execute(_TO, (name,))]


def _corpus(base: Base) -> Corpus:
    @cache
    def named(article: Hashable) -> dict[str, bool]:
        return {name: bool(place) for name, place in base.execute(_NAMED, (*PLACES, article))}

    @cache
    def articles(name: str) -> int:
        return int(base.execute(_ARTICLES, (name,)).fetchone()[0])

    return Corpus(named, articles)
