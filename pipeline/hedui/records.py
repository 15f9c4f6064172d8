"""The export contract: claims, findings and rejects as rows of the public record, and claims back from them."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from hedui.model import Claim, Finding, Reject, Span

Cell = str | float | bool | None | list[int] | list[str] | list[list[str]]
Row = dict[str, Cell]


def claim_row(claim: Claim) -> Row:
    """A line of claims.jsonl: one claim, every field of the contract present, null where unknown."""
    quantity = claim.quantity
    row: Row = {
        "id": claim.id,
        "article": claim.article,
        "start": claim.span.start,
        "end": claim.span.end,
        "mention": claim.mention,
        "sentence": [claim.sentence.start, claim.sentence.end],
        "entity": claim.entity,
        "entity_mention": _range(claim.entity_span),
        "metric": claim.metric,
        "metric_mention": _range(claim.metric_span),
        "qualifier": claim.qualifier,
        "period": claim.period.iso() if claim.period else None,
        "period_from": claim.period.how if claim.period else None,
    }
    if quantity is None:
        row |= {"value": claim.date_value, "low": None, "high": None, "unit": "date", "bound": "exact"}
    else:
        value = quantity.literal or plain(quantity.value)
        row |= {"value": value, "low": plain(quantity.low), "high": plain(quantity.high)}
        row |= {"unit": quantity.unit, "bound": quantity.bound}
    return row | {
        "kind": claim.kind,
        "change": claim.change,
        "attribution": claim.attribution,
        "confidence": round(claim.confidence, 4),
        "polarity": claim.polarity,
        "section": claim.section,
        "period_mention": _range(claim.period_span),
        "converts": claim.converts,
        "trace": list(claim.trace),
    }


def finding_row(finding: Finding) -> Row:
    """A line of findings.jsonl."""
    return {
        "id": finding.id,
        "check": finding.check,
        "severity": finding.severity,
        "confidence": round(finding.confidence, 4),
        "entity": finding.entity,
        "metric": finding.metric,
        "period": finding.period,
        "claims": list(finding.claims),
        "sides": [list(side) for side in finding.sides],
        "explanation": finding.explanation,
        "most_supported": finding.most_supported,
        "title": finding.title,
        "steps": list(finding.steps),
        "settle": finding.settle,
        "chance": plain(finding.chance),
        "runners_up": list(finding.runners_up),
    }


def reject_row(reject: Reject) -> Row:
    """A line of rejects.jsonl."""
    return {"article": reject.article, "where": reject.where, "reason": reject.reason}


def json_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as JSON lines, the same bytes for the same rows."""
    for row in rows:
        yield msgspec.json.encode(row) + b"\n"


def plain(value: Decimal | None) -> str | None:
    """A decimal without exponent and without trailing zeros after the point: 5.89E+8 -> 589000000."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _range(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
