"""Hostile articles in every output: script tags, formulas, direction marks, escapes, a word without end."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from hedui.cli import app
from hedui.report import WRITERS
from hedui.report.results import Results
from hedui.report.tables import write_tables
from whole import run_over

SCRIPT = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
BIDI = "\u202e\u2066\u200f\u200b\x1b[31m\x07"
LONG = "长" * 200_000
ARTICLES = (
    {
        "id": '=HYPERLINK("http://evil.example","x")',
        "title": f"=cmd()|'/C calc'!A0 {SCRIPT}",
        "source": f"@SUM(1){BIDI}",
        "url": "javascript:alert(1)",
        "published": "2025-09-01",
        "text": f"{SCRIPT}\n蓝湾科技2025年上半年营业收入为5890万元。{BIDI}\n+1+1",
    },
    {
        "id": "../../../etc/passwd",
        "title": f"--><svg onload=alert(3)> | [x](javascript:alert(4)) {BIDI}",
        "source": "ערוץ שידור",
        "url": 'https://example.org/"onclick=alert(5)',
        "published": "2025-09-02",
        "text": f"שלום {SCRIPT} 蓝湾科技2025年上半年营业收入为5.89亿元。{LONG}",
    },
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Results:
    path = tmp_path_factory.mktemp("hostile") / "news.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ARTICLES), encoding="utf-8")
    results = run_over([path])
    assert [row.check for row in results.findings] == ["unit_slip"]
    return results


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_no_control_or_direction_mark_is_passed_on(hostile: Results, form: str) -> None:
    content = WRITERS[form](hostile, "zh")
    if form == "sqlite":  # holds the text as received, so that the ranges of the claims hold
        return
    if form == "xlsx":
        content = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    text = content.decode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069]", text)


def test_the_page_holds_its_own_script_only(hostile: Results) -> None:
    page = WRITERS["html"](hostile, "zh").decode()
    assert len(re.findall(r"<script(?![^>]*type=)", page)) == 1
    assert "<img" not in page
    assert "<svg onload" not in page
    assert 'href="javascript:' not in page
    assert len(page) < 1_000_000


def test_a_browser_runs_nothing_of_it(hostile: Results, browser: object, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(WRITERS["html"](hostile, "zh"))
    said: list[str] = []
    page = browser.new_page(viewport={"width": 390, "height": 800})  # type: ignore[attr-defined]
    page.on("dialog", lambda dialog: said.append("dialog"))
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda asked: said.append(asked.url) if asked.url.startswith("http") else None)
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()
    assert said == []


def test_no_cell_is_a_formula(hostile: Results) -> None:
    rows = csv.reader(io.StringIO(WRITERS["csv"](hostile, "zh").decode("utf-8-sig")))
    assert [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")] == []
    sheet = zipfile.ZipFile(io.BytesIO(WRITERS["xlsx"](hostile, "zh"))).read("xl/worksheets/sheet1.xml")
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(sheet).iter()}
    assert "f" not in tags


def test_markdown_holds_no_tag_and_no_link(hostile: Results) -> None:
    text = WRITERS["md"](hostile, "zh").decode()
    assert not re.search(r"(?<!\\)<", text)
    assert not re.search(r"(?<!\\)\]\(", text)


def test_xml_and_json_are_whole(hostile: Results) -> None:
    assert ElementTree.fromstring(WRITERS["junit"](hostile, "zh")).get("tests") == "1"
    run = json.loads(WRITERS["sarif"](hostile, "zh"))["runs"][0]
    places = [run["results"][0]["locations"][0], *run["results"][0]["relatedLocations"]]
    uris = [place["physicalLocation"]["artifactLocation"]["uri"] for place in places]
    assert all(re.fullmatch(r"[A-Za-z0-9_.~%/-]+", uri) for uri in uris)
    assert not any(".." in uri.split("/") for uri in uris)


def test_the_terminal_gets_no_escape(hostile: Results, tmp_path: Path) -> None:
    write_tables(hostile, tmp_path)
    for words in (["report"], ["show", "1"], ["stories"]):
        result = CliRunner().invoke(app, [*words, "--out", str(tmp_path)])
        assert result.exit_code == 0
        assert "\x1b" not in result.stdout
        assert "\u202e" not in result.stdout
        assert max(map(len, result.stdout.splitlines())) <= 80
