"""The findings as SARIF 2.1.0, which editors and code hosts show beside the text."""

from collections.abc import Iterator
from urllib.parse import quote

import msgspec

from hedui.report.evidence import Evidence
from hedui.report.quote import one_line
from hedui.report.results import Results
from hedui.report.view import FindingView, finding_views

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"critical": "error", "major": "error", "minor": "warning", "notice": "note"}
Json = dict[str, object]


def sarif(results: Results, language: str) -> bytes:
    """The findings as one SARIF run; a fingerprint keeps a result's identity over runs.

    Against an earlier run each result carries its baselineState, those that are gone included; what a reviewer has
    decided not to see again is there with its suppression.
    """
    views = list(finding_views(results, language))
    gone = list(finding_views(results.absent, language)) if results.absent else []
    titles = {view.row.check: view.headline for view in (*gone, *views)}
    driver: Json = {
        "name": "hedui",
        "version": results.record.version,
        "rules": [{"id": check, "shortDescription": {"text": title}} for check, title in sorted(titles.items())],
    }
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(view, results) for view in views],
    }
    if results.absent:
        absent = [_result(view, results.absent) | {"baselineState": "absent"} for view in gone]
        run["results"] = [*(_result(view, results) for view in views), *absent]
    log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n"


def _result(view: FindingView, results: Results) -> Json:
    locations = list(_locations(view, results))
    mark = view.mark
    known: Json = {"baselineState": mark.baseline} if mark.baseline else {}
    if mark.silenced:
        why = " ".join(part for part in (mark.reason, mark.author, mark.day) if part)
        known["suppressions"] = [{"kind": "external", "status": "accepted", "justification": one_line(why)}]
    return known | {
        "ruleId": view.row.check,
        "level": LEVELS.get(view.row.severity, "note"),
        "message": {"text": view.said.explanation},
        "locations": locations[:1],
        "relatedLocations": [{**place, "id": number} for number, place in enumerate(locations[1:], 1)],
        "fingerprints": {"hedui/v1": view.row.id},
        "properties": {"severity": view.row.severity, "confidence": view.row.confidence, "steps": view.said.steps},
    }


def _locations(view: FindingView, results: Results) -> Iterator[Json]:
    for side in view.sides:
        for item in side.evidence:
            yield {"physicalLocation": _place(item, results), "message": {"text": f"{side.name} {item.value}"}}


def _place(item: Evidence, results: Results) -> Json:
    claim, article = item.claim, results.article.get(item.article)
    region: Json = {
        "charOffset": claim.start,
        "charLength": claim.end - claim.start,
        "snippet": {"text": one_line(claim.mention)},
    }
    if article is not None:
        before = article.text[: claim.start]
        region["startLine"] = before.count("\n") + 1
        region["startColumn"] = claim.start - (before.rfind("\n") + 1) + 1
    return {"artifactLocation": {"uri": _uri(item.article)}, "region": region}


def _uri(article: str) -> str:
    """The article's id as a relative reference that leads out of no folder."""
    parts = article.encode("utf-8", "replace").decode().split("/")
    return "/".join("_" if part in ("", ".", "..") else quote(part) for part in parts)
