"""The cross-check on the gold folders: gold claims fed in (perfect reading), or the whole pipeline end to end.

    python benchmarks/findings.py GOLD [--end-to-end] [--sets news-a,news-b,...] [--misses N]

Prints for each set the pairs and groups, the findings at severity major or above, and where the annotated conflict
pairs are lost: the first field that is misread in one of the two claims, or "not compared" when both are read.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import goldclaims

from hedui.flow import Tools, claims_in, cross_check, load_tools
from hedui.model import Article, Extraction, Publication
from hedui.records import claim_row, finding_row, json_lines

SETS = ("news-a", "news-b", "long-a", "long-b", "seeds")


def measure(gold: Path, name: str, end_to_end: bool, misses: int, out: Path) -> dict[str, Any]:
    tools = load_tools()
    given = read_all(gold, name, tools) if end_to_end else goldclaims.extractions(gold / name)
    findings = cross_check(given, tools)
    claims = [claim_row(claim) for extraction in given for claim in extraction.claims]
    if not end_to_end:  # the scorer aligns by span; gold rows are their own best description
        claims = goldclaims.rows(gold / name / "claims.jsonl")
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}-claims.jsonl").write_bytes(b"".join(json_lines(claims)))
    (out / f"{name}-findings.jsonl").write_bytes(b"".join(json_lines(finding_row(f) for f in findings)))
    command = [sys.executable, str(gold / "score.py"), "findings", str(gold / name)]
    command += [str(out / f"{name}-{kind}.jsonl") for kind in ("claims", "findings")]
    report = json.loads(
        subprocess.run([*command, "--json", "--misses", str(misses)], check=True, capture_output=True).stdout
    )
    return report | losses(gold, name, out)


def losses(gold: Path, name: str, out: Path) -> dict[str, Any]:
    """Where the conflict pairs are lost, and how many of the findings at major or above are right."""
    sys.path.insert(0, str(gold))
    import score
    from score_match import FIELDS, Lexicon, make, overlapping, rows

    claims, read = (
        [make(row) for row in rows(path)] for path in (gold / name / "claims.jsonl", out / f"{name}-claims.jsonl")
    )
    groups, labels = score.gold_groups(gold / name, {claim.id: claim for claim in claims})
    to_gold: dict[str, set[str]] = defaultdict(set)
    for one, other, _ in overlapping(claims, read):
        to_gold[other.id].add(one.id)
    judged = [score.judge(row, to_gold, labels, groups) for row in rows(out / f"{name}-findings.jsonl")]
    flagged = {pair for finding in judged for pair in finding.pairs}
    fields = {one.id: right for one, _, right in score.align(claims, read, Lexicon(gold / name, None, None))}
    fall = Counter(
        "found" if pair in flagged else lost(pair, fields, FIELDS)
        for pair, label in labels.items()
        if label == "conflict"
    )
    high = Counter(finding.verdict for finding in judged if finding.row["severity"] in ("critical", "major"))
    return {"losses": dict(fall), "major": dict(high)}


def lost(pair: tuple[str, str], fields: dict[str, dict[str, bool]], order: Sequence[str]) -> str:
    """The first stage at which one of the two claims is wrong."""
    if any(claim not in fields for claim in pair):
        return "missed"
    return next((name for name in order if not all(fields[claim][name] for claim in pair)), "not compared")


def read_all(gold: Path, name: str, tools: Tools) -> list[Extraction]:
    """The articles of a gold folder, read by the whole pipeline; `name` may be the path of another folder."""
    command = [sys.executable, str(gold / "score.py"), "corpus", str(gold / name)]
    raw = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    return [claims_in(article_of(json.loads(line)), tools) for line in raw.splitlines()]


def article_of(row: dict[str, Any]) -> Article:
    """One line of a corpus as an article."""
    shown = goldclaims.days(row.get("published") or "")
    published = Publication(shown[0], shown[1], "metadata") if shown else None
    digest = sha256(row["text"].encode("utf-8", "surrogatepass")).hexdigest()
    known = {key: row.get(key) for key in ("title", "source", "url")}
    return Article(id=row["id"], text=row["text"], sha256=digest, published=published, **known)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--end-to-end", action="store_true")
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("outputs/benchmark"))
    args = parser.parse_args()
    total, fall, major, severe = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for name in args.sets.split(","):
        report = measure(args.gold, name, args.end_to_end, args.misses, args.out)
        pairs, flagged = report["pairs_in_gold"], report["pairs_flagged"]
        groups = report["conflict_groups"]
        high = groups.get("severity high", {"hit": 0, "of": 0})
        print(
            f"{name:8} findings {report['findings']:4} pairs {report['pairs']} flagged {flagged}"
            f" groups {groups['all']['hit']}/{groups['all']['of']} high {high['hit']}/{high['of']}"
            f" false alarms {report['must_not_flag']['false_alarms']}/{report['must_not_flag']['groups']}"
        )
        print(f"         major or above {report['major']}  pairs lost {report['losses']}")
        fall.update(report["losses"])
        major.update(report["major"])
        severe.update(hit=high["hit"], of=high["of"])
        if name != "seeds":
            total.update(hit=flagged.get("conflict", 0), wrong=flagged.get("ok", 0), of=pairs["conflict"])
        if args.misses:
            print(json.dumps(report["misses"], ensure_ascii=False, indent=1))
    shown = max(1, total["hit"] + total["wrong"])
    print(f"major or above: {major['true']} right, {major['false']} false, {major['unjudged']} without a label")
    print(f"high-severity conflicts found {severe['hit']}/{severe['of']}")
    print(f"all conflict pairs {dict(fall.most_common())}")
    print(f"four sets: pair precision {total['hit'] / shown:.3f} recall {total['hit'] / max(1, total['of']):.3f}")


if __name__ == "__main__":
    main()
