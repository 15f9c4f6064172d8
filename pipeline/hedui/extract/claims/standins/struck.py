"""The vehicle and the crew of an accident: 客车核载40人, 机长有5000飞行小时, 该机2015年交付.

They bear the name of the accident, as nobody else's: 云岭高速大巴事故司机.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from hedui.extract.claims.standins.todate import SOURCE
from hedui.extract.openings import Rare
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

# 失事客机, 该车, 客车核载; not 机上, 客车坠崖, 大巴司机.
_STRUCK = Rare(
    compile_words(
        r"(?<![一-鿿])(?:失事|涉事|肇事|事故|出事|事发|遇事|该[辆架艘]?|这[辆架艘])?(?P<craft>{craft}|{vehicle})"
        r"(?![上内里中]|{crew})|该[机车船](?![构关队型主])"
        r"|(?P<crew>{crew})(?![们长])"
    )
)
_ACCIDENTS = compile_words("{of_crashes}")
_MOST = 40  # such words an article is read for


def find_struck(
    text: str, happened: Sequence[Mention[Entity]], named: Sequence[Mention[Entity]]
) -> Iterator[Mention[Entity]]:
    """The vehicle and its crew in the article of an accident, at the words that tell of them.

    Who is named behind such a word (机长陈某) is meant by it wherever he is named: another article has no name.
    """
    if not happened or not _ACCIDENTS.search(event := happened[0].value.name):
        return
    craft, crew = "", dict[str, Entity]()  # 该机: the one told of before
    people = [person for person in named if person.value.label == "PER"]
    starts = {person.start: person.value.name for person in people}
    for word in islice(_STRUCK.finditer(text), _MOST):
        craft = word["craft"] or craft
        if name := word["crew"] or craft:
            value = Entity(f"{event}{name}", "PER" if word["crew"] else "PRODUCT")
            yield _standin(text, word.start(), word.end(), value)
            if word["crew"] and word.end() in starts:
                crew.setdefault(starts[word.end()], value)
    for person in people:
        if person.value.name in crew:
            yield _standin(text, person.start, person.end, crew[person.value.name])


def _standin(text: str, start: int, end: int, value: Entity) -> Mention[Entity]:
    return Mention(start=start, end=end, text=text[start:end], value=value, source=SOURCE)
