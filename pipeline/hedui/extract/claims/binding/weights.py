"""What the ranker has too few stories to learn: candidates that are unlikely, or told outright, by what they are.

A figure that holds its metric (27银, 334伤) has that one: of 64 told otherwise 58 were wrong.  So has one that an
act makes what it is (89名村民丧生): of 230 so told 213 are right.  What counts people counts no medals: of 100
metrics 64.4 are right without, 64.8 with.  What a rule does for the periods stands beside it, as periods righted
and lost of 10,602 in stories unseen.
"""

from hedui.arrays import Bools, Floats, np
from hedui.extract.claims.asides import BRACKETED, HAPPENED, THAN
from hedui.extract.claims.binding.features import Rows
from hedui.extract.claims.binding.likely import owner_factors
from hedui.extract.claims.scene.columns import BALANCE, DIMENSIONS, GRAINS, LIVE, topic_code
from hedui.extract.claims.scene.stage import ROLES
from hedui.extract.claims.scene.times import CLOSING, EARLIER, LOOKED_BACK, SEASON, WITHIN
from hedui.extract.claims.standins.todate import KINDS

_HARDLY = 0.1
_OUTRIGHT = 1000  # the score of a metric that grammar gives, as columns.py tells scores
_NEVER = 0.05
_BARRED = 0.005
_TOLD = 1000.0
_NEXT = 5.0
_MUCH = 20.0
_FEW = 3  # clauses
_FAR = 999  # characters
_RIGHT_BEHIND = 4  # characters, for 的 and 约

_STOCK = 2  # what the lexicon knows to hold at a moment
_DAY, _YEAR = GRAINS.index("day"), GRAINS.index("year")  # up to a day
_MONTH = KINDS.index("published month") + 1
_TOLD_TO_DATE, _SINCE_OPENING, _FROM_TO, _YEAR_TO_DATE, _DAYS_ON, _SPAN_END, _COUNT_DAY, _COUNTED_SO_FAR = (
    KINDS.index(kind) + 1
    for kind in (
        "told to date",
        "since opening",
        "from to",
        "year to date",
        "days on",
        "span end",
        "day of the count",
        "counted so far",
    )
)
_REPORTED = tuple(GRAINS.index(grain) for grain in ("quarter", "half", "year"))
_RATES = tuple(DIMENSIONS.index(name) + 1 for name in ("percent", "point"))
_SHARE = ROLES.index("share") + 1
_OF = 1  # the number of 的 among what stands after a mention
_MULTIPLE = DIMENSIONS.index("multiple") + 1
_SPORT, _TALLIED = topic_code("sport"), (0, DIMENSIONS.index("count") + 1, DIMENSIONS.index("rank") + 1)


def weighed(name: str, rows: Rows, scores: Floats) -> Floats:
    """The shares of a slot's candidates with the weights of what is known of them; a rival of any weight wins."""
    if name == "metric":
        return _metrics(rows, scores)
    found: Floats = (scores * (owner_factors(rows) if name == "entity" else _periods(rows))).astype(np.float32)
    return found


def _metrics(rows: Rows, scores: Floats) -> Floats:
    """A figure that holds its metric has it; of people no medals are counted; 占58% is of no rate."""
    level = rows["f_grows"] == 0
    inside = np.minimum(0.5 + scores / 2 + 0.2 * rows["c_implied"], 1)
    outright = (rows["inside"] == 1) | (rows["c_score"] > _OUTRIGHT)
    told = np.where(level & (rows["agrees"] < 0), _HARDLY, 1)
    told = np.where((rows["role"] == _SHARE) & np.isin(rows["c_dimension"], _RATES), _HARDLY, told)
    found: Floats = (np.where(level & outright, inside, scores) * told).astype(np.float32)
    return found


def _periods(rows: Rows) -> Floats:
    """Against: days not known, what is hardly meant; for: what stands right before, what is said outright."""
    told = np.where(rows["c_open"] == 1, _NEVER, 1.0)  # 期内 where nothing says of what: 16 righted
    told = np.where(_hardly(rows), told * _HARDLY, told)
    told = np.where(_of_the_telling(rows) | _of_others(rows), told * _HARDLY, told)
    told = np.where(_of_this_alone(rows), told * _NEXT, told)
    told = np.where(_of_event(rows), told * _TOLD, told)
    told = np.where(_of_no_such(rows), told * _BARRED, told)
    told *= _by_season(rows)
    ended = (rows["c_standin"] == _SPAN_END) & (rows["c_days"] > 0)
    told = np.where(ended & (rows["m_stock"] == BALANCE), told * _MUCH, told)
    told = np.where(_so_far(rows), told * _MUCH, told)
    weights: Floats = np.where(_said_outright(rows), _TOLD, told)
    return weights


def _hardly(rows: Rows) -> Bools:
    """The day of an event, sums for what is held, a year of which one thing is told, a year looked back to.

    6月2日坠毁,造成60人死亡 told days after is a later count (22 righted, 2 lost); 2024年末存货 is no sum of the
    year (30, 6), nor 不良贷款率; 2020年停办 says nothing of the next sentence (20, none); 2025年为9亿元,
    2024年为8亿元,增长12.5% is of 2025 (8, 2).
    """
    named, toll = rows["c_standin"] == 0, rows["m_toll"] > 0
    sum_of_days = (rows["c_standin"] == _YEAR_TO_DATE) & (rows["m_stock"] > 0)
    sum_of_days |= (
        (rows["m_stock"] == BALANCE) & np.isin(rows["c_grain"], _REPORTED) & named & (rows["c_days"] > 0)
    )
    once = (rows["c_once"] == 1) & (rows["sentences"] > 0) & (rows["after"] == 0) & ~toll
    once |= (rows["c_edition"] == EARLIER) & (rows["clauses"] > 0) & (rows["figures_between"] > 0)
    event = (rows["m_toll"] == LIVE) & (rows["c_role"] == HAPPENED) & (rows["c_days"] > 0) & (rows["f_grows"] == 0)
    back = (rows["c_twin"] >= LOOKED_BACK) & (rows["sentences"] == 0) & (rows["figures_between"] > 0)
    found: Bools = event | sum_of_days | once | (back & (rows["after"] == 0))
    return found


def _of_the_telling(rows: Rows) -> Bools:
    """The day of the article, once the paragraph that names it is over."""
    over = (rows["sentences"] > 0) & (rows["after"] == 0) & (rows["f_disaster"] == 0)
    day = (rows["c_standin"] == 0) & (rows["c_grain"] == _DAY) & (rows["c_instant"] == 0)
    found: Bools = over & day & (rows["c_days"] == 0) & (rows["paragraphs"] > 0)
    return found


def _of_others(rows: Rows) -> Bools:
    """The base of a change, and the period of a bracket that is closed.

    比上年增加5亿元 and 比上年多5亿元 are no changes of last year's;
    全年7.3次（上半年为6.8次）,北区7.9次 is of the year.
    """
    close = (rows["sentences"] == 0) & (rows["after"] == 0)
    apart = (rows["gap"] > 1) | ((rows["gap"] == 1) & (rows["c_after"] != _OF))
    changed = (rows["growths_between"] > 0) | ((rows["f_grows"] == 1) & apart)
    base = (rows["c_against"] == THAN) & changed & (rows["figures_between"] < 2)
    aside = (rows["c_role"] == BRACKETED) & (rows["c_depth"] > rows["f_depth"])
    found: Bools = (close & base) | (aside & (rows["after"] == 0))
    return found


def _of_event(rows: Rows) -> Bools:
    """The day it befell, for what is of it alone, unless another is told: 震源深度, 机上人数, 事发时实载52人."""
    first, figure = rows.pairs.first, rows.pairs.figure
    befell, gap = rows["c_befell"] == 1, rows["gap"]
    day = (rows["sentences"] == 0) & (rows["after"] == 0) & (rows["c_standin"] == 0) & (rows["c_grain"] <= _DAY)
    own, other = (np.minimum.reduceat(np.where(day & of, gap, _FAR), first)[figure] for of in (befell, ~befell))
    found: Bools = befell & (rows["f_befallen"] == 1) & (rows["f_grows"] == 0) & (own <= other)
    return found


def _by_season(rows: Rows) -> Floats:
    """For the season that the lead names; against a year and against one of its days, once their sentence is over.

    五一档总票房9亿元。去年观众少一成。甲片收2亿元: of the season (54 righted, 3 lost).
    """
    first, figure, before = rows.pairs.first, rows.pairs.figure, rows["after"] == 0
    season, within, here = rows["c_season"] == SEASON, rows["c_season"] == WITHIN, rows["sentences"] == 0
    told, day = (np.logical_or.reduceat(of, first)[figure] for of in (season, within & here & before))
    other = (before & ~here & (within | (rows["c_grain"] == _YEAR))) | (rows["c_standin"] == _MONTH)
    weights: Floats = np.where(season & ~day, _NEXT, np.where(told & other, _HARDLY, 1.0))
    return weights


def _of_no_such(rows: Rows) -> Bools:
    """What is longer than a day, for a price of the trading day; what a figure is a share or a multiple of.

    收报12.5元 in an article on the third quarter is of a day; 是上年的2倍 is of this year (10 righted, none lost).
    """
    found: Bools = (rows["f_trading"] == 1) & (rows["clauses"] > 0) & (rows["c_grain"] > _DAY)
    share = np.isin(rows["f_dimension"], (*_RATES, _MULTIPLE)) & (rows["gap"] < _RIGHT_BEHIND)
    found |= (rows["c_yardstick"] == 1) & share & (rows["after"] == 0)
    return found


def _of_this_alone(rows: Rows) -> Bools:
    """The period right before a level that it is measured against, and the day of the event in the lead.

    较2024年的亏损5亿元 (34 righted, 3 lost); 马拉松昨日上演 for what follows (22, 7).
    """
    between = ("clauses", "figures_between", "periods_between", "after", "growths_between")
    next_to = np.all([rows[name] == 0 for name in between], axis=0)
    rate, adjoins = np.isin(rows["f_dimension"], _RATES), (rows["gap"] == 0) & (rows["c_against"] == 0)
    adjoins |= (rows["gap"] == 1) & (rows["c_after"] == _OF) & (rows["c_against"] > 0)
    level = (rows["f_grows"] == 0) & ~np.isin(rows["f_dimension"], (*_RATES, _MULTIPLE))
    level = (level | (rate & adjoins)) & (rows["c_future"] == 0)
    against = (rows["c_compared"] == 1) | (rows["c_against"] > 0)
    staged = (rows["c_staged"] == 1) & (rows["sentences"] > 0) & (rows["after"] == 0)
    found: Bools = (next_to & against & level) | staged
    return found


def _so_far(rows: Rows) -> Bools:
    """本流感季累计84例 while it runs: up to the day of the count, not to the end of the season."""
    near = (rows["sentences"] == 0) & (rows["after"] == 0) & (rows["periods_between"] == 0)
    level = (rows["f_grows"] == 0) & (rows["f_coming"] == 0) & (rows["f_single"] == 0)
    found: Bools = (rows["c_standin"] == _COUNTED_SO_FAR) & near & level
    return found


def _said_outright(rows: Rows) -> Bools:
    """Spans whose two ends the words name: 今年截至5月9日 (7 righted, none lost), since the opening (21, none).

    Not for what holds at a moment, nor for a day's share of a total; the years between two that are named are of a
    growth a year (年均增长), which the check of compound rates needs.
    """
    kind, rate = rows["c_standin"], np.isin(rows["f_dimension"], _RATES)
    near, average = (rows["sentences"] == 0) & (rows["m_stock"] < _STOCK), rows["f_rate"] == 1
    total = ~average & (rows["f_single"] == 0) & ~rate & (rows["m_stock"] <= 0)
    found: Bools = near & (
        (kind == _TOLD_TO_DATE) | ((kind == _SINCE_OPENING) & total) | ((kind == _FROM_TO) & average & rate)
    )
    found |= (kind == _DAYS_ON) & (rows["clauses"] == 0) & (rows["after"] == 0) & (rows["figures_between"] == 0)
    found |= _of_games(rows)
    counted = (kind == _COUNT_DAY) & (rows["f_total"] == 1) & (rows["f_added"] == 0) & (rows["clauses"] < _FEW)
    found |= counted & (rows["sentences"] == 0) & (rows["after"] == 0)
    return found


def _of_games(rows: Rows) -> Bools:
    """超过伦敦奥运会的39金 is of that year; medals told when games are just over are as of their last day."""
    first, figure, before = rows.pairs.first, rows.pairs.figure, rows["after"] == 0
    closing, days = rows["c_edition"] == CLOSING, rows["c_days"]
    edition = (rows["c_edition"] == EARLIER) & before & (rows["clauses"] == 0) & (rows["periods_between"] == 0)
    over = np.maximum.reduceat(np.where(closing, days, -1), first)[figure]
    day = (rows["c_standin"] == 0) & (rows["c_grain"] == _DAY) & before & (rows["sentences"] == 0) & (days > over)
    told = np.logical_or.reduceat(edition | day, first)[figure]
    medals = (rows["m_topic"] == _SPORT) & (rows["f_counted"] == 0) & np.isin(rows["f_dimension"], _TALLIED)
    found: Bools = edition | (closing & medals & ~told)
    return found
