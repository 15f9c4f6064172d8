"""The lists of words that patterns speak of: in use, without doubles, in simplified characters."""

import re
import tomllib
from pathlib import Path

import pytest

from hedui import wordlists
from hedui.errors import LexiconError
from hedui.normalize import simplifier
from hedui.wordlists import PATH, compile_words, filled

LISTS = {row["id"]: row["forms"] for row in tomllib.loads(PATH.read_text(encoding="utf-8"))["list"]}


@pytest.fixture(scope="module")
def named() -> set[str]:
    """The lists that the package's patterns and the rows of told.toml name."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(PATH.parents[1].rglob("*.py"))]
    texts = [text for text in texts if "hedui.wordlists" in text]
    texts.append((PATH.parent / "told.toml").read_text(encoding="utf-8"))
    return {name for text in texts for name in re.findall(r"\{([a-z][a-z_]+)\}", text)}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_in_use_and_clean(name: str, named: set[str]) -> None:
    forms = LISTS[name]
    assert name in named
    assert len(set(forms)) == len(forms)
    assert [simplifier()(form) for form in forms] == forms


def test_an_id_stands_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "wordlists.toml"
    path.write_text('[[list]]\nid = "ends"\nforms = ["终"]\n' * 2, encoding="utf-8")
    monkeypatch.setattr(wordlists, "PATH", path)
    with pytest.raises(LexiconError, match="ends"):
        wordlists._lists.__wrapped__()


def test_forms_stand_in_the_pattern() -> None:
    since = compile_words("(?:{in_service})(?:以来|至今)")
    assert [since.search(text) is not None for text in ("通车以来", "通车至今", "通车典礼")] == [True, True, False]
    assert filled("[0-9]{1,8}") == "[0-9]{1,8}"


def test_an_unknown_list_is_named() -> None:
    with pytest.raises(LexiconError, match="no_such_list"):
        compile_words("{no_such_list}")
