"""Articles grouped by event."""

from dataclasses import replace
from pathlib import Path

from hedui.model import Article, Card
from hedui.readers import read_articles
from hedui.report.results import Results, article_row
from hedui.report.stories import find_stories

SAMPLE = Path(__file__).parents[2] / "corpus"


def sample(results: Results) -> Results:
    articles = [item for item in read_articles([SAMPLE]) if isinstance(item, Article)]
    rows = tuple(article_row(a, Card(article=a.id, sha256=a.sha256, published=a.published)) for a in articles)
    return replace(results, articles=rows, findings=())


def test_the_sample_corpus_has_five_stories(results: Results) -> None:
    stories = find_stories(sample(results))
    found = sorted({name.split("-")[0] for name in story.articles} for story in stories)
    assert sorted(map(sorted, found)) == [["biren"], ["film"], ["marathon"], ["retail"], ["slide"]]


def test_the_order_of_the_articles_changes_nothing(results: Results) -> None:
    given = sample(results)
    turned = replace(given, articles=tuple(reversed(given.articles)))
    assert find_stories(turned) == find_stories(given)


def test_a_story_knows_its_days_outlets_and_findings(results: Results) -> None:
    (story, *_) = find_stories(results)
    assert story.findings == ("f00d",)
    assert (story.first, story.last) == ("2026-01-02", "2026-01-02")


def test_no_article_and_empty_articles_make_no_trouble(results: Results) -> None:
    assert find_stories(replace(results, articles=(), findings=())) == []
    empty = tuple(type(row)(id=row.id, text="", sha256=row.id) for row in results.articles)
    assert len(find_stories(replace(results, articles=empty, claims=(), findings=()))) == 3
