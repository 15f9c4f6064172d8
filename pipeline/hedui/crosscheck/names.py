"""Names joined across articles: which forms are one and the same, whatever the order of the articles.

Forms are joined when the lists say so, when one is the other's legal or local form (广东省, 广东), or when one is
the distinctive stem of exactly one other (壁仞, 壁仞科技).  What is shared by two fuller names is nobody's form:
中国 stands for neither 中国银行 nor 中国石油, and 极氪 is told from 极氪科技 when both are named.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from hedui.extract.entities.aliases import short_form, stems_of
from hedui.extract.entities.recognizer import Recognizer, load_recognizer
from hedui.lexicon import Lexicon
from hedui.model import Extraction

Name = tuple[str, str]  # form, label

# Characters that a conversion to simplified leaves in two forms, or that regions write differently.
_FOLD = str.maketrans("昇陞喫週佔託着裏後於", "升升吃周占托著里后于")
_LOOSE = re.compile(r"(?:TM|™|®)|[\s·•‧\-—.,,、:：!!??“”\"'‘’《》「」()()]")
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
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for (form, label), count in names.items():
        weight[form] += count
        labels[form][label] += count
    label_of = {form: min(found, key=lambda label: (-found[label], label)) for form, found in labels.items()}
    keys = {form: _key(form, label_of[form], recognizer) for form in sorted(label_of)}
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
    listed = recognizer.gazetteer.canonical.get(plain)
    if listed is not None and listed.label == label:
        return listed.name
    if label == "PRODUCT" and len(plain) > 4:
        plain = plain.removesuffix("系列")
    loose = _LOOSE.sub("", plain) if label in ("PRODUCT", "WORK", "PER", "EVENT") else plain
    return loose.casefold() if loose else form


def _by_stem(keys: dict[str, str], label_of: Mapping[str, str], recognizer: Recognizer) -> dict[str, str]:
    """A bare stem joins the one fuller name it is the stem of; a family name's bearer his full foreign name."""
    owners: dict[str, set[str]] = defaultdict(set)
    for form, key in keys.items():
        if label_of[form] == "ORG":
            for stem in (*stems_of(key, recognizer), *_shorter(form, recognizer)):
                owners[stem.casefold()].add(key)
        if label_of[form] == "PER" and re.search(r"[·•‧]", form):
            owners[re.split(r"[·•‧]", form)[-1]].add(key)
    listed = recognizer.gazetteer.canonical
    joined = {}
    for form, key in keys.items():
        owner = owners.get(key.casefold(), set()) - {key}
        joined[form] = next(iter(owner)) if len(owner) == 1 and key not in listed else key
    return joined


def _shorter(form: str, recognizer: Recognizer) -> list[str]:
    """What a name may be cut to: without its country, its first Latin word, a fund without its kind."""
    shorter = []
    for size in (2, 3, 4):
        place = recognizer.gazetteer.canonical.get(form[:size])
        # 美国加州大学 is 加州大学; what is left must be long enough to name one body: 中国银行 is not 银行.
        if place is not None and place.label == "LOC" and len(form) >= size + 4:
            shorter.append(form[size:])
    latin = re.match(r"([A-Z][A-Za-z0-9]{1,20}) [A-Z]", form)
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
