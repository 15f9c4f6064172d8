"""The tables of a run as SQLite and Parquet: the rows of the JSON lines, every key holds, hostile text is data."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from hedui.report import WRITERS
from hedui.report.parquet import write_parquet
from hedui.report.results import Results
from hedui.report.tables import TABLES, columns, write_tables


def opened(results: Results, folder: Path) -> sqlite3.Connection:
    path = folder / "run.db"
    path.write_bytes(WRITERS["sqlite"](results, "zh"))
    return sqlite3.connect(path)


def test_sqlite_holds_every_row_and_every_key(results: Results, tmp_path: Path) -> None:
    with closing(opened(results, tmp_path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        for name in TABLES:
            lists = {c.name for c in columns(name) if c.lists or c.document}
            found = base.execute(f"SELECT * FROM {name}")
            heads = [column[0] for column in found.description]
            told = [dict(zip(heads, row, strict=True)) for row in found]
            assert [row.pop("place", 0) for row in told] == (
                [1] if name == "findings" else [0] * len(getattr(results, name))
            )
            back = [{k: json.loads(v) if k in lists and v else v for k, v in row.items()} for row in told]
            assert back == json.loads(msgspec.json.encode(getattr(results, name)))


def test_sqlite_gives_the_sentence_behind_each_side(results: Results, tmp_path: Path) -> None:
    with closing(opened(results, tmp_path)) as base:
        seen = base.execute("SELECT side, mention, sentence FROM evidence ORDER BY side, mention").fetchall()
        assert [(side, mention) for side, mention, _ in seen] == [
            (1, "5890万元"),
            (1, "5890萬元"),
            (2, "约5.89亿元"),
        ]
        assert all(mention in sentence for _, mention, sentence in seen)
        cut = 'SELECT substr(a.text, c.start + 1, c."end" - c.start), c.mention FROM claims c, articles a'
        assert all(one == other for one, other in base.execute(f"{cut} WHERE a.id = c.article"))


def test_sqlite_takes_hostile_text_as_text(results: Results, tmp_path: Path) -> None:
    words = "x'); DROP TABLE claims; --"
    turned = tuple(msgspec.structs.replace(row, title=words, source='"; --') for row in results.articles)
    with closing(opened(replace(results, articles=turned), tmp_path)) as base:
        assert base.execute("SELECT DISTINCT title, source FROM articles").fetchall() == [(words, '"; --')]
        assert base.execute("SELECT count(*) FROM claims").fetchone() == (3,)


def test_two_articles_of_one_text_both_stand_with_their_finding(results: Results, tmp_path: Path) -> None:
    """The same text twice: claims of the same ids, in two articles."""
    twin = msgspec.structs.replace(results.articles[0], id="a9")
    again = msgspec.structs.replace(results.claims[0], article="a9")
    doubled = replace(results, articles=(*results.articles, twin), claims=(*results.claims, again))
    with closing(opened(doubled, tmp_path)) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        held = base.execute("SELECT article FROM finding_claims WHERE claim = 'c1' ORDER BY 1").fetchall()
        assert held == [("a1",), ("a9",)]


def test_an_empty_run_is_an_empty_database(results: Results, tmp_path: Path) -> None:
    empty = replace(results, articles=(), claims=(), findings=(), rejects=())
    with closing(opened(empty, tmp_path)) as base:
        assert [base.execute(f"SELECT count(*) FROM {name}").fetchone() for name in TABLES] == [(0,)] * 4


def test_parquet_holds_the_rows_of_the_json_lines(results: Results, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_tables(results, tmp_path)
    first = {path.name: path.read_bytes() for path in write_parquet(results, tmp_path)}
    assert sorted(first) == sorted(f"{name}.parquet" for name in TABLES)
    assert first == {path.name: path.read_bytes() for path in write_parquet(results, tmp_path)}
    for name in TABLES:
        lines = (tmp_path / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        told = parquet.read_table(tmp_path / f"{name}.parquet").to_pylist()
        texts = {c.name for c in columns(name) if c.document}
        back = [{k: json.loads(v) if k in texts else v for k, v in row.items()} for row in told]
        assert back == [json.loads(line) for line in lines]
