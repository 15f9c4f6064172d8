"""Claims in the form in which they are compared: base unit, sign, two intervals, canonical keys."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from hedui.crosscheck.compare import Interval, Reach, reach
from hedui.crosscheck.vocabulary import is_derived, is_stock, is_timeless, split_growth, without_loss
from hedui.lexicon import Lexicon
from hedui.model import Card, Claim, Quantity
from hedui.wordlists import compile_words

Days = tuple[date, date]
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):?(\d\d)?(?::\d\d)?(?:([+-]\d\d):?\d\d|Z)?)?$")
DAY = Decimal(1440)  # a date is counted in minutes
_ONE = Decimal(1)
YEAR = 366
RATES = ("%", "pp")
# From here on a reading is sure.
SURE = 0.6
PLACES = ("LOC", "GPE")  # labels of names that own less than a firm does
_HEADS = frozenset({"个", "名", "位", "口"})
# Scopes that are part of the metric's name, which some writers put before it and others do not.
_OF_PROFIT = {"归母": "归母", "经调整": "经调整", "扣非": "扣非"}
# Words of a scope that limit nothing: 整体, 全年 and 合计 say the whole.
_WHOLE = compile_words(
    "{bare_whole}|系列$|当中|其中|宣布再?|最新(?:报告)?|此前已?|之前|历史上|曾经|不过|唯独|大约|合共|初期|期间|折?算?下来|相当于|折合|相比|这家|已$|列[帐账]|已?上报|拟派发?|[一二三四五六七八九十]轮|测得|(?:过去|最近|近)[一二三四五六七八九十两0-9]{1,3}个?(?:年|季度|月)[间来内]?"
)


@dataclass(slots=True, eq=False)
class Figure:
    """One claim ready for comparison.  Keys are canonical; `reach` is in the base unit and signed."""

    claim: Claim
    reach: Reach
    unit: str
    entity: str
    metric: str
    period: Days | None
    scope: str
    kind: str
    signature: str
    written: str  # the significant digits as written: 189.6亿斤 is 94.8亿千克, and 11年 132月
    digits: int  # how many these are, one zero at the end counted: 380人 has three, 2800亿 too, 18年 two
    day: date | None = None  # when it was printed

    @property
    def id(self) -> str:
        """The claim's id, by which all ties are broken."""
        return self.claim.id


_CURRENCY_SIGN = re.compile("[币幣￥¥€£A-Za-z美欧日港]")  # 人民币24亿元, HK$24亿元
_GRAIN = re.compile("(?:日期|时间|年份)$")
_TRADE_INCOME = re.compile("(?<=..)(?<!其他)(?<!其它)业务收入$")  # 其他收入 is what no business earns
_CUTOFF = compile_words("(?:{cutoff})$")  # each count has its own
_PER = re.compile(r"[1-9]\d{0,5}")


@dataclass(frozen=True, slots=True)
class Canon:
    """Spellings to canonical forms, from the lexicon: units to their base, metrics to their id."""

    units: Mapping[str, tuple[str, Decimal]]
    metrics: Mapping[str, str]
    entities: Mapping[str, str]
    listed: Collection[str] = ()  # the metrics of the word list

    def entity(self, claim: Claim) -> str:
        """The one name of a claim's entity."""
        return self.entities.get(claim.entity or "", claim.entity or "")

    @classmethod
    def of(cls, lexicon: Lexicon, entities: Mapping[str, str] | None = None) -> "Canon":
        """The canonical forms of a lexicon, and of the names of a corpus."""
        units, metrics, listed = _of_words(lexicon)
        return cls(units, metrics, entities or {}, listed=listed)

    def unit(self, unit: str) -> tuple[str, Decimal]:
        """The base unit and the factor to it (毫克/公斤 is a millionth of 千克/千克), the unit itself without."""
        if unit in self.units or "/" not in unit:
            return self.units.get(unit, (unit, _ONE))
        head, _, per = unit.partition("/")
        number = _PER.match(per)  # 毫克/100克
        word = per[number.end() :] if number else per
        (above, up), (below, down) = (self.units.get(name, (name, _ONE)) for name in (head, word))
        down *= int(number.group()) if number else 1
        factor = up / down
        return (f"{above}/{below}", factor) if factor * down == up else (unit, _ONE)

    def dated(self, name: str) -> str:
        """The canonical name of a date however fine: 开通年份 and 开通时间 are a 开通日期."""
        stem = _GRAIN.sub("", name)
        known = (self.metrics[own] for own in (name, f"{stem}日期", f"{stem}时间") if own in self.metrics)
        return next(known, f"{stem}日期" if stem != name else name)

    def metric(self, name: str) -> tuple[str, bool]:
        """The canonical metric, and whether its sign turns (a loss is a negative profit)."""
        base, suffix = split_growth(name)
        if suffix:
            suffix = suffix.replace("增量", "变动")
            return self.metrics.get(name) or self._level(base) + suffix, False
        profit, turned = without_loss(name)
        return self._level(profit), turned

    def _level(self, name: str) -> str:
        """The canonical name of a level: 化学业务收入 and 化学收入 are one income."""
        short = _TRADE_INCOME.sub("收入", name)
        return self.metrics.get(name) or self.metrics.get(short, short)


@lru_cache(maxsize=4)
def _of_words(lexicon: Lexicon) -> tuple[dict[str, tuple[str, Decimal]], dict[str, str], frozenset[str]]:
    """The units and metrics of a lexicon, each by all its spellings, and the metrics of its list."""
    units = {row.id: (row.base or row.id, row.factor) for row in lexicon.units}
    metrics = {name: row.id for row in lexicon.metrics for name in (row.id, *row.synonyms)}
    return units, metrics, frozenset(metrics.values())


def figures_of(claims: Iterable[Claim], cards: Mapping[str, Card], canon: Canon) -> list[Figure]:
    """The comparable claims, by id and article: those with a value, an entity and a metric, affirmed."""
    found = []
    for claim in claims:
        figure = figure_of(claim, canon) if comparable(claim) is None else None
        if figure is not None:
            card = cards.get(claim.article)
            figure.day = card.published.last if card and card.published else None
            found.append(figure)
    return sorted(found, key=lambda figure: (figure.id, figure.claim.article))


def comparable(claim: Claim) -> str | None:
    """Why this claim takes part in no comparison, None when it does."""
    if claim.quantity is None and claim.date_value is None:
        return "没有可比的数值"
    if claim.quantity is not None and claim.quantity.dimension == "malformed":
        return "数字写法有误，读不出数值"
    if not claim.polarity:
        return "原文是否定或更正旧说，只作证据，不算一票"
    if claim.entity is None or claim.metric is None:
        return "没有读出主体或指标"
    if claim.date_value is not None and _CUTOFF.search(claim.metric):
        return "只说明数字截至何时，各篇自有各篇的时点"
    return None


def figure_of(claim: Claim, canon: Canon) -> Figure | None:
    """The claim in comparable form, None when its value cannot be compared."""
    own = own_part(claim)
    metric, turned = canon.metric(own) if claim.quantity is not None else (canon.dated(own), False)
    metric, scope = settled(metric, scope_key(claim.qualifier), claim)
    if claim.quantity is None:
        span, unit = date_reach(claim.date_value or ""), "date"
    else:
        unit, factor = canon.unit(claim.quantity.unit)
        if unit in _HEADS and metric.endswith("人数"):  # 裁员6000个 and 裁员6000人
            unit = "人"
        span = reach(claim.quantity, claim.mention)
        if unit == "x" and is_derived(metric):  # 增长3.6倍 and 增长360% are one statement
            unit, factor = "%", factor * 100
        if span is not None and factor != 1:
            span = span.scaled(factor)
    if span is None:
        return None
    value = claim.quantity.value if claim.quantity else None
    said = "" if value is None else signature(value)
    written = said or signature(span.point)
    falls = claim.change == "decrease" and is_derived(metric)
    if (falls or turned) and span.point > 0:
        span = span.mirrored()
    return Figure(
        claim=claim,
        reach=span,
        unit=unit,
        entity=canon.entity(claim),
        metric=metric,
        period=None if unit == "date" else told_for(metric, days(claim)),
        scope=scope,
        kind=claim.kind,
        signature=signature(span.point),
        written=written,
        digits=len(written) + min(1, span.zeros or _meant_zeros(claim.quantity, said)),
    )


def _meant_zeros(quantity: Quantity | None, said: str) -> int:
    """The zeros at the end of a decimal fraction of two digits or more: one of 4.70亿."""
    if quantity is None or not quantity.value or quantity.step <= 0 or len(said) < 2:
        return 0
    least = int(quantity.value.normalize().as_tuple().exponent)
    return max(0, least - int(quantity.step.normalize().as_tuple().exponent))


def own_part(claim: Claim) -> str:
    """The name of the metric without the owner's before it: 茅台酒产量 of 茅台酒 is its 产量."""
    name, owner = claim.metric or "", claim.entity or ""
    return name.removeprefix(owner) if len(name) > len(owner) + 1 else name


def settled(metric: str, scope: str, claim: Claim) -> tuple[str, str]:
    """Metric and scope without what is said twice or only in one of the two: 归母 with 净利润 is 归母净利润.

    A growth without 同比 or 环比 over at most a year is against the year before, as news write it.
    """
    base, suffix = split_growth(metric)
    period = days(claim)
    if suffix in ("增速", "变动") and base and period and (period[1] - period[0]).days <= YEAR:
        metric = f"{base}同比{suffix}"
    if scope in _OF_PROFIT and "利润" in metric:
        return (metric if scope in metric else f"{_OF_PROFIT[scope]}{metric}"), ""
    named = scope and (scope in metric or scope in (claim.entity or ""))
    nation = scope in ("全国", "我国") and claim.entity_label in ("GPE", "LOC")
    return metric, "" if named or nation else scope


def told_for(metric: str, period: Days | None) -> Days | None:
    """The days that tell two figures apart: of a stock the last (2022年末 is 2022年12月), of 震级 none."""
    if period is None or is_timeless(metric):
        return None
    return (period[1], period[1]) if is_stock(metric) else period


def days(claim: Claim) -> Days | None:
    """The days a claim is about, None when it is open."""
    period = claim.period
    if period is None or period.first is None or period.last is None:
        return None
    # 截至5月 is as of the month's end, not a month's sum.
    return (period.last if period.instant else period.first), period.last


def is_currency(unit: str) -> bool:
    """Whether the unit is a sum of money, not money per share or ton."""
    return len(unit) == 3 and unit.isascii() and unit.isupper()


def meet(a: Figure, b: Figure) -> bool:
    """Whether the periods have a day in common, or one is open."""
    if a.period is None or b.period is None:
        return True
    return max(a.period[0], b.period[0]) <= min(a.period[1], b.period[1])


def is_rate(unit: str) -> bool:
    """Whether the unit is a share, a multiple, a rank or a date, which a bare number never means."""
    return unit in ("%", "pp", "x", "比", "排名", "date") or "/" in unit


def is_exact(figure: Figure) -> bool:
    """Whether the figure has two ends near one another."""
    return figure.reach.style in ("exact", "approx", "odd")


def is_bare(figure: Figure) -> bool:
    """Whether a sum is written without any currency word: a headline's 4260亿, $4.2亿 of any dollar."""
    mention = "".join(figure.claim.mention.split())
    bare = mention[-1:] in "0123456789万萬亿億兆千" and not _CURRENCY_SIGN.search(mention)
    return bare and is_currency(figure.unit)


def is_mere(figure: Figure) -> bool:
    """Whether a sum says 元 and not whose: 約315亿元 in a Taiwanese article on a firm of the mainland."""
    mention = "".join(figure.claim.mention.split())
    mere = mention[-1:] == "元" and mention[-2:-1] in "0123456789万萬亿億兆千百"
    return mere and not _CURRENCY_SIGN.search(mention)


@lru_cache(maxsize=65536)
def scope_key(qualifier: str | None) -> str:
    """A scope without the words that limit nothing."""
    return _WHOLE.sub("", qualifier or "").strip(" ,，、")


def signature(value: Decimal) -> str:
    """The significant digits without zeros and scale: 589 for both 5890万 and 5.89亿."""
    return f"{value.copy_abs():f}".replace(".", "").strip("0")


def date_reach(text: str) -> Reach | None:
    """A written date as an interval of minutes: 2019年 covers 2019年9月9日, so they agree."""
    ends = [_moments(part) for part in text.split("/", 1)]
    if any(end is None for end in ends):
        return None
    known = [end for end in ends if end is not None]
    low, high = known[0][0], known[-1][1]
    span = Interval(low, high, high_open=True)
    return Reach(low, span, span, high - low, False, 0, "date")


def _moments(text: str) -> tuple[Decimal, Decimal] | None:
    found = _PARTIAL.match(text.strip())
    if not found:
        return None
    try:
        return _minutes(found)
    except (ValueError, OverflowError):  # 2月30日, 9999年
        return None


def _minutes(found: re.Match[str]) -> tuple[Decimal, Decimal]:
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    first = date(year, month or 1, day or 1)
    if found[4]:
        hours = int(found[4]) + (8 - int(found[6]) if found[6] else 0)  # 当地4时17分 is 9时17分 in Beijing
        start = first.toordinal() * DAY + hours * 60 + int(found[5] or 0)
        return start, start + (1 if found[5] else 60)
    after = first + timedelta(1)
    if not month:
        after = date(year + 1, 1, 1)
    elif not day:
        after = date(year + month // 12, month % 12 + 1, 1)
    return first.toordinal() * DAY, after.toordinal() * DAY
