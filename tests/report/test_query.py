"""SQL over a run: it sees the four tables and nothing else, and says in a sentence what is wrong."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hedui.cli import app
from hedui.errors import RunError
from hedui.report.query import asked
from hedui.report.results import ClaimRow, Results
from hedui.report.tables import write_tables

pytest.importorskip("duckdb")
runner = CliRunner()


@pytest.fixture
def folder(results: Results, tmp_path: Path) -> Path:
    write_tables(results, tmp_path)
    return tmp_path


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with asked(folder, sql) as (_, found):
        return [tuple(row) for row in found]


def test_the_tables_hold_what_the_run_left(folder: Path, results: Results) -> None:
    assert rows(folder, "SELECT id, start, sentence FROM claims ORDER BY id") == [
        (row.id, row.start, list(row.sentence)) for row in results.claims
    ]
    assert rows(folder, "SELECT reason FROM rejects") == [("不是文本。",)]
    assert rows(folder, "SELECT text FROM Articles WHERE id = 'a3'") == [(results.articles[2].text,)]
    joined = "SELECT c.mention FROM findings f, unnest(f.sides[2]) AS u(id) JOIN claims c ON c.id = u.id"
    assert rows(folder, joined) == [("约5.89亿元",)]
    assert rows(folder, "SELECT sum(value::DECIMAL(38, 6)) FROM claims")[0][0] == 706800000
    evidence = "SELECT e.side, c.mention FROM evidence e JOIN claims c ON c.id = e.claim ORDER BY 1, 2"
    assert rows(folder, evidence) == [(1, "5890万元"), (1, "5890萬元"), (2, "约5.89亿元")]
    shown = {name for (name,) in rows(folder, "SHOW TABLES")}
    assert shown == {"articles", "claims", "findings", "rejects", "evidence"}


def test_an_endless_question_ends(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hedui.report.query.PATIENCE", 0.3)
    endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t"
    with pytest.raises(RunError, match="已停止"):
        rows(folder, endless)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_json('https://example.org/x.json')",
        "SELECT * FROM results",
        "COPY claims TO '{file}'",
        "ATTACH '{file}' AS other",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "DELETE FROM claims",
        "SELECT 1; SELECT 2",
        "SELECT nothing FROM claims",
        "SELEC",
        "",
    ],
)
def test_what_is_no_question_to_the_tables_is_refused(folder: Path, sql: str) -> None:
    secret = folder / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(RunError) as told:
        rows(folder, sql.format(file=secret))
    assert str(told.value).endswith("。")
    assert "\n" not in str(told.value)
    assert secret.read_text(encoding="utf-8") == "a\n1\n"


def test_the_columns_are_those_of_the_export(folder: Path) -> None:
    with asked(folder, "SELECT * FROM claims") as (names, _):
        assert tuple(names) == ClaimRow.__struct_fields__


def test_columns_of_one_name_are_told_apart(folder: Path) -> None:
    with asked(folder, "SELECT a.id, c.id, c.id FROM articles a JOIN claims c ON c.article = a.id") as (names, _):
        assert names == ["id", "id_1", "id_2"]


def test_a_folder_without_a_run_and_a_damaged_one(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="hedui run"):
        rows(tmp_path / "nowhere", "SELECT 1")
    (folder / "claims.jsonl").write_text('{"id": "c1", "start": "x"\n', encoding="utf-8")
    with pytest.raises(RunError, match="读不出来"):
        rows(folder, "SELECT * FROM claims")


def test_the_command_prints_in_three_shapes(folder: Path) -> None:
    sql = "SELECT source, published, -5 AS n, [1] AS l FROM articles ORDER BY id"

    def printed(shape: str) -> str:
        done = runner.invoke(app, ["query", sql, "--out", str(folder), "--format", shape])
        assert done.exit_code == 0, done.output
        return done.output

    first = {"source": "甲報", "published": "2026-01-02", "n": -5, "l": [1]}
    assert json.loads(printed("json").splitlines()[0]) == first
    table = list(csv.reader(io.StringIO(printed("csv"))))
    assert table[0] == ["source", "published", "n", "l"]
    assert table[1] == ["甲報", "2026-01-02", "-5", "[1]"]
    assert table[3][0] == '\'=HYPERLINK("x")'
    assert "乙周刊" in printed("table")
    text = "SELECT text FROM articles"
    shown = runner.invoke(app, ["query", text, "--out", str(folder)]).output
    assert "\x1b" not in shown
    assert "\u202e" not in shown
