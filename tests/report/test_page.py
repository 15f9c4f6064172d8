"""report.html: self-contained, escaped, and nothing in it asks for anything outside."""

import re
import shutil
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec import structs

from hedui.report.page import TEMPLATES, html, write_page
from hedui.report.results import Results

VOID = {"meta", "link", "input", "br", "img", "circle", "line"}


class Reader(HTMLParser):
    """Collects tags, ids, links, and whether every tag is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.handlers += [name for name in given if name.startswith("on") or name == "style"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(params=["zh", "en"])
def page(request: pytest.FixtureRequest, results: Results) -> str:
    return html(results, request.param).decode()


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_the_page_is_well_formed(page: str) -> None:
    reader = read(page)
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    assert reader.handlers == []


def test_every_inner_link_has_its_target(page: str) -> None:
    reader = read(page)
    assert {link[1:] for link in reader.links if link.startswith("#")} <= set(reader.ids)


def test_nothing_outside_is_asked_for(page: str) -> None:
    reader = read(page)
    assert [link for link in reader.links if not link.startswith("#")] == ["data:,", "https://example.org/1"]
    assert re.findall(r"<script([^>]*)>", page) == [' type="application/json" id="index"', ""]
    assert not {"img", "iframe", "object", "form"} & set(reader.tags) - {"form"}
    assert "javascript:" not in page
    assert "\u202e" not in page
    assert "\x1b" not in page


def test_the_policy_names_style_and_script_by_their_hash(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy.group(1).startswith("default-src 'none'")
    for tag in ("style", "script"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert content is not None
        digest = b64encode(sha256(content.group(1).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy.group(1)


def test_both_sentences_stand_with_the_figure_marked(page: str) -> None:
    assert "為<mark>5890萬元</mark>" in page
    assert "<mark>约5.89亿元</mark>" in page
    english = '<html lang="en">' in page
    assert ("查招股书利润表。" in page) != english
    assert ("Look up “营业收入”" in page) == english


def test_the_same_results_give_the_same_page(results: Results) -> None:
    assert html(results, "zh") == html(results, "zh")


def test_a_page_over_the_last_one_is_as_one_made_anew(
    results: Results, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("hedui.report.page.FIRST", {"findings": 0, "entities": 0, "articles": 0})
    monkeypatch.setattr("hedui.report.shelves.EACH", 1)
    fewer = results.with_findings(results.findings[1:])
    shown = [(some, code, language) for some in (results, fewer) for code in "ab" for language in ("zh", "en")]
    for number, (some, code, language) in enumerate([*shown, *reversed(shown), *shown[::3]]):
        anew = write_page(some, tmp_path / str(number), language, code).read_bytes()
        assert write_page(some, tmp_path / "same", language, code).read_bytes() == anew


def test_what_is_compiled_beside_the_templates_is_no_template(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hedui.report.page.TEMPLATES", shutil.copytree(TEMPLATES, tmp_path / "templates"))
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("sys.pycache_prefix", None)
    first = write_page(results, tmp_path, "zh", "code").read_bytes()
    assert any((tmp_path / "templates/__pycache__").iterdir())
    assert write_page(results, tmp_path, "zh", "code").read_bytes() == first


def test_a_large_run_has_its_stories_as_a_way_in(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hedui.report.page.STORIES_FROM", 2)
    page = html(results, "zh").decode()
    reader = read(page)
    assert 'id="stories"' in page
    assert reader.open == []
    assert {link[1:] for link in reader.links if link.startswith("#")} <= set(reader.ids)


def test_the_overview_names_who_says_what(page: str) -> None:
    urgent = page[page.index('<ol class="urgent">') : page.index('<div class="counts">')]
    assert "甲報" in urgent
    assert "乙周刊" in urgent
    assert "93%" in urgent


def test_a_doubtful_reading_is_set_in_a_lighter_type(results: Results) -> None:
    claims = tuple(structs.replace(row, confidence=0.2) if row.id == "c3" else row for row in results.claims)
    page = html(replace(results, claims=claims), "zh").decode()
    marked = re.findall(r'class="(fig[^"]*)" id="a-', page)
    assert sorted(marked) == ["fig differ", "fig differ", "fig unsure differ"]
