"""Sums of money whose currency or exchange rate cannot be."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from hedui.crosscheck.arithmetic.conversions import Conversion, conversions
from hedui.crosscheck.arithmetic.span import Span
from hedui.crosscheck.assemble import Typed
from hedui.crosscheck.checks import kinds
from hedui.crosscheck.checks.base import Context, Fit
from hedui.crosscheck.crossings.common import crossing
from hedui.crosscheck.doubts import articles_of
from hedui.crosscheck.figures import Figure, is_bare
from hedui.crosscheck.rates import plausible
from hedui.crosscheck.sides import sides_of
from hedui.crosscheck.vocabulary import is_fast
from hedui.crosscheck.words import number, saying
from hedui.model import Finding

# So many sums in one currency make it the usual one.
USUAL = 3
# In a week no rate of two currencies that are told in brackets moves by more.
WEEK, WEEK_SHARE = 7, Decimal("0.03")


def find_currencies(context: Context) -> Iterator[Finding]:
    """One sum in two currencies whose ratio no exchange rate explains, where each has one value only."""
    for sums in context.groups.money.values():
        by: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
        for figure in sums if sums[0].period and "每股" not in sums[0].metric else ():
            if is_bare(figure):  # 300.7亿 without a word is in no currency that could be wrong
                continue
            by[figure.kind, figure.scope, figure.unit].append(figure)
        for key, other in combinations(sorted(by), 2):
            if key[:2] != other[:2] or is_fast(sums[0].metric):
                continue
            one, two = sides_of(by[key])[0], sides_of(by[other])[0]
            if not (len(one) == len(two) == 1) or articles_of(one[0]) & articles_of(two[0]):
                continue  # who tells both tells of two sums
            if plausible(one[0].point, key[2], two[0].point, other[2]) is False:
                reason = f"折算所需汇率不合理（{key[2]}/{other[2]}），疑币种或数量级写错"
                # 315亿元 of a Taiwanese article on a firm of the mainland is rather read in the wrong currency.
                fit = Fit(reason, at_most="notice" if one[0].point == two[0].point else "minor", bare=True)
                yield from crossing(one[0].members, two[0].members, Typed(kinds.CURRENCY, fit), context)


def find_converted(context: Context) -> Iterator[Finding]:
    """One sum that articles of one week convert at two rates: 820亿元 is 3515亿 or 3727亿 新台币, not both."""
    sums: dict[tuple[str, str, str, Decimal], list[Conversion]] = defaultdict(list)
    for pair in conversions(context):
        sums[pair.one.entity, pair.one.unit, pair.other.unit, pair.one.reach.point].append(pair)
    for total in sorted(sums):
        days = [pair.one.day for pair in sums[total] if pair.one.day is not None]
        if len(days) == len(sums[total]) and (max(days) - min(days)).days <= WEEK:
            yield from _converted(sums[total], context)


def _converted(pairs: list[Conversion], context: Context) -> Iterator[Finding]:
    usual = sorted(pair.rate.point for pair in pairs)[
        len(pairs) // 2
    ]  # of two the higher, in any order of articles
    odd = [pair for pair in pairs if not _at_one_rate(pair.rate, Span(usual, usual, usual))]
    rest = [pair for pair in pairs if pair not in odd]
    inside = {pair.one.claim.article for pair in odd} & {pair.one.claim.article for pair in rest}
    if odd and not inside and not any(_at_one_rate(pair.rate, other.rate) for pair in odd for other in rest):
        told = [
            f"{saying([pair.other for pair in some])}（汇率约{number(some[0].rate.point, 3)}）"
            for some in (rest, odd)
        ]
        reason = f"同一笔{saying([rest[0].one])}，一作{told[0]}，一作{told[1]}，折算汇率不一，须核实"
        sides = [[pair.other for pair in some] for some in (rest, odd)]
        yield from crossing(
            sides[0], sides[1], Typed(kinds.RATE, Fit(reason, at_most="minor", bare=True)), context
        )


def _at_one_rate(rate: Span, other: Span) -> bool:
    return rate.interval(other.point * WEEK_SHARE).meets(other.interval(Decimal(0)))


def find_bare(context: Context) -> Iterator[Finding]:
    """A sum without any currency word among sums in another currency: a headline's 4260亿 that are ringgit."""
    for sums in context.groups.money.values():
        bare = [f for f in sums if is_bare(f)]
        units = sorted({f.unit for f in sums})
        if not bare or len(units) < 2 or sums[0].period is None:
            continue
        usual = max(units, key=lambda unit: (sum(f.unit == unit for f in sums), unit))
        named = {f.reach.point for f in sums if f.unit != usual and not is_bare(f)}
        most = [f for f in sums if f.unit == usual and f.kind == "actual" and f.reach.point not in named]
        odd = [f for f in bare if f.reach.point in named or (f.unit != usual and _is_open(f))]
        if len(most) >= USUAL:
            yield from _bare(most, [f for f in odd if f.scope == most[0].scope], context)


def _is_open(figure: Figure) -> bool:
    return figure.claim.quantity is not None and figure.claim.quantity.currency_open


def _bare(most: list[Figure], odd: list[Figure], context: Context) -> Iterator[Finding]:
    sides = sides_of(most)[0]
    if len(sides) == 1 and odd and all(not sides[0].takes(f.reach, 0) for f in odd):
        reason = f"{saying(odd)}未写币种，其余报道为{saying(most)}，读者会误作同一币种"
        yield from crossing(most, odd, Typed(kinds.CURRENCY, Fit(reason, at_most="major", bare=True)), context)
