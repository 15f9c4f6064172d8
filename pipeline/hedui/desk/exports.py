"""Decisions as files: suppressions for the next run, and test cases out of what was no conflict."""

from collections.abc import Iterator
from datetime import date

from hedui.desk.queue import SILENCING, Item, Queue
from hedui.desk.store import Entry
from hedui.report.results import ClaimRow
from hedui.report.states import suppression_text, toml_list, toml_table, toml_text


def suppression_file(queue: Queue) -> str:
    """A TOML file of [[suppression]] tables, as `hedui run --ignore` reads it."""
    return "\n".join(
        suppression_text(item.row, decision.author, _reason(decision), date.fromisoformat(decision.at[:10]))
        for item, decision in _silencing(queue)
    )


def cases_file(queue: Queue) -> str:
    """A TOML file of [[case]] tables: sentences that must not be held against each other, and why."""
    return "\n".join(_case(item, decision, queue) for item, decision in _silencing(queue))


def _silencing(queue: Queue) -> Iterator[tuple[Item, Entry]]:
    """The findings that a decision in force keeps out, with the decision, in the order of the run."""
    for item in queue.items():
        decision = item.standing.decision
        if item.state == "decided" and decision and decision.verdict in SILENCING:
            yield item, decision


def _reason(decision: Entry) -> str:
    return decision.words or decision.verdict


def _case(item: Item, decision: Entry, queue: Queue) -> str:
    told = {"name": item.row.id, "why": _reason(decision), "check": item.row.check}
    sentences = [_sentence(queue, queue.results.claim[name]) for name in item.row.claims]
    fields = {name: toml_text(value) for name, value in told.items()}
    return toml_table("case", fields | {"nothing": "true", "sentences": toml_list(sentences)})


def _sentence(queue: Queue, claim: ClaimRow) -> str:
    article = queue.results.article.get(claim.article)
    return article.text[claim.sentence[0] : claim.sentence[1]].strip() if article else claim.mention
