"""Whose a figure is, by name: a business of a firm or goods of a country bear the name of both."""

import re
from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from hedui.extract.claims.binding import Binding
from hedui.extract.claims.binding.carrying import Slot
from hedui.extract.claims.scene import Scene
from hedui.extract.claims.scene.columns import topic_code, topic_of
from hedui.extract.claims.standins.events import plain_place
from hedui.extract.claims.standins.todate import SOURCE
from hedui.extract.claims.standins.topics import LABEL as TOPIC
from hedui.model import Entity, Mention, Metric
from hedui.wordlists import compile_words, filled

# What has parts: a firm its businesses, products and regions (甲公司 and 欧洲: 甲公司欧洲), a country its goods.
_WHOLES = {TOPIC: ("ORG", "GPE", "LOC", "EVENT"), "PRODUCT": ("ORG",), "LOC": ("ORG",), "GPE": ("ORG",)}
_POINTS = "指数点位"
_INDEXES = {form: row.split("/")[0] for row in filled("{share_index}").split("|") for form in row.split("/")}
_NICKNAME = compile_words("[两三四五六七八九十](?P<kind>{nickname})")
_OPENS = "的以为是在同属和与及等于称叫这那"  # 属于|国产车四小龙
_GROUP = compile_words(
    rf"(?:(?<![A-Za-z一-鿿])|(?<=[{_OPENS}]))"
    rf"(?P<of>(?:(?![{_OPENS}])[A-Za-z一-鿿]){{2,8}}?)[“「『]?(?P<own>[两三四五六七八九十](?P<kind>{{nickname}}))"
)
# A magnitude is the event's own and not told for a place.
_OF_ITSELF = re.compile("震级|震源|震中|烈度|余震|阵风|风力|风速")
_PLACES = ("LOC", "GPE")
_STRUCK = (*_PLACES, "PER", "PRODUCT", "ORG")  # what a toll is told of or by
_TELLERS = (1, 2, 3)  # offices, media, brokers, as columns.py counts them
_FIRM = topic_code("firm")
_OF_NATIONS = tuple(map(topic_code, ("state", "trade")))  # what is told of a country that is not named


class Owner(Struct, frozen=True, gc=False):
    """Whose a figure is: the mention bound to it, the name it stands for there, and the place it is told for."""

    mention: Mention[Entity] | None = None
    value: Entity | None = None
    scope: str | None = None


def owner_of(scene: Scene, binding: Binding, i: int) -> Owner:
    """Whose figure i is."""
    slot, metric = binding.slots["entity"], int(binding.slots["metric"].chosen[i])
    base = scene.metric_mentions[metric] if metric >= 0 else None
    if (own := _index(base) or _group(scene, i)) is not None:
        return own
    index, name = int(slot.chosen[i]), base.value.name if base is not None else ""
    if index < 0:
        return Owner()
    who = scene.entity_mentions[index]
    if who.source == SOURCE and not who.text and topic_of(name) not in _OF_NATIONS:
        return Owner()  # 营收90亿元 of a firm whose name is not known is not the country's
    if scene.event is not None and metric >= 0 and scene.metric["toll"][metric]:
        owner = _of_event(scene, i, who)
        return replace(owner, scope=None) if _OF_ITSELF.search(name) else owner
    wholes = _WHOLES.get(who.value.label, ())
    if not wholes or (who.value.label != TOPIC and (who.source == SOURCE or topic_of(name) != _FIRM)):
        return Owner(who, who.value)
    whole = _whole(scene, slot, i, wholes)
    if whole is None:
        return Owner(who, who.value)
    named = who.value.label == TOPIC and who.value.name in name  # 云业务收入 of 云业务
    return Owner(whole, whole.value) if named else Owner(who, _joined(whole.value, who.value))


def _index(base: Mention[Metric] | None) -> Owner | None:
    """恒指升1.2%报25310点: an index that is named owns its points and its rise."""
    if base is None or base.value.name != _POINTS or base.text not in _INDEXES:
        return None
    value = Entity(_INDEXES[base.text], "PRODUCT")
    return Owner(Mention(start=base.start, end=base.end, text=base.text, value=value, source=SOURCE), value)


def _group(scene: Scene, i: int) -> Owner | None:
    """国产车四小龙, 四小龙: a group called by its number owns it, under its fullest name in the article."""
    text, figure = scene.layout.text, scene.reading.quantities[i]
    start, end = figure.start, figure.end
    called = _NICKNAME.fullmatch(figure.text)
    if called is None:
        return None
    groups = (match for match in _GROUP.finditer(text) if match["kind"] == called["kind"])
    full = Counter(f"{match['of']}{match['own']}" for match in groups)
    value = Entity(max(full, key=lambda name: full[name], default=called.group()), "ORG")
    return Owner(Mention(start=start, end=end, text=called.group(), value=value, source=SOURCE), value)


def _whole(scene: Scene, slot: Slot, i: int, wholes: tuple[str, ...]) -> Mention[Entity] | None:
    """The likeliest candidate of figure i that can have parts; one that is named before one that is not."""
    pairs, mentions = slot.pairs, scene.entity_mentions
    first, end = int(pairs.first[i]), int(pairs.first[i + 1]) if i + 1 < len(pairs.first) else len(pairs.index)
    found = [
        (bool(mentions[at].text), float(slot.scores[k]), -k, at)
        for k, at in enumerate(pairs.index[first:end].tolist(), first)
        if _is_whole(scene, at, wholes)
    ]
    return mentions[max(found)[3]] if found else None


def _of_event(scene: Scene, i: int, who: Mention[Entity]) -> Owner:
    """A toll is the event's, told for the place its clause names: 云川县有3人受伤 is 台风某某, 云川县."""
    event = scene.event
    assert event is not None
    if who.value.label == "EVENT":
        return Owner(who, who.value, _scope(_place_before(scene, i), who.value.name))
    if who.value.label not in _STRUCK:
        return Owner(who, who.value)
    place = who if who.value.label in _PLACES and who.source != SOURCE else None
    return Owner(event, event.value, _scope(place, event.value.name))


def _scope(place: Mention[Entity] | None, event: str) -> str | None:
    """The place a toll is told for, unless the event is named after it."""
    name = plain_place(place.value.name) if place is not None else ""
    return name if name and name not in event else None


def _place_before(scene: Scene, i: int) -> Mention[Entity] | None:
    """The last place of the figure's clause before it."""
    start = int(scene.figures.start[i])
    first, last = (int(scene.entities.before[at]) for at in (int(scene.layout.clause_start[start]), start))
    named = scene.entity_mentions[first:last]
    return next((m for m in reversed(named) if m.value.label in _PLACES and m.text and m.source != SOURCE), None)


def _is_whole(scene: Scene, at: int, wholes: tuple[str, ...]) -> bool:
    """Whether a name can own a part: not who only measures and tells of it."""
    tells = int(scene.entity["office"][at]) in _TELLERS and not scene.entity["main"][at]
    return scene.entity_mentions[at].value.label in wholes and not tells


def _joined(whole: Entity, part: Entity) -> Entity:
    if part.name.startswith(whole.name) or whole.name in part.name:
        return Entity(part.name, whole.label)
    return Entity(f"{whole.name}{part.name}", whole.label)
