"""Articles grouped by event."""

from dataclasses import replace
from pathlib import Path

from msgspec import structs

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


def test_a_few_strangers_in_the_words_of_the_trade_are_no_story(results: Results) -> None:
    texts = (
        "云州海关11月1日发布的数据显示,前三季度全市进出口总额1240亿元,同比增长6.3%,其中出口830亿元,创历史新高。",
        "11月1日发布的数据显示,国庆档总票房18.6亿元,同比增长5.2%,观影人次4700万,创历史新高。",
        "云州地铁11月1日发布的数据显示,10月全市日均客流量312万人次,同比增长4%,创历史新高。",
    )
    rows = tuple(
        structs.replace(results.articles[0], id=text[:4], sha256=text[:4], text=text, title=text[:4])
        for text in texts
    )
    assert [len(story.articles) for story in find_stories(replace(results, articles=rows))] == [1, 1, 1]


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
