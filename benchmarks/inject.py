"""Controlled errors in copies of gold articles, one at a time: what the pipeline finds, and what else it says.

    python benchmarks/inject.py GOLD [--number 430] [--seed 7] [--show]

The protocol is that of `hedui exam` (hedui/exam/sitting.py); here the errors befall annotated figures, and beside
the copy stand the articles of its story.  One error more than there: an owner's name misspelt throughout the copy.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import goldclaims
from findings import article_of

from hedui.exam.plant import Printed, Slip, slips_of
from hedui.exam.sitting import Outcome, Room
from hedui.flow import Tools, load_tools

SETS = ("news-a", "news-b", "long-a", "long-b")
# In a shorter name one character is too many to be a slip.
LONG_NAME = 4


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
                text = texts[row["article"]]
                for slip in (*slips_of(figure, text), *misspelt(figure, row["entity"] or "", text)):
                    by[slip.kind].append((carried, slip))
    chance = random.Random(seed)
    chosen: list[tuple[bool, Slip]] = []
    for kind in sorted(by):
        options = by[kind]
        chance.shuffle(options)
        options.sort(key=lambda option: not option[0])
        chosen += options[: number // len(by) + 1]
    return chosen


def misspelt(figure: Printed, name: str, text: str) -> list[Slip]:
    """The copy with two inner characters of the owner's name exchanged wherever it stands: 澄科湖技.

    The notice is of the name, at whichever of its figures: the error takes up the whole copy.
    """
    if len(name) < LONG_NAME or name not in text or name[1] == name[2] or len(figure.mention) < LONG_NAME:
        return []
    wrong = f"{name[0]}{name[2]}{name[1]}{name[3:]}"
    return [Slip("name", figure, 0, len(text), text.replace(name, wrong), f"{name} → {wrong}")]


def key(row: dict[str, Any]) -> str:
    return json.dumps(
        [row["article"].split("/")[0], row["entity"], row["metric"], row["period"], row["value"], row["unit"]]
    )


def room_of(gold: Path, tools: Tools) -> Room:
    """All annotated articles; beside a copy stand the articles of its story."""
    given = [
        article_of(row | {"text": goldclaims.read_text(gold / name, row)})
        for name in SETS
        for row in goldclaims.rows(gold / name / "articles.jsonl")
    ]
    room = Room.of(given, tools)
    stories: dict[str, list[str]] = defaultdict(list)
    for article in given:
        stories[article.id.split("/")[0]].append(article.id)
    room.near = lambda article: [name for name in stories[article.split("/")[0]] if name != article]
    return room


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--number", type=int, default=430)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    room = room_of(args.gold, load_tools())
    told: dict[str, list[tuple[bool, Outcome]]] = defaultdict(list)
    for carried, slip in plan(args.gold, args.number, args.seed):
        outcome = room.outcome(slip)
        told[slip.kind].append((carried, outcome))
        if args.show:
            for finding in outcome.elsewhere:
                print("elsewhere", slip.kind, slip.article, slip.what, finding.check, finding.explanation)
            if not outcome.caught:
                print("missed", slip.kind, slip.article, slip.what, "lost at", outcome.lost_at)
    for kind, outcomes in sorted(told.items()):
        checks = Counter(one.caught[0].check if one.caught else "-" for _, one in outcomes)
        caught, named = (sum(bool(one.caught) for _, one in outcomes), sum(one.named for _, one in outcomes))
        print(f"{kind:11} {caught:3}/{len(outcomes):3} type {named:3}  {dict(checks.most_common(5))}")
    every = [pair for outcomes in told.values() for pair in outcomes]
    found = [one for _, one in every if one.caught]
    print(
        f"recall {len(found) / len(every):.3f} of {len(every)}; "
        f"type right {sum(one.named for one in found) / max(1, len(found)):.3f}"
    )
    slips = [one for carried, one in every if carried and one.kind in ("scale", "tenfold")]
    print(
        f"unit slips on carried figures {sum(bool(one.caught) for one in slips)}/{len(slips)}; "
        f"false alarms elsewhere {sum(len(one.elsewhere) for _, one in every)}"
    )


if __name__ == "__main__":
    main()
