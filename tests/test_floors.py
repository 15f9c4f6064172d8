"""The pinned scores of the quality gate: what closes it, and what an update may do."""

import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def floors() -> Any:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import floors
    finally:
        sys.path.pop(0)
    return floors


def test_a_score_below_its_floor_or_gone_closes_the_gate(floors: Any) -> None:
    pinned = floors.Floors("one", {"f1": 0.7, "recall": 0.5, "old": 0.1})
    told = floors.fallen(pinned, floors.Floors("one", {"f1": 0.6999, "recall": 0.5, "new": 0.0}))
    assert told == ["old: not measured any more", "f1: 0.6999, at least 0.700"]
    assert floors.fallen(pinned, floors.Floors("one", {"f1": 0.7, "recall": 0.9, "old": 0.1})) == []


def test_other_material_closes_the_gate(floors: Any) -> None:
    (told,) = floors.fallen(floors.Floors("one", {}), floors.Floors("two", {}))
    assert "two, not one" in told


def test_an_update_raises_and_never_lowers(floors: Any) -> None:
    pinned = floors.Floors("one", {"f1": 0.7, "recall": 0.5})
    now = floors.Floors("one", {"f1": 0.6, "recall": 0.55678, "new": 0.12345})
    assert floors.raised(pinned, now).least == {"f1": 0.7, "recall": 0.556, "new": 0.123}


def test_other_material_starts_anew(floors: Any) -> None:
    renewed = floors.raised(floors.Floors("one", {"f1": 0.7}), floors.Floors("two", {"f1": 0.6}))
    assert renewed == floors.Floors("two", {"f1": 0.6})


def test_the_file_says_what_was_pinned(floors: Any, tmp_path: Path) -> None:
    pinned = floors.Floors("one", {"claims.long-a.strict": 0.333, "a b": 1.0})
    assert floors.read_floors(tmp_path / "no.toml") == floors.Floors("", {})
    floors.write_floors(tmp_path / "floors.toml", pinned)
    assert floors.read_floors(tmp_path / "floors.toml") == pinned


def test_the_digest_is_of_names_and_contents(floors: Any, tmp_path: Path) -> None:
    one, two = tmp_path / "1.txt", tmp_path / "2.txt"
    one.write_text("甲")
    two.write_text("乙")
    digest = floors.digest_of([one, two], tmp_path)
    assert digest == floors.digest_of([two, one], tmp_path)
    two.write_text("丙")
    assert digest != floors.digest_of([one, two], tmp_path)
