"""Gold claims as hedui Claims, so that the cross-check is measured apart from the reading of the texts."""

import calendar
import json
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hedui.model import Card, Claim, Extraction, Period, Publication, Quantity, Span

SCALES = {
    "万亿": 12,
    "兆": 12,
    "億": 8,
    "亿": 8,
    "千萬": 7,
    "千万": 7,
    "百萬": 6,
    "百万": 6,
    "萬": 4,
    "万": 4,
    "千": 3,
}
SCALE = re.compile("万亿|萬億|兆|亿|億|千万|千萬|百万|百萬|万|萬|千|百")
NUMBER = re.compile(r"[0-9０-９][0-9０-９,，]{0,20}(?:[.．。﹒][0-9０-９]{1,10})?")
DIMENSIONS = {"%": "percent", "pp": "point", "x": "multiple", "排名": "rank", "比": "ratio"}


def rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def extractions(folder: Path) -> list[Extraction]:
    """One extraction for each article of a gold folder."""
    by: dict[str, list[Claim]] = {}
    names = sources(folder)
    texts = {row["id"]: read_text(folder, row) for row in rows(folder / "articles.jsonl")}
    for row in rows(folder / "claims.jsonl"):
        row.setdefault("attribution", named_before(row, names.get(row["article"], []), texts[row["article"]]))
        by.setdefault(row["article"], []).append(claim_of(row))
    out = []
    for row in rows(folder / "articles.jsonl"):
        shown = days(row.get("published") or "")
        published = Publication(shown[0], shown[1], "metadata") if shown else None
        card = Card(article=row["id"], sha256=row["id"], source=row.get("source"), published=published)
        out.append(Extraction(card=card, claims=tuple(by.get(row["id"], ()))))
    return out


def sources(folder: Path) -> dict[str, list[tuple[int, str]]]:
    """The organizations of each article in text order, from which attributions are read."""
    by: dict[str, list[tuple[int, str]]] = {}
    for row in rows(folder / "entities.jsonl"):
        if row.get("label") == "ORG" and "start" in row:
            by.setdefault(row["article"], []).append((row["start"], row["text"]))
    return by


def named_before(row: dict[str, Any], names: list[tuple[int, str]], text: str) -> str | None:
    """The organization to which the figure's sentence gives it: 据X, X测得, X统计, nearest before the figure."""
    begin = max(text.rfind(mark, 0, row["start"]) for mark in "。！？\n；")
    for start, name in reversed(names):
        if not begin < start < row["start"]:
            continue
        after = text[start + len(name) : min(start + len(name) + 10, row["start"])]
        if text[max(start - 1, 0)] in "据據引按" or re.search(
            "测|測|統計|统计|说|說|表示|称|稱|通报|通報|公布|指", after
        ):
            return simple(name)
    return None


def read_text(folder: Path, row: dict[str, Any]) -> str:
    name = row.get("file") or f"{row['id']}.txt"
    path = next(p for p in (folder / name, folder.parent.parent / "seeds" / name) if p.is_file())
    return path.read_bytes().decode("utf-8")


def simple(text: str) -> str:
    import opencc

    return str(opencc.OpenCC("t2s").convert(text))


def claim_of(row: dict[str, Any]) -> Claim:
    """A gold row as a claim; the step of the figure from the digits of the mention."""
    mention, unit = row["mention"], row["unit"]
    dated = unit == "date" or isinstance(row["value"], str)
    when = row.get("period") or row.get("as_of")
    span = days(when) if when and not dated else None
    period = None
    if span:
        clock = row["as_of"][11:16] if row.get("as_of") and "T" in row["as_of"] else None
        period = Period(first=span[0], last=span[1], grain="span", clock=clock, instant=bool(row.get("as_of")))
    value = row["value"]
    return Claim(
        id=row["id"],
        article=row["article"],
        span=Span(row["start"], row["end"]),
        mention=mention,
        sentence=Span(row.get("quote_start") or row["start"], row["end"]),
        quantity=None if dated else quantity(row),
        date_value=("/".join(value) if isinstance(value, list) else str(value)) if dated else None,
        entity=row["entity"],
        metric=row["metric"],
        qualifier=row.get("qualifier"),
        period=period,
        kind={"plan": "target", "quoted": "actual"}.get(row["kind"], row["kind"]),
        change=row.get("change"),
        attribution=row.get("attribution"),
        confidence=0.99,
    )


def quantity(row: dict[str, Any]) -> Quantity | None:
    value, bound = row["value"], row["bound"]
    if value is None:
        return None
    ends = [plain(v) for v in value] if isinstance(value, list) else [plain(value)]
    middle = ends[0] if len(ends) == 1 else None
    unit = {"倍": "x", "个百分点": "pp", "第": "排名"}.get(row["unit"], row["unit"])
    return Quantity(
        value=middle,
        low=min(ends),
        high=max(ends),
        unit=unit,
        dimension=DIMENSIONS.get(unit, "money" if re.match("[A-Z]{3}", unit or "") else "count"),
        bound=bound,
        step=step_of(row["mention"], ends[-1]),
        currency_open=bool(re.fullmatch("[A-Z]{3}", unit or ""))
        and row["mention"][-1] in "0123456789万萬亿億兆千",
        digits=re.sub(r"\D", "", row["mention"]),
    )


def plain(value: Any) -> Decimal:
    number = Decimal(str(value))
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def step_of(mention: str, value: Decimal) -> Decimal:
    """The unit of the last written digit: 5.89亿 -> 0.01亿; of Chinese numerals the last digit not zero."""
    found = list(NUMBER.finditer(mention))
    if not found:
        return Decimal(1).scaleb(value.normalize().as_tuple().exponent) if value else Decimal(1)
    last = found[-1]
    text = (
        last.group()
        .translate(str.maketrans("０１２３４５６７８９．。﹒", "0123456789..."))
        .replace(",", "")
        .replace("，", "")
    )
    places = len(text.split(".")[1]) if "." in text else 0
    number = Decimal(text)
    if len(found) == 1 and number and value:
        ratio = abs(value) / number
        if ratio > 0:
            return Decimal(10) ** -places * ratio
    scale = SCALE.search(mention[last.end() :])
    power = SCALES.get(scale.group(), 0) if scale else 0
    return Decimal(10) ** (power - places)


def days(text: str) -> tuple[date, date] | None:
    """The days of 2025, 2025-06, 2025-06-30, or of first/last; of several years the whole span."""
    if "/" in text:
        ends = [days(part) for part in text.split("/", 1)]
        return (ends[0][0], ends[1][1]) if ends[0] and ends[1] else None
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if day:
        return (date(year, month, day),) * 2
    if month:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, 1, 1), date(year + 1, 1, 1) - timedelta(1)
