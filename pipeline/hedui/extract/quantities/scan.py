"""One pass over the text: every number with its unit, its hedges and its currency, as figures in text order."""

import re
from decimal import Decimal

from hedui.extract.numerals import NUMBER, Numeral, read_numeral
from hedui.extract.quantities.figure import Figure
from hedui.extract.quantities.tables import LETTERS, Tables, Unit

_NUMBER = re.compile(NUMBER)
_HALF = re.compile("半(?=年|天|日|个月|个小时|小时|个世纪|个多月|月)")
_START = re.compile(f"{NUMBER}|{_HALF.pattern}|首[家个款只批创位例台颗支艘条座部]|榜首")
_DIGIT = frozenset("0123456789")
_FRACTION = {"百": ("%", Decimal(1)), "千": ("‰", Decimal(1)), "万": ("‰", Decimal("0.1"))}
_CODE = re.compile(r"[0-9A-Za-z]{0,40}(?:[-_.][0-9A-Za-z]{1,40}){0,8}")
_CLOCK = re.compile(r"(?::[0-9]{1,2}){1,2}")
_DOTTED = re.compile(r"(?:\.[0-9]{1,40}){1,40}")
_MALFORMED_TAIL = re.compile(r",[0-9]{1,2}(?![0-9,]) ?[万亿%元]")
_TENTHS = frozenset("一二三四五六七八九123456789")
_NOT_CHENG = frozenset("立为功员本长绩果都交熟分品型效就语因像人年份天见千名")
_CHINESE = frozenset("〇零○一二两三四五六七八九十百千万亿兆廿卅卌几数壹贰叁肆伍陆柒捌玖拾佰仟")
_MINUS = frozenset("-－−–—")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2}")


def scan(text: str, tables: Tables) -> list[Figure]:
    """All figures of a text, each by itself."""
    figures: list[Figure] = []
    floor = position = 0
    search = _START.search
    while (found := search(text, position)) is not None:
        left, right = found.span()
        scanner = _Place(text, tables, floor)
        figure = scanner.read(left, right)
        position = max(right, scanner.seen)
        if figure is not None:
            figures.append(figure)
            floor = position = max(position, figure.end)
    return figures


class _Behind:
    """Reads what stands behind a number.  `seen` is how far the text has been used up."""

    def __init__(self, text: str, tables: Tables, floor: int) -> None:
        self.text, self.tables, self.floor = text, tables, floor
        self.seen = 0

    def _after(self, figure: Figure) -> None:
        text, tables = self.text, self.tables
        place = figure.right
        more = tables.inside.at(text, place)
        if more is not None and self._unit_near(more[1]):
            figure.bound, place = more[0].bound, more[1]
        unit = self._unit_near(place)
        if unit is None:
            unit = self._tenths(figure, place)
        if unit is None:
            self._tail(figure)
            return
        found, end = unit
        figure.unit, figure.dimension, figure.factor, figure.open = (
            found.id,
            found.dimension,
            found.factor,
            found.open,
        )
        figure.end = end
        if self._is_date(figure, text[end - 1]):
            figure.dimension = "skip"
            self.seen = end
            return
        self._denominator(figure)
        self._tail(figure)

    def _unit_near(self, place: int) -> tuple[Unit, int] | None:
        unit = self._unit(place)
        if unit is None and self.text[place : place + 1] == " ":
            unit = self._unit(place + 1)
        return unit

    def _unit(self, place: int) -> tuple[Unit, int] | None:
        text = self.text
        for unit, end in self.tables.units.all_at(text, place):
            after = text[end : end + 1]
            if after and (after in unit.not_before or (after in LETTERS and text[end - 1] in LETTERS)):
                continue
            return unit, end
        return None

    def _tenths(self, figure: Figure, place: int) -> tuple[Unit, int] | None:
        """三成, 七成二, 一半, 八折."""
        text = self.text
        word = text[place : place + 1]
        if word == "成" and text[place + 1 : place + 2] not in _NOT_CHENG:
            end = place + 1
            figure.factor = Decimal(10)
            if text[end : end + 1] in _TENTHS:
                tenth = read_numeral(text[end])
                figure.extra = tenth.value if tenth else None
                end += 1
            elif text[end : end + 1] == "半":
                figure.extra, end = Decimal(5), end + 1
            return Unit("%", "percent", Decimal(10)), end
        if word == "折" and text[place + 1 : place + 2] not in "合旧扣价线":
            return Unit("%", "percent", Decimal(10 if figure.number.value < 10 else 1)), place + 1
        if word == "半" and figure.number.value == 1:
            return Unit("%", "percent", Decimal(50)), place + 1
        return None

    def _is_date(self, figure: Figure, last: str) -> bool:
        """2025年, 15日, 8时: dates and clocks belong to the periods."""
        word = self.text[figure.left : figure.right]
        if figure.unit == "年":
            return bool(_YEAR.fullmatch(word))
        if figure.unit == "日":
            return self.text[figure.left - 1 : figure.left] == "月"
        return False

    def _denominator(self, figure: Figure) -> None:
        text, end = self.text, figure.end
        if text[end : end + 1] == " " and text[end + 1 : end + 2] in "/／":
            end += 1
        if text[end : end + 1] not in ("/", "／", "╱"):
            return
        start = end + 1 + (text[end + 1 : end + 2] == " ")
        count = re.compile("[0-9]{0,3}").match(text, start)
        number = count.group() if count else ""
        unit = self._unit(start + len(number))
        if unit is not None:
            figure.per, figure.end = number + unit[0].id, unit[1]

    def _tail(self, figure: Figure) -> None:
        text = self.text
        if text[figure.end : figure.end + 1] == "半" and figure.dimension in ("duration", "multiple"):
            figure.extra, figure.end = Decimal("0.5"), figure.end + 1
        for gap in (0, 1):
            if gap and text[figure.end : figure.end + 1] != " ":
                return
            hedge = self.tables.after.at(text, figure.end + gap)
            if hedge is not None and (figure.unit or figure.number.scale):
                figure.bound = hedge[0].bound
                figure.end = hedge[1]
                return


class _Ahead(_Behind):
    """Reads what stands before a number."""

    def _before(self, figure: Figure) -> None:
        """约, 超过, 人民币, minus: what touches the number from the left, outermost last."""
        text, floor = self.text, self.floor
        place = figure.left
        for _ in range(4):
            while place > floor and text[place - 1] == " ":
                place -= 1
            step = self._currency(figure, place) or self._minus(figure, place) or self._hedge(figure, place)
            if step is None or step < floor:
                break
            place = figure.start = step

    def _prefix(self, place: int) -> bool:
        return self.tables.prefixes.before(self.text, place) is not None

    def _currency(self, figure: Figure, place: int) -> int | None:
        if figure.prefixed or (
            figure.dimension not in ("money", "number") or (figure.dimension == "money" and not figure.open)
        ):
            return None
        prefix = self.tables.prefixes.before(self.text, place)
        if prefix is None or (self.text[prefix[1]] in LETTERS and self.text[prefix[1] - 1 : prefix[1]] in LETTERS):
            return None
        figure.unit, figure.dimension, figure.prefixed, figure.open = prefix[0], "money", True, False
        return prefix[1]

    def _minus(self, figure: Figure, place: int) -> int | None:
        text = self.text
        if figure.negative or not place:
            return None
        if text[place - 1] in _MINUS and (
            place < 2 or not (text[place - 2] in _DIGIT or text[place - 2] in "%万亿元年月")
        ):
            figure.negative = True
            return place - 1
        if text.endswith("零下", 0, place) or (
            text[place - 1] == "负" and text[place - 2 : place - 1] not in ("胜", "抱")
        ):
            figure.negative = True
            return place - 2 if text[place - 1] == "下" else place - 1
        return None

    def _hedge(self, figure: Figure, place: int) -> int | None:
        found = self.tables.before.before(self.text, place)
        if found is None:
            return None
        hedge, start = found
        if start and self.text[start - 1] in hedge.not_after:
            return None
        if not hedge.bound:
            return None
        if place - start == 1 and self.text[start] in "上成过" and not self._round(figure):
            return None  # 上百人 and 过千亿, but not 网上3家 or 通过3项
        if figure.bound in ("exact", "approx"):
            figure.bound = hedge.bound
        return start

    def _round(self, figure: Figure) -> bool:
        return self.text[figure.left] in "百千万亿半"


class _Place(_Ahead):
    """Reads one number with all that belongs to it."""

    def read(self, left: int, right: int) -> Figure | None:
        text = self.text
        first = text[left]
        if first in "首榜":
            return self._top(left, right)
        if first == "半":
            return self._half(left, right)
        before = text[left - 1] if left else ""
        if before == "第":
            return self._rank(left, right)
        if before in LETTERS and left and not self._prefix(left):
            self.seen = _code_end(text, right)
            return None
        if before in _MINUS and left > 1 and text[left - 2] in LETTERS:
            self.seen = _code_end(text, right)
            return None
        if first in _DIGIT and not self._plausible(left, right):
            return None
        if text.startswith("分之", right):
            return self._fraction(left, right)
        number = read_numeral(text[left:right])
        if number is None:
            return self._trimmed(left, right)
        return self._figure(left, right, number)

    def _trimmed(self, left: int, right: int) -> Figure | None:
        """万一一千: the longest readable tail or head is not guessed; the run is left out."""
        return None

    def _plausible(self, left: int, right: int) -> bool:
        """Whether Arabic digits stand for a figure: not in a code, a clock, a section mark or a version."""
        text = self.text
        after = text[right : right + 1]
        if after in LETTERS and after and not self._unit(right):
            self.seen = _code_end(text, right)
            return False
        if after == ":" and text[right + 1 : right + 2].isdigit():
            clock = _CLOCK.match(text, right)
            self.seen = clock.end() if clock else right
            return False
        if after == "." and text[right + 1 : right + 2].isdigit():
            dotted = _DOTTED.match(text, right)
            self.seen = dotted.end() if dotted else right
            return False
        return True

    def _figure(self, left: int, right: int, number: Numeral) -> Figure | None:
        figure = Figure(left, right, left, right, number)
        self._after(figure)
        if figure.dimension == "skip":
            return None
        self._before(figure)
        if not figure.unit and self._idle(figure):
            return None
        return figure

    def _idle(self, figure: Figure) -> bool:
        """Whether a number without a unit says nothing: 一 in 一直, a year, a page mark."""
        word = self.text[figure.left : figure.right]
        if word[0] not in _DIGIT:
            return len(word) < 2 or (not figure.number.scale and "点" not in word)
        return bool(_YEAR.fullmatch(word)) or len(word) > 12

    def _fraction(self, left: int, right: int) -> Figure | None:
        text = self.text
        start = right + 2
        negative = text[start : start + 1] == "负"
        start += negative
        found = _NUMBER.match(text, start)
        bottom, top = read_numeral(text[left:right]), read_numeral(found.group()) if found else None
        if found is None or bottom is None or top is None or not bottom.value:
            self.seen = start
            return None
        word = text[left:right]
        self.seen = found.end()
        figure = Figure(left, found.end(), left, found.end(), top, negative=negative)
        if word in _FRACTION:
            figure.unit, figure.factor = _FRACTION[word][0], None if word != "万" else Decimal("0.1")
            figure.dimension = "percent"
        else:
            value = (top.value / bottom.value).quantize(Decimal("1e-12"))
            figure.number = Numeral(value, Decimal("1e-12"), top.digits)
            figure.dimension, figure.literal = "ratio", f"{top.value}/{bottom.value}"
            figure.literal = None
        self._tail(figure)
        self._before(figure)
        return figure

    def _half(self, left: int, right: int) -> Figure | None:
        """半年, 半个月, 半小时; 上半年 and 下半年 are periods."""
        if left and self.text[left - 1] in "上下前后大小多一":
            return None
        number = Numeral(Decimal("0.5"), Decimal("0.5"), "5")
        unit = self._unit(right)
        if unit is None:
            return None
        figure = Figure(left, unit[1], left, right, number, unit[0].id, unit[0].dimension)
        if figure.unit == "年":
            figure.unit, figure.number = "月", Numeral(Decimal(6), Decimal(6), "6")
        self._tail(figure)
        self._before(figure)
        return figure

    def _top(self, left: int, right: int) -> Figure:
        number = Numeral(Decimal(1), Decimal(1), "1")
        return Figure(left, right, left, right, number, "排名", "rank", score=0.4, rules=["top"])

    def _rank(self, left: int, right: int) -> Figure | None:
        text = self.text
        number = read_numeral(text[left:right])
        self.seen = right
        if number is None or number.value > 1000 or number.value != int(number.value):
            return None
        after = text[right : right + 1]
        if after in "名位大高家股城强" and after and text[right + 1 : right + 2] not in "义":
            return Figure(left - 1, right + 1, left, right, number, "排名", "rank", rules=["rank"])
        if (
            not after
            or after in "，。、；,;）)”’！!：: \n的于至"
            or not (after in _CHINESE or "一" <= after <= "龥")
        ):
            return Figure(left - 1, right, left, right, number, "排名", "rank", rules=["rank"])
        return None


def _code_end(text: str, start: int) -> int:
    found = _CODE.match(text, start)
    return found.end() if found else start
