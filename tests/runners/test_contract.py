"""One corpus, every runner: the same bytes of claims and findings."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from hedui.flow import cross_check, load_tools
from hedui.model import Article, Extraction, Reject
from hedui.readers import read_articles
from hedui.records import claim_row, finding_row, json_lines
from hedui.runners import RUNNERS, RunOptions, extract

CORPUS = Path(__file__).parents[2] / "corpus"
WORDS = "name,label,aliases,codes\n奇点匣子,ORG,,\n"
WAYS = {
    "two processes": RunOptions(workers=2, batch=4000),
    "spark": RunOptions(engine="spark", master="local[2]", batch=4000),
}


def written(made: list[Extraction | Reject], lexicon: Path | None = None) -> bytes:
    extractions = sorted((m for m in made if isinstance(m, Extraction)), key=lambda m: m.card.article)
    claims = [claim_row(claim) for extraction in extractions for claim in extraction.claims]
    findings = cross_check(extractions, load_tools(lexicon))
    return b"".join(json_lines([*claims, *map(finding_row, findings)]))


@lru_cache(maxsize=1)
def in_process() -> bytes:
    return written(list(extract(articles(), RunOptions(workers=1))))


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
    made = list(extract([*articles(), Reject("x", "x", "坏")], options))
    assert [item.article for item in made if isinstance(item, Reject)] == ["x"]
    assert written(made) == in_process()
    assert in_process().count(b"\n") > 50


def test_words_of_the_user_reach_every_worker(options: RunOptions, tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text(WORDS, encoding="utf-8")
    text = "2025年,奇点匣子实现营业收入3.2亿元。"
    article = Article(id="a", text=text, sha256="0")
    [made] = extract([article], replace(options, lexicon=tmp_path))
    assert isinstance(made, Extraction)
    assert {claim.entity for claim in made.claims} == {"奇点匣子"}
