"""The JSON API: claims and findings of the latest run, in the fields of the export contract."""

from collections.abc import Callable
from typing import Annotated

import msgspec
from fastapi import APIRouter, FastAPI, HTTPException, Query
from fastapi.responses import Response
from msgspec import Struct

from hedui.desk.forms import Asked, Pasted
from hedui.desk.queue import Queue
from hedui.report.results import ClaimRow, FindingRow, Results

MOST = 500
ROWS = ("FindingRow", "ClaimRow")
_JSON = "application/json"


def _answer(**fields: dict[str, object]) -> dict[int | str, dict[str, object]]:
    """The description of an answer that is an object of these fields."""
    schema = {"type": "object", "required": list(fields), "properties": fields}
    return {200: {"description": "OK", "content": {_JSON: {"schema": schema}}}}


def _one(name: str) -> dict[int | str, dict[str, object]]:
    return {200: {"description": "OK", "content": {_JSON: {"schema": _row(name)}}}}


def _row(name: str) -> dict[str, object]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(name: str) -> dict[str, object]:
    return {"type": "array", "items": _row(name)}


_NUMBER: dict[str, object] = {"type": "integer"}
_MISSING: dict[int | str, dict[str, object]] = {404: {"description": "no such id"}}
_PAGE = _answer(findings=_list("FindingRow"), total=_NUMBER, page=_NUMBER, pages=_NUMBER)
_CLAIMS = _answer(claims=_list("ClaimRow"), total=_NUMBER)
_CHECKED = _answer(findings=_list("FindingRow"), claims=_list("ClaimRow"))


def api_routes(queue: Queue, compare: Callable[[Pasted], Results]) -> APIRouter:
    """GET findings, findings/{id}, claims, claims/{id}, in pages of at most 500 rows; POST check."""
    routes = APIRouter()

    @routes.get("/findings", summary="The findings of the latest run, most important first", responses=_PAGE)
    def findings(asked: Annotated[Asked, Query()]) -> Response:
        found = queue.page(asked.wanted())
        rows = [msgspec.to_builtins(item.row) | {"state": item.state} for item in found.items]
        return _json({"findings": rows, "total": found.total, "page": found.number, "pages": found.pages})

    @routes.get("/findings/{name}", summary="One finding", responses=_one("FindingRow") | _MISSING)
    def finding(name: str) -> Response:
        item = queue.item(name)
        return _json(
            msgspec.to_builtins(_known(item.row if item else None)) | {"state": item.state if item else ""}
        )

    @routes.get(
        "/claims", summary="Claims in text order, of one article or one entity where asked for", responses=_CLAIMS
    )
    def claims(
        article: Annotated[str, Query(max_length=400)] = "",
        entity: Annotated[str, Query(max_length=200)] = "",
        start: Annotated[int, Query(ge=0, le=10**9)] = 0,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    ) -> Response:
        results = queue.results
        rows = results.claims_of.get(article, ()) if article else results.claims
        found = [row for row in rows if not entity or row.entity == entity]
        return _json({"claims": found[start : start + limit], "total": len(found)})

    @routes.get("/claims/{name}", summary="One claim", responses=_one("ClaimRow") | _MISSING)
    def claim(name: str) -> Response:
        return _json(_known(queue.results.claim.get(name)))

    @routes.post(
        "/check", summary="The findings between a draft and the latest run; nothing is stored", responses=_CHECKED
    )
    def check(draft: Pasted) -> Response:
        found = compare(draft)
        cited = {name for row in found.findings for name in row.claims}
        return _json({"findings": found.findings, "claims": [row for row in found.claims if row.id in cited]})

    return routes


def with_rows(app: FastAPI) -> None:
    """Describes the rows of the export in the application's OpenAPI document."""
    plain = app.openapi

    def described() -> dict[str, object]:
        schema = plain()
        _, shapes = msgspec.json.schema_components(
            (FindingRow, ClaimRow), ref_template="#/components/schemas/{name}"
        )
        shapes["FindingRow"]["properties"]["state"] = {"type": "string"}
        schema.setdefault("components", {}).setdefault("schemas", {}).update(shapes)
        return schema

    app.openapi = described  # type: ignore[method-assign]


def _known(row: Struct | None) -> Struct:
    if row is None:
        raise HTTPException(404, "no such id")
    return row


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), media_type=_JSON)
