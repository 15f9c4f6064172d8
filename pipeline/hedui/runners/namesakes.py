"""Names one character apart that tell one figure, kept up to date: only what is touched is looked at."""

from itertools import groupby

from hedui.crosscheck.namesakes import Namesake, namesakes_among
from hedui.crosscheck.shards import Near, decode_claim
from hedui.runners.store import Base, whole
from hedui.runners.witnesses import Row

_TOLD = (
    "SELECT n.name, f.article FROM figures AS f JOIN names AS n ON n.form = f.form WHERE f.alike = ? AND f.sure"
)
# Where one name alone tells a figure, and did, it has no namesake.
_TOUCHED = """SELECT alike FROM touched_alike AS t WHERE (SELECT min(n.name) < max(n.name) FROM figures AS f
    JOIN names AS n ON n.form = f.form WHERE f.alike = t.alike AND f.sure)
  OR EXISTS (SELECT 1 FROM namesakes WHERE alike = t.alike)"""
# What is found about a name hangs on all claims of the commoner one: where it stands, and where those come from.
_STALE = "INSERT OR IGNORE INTO stale SELECT k.name FROM namesakes AS k JOIN stale AS s ON s.name = k.other"
_ROWS = """SELECT k.other, c.article, c.place, c.entity, c.claim FROM namesakes AS k
  JOIN figures AS f ON f.alike = k.alike AND f.sure JOIN names AS n ON n.form = f.form AND n.name = k.other
  JOIN claims AS c ON c.article = f.article AND c.place = f.place WHERE k.name = ? ORDER BY 1, 2, 3"""
_OWN = """SELECT n.name, c.article, c.place, c.entity, c.claim FROM names AS n
  JOIN claims AS c ON c.entity = n.form AND c.weighed WHERE n.name = ? ORDER BY 2, 3"""
_TOGETHER = """SELECT 1 FROM names AS n JOIN claims AS c ON c.entity = n.form WHERE n.name = ? AND c.article IN
  (SELECT d.article FROM names AS m JOIN claims AS d ON d.entity = m.form WHERE m.name = ?) LIMIT 1"""


def compare_names(base: Base) -> None:
    """Finds anew which names are alike where a figure was touched; the groups that this changes become stale."""
    with whole(base):
        for (alike,) in base.execute(_TOUCHED):
            now = namesakes_among(base.execute(_TOLD, (alike,)))
            before = set(base.execute("SELECT name, other FROM namesakes WHERE alike = ?", (alike,)))
            for name, other in before - now:
                base.execute(
                    "DELETE FROM namesakes WHERE alike = ? AND name = ? AND other = ?", (alike, name, other)
                )
            base.executemany("INSERT INTO namesakes VALUES (?, ?, ?)", ((alike, *pair) for pair in now - before))
            base.executemany("INSERT OR IGNORE INTO stale VALUES (?)", ((name,) for name, _ in before ^ now))
        base.execute("DELETE FROM touched_alike")
        base.execute(_STALE)


def rows_of(base: Base, name: str) -> list[Row]:
    """The claims of the commoner names that give a figure of this one, each with that name, and its own."""
    others = base.execute(_ROWS, (name,)).fetchall()
    return [*others, *base.execute(_OWN, (name,))] if others else []


def near_of(base: Base, name: str, rows: list[Row]) -> Near:
    """The commoner names beside one, from their claims."""
    claims = {
        of: tuple(decode_claim(row[4]) for row in some) for of, some in groupby(rows, key=lambda row: row[0])
    }
    own = claims.pop(name, ())
    found = []
    for other in claims:
        together = base.execute(_TOGETHER, (name, other)).fetchone() is not None
        found.append(Namesake(other, claims[other], own, together))
    return Near(name, tuple(found))
