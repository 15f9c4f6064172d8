"""The tables as a database: the rows of the exports, and nothing but reading."""

import sqlite3
from pathlib import Path

import pytest

from hedui.errors import RunError
from hedui.flow import claims_in, cross_check, load_tools
from hedui.model import Article
from hedui.readers import read_articles
from hedui.report.database import parquet, query, sqlite
from hedui.report.results import ClaimRow, Results, RunRecord, article_row, claim_rows, finding_rows

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def results() -> Results:
    tools = load_tools()
    articles = [item for item in read_articles([CORPUS]) if isinstance(item, Article)][:8]
    made = [claims_in(article, tools) for article in articles]
    return Results(
        articles=tuple(article_row(a, part.card) for a, part in zip(articles, made, strict=True)),
        claims=tuple(row for part in made for row in claim_rows(part.claims)),
        findings=finding_rows(cross_check(made, tools)),
        rejects=(),
        record=RunRecord(version="0"),
    )


def test_the_columns_are_those_of_the_export(results: Results) -> None:
    names, rows = query(results, "SELECT * FROM claims ORDER BY rowid")
    assert tuple(names) == ClaimRow.__struct_fields__
    assert len(rows) == len(results.claims) > 20
    assert [row[0] for row in rows] == [claim.id for claim in results.claims]


def test_findings_join_their_claims(results: Results) -> None:
    sql = "SELECT count(*) FROM evidence e JOIN claims c ON c.id = e.claim JOIN findings f ON f.id = e.finding"
    [[count]] = query(results, sql)[1]
    assert count == sum(len(side) for finding in results.findings for side in finding.sides) > 0


def test_the_bytes_open_as_a_database(results: Results, tmp_path: Path) -> None:
    (tmp_path / "run.db").write_bytes(sqlite(results, "zh"))
    with sqlite3.connect(tmp_path / "run.db") as base:
        assert base.execute("SELECT count(*) FROM claims").fetchone() == (len(results.claims),)


def test_parquet_holds_the_claims(results: Results, tmp_path: Path) -> None:
    table = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "claims.parquet").write_bytes(parquet(results, "zh"))
    rows = table.read_table(tmp_path / "claims.parquet").to_pylist()
    assert [row["id"] for row in rows] == [claim.id for claim in results.claims]
    assert [row["value"] for row in rows] == [claim.value for claim in results.claims]


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE claims",
        "ATTACH 'x.db' AS x",
        "SELECT 1; SELECT 2",
        "SELECT nothing FROM claims",
        "PRAGMA writable_schema=1",
        "",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t",
    ],
)
def test_only_one_reading_question(results: Results, sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hedui.report.database._STEPS", 100_000)
    if sql:
        with pytest.raises(RunError, match="SELECT"):
            query(results, sql)
    else:
        assert query(results, sql) == ([], [])
