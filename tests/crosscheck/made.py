"""Claims made by hand, so that the cross-check is tested without reading a text."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from articles import on
from hedui.model import Card, Claim, Extraction, Period, Quantity, Span

SCALE = {"万亿": 12, "亿": 8, "千万": 7, "百万": 6, "万": 4, "": 0}
UNITS = {
    "亿元": "CNY",
    "元": "CNY",
    "%": "%",
    "个百分点": "pp",
    "倍": "x",
    "人": "人",
    "年": "年",
    "天": "天",
    "项": "项",
    "港元": "HKD",
    "美元": "USD",
    "元/月": "CNY/月",
}
BOUNDS = {
    "约": "approx",
    "近": "approx",
    "超过": "more_than",
    "超": "more_than",
    "逾": "more_than",
    "不足": "less_than",
    "不到": "less_than",
    "不超过": "max",
    "不低于": "min",
    "至少": "min",
}
FIGURE = re.compile(
    r"(?P<hedge>不超过|不低于|超过|约|近|超|逾|不足|不到|至少)?(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"(?P<odd>余|多)?(?P<scale>万亿|亿|千万|百万|万)?(?P<tail>余|多)?(?P<unit>.{0,8})"
)


def quantity(text: str) -> Quantity:
    """A written figure as a quantity: 约5.89亿元, 10多亿元, 超70%."""
    found = FIGURE.fullmatch(text)
    assert found, text
    number, scale = Decimal(found["number"]), SCALE[found["scale"] or ""]
    places = len(found["number"].partition(".")[2])
    unit = UNITS.get(found["unit"], found["unit"])
    bound = BOUNDS.get(found["hedge"] or "", "more_than" if found["odd"] or found["tail"] else "exact")
    value = number.scaleb(scale)
    return Quantity(
        value=value,
        low=value,
        high=value,
        unit=unit,
        dimension={"%": "percent", "pp": "point", "x": "multiple", "": "number"}.get(
            unit, "money" if unit.isascii() else "count"
        ),
        bound=bound,
        step=Decimal(1).scaleb(scale - places),
        digits=found["number"].replace(".", ""),
    )


def period(text: str, clock: str | None = None, struck: str | None = None) -> Period | None:
    """2025, 2025-06-30 or a span; `clock` is the hour up to which was counted, `struck` that of the event."""
    if not text:
        return None
    if len(text) == 4:
        return Period(first=date(int(text), 1, 1), last=date(int(text), 12, 31), grain="year")
    first, _, last = text.partition("/")
    grain = "span" if last else "day"
    return Period(
        first=date.fromisoformat(first),
        last=date.fromisoformat(last or first),
        grain=grain,
        clock=clock or struck,
        instant=clock is not None,
    )


_HALF = "2025-01-01/2025-06-30"


def _period_of(row: dict[str, Any]) -> Period | None:
    found = period(row.get("period", _HALF), row.get("clock"), row.get("struck"))
    return msgspec.structs.replace(found, how=row["how"]) if found is not None and "how" in row else found


def make(number: int, row: dict[str, Any]) -> Claim:
    """A claim from a row of a case file; what is not given is alike in all rows of the case."""
    dated = "date" in row
    mention = row.get("date") or row["value"]
    return Claim(
        id=f"c{number:03d}",
        article=row.get("article", f"a{number:03d}"),
        span=Span(row.get("start", 0), row.get("start", 0) + len(mention)),
        mention=mention,
        sentence=Span(row.get("start", 0), row.get("start", 0) + 50),
        quantity=None if dated else quantity(row["value"]),
        date_value=row.get("date"),
        entity=row.get("entity", "某公司"),
        entity_label=row.get("label"),
        metric=row.get("metric", "营业收入"),
        qualifier=row.get("scope"),
        period=None if dated else _period_of(row),
        kind=row.get("kind", "actual"),
        change=row.get("change"),
        attribution=row.get("by"),
        confidence=row.get("confidence", 0.99),
        section=row.get("section", "body"),
        polarity=row.get("polarity", True),
    )


def extractions(claims: list[Claim], days: dict[str, str] | None = None) -> list[Extraction]:
    """One extraction for each article that the claims name."""
    by: dict[str, list[Claim]] = {}
    for claim in claims:
        by.setdefault(claim.article, []).append(claim)
    out = []
    for article, members in sorted(by.items()):
        card = Card(article=article, sha256=article, published=on((days or {}).get(article, "2025-09-01")))
        out.append(Extraction(card=card, claims=tuple(members)))
    return out
