"""A list against its total, in one article: 共5617人，其中一线2386人、研发1842人、职能1398人 is nine too many.

A list need not be whole, so a sum that differs says nothing.  A sum that differs from the total by a slip of the
pen alone (one digit, two exchanged, a power of ten) does, where all are written to the same last digit.  A figure
that closes another list is rightly written and none of these.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from hedui.crosscheck.arithmetic.inputs import Level
from hedui.crosscheck.arithmetic.rules import Computed, added
from hedui.crosscheck.arithmetic.span import span_of
from hedui.crosscheck.checks.base import Context
from hedui.crosscheck.figures import Figure, is_currency, is_rate
from hedui.crosscheck.strokes import changed_at
from hedui.crosscheck.vocabulary import is_derived

# So many characters lie between a figure of a list and the next, at most.
NEXT = 60
# Of two parts the sum is near a third figure by accident: 1280元, 3650元 and 4950元 are three prices.
LEAST_PARTS, MOST_PARTS = 3, 8
# Sums of fewer digits are a slip away from a total by accident: 7 of 140 windows on the annotated stories.
TELLING = 4
# How surely the one or the other is a slip in the text, whatever was read of the parts: an estimate.
SURE = 0.6


class Listed(NamedTuple):
    """A figure and those beside it that it may be the total of."""

    total: Figure
    parts: tuple[Figure, ...]

    @property
    def sum(self) -> Decimal:
        """What the parts make together."""
        return sum((part.reach.point for part in self.parts), Decimal(0))


def lists_off(context: Context) -> Iterator[Computed]:
    """The totals that their lists miss by a slip of the pen, with the list that comes nearest."""
    rows: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for topic in context.groups.topics:
        for figure in topic.figures if _adds(topic.figures[0]) else ():
            if figure.reach.plain and figure.reach.point > 0:
                rows[figure.entity, figure.claim.article, figure.unit].append(figure)
    for key in sorted(rows):
        yield from _off(sorted(rows[key], key=lambda f: (f.claim.span.start, f.id)))


def _adds(figure: Figure) -> bool:
    return figure.kind == "actual" and not is_rate(figure.unit) and not is_derived(figure.metric)


def _off(row: list[Figure]) -> Iterator[Computed]:
    seen = list(_lists(row))
    long = [listed for listed in seen if len(listed.parts) >= LEAST_PARTS and _is_one_list(listed)]
    slips = [(listed, slip) for listed in long if (slip := _slip(listed))]
    right = {f.id for listed in seen if slips and _closes(listed) for f in (listed.total, *listed.parts)}
    told: set[str] = set()
    for listed, slip in slips:
        if right & {f.id for f in (listed.total, *listed.parts)} or listed.total.id in told:
            continue
        told.add(listed.total.id)
        levels = [Level(f, (f,), span) for f in listed.parts if (span := span_of(f.reach)) is not None]
        if len(levels) == len(listed.parts):
            yield replace(added(listed.total, levels, at_most="minor"), hint=slip, sure=SURE)


def _lists(row: list[Figure]) -> Iterator[Listed]:
    """Each figure with the two and more smaller ones right after it, and right before it."""
    for at, total in enumerate(row):
        for following in (row[at + 1 : at + 1 + MOST_PARTS], row[max(0, at - MOST_PARTS) : at][::-1]):
            parts, last = list[Figure](), total
            for figure in following:
                if _gap(last, figure) > NEXT or figure.reach.point >= total.reach.point:
                    break
                parts.append(figure)
                last = figure
                if len(parts) > 1:
                    yield Listed(total, tuple(parts))


def _gap(one: Figure, other: Figure) -> int:
    return abs(one.claim.span.start - other.claim.span.start)


def _closes(listed: Listed) -> bool:
    """Whether the parts make the total, but for the rounding of each."""
    steps = [figure.reach.step for figure in (listed.total, *listed.parts)]
    counted = all(step == 1 for step in steps) and not is_currency(listed.total.unit)
    slack = Decimal(0) if counted else sum(steps, Decimal(0)) / 2
    return abs(listed.sum - listed.total.reach.point) <= slack


def _is_one_list(listed: Listed) -> bool:
    """Whether all are of one time and written to the same digit, and in one sentence or under one name."""
    total, parts = listed
    return all((part.reach.step, part.period) == (total.reach.step, total.period) for part in parts) and (
        all(part.claim.sentence == total.claim.sentence for part in parts)
        or all(part.metric == total.metric for part in parts)
    )


def _slip(listed: Listed) -> str | None:
    """What a slip of the pen makes of the sum, None where the two differ otherwise."""
    step = listed.total.reach.step
    made, said = (f"{(value / step).to_integral_value():f}" for value in (listed.sum, listed.total.reach.point))
    if min(len(made.rstrip("0")), len(said.rstrip("0"))) < TELLING or made == said:
        return None
    if made.rstrip("0") == said.rstrip("0"):
        return "有效数字相同，疑为单位误写"
    places = () if _closes(listed) else changed_at(made, said)
    return ("只差一位数字，疑为笔误" if len(places) == 1 else "相邻两位数字互换，疑为笔误") if places else None
