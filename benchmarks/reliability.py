"""Is the confidence of findings honest: of those with 把握 p how many are right, on annotated stories end to end.

    python benchmarks/reliability.py GOLD [--by-story]

Prints for each tenth of the confidence the findings, their mean confidence and the share that is right, then the
expected calibration error and the Brier score, of the readings alone and as shown.  A finding that the annotation
does not judge counts as wrong.  --by-story learns the curves anew without the story that is looked at.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import goldclaims
from findings import SETS, read_all

from hedui.crosscheck.calibration import FAMILIES, calibrated, logistic
from hedui.crosscheck.proof import FAMILY
from hedui.flow import cross_check, load_tools
from hedui.model import Finding
from hedui.records import claim_row, finding_row

TENTHS = 10


class Judged(NamedTuple):
    """A finding: its story, its family, what its readings alone give, and whether it is right."""

    story: str
    family: str | None
    reading: float
    right: bool


def judged_findings(gold: Path, sets: Sequence[str] = SETS) -> list[Judged]:
    """All findings on the annotated stories, each set (or folder, by its path) read and compared for itself."""
    sys.path.insert(0, str(gold))
    import score
    from score_match import make, overlapping

    tools, rows = load_tools(), []
    for name in sets:
        given = read_all(gold, name, tools)
        claims = {claim.id: claim for claim in map(make, goldclaims.rows(gold / name / "claims.jsonl"))}
        groups, labels = score.gold_groups(gold / name, claims)
        read = [make(claim_row(claim)) for part in given for claim in part.claims]
        story = {claim.id: part.card.article.split("/")[0] for part in given for claim in part.claims}
        to_gold: dict[str, set[str]] = defaultdict(set)
        for one, other, _ in overlapping(list(claims.values()), read):
            to_gold[other.id].add(one.id)
        for finding in cross_check(given, tools):
            verdict = score.judge(finding_row(finding), to_gold, labels, groups).verdict
            rows.append(Judged(story[finding.claims[0]], *_reading(finding), verdict == "true"))
    return rows


def _reading(finding: Finding) -> tuple[str | None, float]:
    """The family of a finding and its confidence before the curve of the family."""
    *before, last = finding.waterfall or (None,)
    if last is None or not last.term.startswith(FAMILY):
        return None, finding.confidence
    return last.term.removeprefix(FAMILY), before[-1].after if before and before[-1] else 1.0


def table(rows: Sequence[Judged], shown: Callable[[Judged], float]) -> tuple[float, float]:
    """Prints the reliability curve; expected calibration error and Brier score."""
    by: dict[int, list[Judged]] = defaultdict(list)
    for row in rows:
        by[min(TENTHS - 1, int(shown(row) * TENTHS))].append(row)
    error = 0.0
    for tenth in sorted(by):
        mean = sum(map(shown, by[tenth])) / len(by[tenth])
        right = sum(row.right for row in by[tenth]) / len(by[tenth])
        error += abs(mean - right) * len(by[tenth]) / len(rows)
        ends = f"{tenth / TENTHS:.1f}-{(tenth + 1) / TENTHS:.1f}"
        print(f"  {ends} {len(by[tenth]):4} shown {mean:.2f} right {right:.2f}")
    return error, sum((shown(row) - row.right) ** 2 for row in rows) / len(rows)


def by_story(rows: Sequence[Judged], gold: Path) -> dict[Judged, float]:
    """The confidence of each finding by curves that have not seen its story."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline" / "training"))
    from train_findings import curves_of, written_findings

    more, found = [row for row in written_findings(gold) if row.family in FAMILIES], {}
    for story in sorted({row.story for row in rows}):
        curves = curves_of([*(row for row in rows if row.story != story and row.family in FAMILIES), *more])
        for row in rows:
            if row.story == story:
                known = row.family in curves
                found[row] = logistic(curves[str(row.family)], row.reading) if known else row.reading
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--by-story", action="store_true")
    args = parser.parse_args()
    rows = judged_findings(args.gold)
    unseen = by_story(rows, args.gold) if args.by_story else {}
    for title, shown in (
        ("readings alone", lambda row: row.reading),
        ("as shown", lambda row: unseen.get(row, calibrated(row.family, row.reading))),
    ):
        print(title)
        error, brier = table(rows, shown)
        print(
            f"  calibration error {error:.3f} Brier {brier:.3f}, {sum(r.right for r in rows)} of {len(rows)} right"
        )


if __name__ == "__main__":
    main()
