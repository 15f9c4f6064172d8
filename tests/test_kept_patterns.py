"""What is kept of a pattern is what `re.compile` makes of it, or nothing."""

import re
import sys
from pathlib import Path

import pytest

from hedui import patterns
from hedui.patterns import compile_once, keep_patterns

SOME = (
    ("(?P<year>[0-9]{4})年(?P<half>上|下)?半年", 0),
    ("[甲乙丙丁A-Z]{1,4}(?=公司)|(?i:Ltd)", 0),
    ("[^。；\n]{1,20}?第?(一|二)(?P<what>次)", re.DOTALL),
    ("the", re.IGNORECASE),
    ("[\ud800-\udfff]", 0),
    ("", 0),
)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(patterns, "_KEPT", tmp_path / "kept" / "patterns.msgpack")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    patterns._known.cache_clear()
    return tmp_path / "kept" / "patterns.msgpack"


def again() -> None:
    keep_patterns()
    patterns._known.cache_clear()


@pytest.mark.parametrize("times", [1, 2])
def test_it_is_the_pattern_that_re_compiles(times: int) -> None:
    for _ in range(times):
        for pattern, flags in SOME:
            made, wanted = compile_once(pattern, flags), re.compile(pattern, flags)
            assert made == wanted  # flags, code and all
            assert (made.groupindex, made.groups, made.flags) == (wanted.groupindex, wanted.groups, wanted.flags)
        again()
    found = compile_once(*SOME[0]).search("某公司2025年上半年")
    assert found is not None
    assert (found.groupdict(), found.lastgroup) == ({"year": "2025", "half": "上"}, "half")


def test_what_was_compiled_once_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_once("甲|乙")
    again()
    monkeypatch.setattr(patterns, "parser", None)
    assert compile_once("甲|乙").match("乙") is not None


def test_a_bad_pattern_is_told_every_time() -> None:
    for _ in range(2):
        with pytest.raises(re.error, match="unterminated"):
            compile_once("(甲")
        again()


def test_what_is_damaged_or_of_another_python_counts_for_nothing(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_once("甲|乙")
    again()
    good = cache.read_bytes()
    for bad in (b"", good[:40], good[:-1], good[:-1] + b"\0"):
        cache.write_bytes(bad)
        patterns._known.cache_clear()
        assert not patterns._known()
    cache.write_bytes(good)
    monkeypatch.setattr(sys, "version", "another")
    patterns._known.cache_clear()
    assert not patterns._known()
    assert compile_once("甲|乙") == re.compile("甲|乙")
