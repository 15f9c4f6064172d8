"""What must add up, by names of metrics: each row is read, in simplified characters, a wrong one stops the run."""

import tomllib
from pathlib import Path

import opencc
import pytest

from hedui.crosscheck.arithmetic import relations as module
from hedui.crosscheck.arithmetic.relations import PATH, relations
from hedui.errors import LexiconError


def test_every_row_is_read() -> None:
    rows, read = tomllib.loads(PATH.read_text(encoding="utf-8")), relations()
    found = {"sum": read.sums, "product": read.products, "mean": read.means, "quotient": read.quotients}
    assert {name: len(some) for name, some in found.items()} == {name: len(some) for name, some in rows.items()}


def test_words_are_simplified() -> None:
    text = PATH.read_text(encoding="utf-8")
    assert opencc.OpenCC("t2s").convert(text) == text


def test_a_wrong_row_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "relations.toml"
    path.write_text('[[sum]]\nwhole = "总人口"\npart = ["男性人口"]\n', encoding="utf-8")
    monkeypatch.setattr(module, "PATH", path)
    with pytest.raises(LexiconError, match="part"):
        relations.__wrapped__()
