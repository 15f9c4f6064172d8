"""The files of a run: written, read back, never half."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from hedui.disk import replacing
from hedui.errors import RunError
from hedui.model import Claim, Finding, Quantity, Span
from hedui.records import claim_row, finding_row
from hedui.report.results import ClaimRow, FindingRow, Results, claim_rows, read_results
from hedui.report.tables import write_tables
from hedui.report.view import finding_view, finding_views

QUANTITY = Quantity(value=Decimal("58900000"), low=None, high=None, unit="CNY", dimension="money")
CLAIM = Claim(id="c", article="a", span=Span(0, 2), mention="一", sentence=Span(0, 9), quantity=QUANTITY)
FINDING = Finding(
    id="f",
    check="value",
    title="数值不一",
    severity="major",
    confidence=0.5,
    entity=None,
    metric=None,
    period=None,
    sides=(("c",), ("d",)),
    explanation="不一。",
)


def test_rows_are_those_of_the_contract() -> None:
    assert list(ClaimRow.__struct_fields__) == list(claim_row(CLAIM))
    assert list(FindingRow.__struct_fields__) == list(finding_row(FINDING))
    assert claim_rows([CLAIM])[0].value == "58900000"
    assert msgspec.convert(finding_row(FINDING), FindingRow).sides == (("c",), ("d",))


def test_a_finding_keeps_its_number_among_fewer(results: Results) -> None:
    more = [msgspec.structs.replace(results.findings[0], id=name) for name in ("one", "two", "three")]
    whole = replace(results, findings=tuple(more))
    some = whole.with_findings(whole.findings[1:]).with_findings(whole.findings[2:])
    assert [view.number for view in finding_views(some, "zh")] == [3]


def test_a_side_is_headed_by_the_value_that_is_told(results: Results) -> None:
    row = msgspec.structs.replace(
        results.findings[0], sides=(("c2", "c1"),), values=("589000000",), explanation="5890萬元。"
    )
    view = finding_view(row, results, "zh")
    assert view.sides[0].value == "5890万元 / 约5.89亿元"
    assert view.versus == ["5890万元 / 约5.89亿元"]
    same = replace(
        results,
        claims=tuple(msgspec.structs.replace(c, unit=u) for c, u in zip(results.claims, "人人名", strict=True)),
    )
    sides = finding_view(msgspec.structs.replace(row, sides=(("c1",), ("c3", "c1"))), same, "zh").sides
    assert [side.value for side in sides] == ["5890万人", "5890万人"]


def test_what_is_written_is_read_back(results: Results, tmp_path: Path) -> None:
    write_tables(results, tmp_path)
    assert read_results(tmp_path) == results
    assert [json.loads(line)["id"] for line in (tmp_path / "claims.jsonl").open(encoding="utf-8")] == [
        "c1",
        "c2",
        "c3",
    ]


def test_a_folder_without_a_run_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="hedui run"):
        read_results(tmp_path)


def test_a_damaged_line_is_named(results: Results, tmp_path: Path) -> None:
    write_tables(results, tmp_path)
    with (tmp_path / "claims.jsonl").open("ab") as file:
        file.write(b'{"id": "half')
    with pytest.raises(RunError, match=r"claims\.jsonl 第 4 行"):
        read_results(tmp_path)


def test_a_broken_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"old")

    def killed() -> None:
        with replacing(path) as file:
            file.write(b"half of the new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["x.jsonl"]


def test_an_unwritable_folder_is_said_so(results: Results, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RunError, match="无法写入"):
        write_tables(results, tmp_path / "file" / "below")
