"""`hedui verify-run`: what a run left is what a run leaves."""

import json
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from hedui.cli import app
from hedui.commands.run import expected
from hedui.commands.verify import first_difference

CORPUS = Path(__file__).parent.parent / "corpus"
runner = CliRunner()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    assert runner.invoke(app, ["run", str(CORPUS), "--out", str(folder)]).exit_code == 0
    return folder


def verify(out: Path, *more: str) -> tuple[int, str]:
    done = runner.invoke(app, ["verify-run", "--out", str(out), *more])
    return done.exit_code, done.output


def test_a_run_is_the_same_in_any_order(out: Path) -> None:
    code, said = verify(out, "--seed", "3")
    assert (code, "一致" in said) == (0, True), said


def test_a_changed_result_is_told_with_its_place(out: Path) -> None:
    path = out / "findings.jsonl"
    whole = path.read_text(encoding="utf-8")
    first, *rest = whole.splitlines()
    row = json.loads(first) | {"severity": "notice"}
    path.write_text("\n".join([json.dumps(row, ensure_ascii=False), *rest]) + "\n", encoding="utf-8")
    code, said = verify(out, "--lang", "en")
    path.write_text(whole, encoding="utf-8")
    assert code == 1
    assert "line 1 of findings.jsonl" in said
    assert 'severity = "notice"' in said


def test_a_corpus_that_grew_is_no_difference_of_the_run(out: Path, tmp_path: Path) -> None:
    copytree(CORPUS / "articles", tmp_path / "more")
    code, said = verify(out, str(tmp_path / "more"))
    assert (code, "语料变了" in said) == (2, True), said


def test_what_was_never_run_or_not_from_files_is_a_sentence(tmp_path: Path) -> None:
    done = runner.invoke(app, ["verify-run", "--out", str(tmp_path)])
    assert "没有运行结果" in done.output
    for name in ("findings", "articles", "claims"):
        (tmp_path / f"{name}.jsonl").touch()
    done = runner.invoke(app, ["verify-run", "--out", str(tmp_path)])
    assert "缺少 rejects.jsonl" in done.output
    (tmp_path / "rejects.jsonl").touch()
    (tmp_path / "run.json").write_text('{"version": "1", "settings": {"corpus": "-"}}', encoding="utf-8")
    done = runner.invoke(app, ["verify-run", "--out", str(tmp_path)])
    assert "标准输入" in done.output


def test_a_line_too_many_or_too_few_is_a_difference(tmp_path: Path) -> None:
    for name, text in {"a": '{"id":"1"}\n', "b": '{"id":"1"}\n{"id":"2"}\n', "c": "x\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert first_difference(tmp_path / "a", tmp_path / "a") is None
    assert first_difference(tmp_path / "a", tmp_path / "b") == ("a", 2, "—", '2 id = "2"')
    assert first_difference(tmp_path / "a", tmp_path / "c") is not None
    assert first_difference(tmp_path / "missing", tmp_path / "c") is not None


def test_how_many_articles_a_place_holds(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text("{}\n{}\n", encoding="utf-8")
    assert expected(tmp_path) == 3
    assert expected(tmp_path / "b.jsonl") == 2
    assert expected(tmp_path / "none") is None
    (tmp_path / "articles.jsonl").write_text("{}\n", encoding="utf-8")
    assert expected(tmp_path) == 1
