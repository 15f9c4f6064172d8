"""Sentences and articles cut at their marks."""

from dataclasses import replace

from msgspec import structs

from hedui.report.evidence import side_of
from hedui.report.quote import LONGEST, headline_of, marked_text, sentence_of, visible
from hedui.report.results import ArticleRow, Results


def test_pieces_give_the_sentence_back(results: Results) -> None:
    for claim in results.claims[:2]:
        text = results.article[claim.article].text
        pieces = sentence_of(claim, results.article[claim.article])
        assert "".join(piece.text for piece in pieces) == text[slice(*claim.sentence)]
        assert [piece.text for piece in pieces if piece.role == "figure"] == [claim.mention]


def test_a_long_sentence_is_shortened_around_its_figure(results: Results) -> None:
    claim = results.claims[0]
    article = results.article["a1"]
    shown = sentence_of(
        type(claim)(**{**_fields(claim), "start": 500, "end": 502, "sentence": (0, 1000)}),
        type(article)(id="a1", text="字" * 1000),
    )
    text = "".join(piece.text for piece in shown)
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) < LONGEST


def test_figures_of_one_sentence_are_quoted_once(results: Results) -> None:
    claim, start = results.claims[0], results.article["a1"].text.index("2025年")
    beside = structs.replace(claim, id="c9", mention="2025年", start=start, end=start + 5)
    shown = replace(results, claims=(*results.claims, beside))
    side = side_of(0, structs.replace(results.findings[0], sides=(("c1", "c9"),)), shown, "zh")
    ((item, _),) = side.quotes
    assert [piece.text for piece in item.sentence if piece.role == "figure"] == ["2025年", "5890萬元"]


def test_marked_text_keeps_every_character(results: Results) -> None:
    article = results.article["a1"]
    pieces = marked_text(article.text, results.claims_of["a1"])
    assert "".join(piece.text for piece in pieces) == article.text
    assert [piece.claim for piece in pieces if piece.claim] == ["c1"]


def test_controls_and_direction_marks_are_shown_by_code() -> None:
    assert visible("甲\u202e乙\x1b[31m\ud800\n") == "甲[U+202E]乙[U+001B][31m[U+D800]\n"


def _fields(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__struct_fields__}  # type: ignore[attr-defined]


def test_an_article_without_a_title_goes_by_its_first_words() -> None:
    long = "柳城市统计局2日公布,2025年柳城市地区生产总值为3215.8亿元"
    assert headline_of(ArticleRow(id="a", title="柳城\n经济", text=long)) == "柳城 经济"
    assert headline_of(ArticleRow(id="a", text=f"\n 柳城经济\n{long}")) == "柳城经济"
    assert headline_of(ArticleRow(id="a", text=long)) == "柳城市统计局2日公布,2025年柳城市地区生产总…"
    assert headline_of(ArticleRow(id="a", text="")) == "a"
    assert headline_of(ArticleRow(id="a", text="é\x9d\x92æ\x9d\x89")) == "a"
