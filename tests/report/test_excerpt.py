"""The page made from an excerpt is the page made from all rows."""

from pathlib import Path

import pytest

from hedui.report import excerpt, matrix, page
from hedui.report.excerpt import read_excerpt
from hedui.report.page import html
from hedui.report.results import read_results
from hedui.report.tables import write_tables
from whole import run_into

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    run_into(folder, [CORPUS])
    return folder


@pytest.mark.parametrize(
    ("findings", "claims", "entities", "articles"), [(3, 2, 4, 5), (4, 2, 4, 1), (1, 1000, 2, 5), (500, 1, 200, 5)]
)
def test_a_large_run_is_shown_the_same(
    out: Path, monkeypatch: pytest.MonkeyPatch, findings: int, claims: int, entities: int, articles: int
) -> None:
    for module in (page, excerpt):
        monkeypatch.setattr(module, "LARGE", 5)
        monkeypatch.setattr(module, "MOST_FINDINGS", findings)
        monkeypatch.setattr(module, "MOST_ARTICLES", articles)
    for module in (matrix, excerpt):
        monkeypatch.setattr(module, "MOST_CLAIMS", claims)
    monkeypatch.setattr(matrix, "MOST_ENTITIES", entities)
    some, whole = read_excerpt(out), read_results(out)
    assert len(some.articles) <= len(whole.articles) > 5
    assert any(not row.text for row in some.articles) or findings == 500
    assert html(some, "zh") == html(whole, "zh")


def test_the_tables_of_a_run_are_those_of_its_rows(out: Path, tmp_path: Path) -> None:
    write_tables(read_results(out), tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (out / path.name).read_bytes()
