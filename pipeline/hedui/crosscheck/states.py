"""Findings against an earlier run (new, unchanged, updated, absent), and decisions that silence them."""

import datetime
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import msgspec
from msgspec import Struct

from hedui.crosscheck.assemble import SEVERITIES
from hedui.errors import RunError
from hedui.model import Finding

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


@dataclass(frozen=True, slots=True)
class Decided:
    """The findings still open, the silenced ones with their decision, and those opened again with the reason."""

    open: tuple[Finding, ...]
    silenced: tuple[tuple[Finding, Suppression], ...]
    reopened: Mapping[str, str]


def states(findings: Iterable[Finding], earlier: Iterable[Finding]) -> dict[str, str]:
    """The state of every finding of both runs, by fingerprint.  Updated: other claims, severity or support."""
    before = {finding.id: finding for finding in earlier}
    now = {finding.id: finding for finding in findings}
    found = {name: _state(finding, before.get(name)) for name, finding in sorted(now.items())}
    return found | {name: ABSENT for name in sorted(before) if name not in now}


def _state(finding: Finding, before: Finding | None) -> str:
    if before is None:
        return NEW
    seen = [(f.severity, sorted(f.claims), f.most_supported) for f in (finding, before)]
    return UNCHANGED if seen[0] == seen[1] else UPDATED


def read_suppressions(path: Path) -> tuple[Suppression, ...]:
    """The decisions of a file of [[suppression]] tables; RunError names the row that is wrong."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal).get("suppression", [])
        return tuple(msgspec.convert(row, Suppression) for row in rows)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RunError(f"忽略清单 {path} 读不出：{error}。请对照文档改正这一行。") from error


def decide(findings: Sequence[Finding], suppressions: Iterable[Suppression], today: datetime.date) -> Decided:
    """Silences what a reviewer has decided, unless the decision ran out, the severity rose, or a value joined.

    `today` is given by the caller (the day of the run), so that the same input gives the same output.
    """
    by_id = {row.finding: row for row in suppressions}
    by_topic = {(row.entity, row.metric, row.period, row.check): row for row in by_id.values() if row.metric}
    still: list[Finding] = []
    silenced: list[tuple[Finding, Suppression]] = []
    reopened: dict[str, str] = {}
    for finding in findings:
        row = by_id.get(finding.id)
        topic = by_topic.get((finding.entity or "", finding.metric or "", finding.period or "", finding.check))
        reason = _reopens(finding, row, today) if row else _joined(finding, topic)
        if row is not None and reason is None:
            silenced.append((finding, row))
            continue
        still.append(finding)
        if reason is not None:
            reopened[finding.id] = reason
    return Decided(tuple(still), tuple(silenced), reopened)


def _reopens(finding: Finding, row: Suppression, today: datetime.date) -> str | None:
    if row.expires is not None and today > row.expires:
        return f"忽略决定已于{row.expires.isoformat()}到期"
    if SEVERITIES.index(finding.severity) < SEVERITIES.index(row.severity):
        return f"严重程度由{row.severity}升为{finding.severity}"
    return None


def _joined(finding: Finding, row: Suppression | None) -> str | None:
    if row is None or not set(row.values) < set(finding.values):
        return None
    return f"{row.author}曾忽略此项，现有新的数值加入"


def suppression_text(finding: Finding, author: str, reason: str, day: datetime.date) -> str:
    """The [[suppression]] table that silences a finding, ready to be appended to the file."""
    fields = {
        "finding": finding.id,
        "reason": reason,
        "author": author,
        "severity": finding.severity,
        "entity": finding.entity or "",
        "metric": finding.metric or "",
        "period": finding.period or "",
        "check": finding.check,
    }
    lines = [f"{name} = {msgspec.json.encode(value).decode()}" for name, value in fields.items()]
    values = ", ".join(f'"{value:f}"' for value in finding.values)
    return "\n".join(["[[suppression]]", *lines, f"date = {day.isoformat()}", f"values = [{values}]", ""])
