"""The export contract: claims, findings and rejects as rows of the public record, and claims back from them."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

import msgspec

from hedui.model import Claim, Finding, Reject, Span

Row = dict[str, object]


def claim_row(claim: Claim) -> Row:
    """A line of claims.jsonl: one claim, every field of the contract present, null where unknown."""
    value, low, high, unit, bound = _value(claim)
    return {
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
        "value": value,
        "low": low,
        "high": high,
        "unit": unit,
        "bound": bound,
        **_lossless(claim),
        "kind": claim.kind,
        "change": claim.change,
        "attribution": claim.attribution,
        "confidence": round(claim.confidence, 4),
        "polarity": claim.polarity,
        "section": claim.section,
        "period_mention": _range(claim.period_span),
        "trace": list(claim.trace),
    }


def _value(claim: Claim) -> tuple[str | None, str | None, str | None, str, str]:
    """Value, low, high, unit and bound as the contract writes them."""
    quantity = claim.quantity
    if quantity is None:
        return claim.date_value, None, None, "date", "exact"
    value = quantity.literal or plain(quantity.value)
    return value, plain(quantity.low), plain(quantity.high), quantity.unit, quantity.bound


def _lossless(claim: Claim) -> Row:
    """What the contract does not ask for and the cross-check needs: precision and exact days."""
    quantity, period = claim.quantity, claim.period
    return {
        "step": f"{quantity.step:f}" if quantity else None,
        "digits": quantity.digits if quantity else None,
        "dimension": quantity.dimension if quantity else None,
        "currency_open": quantity.currency_open if quantity else None,
        "period_days": [_day(period.first), _day(period.last)] if period else None,
        "period_grain": period.grain if period else None,
        "period_instant": period.instant if period else None,
        "period_clock": period.clock if period else None,
        "entity_label": claim.entity_label,
        "metric_base": claim.metric_base,
        "quoted": claim.quoted,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


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
        "values": [f"{value:f}" for value in finding.values],
        "gates": [msgspec.to_builtins(gate) for gate in finding.gates],
        "waterfall": [msgspec.to_builtins(term) for term in finding.waterfall],
        "genealogy": [msgspec.to_builtins(branch) for branch in finding.genealogy],
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
