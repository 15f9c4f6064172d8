"""What an article tells of that is held: 临溪市补选, 长夏演唱会, 澜湖马拉松, a film season, an exam.

Many articles never write its name, only what is held and where.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from hedui.extract.claims.standins.todate import SOURCE
from hedui.extract.openings import Rare
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words, filled

# 春节档: re skips to where alternatives can begin only if each begins with a character of its own.
_SEASON = filled("{holiday}").replace("|", "档|") + "档"
_HELD = Rare(compile_words(f"{{occasion}}|{_SEASON}"))
_NAMED = compile_words("(?:{occasion}|[^比竞]赛|..杯|[书车画]?展|..节|档|春运|论坛)$")
_HOLIDAY = compile_words("(?:{holiday})$")
_QUOTED = re.compile(r"[「“《『][^」”》』\n]{1,12}[」”》』][一-鿿]{0,4}\Z")
# 本届赛事, 大会资料显示, 组委会: the occasion again.
_AGAIN = Rare(
    re.compile(
        r"[本今这该]届(?:赛事|大会|比赛|大赛|展会|活动)?"
        r"|(?<![一-鿿])(?:赛事|大会|比赛|大赛|展会|组委会|主办方)(?=[由自设共有资公总介表])"
    )
)
_NEVER = ("PER", "TITLE")
_LEAD, _NEAR = 160, 20  # characters in which what an article is about is told; from a quoted name to the word
_LEAST, _MOST = 3, 200  # words of it
_SURELY = 2  # times that a name is told, those of the lead twice


def is_occasion(name: str) -> bool:
    """Whether an event's name is that of something held (青湖马拉松), not of a holiday."""
    return _NAMED.search(name) is not None and _HOLIDAY.search(name) is None


def find_occasion(text: str, named: Sequence[Mention[Entity]]) -> list[Mention[Entity]]:
    """The occasion of an article at the words that stand for it; empty where its lead tells of none."""
    words = list(islice(_HELD.finditer(text), _MOST))
    lead = (m.value for m in named if m.start < _LEAD and m.value.label not in _NEVER)
    value = next((value for value in lead if is_occasion(value.name)), None)
    value = value or _titled(text, words) or _told(text, words, named)
    if value is None:
        return []
    again = [word.span() for word in words if value.name.endswith(word.group())]
    again += [word.span() for word in islice(_AGAIN.finditer(text), _MOST)]
    taken = {at for m in named for at in range(m.start, m.end)}
    return [
        Mention(start=start, end=end, text=text[start:end], value=value, source=SOURCE)
        for start, end in again
        if start not in taken
    ]


def _titled(text: str, words: Sequence[re.Match[str]]) -> Entity | None:
    """What the lead calls by a title in marks: 「长夏」巡回演唱会."""
    for word in words:
        if word.start() >= _LEAD:
            break
        if quoted := _QUOTED.search(text, max(0, word.start() - _NEAR), word.start()):
            return Entity(f"{quoted.group()}{word.group()}", "EVENT")
    return None


def _told(text: str, words: Sequence[re.Match[str]], named: Sequence[Mention[Entity]]) -> Entity | None:
    """What is held, where the lead and the text tell of it often, under the name that the text gives it.

    That is the name told most often, else the place the article names most and what is held there.
    """
    if not words or words[0].start() >= _LEAD:
        return None
    ((what, often),) = Counter(word.group() for word in words).most_common(1)
    if often < _LEAST:
        return None
    told = Counter[str]()
    for start, end in ((word.start(), word.end()) for word in words if word.group() == what):
        names = [m.value.name for m in named if m.start < start < m.end and end <= m.end]
        names += [f"{m.value.name}{what}" for m in named if m.end == start and m.value.label not in _NEVER]
        told.update(dict.fromkeys(names, 2 if start < _LEAD else 1))
    if max(told.values(), default=0) < _SURELY:
        told = Counter(f"{m.value.name}{what}" for m in named if m.value.label in ("LOC", "GPE"))
    return Entity(max(told, key=lambda name: told[name], default=what), "EVENT")
