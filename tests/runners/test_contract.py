"""One corpus, every runner: the same bytes of claims and findings."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from hedui.flow import claims_in, cross_check, load_tools
from hedui.model import Article, Reject
from hedui.readers import read_articles
from hedui.readers.records import article_of, row_of
from hedui.records import finding_row, json_lines
from hedui.report.results import FINDINGS, FindingRow, read_rows
from hedui.runners import RUNNERS, RunOptions, opened, update
from hedui.runners.files import lines_in, rename
from hedui.runners.groups import finding_lines
from whole import run_into

CORPUS = Path(__file__).parents[2] / "corpus"
ROW = ("id", "text", "title", "source", "published", "url")
WORDS = "name,label,aliases,codes\n奇点匣子,ORG,,\n"
WAYS = {
    "two processes": RunOptions(workers=2, batch=4000),
    "spark": RunOptions(engine="spark", master="local[2]", batch=4000),
}


def ran(items: Iterable[Article | Reject], options: RunOptions) -> tuple[bytes, list[Reject]]:
    with opened(None, options) as base:
        rejects = update(base, items, options, lambda stage: nullcontext())
        rename(base)
        return b"".join([*lines_in(base, "claim_lines"), *finding_lines(base)]), rejects


@lru_cache(maxsize=1)
def in_process() -> bytes:
    return ran(articles(), RunOptions(workers=1))[0]


def articles() -> Iterator[Article | Reject]:
    return read_articles([CORPUS])


@pytest.fixture(scope="module", params=WAYS)
def options(request: pytest.FixtureRequest) -> Iterator[RunOptions]:
    way = WAYS[request.param]
    if way.engine != "spark":
        yield way
    elif not (find_spec("pyspark") and find_spec("pandas") and shutil.which("java")):
        pytest.skip("pyspark, pandas or Java is not installed")
    else:
        from hedui.runners.spark import session_for

        with session_for(way):  # one for all tests: starting it takes longer than they do
            yield way


def test_every_runner_is_held_to_the_contract() -> None:
    assert {options.engine for options in WAYS.values()} == set(RUNNERS)


def test_every_runner_gives_the_same_bytes(options: RunOptions) -> None:
    made, rejects = ran([*articles(), Reject("x", "x", "坏")], options)
    assert [item.article for item in rejects] == ["x"]
    assert made == in_process()
    assert made.count(b"\n") > 50


def test_the_findings_are_those_of_the_flow() -> None:
    tools = load_tools()
    made = [claims_in(item, tools) for item in articles() if isinstance(item, Article)]
    assert in_process().endswith(b"".join(json_lines(map(finding_row, cross_check(made, tools)))))


def test_workers_read_and_write_parquet_themselves(options: RunOptions, tmp_path: Path) -> None:
    if options.engine != "spark":
        pytest.skip("only a cluster reads for itself")
    import pyarrow.parquet

    schema = pyarrow.schema([(name, pyarrow.string()) for name in ROW])
    given = [item for item in articles() if isinstance(item, Article)]
    rows = [{"id": item.id, "text": item.text} | row_of(item) for item in given]
    for number in range(3):
        some = [{name: row.get(name) for name in ROW} for row in rows[number::3]]
        pyarrow.parquet.write_table(
            pyarrow.Table.from_pylist(some, schema=schema), tmp_path / f"part-{number}.parquet"
        )
    empty = [{"id": given[0].id, "text": " "} | dict.fromkeys(ROW[2:])]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(empty, schema=schema), tmp_path / "part-4.parquet")
    far, rejects = ran([], replace(options, remote=tmp_path.as_uri()))
    assert far == ran(map(article_of, rows), RunOptions(workers=1))[0]
    assert len(rejects) == 1


def test_tables_go_out_as_parquet(options: RunOptions, tmp_path: Path) -> None:
    if options.engine != "spark":
        pytest.skip("only a cluster has file systems of its own")
    import pyarrow.parquet

    from hedui.runners.spark import write_tables_to

    run_into(tmp_path / "out", [CORPUS])
    write_tables_to(tmp_path / "out", (tmp_path / "far").as_uri(), options)
    ids = pyarrow.parquet.read_table(tmp_path / "far" / "findings").column("id").to_pylist()
    assert ids == [row.id for row in read_rows(tmp_path / "out" / FINDINGS, FindingRow)]


def test_words_of_the_user_reach_every_worker(options: RunOptions, tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text(WORDS, encoding="utf-8")
    text = "2025年,奇点匣子实现营业收入3.2亿元。"
    article = Article(id="a", text=text, sha256="0")
    made, _ = ran([article], replace(options, lexicon=tmp_path))
    assert '"entity":"奇点匣子"' in made.decode()
