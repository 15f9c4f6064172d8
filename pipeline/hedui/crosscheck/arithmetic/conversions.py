"""Conversions in brackets, 每股19.60港元（约合人民币17.60元): the rates of one article must agree."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from hedui.crosscheck.arithmetic.span import Span, span_of
from hedui.crosscheck.assemble import Typed, build
from hedui.crosscheck.checks import kinds
from hedui.crosscheck.checks.base import Context, Fit
from hedui.crosscheck.figures import Figure
from hedui.crosscheck.grouping import topic_key
from hedui.crosscheck.rates import band
from hedui.crosscheck.sides import Side
from hedui.crosscheck.words import number, saying
from hedui.model import Finding

# A conversion stands right behind what it converts: (约合 takes three characters.
NEAR = 6
# A sum right behind a bracket is the same sum: 820亿元（3515亿元新台币）.
BRACKET = 1
# So many conversions of one pair of currencies give a rate to hold the others against.
ENOUGH = 3
# Rates of one article, taken at different hours, agree within this.
RATE_SHARE = Decimal("0.02")


class Conversion(NamedTuple):
    """A sum, its restatement in another currency, and what the rate can be."""

    one: Figure
    other: Figure
    rate: Span


def find_conversions(context: Context) -> Iterator[Finding]:
    """One finding for each conversion whose rate is not that of its article, or none that ever was.

    Without a word for it (人民币240万元、港币70万元) two sums may be two.
    """
    by: dict[tuple[str, str, str, str], list[Conversion]] = defaultdict(list)
    for pair in filter(_is_worded, conversions(context)):
        one, other, _ = pair
        by[one.entity, one.claim.article, currency(one), currency(other)].append(pair)
    for key in sorted(by):
        yield from _odd(by[key], context)


def _odd(pairs: list[Conversion], context: Context) -> Iterator[Finding]:
    usual = median(pair.rate.point for pair in pairs)
    for one, other, rate in pairs:
        slack = usual * RATE_SHARE
        if len(pairs) >= ENOUGH and not rate.interval(slack).meets(Span(usual, usual, usual).interval(slack)):
            said = f"{saying([other])}÷{saying([one])}的汇率约{number(rate.point, 4)}"
            fit = Fit(f"{said}，同文其他折算约{number(usual, 4)}，疑有一处写错", at_most="major", bare=True)
            yield _finding(one, other, Typed(kinds.RATE, fit), context)
        elif not _ever(rate, currency(one), currency(other)):
            said = f"{saying([one])}折作{saying([other])}，汇率约{number(rate.point, 4)}，不合常理"
            fit = Fit(f"{said}，疑币种或数量级写错", at_most="major", bare=True)
            yield _finding(one, other, Typed(kinds.CURRENCY, fit), context)


def _ever(rate: Span, one: str, other: str) -> bool:
    """Whether a rate ever was, as far as its digits tell (0.15美元 is 1.19港元); True without a band."""
    known = band(one, other)
    return known is None or (rate.low <= known[1] and rate.high >= known[0])


def _finding(one: Figure, other: Figure, typed: Typed, context: Context) -> Finding:
    return build(topic_key(one), [Side([one], one.reach), Side([other], other.reach)], typed, context)


def conversions(context: Context) -> Iterator[Conversion]:
    """All sums that an article restates in another currency right behind them, by entity and article."""
    places: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for topic in context.groups.topics:
        if currency_of(topic.key[2]):
            for figure in topic.figures:
                places[figure.entity, figure.claim.article].append(figure)
    for key in sorted(places):
        ordered = sorted(places[key], key=lambda figure: (figure.claim.span.start, figure.id))
        for one, other in pairwise(ordered):
            gap = other.claim.span.start - one.claim.span.end
            if 0 <= gap <= NEAR and _restates(one, other):
                spans = span_of(one.reach), span_of(other.reach)
                rate = spans[1].over(spans[0]) if spans[0] and spans[1] else None
                if rate is not None:
                    yield Conversion(one, other, rate)


def _restates(one: Figure, other: Figure) -> bool:
    """Whether the second is the first in another currency: a bracket or 约, 合 between, one metric and period."""
    if currency(one) == currency(other) or per(one) != per(other):
        return False
    if other.claim.span.start - one.claim.span.end == BRACKET:  # whatever else is read of the second
        return True
    return _says_so(other) and (one.metric, one.period) == (other.metric, other.period)


def _is_worded(pair: Conversion) -> bool:
    return _says_so(pair.other)


def _says_so(other: Figure) -> bool:
    return other.reach.style == "approx" or any(mark in other.claim.mention for mark in "合折约約")


def currency_of(unit: str) -> str:
    """The currency of a sum or of a price per unit, empty for what is no money."""
    head = unit.split("/")[0]
    return head if len(head) == 3 and head.isascii() and head.isupper() else ""


def currency(figure: Figure) -> str:
    """The currency of a figure."""
    return currency_of(figure.unit)


def per(figure: Figure) -> str:
    """What a price is per: 股 in HKD/股, empty for a sum."""
    return figure.unit.partition("/")[2]
