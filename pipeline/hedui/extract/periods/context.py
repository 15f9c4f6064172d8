"""What the words of time are measured against: the article's date, and the dates last named before them."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct, field

from hedui.extract.periods.almanac import Almanac, shipped
from hedui.extract.periods.windows import Window, is_month_end, month_at, month_index
from hedui.model import Publication

# How far back a named month still gives its month to a bare 9日, in characters.
REACH = 400
# How many named periods back anything is looked for; keeps the reading linear.
RECENT = 200
_LATELY = 4  # days
_DATES = frozenset(("minute", "day", "month"))


class Named(Struct, frozen=True, gc=False):
    """A period named earlier in the text."""

    start: int
    window: Window
    compared: bool
    as_of: bool
    own_year: bool  # its year stands in its own words
    kind: str = ""  # of its finest atom


class Context(Struct):
    """The article's date and all that was named so far; `forecast` and `sentence` are set for each expression."""

    published: Publication | None
    named: list[Named] = field(default_factory=list)
    sentence: int = 0
    main_year: int | None = None  # the year the text names most, for articles without a date
    forecast: bool = False
    coming: bool = False  # the same of the words that adjoin: 全年料, 预计全月
    told: bool = False  # whether what is announced then follows: 下午2时通报
    as_of: bool = False
    done: bool = False  # whether what is over follows: 被骗走
    compared: bool = False  # whether something is measured against it: 较上月
    fiscal: int = 12  # the month in which the fiscal years of the text end
    budget: int = 12  # the same for the 年度 of a government
    sunday: bool = False  # whether the weeks of the text begin on Sunday
    almanac: Almanac = field(default_factory=shipped)

    @property
    def today(self) -> date | None:
        """The day of publication, where it is known to the day."""
        p = self.published
        return p.first if p is not None and p.first == p.last else None

    @property
    def this_year(self) -> int | None:
        """The year of publication, where it is known."""
        p = self.published
        return p.first.year if p is not None and p.first.year == p.last.year else None

    @property
    def this_month(self) -> date | None:
        """The first of the month of publication, where the month is known."""
        p = self.published
        same = p is not None and (p.first.year, p.first.month) == (p.last.year, p.last.month)
        return p.first.replace(day=1) if p is not None and same else None

    @property
    def latest(self) -> date | None:
        """The last day on which the article can have appeared."""
        return self.published.last if self.published is not None else None

    def _latest(self, fits: Callable[[Named], bool]) -> Window | None:
        """The window last named that fits."""
        return next((n.window for n in reversed(self.named[-RECENT:]) if fits(n)), None)

    def sentence_year(self) -> int | None:
        """The year named before in the same sentence, unless only for comparison."""
        named = self.dated()
        return named.window.last.year if named is not None else None

    def dated(self, *, dates: bool = True) -> Named | None:
        """What names a year before in the same sentence, not only for comparison; days and months if `dates`."""
        for named in reversed(self.named[-RECENT:]):
            if named.start < self.sentence:
                return None
            if named.own_year and not named.compared and (dates or named.window.grain not in _DATES):
                return named
        return None

    def last_quarter(self) -> Window | None:
        """The quarter last named that is not itself a comparison."""
        return self._latest(lambda n: n.window.grain == "quarter" and not n.compared)

    def reported_year(self) -> int | None:
        """The latest of the years named close by: what 上一年 and 前一年 count back from."""
        # 2019年以来 runs up to the article, and is no year that is reported.
        near = [n for n in self.named[-6:] if n.own_year and not n.as_of and n.window.last != self.latest]
        years = [n.window.last.year for n in near if not n.compared and n.window.grain not in ("day", "minute")]
        years = years or [n.window.last.year for n in near]
        return max(years, default=None)

    def lunar_year(self, start: int) -> int | None:
        """The lunar year last spoken of close by: 蛇年大年初三 … 年初四."""
        near = self._latest(lambda n: n.kind in ("lunar", "lunar3") and start - n.start < REACH)
        return near.last.year if near is not None else None

    def looked_back(self) -> int | None:
        """The year that an old report tells of: the last named, by its end or with a day of it or of the next."""
        near = [n.window for n in self.named[-6:] if n.own_year and not n.compared]
        year = near[-1].last.year if near else None
        if year is None or self.latest is None or year >= self.latest.year - 1:
            return None
        days = [window.last for window in near if window.grain in ("day", "minute")]
        ended = near[-1].last in days and (near[-1].last.month, near[-1].last.day) == (12, 31)
        dated = near[-1].grain == "year" and any(day.year - year in (0, 1) for day in days)
        return year if ended or dated else None

    def year_told(self) -> int | None:
        """The year of an article without a date: of the date last named, or the one that the text names most.

        A year alone is background: 2009年成立,…。4月27日.
        """
        named = self._latest(
            lambda n: n.own_year and (n.window.grain != "year" or n.window.last.year == self.main_year)
        )
        return named.last.year if named is not None else self.main_year

    def last_dated(self, start: int) -> Named | None:
        """What named a month or a day of one last, close by and not as an as-of date."""
        near = (n for n in reversed(self.named[-RECENT:]) if not (n.as_of or n.compared))
        dated = next((n for n in near if n.window.grain in _DATES), None)
        return dated if dated is not None and start - dated.start <= REACH else None

    def month_of(self, day: int, start: int) -> Window | None:
        """The month that a bare day has from what was dated last; None where it is a day of the article."""
        named = self.last_dated(start)
        if named is None or (self.latest is not None and _is_own(day, named.window, self.latest)):
            return None
        return month_at(month_index(named.window.last))

    def last_month(self, start: int) -> date | None:
        """The first of the month last named to the day, close by and not as an as-of date."""
        dated = self.last_dated(start)
        return dated.window.last.replace(day=1) if dated is not None else None

    def last(self) -> Window | None:
        """The period last named that is not itself a comparison."""
        return self._latest(lambda n: not n.compared)

    def last_day(self, *, beyond: bool = False) -> Named | None:
        """The day last named, but for comparisons and ends of counts; None where something else is the last.

        The day of which 次日 is the next stands `beyond` what else is told: 11月12日公布三季报,次日股价下跌.
        """
        told = (n for n in reversed(self.named[-RECENT:]) if not (n.compared or n.as_of))
        last = next((n for n in told if not beyond or n.window.grain in ("day", "minute")), None)
        return last if last is not None and last.window.grain in ("day", "minute") else None

    def last_season(self) -> Window | None:
        """The season or holiday of several days last named: 暑期档, 春节假期."""
        return self._latest(lambda n: n.kind == "holiday" and n.window.grain == "span")

    def last_part(self) -> Window | None:
        """The reporting period last named: a year, half, quarter or months up to a month's end."""
        return self._latest(_reports)

    def reported_part(self) -> Window | None:
        """The reporting period that the text opens with, which 期内 means whatever was told of between.

        公布去年业绩…单计第四季,纯利…。期内净利息收入 is of the year; 首三季纯利5亿元,期内收入9亿元 not.
        """
        parts = [n.window for n in self.named[:RECENT] if _reports(n)]
        over = (p for p in parts if p.grain not in _DATES and (self.latest is None or p.last <= self.latest))
        part = next(over, parts[-1] if parts else None)
        here = self._latest(lambda n: n.start >= self.sentence and n.window.grain not in _DATES and _reports(n))
        return here if here is not None and part is not None and here.last >= part.last else part


def _is_own(day: int, dated: Window, latest: date) -> bool:
    """9月28日失踪,2日寻获 in an article of 3 October: of the month that began since."""
    began = month_index(latest) > month_index(dated.last) and dated.grain != "month" and day < dated.last.day
    return began and 0 <= latest.day - day < _LATELY


def _reports(named: Named) -> bool:
    """Whether a period is one of which is reported, neither compared with nor a day, nor so long ago (四年前)."""
    w = named.window
    season = named.kind == "holiday" and w.grain == "span"
    reporting = season or (w.first.day == 1 and is_month_end(w.last) and (w.last - w.first).days < 400)
    return reporting and not named.compared and not named.as_of and named.kind != "ago"
