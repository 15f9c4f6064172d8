"""Numbers that name and do not count: 十九大, 6号机组, 104国道, 110, a telephone, a year, the mark of a list."""

import re

from hedui.extract.numerals import CHINESE
from hedui.extract.quantities.figure import Figure
from hedui.extract.quantities.place import DIGITS
from hedui.wordlists import compile_words, filled

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_ROUND = frozenset("百千万亿数几")
_CODED = re.compile(filled(r"(?:{before_code}|(?:{exchange})[:：])[为是:：]?\s?$"), re.IGNORECASE)
_LISTED = re.compile(r"\.(?:S[HZ]|HK|TW|BJ)(?![A-Za-z])", re.IGNORECASE)
_LONGEST = 12  # a longer number without a unit is a code
_DIALED = 7  # so many digits in a row, without a unit, are a telephone: a sum has its 万 or its commas
# Police, fire, ambulance, carriers, and the lines of offices: 打了110, 拨12345; but 110、75和60亿元 are sums.
_HOTLINE = re.compile(r"11[0479]|12[02]|999|100(?:00|10|86)|12[1345][0-9]{2}")
_DIALS = re.compile(r"[打拨][了通打]?[“\"]?$")
_JOINTS = frozenset("、和及与至到~-–—")
_PLACES = frozenset("型楼弄巷")  # 波音787型, 住在5楼, 中山路20弄
_CLOSED = frozenset("」』”》")
_TITLED = re.compile(r"[「『“《][一-龥：:·]{2,14}$")  # 「疯狂海岛2」: the second of its name
# 10投5中, 5罚3中: of so many throws so many went in, which says nothing without the other.
_THROWS = frozenset("投罚掷射")
_THROWN, _SCORED = re.compile(r"[投罚掷射][0-9]{1,3}[中进]"), re.compile(r"[中进]")
_CALLED = compile_words("{called_by_number}")  # 305办公室, 996工作制, 12315热线
_NEVER = frozenset("不别要勿莫记小注")  # 千万不要, 千万小心
_MARKS = frozenset("·/×")  # 12·26事故, 3/4上映: days; 4×100米接力
# 每股收益1.2/1.5/1.9元 counts, each of the three; 4.9/10万 is a rate.
_SERIES = re.compile(r"(?:[0-9.]{1,8}/){1,6}[0-9.]{1,8} ?(?:[万亿]?(?:[倍%元]|[美港]元)|亿)")
# 男子200米, 50米蛙泳, 女子57公斤级: distances and weights that name what is contested.
_DISTANCES = frozenset(("米", "公里", "公斤"))
_EVENT, _WHOSE = compile_words("级|(?:{contested})"), re.compile("(?:[男女]子|男女|混合|×)$")
_HEADING = re.compile(r"[百千万亿]{1,3}[^0-9()（），。]{1,6}[)）]")  # 营收(亿元): what a column counts in
_NAMED = {
    "号": re.compile("号"),  # 6号机组, 文曲路69号, 687号决议
    "世纪": re.compile("世纪"),  # the 21世纪; two of them are 两个世纪
    "国": re.compile("国道"),
    "省": re.compile("省道"),
    # 十八大以来, 二十大报告; but 十大品牌, 十二大类
    "大": re.compile(
        r"(?<=十[一二三四五六七八九])大(?![类项行产品板领])|(?<=二十)大(?=报告|精神|以来|代表|召开|提出)"
    ),
    # 十九届四中全会, 六届市委, 十三届全国人大; but 连任六届
    "届": re.compile(r"届(?=[一二三四五六七八九][中次]|全国|全会|中央|中纪|[省市县区]|人大|政协|常委)"),
    "学生": re.compile(r"(?<=[初高大][一二三四])学生"),
}


def names(text: str, figure: Figure) -> bool:
    """Whether a number is a part of a name or of a word, or says nothing where it stands."""
    if not figure.unit:
        return _idle(text, figure)
    if figure.unit in _DISTANCES and figure.bound == "exact" and figure.start == figure.left:
        return bool(_EVENT.match(text, figure.end) or _WHOSE.search(text, max(0, figure.left - 2), figure.left))
    if text[figure.left - 1 : figure.left] in ("(", "（") and _HEADING.match(text, figure.left):
        return True
    label = _NAMED.get(figure.unit)
    return label is not None and figure.bound == "exact" and label.match(text, figure.right) is not None


def _idle(text: str, figure: Figure) -> bool:
    """Whether a number without a unit says nothing: 一 in 一直, a year, 7旬老人, a long code, a mark of a list."""
    word = text[figure.left : figure.right]
    after = text[figure.right : figure.right + 1]
    if after and after in "月号时日旬" and not figure.number.scale and len(word) < 5:
        return True
    if word[0] in DIGITS:
        if word.isdigit() and figure.bound == "exact" and _label(text, figure, after):
            return True
        if after in ("、", ".", ")", "）") and _opens_line(text, figure.start):
            return True
        return _YEAR.fullmatch(word) is not None or len(word) > _LONGEST
    if figure.bound != "exact" and word[0] in _ROUND:
        return False  # 逾万旅客, 上千人
    if word == "千万" and after in _NEVER:
        return True
    if "点" in word or (figure.number.scale and len(word) > 1):
        return False
    # 两、三年 and 十三至十四万: the unit comes with the next figure
    following = text[figure.right + 1 : figure.right + 2]
    return not (after and after in "、至到和~-—" and following and (following in CHINESE or following in DIGITS))


def _label(text: str, figure: Figure, after: str) -> bool:
    """03, 鸿海(2317), 股份代号3679, 600519.SH, 今(12)日, 榜前20, 787-8型: digits that only name."""
    word, before = text[figure.left : figure.right], text[figure.left - 1 : figure.left]
    if len(word) > 1 and word[0] == "0":
        return before != "秒"  # 10秒06
    if "/" in (before, after) and _SERIES.match(text, figure.left):
        return False
    if len(word) >= _DIALED or after in _MARKS or before in _MARKS or _dialed(text, figure, after):
        return True
    if before == "前" or _CODED.search(text, max(0, figure.left - 8), figure.left):
        return True
    if (
        _LISTED.match(text, figure.right)
        or after in _PLACES
        or (len(word) > 2 and _CALLED.match(text, figure.right))
    ):
        return True
    closed = after in ("", ")", "）") or text[figure.right + 1 : figure.right + 2].isalpha()
    if before in ("(", "（") and closed:
        return True
    if after in _CLOSED and _TITLED.search(text, max(0, figure.left - 16), figure.left):
        return True
    thrown = after in _THROWS and _THROWN.match(text, figure.right)
    if thrown or (before in _THROWS and _SCORED.match(text, figure.right)):
        return True
    return after == "-" and text[figure.right + 1 : figure.right + 3].endswith("型")


def _opens_line(text: str, start: int) -> bool:
    return text[max(0, start - 64) : start].rstrip(" (（")[-1:] in ("", "\n")


def _dialed(text: str, figure: Figure, after: str) -> bool:
    """110, 120急救 and 拨打12345 are lines that somebody calls."""
    if _HOTLINE.fullmatch(text, figure.left, figure.right) is None:
        return False
    return after not in _JOINTS or _DIALS.search(text, max(0, figure.left - 4), figure.left) is not None
