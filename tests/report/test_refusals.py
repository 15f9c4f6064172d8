"""Why something was not read is said in English too, whatever a reader says."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import hedui
from hedui.report.refusals import reason_in

PACKAGE = Path(hedui.__file__).parent
HAN = re.compile("[一-鿿]")


def said_of(node: ast.AST) -> Iterator[str]:
    """The strings of an expression, with a word for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    else:
        for part in ast.iter_child_nodes(node):
            yield from said_of(part)


def sentences() -> Iterator[str]:
    """What readers, store and fetching say of what they refuse."""
    for folder in ("readers", "corpus", "fetch"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in ("ArticleError", "Reject"):
                    yield from (text for text in said_of(node) if HAN.search(text))


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_every_sentence_has_its_english(sentence: str) -> None:
    english = reason_in(sentence, "en")
    assert not HAN.search(english)
    assert "{" not in english


def test_what_is_filled_in_stays_and_pieces_are_put_into_english_too() -> None:
    assert reason_in("此行不是有效的 JSON(第 12 字节)。", "en") == "This line is no valid JSON (byte 12)."
    assert reason_in("编号 a1 重复出现，但内容不同；只保留第一篇。", "en") == (
        "The id a1 occurs again, with other content; only the first is kept."
    )
    assert reason_in("无法读取：Permission denied。", "zh") == "无法读取：Permission denied。"
    assert reason_in("另一句话", "en") == "另一句话"
