"""The other forms of a name in one article: 以下简称, (06082.HK), the stem of a legal name, repetition."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from msgspec.structs import replace

from hedui.extract.entities.gazetteer import Gazetteer
from hedui.extract.entities.often import often
from hedui.extract.entities.recognizer import Recognizer
from hedui.extract.entities.spans import Names, named, whole
from hedui.extract.openings import Rare
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

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
    tails = recognizer.tails[kind]
    if not name.endswith(tails):
        return ""
    forms = recognizer.words[kind]
    sizes = range(min(len(tails[0]), len(name) - 2), 0, -1)
    return next((name[-size:] for size in sizes if name[-size:] in forms), "")


def _distinctive(stem: str, recognizer: Recognizer) -> bool:
    entity = recognizer.gazetteer.canonical.get(stem)
    if entity is not None or stem.endswith(_FACILITY):
        return False  # 青浦港|集团 runs the port, it is not the port
    return not recognizer.is_word(stem) and stem not in recognizer.no_names


def find_aliases(text: str, found: Names, recognizer: Recognizer) -> Aliases:
    """The article's own aliases: brackets after a name, codes that the lists know, stems of company names."""
    by_end = {m.end: m for m in found}
    introduced, links = [], dict[str, str]()
    for match in (*_INTRODUCED.finditer(text), *_LATIN.finditer(text)):
        owner = by_end.get(match.start())
        if owner is not None and (match.re is _INTRODUCED.pattern or _is_latin_name(match.group(), owner)):
            introduced.append(_alias(text, match.span("alias"), owner))
            links[match["alias"].strip()] = owner.text
    links |= {one.text: other.text for one, other in pairwise(found) if _is_translated(text, one, other)}
    return _join(found, links | _coded(text, by_end, recognizer.gazetteer), introduced, recognizer)


def _is_latin_name(bracket: str, owner: Mention[Entity]) -> bool:
    return owner.value.label in ("ORG", "PER", "PRODUCT") and not _CODE.pattern.match(bracket)


def _is_translated(text: str, latin: Mention[Entity], chinese: Mention[Entity]) -> bool:
    """Northern Vale Mining Corporation(北谷矿业): two names of one body, the Chinese one in brackets."""
    marks = text[latin.end : chinese.start] in ("(", "（") and text[chinese.end : chinese.end + 1] in (")", "）")
    return marks and latin.text.isascii() and latin.value.label == chinese.value.label


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


def _listed_short(legal: str, firms: Iterable[str]) -> str | None:
    """The listed firm of the article that a legal name is the long form of: 宝钢股份 of 宝山钢铁股份有限公司."""
    return next((name for name in firms if name[0] == legal[0] and _cut_short(name, legal)), None)


def _alias(text: str, span: tuple[int, int], owner: Mention[Entity]) -> Mention[Entity]:
    start, end = span
    rules = ("introduced in brackets",)
    return replace(owner, start=start, end=end, text=text[start:end], source="alias", rules=rules)


def _join(found: Names, links: dict[str, str], introduced: Names, recognizer: Recognizer) -> Aliases:
    """Canonical forms: the listed name, else the fullest common form of those with one stem or link."""
    listed = {m.text: m.value.name for m in found if m.source == "gazetteer"}
    firms = sorted({m.value.name for m in found if m.source == "gazetteer" and m.value.label == "ORG"})
    forms = Counter(m.text for m in found if m.value.label == "ORG")
    stems: dict[str, Entity] = {}
    canonical: dict[str, str] = {}
    owners: dict[str, set[str]] = {}
    for form in forms:
        short = short_form(form, recognizer)
        entity = recognizer.gazetteer.canonical.get(short)
        known = entity.name if entity is not None and entity.label == "ORG" else None
        canonical[form] = known or _listed_short(form, firms if short != form else ()) or short
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
        if taken.get(start, 0) >= end or not whole(text, edges, (start, end), recognizer.is_word):
            continue
        form = forms[number]
        rule = "stem" if form in aliases.stems else "repeated"
        repeats.append(replace(named(text, (start, end), "", rule, 0.7), value=known[form], source="alias"))
    return repeats


def _oftener(text: str, known: Iterable[str], found: Names) -> Iterator[str]:
    """The forms that the text has more often than they were found."""
    times = Counter(m.text for m in found)
    return (form for form in known if often(text, form) > times[form])
