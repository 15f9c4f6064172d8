"""What is known of each name by itself, as whole numbers: what it is, how often, what stands beside it."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from hedui.extract.claims.scene.columns import KNOWN, LABELS, sides_of
from hedui.extract.claims.scene.layout import Table, table, title_of
from hedui.extract.claims.standins.events import NATIONS
from hedui.extract.claims.standins.occasions import is_occasion
from hedui.extract.claims.standins.todate import SOURCE
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words, filled

_LABEL = {name: code for code, name in enumerate(LABELS, 1)}
# 港澳居民, 内地旅客, 香港单牌车: a place that only says whose people or things they are.
_PEOPLE_OF = compile_words("{people}|人(?!民|口|均|才)|{theirs}")
_CALAMITY = compile_words("{calamity}")


_ENTITY = (
    "label", "name", "count", "head", "main", "first", "ahead", "after", "length", "standin", "office", "says",
    "rank", "share", "leads", "turn", "home", "people", "acts", "event", "aimed", "subject", "subjects", "spoken",
    "top", "behind", "private",
)  # fmt: skip
# What an article is about is of one of these sorts, whatever it names of the others.
_BODIES, _PLACES, _PERSONS = ("ORG", "WORK", "PRODUCT", "EVENT"), ("LOC", "GPE"), ("PER", "TITLE")
_SORTS = {label: sort for sort, labels in enumerate((_BODIES, _PLACES, _PERSONS)) for label in labels}
_BODY = 0
_LEAST = 3  # mentions of a house that is told of itself; 甲证券:楼价回升 cites it
_IN_HEADLINE, _FARTHEST = 3, -20  # mentions that one in the headline counts for


def entity_columns(entities: Sequence[Mention[Entity]], text: str) -> Table:
    """The columns of the names."""
    count = Counter(m.value.name for m in entities)
    ids = {name: i for i, name in enumerate(count)}
    title_end = title_of(text)
    heads = {m.value.name for m in entities if m.start < title_end}
    main = max(count, key=lambda name: (count[name] + 2 * (name in heads), -ids[name]), default="")
    order = {name: i for i, (name, _) in enumerate(count.most_common())}
    leads = Counter(m.value.name for m in entities if m.text and _opens(text, m.start))
    total = max(1, len(entities))
    home = max((n for n in count if n in NATIONS), key=lambda n: (count[n], -ids[n]), default="")
    of_name = {
        name: (count[name], int(name in heads), int(name == main),
               _told(name, is_main=name == main and name in heads and count[name] >= _LEAST), min(order[name], 9),
               100 * count[name] // total, min(leads[name], 9), min(ids[name], 12), int(name == home))
        for name in count
    }  # fmt: skip
    actors = {m.value.name for m in entities if _acts(m, text)}
    aimed, spoken = _aimed(entities, text), [_speaks(m, text) for m in entities]
    examples, standing = _examples(entities, text), _standing(entities, count, heads)
    subject = [_is_subject(m, text, *of) for m, *of in zip(entities, spoken, aimed, examples, strict=True)]
    subjects, speaks = (_portion(entities, told) for told in (subject, spoken))
    seen: set[str] = set()
    rows = []
    for i, (m, sides) in enumerate(zip(entities, sides_of(entities, text), strict=True)):
        name, label = m.value.name, m.value.label
        often, head, is_main, office, rank, share, leading, turn, is_home = of_name[name]
        standin = (m.source == SOURCE) + (m.source == SOURCE and not m.text)
        rows.append(
            (_LABEL.get(_acts_as(name, label), 0), ids[name], often, head, is_main, int(name not in seen), *sides,
             len(m.text), standin, office, spoken[i], rank, share, leading, turn, is_home,
             int(_PEOPLE_OF.match(text, m.end) is not None), int(name in actors), int(_is_event(m)), aimed[i],
             subject[i], subjects[name], speaks[name], *standing[name], _is_private(name, label))
        )  # fmt: skip
        seen.add(name)
    return table(_ENTITY, rows)


def _standing(
    entities: Sequence[Mention[Entity]], count: Counter[str], heads: set[str]
) -> dict[str, tuple[int, int]]:
    """Of each name whether it leads those of its sort, and by how many mentions it is behind the first of all.

    A country that an article names nine times is still not what it tells of, where a firm leads the firms.
    """
    sort = {m.value.name: _SORTS.get(_acts_as(m.value.name, m.value.label)) for m in entities}
    worth = {name: count[name] + _IN_HEADLINE * (name in heads) for name in sort}
    best = dict.fromkeys(range(3), 0)
    for name, own in sort.items():
        if own is not None and not (own == _BODY and _office(name) in _TELLERS):
            best[own] = max(best[own], worth[name])
    most = max(best.values())
    return {
        name: (int(own is not None and worth[name] >= best[own]), max(worth[name] - most, _FARTHEST))
        for name, own in sort.items()
    }


# Who speaks is seldom what the figure is about: offices, media, brokers, schools of research.
_OFFICES = (
    compile_words(r"(?:[局署厅部委院处会办]|{office_tail})$"),
    compile_words(r"(?:[社报网刊]|{outlet_tail}|报[道导]|{data_house}|Wind|APP)$"),
    compile_words(r"(?:{broker_tail})$"),
    compile_words(r"(?:{firm_tail})$"),
    re.compile(r"[省市县区州镇乡村岛]$"),
    compile_words(r"(?:预算案?|报告书?|[年季财研中]报|法案?|{paper_tail})(?:[0-9.]{1,4})?$"),
)
_BROKER, _FIRM = 3, 4  # places in _OFFICES
_HELD = len(_OFFICES) + 1
_TELLERS = (1, 2)  # those who only tell
_SAYS = re.compile(
    r"[:：]|[^,，。;；!！?？\n]{0,8}?(?:表示|指出|称|显示|公布|发布|统计|数据|报[道导]|消息|电[(（]|讯|记者|研报|认为|预[计估测]|说|介绍|透露|宣布)"
)
_TOLD = re.compile(r"(?:据|来源[:：]?|记者|编辑[:：]?|图源?[:：]|引述|援引|援引了|消息来自|根据|文[/／])$")


# Who strikes is not whom the dead and the damage are counted for: 甲国空袭造成…, 甲国军队, 与甲国开战以来.
_STRIKES = re.compile(
    r"(?:的|军队?|军方|国防军|部队|战机|空军|陆军|[0-9一-鿿]{0,6}?(?:恢复|发动|展开|持续|再次|进行)[0-9一-鿿]{0,4}?){0,2}"
    r"(?:空袭|袭击|轰炸|[炮砲]击|[炮砲]火|军事行动|军事攻势|攻势|入侵|地面行动|[炮砲]轰|军队|国防军|部队|战机|空军|之手)"
)


def _acts(mention: Mention[Entity], text: str) -> bool:
    """Whether a name is who strikes in a war or an attack."""
    if not mention.text or mention.value.label not in ("GPE", "LOC", "ORG"):
        return False
    return _STRIKES.match(text, mention.end, mention.end + 20) is not None or mention.value.name.endswith(
        ("国防军", "军队", "空军")
    )


# 对甲国、乙国和丙国出口: the word before the first of a list is said of all.
_AT = re.compile(r"(?:[对向往输赴销]|隶属于?|属于|毗邻|邻近)\Z")
_LINKS = re.compile(r"[》」』”\"]?(?:[、和与及/／]|以及)[《「『“\"]?")


# 青岚至云川, 青岚—云川: the ends of a way.
_WAY = re.compile(r"至|到|—{1,2}|–|往返|直达|开往|飞往|经")


def _aimed(entities: Sequence[Mention[Entity]], text: str) -> list[int]:
    """1 for a name that something is done to or sent to, by itself or in a list, and for the ends of a way."""
    aimed, last, found = False, None, list[int]()
    for m in entities:
        gap = m.start - last.end if last is not None else -1
        between = text[last.end : m.start] if last is not None and 0 < gap < 5 else ""
        joined = aimed and _LINKS.fullmatch(between) is not None
        aimed = joined or _AT.search(text, max(0, m.start - 3), m.start) is not None
        found.append(int(aimed))
        if last is not None and _is_place(m) and _is_place(last) and _WAY.fullmatch(between):
            found[-2:] = [1, 1]
        last = m
    return found


# What may stand between the beginning of a clause and its subject: 其中, 而, 2024年, 截至9月底, 排名第二的.
_LEADS_IN = re.compile(
    r"(?:其中|当中|不过|但是?|而|另外|此外|同[时期]|目前|近日|日前|例如|譬如|以及|包括|尤其是?|至于|相比之下|对比之下|[今去前明本上当][年天日晚早月周季午]|[上下]半年|全年|期内|截[至止]|[初末底前后]|第?[0-9一二三四]{1,4}季度?|[0-9]{1,4}(?:年|月|日)度?"
    r"|[(（《「『“\"‘'\s]){0,8}"
    r"(?:(?![^,，的]{0,9}(?:领先|落后|不及|击败|战胜))[^,，的对向由将把被在于较比超]{2,9}的)?(?:竞争对手|对手|同[业行]|其?[母子]公司|[大控]股?股东|龙头|巨头|其)?"
)
_CLAUSE = re.compile(r"[,，;；:：。!！?？\n]")
_LED = 16  # characters of a clause read back


def _is_subject(m: Mention[Entity], text: str, spoken: int, aimed: int, example: int) -> int:
    """1 for a name that opens its clause and neither speaks nor is spoken to: 甲公司裁员5%, 其中乙市增3%."""
    if not m.text or spoken or aimed or example:
        return 0
    before = _CLAUSE.split(text[max(0, m.start - _LED) : m.start])[-1]
    if len(before) == _LED:
        return 0
    return int(_LEADS_IN.fullmatch(before) is not None)


def _portion(entities: Sequence[Mention[Entity]], told: Sequence[int]) -> dict[str, int]:
    """Of each name, in tenths, how many of its mentions are told to be so."""
    count = dict.fromkeys((m.value.name for m in entities), 0)
    much = dict(count)
    for m, is_so in zip(entities, told, strict=True):
        if m.text:
            count[m.value.name] += 1
            much[m.value.name] += is_so > 0
    return {name: 10 * much[name] // max(1, often) for name, often in count.items()}


_AND_SO_ON = re.compile(r"等[0-9多数十几]|等(?:国家|地区?|国|省|市|城市|企业|公司|多)")


def _examples(entities: Sequence[Mention[Entity]], text: str) -> list[int]:
    """1 for the names of a list that stands for more: 甲国、乙国和丙国等12个国家."""
    found, later, start = [0] * len(entities), False, -9
    for i in range(len(entities) - 1, -1, -1):
        m = entities[i]
        joined = later and 0 <= start - m.end < 5 and _LINKS.fullmatch(text, m.end, start) is not None
        later = bool(m.text) and (joined or _AND_SO_ON.match(text, m.end) is not None)
        found[i], start = int(later), m.start
    return found


# 陈先生, 林小姐, 吴某: who speaks for nobody but himself.
_PRIVATE = compile_words(r"[一-鿿](?:[一-鿿]?(?:{courtesy})|某)")


@lru_cache(maxsize=KNOWN)
def _is_private(name: str, label: str) -> int:
    """1 for a person told by the family name and a word of courtesy."""
    return int(label == "PER" and _PRIVATE.match(name) is not None)


# What is built or run owns figures as things do, not as the place it stands in.
_THING = compile_words(
    r"(?:铁路|高铁|地铁|高速|公路|..线|{built_thing}|..苑|新[邨村]|酒店|商场|球场|体育[馆场]|医院|项目|工程|基地|舱|指数)$"
)


_LINE = re.compile(r"[一-鿿]{2}线$")  # of a railway
_BLOCS = frozenset(filled("{bloc}").split("|"))


@lru_cache(maxsize=KNOWN)
def _acts_as(name: str, label: str) -> str:
    """The label under which a name is weighed as an owner."""
    if (label == "LOC" and _THING.search(name)) or (label == "ORG" and _LINE.search(name)):
        return "PRODUCT"
    if label == "ORG" and name in _BLOCS:
        return "LOC"
    if label == "EVENT" and is_occasion(name):
        return "ORG"
    return label


def _is_place(mention: Mention[Entity]) -> bool:
    return _acts_as(mention.value.name, mention.value.label) in ("LOC", "GPE")


def _is_event(mention: Mention[Entity]) -> bool:
    """Whether it is the event the article tells of, or a calamity by its name (台风海葵, not 铁剑行动)."""
    name, label = mention.value.name, mention.value.label
    return _acts_as(name, label) == "EVENT" and (mention.source == SOURCE or _CALAMITY.search(name) is not None)


def _opens(text: str, start: int) -> bool:
    """Whether a name opens its sentence: a subject, more often than not."""
    return start == 0 or text[start - 1] in "。!！?？;；\n "


@lru_cache(maxsize=KNOWN)
def _office(name: str) -> int:
    """The sort of office that a name's end tells, 0 for none; 演唱会 and 运动会 are held and hold no office."""
    if is_occasion(name):
        return _HELD
    return next((i for i, pattern in enumerate(_OFFICES, 1) if pattern.search(name)), 0)


def _told(name: str, *, is_main: bool) -> int:
    """The sort of office; a bank in the headline that is named most is what the article is about."""
    office = _office(name)
    return _FIRM if is_main and office == _BROKER else office


def _speaks(mention: Mention[Entity], text: str) -> int:
    """1 where a verb of saying follows, 2 where 据 or 来源 precedes, 3 for both."""
    says = bool(mention.text) and _SAYS.match(text, mention.end, mention.end + 14) is not None
    return int(says) + 2 * int(_TOLD.search(text, max(0, mention.start - 4), mention.start) is not None)
