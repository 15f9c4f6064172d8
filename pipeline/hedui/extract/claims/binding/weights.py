"""What the ranker has too few stories to learn: candidates that are unlikely, or told outright, by what they are.

A figure that holds its metric (27银, 334伤) has that one: of 64 told otherwise 58 were wrong.  So has one that an
act makes what it is (89名村民丧生): of 230 so told 213 are right.  What a rule does for the periods stands beside
it, as periods righted and lost of 10,602 in stories unseen.
"""

from collections.abc import Callable

from hedui.arrays import Bools, Floats, np
from hedui.extract.claims.asides import BESIDE, BRACKETED, FROM, HAPPENED, ONCE, THAN
from hedui.extract.claims.binding.features import Rows
from hedui.extract.claims.binding.likely import owner_factors
from hedui.extract.claims.scene.columns import BALANCE, DIMENSIONS, GRAINS, LIVE, SUM, topic_code
from hedui.extract.claims.scene.times import CLOSING, EARLIER, LOOKED_BACK, SEASON, WITHIN
from hedui.extract.claims.standins.todate import KINDS

_HARDLY, _BARRED = 0.1, 0.005
_NEXT, _MUCH, _TOLD = 5.0, 20.0, 1000.0
_OUTRIGHT = 1000  # the score of a metric that grammar gives, as columns.py tells scores
_RIGHT_BEHIND = 4  # characters, for 的 and 约

_DAY, _YEAR = GRAINS.index("day"), GRAINS.index("year")  # up to a day
_KIND = {kind: code for code, kind in enumerate(KINDS, 1)}  # of stand-ins
_REPORTED = tuple(GRAINS.index(grain) for grain in ("quarter", "half", "year"))
_RATES = tuple(DIMENSIONS.index(name) + 1 for name in ("percent", "point"))
_SHARES = (*_RATES, DIMENSIONS.index("multiple") + 1)
_OF = 1  # the number of 的 among what stands after a mention
_SPORT, _TALLIED = topic_code("sport"), (0, DIMENSIONS.index("count") + 1, DIMENSIONS.index("rank") + 1)


def weighed(name: str, rows: Rows, scores: Floats) -> Floats:
    """The shares of a slot's candidates with the weights of what is known of them; a rival of any weight wins."""
    if name == "metric":
        return _metrics(rows, scores)
    return np.asarray(scores * (owner_factors(rows) if name == "entity" else _periods(rows)), dtype=np.float32)


def _metrics(rows: Rows, scores: Floats) -> Floats:
    """A level that holds its metric has it, and so has what is told outright."""
    outright = (rows.at("f_grows", 0) & rows.at("inside", 1)) | (rows["c_score"] > _OUTRIGHT)
    return np.asarray(np.where(outright, 0.5 + scores / 2, scores), dtype=np.float32)


def _periods(rows: Rows) -> Floats:
    """Against: days not known, what is hardly meant; for: what stands right before, what is said outright."""
    told = np.ones(len(rows.pairs.figure))
    for holds, weight in _OF_PERIODS:
        told = np.where(holds(rows), told * weight, told)
    return np.asarray(np.where(_said_outright(rows), _TOLD, told * _by_season(rows)), dtype=np.float64)


def _open(rows: Rows) -> Bools:
    """期内 where nothing says of what: 16 righted."""
    return rows.at("c_open", 1)


def _hardly(rows: Rows) -> Bools:
    """The day of an event, sums for what is held, a day for a sum, a year looked back to.

    6月2日坠毁,造成60人死亡 told days after is a later count (22 righted, 2 lost); 2024年末存货 is no sum of the
    year (30, 6), nor 不良贷款率, and 2025Q2财报(截至6月30日止)。净利润3.4亿元 is of the quarter.
    2025年为9亿元,2024年为8亿元,增长12.5% is of 2025 (8, 2).
    完赛1356人,去年是1102人。经济效益2亿元: last year is of the one figure behind it.
    """
    past, before = rows["c_days"] > 0, rows.at("after", 0)
    sum_of_days = rows.at("c_standin", _KIND["year to date"]) & (rows["m_stock"] > 0)
    sum_of_days |= rows.at("m_stock", BALANCE) & rows.at("c_grain", *_REPORTED) & rows.at("c_standin", 0) & past
    day = rows.at("m_stock", SUM) & rows.at("c_instant", 1)
    event = rows.at("m_toll", LIVE) & rows.at("c_role", HAPPENED) & past & rows.at("f_grows", 0)
    back = (rows["c_twin"] >= LOOKED_BACK) & rows.at("sentences", 0) & (rows["figures_between"] > 0) & before
    once = rows.at("c_once", ONCE, BESIDE) & ((rows["sentences"] > 0) | ~before) & (rows["m_toll"] <= 0)
    return event | sum_of_days | day | back | once


def _of_others(rows: Rows) -> Bools:
    """The base of a change, and the period of a bracket that is closed.

    比上年增加5亿元, 比上年多5亿元, 由上年的90亿元增加30% are no changes of last year's;
    全年7.3次（上半年为6.8次）,北区7.9次 is of the year.
    """
    apart = (rows["gap"] > 1) | (rows.at("gap", 1) & ~rows.at("c_after", _OF))
    base = rows.at("c_against", THAN) & rows.at("f_grows", 1) & apart
    base |= rows.at("c_against", FROM) & (rows["growths_between"] > 0) & rows.at("figures_between", 1)
    aside = rows.at("c_role", BRACKETED) & (rows["c_depth"] > rows["f_depth"])
    return ((base & rows.at("sentences", 0)) | aside) & rows.at("after", 0)


def _of_event(rows: Rows) -> Bools:
    """The day it befell, for what is of it alone: 震源深度, 机上人数, 事发时实载52人."""
    return rows.at("c_befell", 1) & rows.at("f_befallen", 1) & rows.at("f_grows", 0)


def _by_season(rows: Rows) -> Floats:
    """For the season that the lead names, and against a year once its sentence is over.

    五一档总票房9亿元。去年观众少一成。甲片收2亿元: of the season (54 righted, 3 lost).
    """
    before, here = rows.at("after", 0), rows.at("sentences", 0)
    season, within = rows.at("c_season", SEASON), rows.at("c_season", WITHIN)
    told, day = rows.any_of(season), rows.any_of(within & here & before)
    other = before & ~here & rows.at("c_grain", _YEAR)
    return np.where(season & ~day, _NEXT, np.where(told & other, _HARDLY, 1.0))


def _of_no_such(rows: Rows) -> Bools:
    """What is longer than a day, for a price of the trading day; what a figure is a share or a multiple of.

    收报12.5元 in an article on the third quarter is of a day; 是上年的2倍 is of this year (10 righted, none lost).
    """
    trading = rows.at("f_trading", 1) & (rows["clauses"] > 0) & (rows["c_grain"] > _DAY)
    share = rows.at("f_dimension", *_SHARES) & (rows["gap"] < _RIGHT_BEHIND)
    return trading | (rows.at("c_yardstick", 1) & share & rows.at("after", 0))


def _of_this_alone(rows: Rows) -> Bools:
    """The period right before a level that it is measured against, and the day of the event in the lead.

    较2024年的亏损5亿元 (34 righted, 3 lost); 马拉松昨日上演 for what follows (22, 7).
    """
    before, adjoins = rows.at("after", 0), rows.at("gap", 0) & rows.at("c_against", 0)
    next_to = rows.at("clauses", 0) & rows.at("figures_between", 0) & rows.at("periods_between", 0)
    adjoins |= rows.at("gap", 1) & rows.at("c_after", _OF) & (rows["c_against"] > 0)
    level = (rows.at("f_grows", 0) & ~rows.at("f_dimension", *_SHARES)) | (
        rows.at("f_dimension", *_RATES) & adjoins
    )
    against = rows.at("c_compared", 1) | (rows["c_against"] > 0)
    staged = rows.at("c_staged", 1) & (rows["sentences"] > 0)
    return ((next_to & against & level & rows.at("c_future", 0)) | staged) & before


def _at_its_end(rows: Rows) -> Bools:
    """What is held stands at the end of a span that is over; 本流感季累计84例 up to the day of the count."""
    ended = rows.at("c_standin", _KIND["span end"]) & (rows["c_days"] > 0) & rows.at("m_stock", BALANCE)
    near = rows.at("sentences", 0) & rows.at("after", 0) & rows.at("periods_between", 0)
    return ended | (rows.at("c_standin", _KIND["counted so far"]) & near & rows.at("f_grows", 0))


def _said_outright(rows: Rows) -> Bools:
    """Spans whose two ends the words name: 今年截至5月9日 (7 righted, none lost), since the opening (21, none).

    The years between two that are named are of a growth a year (年均增长): the check of compound rates needs them.
    """
    spans = rows.at("c_standin", _KIND["told to date"], _KIND["since opening"])
    spans |= rows.at("c_standin", _KIND["from to"]) & rows.at("f_rate", 1) & rows.at("f_dimension", *_RATES)
    later = rows.at("c_standin", _KIND["days on"]) & rows.at("clauses", 0) & rows.at("after", 0)
    later &= rows.at("figures_between", 0)
    return (spans & rows.at("sentences", 0)) | later | _of_games(rows)


def _of_games(rows: Rows) -> Bools:
    """超过伦敦奥运会的39金 is of that year; medals told when games are just over are as of their last day.

    2月8日夺得金牌3枚 are of that day.
    """
    before, closing, days = rows.at("after", 0), rows.at("c_edition", CLOSING), rows["c_days"]
    over = np.maximum.reduceat(np.where(closing, days, -1), rows.pairs.first)[rows.pairs.figure]
    edition = rows.at("c_edition", EARLIER) & before & rows.at("clauses", 0) & rows.at("periods_between", 0)
    day = rows.at("c_standin", 0) & rows.at("c_grain", _DAY) & before & rows.at("sentences", 0) & (days > over)
    medals = rows.at("m_topic", _SPORT) & rows.at("f_dimension", *_TALLIED)
    return edition | (closing & medals & ~rows.any_of(edition | day))


# What holds of a period, and how much likelier or less likely it is then.
_OF_PERIODS: tuple[tuple[Callable[[Rows], Bools], float], ...] = (
    (_open, _BARRED),
    (_hardly, _HARDLY),
    (_of_others, _HARDLY),
    (_of_no_such, _BARRED),
    (_of_this_alone, _NEXT),
    (_at_its_end, _MUCH),
    (_of_event, _TOLD),
)
