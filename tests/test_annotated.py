"""The articles written for the project: what their annotation points at is there."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = ROOT / "pipeline" / "training" / "written"
FOLDERS = [ROOT / "benchmarks" / "invented", *sorted(path for path in WRITTEN.iterdir() if path.is_dir())]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_claim_is_in_its_text(folder: Path) -> None:
    texts = {
        row["id"]: (folder / f"{row['id']}.txt").read_text("utf-8") for row in rows(folder / "articles.jsonl")
    }
    claims = rows(folder / "claims.jsonl")
    for claim in claims:
        assert texts[claim["article"]][claim["start"] : claim["end"]] == claim["mention"], claim["id"]
    assert {claim["article"] for claim in claims} == set(texts)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_conflict_and_agreement_joins_claims_of_one_story(folder: Path) -> None:
    story = {claim["id"]: claim["article"].split("/")[0] for claim in rows(folder / "claims.jsonl")}
    groups = rows(folder / "conflicts.jsonl") + rows(folder / "agreements.jsonl")
    assert len(groups) > 50
    for group in groups:
        assert len({story[claim] for claim in group["claims"]}) == 1, group["id"]


def test_the_readme_counts_them() -> None:
    told = (WRITTEN / "README.md").read_text("utf-8")
    counts = {
        folder: [len(rows(folder / f"{kind}.jsonl")) for kind in ("articles", "claims")] for folder in FOLDERS[1:]
    }
    for folder, (articles, claims) in counts.items():
        row = next(line for line in told.splitlines() if line.startswith(f"| `{folder.name}`"))
        assert [cell.strip() for cell in row.split("|")[3:5]] == [str(articles), f"{claims:,}"]
    assert f"{sum(articles for articles, _ in counts.values())} articles" in told
