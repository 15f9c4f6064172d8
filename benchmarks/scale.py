"""How the cross-check grows, and what share of a run it takes.

    python benchmarks/scale.py [--claims 100000]
    python benchmarks/scale.py --gold GOLD [--times 50]

First: claims of one entity and metric, in seconds and as a ratio between two sizes.  Second: the gold articles so
many times over (each copy an article of its own), the CPU seconds of the cross-check against those of reading.
"""

import argparse
import random
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
from findings import SETS, read_all

from hedui.crosscheck.disagreements import find_disagreements
from hedui.flow import cross_check, load_tools
from hedui.lexicon import load_lexicon
from hedui.model import Card, Claim, Extraction, Period, Quantity, Span


def extractions(number: int, values: int, periods: int) -> list[Extraction]:
    """Claims of one entity and metric, ten an article, spread over some values and years."""
    chance = random.Random(3)
    out = []
    for article in range(number // 10):
        name = f"a{article:06d}"
        claims = tuple(
            claim(f"{name}-{n}", name, n, chance.randrange(values), chance.randrange(periods)) for n in range(10)
        )
        out.append(Extraction(card=Card(article=name, sha256=name, source=f"s{article % 50}"), claims=claims))
    return out


def claim(name: str, article: str, place: int, value: int, year: int) -> Claim:
    amount = Decimal(3_000_000_000 + value * 10_000_000)
    when = Period(first=date(1900 + year, 1, 1), last=date(1900 + year, 12, 31), grain="year")
    quantity = Quantity(
        value=amount, low=amount, high=amount, unit="CNY", dimension="money", step=Decimal(1_000_000)
    )
    return Claim(
        id=name,
        article=article,
        span=Span(place * 40, place * 40 + 8),
        mention=f"{amount / 10**8}亿元",
        sentence=Span(place * 40, place * 40 + 30),
        quantity=quantity,
        entity="某公司",
        metric="营业收入",
        period=when,
        confidence=0.9,
    )


def copies(read: list[Extraction], times: int) -> list[Extraction]:
    """The extractions so many times, each copy with articles and claims of its own ids."""
    replace = msgspec.structs.replace
    out = []
    for number in range(times):
        for extraction in read:
            name = f"{extraction.card.article}#{number}"
            claims = tuple(replace(c, article=name, id=f"{c.id}{number:02d}") for c in extraction.claims)
            out.append(Extraction(card=replace(extraction.card, article=name), claims=claims))
    return out


def share(gold: Path, times: int) -> None:
    """Prints the share of the cross-check in a run over the gold articles repeated."""
    tools = load_tools()
    read_all(gold, "seeds", tools)  # warm
    start = time.process_time()
    read = [extraction for name in SETS for extraction in read_all(gold, name, tools)]
    reading = (time.process_time() - start) * times
    given = copies(read, times)
    start = time.process_time()
    findings = cross_check(given, tools)
    checking = time.process_time() - start
    claims = sum(len(extraction.claims) for extraction in given)
    print(
        f"{len(given)} articles, {claims} claims, {len(findings)} findings: reading {reading:.1f} s,"
        f" cross-check {checking:.1f} s, {checking / (reading + checking):.1%} of the run"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--times", type=int, default=50)
    args = parser.parse_args()
    if args.gold:
        share(args.gold, args.times)
        return
    lexicon = load_lexicon()
    for values, periods in ((1, 1), (3, 1), (1000, 1), (args.claims, 1), (3, 100), (1000, 100)):
        seconds = []
        for number in (args.claims // 10, args.claims):
            given = extractions(number, values, periods)
            start = time.process_time()
            findings = find_disagreements(given, lexicon)
            seconds.append(time.process_time() - start)
        ratio = seconds[1] / max(seconds[0], 1e-9)
        print(
            f"{values:6} values {periods:3} years: {seconds[1]:6.2f} s, {ratio:5.1f} of a tenth, "
            f"{len(findings)} out"
        )


if __name__ == "__main__":
    main()
