"""The promises of the flow, on the sample corpus and on the annotated articles, where these are at hand."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedui.flow import Tools, claims_in, claims_in_each, read
from hedui.model import Article
from hedui.normalize import normalize, replay
from hedui.readers import read_articles

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
GOLD = ("seeds", "news-a", "news-b", "long-a", "long-b")


# What a text may begin with in the test of batches: names, figures and times right at the edges.
STARTS = (
    "华临科技2024年营收12.5亿元,同比增长8%;净利润3.2亿元。",
    "3人死亡,17人受伤",
    "江泰股份董事长王立新表示,前三季度出口1.2万台",
    "\n\n云州市统计局1月5日公布,全市人口1,024万",
    "\0\0、",
)


def sample() -> list[Article]:
    return [article for article in read_articles([ROOT / "corpus"]) if isinstance(article, Article)]


def gold(name: str) -> list[Article]:
    folder = SHARED / "gold" / name
    if not folder.is_dir():
        pytest.skip(f"the annotated articles ({name}) are not beside this checkout")
    return list(gold_articles(folder))


def gold_articles(folder: Path) -> Iterator[Article]:
    for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        places = [folder / f"{row['id']}.txt", SHARED / "seeds" / str(row.get("file"))]
        text = next(place for place in places if place.is_file()).read_bytes().decode("utf-8")
        yield Article(id=row["id"], text=text, sha256=row["id"])


def assert_claims_point_at_the_text(articles: list[Article], tools: Tools) -> None:
    count = 0
    for article, made in zip(articles, claims_in_each(articles, tools), strict=True):
        for claim in made.claims:
            count += 1
            assert article.text[claim.span.start : claim.span.end] == claim.mention, claim.id
            assert claim.sentence.covers(claim.span), claim.id
            for span in (claim.entity_span, claim.metric_span, claim.period_span):
                assert span is None or 0 <= span.start < span.end <= len(article.text)
    assert count >= len(articles)


def test_claims_of_the_sample_point_at_the_text(tools: Tools) -> None:
    assert_claims_point_at_the_text(sample(), tools)


@pytest.mark.parametrize("name", GOLD)
def test_claims_of_annotated_articles_point_at_the_text(name: str, tools: Tools) -> None:
    assert_claims_point_at_the_text(gold(name)[::4], tools)


@pytest.mark.parametrize("name", GOLD)
def test_edits_replay(name: str, tools: Tools) -> None:
    for article in gold(name):
        clean = normalize(article.text, tools.lexicon)
        assert replay(article.text, clean.edits) == clean.text
        assert "".join(tools.tokenize(clean.text).words) == clean.text


def test_a_reading_gives_its_words_as_a_spacy_doc(tools: Tools) -> None:
    reading = read(sample()[0], tools)
    assert reading.doc.text == reading.clean.text
    assert [token.text for token in reading.doc] == reading.words.words
    assert [token.i for token in reading.doc if token.is_sent_start] == reading.words.starts


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(STARTS), st.integers(0, 160), st.text(max_size=6)), max_size=8))
def test_a_batch_says_what_its_articles_say_alone(tools: Tools, cuts: list[tuple[str, int, str]]) -> None:
    """Texts cut anywhere, empty ones and odd characters among them, do not see each other."""
    texts = [start[:length] + odd for start, length, odd in cuts]
    articles = [Article(id=str(number), text=text, sha256=text) for number, text in enumerate(texts)]
    assert claims_in_each(articles, tools) == [claims_in(article, tools) for article in articles]
