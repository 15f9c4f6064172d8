"""What figures of one entity tell of another's, kept up to date: the result of `shared_of`, only what is touched.

A doubtful claim may be compared under the entity of the one sure claim with the same metric, unit, period and
digits; and of a specific value it is known under which entities and metrics it stands.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from hedui.crosscheck.adoption import Held, witnesses_among
from hedui.crosscheck.shards import Loan, Topics
from hedui.runners.entry import decode_claim
from hedui.runners.moves import move, pair_owners
from hedui.runners.store import Base, whole

Row = tuple[str, int, int, str, bytes]  # a claim: article's id and number, place, form, claim

_ALIKE = """SELECT f.article, f.place, n.name, f.sure, f.doubtful, l.entity FROM figures AS f
  JOIN names AS n ON n.form = f.form LEFT JOIN loans AS l ON l.article = f.article AND l.place = f.place
  WHERE f.alike = ?"""
_NAMED = (
    "SELECT 1 FROM claims AS c JOIN names AS n ON n.form = c.entity WHERE c.article = ? AND n.name = ? LIMIT 1"
)
_LENT = """SELECT coalesce(l.entity, m.entity) FROM claims AS c JOIN names AS n ON n.form = c.entity
  LEFT JOIN loans AS l ON l.article = c.article AND l.place = c.place
  LEFT JOIN moves AS m ON m.article = c.article AND m.name = n.name WHERE c.article = ? AND c.place = ?"""
_HELD = """SELECT n.name, f.metric, a.id, f.sure FROM figures AS f JOIN names AS n ON n.form = f.form
  JOIN articles AS a ON a.number = f.article WHERE f.value = ?"""
_NAMES_OF = """SELECT DISTINCT n.name FROM articles AS a JOIN claims AS c ON c.article = a.number
  JOIN names AS n ON n.form = c.entity WHERE a.id = ? AND c.entity <> ''"""
_HOLDERS = """INSERT OR IGNORE INTO stale SELECT coalesce(l.entity, m.entity, n.name) FROM figures AS f
  JOIN names AS n ON n.form = f.form LEFT JOIN loans AS l ON l.article = f.article AND l.place = f.place
  LEFT JOIN moves AS m ON m.article = f.article AND m.name = n.name WHERE f.value = ?"""
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Topics).decode


def lend(base: Base) -> None:
    """Finds anew what touched figures tell of one another; the groups that this changes become stale."""
    with whole(base):
        for (alike,) in base.execute("SELECT alike FROM touched_alike").fetchall():
            _lend(base, alike)
        base.execute("DELETE FROM touched_alike")
        for (value,) in base.execute("SELECT value FROM touched_value").fetchall():
            _witness(base, value)
            pair_owners(base, value)
        base.execute("DELETE FROM touched_value")
        move(base)


def _lend(base: Base, alike: str) -> None:
    rows = base.execute(_ALIKE, (alike,)).fetchall()
    owners = {name for _, _, name, sure, _, _ in rows if sure}
    owner = next(iter(owners)) if len(owners) == 1 else None
    for article, place, name, _, doubtful, lent in rows:
        takes = owner is not None and doubtful and name != owner
        now = owner if takes and base.execute(_NAMED, (article, owner)).fetchone() else None
        if now == lent:
            continue
        base.execute("DELETE FROM loans WHERE article = ? AND place = ?", (article, place))
        if now is not None:
            base.execute("INSERT INTO loans VALUES (?, ?, ?)", (article, place, now))
        stale = {name for name in (name, lent, now) if name is not None}
        base.executemany("INSERT OR IGNORE INTO stale VALUES (?)", ((name,) for name in stale))


def _witness(base: Base, value: str) -> None:
    def named(article: str) -> set[str]:
        return {name for (name,) in base.execute(_NAMES_OF, (article,))}

    found = witnesses_among((Held(*row) for row in base.execute(_HELD, (value,))), named)
    unit, _, number = value.partition("\x1f")
    now = _encode(Topics(unit, Decimal(number), found)) if found else None
    row = base.execute("SELECT topics FROM witnesses WHERE value = ?", (value,)).fetchone()
    if now == (row[0] if row else None):
        return
    base.execute("DELETE FROM witnesses WHERE value = ?", (value,))
    if now is not None:
        base.execute("INSERT INTO witnesses VALUES (?, ?)", (value, now))
    base.execute(_HOLDERS, (value,))


def loans_of(base: Base, rows: Iterable[Row]) -> Iterator[Loan]:
    """Which of these claims are compared under the entity of another."""
    for name, article, place, _, claim in rows:
        row = base.execute(_LENT, (article, place)).fetchone()
        if row is not None and row[0] is not None:
            yield Loan(name, decode_claim(claim).id, row[0])


def topics_of(base: Base, rows: Iterable[Row]) -> Iterator[Topics]:
    """The values of these claims that stand elsewhere too, each once."""
    seen: set[bytes] = set()
    for _, article, place, _, _ in rows:
        row = base.execute(
            "SELECT topics FROM figures JOIN witnesses USING (value) WHERE article = ? AND place = ?",
            (article, place),
        ).fetchone()
        if row is not None and row[0] not in seen:
            seen.add(row[0])
            yield _decode(row[0])
