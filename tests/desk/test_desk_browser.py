"""The desk in a real browser: triage by keyboard, undo, a new run, a pasted article, two tabs at once."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the desk is an extra: pip install 'hedui[review]'")
pytest.importorskip("uvicorn", reason="the desk is an extra: pip install 'hedui[review]'")

import uvicorn

from hedui.commands.review import comparer, keeper
from hedui.desk.app import Desk, create_app
from hedui.desk.guard import LOOPBACK, Rules
from hedui.desk.queue import Queue, Wanted
from hedui.desk.store import Decisions
from hedui.report.tables import write_tables
from hedui.runners import RunOptions
from whole import run_over

COMPANIES = ("蓝湾", "赤岭", "青禾", "白鹭", "黑石", "紫云", "金沙", "银杏", "铜锣", "翠屏", "丹霞")


def corpus(folder: Path, number: int) -> list[Path]:
    """Two outlets that print different revenues of some companies."""
    paths = []
    for n, name in enumerate(COMPANIES[:number]):
        for outlet, figure in (("a", f"{5890 + n}万元"), ("b", f"{(5890 + n) / 100:.2f}亿元")):
            path = folder / f"{n:02d}{outlet}.txt"
            path.write_text(f"{name}科技2025年上半年营业收入为{figure}。", encoding="utf-8")
            paths.append(path)
    return paths


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    write_tables(run_over(list(corpus(folder, 11))), folder / "out")
    return folder


@pytest.fixture
def served(shop: Path, tmp_path: Path) -> Iterator[tuple[str, Queue]]:
    queue = Queue(shop / "out", Decisions(tmp_path / "decisions.sqlite"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    compare = comparer(shop / "out", RunOptions(workers=1))
    desk = Desk(queue, Rules(hosts=LOOPBACK, csrf="page"), compare, keeper(tmp_path / "corpus"), author="小李")
    server = uvicorn.Server(uvicorn.Config(create_app(desk), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}", queue
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(params=[1200, 380])
def tab(browser: Any, served: tuple[str, Queue], request: pytest.FixtureRequest) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": request.param, "height": 900})
    said: list[str] = []
    # A browser logs every refused step (422: a reason is missing), which the desk then shows.
    page.on("console", lambda message: None if "status of 422" in message.text else said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: said.append(asked.url) if not asked.url.startswith(served[0]) else None)
    page.goto(served[0])
    yield page
    page.close()
    assert said == []


def press(page: Any, key: str, said: str) -> None:
    chosen = page.locator(".item[aria-current=true]").get_attribute("id")[2:]
    page.keyboard.press(key)
    page.locator(f".card[data-finding='{chosen}'] .log li", has_text=said).last.wait_for(timeout=8000)


def test_ten_findings_by_keyboard_and_undo(tab: Any, served: tuple[str, Queue]) -> None:
    for number in range(10):
        tab.keyboard.press("j")  # the next key is not lost, nor meant for the card before
        press(tab, "134"[number % 3], ("确认有误", "读取有误", "待查来源")[number % 3])
    assert served[1].page(Wanted(state="decided")).total == 10
    press(tab, "u", "撤销")
    assert served[1].page(Wanted(state="decided")).total == 9
    assert tab.locator(".item .state", has_text="已定").count() == 9


def test_a_benign_finding_asks_for_its_reason(tab: Any, served: tuple[str, Queue]) -> None:
    tab.keyboard.press("j")
    tab.locator(".card").wait_for()
    tab.keyboard.press("2")
    tab.locator(".problem").wait_for()
    tab.keyboard.press("n")
    tab.keyboard.type("口径不同")
    tab.keyboard.press("Escape")
    press(tab, "2", "口径不同")
    assert served[1].page(Wanted(state="decided")).total == 1


def test_a_new_run_keeps_the_decisions(tab: Any, served: tuple[str, Queue], shop: Path) -> None:
    tab.keyboard.press("j")
    tab.locator(".card").wait_for()
    press(tab, "1", "确认有误")
    write_tables(run_over(list(corpus(shop, 11))), shop / "out")
    tab.reload()
    assert tab.locator(".item").count() == 10
    tab.select_option("select[name=state]", "decided")
    tab.locator("#queue .note", has_text="共 1 处").wait_for()


def test_filters_narrow_the_list_and_a_sentence_leads_to_its_article(tab: Any, served: tuple[str, Queue]) -> None:
    tab.fill("input[name=entity]", "青禾")
    tab.locator("#queue .note", has_text="共 1 处").wait_for()
    tab.click(".item")
    tab.click(".card figcaption a")
    tab.locator("a.fig:target").wait_for()
    assert "青禾科技" in tab.inner_text(".text")


def test_a_slow_card_does_not_cover_the_next_one(tab: Any, served: tuple[str, Queue]) -> None:
    first, second = (tab.locator(".item").nth(number).get_attribute("id")[2:] for number in (0, 1))
    tab.evaluate(
        """() => { const send = XMLHttpRequest.prototype.send;
        XMLHttpRequest.prototype.send = function () {
          XMLHttpRequest.prototype.send = send; setTimeout(() => send.call(this), 600); }; }"""
    )
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    tab.locator(f".card[data-finding='{second}']").wait_for(timeout=8000)
    tab.wait_for_timeout(900)
    assert tab.locator(".card").get_attribute("data-finding") == second != first


def test_leaving_a_filter_asks_for_nothing(tab: Any, served: tuple[str, Queue]) -> None:
    tab.fill("input[name=entity]", "青禾")
    tab.locator("#queue .note", has_text="共 1 处").wait_for()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.click(".item")
    tab.locator(".card").wait_for()
    assert [url for url in asked if "/finding/" not in url] == []


def test_a_pasted_article_adds_a_conflict(tab: Any, served: tuple[str, Queue]) -> None:
    tab.goto(f"{served[0]}/paste")
    tab.fill("input[name=source]", "本报")
    tab.fill("#text", "蓝湾科技2025年上半年营业收入为589万元。")
    tab.check("input[name=keep]")
    tab.click("button[type=submit]")
    tab.locator("#found .finding").first.wait_for()
    assert "589万元" in tab.inner_text("#found .finding >> nth=0")


def test_two_tabs_at_once_lose_nothing(browser: Any, served: tuple[str, Queue]) -> None:
    tabs = [browser.new_page() for _ in range(2)]
    for page, name in zip(tabs, ("小李", "小王"), strict=True):
        page.goto(served[0])
        page.fill("#author", name)
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        page.locator(".card").wait_for()
    press(tabs[0], "1", "小李")
    tabs[1].keyboard.press("3")
    tabs[1].locator(".problem").wait_for()
    assert "小李" in tabs[1].inner_text(".log")
    press(tabs[1], "3", "小王")
    log = served[1].decisions.log(served[1].page(Wanted(state="all")).items[0].row.id)
    assert [(entry.author, entry.verdict) for entry in log] == [("小李", "error"), ("小王", "misread")]
    for page in tabs:
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, serious: Any, served: tuple[str, Queue], scheme: Any) -> None:
    page = browser.new_page(color_scheme=scheme)
    article = served[1].results.articles[0].id
    for path in ("/", "/paste", "/api", f"/article/{article}"):
        page.goto(served[0] + path)
        if path == "/":
            page.keyboard.press("j")
            page.locator(".card").wait_for()
            page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        assert serious(page) == [], path
    page.close()
