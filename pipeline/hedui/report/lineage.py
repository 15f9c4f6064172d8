"""The story of the values of a finding as a picture: one row an article in order of time, one lane a side.

A line leads from the article that was copied to the copy, also from one side to another: there the figure changed.
The words beside the picture say the same, so that nobody needs to see it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from hedui.model import Branch, Carrier
from hedui.report.quote import headline_of, one_line
from hedui.report.results import ArticleRow, FindingRow, Results

MOST_ROWS = 14
# Pixels: between lanes, between rows, of a copy beside its lane, at the left.
LANE, ROW, TWIG, START = 30, 28, 12, 12


class Node(Struct, frozen=True):
    """An article in the story; `what` is first, own, copy, stale or corrects, `model` the outlet it copied.

    `changed` says that the figure is another in the model: here the slip happened.
    """

    side: int
    what: str
    day: str
    outlet: str
    model: str
    changed: bool
    carrier: Carrier | None
    late: bool  # it still carries a value that was taken back
    x: int
    y: int


class Edge(Struct, frozen=True):
    """A line from an article down to its copy; `changed` where the figure changed on the way."""

    path: str
    side: int
    changed: bool


class Lineage(Struct, frozen=True):
    """The picture: its nodes and edges in pixels, and how many articles are left out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int
    more: int


class _Entry(Struct, frozen=True):
    side: int
    what: str
    article: str
    day: str
    carrier: Carrier | None = None
    model: str | None = None
    late: bool = False


def lineage(row: FindingRow, results: Results) -> Lineage | None:
    """The picture of a finding; None where there is one article only, or nothing is known."""
    found = sorted(_entries(row.genealogy, results), key=lambda e: (e.day, e.article, e.side))
    if len(found) < 2:
        return None
    side_of = {entry.article: entry.side for entry in found if entry.carrier}
    chosen = _chosen(found, side_of)
    nodes = tuple(_node(place, entry, side_of, results) for place, entry in enumerate(chosen))
    lanes = 1 + max(entry.side for entry in chosen)
    return Lineage(
        nodes=nodes,
        edges=tuple(_edges(nodes, chosen)),
        width=START + LANE * (lanes - 1) + TWIG + START,
        height=ROW * len(nodes),
        more=len(found) - len(chosen),
    )


def _entries(branches: Iterable[Branch], results: Results) -> Iterator[_Entry]:
    for side, branch in enumerate(branches):
        late = set(branch.stale)
        for carrier in branch.carriers:
            model = _model(carrier, branch)
            what = "copy" if carrier.status == "stale" and model else carrier.status
            day = carrier.published or ""
            yield _Entry(side, what, carrier.article, day, carrier, model, carrier.article in late)
        for name in branch.correctors:
            article = results.article.get(name)
            yield _Entry(side, "corrects", name, (article and article.dated) or "")


def _model(carrier: Carrier, branch: Branch) -> str | None:
    """What a carrier copied: of one paragraph with two figures, the article that first had its figure."""
    first = branch.carriers[0]
    changed = carrier is not first and first.copied_from is not None and first.copied_from == carrier.copied_from
    return first.article if changed else carrier.copied_from


def _changed(entry: _Entry, side_of: Mapping[str, int]) -> bool:
    return entry.model is not None and side_of.get(entry.model, entry.side) != entry.side


def _chosen(found: Sequence[_Entry], side_of: Mapping[str, int]) -> list[_Entry]:
    """The rows to draw: beginnings, corrections and places where the figure changed before mere copies."""

    def rank(entry: _Entry) -> int:
        if entry.what in ("first", "corrects"):
            return 0
        return 1 if _changed(entry, side_of) else 2 if entry.what == "own" else 3

    ranked = sorted(range(len(found)), key=lambda place: (rank(found[place]), place))[:MOST_ROWS]
    return [found[place] for place in sorted(ranked)]


def _node(place: int, entry: _Entry, side_of: Mapping[str, int], results: Results) -> Node:
    article = results.article.get(entry.article)
    copied = results.article.get(entry.model or "")
    return Node(
        side=entry.side,
        what=entry.what,
        day=entry.day.replace("/", " ~ "),
        outlet=_outlet(article, entry.article),
        model=_outlet(copied, entry.model or ""),
        changed=_changed(entry, side_of),
        carrier=entry.carrier,
        late=entry.late,
        x=START + LANE * entry.side + (TWIG if entry.what == "copy" else 0),
        y=ROW * place + ROW // 2,
    )


def _outlet(article: ArticleRow | None, name: str) -> str:
    """Who printed an article; where nobody knows, the article itself."""
    return one_line(article.source or headline_of(article)) if article else one_line(name)


def _edges(nodes: Sequence[Node], chosen: Sequence[_Entry]) -> Iterator[Edge]:
    at = {entry.article: node for entry, node in zip(chosen, nodes, strict=True) if entry.carrier}
    for entry, node in zip(chosen, nodes, strict=True):
        model = at.get(entry.model or "")
        if model is None or model.y >= node.y:
            continue
        turn = model.x + TWIG // 2
        path = f"M{model.x} {model.y}L{turn} {model.y + TWIG // 2}V{node.y - 6}L{node.x} {node.y}"
        yield Edge(path, model.side, changed=node.changed)
