"""How the cross-check grows: claims of one entity and metric, in seconds and as a ratio between two sizes.

python benchmarks/scale.py [--claims 100000]
"""

import argparse
import random
import time
from datetime import date
from decimal import Decimal

from hedui.crosscheck import find_disagreements
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    args = parser.parse_args()
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
