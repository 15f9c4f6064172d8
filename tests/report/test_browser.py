"""The report in a real browser: filters, search, links, keyboard, phone width, no request, no error."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hedui.report.page import write_page
from hedui.report.results import Results

api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install '.[browser]')")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


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
    assert page.inner_text("output") == "显示 0 / 1 条"
    page.fill("input[name=text]", "5890萬元")
    page.select_option("select[name=source]", "乙周刊")
    assert page.inner_text("output") == "显示 1 / 1 条"


def test_a_title_opens_its_article_and_a_figure_its_claim(page: Any) -> None:
    page.click("#f-f00d figcaption a >> nth=0")
    assert page.get_attribute("#a-1", "open") is not None
    page.click("#a-1 a.fig")
    assert page.evaluate("document.querySelector(':target').id") == "c-c1"


def test_the_keyboard_reaches_the_findings(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#findings"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#findings"


def test_nothing_is_wider_than_the_screen(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_hostile_text_stays_text(page: Any) -> None:
    assert page.locator("script").count() == 1
    assert page.locator("img").count() == 0
    assert page.title() == "核对报告"
