"""The other forms of a name in one article: 以下简称, (06082.HK), the stem of a legal name, repetition."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hedui.extract.entities.gazetteer import Gazetteer
from hedui.extract.entities.recognizer import Recognizer
from hedui.extract.openings import Rare
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

Names = list[Mention[Entity]]

_FACILITY = ("港", "机场", "口岸", "码头", "矿", "铁路", "高速")
_MOST_STEMS = 50_000  # names whose stems are kept
_SHORT_TEXT = 4000  # characters: in such a text counting each form costs less than an automaton for all

_INTRODUCED = Rare(
    compile_words(
        r"[(（](?:以下)?(?:{introduces_alias})[为:：]?"
        r"[“\"「『‘'《]{0,2}(?P<alias>[^“”\"「」『』‘’'()（）《》,，。;；、\n]{2,20})"
    )
)
_LATIN = Rare(re.compile(r"[(（](?P<alias>[A-Z][A-Za-z0-9 .&'’\-]{1,40})[)）]"))
# Allied Gold Corporation(联合黄金): after a company by its Latin legal name.
_CHINESE = Rare(re.compile(r"[(（](?<=[A-Za-z.].)(?P<alias>[一-鿿]{2,10})[)）]"))
_LATIN_FIRST = Rare(
    re.compile(
        r"(?P<latin>[A-Z](?<![A-Za-z0-9&.'’\-][A-Z])[A-Za-z0-9&.'’\-]{1,30}(?: [A-Za-z0-9&.'’\-]{1,20}){0,3})"
        r"[(（](?=[一-鿿])"
    )
)
_CODE = Rare(
    compile_words(
        r"[(（](?:{stock_code}|A股|NASDAQ|NYSE|HKEX|SEHK|HK)?[:：]?\s?"
        r"(?P<code>[0-9]{4,6}(?:\.[A-Z]{1,2})?|[A-Z]{1,5}(?:\.[A-Z]{1,2})?)[)）,，;；/]"
    )
)


@dataclass(frozen=True, slots=True)
class Aliases:
    """The names joined within one article: for each form its canonical form, and stems that may stand alone."""

    canonical: dict[str, str] = field(default_factory=dict)
    stems: dict[str, Entity] = field(default_factory=dict)
    introduced: Names = field(default_factory=list)


def short_form(name: str, recognizer: Recognizer) -> str:
    """The common form of a legal name: 上海壁仞科技股份有限公司 -> 壁仞科技; other names as they are."""
    tail = _tail_of(name, "legal_tail", recognizer)
    if not tail:
        return name
    body = name[: -len(tail)]
    whole = recognizer.gazetteer.canonical.get(body)
    if whole is not None and whole.label == "LOC":
        return name  # 云州|分公司
    for size in range(min(5, len(body) - 2), 1, -1):
        place = recognizer.gazetteer.canonical.get(body[:size])
        rest = body[size:]
        if place is not None and place.label == "LOC" and len(rest) >= 4 and rest != body:
            return rest
    return body


def stems_of(name: str, recognizer: Recognizer) -> list[str]:
    """What could stand alone for a company, longest first: 映瑞光电科技公司 -> 映瑞光电, 映瑞.

    A stem that is a word of its own or a place (中国, 华夏, 长城) is shared by too many names and left out.
    """
    stems = recognizer.stems.get(name)
    if stems is None:
        if len(recognizer.stems) >= _MOST_STEMS:
            recognizer.stems.clear()
        stems = recognizer.stems[name] = _stems_of(name, recognizer)
    return stems


def _stems_of(name: str, recognizer: Recognizer) -> list[str]:
    stem, stems = short_form(name, recognizer), []
    for _ in range(2):
        tail = _tail_of(stem, "trade_tail", recognizer)
        if not tail:
            break
        stem = stem[: -len(tail)]
        stems.append(stem)
    return [stem for stem in stems if _distinctive(stem, recognizer)]


def _tail_of(name: str, kind: str, recognizer: Recognizer) -> str:
    """The longest tail of a kind that a name ends in, of which it leaves two characters or more; "" for none."""
    tails = recognizer.tails.get(kind, ())
    if not name.endswith(tails):
        return ""
    forms = recognizer.words[kind]
    sizes = range(min(len(tails[0]), len(name) - 2), 0, -1)
    return next((name[-size:] for size in sizes if name[-size:] in forms), "")


def _distinctive(stem: str, recognizer: Recognizer) -> bool:
    entity = recognizer.gazetteer.canonical.get(stem)
    if entity is not None or stem.endswith(_FACILITY):
        return False  # 青浦港|集团 runs the port, it is not the port
    return not recognizer.is_word(stem) and stem not in recognizer.words.get("not_a_name", frozenset())


def find_aliases(text: str, found: Names, recognizer: Recognizer) -> Aliases:
    """The article's own aliases: brackets after a name, codes that the lists know, stems of company names."""
    canonical: dict[str, str] = {}
    introduced: Names = []
    by_end = {m.end: m for m in found}
    for match in _INTRODUCED.finditer(text):
        owner = by_end.get(match.start())
        if owner is not None:
            introduced.append(_alias(text, match.start("alias"), match.end("alias"), owner))
            canonical[match["alias"].strip()] = owner.text
    for match in _LATIN.finditer(text):
        owner = by_end.get(match.start())
        if (
            owner is not None
            and owner.value.label in ("ORG", "PER", "PRODUCT")
            and not _CODE.pattern.match(match.group())
        ):
            introduced.append(_alias(text, match.start("alias"), match.end("alias"), owner))
            canonical[match["alias"].strip()] = owner.text
    for alias in _latin_first(text, found):
        introduced.append(alias)
        canonical[alias.text] = alias.value.name
    for match in _CHINESE.finditer(text):
        owner = by_end.get(match.start())
        if owner is not None and owner.rules[:1] == ("legal form",):
            introduced.append(_alias(text, match.start("alias"), match.end("alias"), owner))
            canonical[match["alias"]] = owner.text
    coded = _coded(text, by_end, recognizer.gazetteer)
    return _join(found, canonical | coded, introduced, recognizer)


def _latin_first(text: str, found: Names) -> Iterator[Mention[Entity]]:
    """Latin names whose Chinese form follows in brackets: Synopsys(新思科技)."""
    if not _LATIN_FIRST.begins_in(text):
        return
    by_start = {m.start: m for m in found}
    taken = {m.start for m in found if m.source == "gazetteer" or m.rules[:1] == ("legal form",)}
    for match in _LATIN_FIRST.finditer(text):
        owner = by_start.get(match.end())
        if owner is None or owner.value.label not in ("ORG", "PER", "PRODUCT") or match.start() in taken:
            continue
        if text[owner.end : owner.end + 1] in ("", ")", "）"):
            yield _alias(text, match.start("latin"), match.end("latin"), owner)


def _coded(text: str, by_end: dict[int, Mention[Entity]], gazetteer: Gazetteer) -> dict[str, str]:
    """Names followed by a listed company's code, with that company's name."""
    names = {}
    for match in _CODE.finditer(text):
        owner = by_end.get(match.start())
        entity = gazetteer.codes.get(match["code"]) if "." in match["code"] else None
        if owner is None or entity is None or owner.value.label != entity.label:
            continue
        # The name decides, not the code: 某汽车(09988.HK) is 某汽车 whoever has that code in the list.
        if _cut_short(owner.text, entity.name):
            names[owner.text] = entity.name
    return names


def _cut_short(form: str, name: str) -> bool:
    """Whether one could be the other cut short: all its characters, in order, stand in the other."""
    short, full = sorted((form, name), key=len)
    rest = iter(full)
    return all(char in rest for char in short)


def _alias(text: str, start: int, end: int, owner: Mention[Entity]) -> Mention[Entity]:
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        value=owner.value,
        source="alias",
        score=owner.score,
        rules=("introduced in brackets",),
    )


def _join(found: Names, links: dict[str, str], introduced: Names, recognizer: Recognizer) -> Aliases:
    """Canonical forms: the listed name, else the fullest common form of those with one stem or link."""
    listed = {m.text: m.value.name for m in found if m.source == "gazetteer"}
    forms = Counter(m.text for m in found if m.value.label == "ORG")
    stems: dict[str, Entity] = {}
    canonical: dict[str, str] = {}
    owners: dict[str, set[str]] = {}
    for form in forms:
        short = short_form(form, recognizer)
        entity = recognizer.gazetteer.canonical.get(short)
        canonical[form] = entity.name if entity is not None and entity.label == "ORG" else short
        for stem in stems_of(form, recognizer):
            owners.setdefault(stem, set()).add(canonical[form])
    for stem, names in owners.items():
        # 极氪 and 极氪科技 in one article are two; a stem of two names is nobody's short form.
        if len(names) == 1:
            name = next(iter(names))
            stems[stem] = Entity(name, "ORG")
            canonical[stem] = name
    canonical |= listed
    for form, owner in sorted(links.items()):
        canonical[form] = canonical.get(owner, owner)
    return Aliases(canonical, stems, introduced)


def repeat_names(text: str, edges: Sequence[int], found: Names, aliases: Aliases, recognizer: Recognizer) -> Names:
    """The other places where a name of this article or its stem stands and cuts no dictionary word."""
    import ahocorasick_rs

    known: dict[str, Entity] = dict(aliases.stems)
    for m in [*found, *aliases.introduced]:
        if m.source != "gazetteer" and (len(m.text) >= 3 or not recognizer.is_word(m.text)):
            known.setdefault(m.text, m.value)
    if not known:
        return []
    forms = sorted(_oftener(text, known, found) if len(text) <= _SHORT_TEXT else known)
    if not forms:
        return []
    automaton = ahocorasick_rs.AhoCorasick(
        forms,
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=ahocorasick_rs.Implementation.NoncontiguousNFA,  # built for one text: the quickest to build
    )
    taken = {m.start: m.end for m in found}
    repeats = []
    for number, start, end in automaton.find_matches_as_indexes(text):
        if taken.get(start, 0) >= end or any(_cuts(text, edges, at, recognizer) for at in (start, end)):
            continue
        entity, form = known[forms[number]], forms[number]
        repeats.append(
            Mention(
                start=start,
                end=end,
                text=form,
                value=entity,
                source="alias",
                score=0.7,
                rules=("stem" if form in aliases.stems else "repeated",),
            )
        )
    return repeats


def _oftener(text: str, known: Iterable[str], found: Names) -> Iterator[str]:
    """The forms that the text has more often than they were found."""
    times = Counter(m.text for m in found)
    return (form for form in known if text.count(form) > times[form])


def _cuts(text: str, edges: Sequence[int], at: int, recognizer: Recognizer) -> bool:
    if 0 < at < len(text) and _latin(text[at - 1]) and _latin(text[at]):
        return True
    place = bisect_left(edges, at)
    if place == 0 or place >= len(edges) or edges[place] == at:
        return False
    return recognizer.is_word(text[edges[place - 1] : edges[place]])


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
