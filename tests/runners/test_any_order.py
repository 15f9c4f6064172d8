"""Any order and any batching of the same articles gives the same findings, byte for byte."""

import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hedui.flow import Tools, claims_in, cross_check, load_tools
from hedui.model import Article, Extraction, Reject
from hedui.readers import read_articles
from hedui.records import finding_row, json_lines
from hedui.runners import RunOptions
from hedui.runners.base import Sorter

CORPUS = Path(__file__).parents[2] / "corpus"


def findings(made: list[Extraction], tools: Tools) -> bytes:
    return b"".join(json_lines(finding_row(finding) for finding in cross_check(made, tools)))


def in_batches(articles: list[Article], limit: int, tools: Tools) -> list[Extraction]:
    return [claims_in(item, tools) for batch in Sorter(articles, limit).batches() for item in batch]


TOOLS = load_tools()
ARTICLES = [item for item in read_articles([CORPUS]) if isinstance(item, Article)]
EXTRACTIONS = in_batches(ARTICLES, RunOptions().batch, TOOLS)
EXPECTED = findings(EXTRACTIONS, TOOLS)


@settings(max_examples=25)
@given(st.permutations(EXTRACTIONS))
def test_any_order(order: list[Extraction]) -> None:
    assert EXPECTED
    assert findings(order, TOOLS) == EXPECTED


@settings(max_examples=3)
@given(st.integers(1, 60_000), st.integers(0, 10**6))
def test_any_batching(limit: int, seed: int) -> None:
    turned = random.Random(seed).sample(ARTICLES, len(ARTICLES))
    assert findings(in_batches(turned, limit, TOOLS), TOOLS) == EXPECTED


@settings(max_examples=30)
@given(st.lists(st.one_of(st.integers(1, 500), st.none())), st.integers(1, 3000))
def test_batches_lose_nothing_and_stay_within_bounds(lengths: list[int | None], limit: int) -> None:
    items = [
        Reject(str(n), "", "") if length is None else Article(id=str(n), text="字" * length, sha256="")
        for n, length in enumerate(lengths)
    ]
    sorter = Sorter(items, limit)
    batches = list(sorter.batches())
    articles = [item for item in items if isinstance(item, Article)]
    assert [article for batch in batches for article in batch] == articles
    assert sorter.taken() == [item for item in items if isinstance(item, Reject)]
    assert all(len(batch) <= 1 or sum(3 * len(a.text) + 500 for a in batch) <= limit for batch in batches)
