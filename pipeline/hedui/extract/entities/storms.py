"""Typhoons and hurricanes: 台风“杜苏芮”, 杜苏芮台风, and 杜苏芮 wherever else the article has it."""

import re
from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from hedui.extract.entities.knowledge import Knowledge
from hedui.extract.entities.spans import named
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

_STORMS = ("台风", "飓风", "热带风暴", "气旋")
_FORCE = "(?:超强|强|中度|轻度|强烈)?"
_KIND = f"{_FORCE}(?:{'|'.join(_STORMS)})"
STORM_FORM = re.compile(
    rf"(?:{_FORCE}(?P<kind>{'|'.join(_STORMS)})[“\"「『]?(?P<name>[一-鿿]{{2,6}}?)[”\"」』]?"
    r"|[“\"「『]?(?P<first>[一-鿿]{2,6}?)[”\"」』]?(?P<last>台风|飓风))\Z"
)
# In quotes, or of the roster, a name is one beside the word for its kind.
_SURE = compile_words(
    rf"{_KIND}(?:[“\"「『]([一-鿿]{{2,6}})[”\"」』]|({{storm_name}}))"
    r"|(?:[“\"「『]([一-鿿]{2,6})[”\"」』]|({storm_name}))(?:台风|飓风)"
)
# A name without quotes: before what a storm does, or before the word for its kind; and said elsewhere alone.
_BARE = compile_words(
    rf"{_KIND}([一-鿿]{{2,3}}?)(?={{storm_does}}|[0-9]{{1,2}}日)"
    r"|(?:\A|(?<=[\n,。、!?;:)】」”\s]))([一-鿿]{2,4})(?:台风|飓风)"
)
_NO_NAME = frozenset({"路径", "环流", "本体", "外围", "预警", "警报", "来袭", "风眼", "强度", "灾情", "灾害"})
_COMMON = 10  # log2 of the count, plus one, of words too common to be a storm's name: 台风可能影响, 台风中心登陆
_MOST = 40  # storms that are looked for by name in one text
_NO_STORM = r"(?![路区街湾镇村县])"


def find_storms(text: str, knowledge: Knowledge) -> Iterator[Mention[Entity]]:
    """The storms that the text calls by name, each time it does: with the word for its kind, in quotes, alone."""
    names = _called(text, knowledge) if any(kind in text for kind in _STORMS) else set()
    if not names:
        return
    forms = "|".join(sorted(names, key=lambda name: (-len(name), name)))
    around = rf"(?P<kind>{_KIND})?(?P<open>[“\"「『])?", rf"(?P<close>[”\"」』])?(?P<last>台风|飓风)?{_NO_STORM}"
    pattern = rf"(?P<name>{forms})".join(around)
    for match in re.finditer(pattern, text):
        start, end = match.span("name")
        if match["last"]:
            start, end = match.start("open") if match["open"] else start, match.end("last")
        elif match["kind"]:
            start, end = match.start("kind"), match.end("close") if match["open"] and match["close"] else end
        yield named(text, (start, end), "EVENT", "storm", 0.8)


def _called(text: str, knowledge: Knowledge) -> set[str]:
    sure, bare = (
        {match[match.lastindex or 0] for match in islice(pattern.finditer(text), _MOST)}
        for pattern in (_SURE, _BARE)
    )
    rare = {name for name in bare - _NO_NAME if knowledge.common(name) < _COMMON}
    return sure | {name for name in rare if len(set(re.findall(rf"(?:台风|飓风)?{name}(?:台风|飓风)?", text))) > 1}


def compound(text: str, m: Mention[Entity], start: int, end: int, label: str) -> Mention[Entity]:
    """The mention as one of another length and label, made of a name and what belongs to it."""
    form = text[start:end]
    source, score = (m.source, m.score) if m.source == "model" else ("pattern", 0.7)
    return replace(
        m,
        start=start,
        end=end,
        text=form,
        value=Entity(form, label),
        source=source,
        score=score,
        rules=(*m.rules, "listed name and its kind"),
    )
