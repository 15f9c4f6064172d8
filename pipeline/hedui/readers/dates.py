"""When an article appeared, as its metadata says it: 2025-08-08, 2026-01, 2025年8月8日 23:24, RFC 2822.

Also 二〇二五年八月八日, Aug 8, 2025 and, in the years of the Republic, 民國114年8月8日 and 114/08/08.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from unicodedata import category, normalize

from hedui.model import Publication

# News of all regions here is dated in the same zone; 2025-08-08T23:24:00Z appeared on 9 August.
_BEIJING = timezone(timedelta(hours=8))
_DAY = re.compile(r"(?P<y>(?:19|20)\d\d) ?[-/.年] ?(?P<m>\d{1,2}) ?[-/.月] ?(?P<d>\d{1,2})(?!\d)")
_MONTH = re.compile(r"(?P<y>(?:19|20)\d\d) ?[-/.年] ?(?P<m>\d{1,2}) ?月?")
_YEAR = re.compile(r"(?P<y>(?:19|20)\d\d) ?年?")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)")
# 民國114年1月5日; without the name of the Republic the years 2011 to 2030: 114/01/05, 114年1月5日.
_ROC = re.compile(
    r"(?:(?:中[華华])?民[國国] ?|(?=1[01]\d ?[/年]))"
    r"(?P<y>\d{1,3}) ?[/年] ?(?P<m>\d{1,2}) ?[/月] ?(?P<d>\d{1,2})(?!\d)"
)
_MONTHS = (
    *("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?"),
    *("sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
_NAMED, _NTH = rf"(?P<m>{'|'.join(_MONTHS)})\.?", r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_ENGLISH = [
    re.compile(rf"(?:[a-z]{{3,9}},? )?{words},? (?P<y>(?:19|20)\d\d)(?!\d)", re.IGNORECASE)
    for words in (f"{_NAMED} {_NTH}", f"{_NTH} {_NAMED}")
]
_HAN = re.compile("[〇零○一二三四五六七八九十]{1,4}")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.{0,20}(?:Z|[+-]\d\d:?\d\d)\Z", re.IGNORECASE)


def read_publication(row: Mapping[str, object]) -> Publication | None:
    """The days on which an article can have appeared, from its fields published, not_before and not_after.

    None where the fields say nothing that can be read; the caller keeps the words.
    """
    span = read_days(row.get("published"))
    if row.get("not_before") is None and row.get("not_after") is None:
        return Publication(span[0], span[1], "metadata") if span else None
    first, last = read_days(row.get("not_before")), read_days(row.get("not_after"))
    if first and last and first[0] <= last[1]:
        return Publication(first[0], last[1], "metadata")
    if span and first and span[0] <= first[0] <= span[1]:
        span = (first[0], span[1])
    if span and last and span[0] <= last[1] <= span[1]:
        span = (span[0], last[1])
    return Publication(span[0], span[1], "metadata") if span else None


def read_days(value: object) -> tuple[date, date] | None:
    """First and last day of a date, month or year as metadata writes them, else None."""
    if isinstance(value, datetime):
        value = value.isoformat()
    if isinstance(value, date):
        return value, value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _stamp(float(value))
    return _told(value) if isinstance(value, str) else None


@lru_cache(4096)  # a corpus has few days and many articles
def _told(value: str) -> tuple[date, date] | None:
    # ２０２５年１月５日 is 2025年1月5日, and a mark of direction before it is not seen.
    text = "".join(c for c in normalize("NFKC", value) if category(c) != "Cf").strip()
    if "年" in text:
        text = _HAN.sub(_digits, text)
    if text.count("/") == 1:  # 2026-01-02/2026-01-31
        first, last = (_written(part.strip()) for part in text.split("/"))
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    return _zoned(text) or _written(text) or _mail(text) or _english(text)


def _digits(han: re.Match[str]) -> str:
    """二〇二五 as 2025, 十一 as 11, 三十 as 30."""
    tens, ten, ones = han[0].partition("十")
    return f"{tens or 1}{ones or 0}".translate(_DIGITS) if ten else tens.translate(_DIGITS)


def _written(text: str) -> tuple[date, date] | None:
    try:
        if found := _ROC.match(text) or _DAY.match(text) or _COMPACT.fullmatch(text):
            year = int(found["y"]) + (1911 if found.re is _ROC else 0)
            day = date(year, int(found["m"]), int(found["d"]))
            return day, day
        if found := _MONTH.fullmatch(text):
            year, month = int(found["y"]), int(found["m"])
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        if found := _YEAR.fullmatch(text):
            return date(int(found["y"]), 1, 1), date(int(found["y"]), 12, 31)
    except ValueError:  # 2025-02-30
        return None
    return None


def _zoned(text: str) -> tuple[date, date] | None:
    if not _ZONED.match(text):
        return None
    try:
        day = datetime.fromisoformat(text).astimezone(_BEIJING).date()
    except (ValueError, OverflowError):
        return None
    return day, day


def _mail(text: str) -> tuple[date, date] | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    day = (moment.astimezone(_BEIJING) if moment.tzinfo else moment).date()
    return day, day


def _english(text: str) -> tuple[date, date] | None:
    """Jan 5, 2025 and 5 January 2025."""
    found = next(filter(None, (pattern.match(text) for pattern in _ENGLISH)), None)
    if found is None:
        return None
    month = next(n for n, name in enumerate(_MONTHS, 1) if name[:3] == found["m"][:3].lower())
    return _written(f"{found['y']}-{month}-{found['d']}")


def _stamp(seconds: float) -> tuple[date, date] | None:
    """A time stamp in seconds or milliseconds since 1970; a bare 2025 is a year, 20250808 a day."""
    if seconds == int(seconds) and (written := _written(str(int(seconds)))):
        return written
    if seconds > 1e11:
        seconds /= 1000
    if not 6e8 < seconds < 4e9:
        return None
    day = datetime.fromtimestamp(seconds, UTC).astimezone(_BEIJING).date()
    return day, day
