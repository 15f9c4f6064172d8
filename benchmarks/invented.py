"""How are articles read that no rule and no list knows?  The invented ones beside this script, as users read.

    python benchmarks/invented.py [--out DIR]

Prints a line a story: the share of its claims that are strictly right, and of those found the share whose period,
entity and metric are; then the conflicts found.  The scorer is that of the annotated articles beside the checkout.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "pipeline" / "training"))

from binding_gold import make, rows, write_rows  # noqa: E402
from findings import article_of  # noqa: E402
from score import corpus, score_claims, score_findings  # noqa: E402
from score_match import Lexicon  # noqa: E402

from hedui.flow import claims_in, cross_check, load_tools  # noqa: E402
from hedui.records import claim_row, finding_row  # noqa: E402

ARTICLES = Path(__file__).with_suffix("")
SHOWN = ("period", "entity", "metric")
# Whose errors nobody has looked at while writing rules.
UNREAD = (
    "linlan-2025", "qingguang-robot", "cup-final-2025", "housing-yuelin-2026", "primary-one-2026",
    "typhoon-cuiyu-2025",
)  # fmt: skip


def read(out: Path) -> None:
    """Reads and cross-checks the articles; claims.jsonl and findings.jsonl are left in the folder."""
    tools = load_tools()
    given = [claims_in(article_of(row), tools) for row in corpus(ARTICLES)]
    write_rows(out / "claims.jsonl", [claim_row(claim) for extraction in given for claim in extraction.claims])
    write_rows(out / "findings.jsonl", [finding_row(finding) for finding in cross_check(given, tools)])


def of_stories(claims: Sequence[Any], names: Sequence[str]) -> list[Any]:
    """The claims of some stories' articles."""
    return [claim for claim in claims if claim.article.split("/")[0] in names]


def reports(out: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the scorer says of all claims and of the findings."""
    read(out)
    gold, read_here = claims_of(ARTICLES), claims_of(out)
    told = score_findings(ARTICLES, gold, read_here, rows(out / "findings.jsonl"))
    return score_claims(gold, read_here, Lexicon(ARTICLES, None, None)), told


def claims_of(folder: Path) -> list[Any]:
    """The claims of a folder as the scorer takes them."""
    return [make(row) for row in rows(folder / "claims.jsonl")]


def show(out: Path) -> None:
    """One line a story, one for all, and the conflicts."""
    total, told = reports(out)
    gold, read_here = claims_of(ARTICLES), claims_of(out)
    stories = {name: [name] for name in sorted({claim.article.split("/")[0] for claim in gold})}
    for name, some in (stories | {"unread": list(UNREAD)}).items():
        parts = (of_stories(gold, some), of_stories(read_here, some))
        line(name, len(parts[0]), score_claims(*parts, Lexicon(ARTICLES, None, None)))
    line("all", len(gold), total)
    for kind in ("all", "severity high"):
        group = told["conflict_groups"][kind]
        print(f"conflicts, {kind}: {group['hit']} of {group['of']} found")
    print(f"findings {told['findings']}: {told['verdicts']}")


def line(name: str, number: int, report: dict[str, Any]) -> None:
    """The scores of some claims in one line."""
    fields = "  ".join(f"{field} {report['fields'][field]:.3f}" for field in SHOWN)
    missed, strict = number - report["aligned"], report["strict"]["f1"]
    print(f"{name:20} claims {number:4}  missed {missed:3}  strict F1 {strict:.3f}  {fields}")


def main() -> None:
    """Reads the articles into the folder (a passing one if none is named) and prints the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory() as passing:
        out = options.out or Path(passing)
        show(out)


if __name__ == "__main__":
    main()
