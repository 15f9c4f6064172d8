"""Where else a specific value stands, kept up to date: the topics of `shared_of`, only what is touched."""

from decimal import Decimal

import msgspec

from hedui.crosscheck.shards import Topics
from hedui.crosscheck.shared import Held, witnesses_among
from hedui.runners.store import Base, whole

Row = tuple[str, int, int, str, bytes]  # a claim: article's id and number, place, form, claim

_HELD = """SELECT n.name, f.metric, a.id, f.sure FROM figures AS f JOIN names AS n ON n.form = f.form
  JOIN articles AS a ON a.number = f.article WHERE f.value = ?"""
# Where a value stands under one name and one metric, and did, it tells nothing of others.
_TOUCHED = """SELECT value FROM touched_value AS t WHERE
  (SELECT min(n.name) < max(n.name) OR min(f.metric) < max(f.metric) FROM figures AS f
    JOIN names AS n ON n.form = f.form WHERE f.value = t.value)
  OR EXISTS (SELECT 1 FROM witnesses WHERE value = t.value)"""
_NAMES_OF = """SELECT DISTINCT n.name FROM articles AS a JOIN claims AS c ON c.article = a.number
  JOIN names AS n ON n.form = c.entity WHERE a.id = ? AND c.entity <> ''"""
_HOLDERS = """INSERT OR IGNORE INTO stale SELECT n.name FROM figures AS f
  JOIN names AS n ON n.form = f.form WHERE f.value = ?"""
_encode = msgspec.msgpack.Encoder().encode
decode_topics = msgspec.msgpack.Decoder(Topics).decode


def compare_values(base: Base) -> None:
    """Finds anew who has the values that were touched; the groups that this changes become stale."""
    with whole(base):
        for (value,) in base.execute(_TOUCHED):
            _witness(base, value)
        base.execute("DELETE FROM touched_value")


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
