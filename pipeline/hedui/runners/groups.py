"""The groups of the cross-check, kept up to date: names joined over all articles, findings by joined name.

Only the groups that a change touches are compared again: those of the names in the claims of an article that came
or went, those whose claims have another origin, and those between which a form moved.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from hedui.crosscheck.names import join_names
from hedui.crosscheck.shards import Found, Part, Shard, Whole
from hedui.extract.entities import Recognizer
from hedui.model import SEVERITIES
from hedui.records import finding_row, json_lines
from hedui.runners.base import in_parts
from hedui.runners.echoes import echoes_with, heard_of
from hedui.runners.namesakes import near_of, rows_of
from hedui.runners.store import Base, whole
from hedui.runners.witnesses import Row, decode_topics

_RENAMED = """INSERT OR IGNORE INTO renamed SELECT c.article FROM articles AS a
  JOIN claims AS c ON c.article = a.number JOIN names AS n ON n.form = c.entity AND n.name <> c.entity
  WHERE a.fresh"""
_CLAIMS = """SELECT a.id, c.article, c.place, c.entity, c.claim, w.topics
  FROM names AS n JOIN claims AS c ON c.entity = n.form AND c.weighed JOIN articles AS a ON a.number = c.article
  LEFT JOIN figures AS f USING (article, place) LEFT JOIN witnesses AS w USING (value)
  WHERE n.name = ? ORDER BY 1, 3"""
_MOVED_ALIKE = "INSERT OR IGNORE INTO touched_alike SELECT alike FROM figures WHERE form = ?"
_MOVED_VALUE = """INSERT OR IGNORE INTO touched_value SELECT f.value FROM claims AS c
  JOIN figures AS f ON f.article = c.article WHERE c.entity = ?"""
_MOVED_DIGITS = """INSERT OR IGNORE INTO touched_digits SELECT digits FROM figures WHERE form = ?1
  UNION SELECT digits FROM few JOIN close USING (article, place) WHERE form = ?1"""
_PARTS = """SELECT p.id, p.place, p.first, p.last, p.hashes, r.id, r.place, a.source
  FROM json_each(?) AS j JOIN paragraphs AS p ON p.article = j.value
  JOIN paragraphs AS r ON r.number = p.root JOIN articles AS a ON a.number = r.article
  ORDER BY p.article, p.place"""
_CARDS = "SELECT a.card FROM json_each(?) AS j JOIN articles AS a ON a.number = j.value ORDER BY a.number"
TopicRow = tuple[str, int, int, str, bytes, bytes | None]  # a claim, and where else its value stands
_STALE = "SELECT name FROM stale WHERE ?1 IS NULL OR name > ?1 ORDER BY name LIMIT 1000"
_NAME = "SELECT name FROM names WHERE form = ?"


def join(base: Base, load: Callable[[], Recognizer]) -> None:
    """Joins the names over all articles, and turns what was touched into groups that are stale.

    Where no article came or went the names are as they were, and the recognizer is not loaded.
    """
    if base.execute("SELECT 1 FROM touched LIMIT 1").fetchone() is None:
        return
    recognizer = load()
    with whole(base):
        counts = {(form, label): count for form, label, count in base.execute("SELECT * FROM counts")}
        now = join_names(counts, recognizer) | {"": ""}
        before = dict(base.execute("SELECT form, name FROM names"))
        moved = {form for form in before.keys() | now.keys() if before.get(form) != now.get(form)}
        touched = moved | {form for (form,) in base.execute("SELECT form FROM touched")}
        stale = {names[form] for names in (before, now) for form in touched if form in names}
        base.executemany("DELETE FROM names WHERE form = ?", ((form,) for form in moved))
        base.executemany("INSERT INTO names VALUES (?, ?)", ((form, now[form]) for form in moved if form in now))
        base.executemany("INSERT OR IGNORE INTO stale VALUES (?)", ((name,) for name in stale))
        base.executemany(
            "INSERT OR IGNORE INTO renamed SELECT article FROM claims WHERE entity = ?",
            ((form,) for form in moved if form in before),
        )
        base.executemany(_MOVED_ALIKE, ((form,) for form in moved))
        base.executemany(_MOVED_VALUE, ((form,) for form in moved))
        base.executemany(_MOVED_DIGITS, ((form,) for form in moved))
        base.execute(_RENAMED)
        base.execute("UPDATE articles SET fresh = 0 WHERE fresh")
        base.execute("DELETE FROM touched")


def shards(base: Base, limit: int) -> Iterator[Shard]:
    """The stale groups in shards of about so many bytes of claims, or of one group."""
    wholes = ((name, base.execute(_CLAIMS, (name,)).fetchall()) for name in _stale(base))
    for some in in_parts(wholes, lambda whole: sum(len(row[4]) for row in whole[1]), limit):
        yield _shard(base, some)


def _stale(base: Base) -> Iterator[str]:
    """The names of the stale groups in order; those that were dealt with go meanwhile."""
    last = None
    while names := base.execute(_STALE, (last,)).fetchall():
        for (last,) in names:
            yield last


def _shard(base: Base, wholes: Iterable[tuple[str, list[TopicRow]]]) -> Shard:
    rows = [row for _, some in wholes for row in some]
    beside = {name: found for name, _ in wholes if (found := rows_of(base, name))}
    echoes = {name: heard for name, _ in wholes if (heard := list(echoes_with(base, name)))}
    told: list[Row | TopicRow] = [*rows, *(row for some in beside.values() for row in some)]
    told += (row for some in echoes.values() for _, of in some for row in of.values())
    articles = msgspec.json.encode(sorted({row[1] for row in told})).decode()
    return Shard(
        wholes=tuple(Whole(name, tuple(row[4] for row in some)) for name, some in wholes),
        names={form: base.execute(_NAME, (form,)).fetchone()[0] for form in sorted({row[3] for row in told})},
        cards=tuple(card for (card,) in base.execute(_CARDS, (articles,))),
        parts=tuple(Part(*row) for row in base.execute(_PARTS, (articles,))),
        topics=tuple(map(decode_topics, sorted({row[5] for row in rows if row[5] is not None}))),
        near=tuple(near_of(base, name, some) for name, some in sorted(beside.items())),
        heard=tuple(heard_of(name, some) for name, some in sorted(echoes.items())),
    )


def keep(base: Base, found: Iterable[Found]) -> None:
    """Keeps what was found about some groups in place of what was found before."""
    with whole(base):
        for group in found:
            base.execute("DELETE FROM findings WHERE entity = ?", (group.name,))
            lines = json_lines(map(finding_row, group.findings))
            base.executemany(
                "INSERT INTO findings VALUES (?, ?, ?, ?, ?)",
                (
                    (f.id, group.name, SEVERITIES.index(f.severity), -f.confidence, line)
                    for f, line in zip(group.findings, lines, strict=True)
                ),
            )
            base.execute("DELETE FROM stale WHERE name = ?", (group.name,))


def finding_lines(base: Base) -> Iterator[bytes]:
    """The lines of findings.jsonl, most important first."""
    for (line,) in base.execute("SELECT line FROM findings ORDER BY severity, doubt, id"):
        yield line
