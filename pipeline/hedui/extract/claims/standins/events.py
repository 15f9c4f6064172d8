"""The event an article tells of, under one name: 云川县发生6.1级地震 is 云川地震, 星河航空XH12客机坠毁 its crash.

Tolls and damage are the event's, whatever spot, office or party their sentence names; many articles never write
its name, only what happened and where.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from hedui.extract.claims.standins.todate import SOURCE
from hedui.extract.openings import Quick
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words, filled

# What happened, by kind; 地震局, 台风天, 信息爆炸, 女子出轨 and 交通事故1200起 are no events.
_HAPPENED = Quick(
    re.compile(
        r"(?P<quake>地震(?![局台网带波学部仪监预力险区])|强震|震灾)"
        r"|(?P<storm>(?:台|飓)风(?!天|季|委)|热带风暴|龙卷风|[强中轻]台(?=[“”\"「]?[一-鿿]{2}))"
        r"|(?P<flood>特大暴雨|(?:特大|极端)?(?:暴雨(?!.?.?预警|警告)|山洪|洪[灾水涝])|强降[雨水]|水灾|涝灾)"
        r"|(?P<crash>空难|坠机|坠毁)"
        r"|(?P<wild>(?:森林|林野|草原)(?:火灾|大火)|[山林野]火(?![车锅]))"
        r"|(?P<fire>火灾(?!隐患|防[控范]|自救|逃生|风险|形势)|大火(?!车)|火警(?!钟))"
        r"|(?P<mine>(?:透水|冒顶|瓦斯(?:爆炸|突出)?)(?:事[故件]|意外)|瓦斯爆炸|透水|矿[难灾](?!害))"
        r"|(?P<blast>(?<!信息|知识|人口)爆炸(?![性式]))"
        r"|(?P<slide>山体滑坡|泥石流|山崩|雪崩|塌方)"
        r"|(?P<fall>(?:坍塌|垮塌|倒塌|溃坝)(?:事[故件]|意外)|溃坝)"
        r"|(?P<leak>(?:泄漏|中毒)(?:事[故件]|意外))"
        r"|(?P<road>(?:交通(?:事故|意外)|车祸)(?![是占、]|处理|多发|高发|死亡率|[0-9]{1,9}余?[起宗])|坠[江河崖桥](?:事[故件]|意外)?)"
        r"|(?P<ship>沉船|翻船|[翻倾][沉覆]|沉没|撞船(?:事[故件]|意外)?|[船艇轮舶]相撞)"
        r"|(?P<wreck>(?<=[车厢铁号组])出轨|出轨(?=事[故件]|意外|翻)|脱轨|连环相撞|踩踏|枪击)"
        r"|(?P<outage>大停电|大规模停电|停电事[故件])"
    )
)
# What such an event takes: an article that hardly tells of it is of something else.
_TAKES = compile_words(
    r"遇难|罹难|丧生|丧命|身亡|死亡|[死伤亡](?=[0-9,，、。])|{of_a_calamity}|规模(?=[0-9])|{of_an_accident}"
)
# 事故已造成, 这场火, 此次灾害: the event again; not 事故率, 事故原因, 灾害预警.
# Told at all its words and not at the first alone, owners are right of 5,149 annotated 4,480 instead of 4,435, of
# 4,981 in newly written articles 3,475 instead of 3,438 (by unseen story).
_AGAIN = re.compile(
    r"(?:这[场次起宗]|[此本]次|该[起宗次])(?:事[故件]|意外|灾[害难]|惨剧|火灾|大火|火)"
    r"|(?:事故|灾[害难]|惨剧)(?![率多频易险处原责隐调预防保赔等的类案型级])"
)
_LEAD = 160  # characters in which what an article is about is told
_SELDOM = 300  # characters a word of the event, beyond which a text that does not lead with it tells of more
_MOST = 60  # words of the event that an article is read for
_BACK, _NEAR = 60, 24  # characters to the place
_AGO = 14  # characters back to the word that tells of another day
_ENDS = re.compile("[。！？!?\\n]")
_DATED = re.compile(r"[“”\"「」‘’']?([0-9]{1,2}[·.．][0-9]{1,2})[“”\"「」‘’']?$")
_BETWEEN = re.compile(r"[^,，。;；\n]{0,24}(?:[（(][^）)\n]{0,40}[）)][^,，。;；\n]{0,12})?")
_FLIGHT = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{1,2}[A-Z0-9]?[0-9]{2,4}(?=[^A-Za-z0-9]{0,6}(?:航班|班机|客机|班次|从|由|$))"
)
_CARRIER = re.compile(r"航空?(?:公司)?$")
# 2019年的云川煤矿爆炸, 2011年3月云川大地震, 九年前的大火: another one, that this one is set beside.
LONG_AGO = (
    r"(?:(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?|(?<=[0-9一二三四五六七八九十])年前|[上前]一?[次宗起])的?"
    r"[,，]?"
)
_LONG_AGO = re.compile(f"{LONG_AGO}$")
# 云川6.1级地震; not 规模7.2的地震, 有感地震.
_OF_A_PLACE = re.compile(
    r"(?P<place>[一-鿿]{2,8}?)(?P<date>[0-9]{1,2}[·.．][0-9]{1,2}(?!级))?(?:[0-9.]{1,4}级)?"
    r"(?P<what>(?:特大|大|强)?(?:地震|强震|震灾|暴雨|洪[灾水涝]|水灾|空难|火灾|大火|[山林野]火|爆炸))(?:灾害|事[故件])?"
)
_JOINED = re.compile("[和与及、跟]")
_SPOT = compile_words(r"(?:大[楼厦桥]|[楼桥店馆站路街巷厂矿院校]|{spot}|[0-9]线)$")
# 岚山县石沟煤矿发生透水事故: what is struck by an accident gives its name; not 一煤矿, 某商场.
_STRUCK = compile_words(
    r"(?:[一-鿿]{0,8}[省市县区州镇乡旗道路街的在于])?(?P<at>[一-鿿]{2,8}?(?:煤矿|[金铁铜锡铝锌磷]矿|{struck}))(?!集团|公司|企业)"
)
_UNNAMED = re.compile(r"[一某该这那此座家处名两多各年]|附近|当地|大型|地下|所属|旗下")
_MADE = frozenset({"mine", "fire", "blast", "fall", "leak"})  # accidents, of what they strike
_SEA = re.compile(r"(?<=..)(?:以?[东南西北]{1,2}[部方]?|对出|附近|近岸)?(?:外海|近海|海域|海面)$")
_TYPE = re.compile(
    r"(?<=..)(?:[^,，]{2}族){0,3}(?:自治[县州区]|[县省州]|(?<!集)市|(?<![小社园业景校矿片街发])地?区)$"
)
NATIONS = ("中国", "台湾", "香港", "澳门", "日本", "韩国", "美国")


# 云岭高速公路 and 云岭高速 are one; the name of an accident on it goes on with what it befell.
_ROAD_TAIL = re.compile(r"..(?:高速(?:公路)?|公路|国道|大桥|快速路|高架)$")
_PUBLIC = re.compile(r"(?<=高速)公路$")
_HOUSE = compile_words("(?:{house})$")
_NAMED_HOUSE = compile_words(r"[一-鿿]{2,6}(?<!居民|住宅|宿舍|商业|办公|教学|工业|写字)(?:{house}|楼)")
_STATE = compile_words("{quake_state}")
_KINDS_OF_PLACE = ("", *"县市区州省")
_NOWHERE: Mapping[str, Entity] = {}
# 游船海岚号, 「海岚号」; over the text 海岚号沉船.
_VESSEL = re.compile(
    r"(?:[“「『‘]|[船轮艇])(?P<name>[一-鿿A-Za-z0-9]{1,8}号)(?=[”」』’]|[0-9一-鿿])|\A(?P<first>[一-鿿]{2,3}号)(?=[沉翻倾撞])"
)
_VEHICLE = compile_words("{vehicle}")


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of what happened."""

    start: int
    end: int
    text: str
    kind: str


def find_event(
    text: str,
    named: Sequence[Mention[Entity]],
    places: Mapping[str, Entity] = _NOWHERE,
    offices: Sequence[Mention[Entity]] = (),
) -> list[Mention[Entity]]:
    """The event of an article at the words that tell of it; empty where it tells of none.

    `places` are names of known places, each with the place; `offices` those of the places that offices serve.
    """
    words = list(_words(text))
    if not words or not _TAKES.search(text):
        return []
    kind, often = Counter(w.kind for w in words).most_common(1)[0]
    own = [w for w in words if w.kind == kind]
    if own[0].start > _LEAD and often * _SELDOM < len(text):
        return []
    event = _called(text, own, named) or _placed(text, own, named) or _placed(text, own, offices)
    if event is not None and kind == "quake":
        event = _of_state(event, named, places)
    return [] if event is None else list(_mentions(text, Entity(event, "EVENT"), own, named))


def _of_state(quake: str, named: Sequence[Mention[Entity]], places: Mapping[str, Entity]) -> str:
    """云岭州地震 by the state abroad that the article names most, where no list has the place itself."""
    place = quake.removesuffix("地震")
    if known := next((places[form] for kind in _KINDS_OF_PLACE if (form := place + kind) in places), None):
        return f"{plain_place(known.name)}地震"
    states = Counter(m.value.name for m in named if _STATE.fullmatch(m.value.name))
    if not states:
        return quake
    return f"{max(states, key=lambda name: states[name])}地震"


def _mentions(
    text: str, event: Entity, own: Sequence[_Word], named: Sequence[Mention[Entity]]
) -> Iterator[Mention[Entity]]:
    """The event at the words of what happened, and at 事故, 灾害 and the like that stand for it."""
    yield Mention(start=own[0].start, end=own[0].end, text=own[0].text, value=event, source=SOURCE)
    taken = {i for m in named for i in range(m.start, m.end)}
    at = own[0].end
    again = [(word.start, word.end) for word in own]
    again += [word.span() for word in islice(_AGAIN.finditer(text, own[0].end), _MOST)]
    for start, end in sorted(again, key=lambda place: (place[0], -place[1])):
        if start >= at and start not in taken and end - 1 not in taken:
            yield Mention(start=start, end=end, text=text[start:end], value=event, source=SOURCE)
            at = end


def _words(text: str) -> Iterator[_Word]:
    for count, match in enumerate(_HAPPENED.finditer(text)):
        if count >= _MOST:
            return
        yield _Word(match.start(), match.end(), match.group(), str(match.lastgroup))


def _called(text: str, own: Sequence[_Word], named: Sequence[Mention[Entity]]) -> str | None:
    """The name the article gives it most often; 921大地震 and 1939年…地震 are of another day."""
    events = [m for m in named if m.value.label == "EVENT" and not is_another(text, m.start)]
    names = [_own_name(m.value.name, own[0].kind) for m in events]
    if own[0].kind == "storm":  # 中台某某, 台风“某某”
        starts = {word.end for word in own}
        names += [f"台风{m.value.name}" for m in events if starts & {m.start, m.start - 1}]
    given = Counter(name for name in names if name is not None)
    return max(given, key=lambda name: given[name], default=None)


def is_another(text: str, start: int) -> bool:
    """Whether what begins there is told to be of another day than the article's."""
    return _LONG_AGO.search(text, max(0, start - _AGO), start) is not None


def _own_name(name: str, kind: str) -> str | None:
    """The name of an event of this kind: a storm's, or that of a place (云川6.1级地震 is 云川地震)."""
    match = _HAPPENED.search(name)
    if match is None or match.lastgroup != kind:
        return None
    if kind == "storm":
        return name if len(name) > len(match.group()) else None  # 台风 alone is none's name
    found = _OF_A_PLACE.fullmatch(name)
    if found is None:
        return None
    place = found["place"] if kind == "quake" else f"{found['place']}{found['date'] or ''}"
    return f"{place}{'地震' if kind == 'quake' else one_name(found['what'])}"


def _placed(text: str, own: Sequence[_Word], named: Sequence[Mention[Entity]]) -> str | None:
    """The place and what happened there."""
    kind = own[0].kind
    if kind == "crash" and (carrier := _carrier(text, own, named)):
        return carrier
    if kind == "road" and (road := _road(named)):
        return f"{road}{_vehicle(text)}事故"
    if kind == "ship" and (vessel := _VESSEL.search(text)):
        return f"{vessel['name'] or vessel['first']}{'撞船事故' if all('撞' in w.text for w in own) else '沉船'}"
    struck = _struck(text, own) if kind in _MADE else None
    if kind == "fire" and struck is not None and not _HOUSE.search(struck):
        struck = None  # 冷库 and 仓库 are called otherwise in the next article
    if kind in _MADE and struck is None:
        struck = _house(named)
    place = struck or _place(text, own, named)
    if place is None:
        return None
    if kind == "quake":
        return f"{place}地震"
    if kind == "crash":
        return f"{place}空难"
    said = Counter(w.text for w in own)
    what = one_name(max(said, key=lambda form: (len(form), said[form])))
    if kind == "flood" and ("洪" in what or ("特大" not in what and any("洪" in form for form in said))):
        what = "洪灾"  # 云川特大山洪, the rain told of as its cause
    dates = (match[1] for w in own if (match := _DATED.search(text, max(0, w.start - 8), w.start)))
    return f"{place}{next(dates, '')}{what}"


def _road(named: Sequence[Mention[Entity]]) -> str | None:
    """The road or bridge that an article of an accident names most often."""
    roads = Counter(_PUBLIC.sub("", m.value.name) for m in named if _ROAD_TAIL.search(m.value.name))
    return max(roads, key=lambda name: roads[name], default=None)


def _vehicle(text: str) -> str:
    """What it befell: the vehicle named most often, empty for none."""
    told = Counter(islice((match.group() for match in _VEHICLE.finditer(text)), _MOST))
    return max(told, key=lambda name: told[name], default="")


def _struck(text: str, own: Sequence[_Word]) -> str | None:
    """The mine, plant or bridge that the words of an accident are told of most often."""
    told = Counter[str]()
    for word in own:
        before = _ENDS.split(text[max(0, word.start - _BACK) : word.start])[-1]
        struck = (m for m in _STRUCK.finditer(before) if not is_another(before, m.start("at")))
        names = [match["at"] for match in struck if not _UNNAMED.search(match["at"])]
        told.update(names[-1:])
    return max(told, key=lambda name: told[name], default=None)


def _house(named: Sequence[Mention[Entity]]) -> str | None:
    """The house that an article of a fire names most often; 唐楼 and 居民楼 are sorts of houses."""
    houses = Counter(
        m.value.name for m in named if m.value.label == "LOC" and _NAMED_HOUSE.fullmatch(m.value.name)
    )
    return max(houses, key=lambda name: houses[name], default=None)


# One name for what articles of one event call differently.
_KINDS = ("{called_crash}", "{called_flooding}", "{called_rain}", "{called_fire}", "{called_wildfire}",
          "{called_flood}", "{called_outage}", "{called_sinking}", "{called_collision}")  # fmt: skip
_ONE_NAME = {form: name for kind in _KINDS for name, *forms in [filled(kind).split("|")] for form in forms}


def one_name(what: str) -> str:
    """透水, 透水意外 as 透水事故, 火警 as 火灾."""
    what = what.replace("意外", "事故")
    return _ONE_NAME.get(what, what)


def _carrier(text: str, own: Sequence[_Word], named: Sequence[Mention[Entity]]) -> str | None:
    """星河航空XH12航班空难: the airline first named, and the flight where it is told."""
    lines = [m.value.name for m in named if m.value.label == "ORG" and _CARRIER.search(m.value.name)]
    if not lines or not any(word in text for word in ("客机", "航班", "班机", "飞机")):
        return None
    flight = _FLIGHT.search(text)
    return f"{Counter(lines).most_common(1)[0][0]}{flight.group() if flight else ''}航班空难"


def _place(text: str, own: Sequence[_Word], named: Sequence[Mention[Entity]]) -> str | None:
    """The place told just before the event, most often; else of its sentence, else of the article."""
    spots = [(m, plain_place(m.value.name)) for m in named if m.value.label in ("GPE", "LOC")]
    spots = [(m, name) for m, name in spots if name and not _SPOT.search(name)]
    usual = Counter(name for _, name in spots)
    starts = {m.start for m, _ in spots}  # of 云川县河口镇 the town, where both are named as often
    order = {name: (m.end not in starts, -i) for i, (m, name) in reversed(list(enumerate(spots)))}
    near, around = Counter[str](), Counter[str]()
    for word in own:
        before = [spot for spot in spots if 0 <= word.start - spot[0].end <= _BACK]
        for m, name in before:
            around[name] += not _ENDS.search(text, m.end, word.start)
        near.update(_just_before(text, word, before))
    for votes in (+near, around, usual):
        told = [name for name in votes if name not in NATIONS]
        if told:
            return max(told, key=lambda name: (votes[name], usual[name], order[name]))
    return max(usual, key=lambda name: (usual[name], order[name]), default=None)


def _just_before(text: str, word: _Word, spots: Sequence[tuple[Mention[Entity], str]]) -> Iterator[str]:
    """The innermost place before a word of what happened, and those joined to it (甲国和乙国)."""
    end = word.start
    for m, name in reversed(spots):
        between = _BETWEEN.fullmatch(text, m.end, end) if end == word.start else _JOINED.search(text, m.end, end)
        if word.start - m.end > _NEAR or between is None:
            return
        yield name
        end = m.start


def plain_place(name: str) -> str:
    """云川县外海 as 云川."""
    return _TYPE.sub("", _SEA.sub("", name))
