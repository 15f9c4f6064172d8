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
            yield _matrix(name, claims, disputes, _Outlets(claims, results), language)


def ranked_entities(size: Mapping[str, int], disputed: Mapping[str, int]) -> list[str]:
    """The entities that have a table, by their disputed claims and all their claims."""
    rank = sorted(size, key=lambda name: (-disputed.get(name, 0), -min(size[name], MOST_CLAIMS), name))
    return rank[:MOST_ENTITIES]


class _Outlets:
    """The outlets of an entity's claims, each with its column."""

    def __init__(self, claims: Iterable[ClaimRow], results: Results) -> None:
        self._results = results
        counted = Counter(self.name(claim) for claim in claims)
        ranked = sorted(counted, key=lambda name: (-counted[name], name))
        self.names = tuple(ranked[:MOST_COLUMNS])
        self.more = len(ranked) - len(self.names)
        self._column = {name: number for number, name in enumerate(self.names)}

    def name(self, claim: ClaimRow) -> str:
        article = self._results.article.get(claim.article)
        return one_line((article and article.source) or claim.article)

    def column(self, claim: ClaimRow) -> int:
        return self._column.get(self.name(claim), len(self.names))


def _matrix(
    name: str, claims: Sequence[ClaimRow], disputes: Mapping[str, str], outlets: _Outlets, language: str
) -> Matrix:
    groups: dict[tuple[str, str], list[ClaimRow]] = {}
    for claim in claims:
        metric = " ".join(part for part in (claim.qualifier, claim.metric) if part)
        groups.setdefault((metric, claim.period or ""), []).append(claim)
    ranked = sorted(groups.items(), key=lambda item: (-_disputed(item[1], disputes), item[0]))
    rows = tuple(
        Row(
            metric=one_line(metric),
            period=period_of(period, language),
            how=_how(group, disputes, outlets),
            cells=_cells(group, disputes, outlets, language),
        )
        for (metric, period), group in ranked[:MOST_ROWS]
    )
    return Matrix(
        name=one_line(name),
        columns=outlets.names,
        more=outlets.more,
        rows=rows,
        disputed=sum(row.how == "differ" for row in rows),
        left_out=max(0, len(ranked) - MOST_ROWS),
    )


def _cells(
    group: Iterable[ClaimRow], disputes: Mapping[str, str], outlets: _Outlets, language: str
) -> tuple[tuple[Entry, ...], ...]:
    columns: list[dict[str, list[ClaimRow]]] = [{} for _ in range(len(outlets.names) + bool(outlets.more))]
    for claim in group:
        columns[outlets.column(claim)].setdefault(value_of(claim, language), []).append(claim)
    return tuple(
        tuple(
            Entry(one_line(value), len(same), next((disputes[c.id] for c in same if c.id in disputes), None))
            for value, same in column.items()
        )
        for column in columns
    )


def _how(group: Sequence[ClaimRow], disputes: Mapping[str, str], outlets: _Outlets) -> str:
    if any(claim.id in disputes for claim in group):
        return "differ"
    return "same" if len({outlets.name(claim) for claim in group}) > 1 else "single"


def _disputed(claims: Iterable[ClaimRow], disputes: Mapping[str, str]) -> int:
    return sum(claim.id in disputes for claim in claims)
