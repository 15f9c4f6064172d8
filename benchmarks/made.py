"""Results of any size, made without reading an article: for benchmarks of the reports and the desk.

Texts are words of jieba's dictionary drawn at random, which no packing makes smaller than real prose.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import jieba
from synth import PLACES, TRADES

from hedui.model import SEVERITIES
from hedui.report.results import ArticleRow, ClaimRow, FindingRow, Results, RunRecord

METRICS = ("营业收入", "净利润", "研发费用", "死亡人数", "票房", "参赛人数")
CHECKS = {"unit_slip": "单位（数量级）误写", "value": "数值不一致", "digit_slip": "数字误写", "period": "期间错位"}
CLAIMS, CARRIERS, LETTERS = 9, 4, 900


def made(articles: int, findings: int, seed: int = 1) -> Results:
    """So many articles of 9 claims each, and so many findings of two sides between them."""
    chance = random.Random(seed)
    words = dictionary()
    rows, claims = [], []
    for number in range(articles):
        row, found = _article(number, words, chance)
        rows.append(row)
        claims += found
    return Results(
        tuple(rows), tuple(claims), tuple(_findings(claims, findings, chance)), (), RunRecord(version="0")
    )


def dictionary() -> list[str]:
    """Words of two and more letters."""
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as file:
        return [word for line in file if len(word := line.split()[0]) > 1]


def company(number: int) -> str:
    """The name of a company, another one for each of 7,840 numbers."""
    first, second = number % len(PLACES), number // len(PLACES) % len(PLACES)
    return PLACES[first] + PLACES[second] + TRADES[number // len(PLACES) ** 2 % len(TRADES)]


def _article(number: int, words: Sequence[str], chance: random.Random) -> tuple[ArticleRow, list[ClaimRow]]:
    entity, text, claims = company(number // CARRIERS), "", []
    for place in range(CLAIMS):
        metric = METRICS[place % len(METRICS)]
        value = (number // CARRIERS * 7919 + place * 104_729) % 89_999 + 10_000
        start = len(text)
        text += f"{entity}{2020 + place // len(METRICS)}年{metric}为"
        figure = len(text)
        text += f"{value / 100:.2f}亿元"
        end = len(text)
        while len(text) - start < LETTERS // CLAIMS:
            text += chance.choice(words)
        text += "。\n"
        claims.append(
            ClaimRow(
                id=f"{number:06d}{place:010d}",
                article=f"a{number:06d}",
                start=figure,
                end=end,
                mention=text[figure:end],
                sentence=(start, len(text) - 1),
                entity=entity,
                entity_mention=(start, start + len(entity)),
                metric=metric,
                metric_mention=(figure - 1 - len(metric), figure - 1),
                entity_label="ORG",
                period=str(2020 + place // len(METRICS)),
                period_days=(f"{2020 + place // len(METRICS)}-01-01", f"{2020 + place // len(METRICS)}-12-31"),
                period_grain="year",
                period_instant=False,
                currency_open=False,
                step="1000000",
                digits=str(value),
                dimension="money",
                period_from="explicit",
                value=f"{value}000000",
                low=f"{value - 1}500000",
                high=f"{value}500000",
                unit="CNY",
                confidence=0.9,
            )
        )
    day = f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    title = "".join(chance.choice(words) for _ in range(6))
    row = ArticleRow(
        id=f"a{number:06d}", text=text, title=title, source=f"第{number % 60}报", dated=day, published=day
    )
    return row, claims


def _findings(claims: Sequence[ClaimRow], number: int, chance: random.Random) -> list[FindingRow]:
    found = []
    for place in range(number):
        story = chance.randrange(len(claims) // (CLAIMS * CARRIERS)) * CLAIMS * CARRIERS
        same = [claims[story + n * CLAIMS + place % CLAIMS] for n in range(CARRIERS)]
        sides = (tuple(claim.id for claim in same[:-1]), (same[-1].id,))
        check = chance.choice(sorted(CHECKS))
        found.append(
            FindingRow(
                id=f"{place:016x}",
                check=check,
                title=CHECKS[check],
                severity=SEVERITIES[min(3, place * 4 // number)],
                confidence=0.9,
                entity=same[0].entity,
                metric=same[0].metric,
                period=same[0].period,
                claims=tuple(claim.id for claim in same),
                sides=sides,
                explanation=f"{same[0].entity}{same[0].metric}：两种说法相差10倍，有效数字相同，疑为万/亿单位误写。",
                steps=("可比：主体、指标、期间、单位均相同", "两个区间不相交", f"第{place}处的数字相同"),
                settle=f"查{same[0].entity}的原始文件中“{same[0].metric}”一项",
                chance="0.0035",
                values=("58900000", "589000000"),
            )
        )
    return found
