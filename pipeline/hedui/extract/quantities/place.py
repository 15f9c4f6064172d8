"""Where a number stands: the text, the tables, and how far the text has been used up."""

import re
from dataclasses import dataclass

from hedui.extract.openings import Rare
from hedui.extract.quantities.tables import LETTERS, Tables, Unit

DIGITS = frozenset("0123456789")
MINUS = frozenset("-−–—")
_CODE = re.compile(r"[0-9A-Za-z]{0,64}(?:[-_.][0-9A-Za-z]{1,64}){0,8}")
_WIDE = Rare(re.compile(r"[０-９．﹒％﹪╱／－＋＄∶]"))
_FOLD = str.maketrans("０１２３４５６７８９．﹒％﹪╱／－＋＄∶", "0123456789..%%//-+$:")
# 增长11·3%, 52·4万亿: newspapers set the point of a figure in the middle; 12·26事故 has a day.
_POINT = Rare(
    re.compile(r"(?<=[0-9])[·‧](?=[0-9]{1,4} ?(?:[%‰倍吨点元]|多?[万亿]|个?百分点|[美港欧日]元|公斤|公里))")
)
# 36 187人, 1 204 500吨: news agencies of the east of Europe set a blank between thousands. 2026 187人 has a year.
_BLANK = re.compile(r" (?<=[0-9] )[0-9]{3}(?![0-9])")
_SPACED = re.compile(r"(?<![0-9.,:：/第 -])[1-9][0-9]{0,2}(?: [0-9]{3}){1,3}(?![0-9.,:：/])(?= ?[一-龥%])")


@dataclass(slots=True)
class Place:
    """The text around one number.  Nothing before `floor` may be used; `seen` is how far the text is used up."""

    text: str
    tables: Tables
    floor: int = 0
    seen: int = 0

    def unit_at(self, start: int) -> tuple[Unit, int] | None:
        """The longest unit that begins here and is not part of another word, with its end."""
        text = self.text
        for unit, end in self.tables.units.all_at(text, start):
            after = text[end : end + 1]
            if after and (after in unit.not_before or (after in LETTERS and text[end - 1] in LETTERS)):
                continue
            return unit, end
        return None

    def unit_near(self, start: int) -> tuple[Unit, int] | None:
        """The same, with a blank allowed before the unit (1741.44 亿 元)."""
        unit = self.unit_at(start)
        if unit is None and self.text[start : start + 1] == " ":
            unit = self.unit_at(start + 1)
        return unit

    def prefixed(self, left: int) -> bool:
        """Whether a currency stands right before the number (HK$19.60, RM5)."""
        return self.tables.prefixes.before(self.text, left) is not None

    def code_end(self, start: int) -> int:
        """The end of a code of letters and digits (BR100, GPT-4.5) that goes on here."""
        found = _CODE.match(self.text, start)
        return found.end() if found else start


def fold(text: str) -> str:
    """The text with full-width digits and signs as plain ones; its length never changes (３６﹒９％ -> 36.9%)."""
    text = text.translate(_FOLD) if _WIDE.search(text) else text
    text = _POINT.pattern.sub(".", text) if _POINT.search(text) else text
    return _SPACED.sub(lambda found: found[0].replace(" ", ","), text) if _BLANK.search(text) else text
