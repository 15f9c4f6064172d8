"""Numbers that name and do not count: 十九大, 6号机组, 104国道, 110, a telephone, a year, the mark of a list."""

import re

from hedui.extract.numerals import CHINESE
from hedui.extract.quantities.figure import Figure
from hedui.extract.quantities.place import DIGITS
from hedui.wordlists import compile_words, filled

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_ROUND, _DAYS = frozenset("百千万亿数几"), frozenset("月号时日旬")
_CODED = re.compile(filled(r"(?:{before_code}|(?:{exchange})[:：])[为是:：]?\s?$"), re.IGNORECASE)
_LONGEST = 12  # a longer number without a unit is a code
# Digits that name by what touches them, tried where they begin.
_LABEL = compile_words(
    # 每股收益1.2/1.5/1.9元 counts, each of the three; 4.9/10万 is a rate.
    r"(?!(?:[0-9.]{1,8}/){1,6}[0-9.]{1,8} ?(?:[万亿]?(?:[倍%元]|[美港]元)|亿))(?:(?<!秒)0[0-9]"  # 03; but 10秒06
    r"|[0-9]{7}"  # a telephone: a sum has its 万 or its commas
    # Police, fire, ambulance, carriers, the lines of offices: 打了110, 拨12345; but 110、75和60亿元 are sums.
    r"|((?<=[打拨])|(?<=[打拨][了通打“]))?(?:11[0479]|12[02]|999|100(?:00|10|86)|12[1345][0-9]{2}|95[0-9]{3})"
    r"(?![0-9])(?(1)|(?![、和及与至到~–—-]))"
    r"|[0-9]{1,12}(?:(?i:\.(?:S[HZ]|HK|TW|BJ))(?![A-Za-z])|-.型|\+[0-9]"  # 600519.SH, 787-8型, 9+2城市
    r"|[型楼弄巷路·/×*_′#]|赛季|小区)"  # 5楼, 中山路20弄, 46路, 9#楼, 12·26事故, 3/4上映, 4×100米接力, 16-17赛季
    r"|[0-9]{3,12}(?:{called_by_number})"  # 305办公室, 12315热线
    r"|(?<=[前·/×*_点])[0-9]"  # 榜前20, 8点30
    r"|(?<=[a-z] )[0-9]{1,2}(?![0-9])"  # iPhone 8, Apple Watch 2
    r"|(?<=[一-龥][-–])(?<![球分率速值][-–])[0-9]"  # 歼-20; but 净胜球-3
    r"|(?<=[(（])[0-9]{1,12}(?:[)）]|\Z|.[^\W0-9_])"  # 鸿海(2317), 今(12)日
    r"|[0-9]{1,3}[投罚掷射][0-9]{1,3}[中进]|(?<=[投罚掷射])[0-9]{1,3}[中进]"  # 10投5中, each
    r"|[05-9][05]后|[0-9]{1,3}(?:[、和及]k?[0-9]{1,3}){1,6}等?[月路])"  # 90后; 6、7、8月份, 7、10、46路公交
)
_CLOSED = frozenset("」』”》")
_TITLED = re.compile(r"[「『“《][一-龥：:·]{2,14}$")  # 「疯狂海岛2」: the second of its name
# 2、避免过充, 右转3)沿湖滨路: the mark of an item, in the midst of a line as well; but 得分为3、篮板9.
_ITEM = re.compile(r"(?<![为达至到共有得是约])[0-9]{1,2}[、.)）](?=[^\W0-9_]|[“「《])")
# What opens a sentence without a unit: 5：防止失控, 3.3投标人应具备资质.
_HEAD = re.compile(r"[0-9]{1,2}(?:\.[0-9])?[:：]?[^\W0-9_]")
_OPENS, _MARKS = frozenset("\n。！？!?；;"), frozenset("、.)）")
# “3.28”塌方事故, 5.17购物节 are days of fame, 2.0版本 a version.
_POINTED = compile_words(
    r"(?:1[0-2]|0?[1-9])\.[0-3]?[0-9](?:[”」』]|{day_of})|[0-9]{1,2}\.[0-9]{1,2}(?:版|资料片)"
)
_IDIOM = re.compile("千万(?=[不别要勿莫记小注])|一点一(?=点)")  # 千万小心, 一点一点
# 男子200米, 50米蛙泳, 女子57公斤级: distances and weights that name what is contested.
_DISTANCES = frozenset(("米", "公里", "公斤"))
_EVENT, _WHOSE = compile_words("级|(?:{contested})"), re.compile("(?:[男女]子|男女|混合|×)$")
_HEADING = re.compile(r"[百千万亿]{1,3}[^0-9()（），。]{1,6}[)）]")  # 营收(亿元): what a column counts in
# What a number numbers, with its unit: 6号机组, 1901室, 国道212线, 三溪村1组, the 21世纪 (but 近两世纪).
_NUMBERED = re.compile(
    r"号(?!人)|(?<![两二三])世纪|国道|省道|(?<=[0-9]{3})[室线]|(?<=村[0-9一二三四五六七八九])组"
    r"|点(?:[钟多半许整]|[0-5][0-9](?![0-9.]))"  # 七点多, 8点30闭餐: times of no day
    # 十八大以来, 二十大报告; but 十大品牌, 十二大类
    r"|(?<=十[一二三四五六七八九])大(?![类项行产品板领])|(?<=二十)大(?=报告|精神|以来|代表|召开|提出)"
    # 十九届四中全会, 六届市委, 十三届全国人大; but 连任六届
    r"|届(?=[一二三四五六七八九][中次]|全国|全会|中央|中纪|[省市县区]|人大|政协|常委)|(?<=[初高大][一二三四])学生"
    r"|(?<=1[3-9][0-9]{9})[^元万.%]"  # 微信13800000000本店包邮
)


def names(text: str, figure: Figure) -> bool:
    """Whether a number is a part of a name or of a word, or says nothing where it stands."""
    if not figure.unit:
        return _idle(text, figure)
    if figure.unit in _DISTANCES and figure.bound == "exact" and figure.start == figure.left:
        return bool(_EVENT.match(text, figure.end) or _WHOSE.search(text, max(0, figure.left - 2), figure.left))
    if text[figure.left - 1 : figure.left] in ("(", "（") and _HEADING.match(text, figure.left):
        return True
    return _NUMBERED.match(text, figure.right) is not None


def _idle(text: str, figure: Figure) -> bool:
    """Whether a number without a unit says nothing: 一 in 一直, a year, 7旬老人, a long code, a mark of a list."""
    word = text[figure.left : figure.right]
    after = text[figure.right : figure.right + 1]
    if _IDIOM.match(text, figure.left) or (after in _DAYS and not figure.number.scale and len(word) < 5):
        return True
    if word[0] in DIGITS:
        plain = figure.bound == "exact" and not figure.number.scale
        if plain and (_marks(text, figure, after) or _label(text, figure, after)):
            return True
        return _YEAR.fullmatch(word) is not None or len(word) > _LONGEST
    if figure.bound != "exact" and word[0] in _ROUND:
        return False  # 逾万旅客, 上千人
    if "点" in word or (figure.number.scale and len(word) > 1):
        return False
    # 两、三年 and 十三至十四万: the unit comes with the next figure
    following = text[figure.right + 1 : figure.right + 2]
    return not (after and after in "、至到和~-—" and following and (following in CHINESE or following in DIGITS))


def _label(text: str, figure: Figure, after: str) -> bool:
    """Whether digits only name: by what touches them, or by the word before."""
    left, right = figure.left, figure.right
    if not text[left:right].isdigit():
        return _POINTED.match(text, left) is not None
    if after in _CLOSED and _TITLED.search(text, max(0, left - 16), left):
        return True
    return bool(_LABEL.match(text, left) or _CODED.search(text, max(0, left - 8), left))


def _marks(text: str, figure: Figure, after: str) -> bool:
    """Whether a number marks an item of a list."""
    before = text[max(0, figure.start - 64) : figure.start].rstrip(" \u3000(（")[-1:]
    opens = before in _OPENS and _HEAD.match(text, figure.left)
    return bool(opens or _ITEM.match(text, figure.left) or (before in ("", "\n") and after in _MARKS))
