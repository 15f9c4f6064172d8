"""The story of the values of a finding as a picture: one row an article in order of time, one lane a side.

A line leads from the article that was copied to the copy, also from one side to another: there the figure changed.
The words beside the picture say the same, so that nobody needs to see it.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from hedui.model import Branch, Carrier
from hedui.report.quote import headline_of, one_line
from hedui.report.results import FindingRow, Results

MOST_ROWS = 14
# Pixels: between lanes, between rows, of a copy beside its lane, at the left.
LANE, ROW, TWIG, START = 30, 28, 12, 12


class Node(Struct, frozen=True, kw_only=True):
    """An article in the story; `what` is first, own, copy, stale or corrects, `model` the outlet it copied.

    `changed` says that the figure is another in the model: here the slip happened.
    """

    side: int
    what: str
    article: str
    day: str
    outlet: str
    copied: str = ""  # the article that it copied
    model: str = ""
    changed: bool = False
    carrier: Carrier | None = None
    late: bool = False  # it still carries a value that was taken back
    x: int = 0
    y: int = 0


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


def lineage(row: FindingRow, results: Results) -> Lineage | None:
    """The picture of a finding; None where there is one article only, or nothing is known."""
    found = sorted(_found(row.genealogy, results), key=lambda node: (node.day, node.article, node.side))
    if len(found) < 2:
        return None
    nodes = tuple(_placed(node, place) for place, node in enumerate(_chosen(found)))
    return Lineage(
        nodes=nodes,
        edges=tuple(_edges(nodes)),
        width=START + LANE * max(node.side for node in nodes) + TWIG + START,
        height=ROW * len(nodes),
        more=len(found) - len(nodes),
    )


def _found(branches: Sequence[Branch], results: Results) -> Iterator[Node]:
    """The articles that print a value or take it back, on the side of that value."""
    side_of = {carrier.article: side for side, branch in enumerate(branches) for carrier in branch.carriers}
    for side, branch in enumerate(branches):
        for carrier in branch.carriers:
            copied = _copied(carrier, branch)
            yield Node(
                side=side,
                what="copy" if carrier.status == "stale" and copied else carrier.status,
                article=carrier.article,
                day=(carrier.published or "").replace("/", " ~ "),
                outlet=_outlet(carrier.article, results),
                copied=copied,
                model=_outlet(copied, results),
                changed=side_of.get(copied, side) != side,
                carrier=carrier,
                late=carrier.article in branch.stale,
            )
        for name in branch.correctors:
            article = results.article.get(name)
            day = ((article and article.dated) or "").replace("/", " ~ ")
            yield Node(side=side, what="corrects", article=name, day=day, outlet=_outlet(name, results))


def _copied(carrier: Carrier, branch: Branch) -> str:
    """What a carrier copied: of one paragraph with two figures, the article that first had its figure."""
    first = branch.carriers[0]
    changed = carrier is not first and first.copied_from is not None and first.copied_from == carrier.copied_from
    return (first.article if changed else carrier.copied_from) or ""


def _chosen(found: Sequence[Node]) -> list[Node]:
    """The rows to draw: beginnings, corrections and places where the figure changed before mere copies."""

    def rank(node: Node) -> int:
        if node.what in ("first", "corrects"):
            return 0
        return 1 if node.changed else 2 if node.what == "own" else 3

    ranked = sorted(range(len(found)), key=lambda place: (rank(found[place]), place))[:MOST_ROWS]
    return [found[place] for place in sorted(ranked)]


def _placed(node: Node, place: int) -> Node:
    x = START + LANE * node.side + (TWIG if node.what == "copy" else 0)
    return replace(node, x=x, y=ROW * place + ROW // 2)


def _outlet(name: str, results: Results) -> str:
    """Who printed an article; where nobody knows, the article itself."""
    article = results.article.get(name)
    return one_line(article.source or headline_of(article)) if article else one_line(name)


def _edges(nodes: Sequence[Node]) -> Iterator[Edge]:
    at = {node.article: node for node in nodes if node.carrier}
    for node in nodes:
        model = at.get(node.copied)
        if model is None or model.y >= node.y:
            continue
        turn = model.x + TWIG // 2
        path = f"M{model.x} {model.y}L{turn} {model.y + TWIG // 2}V{node.y - 6}L{node.x} {node.y}"
        yield Edge(path, model.side, changed=node.changed)
