"""Words that stand for the one name that ends in them: 口岸 for 云溪河公路口岸, 这条铁路 for 南岭铁路."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from hedui.extract.claims.standins.todate import SOURCE
from hedui.extract.claims.standins.vocabulary import Vocabulary
from hedui.extract.openings import Quick, Rare
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

_NEVER = ("PER", "TITLE")
_LEAST = 4  # characters of a name whose end may stand for it
_MOST = 200  # such words an article is read for
# 公路口岸, 老铁路: the end of a longer word.
_OTHER = re.compile(r"[一-鿿](?<![这该此条座个家艘的在从经由到至过了对向和与为，。])\Z")
_BACK = 12  # names looked back on
# 这座桥, 该大楼, 此线: what is pointed at is the last name that ends so.
_POINTS = Rare(
    re.compile(r"[这那该此](?:(?<!此)[座条家所款部艘架届项幢栋场只支]|(?<!那))(?=(?P<head>[一-鿿]{1,3}))")
)
# 该片: the work named last, unless two are named in one breath (《甲》和《乙》).
_FILM = "影片"
_WORK = Quick(compile_words(rf"(?:该|本|此|[这那]部)(?:[0-9]{{1,3}}集)?的?(?:{{work}})|{_FILM}"))
_AND = re.compile(r"》?(?:[、与和及跟]|以及)?《?")
# The last character of what may be pointed at, by label; 该公司 and 该市 made the owners worse.
_POINTED = {"LOC": "桥楼站线矿厂岛湖江船塔馆园港路院校", "PRODUCT": "桥楼船塔", "ORG": "行院校厂矿馆"}


def find_heads(text: str, named: Sequence[Mention[Entity]], words: Vocabulary) -> list[Mention[Entity]]:
    """The words of an article that stand for a name, as mentions of it, in text order."""
    ending = _ending(text, named, words)
    ends = {m.end for m in ending}
    pointed = [m for m in (*_works(text, named), *_pointed(text, named)) if m.end not in ends]
    return sorted([*ending, *pointed], key=lambda m: (m.start, m.end))


def _works(text: str, named: Sequence[Mention[Entity]]) -> Iterator[Mention[Entity]]:
    """影片 as a mention of the work that the article tells of, 该片 of the one named last."""
    works = [m for m in named if m.value.label == "WORK"]
    starts, often = [m.start for m in works], Counter(m.value for m in works)
    main = [value for value, count in often.items() if 2 * count > max(2, len(works))]  # of many films none is
    for word in islice(_WORK.finditer(text), _MOST) if works else ():
        last = works[: bisect_left(starts, word.start())][-2:]
        joined = len({m.value for m in last}) > 1 and _AND.fullmatch(text, last[0].end, last[1].start)
        meant = main if word[0] == _FILM else [m.value for m in last[-1:] if not joined]
        if len(meant) == 1:
            yield Mention(start=word.start(), end=word.end(), text=word[0], value=meant[0], source=SOURCE)


def _pointed(text: str, named: Sequence[Mention[Entity]]) -> Iterator[Mention[Entity]]:
    """这座桥 as a mention of the last name that ends in 桥."""
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


def _ending(text: str, named: Sequence[Mention[Entity]], words: Vocabulary) -> list[Mention[Entity]]:
    count = Counter(m.value for m in named if len(m.value.name) >= _LEAST and m.value.label not in _NEVER)
    owner: dict[str, Entity] = {}
    for value, _ in count.most_common():
        if head := words.stands_alone.search(value.name):
            owner.setdefault(head.group(), value)
    if not owner:
        return []
    taken = {i for m in named for i in range(m.start, m.end)}
    return list(islice(_standing(text, owner, taken), _MOST))


def _standing(text: str, owner: dict[str, Entity], taken: set[int]) -> Iterator[Mention[Entity]]:
    for word in re.finditer("|".join(map(re.escape, sorted(owner))), text):
        start, end = word.span()
        if start in taken or end - 1 in taken or _OTHER.search(text, max(0, start - 2), start):
            continue
        yield Mention(start=start, end=end, text=word.group(), value=owner[word.group()], source=SOURCE)
