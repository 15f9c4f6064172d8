"""How many period mentions of the gold sets are read right: python benchmarks/periods.py [GOLD] [--misses N].

A gold claim names the words that give its period.  Counted are words in which a time stands explicitly (a year,
a month, a day, a quarter, or a relative word); words like 目前 or 档期 are left out.  A mention is right when its
period equals the gold's.  Where the gold's period holds more than the words (the middle year of 2022年至2024年,
the count since an opening up to the day named) the pair is `combined`: it agrees where it contains the gold's
period or shares an end with it.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from hedui.extract.periods import find_publication, periods_in
from hedui.extract.periods.windows import month_end
from hedui.lexicon import load_lexicon
from hedui.model import Mention, Period, Publication
from hedui.normalize import normalize

SETS = ("seeds", "news-a", "news-b", "long-a", "long-b")
EXPLICIT = re.compile(
    r"[0-9〇○零一二三四五六七八九十廿]\s?(?:个)?(?:年|月|日|号|季|财季)|(?:19|20)[0-9]{2}|[QqHh][1-4]|[1-4][QH]"
    r"|[今去前明上本当次翌同][年月日周季天]|[上下]半年|[首末]季|周[一二三四五六日]|星期|[昨今明][日天早晚]|年[底末初]|月[底末初]"
    r"|上个月|上一[年季]"
)
NOT_A_TIME = re.compile(
    r"^(?:[0-9一二两三四五六七八九十]{1,3}(?:个)?(?:多)?[年月天日]|.*周年|.*(?:回国之后|之后|成立.*))$"
)
Interval = tuple[date, date]


def interval(text: str | None) -> Interval | None:
    """First and last day of an ISO period."""
    if not text:
        return None
    first, _, last = str(text).partition("/")
    return edge(first, False), edge(last or first, True)


def edge(text: str, last: bool) -> date:
    parts = [int(part) for part in text[:10].split("-")]
    if len(parts) == 3:
        return date(*parts)
    if len(parts) == 2:
        return month_end(*parts) if last else date(*parts, 1)
    return date(parts[0], 12, 31) if last else date(parts[0], 1, 1)


def publication(row: dict[str, str], text: str) -> Publication | None:
    found = interval(row.get("published"))
    return Publication(first=found[0], last=found[1], how="metadata") if found else find_publication(text)


def articles(gold: Path, name: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    for row in lines(gold / name / "articles.jsonl"):
        path = gold.parent / "seeds" / row["file"] if name == "seeds" else gold / name / f"{row['id']}.txt"
        yield row["id"], path.read_bytes().decode(), row


def lines(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return [json.loads(line) for line in file if line.strip()]


def named(claim: dict) -> tuple[int, int] | None:
    if claim.get("period_start") is not None:
        return claim["period_start"], claim["period_end"]
    found = claim.get("period_mention")
    return (found[0], found[1]) if found else None


def verdict(gold: list[Interval], mentions: list[Mention[Period]]) -> str:
    if not mentions:
        return "missed"
    values = [m.value for m in mentions]
    mine = [(v.first, v.last) for v in values if v.first is not None and v.last is not None]
    if not mine:
        return "unresolved"
    for a, b in gold:
        for x, y in mine:
            if (x == a and y in (b, b + timedelta(days=1))) or (a == b == y and x == b.replace(day=1)):
                return "right"
            if x == y == b and a == b.replace(day=1):
                return "right"
    for a, b in gold:
        for x, y in mine:
            if (x <= a and b <= y) or b == y or a == x:
                return "combined"
    return "wrong"


def score(gold: Path, name: str, misses: int) -> Counter[str]:
    lexicon, counts, shown = load_lexicon(), Counter(), 0
    texts = {id_: (text, row) for id_, text, row in articles(gold, name)}
    seen: set[tuple[str, tuple[int, int], str]] = set()
    found: dict[str, list[tuple[int, int, Mention[Period]]]] = {}
    for claim in lines(gold / name / "claims.jsonl"):
        span = named(claim)
        wanted = [iv for iv in (interval(claim.get("period")), interval(claim.get("as_of"))) if iv]
        if span is None or not wanted or (claim["article"], span, str(wanted)) in seen:
            continue
        seen.add((claim["article"], span, str(wanted)))
        text, row = texts[claim["article"]]
        words = text[span[0] : span[1]]
        if not EXPLICIT.search(words) or NOT_A_TIME.match(words):
            counts["not explicit"] += 1
            continue
        if claim["article"] not in found:
            clean = normalize(text, lexicon)
            mentions = periods_in(clean.text, publication(row, clean.text))
            found[claim["article"]] = [(*raw(clean, m), m) for m in mentions]
        touching = [m for a, b, m in found[claim["article"]] if a < span[1] and span[0] < b]
        result = verdict(wanted, touching)
        counts[result] += 1
        if result not in ("right", "combined") and shown < misses:
            shown += 1
            got = [(m.text, m.value.iso(), m.value.how) for m in touching]
            around = text[max(0, span[0] - 25) : span[1] + 20].replace("\n", "/")
            print(
                name,
                claim["article"],
                row["published"],
                result,
                words,
                claim["period"],
                got,
                "…",
                around,
                file=sys.stderr,
            )
    return counts


def raw(clean: object, mention: Mention[Period]) -> tuple[int, int]:
    span = clean.raw_span(mention.start, mention.end)  # type: ignore[attr-defined]
    return span.start, span.end


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?", default=Path(__file__).parents[2] / "shared" / "gold")
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    for name in SETS:
        counts = score(options.gold, name, options.misses)
        total = sum(n for key, n in counts.items() if key != "not explicit")
        good = counts["right"] + counts["combined"]
        print(f"{name:8s} {good}/{total} = {good / max(1, total):.3f}", dict(counts))


if __name__ == "__main__":
    main()
