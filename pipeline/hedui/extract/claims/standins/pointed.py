"""Words that point at a name by what it ends in: 这座桥 for 云溪河大桥, 这条线 for 南岭环线."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from hedui.extract.claims.standins.todate import SOURCE
from hedui.extract.openings import Rare
from hedui.model import Entity, Mention

_MOST = 200  # such words an article is read for
_BACK = 12  # names looked back on
# 这座桥, 该大楼, 此线: what is pointed at is the last name that ends so.
_POINTS = Rare(
    re.compile(r"[这那该此](?:(?<!此)[座条家所款部艘架届项幢栋场只支]|(?<!那))(?=(?P<head>[一-鿿]{1,3}))")
)
# The last character of what may be pointed at, by label; 该公司 and 该市 made the owners worse.
_POINTED = {"LOC": "桥楼站线矿厂岛湖江船塔馆园港路院校", "PRODUCT": "桥楼船塔", "ORG": "行院校厂矿馆"}


def find_pointed(text: str, named: Sequence[Mention[Entity]]) -> Iterator[Mention[Entity]]:
    """The words of an article that point at one of its names, as mentions of the last one that ends so."""
    starts = [m.start for m in named]
    for word in islice(_POINTS.finditer(text), _MOST) if named else ():
        at, head = bisect_left(starts, word.start()), word["head"]
        for m in reversed(named[max(0, at - _BACK) : at]):
            size = next((k for k in (3, 2, 1) if len(head) >= k and m.value.name.endswith(head[:k])), 0)
            if size == 0 or head[size - 1] not in _POINTED.get(m.value.label, ""):
                continue
            end = word.end() + size
            yield Mention(start=word.start(), end=end, text=text[word.start() : end], value=m.value, source=SOURCE)
            break
