"""The names of one article: all sources asked, their spans made to agree, aliases joined, in text order."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec.structs import replace

from hedui.extract.entities.aliases import Aliases, find_aliases, repeat_names
from hedui.extract.entities.compounds import find_bodies, find_events, named_events
from hedui.extract.entities.doubts import common, doubtful
from hedui.extract.entities.fitting import fitted, parted
from hedui.extract.entities.gazetteer import MASK, find_known
from hedui.extract.entities.patterns import find_latin_companies, find_numbered, find_works
from hedui.extract.entities.persons import find_courteous
from hedui.extract.entities.products import as_products, find_codes, find_quoted, widened
from hedui.extract.entities.recognizer import Recognizer
from hedui.extract.entities.repeats import find_repeated
from hedui.extract.entities.spans import Names, named, places
from hedui.extract.entities.storms import find_storms
from hedui.extract.entities.tagger import Labels
from hedui.extract.letters import Sheet, sheet_of_docs
from hedui.extract.turns import Steps, in_turns
from hedui.model import Entity, Mention
from hedui.tokenizer import Words, word_lengths

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Of two readings of one stretch the earlier source is believed.
_ORDER = {"gazetteer": 0, "pattern": 1, "alias": 2, "user": 3, "model": 4}
_LONGEST = {"ORG": 40, "PER": 16, "LOC": 24, "PRODUCT": 30, "EVENT": 40, "WORK": 40}
_CUT = re.compile(r"[()（）《》〈〉【】\[\]“”\"‘’「」『』\n\t,，。;；:：!！?？、]")
# 澧屏|市, 澧屏|楼市, but 椒禾|市值.
_DIVIDED = re.compile(
    r"市(?![值场占盈面况价净销售])|县(?![长])|省(?![去下钱心])|自治[州县区]|GDP|生产总值|楼市|房价|外贸|居民|城区|全市|街头|经济(?![学通日报观导])"
)
_EDGE = " 　·-—/|届"  # 第三|届青岚运动会
_DIVISIONS = ("省", "市", "县", "区", "州", "镇", "乡")
_NUMERIC = re.compile(r"[0-9.,%万亿元年月日]{1,40}\Z")


def find_entities(doc: "Doc | Words", recognizer: Recognizer) -> Names:
    """The names in a doc of clean text, in text order, without overlaps.

    `value.name` is the form by which the article's other forms of the same name are joined, in simplified Chinese:
    the listed canonical name, else the fullest common form the article uses.  `source` is gazetteer, pattern,
    alias, model or user.
    """
    (names,) = find_entities_each([doc], recognizer, label_names(sheet_of_docs([doc]), recognizer))
    return names


def find_entities_each(
    docs: "Sequence[Doc | Words]", recognizer: Recognizer, labels: Sequence[Labels | None]
) -> list[Names]:
    """The same of some docs, with the tagger's labels of each."""
    return in_turns(_find(doc, recognizer, own) for doc, own in zip(docs, labels, strict=True))


def _find(doc: "Doc | Words", recognizer: Recognizer, labels: Labels | None) -> Steps[Names]:
    text = doc.text
    edges = [0, *accumulate(word_lengths(doc).tolist())] if labels is None else labels.edges.tolist()
    known = list(find_known(recognizer.gazetteer, text, edges, recognizer.is_word))
    yield
    products = _products(text, edges, known, recognizer)
    yield
    guessed = list(_clean(_guessed(text, recognizer, labels), recognizer))
    yield
    if labels is not None:
        repeated = yield from find_repeated(text, labels, recognizer.no_names)
        guessed += _apart(text, repeated, [*known, *guessed])
    yield
    guessed = yield from _put_right(text, guessed, labels, known, recognizer)
    yield
    guessed = as_products(text, guessed, products)
    persons = list(find_courteous(text, edges, recognizer.knowledge))
    yield
    guessed, events = _events(text, known, _apart(text, guessed, persons), recognizer)
    yield
    patterned = [*products, *events, *_patterned(text, edges, known, guessed, recognizer)]
    yield
    guessed += _apart(text, persons, [*known, *patterned, *guessed])
    found = [m for m in _agree(text, known + patterned, _vote(text, guessed)) if m.value is not MASK]
    yield
    return (yield from _joined(text, edges, found, recognizer))


def _products(text: str, edges: Sequence[int], known: Names, recognizer: Recognizer) -> Names:
    products = [*find_codes(text, edges, recognizer), *find_quoted(text)]
    return [*products, *widened(text, known, products)]


def _events(text: str, known: Names, guessed: Names, recognizer: Recognizer) -> tuple[Names, Names]:
    """The guesses that are left, and the events."""
    called = list(find_storms(text, recognizer.knowledge))
    guessed = _apart(text, guessed, called)
    return guessed, [*called, *find_events(text, [*known, *guessed])]


def _patterned(
    text: str, edges: Sequence[int], known: Names, guessed: Names, recognizer: Recognizer
) -> Iterator[Mention[Entity]]:
    """Names known by their form and by a listed name in them."""
    yield from find_works(text, recognizer.words["column"])
    yield from find_latin_companies(text)
    yield from find_numbered(text, recognizer.tails["numbered_series"])
    divisions = [m for m in guessed if m.value.label == "LOC" and m.text.endswith(_DIVISIONS)]
    yield from find_bodies(text, edges, [*known, *divisions], recognizer.tails["body_tail"])


def _joined(text: str, edges: Sequence[int], found: Names, recognizer: Recognizer) -> Steps[Names]:
    """The names with the article's aliases and repetitions, each by the name of its group."""
    aliases = find_aliases(text, found, recognizer)
    if aliases.introduced:
        found = _agree(text, found + aliases.introduced, [])
    yield
    repeated = repeat_names(text, edges, found, aliases, recognizer)
    yield
    if repeated:
        found = _agree(text, found, repeated)
    return named_events(_named(found, aliases), recognizer.gazetteer.canonical)


def _put_right(
    text: str, guessed: Names, labels: Labels | None, known: Names, recognizer: Recognizer
) -> Steps[Names]:
    """The recognizer's spans parted and fitted, without those that name nothing."""
    listed = {m.start: m for m in known}, {m.end: m for m in known}
    stop = recognizer.no_names
    fit = [fitted(text, part, recognizer) for m in guessed for part in parted(text, m, *listed)]
    yield
    fit = [m for m in fit if m.text and m.text not in stop and not common(text, m, recognizer)]
    yield
    return [m for m in fit if labels is None or not doubtful(text, m, labels, recognizer)]


def _apart(text: str, names: Names, others: Names) -> Names:
    """Those that touch none of the others."""
    covered = _covered(text, others)
    return [m for m in names if covered.find(1, m.start, m.end) < 0]


def _covered(text: str, names: Names) -> bytearray:
    """A byte a character, 1 where a name stands."""
    covered = bytearray(len(text))
    for m in names:
        covered[m.start : m.end] = b"\1" * (m.end - m.start)
    return covered


def label_names(sheet: Sheet, recognizer: Recognizer) -> Sequence[Labels | None]:
    """The tagger's labels of each text on a sheet; None where it is not asked."""
    if recognizer.user is not None:
        return [None] * len(sheet.characters)
    return recognizer.tagger.tag(sheet)


def _guessed(text: str, recognizer: Recognizer, labels: Labels | None) -> Names:
    if recognizer.user is not None:
        return list(recognizer.user(text))
    if labels is None:
        return []
    return [
        replace(named(text, (start, end), label, "ner.npz", round(labels.score(start, end), 3)), source="model")
        for start, end, label in labels.spans(recognizer.tagger.labels)
    ]


def _clean(names: Iterable[Mention[Entity]], recognizer: Recognizer) -> Iterator[Mention[Entity]]:
    """Raw spans cut at brackets and marks; classes of things (上市公司) are dropped."""
    stop = recognizer.no_names
    for m in names:
        label = m.value.label
        for start, piece in _pieces(m):
            start += len(piece) - len(piece.lstrip(_EDGE))
            body = piece.strip(_EDGE)
            if len(body) < 2 or body in stop or _NUMERIC.match(body) or len(body) > _LONGEST[label]:
                continue
            yield replace(m, start=start, end=start + len(body), text=body, value=Entity(body, label))


def _pieces(m: Mention[Entity]) -> list[tuple[int, str]]:
    """Offset and text of what a raw span holds: one name, or one with another in brackets: Synopsys(新思科技."""
    cut = None if m.value.label in ("WORK", "EVENT") else _CUT.search(m.text)
    if cut is None:
        return [(m.start, m.text)]
    head, rest = (
        (m.start, m.text[: cut.start()]),
        (m.start + cut.end(), _CUT.split(m.text[cut.end() :], maxsplit=1)[0]),
    )
    if not head[1]:
        return [rest]
    return [head, rest] if cut.group() in "(（" else [head]


def _vote(text: str, names: Names) -> Names:
    """One label for one form: the recognizer's opinions on all its occurrences, added up.

    A short form that the article also has with the word for its kind (澧屏市, 澧屏县) is that place.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for m in names:
        votes[m.text][m.value.label] += round(m.score * 1000)
    label = {form: min(count, key=lambda name: (-count[name], name)) for form, count in votes.items()}
    for form, own in label.items():
        if own in ("ORG", "PER") and 2 <= len(form) <= 3:
            divided = any(_DIVIDED.match(text, at + len(form)) for at in places(text, form))
            label[form] = "LOC" if divided else own
    return [replace(m, value=Entity(m.value.name, label[m.text])) for m in names]


def _agree(text: str, sure: Names, guessed: Names) -> Names:
    """Without overlaps: a guess that crosses a sure name falls; else the longer name, then the better source."""
    covered = _covered(text, sure)
    starts = sorted((m.start, m.end) for m in sure)
    kept = list(sure)
    for m in guessed:
        if covered.find(1, m.start, m.end) < 0:
            kept.append(m)
            continue
        place = bisect_left(starts, (m.start, m.start))
        nearby = starts[max(place - 2, 0) : min(place + 12, bisect_left(starts, (m.end, 0)))]
        if not any(_cross(m, start, end) or _joins(text, m, end) for start, end in nearby):
            kept.append(m)
    taken = bytearray(len(text))
    chosen = []
    for m in sorted(kept, key=lambda m: (m.start - m.end, _ORDER[m.source], m.start)):
        if taken.find(1, m.start, m.end) < 0:
            taken[m.start : m.end] = b"\1" * (m.end - m.start)
            chosen.append(m)
    return sorted(chosen, key=lambda m: m.start)


def _joins(text: str, m: Mention[Entity], end: int) -> bool:
    """Whether a guess goes on after a sure name with an and: 富士康与鸿海精密 are two."""
    return m.start < end < m.end and text[end] in "与和及跟、"


def _cross(m: Mention[Entity], start: int, end: int) -> bool:
    overlap = m.start < end and start < m.end
    covers = m.start <= start and end <= m.end
    return overlap and not covers


def _named(found: Names, aliases: Aliases) -> Names:
    """The mentions with the canonical name of their group; two forms of one name, one name and one label."""
    label = {m.text: m.value.label for m in [*found, *aliases.introduced]}
    joined = [(m, aliases.canonical.get(m.text, m.value.name)) for m in found]
    return [replace(m, value=Entity(name, label.get(name, label[m.text]))) for m, name in joined]
