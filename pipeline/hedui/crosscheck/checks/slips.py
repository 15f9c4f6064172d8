"""Explanations by a slip of the pen: scale words, digits, signs, per cent."""

from datetime import date
from decimal import Decimal

from hedui.crosscheck.checks.base import Context, Fit, Pair, by_digits, chance
from hedui.crosscheck.compare import Reach
from hedui.crosscheck.figures import DAY, RATES, Figure, is_currency, is_exact, signature
from hedui.crosscheck.grouping import TELLING_DIGITS
from hedui.crosscheck.strokes import MAX_POWER, changed_at, lacks_one
from hedui.crosscheck.vocabulary import happens_once
from hedui.crosscheck.words import saying
from hedui.units import unit_name

# Of two days of a month of 31 so many are so apart by accident (74 of 930 pairs).
DATE_CHANCE = Decimal("0.08")
ROUND_YEARS = 5
WEEK = 7
_SCALES = ("万亿", "千万", "百万", "十万", "千亿", "百亿", "十亿", "兆", "亿", "万", "千", "億", "萬")


def unit_slip(pair: Pair, context: Context) -> Fit | None:
    """The values differ by a power of ten and carry the same digits, two or more: 5890万元 and 5.89亿元.

    Of round sums one article tells many: 100万元 and 10万元 in one indictment are two of them.
    """
    round_ones = pair.a.claim.article == pair.b.claim.article and len(pair.a.signature) == 1
    told = min(pair.a.digits, pair.b.digits) > 1 and not round_ones
    return scaled(pair, context) if told else None


def scaled(pair: Pair, context: Context) -> Fit | None:
    """The same with any number of digits, where something else tells that both are one: 6000万元 and 6亿元."""
    a, b = pair.a.reach, pair.b.reach
    digits = min(pair.a.digits, pair.b.digits)
    if not a.point or not b.point or (a.point > 0) != (b.point > 0) or pair.a.unit == "date":
        return None
    power = _power(pair)
    if power is None:
        return None
    ratio = 10 ** abs(power)
    words = [_scale(pair.a.claim.mention), _scale(pair.b.claim.mention)]
    two = all(words) and words[0] != words[1]
    cause = f"疑为{'/'.join(words)}单位误写" if two else "疑为单位或小数点误写"
    steps = (f"{pair.a.reach.point:f} × 10^{power} 与 {pair.b.reach.point:f} 数字相同",)
    return Fit(f"恰好相差{ratio}倍、有效数字相同，{cause}", steps, chance("power", digits), telling=True)


def other_unit(pair: Pair, context: Context) -> Fit | None:
    """One number in two units of a dimension: 5200坪 and 5200平方米, 24亿美元 and 24亿元."""
    a, b = pair.a.claim.quantity, pair.b.claim.quantity
    if a is None or b is None or a.unit == b.unit or a.value is None or a.value != b.value:
        return None
    digits = min(pair.a.digits, pair.b.digits)
    sums = is_currency(pair.a.unit) and is_currency(pair.b.unit)
    said = f"数字相同而单位一为“{unit_name(a.unit)}”一为“{unit_name(b.unit)}”"
    reason = f"{said}，疑有一方{'币种' if sums else '单位'}写错"
    severity, telling = "major" if sums else None, digits >= TELLING_DIGITS
    return Fit(reason, (f"{a.value:f}",), chance("agree", digits), severity, telling=telling)


def _power(pair: Pair) -> int | None:
    """The k with a·10^k = b: equal digits, or rounded ones whose tight intervals meet."""
    a, b = pair.a.reach, pair.b.reach
    powers: list[int] = [*range(1, MAX_POWER + 1), *range(-1, -MAX_POWER - 1, -1)]
    for power in powers:
        factor = Decimal(1).scaleb(power)
        equal = a.point * factor == b.point
        three = min(len(pair.a.written), len(pair.b.written)) >= TELLING_DIGITS
        if equal or (three and a.scaled(factor).tight.meets(b.tight)):
            return power
    return None


def _scale(mention: str) -> str:
    text = mention.replace("億", "亿").replace("萬", "万")
    return next((word for word in _SCALES if word in text), "")


def digit_slip(pair: Pair, context: Context) -> Fit | None:
    """The written digits differ in one place, or two neighbors are exchanged: 6369 and 6396."""
    alike = pair.a.reach.step == pair.b.reach.step
    a, b = (_written(figure.claim.mention) for figure in (pair.a, pair.b))
    if not (alike and a and b):
        a, b = _at_one_step(pair.a.reach.point, pair.b.reach.point)
    if pair.a.unit == "date" or len(a) < 3 or len(a) != len(b):
        return None
    digits = min(len(figure.written) for figure in (pair.a, pair.b))
    if not (pair.a.reach.plain or digits > 2):  # 约6000人 and 约7000人 have one digit each
        return None
    places = changed_at(a, b)
    if len(places) == 2:
        return Fit("仅相邻两位数字互换，疑为笔误", (f"{a} 与 {b}",), chance("swap", len(a)), telling=True)
    if not places or not alike:
        return None
    last = places[0] == len(a) - 1 and abs(int(a[-1]) - int(b[-1])) == 1
    cause = "仅末位差一，疑为取整或笔误" if last else f"仅第{places[0] + 1}位数字不同，疑为笔误"
    return Fit(cause, (f"{a} 与 {b}",), chance("digit", len(a)), telling=not last and digits > 3)


def _at_one_step(a: Decimal, b: Decimal) -> tuple[str, str]:
    """The digits of two values down to the last that is not zero in either: of 17.46万 and 164700 1746, 1647."""
    step = Decimal(1).scaleb(min(int(value.normalize().as_tuple().exponent) for value in (a, b)))
    return f"{abs(a) / step:.0f}", f"{abs(b) / step:.0f}"


def exchanged(pair: Pair, context: Context) -> Fit | None:
    """Two digits are exchanged, the figures' only ones: 2.6元 and 6.2元."""
    a, b = (signature(pair.a.reach.point), signature(pair.b.reach.point))
    plain = is_exact(pair.a) and is_exact(pair.b) and pair.a.reach.step == pair.b.reach.step
    if pair.a.unit == "date" or len(a) != 2 or a != b[::-1] or a == b or not plain:
        return None
    return Fit("仅两位数字互换，疑为笔误", (f"{a} 与 {b}",), chance("swap", 2), telling=True)


def points(pair: Pair, context: Context) -> Fit | None:
    """One change in % and in 百分点: 提升2.9% and 提升2.9个百分点."""
    a, b = pair.a, pair.b
    if {a.unit, b.unit} != set(RATES) or abs(a.reach.point) != abs(b.reach.point):
        return None
    return mixed(a, b)


def mixed(a: Figure, b: Figure) -> Fit:
    """That one figure is written in % and in 百分点."""
    reason = f"同一数字一写“{saying([a])}”一写“{saying([b])}”，百分数与百分点相混"
    return Fit(reason, (), by_digits(a), bare=True, at_most="minor")


def lost_digit(pair: Pair, context: Context) -> Fit | None:
    """One figure has a digit more than the other: 1475亿 and 475亿, 49.5万 and 495万 are one stroke apart."""
    a, b = _written(pair.a.claim.mention), _written(pair.b.claim.mention)
    if pair.a.unit == "date" or pair.a.reach.step != pair.b.reach.step or not _lost(a, b):
        return None
    digits = min(len(a), len(b))
    return Fit("只多（少）一位数字，疑为漏写或衍字", (f"{a} 与 {b}",), chance("digit", digits), telling=True)


def _lost(a: str, b: str) -> bool:
    """Whether one has a digit more; 650亿 and 1650亿 are round, with 1000亿 added."""
    short, long = sorted((a, b), key=len)
    return len(short.rstrip("0")) >= TELLING_DIGITS and lacks_one(short, long)


def sign(pair: Pair, context: Context) -> Fit | None:
    """The same size with the opposite direction: 增长1.5% and 下降1.5%, 盈利 and 亏损."""
    a, b = pair.a.reach, pair.b.reach
    if pair.a.unit == "date" or not a.point or not a.mirrored().tight.meets(b.tight):
        return None
    if a.point != -b.point and min(pair.a.digits, pair.b.digits) < 3:
        return None
    words = "增减方向" if pair.a.unit in RATES or pair.a.claim.change else "盈亏方向"
    digits = min(len(pair.a.signature), len(pair.b.signature))
    return Fit(
        f"数值相同而{words}相反", (f"{a.point:f} 与 {b.point:f}",), chance("agree", digits), severity="major"
    )


def percent(pair: Pair, context: Context) -> Fit | None:
    """Growth to against growth by (倍), or a ratio against its hundredfold."""
    a, b = pair.a.reach, pair.b.reach
    if pair.a.unit != "%" or min(len(pair.a.signature), len(pair.b.signature)) < 2:
        return None
    if abs(abs(a.point) - abs(b.point)) == 100 and "倍" in pair.a.claim.mention + pair.b.claim.mention:
        return Fit("恰好差一倍，疑混“增长到”与“增长了”", (f"{a.point:f}% 与 {b.point:f}%",))
    if b.point and a.point / b.point in (100, Decimal("0.01")):
        return Fit("恰好相差100倍，疑混比率与百分数", (f"{a.point:f}% 与 {b.point:f}%",))
    return None


def _written(mention: str) -> str:
    """The arabic digits of a mention, in order, without the zeros before them: 0.0815亿 has 815."""
    return "".join(ch for ch in mention if ch.isascii() and ch.isdigit()).lstrip("0")


def is_slip(a: Figure, b: Figure) -> bool:
    """Whether two figures of three digits or more are a power of ten, one digit or an exchange apart."""
    if min(a.digits, b.digits) < 3 or a.unit != b.unit or a.unit == "date":
        return False
    if a.reach.point and b.reach.point and a.signature == b.signature and abs(a.reach.point) != abs(b.reach.point):
        return True
    one, other = _written(a.claim.mention), _written(b.claim.mention)
    if a.reach.step != b.reach.step or min(len(one), len(other)) < 3:
        return False
    return bool(changed_at(one, other)) or _lost(one, other)


def is_feast(one: Reach, other: Reach) -> bool:
    """Whether one day lies a round number of years after another: 成立20周年 is told with the day of the feast."""
    a, b = _days(one, other)
    return (a.month, a.day) == (b.month, b.day) and a != b and (a.year - b.year) % ROUND_YEARS == 0


def _days(*reaches: Reach) -> list[date]:
    return [date.fromordinal(int(reach.point // DAY)) for reach in reaches]


def is_date_slip(one: Figure, other: Figure) -> bool:
    """Whether two days are a slip apart: 7月12日 and 21日, 3月18日 and 28日, 8月2日 and 2月8日.

    So is one day of two years where it happened once, 2021年12月28日 and 2022年12月28日, and one of two months
    in a row in articles of one week: what recurs every month is told by the articles of its own.
    """
    a, b = _days(one.reach, other.reach)
    if a == b:
        return False
    days = one.reach.step == other.reach.step == DAY
    if a.year != b.year:
        once = happens_once(one.metric) and not is_feast(one.reach, other.reach)
        return days and (a.month, a.day) == (b.month, b.day) and once
    if a.month == b.month:
        return abs(a.day - b.day) in (10, 20) or f"{a.day:02}" == f"{b.day:02}"[::-1]
    week = one.day is not None and other.day is not None and abs((one.day - other.day).days) <= WEEK
    return (a.month, a.day) == (b.day, b.month) or (
        days and week and a.day == b.day and abs(a.month - b.month) == 1
    )


def date_slip(pair: Pair, context: Context) -> Fit | None:
    """Two days that are a slip apart: wrong readings are rarely so."""
    if pair.a.unit != "date" or not is_date_slip(pair.a, pair.b):
        return None
    return Fit("日期不一致，仅差一处数字，疑为笔误", chance=DATE_CHANCE, telling=True)


def plain_value(pair: Pair, context: Context) -> Fit | None:
    """No explanation: the values simply differ."""
    inside = {f.claim.article for f in pair.side_a.members} & {f.claim.article for f in pair.side_b.members}
    if pair.a.unit == "date":
        return Fit("日期不一致")
    if pair.a.reach.point == pair.b.reach.point:  # 不低于1亿股 and 不超过1亿股
        return Fit("界限的方向相反")
    if inside:
        return Fit(f"同一篇报道前后不一（{saying([pair.a])}、{saying([pair.b])}）")
    return Fit("两说不能同时成立")
