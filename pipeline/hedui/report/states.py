"""Findings against an earlier run (new, unchanged, updated, absent), and decisions that silence them."""

import datetime
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

import msgspec
from msgspec import Struct

from hedui.errors import RunError
from hedui.model import SEVERITIES
from hedui.report.results import FindingRow

Topic = tuple[str, str, str, str]
NEW, UNCHANGED, UPDATED, ABSENT = "new", "unchanged", "updated", "absent"


class Suppression(Struct, frozen=True, forbid_unknown_fields=True):
    """A reviewer's decision not to see a finding again: who, when, why, until when, and what it then said."""

    finding: str
    reason: str
    author: str
    date: datetime.date
    severity: str
    entity: str = ""
    metric: str = ""
    period: str = ""
    check: str = ""
    values: tuple[Decimal, ...] = ()
    expires: datetime.date | None = None


def states(findings: Iterable[FindingRow], earlier: Iterable[FindingRow]) -> dict[str, str]:
    """The state of every finding of both runs, by fingerprint.  Updated: other claims, severity or support."""
    before = {finding.id: finding for finding in earlier}
    now = {finding.id: finding for finding in findings}
    found = {name: _state(finding, before.get(name)) for name, finding in sorted(now.items())}
    return found | {name: ABSENT for name in sorted(before) if name not in now}


def _state(finding: FindingRow, before: FindingRow | None) -> str:
    if before is None:
        return NEW
    seen = [(f.severity, sorted(f.claims), f.most_supported) for f in (finding, before)]
    return UNCHANGED if seen[0] == seen[1] else UPDATED


def read_suppressions(path: Path) -> tuple[Suppression, ...]:
    """The decisions of a file of [[suppression]] tables; RunError names the row that is wrong."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        if odd := sorted(tables.keys() - {"suppression"}):  # a misspelt name would silence nothing
            raise RunError(f"忽略清单 {path}：{'、'.join(odd)} 不认识；每个决定写成一个 [[suppression]] 表。")
        return tuple(msgspec.convert(row, Suppression) for row in tables.get("suppression", []))
    except FileNotFoundError as error:
        raise RunError(f"找不到忽略清单 {path}。审核工作台可以导出一份。") from error
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise RunError(f"忽略清单 {path} 读不出：{error}。写法见 docs/findings.md 末尾。") from error


class Rulings:
    """Decisions, ready to be asked about findings.

    `today` is given by the caller (the day of the run), so that the same input gives the same output.
    """

    def __init__(self, rows: Iterable[Suppression], today: datetime.date) -> None:
        self._today = today
        self._by_id: dict[str, Suppression] = {}
        self._by_topic: dict[Topic, dict[str, Suppression]] = {}
        for row in rows:
            self.put(row)

    def put(self, row: Suppression) -> None:
        """Takes a decision, in place of an earlier one about the same finding."""
        self.drop(row.finding)
        self._by_id[row.finding] = row
        if row.metric:
            self._by_topic.setdefault(topic_of(row), {})[row.finding] = row

    def drop(self, finding: str) -> None:
        """Forgets the decision about a finding, where there is one."""
        row = self._by_id.pop(finding, None)
        if row is not None and row.metric:
            del self._by_topic[topic_of(row)][finding]

    def of(self, finding: FindingRow) -> tuple[Suppression | None, str | None]:
        """The decision about a finding (or about what it was before a value joined), and why it holds no longer.

        The reason is None while the decision holds.
        """
        row = self._by_id.get(finding.id)
        if row is not None:
            return row, self._reopens(finding, row)
        for row in self._by_topic.get(topic_of(finding), {}).values():
            if set(row.values) < _values(finding):
                return row, _joined(row)
        return None, None

    def silences(self, finding: FindingRow) -> bool:
        """Whether a decision about the finding holds."""
        row, reason = self.of(finding)
        return row is not None and reason is None

    def _reopens(self, finding: FindingRow, row: Suppression) -> str | None:
        if row.expires is not None and self._today > row.expires:
            return f"忽略决定已于{row.expires.isoformat()}到期"
        if SEVERITIES.index(finding.severity) < SEVERITIES.index(row.severity):
            return f"严重程度由{row.severity}升为{finding.severity}"
        return _joined(row) if row.values and not _values(finding) <= set(row.values) else None


def topic_of(about: FindingRow | Suppression) -> Topic:
    """What a finding or a decision is about: entity, metric, period and check."""
    return about.entity or "", about.metric or "", about.period or "", about.check


def _values(finding: FindingRow) -> set[Decimal]:
    return {Decimal(value) for value in finding.values}


def _joined(row: Suppression) -> str:
    return f"{row.author}曾对此项作出决定，现有新的数值加入"


def suppression_text(finding: FindingRow, author: str, reason: str, day: datetime.date) -> str:
    """The [[suppression]] table that silences a finding, ready to be appended to the file."""
    told = {"finding": finding.id, "reason": reason, "author": author, "severity": finding.severity}
    told |= zip(("entity", "metric", "period", "check"), topic_of(finding), strict=True)
    values = [f"{Decimal(value):f}" for value in finding.values]
    fields = {name: toml_text(value) for name, value in told.items()}
    return toml_table("suppression", fields | {"date": day.isoformat(), "values": toml_list(values)})


def toml_table(name: str, fields: Mapping[str, str]) -> str:
    """A [[name]] table of fields whose values are written as TOML already."""
    return "\n".join([f"[[{name}]]", *(f"{key} = {value}" for key, value in fields.items()), ""])


def toml_text(value: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's, but for DEL, which TOML forbids as it stands."""
    return msgspec.json.encode(value.encode("utf-8", "replace").decode()).decode().replace("\x7f", "\\u007f")


def toml_list(values: Iterable[str]) -> str:
    """A TOML array of strings."""
    return f"[{', '.join(map(toml_text, values))}]"
