"""What the documents name is there: files, commands, options."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hedui.cli import COMMANDS, app

ROOT = Path(__file__).parent.parent
DOCS = (ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").glob("*.md")))
LINK = re.compile(r"\]\(([^)#:]+)\)")
PLACE = re.compile(r"[`\s]((?:pipeline|tests|benchmarks|docs|data|extract|claims)/[\w/.-]*\w\.\w+)[`\s]")
CALL = re.compile(r"hedui ([a-z-]+)([^`\n|&]*)")
OPTION = re.compile(r"--[a-z-]+")
HOMES = ("", "pipeline/hedui", "pipeline/hedui/extract", "pipeline/hedui/extract/entities")
INSIDE = {"corpus": ("list", "show", "verify", "edit", "remove")}


def helped(name: str, rest: str) -> str:
    inner = [word for word in rest.split()[:1] if word in INSIDE.get(name, ())]
    return CliRunner().invoke(app, [name, *inner, "--help"]).output


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_files_and_options_exist(doc: Path) -> None:
    text = doc.read_text("utf-8")
    assert [link for link in LINK.findall(text) if not (doc.parent / link).exists()] == []
    assert [p for p in PLACE.findall(text) if not any((ROOT / home / p).exists() for home in HOMES)] == []
    calls = [(name, rest) for name, rest in CALL.findall(text) if name in COMMANDS]
    asked = {(name, rest, option) for name, rest in calls for option in OPTION.findall(rest)}
    assert [call for call in sorted(asked) if call[2] not in helped(*call[:2])] == []
