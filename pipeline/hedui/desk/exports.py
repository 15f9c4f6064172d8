"""Decisions as files: suppressions for the next run, and test cases out of what was no conflict."""

from collections.abc import Iterable, Iterator

import msgspec

from hedui.desk.queue import SILENCING, Item, Queue
from hedui.report.results import ClaimRow


def suppression_file(queue: Queue) -> str:
    """A TOML file of [[suppression]] tables, as `hedui run --ignore` reads it."""
    return "\n".join(_table("suppression", _suppression(item)) for item in _silencing(queue))


def cases_file(queue: Queue) -> str:
    """A TOML file of [[case]] tables: sentences that must not be held against each other, and why."""
    return "\n".join(_table("case", _case(item, queue)) for item in _silencing(queue))


def _silencing(queue: Queue) -> Iterator[Item]:
    """The findings that a decision in force keeps out, in the order of the run."""
    for item in queue.items():
        decision = item.standing.decision
        if item.state == "decided" and decision and decision.verdict in SILENCING:
            yield item


def _suppression(item: Item) -> Iterator[tuple[str, str]]:
    row, decision = item.row, item.standing.decision
    if decision is None:
        return
    fields = {"finding": row.id, "reason": decision.words or decision.verdict, "author": decision.author}
    fields |= {"severity": row.severity, "entity": row.entity or "", "metric": row.metric or ""}
    fields |= {"period": row.period or "", "check": row.check}
    yield from ((name, _text(value)) for name, value in fields.items())
    yield "date", decision.at[:10]
    yield "values", _list(row.values)


def _case(item: Item, queue: Queue) -> Iterator[tuple[str, str]]:
    decision = item.standing.decision
    yield "name", _text(item.row.id)
    yield "why", _text((decision and (decision.words or decision.verdict)) or "")
    yield "check", _text(item.row.check)
    yield "nothing", "true"
    yield "sentences", _list(_sentence(queue, queue.results.claim[name]) for name in item.row.claims)


def _sentence(queue: Queue, claim: ClaimRow) -> str:
    article = queue.results.article.get(claim.article)
    return article.text[claim.sentence[0] : claim.sentence[1]].strip() if article else claim.mention


def _table(name: str, fields: Iterable[tuple[str, str]]) -> str:
    return "\n".join([f"[[{name}]]", *(f"{key} = {value}" for key, value in fields), ""])


def _text(value: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's, but for DEL, which TOML forbids as it stands."""
    return msgspec.json.encode(value.encode("utf-8", "replace").decode()).decode().replace("\x7f", "\\u007f")


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(map(_text, values)) + "]"
