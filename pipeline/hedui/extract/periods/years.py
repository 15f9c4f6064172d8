"""Years and their parts: 2024年, 去年, 上年同期, 上半年, 前三季度, Q2, 期内."""

from datetime import date, timedelta

from msgspec.structs import replace

import hedui.extract.periods.windows as cal
from hedui.extract.periods.compose import Atom
from hedui.extract.periods.context import Context
from hedui.extract.periods.fiscal import fiscal_months, fiscal_year, running_year, told_loosely
from hedui.extract.periods.found import Found, Step, edge, in_year, quarter_months, two_digits
from hedui.extract.periods.integers import small_int
from hedui.extract.periods.windows import Window


def _year_of_atom(found: Found | None, atom: Atom, context: Context) -> Found | None:
    (text,) = atom.parts
    year = small_int(text) if not text.startswith("二千") or len(text) < 4 else 2000 + small_int(text[2:])
    if atom.text.endswith(("财年", "财政年度", "会计年度")):
        return Found(fiscal_year(year, context.fiscal), own_year=True)
    return Found(cal.year_window(year), own_year=True)


def _year2(found: Found | None, atom: Atom, context: Context) -> Found | None:
    return Found(cal.year_window(two_digits(*atom.parts)), own_year=True)


def _fiscal_year(found: Found | None, atom: Atom, context: Context) -> Found | None:
    return Found(fiscal_year(two_digits(*atom.parts), context.fiscal), own_year=True)


def _roc(found: Found | None, atom: Atom, context: Context) -> Found | None:
    return Found(cal.year_window(1911 + small_int(*atom.parts)), own_year=True)


def _yearspan(found: Found | None, atom: Atom, context: Context) -> Found | None:
    begins, ends = atom.parts
    first = two_digits(begins)
    last = int(ends) if len(ends) > 2 else first // 100 * 100 + int(ends)
    last += 100 * (last < first)  # 97-03年
    if last == first + 1 and atom.text.endswith("学年"):
        return Found(Window(date(first, 9, 1), date(last, 8, 31), "span"), own_year=True)
    both = len(ends) == 4 and atom.text.endswith("年")  # 2025/2026年每股收益: either year
    if last == first + 1 and (("/" in atom.text and not both) or _budget(atom.text, context)):
        # 2026/27年度: the budget year of Hong Kong, Japan and India begins on 1 April.
        return Found(Window(date(first, 4, 1), date(last, 3, 31), "span"), own_year=True)
    if last < first or last - first > 60:
        return None
    return Found(Window(date(first, 1, 1), date(last, 12, 31), "span"), own_year=True)


# What counts from the year last named, by its first character or whole, and from that of the article.
_FROM_TEXT = dict.fromkeys("当同该这那", 0) | dict.fromkeys("次翌其", 1) | {"后一年": 1, "前一年": -1}
_FROM_TODAY = {"今": 0, "本": 0, "去": -1, "上": -1, "明": 1, "下": 1, "后": 2, "大": -3}


def _yearrel(found: Found | None, atom: Atom, context: Context) -> Found | None:
    word = atom.text.removesuffix("度")
    if atom.parts:  # 去（2024）年
        number = int(atom.parts[0])
        return Found(cal.year_window(number if number > 1000 else number + 1911), own_year=True)
    shift, year = _FROM_TEXT.get(word, _FROM_TEXT.get(word[0])), context.this_year
    if shift is not None:
        last = context.last()
        year = last.last.year if last is not None else year
    elif (own := _own_year(word, context)) is not None:
        return own
    else:
        shift = -2 if word == "前年" else _FROM_TODAY[word[0]]
        if word[0] == "上" and (reported := context.reported_year()) is not None:
            year = reported  # 上年 is the year before the one reported, 去年 the one before the article
    return Found(cal.year_window(year + shift), "relative", own_year=True) if year is not None else None


def _budget(text: str, context: Context) -> bool:
    """2025-26年度 in an article on the budget of a government."""
    return text.endswith("年度") and context.budget != 12


def _own_year(word: str, context: Context) -> Found | None:
    """本财年, 上财年; and 本年度, 上年度 of a government: its own years, which do not end in December."""
    end = context.budget if word in ("本年", "上年") or context.fiscal == 12 else context.fiscal
    end = end if word.endswith(("财年", "本年", "上年")) else 12
    if end == 12 or context.latest is None:
        return None
    shift = {"上": -1, "下": 1}.get(word[0], 0)
    year = running_year(context.latest, end)
    if shift < 0 and (reported := context.reported_year()) is not None and word.endswith("财年"):
        year = reported  # 截至3月31日止财政年度…,上财年…
    return Found(fiscal_year(year + shift, end), "relative", own_year=True)


def _century(found: Found | None, atom: Atom, context: Context) -> Found | None:
    number = small_int(*atom.parts)
    if not 11 <= number <= 21:
        return None
    return Found(Window(date(number * 100 - 100, 1, 1), date(number * 100 - 1, 12, 31), "span"), own_year=True)


def _decade(found: Found | None, atom: Atom, context: Context) -> Found | None:
    *centuries, decade = atom.parts
    number, century = small_int(decade), "".join(centuries)
    named = {"19": 1800, "十九": 1800, "20": 1900, "二十": 1900, "上": 1900, "21": 2000, "本": 2000}
    base = next((year for word, year in named.items() if century.startswith(word)), 1900 if number >= 30 else 2000)
    base = 2000 if century.startswith("二十一") else base
    first = number if number > 99 else base + number
    return Found(Window(date(first, 1, 1), date(first + 9, 12, 31), "span"), own_year=True)


def _half(found: Found | None, atom: Atom, context: Context) -> Found | None:
    return in_year(found, context, *((7, 12) if atom.text[0] in "下后" else (1, 6)))


def _season(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """今夏 is June to August; 今冬, told in January, the winter that began the year before."""
    if found is None:
        return None
    first = found.window.first.year * 12 + 2 + 3 * "春夏秋冬".index(atom.text[0])
    running = context.this_month is not None and context.this_month.month < 4 and found.how == "relative"
    window = cal.month_span(first, first + 2)
    return replace(found, window=window.shifted(-1) if running and atom.text[0] == "冬" else window)


def _whole(found: Found | None, atom: Atom, context: Context) -> Found | None:
    if found is not None:
        return replace(found, window=cal.year_window(found.window.last.year))
    part = context.last_part()
    latest = context.latest
    if latest is None:
        return Found(cal.year_window(part.last.year), "inherited") if part else None
    if not context.coming and (year := context.sentence_year()) is not None and year < latest.year:
        return Found(cal.year_window(year), "inherited")  # 2023年,该市全年出生9万人
    if not context.coming and latest.month < 5 and context.reported_year() in (latest.year - 1, latest.year):
        return Found(cal.year_window(latest.year - 1), "inherited")  # spring tells the year that is over
    if context.forecast:
        return Found(cal.year_window(latest.year), "published")
    if (year := context.looked_back()) is not None:
        return Found(cal.year_window(year), "inherited")  # 2012年2月公布2011年数据。全年出生9万人
    if part is not None and part.last.year in (latest.year, latest.year - 1):
        return Found(cal.year_window(part.last.year), "inherited")
    return in_year(None, context, 1, 12)


def _whole_month(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """全月可望达900宗: the month of the article where it looks ahead, else the one last named."""
    month = context.this_month if context.forecast else None
    month = month or context.last_month(atom.start) or context.this_month
    if found is not None:
        month = found.window.last.replace(day=1) if found.window.grain != "year" else None
    return Found(cal.month_at(cal.month_index(month)), "inherited") if month is not None else None


def _quarter(found: Found | None, atom: Atom, context: Context) -> Found | None:
    word = atom.parts[0] if atom.parts else atom.text[0]
    number = {"首": 1, "次": 2, "末": 4}.get(word) or small_int(word)
    fiscal = found is not None and found.window.grain == "span"
    if context.fiscal != 12 and (fiscal or "财" in atom.text):
        told = _fiscal_quarter(found, number, context)
        if told is None or found is None or "财" in atom.text:
            return told
        plain = cal.months(found.window.last.year, *quarter_months(number))
        return replace(told, window=told_loosely(told.window, plain, context.latest))
    return in_year(found, context, *quarter_months(number))


def _fiscal_quarter(found: Found | None, number: int, context: Context) -> Found | None:
    """第四财季 where the text says when its fiscal years end: of the year named, else the last that was over."""
    first, last = quarter_months(number)
    if found is not None:
        year = fiscal_year(found.window.last.year, context.fiscal)
        return replace(found, window=fiscal_months(year, first, last))
    if context.latest is None:
        return None
    running = running_year(context.latest, context.fiscal)
    own = [fiscal_months(fiscal_year(running - n, context.fiscal), first, last) for n in (0, 1)]
    return Found(own[0] if own[0].last <= context.latest or context.forecast else own[1], "published")


def _quarterspan(found: Found | None, atom: Atom, context: Context) -> Found | None:
    first, last = map(small_int, atom.parts)
    return in_year(found, context, first * 3 - 2, last * 3) if first < last else None


def _code(found: Found | None, atom: Atom, context: Context) -> Found | None:
    year = next((part for part in atom.parts if part.isdecimal()), None)
    code = next(part for part in atom.parts if not part.isdecimal()).upper()
    number = int(code.strip("QH"))
    if "H" in code and number > 2:
        return None
    first, last = (number * 6 - 5, number * 6) if "H" in code else quarter_months(number)
    if year is not None:
        return Found(cal.months(two_digits(year), first, last), own_year=True)
    return in_year(found, context, first, last)


def _front(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """前三季度, 首11个月, 前五天: the first (or 后, 末: the last) of a year or of the month named."""
    word, number, unit = atom.parts
    if number == "几":  # 去年前几个月 says no more than the year
        return found
    count, back = small_int(number), word in ("后", "末", "最后")
    size = {"季": 3, "财": 3, "月": 1}.get(unit[0])
    if not count:
        return None
    if size is None:
        return _front_days(found, count * (7 if unit == "周" else 1), back)
    total = count * size
    if total > 12:
        return None
    return in_year(found, context, *((13 - total, 12) if back else (1, total)))


def _front_days(found: Found | None, days: int, back: bool) -> Found | None:
    if found is None:
        return None
    first, last = found.window.first, found.window.last
    if back:
        first = last - timedelta(days=days - 1)
    else:
        last = first + timedelta(days=days - 1)
    return replace(found, window=Window(first, last, "span"))


def _quarterrel(found: Found | None, atom: Atom, context: Context) -> Found | None:
    word, part, quarter = atom.text, context.last_part(), context.last_quarter()
    told = word[0] in "该当季同这"
    if quarter is not None and (told or (word[0] == "本" and not context.forecast)):
        return Found(quarter, "relative")
    shift = -1 if told else {"上": -1, "前": -1, "下": 1, "后": 1, "本": 0}[word[0]]
    shift *= max(1, len(word) - len(word.lstrip("上下")))
    if shift == -1 and context.compared and part is not None and part.grain == "quarter":
        return Found(cal.quarter_of(part.first - timedelta(days=1)), "relative")
    month = context.this_month
    if month is None:
        return None
    index = cal.month_index(month) + 3 * shift
    return Found(cal.quarter_of(cal.month_at(index).first), "relative")


def _report(found: Found | None, atom: Atom, context: Context) -> Found | None:
    part = context.last_season()
    if "假期" in atom.text:
        return Found(part, "inherited") if part is not None else None
    if not atom.text.startswith("档") or part is None:
        part = context.reported_part()
    return Found(part, "inherited") if part is not None else None


def _sofar(found: Found | None, atom: Atom, context: Context) -> Found | None:
    latest = context.latest
    if found is None and atom.text in ("年内", "年初") and (year := context.sentence_year()) is not None:
        found = Found(cal.year_window(year), "inherited")
    if found is None and atom.text == "年内" and latest is not None and latest.month < 5 and not context.coming:
        # 年内溢利 in spring is of the year that is reported.
        over = context.reported_year() == latest.year - 1
        found = Found(cal.year_window(latest.year - 1), "inherited") if over else None
    year = found.window.last.year if found else context.this_year
    if year is None or latest is None:
        return found
    how = found.how if found else "relative"
    if atom.text == "年初":
        return Found(cal.months(year, 1, 1), how)
    if year != latest.year or (atom.text == "年内" and context.forecast):
        return Found(cal.year_window(year), how)
    return Found(Window(date(year, 1, 1), latest, "span"), how)


def _same(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """上年同期, 2024年同期, 同期: the period spoken of, in the year named or in its own."""
    focus = context.last_part() or context.last()
    season = context.last_season()
    if season is not None and focus is not None and focus.grain == "year":
        focus = season  # 今年暑期档…今年前十…去年同期 is a season
    if focus is None:
        return found
    if found is None:
        return Found(focus, "inherited")
    shift = found.window.last.year - focus.last.year
    if found.how == "relative" and shift == 0:
        shift = -1
    if found.how == "relative" and focus.last.year - found.window.last.year > 1:
        shift = -1
    return Found(focus.shifted(shift), found.how, own_year=found.own_year)


def _edge(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """年底, 月末, 期末 on their own: the end of the year, month or period spoken of."""
    unit, word = atom.parts
    if found is None and unit == "年":
        found = _whole(None, atom, context)
    elif found is None and unit == "月":
        month = context.last_month(atom.start) or context.this_month
        found = Found(cal.month_at(cal.month_index(month)), "inherited") if month else None
    elif found is None:
        part = context.last_part()
        found = Found(part, "inherited") if part is not None else None
    return replace(found, window=edge(found.window, word)) if found is not None else None


def _plan(found: Found | None, atom: Atom, context: Context) -> Found | None:
    """“十四五”期间: the five years of a plan; the fourteenth began in 2021."""
    first = 2021 + 5 * (small_int(*atom.parts) - 14)
    return Found(Window(date(first, 1, 1), date(first + 4, 12, 31), "span"), own_year=True)


STEPS: dict[str, Step] = {
    "plan": _plan,
    "year": _year_of_atom,
    "year2": _year2,
    "fy": _fiscal_year,
    "roc": _roc,
    "roc2": _roc,
    "minguo": _roc,
    "yearspan": _yearspan,
    "yearrel": _yearrel,
    "century": _century,
    "decade": _decade,
    "decade2": _decade,
    "half": _half,
    "season": _season,
    "whole": _whole,
    "wholemonth": _whole_month,
    "quarter": _quarter,
    "quarterth": _quarter,
    "quarterspan": _quarterspan,
    "quarterspan2": _quarterspan,
    "code": _code,
    "code2": _code,
    "front": _front,
    "quarterrel": _quarterrel,
    "report": _report,
    "sofar": _sofar,
    "same": _same,
    "edge": _edge,
}
