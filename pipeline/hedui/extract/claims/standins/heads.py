"""Words that stand for the one name that ends in them: 口岸 for 云溪河公路口岸, 铁路 for 南岭铁路."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from hedui.extract.claims.standins.todate import SOURCE
from hedui.extract.claims.standins.vocabulary import Vocabulary
from hedui.model import Entity, Mention

_NEVER = ("PER", "TITLE")
_LEAST = 4  # characters of a name whose end may stand for it
_MOST = 200  # such words an article is read for
# 公路口岸, 老铁路: the end of a longer word.
_OTHER = re.compile(r"[一-鿿](?<![这该此条座个家艘的在从经由到至过了对向和与为，。])\Z")


def find_heads(text: str, named: Sequence[Mention[Entity]], words: Vocabulary) -> list[Mention[Entity]]:
    """The words of an article that stand for a name, as mentions of it, in text order."""
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
