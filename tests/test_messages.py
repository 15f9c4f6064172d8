"""Whatever the user is told is told in English too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import hedui
from hedui.cli import COMMANDS, app
from hedui.messages import sentence_in, words

PACKAGE = Path(hedui.__file__).parent
HAN = re.compile("[一-鿿]")
TOLD = {"ArticleError", "LexiconError", "RunError", "Reject", "RefusedError", "BadParameter"}
# What these files say is told, whatever they say it with.
METRICS = {"同比增速", "环比增速", "较前周增速"}  # the ends of names, not told
TELLING = {"crosscheck/why.py", "crosscheck/replay.py", "crosscheck/gates.py", "corpus/__init__.py"}

runner = CliRunner()


def said_of(node: ast.AST) -> Iterator[str]:
    """The strings of an expression but for its docstrings, with a word for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
        for part in node.values:
            yield from said_of(part) if not isinstance(part, ast.Constant) else ()
    else:
        documented = isinstance(node, ast.Module | ast.FunctionDef) and ast.get_docstring(node)
        for part in list(ast.iter_child_nodes(node)):
            if not (documented and isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)):
                yield from said_of(part)


def sentences() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in TOLD:
                yield from said_of(node)
        if path.relative_to(PACKAGE).as_posix() in TELLING:
            yield from said_of(tree)


@pytest.mark.parametrize("sentence", sorted({text for text in sentences() if HAN.search(text)} - METRICS))
def test_every_sentence_has_its_english(sentence: str) -> None:
    english = sentence_in(sentence, "en")
    assert not HAN.search(english)
    assert "{" not in english


@pytest.mark.parametrize("name", ["", *COMMANDS, "corpus list", "corpus edit"])
def test_help_is_told_in_english(name: str) -> None:
    told = runner.invoke(app, ["--lang", "en", *name.split(), "--help"])
    assert told.exit_code == 0, told.output
    paragraphs = told.output.split("\n\n")
    assert not [part for part in paragraphs if HAN.search(part) and not part.strip().startswith("Example:")]


def test_what_libraries_say_is_told_in_chinese() -> None:
    said = "忽略清单 a.toml 读不出：Expected `str`, got `int` - at `$.finding`。请对照文档改正这一行。"
    assert sentence_in(said, "zh") == (
        "忽略清单 a.toml 读不出：应为文字，写的是整数（在 finding 一项）。请对照文档改正这一行。"
    )
    assert sentence_in("无法读取：Permission denied。", "zh") == "无法读取：没有权限。"
    assert sentence_in("无法读取：Some new words。", "zh") == "无法读取：Some new words。"


def test_what_is_filled_in_stays_and_pieces_are_put_into_english_too() -> None:
    assert sentence_in("此行不是有效的 JSON(第 12 字节)。", "en") == "This line is no valid JSON (byte 12)."
    assert sentence_in("编号 a1 重复出现，但内容不同；只保留第一篇。", "en") == (
        "The id a1 occurs again, with other content; only the first is kept."
    )
    assert sentence_in("另一句话", "en") == "另一句话"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["report", "--out", "nowhere"], "nowhere holds no results of a run"),
        (["run", "nowhere"], "nowhere was not found"),
        (["add", "--json"], "Give files, folders, addresses or --feed."),
        (["explain", "收入1亿元", "--published", "x"], "x is no date"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_wrong_use_is_told_in_english(line: list[str], said: str, first: bool) -> None:
    asked = ["--lang", "en", *line] if first else [*line, "--lang=en"]
    told = runner.invoke(app, asked)
    assert told.exit_code == 2
    assert said in " ".join(told.output.replace("│", " ").split())
    assert not HAN.search(told.output)


def test_what_is_logged_is_told_in_english(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("某公司2025年收入3亿元。", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text("{}", encoding="utf-8")
    (tmp_path / "articles.csv").write_text("file\na.txt\n", encoding="utf-8")
    told = runner.invoke(app, ["run", str(tmp_path), "--out", str(tmp_path / "out"), "--lang", "en"])
    assert told.exit_code == 0, told.output
    assert "b.jsonl is not read as articles" in told.output


def test_both_languages_have_the_same_gaps() -> None:
    chinese, english = words("zh"), words("en")
    gaps = re.compile(r"{(\w+)}")
    assert [k for k in chinese if sorted(gaps.findall(chinese[k])) != sorted(gaps.findall(english[k]))] == []
