"""The JSON API against its own description: whatever is sent, it answers as it says."""

from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the desk is an extra: pip install 'hedui[review]'")
pytest.importorskip("schemathesis", reason="schemathesis is a tool of developers: '.[dev]'")

import schemathesis
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from hedui.commands.review import comparer, keeper
from hedui.desk.app import Desk, create_app
from hedui.desk.guard import Rules
from hedui.desk.queue import Queue
from hedui.desk.store import Decisions
from hedui.report.tables import write_tables
from hedui.runners import RunOptions
from whole import run_over

TEXTS = ("蓝湾科技2025年上半年营业收入为5890万元。", "蓝湾科技2025年上半年营业收入为5.89亿元。")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("api")
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    results = run_over([folder / f"{n}.txt" for n in range(2)])
    assert len(results.findings) == 1
    write_tables(results, folder / "out")
    queue = Queue(folder / "out", Decisions(folder / "out" / "decisions.sqlite"))
    rules = Rules(hosts=("testserver", "localhost", "127.0.0.1"), csrf="page")
    return create_app(Desk(queue, rules, comparer(folder / "out", RunOptions(workers=1)), keeper(Path("x"))))


def test_the_api_answers_as_it_is_described(app: object) -> None:
    described = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) == 5
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=20, derandomize=True, suppress_health_check=list(HealthCheck))
        def answers(case: schemathesis.Case) -> None:
            case.call_and_validate()

        answers()


def test_the_description_is_told_to_people(app: object) -> None:
    client = TestClient(app)  # type: ignore[arg-type]
    page = client.get("/api").text
    for path in ("/api/findings", "/api/claims/{name}", "/api/check", "FindingRow", "genealogy"):
        assert path in page
    found = client.get("/api/findings").json()["findings"][0]
    assert client.get(f"/api/findings/{found['id']}").json()["state"] == "open"


def test_half_a_surrogate_is_refused_in_a_sentence(app: object) -> None:
    client = TestClient(app, raise_server_exceptions=False)  # type: ignore[arg-type]
    sent = client.post("/api/check", content=b'{"text": "\\ud83d"}', headers={"content-type": "application/json"})
    assert (sent.status_code, sent.json()["detail"][0]["loc"]) == (422, ["body", "text"])
