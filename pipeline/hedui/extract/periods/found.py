"""A reading of an expression, and the rules by which a part of a year finds its year."""

from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

import hedui.extract.periods.windows as cal
from hedui.extract.periods.compose import Atom
from hedui.extract.periods.context import Context
from hedui.extract.periods.integers import small_int
from hedui.extract.periods.windows import Window


class Found(Struct, frozen=True, gc=False):
    """A window, and how it was known."""

    window: Window
    how: str = "explicit"
    own_year: bool = False


Step = Callable[[Found | None, Atom, Context], Found | None]


def edge(window: Window, word: str) -> Window:
    """末 and 底 are the last day, 初 the first; 旬 a third of the month, 上半月 its first half."""
    last = window.last
    if (last - window.first).days > 3000:
        return _edge_of_age(window, word)
    if "旬" in word or "半" in word:
        thirds = {"上": (1, 10), "中": (11, 20), "下": (21, last.day)}
        parts = thirds if "旬" in word else {"上": (1, 15), "下": (16, last.day)}
        until = word[1] if word[1] in parts else word[0]  # 上中旬
        return Window(last.replace(day=parts[word[0]][0]), last.replace(day=parts[until][1]), "span")
    if word.endswith("中"):  # 截至去年中: the middle of the year
        return cal.months(last.year, 6, 6) if window.grain == "year" else window
    if word in ("初", "年初", "伊始"):
        return cal.months(window.first.year, window.first.month, window.first.month)
    return cal.one_day(last)


def _edge_of_age(window: Window, word: str) -> Window:
    """20世纪90年代末 are its last three years, 21世纪初 its first twenty; 中期 says no more than the whole."""
    years = 3 if (window.last - window.first).days < 4000 else 20
    if word[0] in "初前":
        return Window(window.first, date(window.first.year + years - 1, 12, 31), "span")
    if word[0] in "末后":
        return Window(date(window.last.year - years + 1, 1, 1), window.last, "span")
    return window


_TERMS = {"半年": 6, "中期": 6, "财年": 12, "年度": 12, "季": 3}  # months of 截至6月底止中期业绩 and the like


def stopped(window: Window, word: str) -> Window:
    """The months that end on a day: 6月30日止六个月, 12月31日止年度."""
    last = window.last
    if "周" in word or "七天" in word:
        return Window(last - timedelta(days=6), last, "week")
    count = next((months for part, months in _TERMS.items() if part in word), 0)
    if not count and "月" in word:
        count = small_int(word.removeprefix("止").replace("的", "").replace("个", "").replace("月", "").strip())
    count = count or 12
    return cal.month_span(cal.month_index(last) - count + 1, cal.month_index(last))


def in_year(found: Found | None, context: Context, first: int, last: int) -> Found | None:
    """Months of the year named in the same words, before in the sentence, or fitting the article's date."""
    if found is not None:
        return _not_from_future(replace(found, window=cal.months(found.window.last.year, first, last)), context)
    year, how = pick_year(context, first, last)
    if year is None:
        return None
    return Found(cal.months(year, first, last), how)


def _not_from_future(found: Found, context: Context) -> Found:
    """今年上半年 in an article of 2 January that reports results is the year before."""
    latest, window = context.latest, found.window
    if found.how != "relative" or latest is None or context.forecast or window.first.year != latest.year:
        return found
    early = (latest - window.first).days < (window.last - window.first).days // 4
    if (
        window.last > latest
        and early
        and window.grain in ("half", "quarter", "span", "month")
        and window.first <= latest
    ):
        return replace(found, window=window.shifted(-1))
    return found


def pick_year(context: Context, first: int, last: int) -> tuple[int | None, str]:
    """The year of months that are named without one, and how it is known."""
    named, latest = context.dated(dates=last - first < 2), context.latest
    year = named.window.last.year if named is not None else None
    if named is not None and year is not None:
        return year, "inherited"
    if latest is None:
        return context.year_told(), "inherited"
    over = (context.as_of and not context.forecast) or context.done
    if over and date(latest.year, first, 1) > latest:
        return latest.year - 1, "published"  # nothing has been counted as of a day to come, or done on one
    return latest.year + _nearest(latest, first, last, context.forecast), "published"


def _nearest(latest: date, first: int, last: int, forecast: bool) -> int:
    """Whether months without a year are of the article's year (0), the one before (-1) or after (1).

    Unmarked months are of the running year; 12月 in a January article is the one just past, 2月25日 in a January
    article the one to come.  Halves and longer are reported when they are over, so a running one counts late; but
    下半年 in the second half is the running one, the last one would be 去年下半年.
    """
    month, size = latest.month, last - first + 1
    if last < month:  # over: 9月 in December
        return 1 if forecast and month - last > 6 else 0
    if first > month:  # to come
        ahead, passed = first - month, month + 12 - last
        if forecast:
            return 0 if ahead <= 8 or passed > 4 else -1
        return 0 if size == 1 and ahead <= min(3, passed) else -1
    done = (latest - date(latest.year, first, 1)).days
    running = size == 1 or forecast or (size == 6 and first == 7)
    needed = 0 if running else size * (10 if size == 3 else 20)
    return 0 if done >= needed else -1


def two_digits(text: str) -> int:
    """The year that two or four digits write: 24 is 2024, 97 is 1997."""
    number = small_int(text)
    return number if number > 99 else number + (1900 if number > 49 else 2000)


def quarter_months(number: int) -> tuple[int, int]:
    """First and last month of a quarter."""
    return number * 3 - 2, number * 3
