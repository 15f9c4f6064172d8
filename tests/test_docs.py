"""What the documents name is there: files, commands, options."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hedui.cli import COMMANDS, app
from hedui.model import Branch, Carrier, Gate, Term
from hedui.report.results import ArticleRow, ClaimRow, FindingRow, RejectRow, RunRecord

ROOT = Path(__file__).parent.parent
DOCS = (
    *(ROOT / name for name in ("README.md", "README.zh.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").glob("*.md")),
)
WRITTEN = re.compile(r"^printf '(.*)' > (news/\S+)$", re.MULTILINE)
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


def test_the_articles_of_the_tutorial_disagree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    for text, place in WRITTEN.findall((ROOT / "docs" / "tutorial.md").read_text("utf-8")):
        Path(place).write_text(text.replace("\\n", "\n"), "utf-8")
    told = CliRunner().invoke(app, ["run", "news", "--out", "out"]).output
    assert "2 篇报道，2 条数字陈述，1 处发现（严重 1）。" in told


def test_the_data_dictionary_names_every_field() -> None:
    told = set(re.findall(r"\w+", (ROOT / "docs" / "data.md").read_text("utf-8")))
    rows = (ClaimRow, FindingRow, ArticleRow, RejectRow, RunRecord, Gate, Term, Branch, Carrier)
    assert {name for row in rows for name in row.__struct_fields__} - told == set()


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_first_example_is_what_is_printed(
    readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = (ROOT / readme).read_text("utf-8").partition("--limit 1\n")[2].partition("```")[0]
    monkeypatch.setenv("COLUMNS", "80")
    out = ["--out", str(tmp_path)]
    CliRunner().invoke(app, ["run", str(ROOT / "corpus"), *out])
    assert shown in CliRunner().invoke(app, ["report", "--limit", "1", *out]).output
