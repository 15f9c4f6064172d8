"""The report in a real browser: filters, search, links, keyboard, phone width, no request, no error."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hedui.report.page import write_page
from hedui.report.results import Results


@pytest.fixture(params=[(1100, 900), (360, 740)])
def page(browser: Any, results: Results, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    width, height = request.param
    opened = browser.new_page(viewport={"width": width, "height": height})
    opened.said = []
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.on("request", lambda asked: opened.said.append(asked.url) if asked.url.startswith("http") else None)
    opened.on("dialog", lambda dialog: opened.said.append("dialog"))
    opened.goto(write_page(results, tmp_path, "zh").as_uri())
    yield opened
    assert opened.said == []
    opened.close()


def test_filter_and_search(page: Any) -> None:
    assert page.inner_text("output") == "显示 1 / 1 条"
    page.fill("input[name=text]", "没有这样的字")
    page.locator("output", has_text="显示 0 / 1 条").wait_for()
    assert page.locator(".none").is_visible()
    page.click("button[type=reset]")
    page.locator("output", has_text="显示 1 / 1 条").wait_for()
    page.fill("input[name=text]", "5890萬元")
    page.select_option("select[name=source]", "乙周刊")
    page.click("[data-filter=severity][data-value=critical]")
    page.locator("[data-value=critical][aria-pressed=true]").wait_for()
    assert page.inner_text("output") == "显示 1 / 1 条"
    assert page.locator("#f-f00d").is_visible()


def test_a_sentence_leads_into_its_article_and_a_figure_shows_its_claim(page: Any) -> None:
    page.click("#f-f00d figcaption a >> nth=0")
    assert page.get_attribute("#a-1", "open") is not None
    assert page.evaluate("document.querySelector(':target').id") == "a-1-1"
    page.click("#a-1 a.fig")
    assert "营业收入" in page.inner_text("#peek")
    page.keyboard.press("Escape")
    assert page.locator("#peek").is_hidden()
    assert page.evaluate("document.activeElement.id") == "a-1-1"


def test_the_keyboard_reaches_the_findings(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#findings"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#findings"


def test_nothing_is_wider_than_the_screen(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_hostile_text_stays_text(page: Any) -> None:
    assert page.locator("script:not([type])").count() == 1
    assert page.locator("img").count() == 0
    assert page.title() == "核对报告"


def test_a_packed_finding_opens_by_its_link_and_is_found_by_its_text(browser: Any, large: Path) -> None:
    page = browser.new_page()
    page.goto(f"{large.as_uri()}#f-many70")
    page.locator("#f-many70").wait_for()
    assert page.locator(".finding:visible").count() >= 70
    page.fill("input[name=text]", "第66处")
    page.locator("output", has_text="显示 1 / 80 条").wait_for()
    page.locator("#f-many66").wait_for()
    page.evaluate("location.hash = '#a-60-1'")
    page.locator("#a-60-1").wait_for()
    assert page.inner_text("#a-60-1") == "5890萬元"
    page.close()


@pytest.fixture
def large(results: Results, tmp_path: Path) -> Path:
    """80 findings over 80 articles: most of both are packed."""
    one, text = results.claim["c1"], results.article["a1"]
    rows, claims, findings = [], [], []
    for n in range(80):
        rows.append(msgspec.structs.replace(text, id=f"b{n}", title=f"第{n}篇"))
        claims.append(msgspec.structs.replace(one, id=f"k{n}", article=f"b{n}"))
        findings.append(
            msgspec.structs.replace(
                results.findings[0], id=f"many{n}", claims=(f"k{n}", "c2"), sides=((f"k{n}",), ("c2",)),
                explanation=f"第{n}处。",
            )
        )  # fmt: skip
    many = replace(
        results,
        articles=(*results.articles, *rows),
        claims=(*results.claims, *claims),
        findings=tuple(findings),
    )
    return write_page(many, tmp_path, "zh")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_serious(
    browser: Any, serious: Any, results: Results, tmp_path: Path, scheme: Any, language: str
) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(write_page(results, tmp_path, language).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    assert serious(page) == []
    page.close()
