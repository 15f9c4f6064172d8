"""What is printed about an entity, as a table: metric and period down, outlets across."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from hedui.report.figures import period_of, value_of
from hedui.report.quote import one_line
from hedui.report.results import ClaimRow, Results

MOST_ENTITIES, MOST_ROWS, MOST_COLUMNS = 200, 80, 7
MOST_CLAIMS = 1000  # of one entity, the disputed ones apart


class Entry(Struct, frozen=True):
    """A value in a cell: in how many articles of the outlet, and the finding that disputes it."""

    value: str
    times: int
    finding: str | None


class Row(Struct, frozen=True):
    """One metric in one period; `how` is "differ", "same" (several outlets, nothing disputed) or "single"."""

    metric: str
    period: str
    how: str
    cells: tuple[tuple[Entry, ...], ...]


class Matrix(Struct, frozen=True):
    """An entity with its table; the last column gathers the outlets beyond the first few."""

    name: str
    columns: tuple[str, ...]
    more: int  # outlets in the last column
    rows: tuple[Row, ...]
    disputed: int
    left_out: int  # rows beyond the most


def matrices(results: Results, language: str) -> Iterator[Matrix]:
    """The entities with at least two claims, the most disputed first, then those with the most claims."""
    disputes = results.disputes
    found: dict[str, list[ClaimRow]] = {}
    size: Counter[str] = Counter()
    for claim in results.claims:
        if claim.entity and claim.metric:
            size[claim.entity] += 1
            if size[claim.entity] <= MOST_CLAIMS or claim.id in disputes:
                found.setdefault(claim.entity, []).append(claim)
    disputed = {name: _disputed(claims, disputes) for name, claims in found.items()}
    for name in ranked_entities(size, disputed):
        claims = found[name]
        if len(claims) > 1:
            yield _matrix(name, claims, results, language)


def ranked_entities(size: Mapping[str, int], disputed: Mapping[str, int]) -> list[str]:
    """The entities that have a table, by their disputed claims and all their claims."""
    rank = sorted(size, key=lambda name: (-disputed.get(name, 0), -min(size[name], MOST_CLAIMS), name))
    return rank[:MOST_ENTITIES]


def _matrix(name: str, claims: Sequence[ClaimRow], results: Results, language: str) -> Matrix:
    outlets = Counter(_outlet(claim, results) for claim in claims)
    ranked = sorted(outlets, key=lambda outlet: (-outlets[outlet], outlet))
    column = {outlet: min(number, MOST_COLUMNS) for number, outlet in enumerate(ranked)}
    groups: dict[tuple[str, str], list[ClaimRow]] = {}
    for claim in claims:
        metric = " ".join(part for part in (claim.qualifier, claim.metric) if part)
        groups.setdefault((metric, claim.period or ""), []).append(claim)
    topics = sorted(groups, key=lambda topic: (-_disputed(groups[topic], results.disputes), topic))
    rows = tuple(
        Row(
            metric=one_line(topic[0]),
            period=period_of(topic[1], language),
            how=_how(groups[topic], results),
            cells=tuple(_cells(groups[topic], column, results, language)),
        )
        for topic in topics[:MOST_ROWS]
    )
    return Matrix(
        name=one_line(name),
        columns=tuple(ranked[:MOST_COLUMNS]),
        more=max(0, len(ranked) - MOST_COLUMNS),
        rows=rows,
        disputed=sum(row.how == "differ" for row in rows),
        left_out=max(0, len(topics) - MOST_ROWS),
    )


def _outlet(claim: ClaimRow, results: Results) -> str:
    article = results.article.get(claim.article)
    return one_line((article and article.source) or claim.article)


def _cells(
    group: Iterable[ClaimRow], column: Mapping[str, int], results: Results, language: str
) -> Iterator[tuple[Entry, ...]]:
    """The values of each outlet, those of all outlets beyond the first few in one cell."""
    cells: list[dict[str, list[ClaimRow]]] = [{} for _ in range(1 + max(column.values()))]
    for claim in group:
        cells[column[_outlet(claim, results)]].setdefault(value_of(claim, language), []).append(claim)
    for cell in cells:
        yield tuple(
            Entry(one_line(value), len(same), next(filter(None, (results.disputes.get(c.id) for c in same)), None))
            for value, same in cell.items()
        )


def _how(group: Sequence[ClaimRow], results: Results) -> str:
    if _disputed(group, results.disputes):
        return "differ"
    return "same" if len({_outlet(claim, results) for claim in group}) > 1 else "single"


def _disputed(claims: Iterable[ClaimRow], disputes: Mapping[str, str]) -> int:
    return sum(claim.id in disputes for claim in claims)
