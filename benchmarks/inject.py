"""Controlled errors in copies of gold articles, one at a time: what the pipeline finds, and what else it says.

    python benchmarks/inject.py GOLD [--number 400] [--seed 7] [--show]

A copy of one article with one error stands beside the articles of its story (the original among them, as after a
bad reprint).  Found: a finding that the clean story plus the unchanged copy does not have, and that holds a claim
on the changed place.  A new finding that holds none is a false alarm elsewhere.
"""

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import goldclaims
from findings import article_of

from hedui.flow import Tools, claims_in, cross_check, load_tools
from hedui.model import Extraction, Finding

SETS = ("news-a", "news-b", "long-a", "long-b")
TURNS = {
    "增长": "下降",
    "增長": "下降",
    "上升": "下降",
    "下降": "上升",
    "减少": "增加",
    "減少": "增加",
    "增加": "减少",
}
MONEY = {"亿美元": "亿港元", "億美元": "億港元", "亿港元": "亿美元", "億港元": "億美元", "万美元": "万港元"}
LABELS = {
    "营业收入": "研发费用",
    "营收": "研发费用",
    "净利润": "研发费用",
    "死亡": "受伤",
    "出口": "进口",
    "罹难": "受伤",
    "遇难": "受伤",
}
RIGHT = {
    "scale": {"unit_slip"},
    "tenfold": {"unit_slip"},
    "digit": {"digit_slip"},
    "swap": {"digit_slip"},
    "lost digit": {"digit_slip"},
    "direction": {"sign"},
    "period": {"period"},
    "currency": {"currency"},
    "percent": {"percent"},
    "label": {"label_drift", "scope"},
    "malformed": {"malformed"},
    "value": {"value", "self_contradiction"},
}


@dataclass(frozen=True)
class Slip:
    """One error: its kind, the article, the changed range in the copy and the copy's text."""

    kind: str
    article: str
    start: int
    end: int
    text: str
    carried: bool
    what: str


def slips_of(row: dict[str, Any], text: str, carried: bool) -> Iterator[Slip]:
    """All errors that can be planted on one gold claim."""
    start, end, mention = row["start"], row["end"], row["mention"]
    for kind, changed in on_mention(mention):
        copy = text[:start] + changed + text[end:]
        yield Slip(kind, row["article"], start, start + len(changed), copy, carried, f"{mention} → {changed}")
    for kind, at, old, new in around(row, text):
        copy = text[:at] + new + text[at + len(old) :]
        shift = len(new) - len(old) if at < start else 0
        yield Slip(kind, row["article"], start + shift, end + shift, copy, carried, f"{old} → {new}（{mention}）")


def on_mention(mention: str) -> Iterator[tuple[str, str]]:
    """Changes of the figure itself."""
    digits = [n for n, ch in enumerate(mention) if ch in "0123456789"]
    number = re.search(r"\d+(?:\.\d+)?", mention)
    if number is None or len(digits) < 3:
        return
    for old, new in (("亿", "万"), ("億", "萬"), ("万", "亿"), ("萬", "億")):
        if mention.count(old) == 1 and new not in mention:
            yield "scale", mention.replace(old, new)
            break
    text = number.group()
    if "." in text and "," not in mention:
        head, tail = text.split(".")
        yield "tenfold", mention.replace(text, f"{head}{tail[0]}.{tail[1:]}".rstrip("."), 1)
        yield "malformed", mention.replace(text, f"{head}.{tail[0]}.{tail[1:]}1", 1)
    if "," not in mention:
        place = digits[-2]
        changed = str((int(mention[place]) + 4) % 10)
        yield "digit", mention[:place] + changed + mention[place + 1 :]
        for one, two in pairwise(digits):
            if two == one + 1 and mention[one] != mention[two] and mention[two] != "0":
                yield "swap", mention[:one] + mention[two] + mention[one] + mention[two + 1 :]
                break
        if len(digits) >= 4:
            place = digits[1]
            yield "lost digit", mention[:place] + mention[place + 1 :]
        yield "value", mention.replace(text, times(text), 1)
    for old, new in MONEY.items():
        if old in mention:
            yield "currency", mention.replace(old, new)
    if mention.endswith("%"):
        yield "percent", f"{mention[:-1]}个百分点"


def times(text: str) -> str:
    places = len(text.partition(".")[2])
    return f"{float(text) * 1.37:.{places}f}"


def around(row: dict[str, Any], text: str) -> Iterator[tuple[str, int, str, str]]:
    """Changes of the words before the figure."""
    if sum(ch.isdigit() for ch in row["mention"]) < 3:
        return
    start = row["start"]
    near = text[max(0, start - 6) : start]
    if row.get("change"):
        for old, new in TURNS.items():
            if old in near:
                yield "direction", start - len(near) + near.rfind(old), old, new
                break
    clause = re.split(r"[。！？\n]", text[max(0, start - 60) : start])[-1]
    years = list(re.finditer(r"(20[12]\d)年", clause))
    period = str(row.get("period") or "")
    if years and years[-1][1] == period[:4] and not row.get("change"):
        at = start - len(clause) + years[-1].start()
        yield "period", at, years[-1][1], str(int(years[-1][1]) - 1)
    names = text[max(0, start - 8) : start]
    for old, new in LABELS.items():
        if old in names and not row.get("change"):
            yield "label", start - len(names) + names.rfind(old), old, new
            break


def plan(gold: Path, number: int, seed: int) -> list[tuple[str, Slip]]:
    """So many slips of each kind, spread over the sets, the same for one seed."""
    by: dict[str, list[tuple[str, Slip]]] = defaultdict(list)
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
                for slip in slips_of(row, texts[row["article"]], carried):
                    by[slip.kind].append((name, slip))
    chance = random.Random(seed)
    chosen: list[tuple[str, Slip]] = []
    for kind in sorted(by):
        options = by[kind]
        chance.shuffle(options)
        options.sort(key=lambda option: not option[1].carried)
        chosen += options[: number // len(by) + 1]
    return chosen


def key(row: dict[str, Any]) -> str:
    return json.dumps(
        [row["article"].split("/")[0], row["entity"], row["metric"], row["period"], row["value"], row["unit"]]
    )


class Stories:
    """The extractions of all articles, read once, and the findings of a story with an unchanged copy."""

    def __init__(self, gold: Path, tools: Tools) -> None:
        self.tools, self.rows, self.read = tools, {}, {}
        for name in SETS:
            for row in goldclaims.rows(gold / name / "articles.jsonl"):
                row["text"] = goldclaims.read_text(gold / name, row)
                self.rows[row["id"]] = row
                self.read[row["id"]] = claims_in(article_of(row), tools)
        self.clean: dict[str, set[str]] = {}

    def with_copy(self, article: str, text: str) -> tuple[list[Finding], Extraction]:
        row = {**self.rows[article], "id": f"{article}~copy", "source": "转载站", "text": text}
        copy = claims_in(article_of(row), self.tools)
        story = article.split("/")[0]
        given = [read for name, read in self.read.items() if name.split("/")[0] == story]
        return cross_check([*given, copy], self.tools), copy

    def known(self, article: str) -> set[str]:
        if article not in self.clean:
            findings, _ = self.with_copy(article, self.rows[article]["text"])
            self.clean[article] = {finding.id for finding in findings}
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
    for _, slip in plan(args.gold, args.number, args.seed):
        known = stories.known(slip.article)
        findings, copy = stories.with_copy(slip.article, slip.text)
        touched = {c.id for c in copy.claims if c.span.start < slip.end and slip.start < c.span.end}
        new = [finding for finding in findings if finding.id not in known]
        caught = [finding for finding in new if touched & set(finding.claims)]
        near = {
            c.id
            for c in copy.claims
            if "\n" not in slip.text[min(slip.end, c.span.end) : max(slip.start, c.span.start)]
        }
        others = [f for f in new if not near & set(f.claims) and f.severity in ("critical", "major")]
        elsewhere += len(others)
        if args.show:
            for finding in others:
                print("elsewhere", slip.kind, slip.article, slip.what, finding.check, finding.explanation)
        of[slip.kind] += 1
        hit[slip.kind] += bool(caught)
        right[slip.kind] += any(f.check in RIGHT[slip.kind] for f in caught[:1])
        told[slip.kind][caught[0].check if caught else "-"] += 1
        if slip.kind in ("scale", "tenfold") and slip.carried:
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
