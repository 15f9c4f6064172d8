"""What is kept of a TOML file is what the file says now, or nothing."""

import sys
from pathlib import Path

import pytest

from hedui.tomlfiles import parse_toml

TEXT = '[[unit]]\nid = "元"\nforms = ["元", "块"]\n'
SAID = {"unit": [{"id": "元", "forms": ["元", "块"]}]}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


def test_what_was_parsed_once_is_not_parsed_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse_toml(TEXT, Path("/a/units.toml")) == SAID
    monkeypatch.setattr("hedui.tomlfiles.tomllib", None)
    assert parse_toml(TEXT, Path("/a/units.toml")) == SAID


def test_another_text_and_a_damaged_file_are_parsed_anew(cache: Path) -> None:
    parse_toml(TEXT, Path("/a/units.toml"))
    assert parse_toml(TEXT.replace("块", "圆"), Path("/a/units.toml"))["unit"][0]["forms"] == ["元", "圆"]
    parse_toml(TEXT, Path("/a/units.toml"))
    (kept,) = cache.rglob("*.msgpack")
    for damaged in (b"", kept.read_bytes()[:20], kept.read_bytes()[:-1], kept.read_bytes()[:16] + b"\x93\x01"):
        kept.write_bytes(damaged)
        assert parse_toml(TEXT, Path("/a/units.toml")) == SAID


def test_where_nothing_can_be_kept_it_is_parsed_all_the_same(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.write_text("no folder")
    assert parse_toml(TEXT, Path("/a/units.toml")) == SAID
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert parse_toml(TEXT, Path("/a/units.toml")) == SAID


def test_a_float_is_refused_every_time(cache: Path) -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match=r"3\.5"):
            parse_toml("factor = 3.5\n", Path("/a/units.toml"))
