"""Disasters of other years that an article sets its own beside: 2003年青石大厦大火夺去9人性命.

Where they are no candidates, their dead are told of the event at hand.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from hedui.extract.claims.standins.events import LONG_AGO, one_name
from hedui.extract.claims.standins.todate import SOURCE
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

_EARLIER = re.compile(
    rf"{LONG_AGO}[“「『]?(?P<place>[一-鿿]{{2,8}}?)[”」』]?(?:[0-9.]{{1,4}}级|特(?=大))?"
    r"(?P<what>大?地震|强震|大火|火灾|[一二三四五]级火|山火|空难|海难|沉船|翻船|洪灾|水灾|矿难|踩踏)"
)
# 发生地震, 当时的大火, 那场大火, 遭遇洪灾, 接报火灾: no name of an event.
_UNNAMED = compile_words("{names_no_event}|[的在是了因受由以与和及各类那这此该遭]")
_MOST = 20  # such events an article is read for


def find_earlier(text: str, event: Sequence[Mention[Entity]]) -> Iterator[Mention[Entity]]:
    """The events of other years by the names they are told by, in an article that has one of its own."""
    own = event[0].value.name if event else ""
    for word in islice(_EARLIER.finditer(text), _MOST) if event else ():
        place, start = word["place"], word.start("place")
        if not _UNNAMED.search(place) and place not in own and own[:2] not in place:
            what = "大火" if word["what"].endswith("级火") else word["what"]
            value = Entity(f"{place}{one_name(what)}", "EVENT")
            yield Mention(start=start, end=word.end(), text=text[start : word.end()], value=value, source=SOURCE)
