"""The self-seeding exam: planted errors are caught or counted as lost, faithful reprints set nothing off."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hedui.cli import app
from hedui.exam.page import exam_json, exam_page
from hedui.exam.plant import Printed, slips_of
from hedui.exam.sitting import STAGES, Exam, sit
from hedui.flow import load_tools
from hedui.model import Article
from hedui.readers import read_articles

TEXTS = (
    "蓝湾科技2025年上半年营业收入为5890万元，同比增长12.5%。\n公司总部位于上海。",
    "2025年上半年，蓝湾科技实现营业收入5890万元，净利润为1234万元。\n据悉，厂区里还种着3456棵树。",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exam")
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def exam(folder: Path) -> Exam:
    articles = [item for item in read_articles([folder]) if isinstance(item, Article)]
    return sit(articles, 24, "x", load_tools())


def test_every_slip_changes_the_text_where_it_says() -> None:
    text = "2025年营业收入为5.89亿元。"
    start = text.index("5.89")
    for slip in slips_of(Printed("a", start, start + 6, "5.89亿元", None, "2025"), text):
        assert slip.text != text
        assert slip.text[slip.start : slip.end] in (slip.what.split(" → ")[1], "5.89亿元")


def test_slips_of_ten_are_caught_and_reprints_are_silent(exam: Exam) -> None:
    kinds = {row.kind: row for row in exam.kinds}
    assert kinds["scale"].caught == kinds["scale"].planted > 0
    assert exam.alarms == 0
    assert exam.copies == 2


def test_what_is_lost_is_lost_at_a_stage(exam: Exam) -> None:
    counts = [exam.waterfall[stage] for stage in STAGES]
    assert counts == sorted(counts, reverse=True)
    assert exam.waterfall["planted"] == sum(row.planted for row in exam.kinds)
    assert exam.waterfall["planted"] - exam.waterfall["flagged"] == len(exam.missed)
    assert {row.lost_at for row in exam.missed} <= set(STAGES[1:])


def test_the_same_seed_gives_the_same_bytes(folder: Path, exam: Exam) -> None:
    articles = [item for item in read_articles([folder]) if isinstance(item, Article)]
    again = sit(list(reversed(articles)), 24, "x", load_tools())
    assert exam_json(again) == exam_json(exam)
    assert exam_page(again, "en") == exam_page(exam, "en")


def test_the_page_says_what_the_json_says(exam: Exam, browser: object, serious: object, tmp_path: Path) -> None:
    path = tmp_path / "exam.html"
    path.write_bytes(exam_page(exam, "zh"))
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto(path.as_uri())
    assert f"查出 {exam.waterfall['flagged']} 处" in page.inner_text(".lead")
    assert serious(page) == []  # type: ignore[operator]
    page.close()


def test_the_command_writes_page_and_figures(folder: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["exam", str(folder), "--out", str(tmp_path), "--number", "12"])
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "exam.json").read_bytes())["recall"] <= 1
    assert (tmp_path / "exam.html").is_file()
    empty = CliRunner().invoke(app, ["exam", str(tmp_path / "none")])
    assert empty.exit_code != 0
