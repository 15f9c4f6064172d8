"""The desk: decisions that last, reviewers who lose nothing, strangers who stay outside."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import msgspec
import pytest

from hedui.desk.queue import Queue, Wanted
from hedui.desk.store import Decisions, StaleError, Step
from hedui.report.results import ArticleRow, ClaimRow, FindingRow, Results, RunRecord
from hedui.report.states import read_suppressions
from hedui.report.tables import write_tables

pytest.importorskip("fastapi", reason="the desk is an extra: pip install 'hedui[review]'")

from starlette.testclient import TestClient

from hedui.commands.review import comparer, keeper
from hedui.desk.app import Desk, create_app
from hedui.desk.forms import Pasted
from hedui.desk.guard import MOST_BYTES, Rules
from hedui.runners import RunOptions
from whole import run_over

TEXT = "甲公司2024年营收<b>5890万元</b>。"
CSRF = {"x-hedui-csrf": "page"}


def results() -> Results:
    at = TEXT.index("5890")
    articles = [
        ArticleRow(id=f"a{n}", text=TEXT, title="<script>alert(1)</script>", source="甲报") for n in (0, 1)
    ]
    claims = [
        ClaimRow(id=f"c{n}", article=f"a{n}", start=at, end=at + 6, mention="5890万元", sentence=(0, len(TEXT)),
                 entity="甲公司", metric="营业收入", period="2024", value="58900000", unit="CNY")
        for n in (0, 1)
    ]  # fmt: skip
    findings = [
        FindingRow(id=f"f{n}", check="unit_slip", severity="major", confidence=0.9, entity="甲公司",
                   metric="营业收入", period="2024", claims=("c0", "c1"), sides=(("c0",), ("c1",)),
                   explanation=f"第{n}处", values=("58900000", "589000000"))
        for n in (0, 1, 2)
    ]  # fmt: skip
    return Results(tuple(articles), tuple(claims), tuple(findings), (), RunRecord(version="0"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_tables(results(), tmp_path)
    return tmp_path


@pytest.fixture
def queue(folder: Path) -> Queue:
    return Queue(folder, Decisions(folder / "decisions.sqlite"))


def desk(queue: Queue, token: str = "") -> Desk:
    rules = Rules(hosts=("testserver",), csrf="page", token=token)
    compare = comparer(queue.folder, RunOptions(workers=1))
    return Desk(queue, rules, compare, keeper(queue.folder / "corpus"), author="小李")


@pytest.fixture
def client(queue: Queue) -> Iterator[TestClient]:
    with TestClient(create_app(desk(queue))) as client:
        yield client


def decide(client: TestClient, finding: str, **said: str) -> int:
    form = {"author": "小李", "verdict": "error"} | said
    return client.post(f"/finding/{finding}/decide", data=form, headers=CSRF).status_code


def test_the_desk_opens_with_the_first_finding_and_the_list_has_the_values(client: TestClient) -> None:
    page = client.get("/").text
    assert 'data-finding="f0"' in page
    listed = page[page.index('id="i-f0"') : page.index('id="i-f1"')]
    assert "5890万元</span>" in listed
    assert "≠" not in listed  # both sides have one value: what differs is something else
    part = client.get("/", headers={"hx-request": "true"}).text
    assert "data-finding" not in part
    assert "data-finding" not in client.get("/", params={"text": "nothing of this"}).text


def test_decision_note_assignment_and_undo(client: TestClient, queue: Queue) -> None:
    assert decide(client, "f0", verdict="benign", words="口径不同") == 200
    client.post("/finding/f0/note", data={"author": "小王", "words": "已问过财务"}, headers=CSRF)
    client.post("/finding/f0/assign", data={"author": "小王", "words": "小张"}, headers=CSRF)
    item = queue.item("f0")
    assert item is not None
    assert item.standing.decision is not None
    assert (item.state, item.standing.decision.verdict, item.standing.assigned) == ("decided", "benign", "小张")
    client.post("/finding/f0/undo", data={"author": "小李"}, headers=CSRF)
    assert [i.row.id for i in queue.page(Wanted(state="open")).items] == ["f0", "f1", "f2"]
    assert len(queue.decisions.log("f0")) == 4


def test_a_benign_finding_needs_a_reason_and_every_decision_a_name(client: TestClient, queue: Queue) -> None:
    assert decide(client, "f0", verdict="benign") == 422
    assert decide(client, "f0", author=" ") == 422
    assert decide(client, "f0", verdict="nonsense") == 422
    assert queue.decisions.log("f0") == ()


def test_decisions_survive_a_new_run_and_reopen_by_the_rules(
    folder: Path, client: TestClient, queue: Queue
) -> None:
    decide(client, "f0")
    decide(client, "f1")
    worse, joined, same = results().findings
    worse = msgspec.structs.replace(worse, severity="critical")
    joined = msgspec.structs.replace(joined, values=(*joined.values, "5890000"))
    write_tables(replace(results(), findings=(worse, joined, same)), folder)
    states = {item.row.id: item.state for item in queue.page(Wanted(state="all")).items}
    assert states == {"f0": "reopened", "f1": "reopened", "f2": "open"}
    write_tables(results(), folder)
    assert {i.row.id for i in queue.page(Wanted(state="decided")).items} == {"f0", "f1"}


def test_a_lower_severity_or_fewer_values_open_nothing(folder: Path, client: TestClient, queue: Queue) -> None:
    decide(client, "f0")
    decide(client, "f1")
    less, fewer, same = results().findings
    less = msgspec.structs.replace(less, severity="minor")
    fewer = msgspec.structs.replace(fewer, values=fewer.values[:1])
    write_tables(replace(results(), findings=(less, fewer, same)), folder)
    assert {i.row.id for i in queue.page(Wanted(state="decided")).items} == {"f0", "f1"}


def test_a_finding_that_a_value_joined_is_opened_again_under_its_new_fingerprint(
    folder: Path, client: TestClient, queue: Queue
) -> None:
    decide(client, "f0", verdict="misread")
    row = results().findings[0]
    joined = msgspec.structs.replace(row, id="new", values=(*row.values, "5890000"))
    write_tables(replace(results(), findings=(joined,)), folder)
    item = queue.item("new")
    assert item is not None
    assert (item.state, "小李" in item.reason) == ("reopened", True)
    assert "小李" in client.get("/finding/new").text


def test_the_second_reviewer_is_told_and_nothing_is_lost(client: TestClient, queue: Queue) -> None:
    assert decide(client, "f0", seen="0") == 200
    said = {"author": "小王", "verdict": "misread", "seen": "0"}
    answer = client.post("/finding/f0/decide", data=said, headers=CSRF)
    assert answer.status_code == 409
    assert "小李" in answer.text
    assert [entry.author for entry in queue.decisions.log("f0")] == ["小李"]


def together(work: list[Thread]) -> None:
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()


def test_many_reviewers_at_once_lose_nothing(queue: Queue) -> None:
    def work(name: str) -> None:
        for n in range(20):
            queue.decisions.write(Step(f"f{n % 3}", "note", name, words=f"{name}-{n}"))

    together([Thread(target=work, args=(f"r{n}",)) for n in range(4)])
    notes = {entry.words for finding in ("f0", "f1", "f2") for entry in queue.decisions.log(finding)}
    assert len(notes) == 80


def test_one_of_those_who_saw_the_same_wins(queue: Queue) -> None:
    outcomes: list[str] = []

    def work(name: str) -> None:
        try:
            queue.decisions.write(Step("f0", "decide", name, "error", seen=0))
            outcomes.append("stored")
        except StaleError:
            outcomes.append("stale")

    together([Thread(target=work, args=(f"r{n}",)) for n in range(6)])
    assert sorted(outcomes) == ["stale"] * 5 + ["stored"]


def test_exports_are_toml_and_speak_of_what_was_decided(client: TestClient, tmp_path: Path) -> None:
    decide(client, "f0", verdict="misread", words='读成"年"')
    decide(client, "f1", verdict="error")
    rows = tomllib.loads(client.get("/suppressions.toml").text)["suppression"]
    assert [(row["finding"], row["author"], row["reason"]) for row in rows] == [("f0", "小李", '读成"年"')]
    (tmp_path / "ignore.toml").write_text(client.get("/suppressions.toml").text, encoding="utf-8")
    assert [row.finding for row in read_suppressions(tmp_path / "ignore.toml")] == ["f0"]
    cases = tomllib.loads(client.get("/cases.toml").text)["case"]
    assert cases[0]["nothing"] is True
    assert cases[0]["sentences"] == [TEXT, TEXT]


def test_hostile_text_is_shown_as_text(client: TestClient) -> None:
    page = client.get("/finding/f0").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"x-hedui-csrf": ""}, 403),
        ({"content-length": str(MOST_BYTES + 1)}, 413),
    ],
)
def test_strangers_stay_outside(client: TestClient, queue: Queue, headers: dict[str, str], status: int) -> None:
    said = {"author": "x", "verdict": "error"}
    answer = client.post("/finding/f0/decide", data=said, headers=CSRF | headers)
    assert answer.status_code == status
    assert queue.decisions.log("f0") == ()


def test_an_oversized_body_without_a_length_is_cut_off(client: TestClient) -> None:
    def body() -> Iterator[bytes]:
        for _ in range(MOST_BYTES // 65536 + 2):
            yield b"a" * 65536

    headers = CSRF | {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/finding/f0/note", content=body(), headers=headers).status_code == 413


def test_a_token_is_asked_for_and_kept_in_a_cookie(queue: Queue) -> None:
    with TestClient(create_app(desk(queue, token="secret"))) as client:
        assert client.get("/").status_code == 401
        first = client.get("/?token=secret")
        assert first.status_code == 200
        assert "HttpOnly" in first.headers["set-cookie"]
        assert client.get("/").status_code == 200


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/finding/f0", "/finding/none", "/api/findings", "/static/desk.js", "/report.css"):
        answer = client.get(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/static/%2e%2e/app.py").status_code == 404


def test_the_api_gives_the_rows_of_the_contract(client: TestClient) -> None:
    found = client.get("/api/findings", params={"severity": "major"}).json()
    assert (found["total"], found["findings"][0]["id"], found["findings"][0]["state"]) == (3, "f0", "open")
    assert client.get("/api/claims", params={"article": "a1"}).json()["claims"][0]["id"] == "c1"
    assert client.get("/api/claims/none").status_code == 404
    assert "/api/findings" in client.get("/api/openapi.json").json()["paths"]


def test_a_pasted_article_is_held_against_the_run_and_kept(tmp_path: Path) -> None:
    for n in (0, 1):
        text = f"财报显示,蓝湾科技2024年营业收入为{'5890万元' if n == 0 else '5,890万元'},同比增长12.5%。"
        (tmp_path / f"{n}.txt").write_text(f"{text}公司总部位于上海。", encoding="utf-8")
    out = tmp_path / "out"
    write_tables(run_over([tmp_path / "0.txt", tmp_path / "1.txt"]), out)
    draft = Pasted(text="蓝湾科技2024年营业收入为5.89亿元,同比增长12.5%。", published="2025-04-01", keep=True)
    with TestClient(create_app(desk(Queue(out, Decisions(out / "decisions.sqlite"))))) as client:
        page = client.post("/paste", data=draft.model_dump(exclude_defaults=True), headers=CSRF).text
        found = client.post("/api/check", json=draft.model_dump()).json()
    assert found["findings"][0]["check"] == "unit_slip"
    assert "5.89亿元" in page
    assert "5890万元" in page
    assert (out / "corpus" / "articles.jsonl").is_file()


def test_an_empty_or_undated_paste_is_refused(client: TestClient) -> None:
    assert client.post("/paste", data={"text": ""}, headers=CSRF).status_code == 422
    for day in ("昨天", "2613-11-77"):
        assert client.post("/paste", data={"text": "字", "published": day}, headers=CSRF).status_code == 422
