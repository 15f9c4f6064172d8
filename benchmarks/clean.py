"""False alarms on articles that agree: gold facts told again in other words, scripts and units, a thousand times.

    python benchmarks/clean.py GOLD [--articles 1000] [--seed 7] [--show]

A fact is a gold claim of no conflict whose key has one value; an article tells six to ten facts of one story.  No
two articles disagree, so every finding at major or above is a false alarm.
"""

import argparse
import random
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import goldclaims
from findings import article_of

from hedui.crosscheck.words import period_words
from hedui.flow import claims_in, cross_check, load_tools

SETS = ("news-a", "news-b", "long-a", "long-b")
TELLING = (
    "{who}{when}{what}为{much}。",
    "{when}，{who}的{what}达{much}。",
    "{who}公布，{when}{what}{much}。",
    "数据显示，{who}{when}{what}为{much}。",
)
MONEY = {"CNY": "元", "USD": "美元", "HKD": "港元"}
OPENERS = ("综合消息，记者{day}日获悉。", "本报讯 以下数据来自公开资料。", "", "有关数据整理如下。")


def facts(gold: Path) -> dict[str, list[dict[str, Any]]]:
    """The tellable facts of each story, one value a key, none of a conflict."""
    by: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for name in SETS:
        disputed = {i for row in goldclaims.rows(gold / name / "conflicts.jsonl") for i in row["claims"]}
        values: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
        for row in goldclaims.rows(gold / name / "claims.jsonl"):
            values[row["entity"], row["metric"], row["period"]].append(row)
        for rows in values.values():
            row = rows[0]
            said = {(str(r["value"]), r["unit"], r["change"]) for r in rows}
            if len(said) == 1 and row["id"] not in disputed and tellable(row):
                by[row["article"].split("/")[0]].append(row)
    return {story: rows for story, rows in sorted(by.items()) if len(rows) >= 6}


def tellable(row: dict[str, Any]) -> bool:
    plain = row["kind"] == "actual" and row["bound"] == "exact" and not row["change"] and not row["qualifier"]
    number = isinstance(row["value"], int | float) and row["value"] > 0
    unit = row["unit"] in MONEY or row["unit"] in ("%", "人", "辆", "家")
    return bool(plain and number and unit and row["entity"] and goldclaims.days(row["period"] or ""))


def amount(row: dict[str, Any], chance: random.Random) -> str:
    """The value in one of its writings: 3620.13亿元, 36201300万元, or hedged and rounded."""
    value = Decimal(str(row["value"]))
    unit = MONEY.get(row["unit"], row["unit"])
    if row["unit"] == "%" or value < 10000:
        return f"{goldclaims.plain(value):f}{unit}"
    scale = 8 if value >= 10**8 else 4
    exact = f"{goldclaims.plain(value.scaleb(-scale)):f}{'亿' if scale == 8 else '万'}{unit}"
    kind = chance.random()
    if kind < 0.6:
        return exact
    if kind < 0.8 and scale == 8 and value % 10**4 == 0:
        return f"{value / 10**4:.0f}万{unit}"
    rounded = value.scaleb(-scale).quantize(Decimal("0.1"))
    return f"约{rounded}{'亿' if scale == 8 else '万'}{unit}"


def tell(row: dict[str, Any], chance: random.Random) -> str:
    when = period_words(goldclaims.days(row["period"])) or row["period"]
    return chance.choice(TELLING).format(
        who=row["entity"], when=when, what=row["metric"], much=amount(row, chance)
    )


def article(number: int, rows: list[dict[str, Any]], chance: random.Random, traditional: Any) -> dict[str, Any]:
    told = chance.sample(rows, min(len(rows), chance.randint(6, 10)))
    day = chance.randint(1, 28)
    text = chance.choice(OPENERS).format(day=day) + "\n" + "\n".join(tell(row, chance) for row in told)
    text = traditional(text) if chance.random() < 0.4 else text
    return {"id": f"g{number:05d}", "text": text, "published": f"2025-12-{day:02d}", "source": f"报{number % 17}"}


def main() -> None:
    import opencc

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    chance, tools, stories = random.Random(args.seed), load_tools(), facts(args.gold)
    convert = opencc.OpenCC("s2t").convert
    names = list(stories)
    given = []
    for number in range(args.articles):
        row = article(number, stories[names[number % len(names)]], chance, convert)
        given.append(claims_in(article_of(row), tools))
    findings = cross_check(given, tools)
    levels = Counter(finding.severity for finding in findings)
    alarms = [f for f in findings if f.severity in ("critical", "major")]
    claims = sum(len(extraction.claims) for extraction in given)
    print(f"{args.articles} articles, {claims} claims, {len(names)} stories")
    print(
        f"findings {dict(levels)}; at major or above per 1,000 articles: {len(alarms) * 1000 / args.articles:.2f}"
    )
    for finding in (findings if args.show else alarms)[:40]:
        print(finding.severity, finding.check, round(finding.confidence, 3), finding.explanation)


if __name__ == "__main__":
    main()
