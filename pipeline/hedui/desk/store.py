"""The decisions of the desk: an append-only log in SQLite, so that two reviewers at once lose nothing.

A decision belongs to a fingerprint and therefore survives new runs.  It opens again by the rules of the
reports (`states.Rulings`), for which it keeps what the finding was when it was made.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hedui.errors import RunError
from hedui.report.states import Topic

# What a reviewer can say of a finding; "" takes an earlier decision back.
VERDICTS = ("error", "benign", "misread", "source")
MOST_TEXT = 4000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    finding TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('decide', 'note', 'assign', 'undo')),
    verdict TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    severity TEXT NOT NULL DEFAULT '',
    claimed TEXT NOT NULL DEFAULT '',
    undoes INTEGER,
    topic TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS entry_finding ON entry (finding, number);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.  `words` is a reason, a note or the one assigned; `claimed` the values then at odds.

    `topic` is what the finding was about: entity, metric, period and check.
    """

    number: int
    finding: str
    action: str
    verdict: str
    words: str
    author: str
    at: str
    severity: str
    claimed: tuple[str, ...]
    undoes: int | None
    topic: Topic


@dataclass(frozen=True, slots=True)
class Standing:
    """What the log says of a finding now: the decision in force, who has it, and the last number."""

    decision: Entry | None = None
    assigned: str = ""
    last: int = 0


class StaleError(Exception):
    """Somebody else has written about this finding since the reviewer looked at it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a reviewer does to a finding; `seen` is the last number of the log that the reviewer saw."""

    finding: str
    action: str
    author: str
    verdict: str = ""
    words: str = ""
    severity: str = ""
    claimed: tuple[str, ...] = ()
    topic: Topic = ("", "", "", "")
    seen: int | None = None


class Decisions:
    """The log of one desk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._open() as database:
                database.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise RunError(f"决定的数据库 {path} 打不开：{error}。请检查路径和权限。") from error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        database = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            yield database
        finally:
            database.close()

    def write(self, step: Step) -> Entry:
        """Appends what a reviewer did.  Raises StaleError when the log has grown since `step.seen`."""
        with self._open() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                entry = self._append(database, step)
                database.execute("COMMIT")
            except BaseException:
                database.execute("ROLLBACK")
                raise
        return entry

    def _append(self, database: sqlite3.Connection, step: Step) -> Entry:
        before = standing_of(_entries(database, step.finding))
        if step.seen is not None and step.seen != before.last:
            raise StaleError
        undoes = before.decision.number if step.action == "undo" and before.decision else None
        said = (step.finding, step.action, step.verdict, step.words[:MOST_TEXT])
        at = datetime.now(UTC).isoformat(timespec="seconds")
        cursor = database.execute(
            "INSERT INTO entry (finding, action, verdict, words, author, at, severity, claimed, undoes, topic)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*said, step.author, at, step.severity, "\n".join(step.claimed), undoes, json.dumps(step.topic)),
        )
        row = database.execute("SELECT * FROM entry WHERE number = ?", (cursor.lastrowid,)).fetchone()
        return _entry(row)

    def since(self, number: int) -> tuple[Entry, ...]:
        """All that was said after the entry of this number."""
        with self._open() as database:
            rows = database.execute("SELECT * FROM entry WHERE number > ? ORDER BY number", (number,))
            return tuple(map(_entry, rows))

    def log(self, finding: str) -> tuple[Entry, ...]:
        """All that was ever said of a finding, the oldest first."""
        with self._open() as database:
            return tuple(_entries(database, finding))


def _entries(database: sqlite3.Connection, finding: str) -> Iterator[Entry]:
    return map(_entry, database.execute("SELECT * FROM entry WHERE finding = ? ORDER BY number", (finding,)))


def _entry(row: tuple[int, str, str, str, str, str, str, str, str, int | None, str]) -> Entry:
    claimed = tuple(row[8].split("\n")) if row[8] else ()
    return Entry(*row[:8], claimed, row[9], tuple(json.loads(row[10])))


def standing_of(entries: Iterable[Entry]) -> Standing:
    """What these entries about one finding say of it now."""
    decisions: dict[int, Entry] = {}
    assigned, last = "", 0
    for entry in entries:
        last = entry.number
        if entry.action == "decide":
            decisions[entry.number] = entry
        elif entry.action == "undo" and entry.undoes is not None:
            decisions.pop(entry.undoes, None)
        elif entry.action == "assign":
            assigned = entry.words
    return Standing(decisions[max(decisions)] if decisions else None, assigned, last)
