"""Names that own no figure where they stand: of a dateline, a holiday, a means, an account's rest."""

import re

from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

_DATELINE = re.compile(r"讯|.(?:[一-鿿]{0,6}[0-9]{1,2}月[0-9]{1,2}日)?(?:讯|电|消息|综合报[道导]|报[道导])")
# 台北报导, 北京7月18日电, 香港 2025-07-18; 青石铁路2025年运货 and 南国2024年零售额 tell of the place.
_FILED = re.compile(
    r"\s{0,3}20[0-9]{2}(?:[-/.][0-9]|年[0-9]{1,2}月[0-9]{1,2}日(?=[电讯\s(（]|消息|报[道导]))"
    r"|(?:(?:[0-9]{1,2}月)?[0-9]{1,2}日)?(?:即时|综合|连线|专题|特派)?"
    r"(?:报[道导]|[电讯](?=[\s:：）)(（/／,，]|记者|[一-鿿]{2,12}[,，]))"
)
_HOLIDAY = compile_words(
    "(?:[鼠牛虎兔龙蛇马羊猴鸡狗猪]年|20[0-9]{2}年?)?(?:{holiday}|双十)(?:节|假期|连假|长假|黄金周)?"
)
# 若不考虑甲公司和乙公司的业务, 剔除丙项目的收益: the figures that follow are of whoever keeps the account.
_LEFT_OUT = compile_words(r"(?:{left_out})[^,，。;；\n]{0,14}\Z")
# 通过微信转账, 支付宝账户, 微博截图: by which something is done or said, and not whose it is.
_CHANNEL = compile_words("{channel}")
_BY = compile_words(r"(?:{by_channel}|[、和与及或/])[“「]?\Z")
_OF = compile_words(r"[”」\s]{0,2}(?:{of_channel}|[、,，(（:：/0-9A-Za-z])")
_BACK = 18  # characters to the word that leaves a name out


def owns_nothing(mention: Mention[Entity], text: str) -> bool:
    """Whether a name cannot own a figure where it stands."""
    before, name = text[max(0, mention.start - _BACK) : mention.start], mention.value.name
    if _CHANNEL.fullmatch(name) and (_BY.search(before) or _OF.match(text, mention.end)):
        return True
    if mention.value.label == "EVENT" and _HOLIDAY.fullmatch(name):
        return True
    return is_dateline(mention, text) or _LEFT_OUT.search(before) is not None


def is_dateline(mention: Mention[Entity], text: str) -> bool:
    """光影日报讯, 新华社北京7月18日电, 某某/台北报道: outlet and place of a dateline own no figures."""
    if mention.value.label == "ORG":
        opens = mention.start == 0 or text[mention.start - 1] in "\n(【["
        return opens and _DATELINE.match(text, mention.end - 1) is not None
    return mention.value.label in ("GPE", "LOC") and _FILED.match(text, mention.end, mention.end + 16) is not None
