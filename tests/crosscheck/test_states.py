from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from made import extractions, make

from hedui.crosscheck.disagreements import find_disagreements
from hedui.errors import RunError
from hedui.lexicon import load_lexicon
from hedui.records import finding_row
from hedui.report.results import FindingRow
from hedui.report.states import (
    ABSENT,
    NEW,
    UNCHANGED,
    UPDATED,
    Rulings,
    Suppression,
    read_suppressions,
    states,
    suppression_text,
)

TODAY = date(2026, 2, 1)


def findings(*values: str) -> list[FindingRow]:
    claims = [make(n, {"value": value}) for n, value in enumerate(values)]
    found = find_disagreements(extractions(claims), load_lexicon())
    return [msgspec.convert(finding_row(finding), FindingRow) for finding in found]


def written(path: Path, finding: FindingRow, extra: str = "") -> Path:
    file = path / "ignored.toml"
    file.write_text(
        suppression_text(finding, "编辑部", "已向公司核实", date(2026, 1, 1)) + extra, encoding="utf-8"
    )
    return file


def reopened(finding: FindingRow, rows: Iterable[Suppression]) -> str | None:
    return Rulings(rows, TODAY).of(finding)[1]


def test_states_against_an_earlier_run() -> None:
    before = findings("157.61亿元", "125.3亿元")
    more = findings("157.61亿元", "125.3亿元", "157.61亿元")
    other = findings("157.61亿元", "98.2亿元")
    assert states(before, []) == {before[0].id: NEW}
    assert states(before, before) == {before[0].id: UNCHANGED}
    assert states(more, before) == {before[0].id: UPDATED}
    assert states(other, before) == {other[0].id: NEW, before[0].id: ABSENT}


def test_a_suppressed_finding_is_silenced(tmp_path: Path) -> None:
    found = findings("157.61亿元", "125.3亿元")
    rulings = Rulings(read_suppressions(written(tmp_path, found[0])), TODAY)
    row, _ = rulings.of(found[0])
    assert row is not None
    assert row.author == "编辑部"
    assert rulings.silences(found[0])


def test_it_opens_again_when_it_expires(tmp_path: Path) -> None:
    found = findings("157.61亿元", "125.3亿元")
    rows = read_suppressions(written(tmp_path, found[0], "expires = 2026-01-15\n"))
    assert Rulings(rows, date(2026, 1, 15)).silences(found[0])
    assert not Rulings(rows, TODAY).silences(found[0])
    assert "到期" in (reopened(found[0], rows) or "")


def test_it_opens_again_when_the_severity_rises(tmp_path: Path) -> None:
    found = findings("157.61亿元", "125.3亿元")
    rows = read_suppressions(written(tmp_path, found[0]))
    worse = msgspec.structs.replace(found[0], severity="critical")
    assert "critical" in (reopened(worse, rows) or "")


def test_it_opens_again_when_a_value_joins(tmp_path: Path) -> None:
    found = findings("157.61亿元", "125.3亿元")
    rows = read_suppressions(written(tmp_path, found[0]))
    more = findings("157.61亿元", "125.3亿元", "98.2亿元")
    assert "新的数值" in (reopened(more[0], rows) or "")


def test_a_wrong_row_is_named(tmp_path: Path) -> None:
    file = tmp_path / "ignored.toml"
    file.write_text('[[suppression]]\nfinding = "x"\nreson = "y"\n', encoding="utf-8")
    with pytest.raises(RunError, match=r"ignored\.toml"):
        read_suppressions(file)


def test_a_table_by_another_name_is_no_decision(tmp_path: Path) -> None:
    file = tmp_path / "ignored.toml"
    file.write_text('[[suppress]]\nfinding = "x"\n', encoding="utf-8")
    with pytest.raises(RunError, match=r"suppress 不认识"):
        read_suppressions(file)
