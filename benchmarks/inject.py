"""Controlled errors in copies of gold articles, one at a time: what the pipeline finds, and what else it says.

    python benchmarks/inject.py GOLD [--number 400] [--seed 7] [--show]

A copy of one article with one error stands beside the articles of its story (the original among them, as after a
bad reprint).  Found: a finding that the clean story plus the unchanged copy does not have, and that holds a claim
on the changed place.  A new finding that holds none is a false alarm elsewhere.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import goldclaims
from findings import article_of

from hedui.exam.plant import RIGHT, Printed, Slip, slips_of
from hedui.flow import Tools, claims_in, cross_check, load_tools
from hedui.model import Extraction, Finding

SETS = ("news-a", "news-b", "long-a", "long-b")


def plan(gold: Path, number: int, seed: int) -> list[tuple[bool, Slip]]:
    """So many slips of each kind, spread over the sets, the same for one seed."""
    by: dict[str, list[tuple[bool, Slip]]] = defaultdict(list)
    for name in SETS:
        rows = goldclaims.rows(gold / name / "claims.jsonl")
        texts = {
            r["id"]: goldclaims.read_text(gold / name, r) for r in goldclaims.rows(gold / name / "articles.jsonl")
        }
        carriers: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            carriers[key(row)].add(row["article"])
        for row in rows:
            if row["unit"] != "date" and row.get("kind") == "actual":
                carried = len(carriers[key(row)]) > 1
                names = ("article", "start", "end", "mention", "change", "period")
                figure = Printed(*(row.get(name) for name in names))
                for slip in slips_of(figure, texts[row["article"]]):
                    by[slip.kind].append((carried, slip))
    chance = random.Random(seed)
    chosen: list[tuple[bool, Slip]] = []
    for kind in sorted(by):
        options = by[kind]
        chance.shuffle(options)
        options.sort(key=lambda option: not option[0])
        chosen += options[: number // len(by) + 1]
    return chosen


def key(row: dict[str, Any]) -> str:
    return json.dumps(
        [row["article"].split("/")[0], row["entity"], row["metric"], row["period"], row["value"], row["unit"]]
    )


def about(finding: Finding) -> object:
    """What a finding is about: one that the error makes of another kind is no new one."""
    return finding.entity, finding.metric, frozenset(finding.values)


class Stories:
    """The extractions of all articles, read once, and the findings of a story with an unchanged copy."""

    def __init__(self, gold: Path, tools: Tools) -> None:
        self.tools, self.rows, self.read = tools, {}, {}
        for name in SETS:
            for row in goldclaims.rows(gold / name / "articles.jsonl"):
                row["text"] = goldclaims.read_text(gold / name, row)
                self.rows[row["id"]] = row
                self.read[row["id"]] = claims_in(article_of(row), tools)
        self.clean: dict[str, tuple[set[str], set[object]]] = {}

    def with_copy(self, article: str, text: str) -> tuple[list[Finding], Extraction]:
        row = {**self.rows[article], "id": f"{article}~copy", "source": "转载站", "text": text}
        copy = claims_in(article_of(row), self.tools)
        story = article.split("/")[0]
        given = [read for name, read in self.read.items() if name.split("/")[0] == story]
        return cross_check([*given, copy], self.tools), copy

    def known(self, article: str) -> tuple[set[str], set[object]]:
        """The findings without the error: their fingerprints, and what they are about, whatever their kind."""
        if article not in self.clean:
            findings, _ = self.with_copy(article, self.rows[article]["text"])
            self.clean[article] = {finding.id for finding in findings}, {about(finding) for finding in findings}
        return self.clean[article]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--number", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    stories = Stories(args.gold, load_tools())
    hit, of, right, slips, elsewhere = Counter[str](), Counter[str](), Counter[str](), Counter[str](), 0
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for carried, slip in plan(args.gold, args.number, args.seed):
        known, told_of = stories.known(slip.article)
        findings, copy = stories.with_copy(slip.article, slip.text)
        touched = {c.id for c in copy.claims if c.span.start < slip.end and slip.start < c.span.end}
        new = [finding for finding in findings if finding.id not in known]
        caught = [finding for finding in new if touched & set(finding.claims)]
        near = {
            c.id
            for c in copy.claims
            if "\n" not in slip.text[min(slip.end, c.span.end) : max(slip.start, c.span.start)]
        }
        apart = [f for f in new if not near & set(f.claims) and about(f) not in told_of]
        others = [f for f in apart if f.severity in ("critical", "major")]
        elsewhere += len(others)
        if args.show:
            for finding in others:
                print("elsewhere", slip.kind, slip.article, slip.what, finding.check, finding.explanation)
        of[slip.kind] += 1
        hit[slip.kind] += bool(caught)
        right[slip.kind] += any(f.check in RIGHT[slip.kind] for f in caught[:1])
        told[slip.kind][caught[0].check if caught else "-"] += 1
        if slip.kind in ("scale", "tenfold") and carried:
            slips["of"] += 1
            slips["hit"] += bool(caught)
        if args.show and not caught:
            print("missed", slip.kind, slip.article, slip.what)
    for kind in sorted(of):
        print(f"{kind:11} {hit[kind]:3}/{of[kind]:3} type {right[kind]:3}  {dict(told[kind].most_common(5))}")
    total, found = sum(of.values()), sum(hit.values())
    print(f"recall {found / total:.3f} of {total}; type right {sum(right.values()) / max(1, found):.3f}")
    print(f"unit slips on carried figures {slips['hit']}/{slips['of']}; false alarms elsewhere {elsewhere}")


if __name__ == "__main__":
    main()
