"""The tables of a run as one SQLite database, which opens in Datasette.

    articles, claims, rejects       the rows of the JSON lines; lists are JSON text
    findings                        with `place`, the rank of the finding
    sides, finding_claims           which value each side of a finding stands for, and on which claims it stands
    evidence                        a view: one line for each claim of each finding, with outlet and sentence

Text is stored as received, so that the ranges of the claims hold: substr(text, start + 1, "end" - start) is the
mention.  Two articles of the same text have claims of the same ids, therefore a claim's key is article and id.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

import msgspec
from msgspec import Struct

from hedui.report.results import ClaimRow, Results
from hedui.report.tables import Column, columns

_KEYS = {
    "articles": ('PRIMARY KEY ("id")',),
    "claims": (
        'PRIMARY KEY ("article", "id") ON CONFLICT IGNORE',
        'FOREIGN KEY ("article") REFERENCES "articles" ("id")',
    ),
    "findings": ('PRIMARY KEY ("id")',),
    "rejects": (),
}
_REST = """
CREATE TABLE sides (
  finding TEXT NOT NULL REFERENCES findings (id), side INTEGER NOT NULL, value TEXT, claims INTEGER NOT NULL,
  PRIMARY KEY (finding, side));
CREATE TABLE finding_claims (
  finding TEXT NOT NULL, side INTEGER NOT NULL, article TEXT NOT NULL, claim TEXT NOT NULL,
  PRIMARY KEY (finding, side, article, claim),
  FOREIGN KEY (finding) REFERENCES findings (id),
  FOREIGN KEY (finding, side) REFERENCES sides (finding, side),
  FOREIGN KEY (article, claim) REFERENCES claims (article, id));
CREATE INDEX claims_by_topic ON claims (entity, metric, period);
CREATE INDEX finding_claims_by_claim ON finding_claims (article, claim);
CREATE VIEW evidence AS
  SELECT f.place, f.id AS finding, f.severity, f.title, f.entity, f.metric, f.period,
    s.side, s.value AS side_value, l.article, l.claim,
    c.mention, c.value, c.unit, a.source, a.dated, a.title AS headline,
    substr(a.text, json_extract(c.sentence, '$[0]') + 1,
      json_extract(c.sentence, '$[1]') - json_extract(c.sentence, '$[0]')) AS sentence, f.explanation
  FROM finding_claims AS l
  JOIN findings AS f ON f.id = l.finding
  JOIN sides AS s ON s.finding = l.finding AND s.side = l.side
  JOIN claims AS c ON c.article = l.article AND c.id = l.claim
  JOIN articles AS a ON a.id = l.article
  ORDER BY f.place, s.side, a.dated, a.id;
"""


def sqlite(results: Results, language: str) -> bytes:
    """The database, the same bytes for the same results; names of columns are those of the JSON lines."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        base.execute("PRAGMA foreign_keys = ON")
        _table(base, "articles", results.articles)
        _table(base, "claims", results.claims)
        _table(base, "findings", results.findings, "place")
        _table(base, "rejects", results.rejects)
        base.executescript(_REST)
        base.execute("BEGIN")
        base.executemany("INSERT INTO sides VALUES (?, ?, ?, ?)", _sides(results))
        base.executemany("INSERT OR IGNORE INTO finding_claims VALUES (?, ?, ?, ?)", _links(results))
        base.execute("COMMIT")
        return base.serialize()


def _table(base: sqlite3.Connection, name: str, rows: Iterable[Struct], place: str = "") -> None:
    first = [f'"{place}" INTEGER NOT NULL'] if place else []
    defined = [f'"{c.name}" {c.sqlite}{" NOT NULL" if c.needed else ""}' for c in columns(name)]
    base.execute(f'CREATE TABLE "{name}" ({", ".join((*first, *defined, *_KEYS[name]))})')
    base.execute("BEGIN")
    marks = ", ".join("?" * (len(first) + len(defined)))
    cells = ([*([number] if place else []), *_cells(row, columns(name))] for number, row in enumerate(rows, 1))
    base.executemany(f'INSERT INTO "{name}" VALUES ({marks})', cells)
    base.execute("COMMIT")


def _cells(row: Struct, wanted: tuple[Column, ...]) -> Iterator[object]:
    for column in wanted:
        value = getattr(row, column.name)
        listed = column.lists or column.document
        yield msgspec.json.encode(value).decode() if listed and value is not None else value


def _sides(results: Results) -> Iterator[tuple[str, int, str | None, int]]:
    for row in results.findings:
        for number, side in enumerate(row.sides):
            yield row.id, number + 1, row.values[number] if number < len(row.values) else None, len(side)


def _links(results: Results) -> Iterator[tuple[str, int, str, str]]:
    """The claims of each side, in every article that holds the text."""
    holders: dict[str, list[ClaimRow]] = {}
    for claim in results.claims:
        holders.setdefault(claim.id, []).append(claim)
    for row in results.findings:
        for number, side in enumerate(row.sides, 1):
            for claim_id in side:
                for claim in holders.get(claim_id, ()):
                    yield row.id, number, claim.article, claim_id
