"""Names joined across articles: which forms are one and the same, whatever the order of the articles.

Forms are joined when the lists say so, when one is the other's legal or local form (广东省, 广东), or when one is
the distinctive stem (壁仞, 壁仞科技) of exactly one other.  What is shared by two fuller names is nobody's form:
中国 stands for neither 中国银行 nor 中国石油, and 极氪 is told from 极氪科技 when both are named.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from hedui.extract.entities.aliases import short_form, stems_of
from hedui.extract.entities.recognizer import Recognizer, load_recognizer
from hedui.lexicon import Lexicon
from hedui.model import Extraction
from hedui.wordlists import compile_words

Name = tuple[str, str]  # form, label

# Characters that a conversion to simplified leaves in two forms, or that regions write differently.
_FOLD = str.maketrans("昇陞喫週佔託着裏後於", "升升吃周占托著里后于")
_LOOSE = re.compile(r"(?:TM|™|®)|[\s·•‧\-—.,,、:：!!??“”\"'‘’《》「」()()]")
_LATIN = re.compile(r"([A-Z][A-Za-z0-9]{1,20}) [A-Z]")
_LATIN_CODE = re.compile(r"[A-Za-z]{1,4}[- ]?(?P<number>[0-9]{2,4}[A-Za-z]{1,3})\Z")
_BRANDED_CODE = re.compile(r"[一-鿿]{2,4}(?:TM|™|®)?[ -]?(?P<code>[0-9]{2,4}[A-Za-z]{1,3})\Z")
# What is left out of the name of a facility: 云州国际机场 is 云州机场, 丹山水电站 丹山电站.
_FACILITY = re.compile(r"(?<=..)(?:国际(?=机场\Z)|水(?=电站\Z)|跨[海江](?=大桥\Z))")
_GROUP = compile_words(r"(?<=..)[三四五六七八九十](?:{nickname}|{title_of_some})\Z")
_QUAKE = re.compile(
    r"(?:[0-9]{1,2}月[0-9]{1,2}日的?)?(?P<place>.{2,12}?)(?:近海|外海|海域|附近|里氏|芮氏|规模|[0-9]\.[0-9]级?){0,4}"
    r"(?:强烈|特大|大)?(?:地震|强震|震灾)\Z"
)
# Calamities by kind: writers call one 郑州特大暴雨, 郑州7·20特大暴雨, 郑州强降雨 and 郑州7.20水灾.
_KINDS = (
    ("雨洪", "暴雨|大雨|强?降[雨水]|水灾|洪[灾水涝]|水患|雨灾|内?涝"),
    ("空难", "空难|坠机|坠毁|失事"),
    ("火灾", "(?:森林)?火灾|大火|火警|[山林野]火"),
    ("爆炸", "爆炸|燃爆|气爆"),
    ("塌方", "坍塌|垮塌|塌方"),
    ("滑坡", "山体滑坡|滑坡|泥石流|土石流"),
    ("船难", "沉船|翻船|船难|沉没|倾覆"),
    ("透水", "透水"),
    ("踩踏", "踩踏|人踩人"),
    ("脱轨", "脱轨|出轨"),
    ("枪击", "枪击"),
    ("车祸", "车祸|(?:重大|特大|较大)?交通"),
    ("停电", "大?停电"),
    ("瓦斯", "瓦斯(?:爆炸|突出)?"),
)
_CALAMITY = re.compile(
    r"(?P<place>.{2,12}?)[“\"]?(?P<date>[0-9]{1,2}[·.・•‧][0-9]{1,2})?[”\"]?"
    r"(?:(?:[A-Z]{1,3})?[0-9]{2,4}(?:号|次)?)?(?:航班|客机|班机|飞机)?(?:特别重大|特大|重大|较大|严重|极端|持续|强){0,2}"
    f"(?:{'|'.join(f'(?P<{kind}>{words})' for kind, words in _KINDS)})"
    r"(?:事故|事件|意外|惨剧|案|灾害|灾难|灾情)?\Z"
)
_PLACE_TAIL = re.compile(r"(?<=..)(?:特别行政区|特区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市|县|地区)\Z")


def resolve_names(extractions: Iterable[Extraction], lexicon: Lexicon) -> dict[str, str]:
    """For each entity name in the claims its one name for the whole corpus.

    The result depends on the set of articles alone, not on their order.  A name keeps its own form when it could
    stand for two others.
    """
    articles: dict[Name, set[str]] = defaultdict(set)
    for extraction in extractions:
        for claim in extraction.claims:
            if claim.entity:
                articles[(claim.entity, claim.entity_label or "")].add(claim.article)
    return join_names({name: len(found) for name, found in articles.items()}, load_recognizer(lexicon))


def join_names(names: Mapping[Name, int], recognizer: Recognizer) -> dict[str, str]:
    """For each form its canonical form; `names` counts the articles that use a form with a label."""
    weight: Counter[str] = Counter()
    labeled: Counter[Name] = Counter()
    for (form, label), count in names.items():
        weight[form] += count
        labeled[form, "LOC" if label == "GPE" else label] += count  # the seat of an authority is a place
    label_of: dict[str, str] = {}
    for form, label in sorted(labeled, key=lambda name: (-labeled[name], name)):
        label_of.setdefault(form, label)
    keys = {form: _key(form, label_of[form], recognizer) for form in sorted(label_of)}
    keys = _by_level(keys, label_of, recognizer)
    keys = _by_stem(keys, label_of, recognizer)
    groups: dict[str, list[str]] = defaultdict(list)
    for form in sorted(keys):
        groups[keys[form]].append(form)
    return {form: _canonical(forms, weight, recognizer) for forms in groups.values() for form in forms}


def _key(form: str, label: str, recognizer: Recognizer) -> str:
    """What forms of one name share: the listed name, or the form without legal tail, marks and variants."""
    listed = recognizer.gazetteer.canonical.get(form)
    if listed is not None:
        return listed.name
    plain = form.translate(_FOLD)
    if label == "ORG":
        plain = short_form(plain.removeprefix("原") if len(plain) > 5 else plain, recognizer)
    elif label == "LOC":
        plain = _PLACE_TAIL.sub("", plain)
    if label in ("ORG", "LOC"):
        plain = _FACILITY.sub("", plain)
    listed = recognizer.gazetteer.canonical.get(plain)
    if listed is not None and listed.label == label:
        return listed.name
    if label == "EVENT" and (quake := _QUAKE.match(plain)):  # 4月3日的花莲外海强震, 花莲7.2地震
        plain = f"{_PLACE_TAIL.sub('', quake['place'])}地震"
    elif label == "EVENT":
        plain = _calamity(plain)
    if label == "PRODUCT" and len(plain) > 4:
        plain = plain.removesuffix("系列")
    if label == "PRODUCT" and (code := _BRANDED_CODE.match(plain)):
        plain = code["code"]
    loose = _LOOSE.sub("", plain) if label in ("PRODUCT", "WORK", "PER", "EVENT") else plain
    return loose.casefold() if loose else form


def _calamity(form: str) -> str:
    """Place and kind of a calamity, with the date that its name holds: 郑州雨洪@7·20; other names as they are."""
    found = _CALAMITY.match(form)
    if found is None:
        return form
    date = re.sub("[^0-9]", "·", found["date"]) if found["date"] else ""
    return f"{_PLACE_TAIL.sub('', found['place'])}{found.lastgroup}{'@' + date if date else ''}"


def _by_level(keys: dict[str, str], label_of: Mapping[str, str], recognizer: Recognizer) -> dict[str, str]:
    """A bare place joins the one state called so, in a corpus that names no city beside it: 河原, 河原州.

    With 河原市 in the corpus 河原 could be either and is left alone; so is a city that the lists know to be meant
    whenever its state is not said (华盛顿).
    """
    places = {key for form, key in keys.items() if label_of[form] == "LOC"}
    states = {key[:-1]: key for key in places if key.endswith("州") and len(key) >= 3}
    cities = recognizer.words.get("city_not_state", frozenset())
    joined = {
        bare: state
        for bare, state in states.items()
        if bare in places and bare not in cities and f"{bare}市" not in keys
    }
    return {form: joined.get(key, key) for form, key in keys.items()}


def _by_stem(keys: dict[str, str], label_of: Mapping[str, str], recognizer: Recognizer) -> dict[str, str]:
    """A short form joins the one fuller name it is made from.

    Short forms are made from every name and looked up, so that the work grows with the number of names alone.
    """
    owners: dict[str, set[str]] = {key.casefold(): set() for key in keys.values()}
    for form, key in keys.items():
        for short in _short_forms(form, key, label_of[form], recognizer):
            if (found := owners.get(short.casefold())) is not None:  # most are nobody's name
                found.add(key)
    listed = recognizer.gazetteer.canonical
    short_of: dict[str, str] = {}
    # The longest first: 云川先导 has one owner once 云川先导基金 is known to be 云川先导产业母基金.
    for key in sorted(set(keys.values()), key=lambda key: (-len(key), key)):
        fuller = {_last(owner, short_of) for owner in owners[key.casefold()]} - {key}
        if len(fuller) == 1 and key not in listed:
            short_of[key] = next(iter(fuller))
    return {form: _last(key, short_of) for form, key in keys.items()}


def _last(key: str, short_of: Mapping[str, str]) -> str:
    """The fullest name at the end of the row; two names that are each other's short form end it."""
    seen = {key}
    while (key := short_of.get(key, key)) not in seen:
        seen.add(key)
    return key


def _short_forms(form: str, key: str, label: str, recognizer: Recognizer) -> Iterator[str]:
    if label == "ORG":
        yield from stems_of(key, recognizer)
        yield from _shorter(form, recognizer)
        if len(form) == 4 and not form.endswith(recognizer.tails.get("trade_tail", ())):
            yield form[:2]  # 摩尔线程: 摩尔 (a word, so that it is no stem), but 平安银行 is not 平安
    elif label == "PER" and re.search(r"[·•‧]", form):
        yield re.split(r"[·•‧]", form)[-1]
    elif label == "PRODUCT" and (code := _LATIN_CODE.match(key)):
        yield code["number"]  # the brand's own code BR20X is 壁砺 20X; its key is the code without the brand
    if label == "EVENT" and "@" in key:  # 郑州特大暴雨 is the one that the corpus dates, 7·20
        yield key.partition("@")[0]
    if label in ("", "PRODUCT", "EVENT") and not re.match("[0-9]{4}年", form):  # 2018年花莲地震 is that of 2018
        yield from (form[at:] for at in range(2, len(form) - 3))  # 江海电信千卡集群: 千卡集群
    if group := _GROUP.search(form):
        yield group.group()  # 国产芯片四小龙: 四小龙


def _shorter(form: str, recognizer: Recognizer) -> list[str]:
    """What a name may be cut to: without its country, its first Latin word, a fund without its kind."""
    shorter = []
    for size in (2, 3, 4):
        place = recognizer.gazetteer.canonical.get(form[:size])
        # 美国加州大学 is 加州大学; what is left must be long enough to name one body: 中国银行 is not 银行.
        if place is not None and place.label == "LOC" and len(form) >= size + 4:
            shorter.append(form[size:])
    latin = _LATIN.match(form)
    if latin:
        shorter.append(latin[1])
    if form.endswith("基金"):
        shorter += [form[:size] for size in range(5, len(form) - 1)]
        shorter += [form[:size] + "基金" for size in range(5, len(form) - 2)]
    return shorter


def _canonical(forms: list[str], weight: Counter[str], recognizer: Recognizer) -> str:
    """The listed name, else the form most articles use that is no legal form, the longer one of two."""
    for form in forms:
        listed = recognizer.gazetteer.canonical.get(form)
        if listed is not None:
            return listed.name

    def rank(form: str) -> tuple[bool, int, int, str]:
        return (short_form(form, recognizer) != form, -weight[form], -len(form), form)

    return min(forms, key=rank)
