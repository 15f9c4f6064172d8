"""One pass over the text: every number with its unit, its hedges and its currency, as figures in text order."""

import re

from hedui.extract.numerals import CHINESE, NUMBER, read_numeral
from hedui.extract.openings import Quick
from hedui.extract.quantities.ahead import read_ahead
from hedui.extract.quantities.behind import english, read_behind
from hedui.extract.quantities.figure import Figure
from hedui.extract.quantities.labels import names
from hedui.extract.quantities.place import DIGITS, MINUS, Place
from hedui.extract.quantities.special import (
    read_dashed,
    read_doubling,
    read_fraction,
    read_half,
    read_malformed,
    read_rank,
    read_ratio,
    read_score,
    read_slashed,
    read_superlative,
)
from hedui.extract.quantities.tables import LETTERS, Tables
from hedui.wordlists import compile_words

_START = Quick(
    compile_words(
        rf"[百千万](?=分之)|{NUMBER}|半(?=年|天|日|个月|个小时|小时|个钟|个世纪|个多月|个百分点)|(?<=[过逾超近])半"
        r"|首批(?=[在获入通])|首[家个款只创位例台颗支艘条座部枚架列套项届](?![次席])|榜首|居首|最早(?=[一-龥]{2})(?![将于可在也要明下本到从能出的])|(?<=成立|{begun})最早|率先|翻了?(?:[一两二三]番|番|倍|了?一倍)|唯一(?=[一-龥])"
    )
)
_DIGIT_RUN = re.compile(r"[0-9]{1,100000}")
_CHINESE_RUN = re.compile(f"[{''.join(sorted(CHINESE))}]{{1,100000}}")
_CLOCK = re.compile(r"(?:[:：][0-9]{1,2}(?![0-9])){1,2}(?:\.[0-9]{1,3})?")  # 2:21:45, 1:27.345
_DOTTED = re.compile(r"(?:\.[0-9]{1,40}){1,100}|\.[A-Za-z.]{1,20}")  # 3.1.2, 163.com
# 2021-10-01, 29/01/2024, 1998.09--2001.01, 139-0000-0000: dates in digits, or a telephone, are one thing.
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}([-/.])[01]?[0-9]\1[0-3]?[0-9](?![0-9])|[0-3]?[0-9]/[01]?[0-9]/(?:19|20)[0-9]{2}(?![0-9])"
    r"|(?:19|20)[0-9]{2}\.[01][0-9] ?[-–—~至]{1,2} ?(?:19|20)[0-9]{2}\.[01][0-9](?![0-9])"
    r"|(?<=[(（])1[0-9]{3}[-–—~至][12][0-9]{3}(?=[)）])"  # (1567-1586)
    r"|(?:1[3-9]|40|80|0[1-9])[0-9]{1,2}[- ][0-9]{3,4}[- ][0-9]{3,4}(?![0-9])|1[3-9][0-9]-[0-9]{4}-"
)
_BARE, _ONE = 0.5, 0.4  # how much a number without a unit, and 一 with a measure word, says
# 一 behind these is the second half of a word: 唯一一家, 统一, 之一.
_ONE_AFTER = frozenset("唯之其统同逐专划归万如若单均任某")
# 着陆场, 伍先生: a formal digit alone counts nothing but money and its own powers.
_FORMAL, _FORMAL_AFTER = frozenset("壹贰叁肆伍陆柒捌玖"), frozenset("壹贰叁肆伍陆柒捌玖拾佰仟十百千万亿元圆角分")
_OF_CODES = LETTERS | DIGITS | {"."}
_SPECIAL = frozenset(" ，,.:：比分/-–—")  # what makes something else than a number of the digits before it
# 净利润(12.5)百万元, (3.2)%: accountants set a loss in brackets; but (2)千元机 is the second of a list.
_LOSS = re.compile(r"[)）] ?(?:(?=[%‰]|个?百分点)|([百千]?[万亿]?)(?=(?:[美港欧日]|人民币)?元))")
# O.4亿元, l,234万元: a letter that looks like a digit.
_LOOKALIKE = re.compile(r"(?<![A-Za-z0-9])[OoIlZS][.,]$")
_ACRONYM = re.compile(r"(?<![A-Za-z0-9])[A-Z]{3,5}$")


def scan(text: str, tables: Tables) -> list[Figure]:
    """All figures of a text, each by itself."""
    figures: list[Figure] = []
    place = Place(text, tables)
    position = 0
    while (found := _START.search(text, position)) is not None:
        left, right = found.span()
        place.seen = right
        figure = _read(place, left, right)
        position = max(right, place.seen)
        if figure is not None:
            figures.append(figure)
            place.floor = position = max(position, figure.end)
    return figures


def _read(place: Place, left: int, right: int) -> Figure | None:
    text = place.text
    first = text[left]
    if first in DIGITS:
        return _arabic(place, left, right)
    if first in "首榜居唯最率":
        return read_superlative(left, right)
    if first == "翻":
        return read_doubling(place, left, right)
    if first == "半":
        return read_half(place, left, right)
    if text.startswith("分之", right):
        return read_fraction(place, left, right)
    return _chinese(place, left, right)


def _chinese(place: Place, left: int, right: int) -> Figure | None:
    text = place.text
    before = text[left - 1] if left else ""
    if before == "第":
        return read_rank(place, left, right)
    if text[left] == "一" and before and before in _ONE_AFTER:
        left += 1
        if left == right:
            return None
    if right - left == 1 and text[left] in _FORMAL and text[right : right + 1] not in _FORMAL_AFTER:
        return None
    if before and before in _OF_CODES and text[left:right] in "万亿":
        return None  # 2Z亿元, and X亿元 for a sum not known
    if text[right : right + 1] in CHINESE and text[right : right + 1] not in "万千百兆" and right - left > 40:
        return _past(place, _CHINESE_RUN, right)
    if text[right : right + 1] == "比" and (ratio := read_ratio(place, left, right)):
        return ratio
    return _figure(place, left, right)


def _arabic(place: Place, left: int, right: int) -> Figure | None:
    text = place.text
    before = text[left - 1] if left else ""
    if before == "第":
        return read_rank(place, left, right)
    if before and before in ".," and _LOOKALIKE.search(text, max(place.floor, left - 3), left):
        return _lookalike(place, left, right)
    if before and before in "(（" and (loss := _LOSS.match(text, right)):
        return _loss(place, left, right, loss)
    coded = before in LETTERS and not place.prefixed(left) and not _told_of(text, left, right)
    if coded or (before in MINUS and left > 1 and text[left - 2] in LETTERS):
        place.seen = place.code_end(right)
        return None
    if right - left < 8 and (date := _DATE.match(text, left)) is not None:
        place.seen = date.end()
        return None
    after = text[right : right + 1]
    if after in DIGITS:  # longer than any number
        return _past(place, _DIGIT_RUN, right)
    if after in LETTERS or after in _SPECIAL:
        special = _marked(place, left, right, after)
        if special is not None or place.seen > right:
            return special
    return _figure(place, left, right)


def _past(place: Place, pattern: re.Pattern[str], at: int) -> Figure | None:
    """No figure: what begins here is used up."""
    found = pattern.match(place.text, at)
    place.seen = max(place.seen, found.end() if found else at)
    return None


def _lookalike(place: Place, left: int, right: int) -> Figure | None:
    figure = _figure(place, left, right)
    if figure is None or figure.dimension not in ("money", "percent"):
        return None
    figure.start = figure.left = left - 2
    figure.spoil()
    return figure


def _loss(place: Place, left: int, right: int, loss: re.Match[str]) -> Figure | None:
    listed = loss[1] is not None and place.text[left:right].isdecimal()
    figure = None if listed else _figure(place, left, right, loss)
    if figure is None:
        place.seen = loss.end()
    else:
        figure.start, figure.negative = left - 1, True
    return figure


def _told_of(text: str, left: int, right: int) -> bool:
    """CPI0.3%, GDP2418.6亿元: the letters name what is measured; X618.98万元 may be a model's price."""
    amount = text[right - 1] in "万亿" and _ACRONYM.search(text, max(0, left - 6), left)
    return text.startswith("%", right) or bool(amount)


def _marked(place: Place, left: int, right: int, after: str) -> Figure | None:
    """Digits before a mark or a letter: a score, a clock, a ratio, a part, a version, a code, a slip."""
    text = place.text
    following = text[right + 1 : right + 2]
    if after == "/":
        return read_slashed(place, left)
    if after in "-–—":
        return read_dashed(place, left)
    if after in ":：" and following in DIGITS:
        return read_score(place, left) or _past(place, _CLOCK, right)
    if after == "比" and following:
        return read_ratio(place, left, right)
    if after == "分" and following == "之":
        return read_fraction(place, left, right)
    malformed = read_malformed(place, left, right)
    if malformed is None and after == ".":
        _past(place, _DOTTED, right)
    if malformed is None and after in LETTERS and not english(place, left, right) and not place.unit_at(right):
        place.seen = place.code_end(right)  # 4K, 106B
    return malformed


def _figure(place: Place, left: int, right: int, loss: re.Match[str] | None = None) -> Figure | None:
    number = read_numeral(place.text[left:right])
    if number is None:
        return None
    end = loss.end() if loss else right
    figure = Figure(left, end, left, end, number, written=place.text[left:right])
    figure.scale(loss[1] if loss else None)
    if not read_behind(place, figure):
        return None
    read_ahead(place, figure)
    if names(place.text, figure):
        return None
    if not figure.unit:
        figure.score = _BARE
    elif right - left == 1 and place.text[left] == "一" and figure.dimension == "count":
        figure.score = _ONE
    return figure
