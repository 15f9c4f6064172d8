"""The exports: the same evidence in the formats of other tools, hostile text included."""

import csv
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace

import pytest
from msgspec import structs

from hedui.report import WRITERS
from hedui.report.results import Results


@pytest.mark.parametrize("name", sorted(WRITERS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_format_is_stable_and_carries_the_finding(name: str, language: str, results: Results) -> None:
    content = WRITERS[name](results, language)
    assert content == WRITERS[name](results, language)
    if name == "xlsx":
        content = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"f00d" in content
    assert "5890萬元".encode() in content
    if name != "sqlite":  # a database holds the text as received, or no range would fit it
        assert b"\x1b" not in content


def test_csv_cells_are_no_formulas(results: Results) -> None:
    table = list(csv.reader(io.StringIO(WRITERS["csv"](results, "zh").decode("utf-8-sig"))))
    assert len(table) == 1 + len(results.claims)
    assert {len(row) for row in table} == {len(table[0])}
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert '\'=HYPERLINK("x")' in table[2]


def test_xlsx_holds_only_inline_strings(results: Results) -> None:
    archive = zipfile.ZipFile(io.BytesIO(WRITERS["xlsx"](results, "zh")))
    for name in archive.namelist():
        assert ET.fromstring(archive.read(name)) is not None
    sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert {cell.get("t") for cell in sheet.iter(f"{space}c")} == {"inlineStr"}
    assert not list(sheet.iter(f"{space}f"))


def test_sarif_places_the_figure_in_its_article(results: Results) -> None:
    run = json.loads(WRITERS["sarif"](results, "zh"))["runs"][0]
    (result,) = run["results"]
    assert result["level"] == "error"
    assert result["fingerprints"] == {"hedui/v1": "f00d"}
    places = [place["physicalLocation"] for place in (*result["locations"], *result["relatedLocations"])]
    for place in places:
        region = place["region"]
        text = results.article[place["artifactLocation"]["uri"]].text
        start = region["charOffset"]
        assert text[start : start + region["charLength"]] == region["snippet"]["text"]
        assert text.split("\n")[region["startLine"] - 1][region["startColumn"] - 1 :].startswith(
            region["snippet"]["text"]
        )


def test_junit_counts_its_failures(results: Results) -> None:
    root = ET.fromstring(WRITERS["junit"](results, "zh"))
    assert root.get("failures") == str(len(root.findall(".//failure"))) == "1"


def test_markdown_keeps_the_spaces_inside_a_sentence(results: Results) -> None:
    first, *rest = results.articles
    spaced = structs.replace(first, text=first.text.replace("收入為", "收入 "))
    text = WRITERS["md"](replace(results, articles=(spaced, *rest)), "zh").decode()
    assert "收入 **5890萬元**" in text


def test_markdown_escapes_markup(results: Results) -> None:
    text = WRITERS["md"](results, "zh").decode()
    assert "<script>" not in text
    assert "\\<script\\>" in text
    assert "**5890萬元**" in text
