"""Which articles of a run a draft is held against."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from hedui.errors import RunError
from hedui.report.nearby import near
from hedui.report.results import Results
from hedui.report.tables import write_tables


@pytest.fixture
def folder(results: Results, tmp_path: Path) -> Path:
    write_tables(results, tmp_path)
    return tmp_path


def found(folder: Path, results: Results, most: int = 10, **changed: str) -> list[str]:
    claim = msgspec.structs.replace(results.claim["c1"], **changed)
    return [one.article.id for one in near(folder, [claim], most)]


def test_articles_are_found_by_name_by_part_of_a_name_and_by_figure(folder: Path, results: Results) -> None:
    assert found(folder, results) == ["a1", "a2", "a3"]
    assert found(folder, results, entity="某芯", value="1") == ["a1", "a2", "a3"]
    assert found(folder, results, entity="别家公司") == ["a1", "a2", "a3"]  # 589 in three scales
    assert found(folder, results, entity="别家公司", value="1200") == []


def test_those_that_share_most_come_and_bring_their_claims(folder: Path, results: Results) -> None:
    claim = results.claim["c2"]
    own = replace(results, claims=tuple(msgspec.structs.replace(c, entity=c.article) for c in results.claims))
    write_tables(own, folder)
    (one,) = near(folder, [msgspec.structs.replace(claim, entity="a2")], 1)
    assert one.article == results.article["a2"]
    assert one.claims == (own.claim["c2"],)


def test_a_damaged_table_is_told(folder: Path, results: Results) -> None:
    with (folder / "claims.jsonl").open("a") as lines:
        lines.write("{")
    with pytest.raises(RunError, match=r"claims\.jsonl 第 4 行读不出来"):
        found(folder, results)
