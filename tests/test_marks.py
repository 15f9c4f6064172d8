"""How findings stand to an earlier run and to what was decided, in the reports."""

import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from hedui.cli import app
from hedui.commands.marks import DECISIONS
from hedui.desk.store import Decisions, Step
from hedui.report.results import ArticleRow, ClaimRow, FindingRow, Results, RunRecord
from hedui.report.tables import write_tables

runner = CliRunner()
TEXT = "甲公司2024年营收5890万元。"


def made(*names: str) -> Results:
    article = ArticleRow(id="a", text=TEXT, title="题", source="甲报", dated="2025-01-01")
    claims = tuple(
        ClaimRow(id=f"c{n}", article="a", start=9, end=15, mention=TEXT[9:15], sentence=(0, len(TEXT)),
                 entity="甲公司", metric="营业收入", period="2024", value=value, unit="CNY")
        for n, value in enumerate(("58900000", "589000000"))
    )  # fmt: skip
    findings = tuple(
        FindingRow(id=name, check="unit_slip", title="单位误写", severity="major", confidence=0.9, entity="甲公司",
                   metric="营业收入", period="2024", claims=("c0", "c1"), sides=(("c0",), ("c1",)),
                   explanation=f"第{name}处。", values=("58900000", "589000000"))
        for name in names
    )  # fmt: skip
    return Results((article,), claims, findings, (), RunRecord(version="0"))


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path]:
    """A run, and an earlier one: "gone" is no more, "same" stayed, "more" was less severe, "new" was not there."""
    now, before = made("same", "more", "new"), made("same", "more", "gone")
    same, more, gone = before.findings
    more = msgspec.structs.replace(more, severity="minor")
    write_tables(now, tmp_path / "now")
    write_tables(replace(before, findings=(same, more, gone)), tmp_path / "before")
    return tmp_path / "now", tmp_path / "before"


def told(*words: str) -> str:
    result = runner.invoke(app, ["report", *words])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_sarif_carries_the_state_of_every_result(runs: tuple[Path, Path]) -> None:
    now, before = runs
    run = json.loads(told("--out", str(now), "--since", str(before), "--format", "sarif"))["runs"][0]
    states = {row["fingerprints"]["hedui/v1"]: row["baselineState"] for row in run["results"]}
    assert states == {"same": "unchanged", "more": "updated", "new": "new", "gone": "absent"}
    assert all(row["locations"] for row in run["results"])
    assert {row["ruleId"] for row in run["results"]} <= {rule["id"] for rule in run["tool"]["driver"]["rules"]}


def test_the_other_formats_list_what_is_new_or_changed(runs: tuple[Path, Path]) -> None:
    now, before = runs
    lines = told("--out", str(now), "--since", str(before), "--json").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["more", "new"]
    page = told("--out", str(now), "--since", str(before), "--format", "html")
    assert "b-updated" in page
    assert "f-same" not in page


def test_what_the_desk_settled_is_suppressed_in_sarif_and_left_out_elsewhere(runs: tuple[Path, Path]) -> None:
    now, _ = runs
    topic, values = ("甲公司", "营业收入", "2024", "unit_slip"), ("58900000", "589000000")
    desk = Decisions(now / DECISIONS)
    desk.write(Step("same", "decide", "小李", "benign", "口径不同", "major", values, topic))
    desk.write(Step("more", "decide", "小李", "error", "", "minor", values, topic))
    run = json.loads(told("--out", str(now), "--format", "sarif"))["runs"][0]
    found = {row["fingerprints"]["hedui/v1"]: row.get("suppressions") for row in run["results"]}
    assert [name for name, suppressed in found.items() if suppressed] == ["same"]
    assert found["same"][0]["kind"] == "external"
    assert found["same"][0]["status"] == "accepted"
    assert "口径不同" in found["same"][0]["justification"]
    assert [json.loads(line)["id"] for line in told("--out", str(now), "--json").splitlines()] == ["more", "new"]
    page = told("--out", str(now), "--format", "html")
    assert "已定 · 可以解释" in page
    assert "重新打开 · 确认有误" in page


def test_a_suppression_file_suppresses(runs: tuple[Path, Path], tmp_path: Path) -> None:
    now, _ = runs
    file = tmp_path / "ignored.toml"
    file.write_text(
        '[[suppression]]\nfinding = "new"\nreason = "已核实"\nauthor = "编辑部"\n'
        'date = 2025-01-02\nseverity = "major"\n',
        encoding="utf-8",
    )
    run = json.loads(told("--out", str(now), "--ignore", str(file), "--format", "sarif"))["runs"][0]
    suppressed = [row["fingerprints"]["hedui/v1"] for row in run["results"] if "suppressions" in row]
    assert suppressed == ["new"]
