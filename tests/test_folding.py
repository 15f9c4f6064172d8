"""Lines of Chinese on a terminal."""

from itertools import pairwise

import pytest
from rich.console import Console
from rich.text import Text

from hedui.folding import cells, fold_points
from hedui.report.terminal import packed, print_folded

TEXT = "据灯下数据统计,影片首周末三天票房为【4.53亿元】,位居第一。" * 4


def lines(text: str, width: int) -> list[str]:
    points = [0, *fold_points(text, width), len(text)]
    return [text[start:end] for start, end in pairwise(points)]


@pytest.mark.parametrize("width", [20, 33, 74, 80])
def test_lines_fit_and_lose_nothing(width: int) -> None:
    folded = lines(TEXT, width)
    assert "".join(folded) == TEXT
    assert max(cells(line) for line in folded) <= width


@pytest.mark.parametrize("width", range(20, 60))
def test_no_number_is_cut_and_no_mark_starts_a_line(width: int) -> None:
    folded = lines(TEXT, width)
    assert sum(line.count("4.53") for line in folded) == 4
    assert not [line for line in folded if line[0] in ",。】"]


def test_a_default_and_a_suffix_are_not_cut() -> None:
    assert lines("结果写入这个目录，如上次。  [默认：outputs]", 38)[1] == "[默认：outputs]"
    assert lines("写有标题和来源等的 .csv 或 .jsonl 表。", 28)[1] == ".jsonl 表。"


def test_parts_stay_whole_and_lines_have_no_outer_space(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(packed(["主体: 甲", "指标: 营业收入", "把握: 96%"], 24)) == [
        "主体: 甲  指标: 营业收入",
        "把握: 96%",
    ]
    print_folded(Console(width=24), Text("one source against another: a factor of 10"), 2)
    assert capsys.readouterr().out == "  one source against\n  another: a factor of\n  10\n"


def test_a_long_word_is_left_to_the_terminal() -> None:
    assert "".join(lines("x" * 100_000, 40)) == "x" * 100_000
