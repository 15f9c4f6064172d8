"""A user's own folder of words: what it adds, and what stops a run."""

import re
from pathlib import Path

import pytest

from hedui.errors import LexiconError
from hedui.flow import claims_in, load_tools
from hedui.lexicon import load_lexicon
from hedui.model import Article

METRIC = '[[metric]]\nid = "{}"\ndimension = "{}"\nsynonyms = ["{}"]\n'


def claims(text: str, folder: Path) -> list[tuple[str | None, str | None]]:
    found = claims_in(Article(id="a", text=text, sha256="0"), load_tools(folder)).claims
    return [(claim.entity, claim.metric) for claim in found]


def test_rows_of_ones_own_are_read(tmp_path: Path) -> None:
    (tmp_path / "metrics.toml").write_text(METRIC.format("每店日均杯数", "count", "店均日售杯数"), "utf-8")
    (tmp_path / "entities.csv").write_text("name,label,aliases\n岚桥咖啡,ORG,岚桥|上海岚桥\n", "utf-8")
    (tmp_path / "units.toml").write_text('[[unit]]\nid = "杯"\ndimension = "count"\nforms = ["大杯"]\n', "utf-8")
    assert claims("岚桥2025年店均日售杯数为412大杯。", tmp_path) == [("岚桥咖啡", "每店日均杯数")]


def test_a_row_of_a_shipped_id_adds_its_words(tmp_path: Path) -> None:
    (tmp_path / "metrics.toml").write_text(METRIC.format("营业收入", "money", "总进账"), "utf-8")
    assert claims("岚桥咖啡2025年总进账为3.2亿元。", tmp_path) == [("岚桥咖啡", "营业收入")]
    shipped, ours = (
        {row.id: row.synonyms for row in load_lexicon(folder).metrics}["营业收入"] for folder in (None, tmp_path)
    )
    assert ours == (*shipped, "总进账")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "metrics.toml",
            METRIC.format("店均日售杯數", "count", "杯"),
            r"toml:2：词表只用简体字，请写成 id",
        ),
        ("metrics.toml", METRIC.format("店均日售杯数", "cups", "杯"), "'cups' 不是任何单位的量纲。可用：.*count"),
        ("metrics.toml", METRIC.format("店均日售杯数", "count", "营收"), "'营收' 同时属于指标 '营业收入' 与"),
        ("metrics.toml", '[[metric]]\nid = "杯数"\n', r"metrics\.toml:1：此行有误：缺少字段 dimension。"),
        (
            "metrics.toml",
            '[[metric]]\nid = "杯数"\nsynonims = []\n',
            "没有字段 synonims，可用的字段：id",
        ),
        ("units.toml", '[[unit]]\nid = "杯"\nfactor = 1.5\n', "数值 1.5 须加引号"),
        ("units.toml", "[[metric]]\n", r"此文件只含 \[\[unit\]\]"),
        ("metric.toml", "", "没有这种词表。可用的文件名：.*metrics.toml"),
    ],
)
def test_a_wrong_row_stops_the_run(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(LexiconError, match=told):
        load_tools(tmp_path)


def test_a_folder_without_lists_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("词表", encoding="utf-8")
    with pytest.raises(LexiconError, match=f"{tmp_path.name}：没有这种词表"):
        load_lexicon(tmp_path)


def test_the_rows_that_the_docs_show_can_be_added(tmp_path: Path) -> None:
    shown = (Path(__file__).parent.parent / "docs" / "words.md").read_text("utf-8")
    tables = re.findall(r"```toml\n(\[\[(\w+)\]\].*?)```", shown, re.DOTALL)
    assert {key for _, key in tables} == {"unit", "currency", "metric", "games"}
    files = {"currency": "currencies.toml", "games": "games.toml"}
    for text, key in tables:
        (tmp_path / files.get(key, f"{key}s.toml")).write_text(text, "utf-8")
    names = re.search(r"```\n(name,label.*?)```", shown, re.DOTALL)
    assert names
    (tmp_path / "entities.csv").write_text(names[1], "utf-8")
    assert claims("岚桥2025年单店日销杯数为412杯。", tmp_path) == [("岚桥咖啡", "每店日均杯数")]
