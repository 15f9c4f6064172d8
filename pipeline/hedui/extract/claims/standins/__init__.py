"""Candidates no name or date of the text gives: the country an office speaks for, the day of publication."""

from collections import Counter
from collections.abc import Sequence

from hedui.extract.claims.standins.earlier import find_earlier
from hedui.extract.claims.standins.events import NATIONS, find_event
from hedui.extract.claims.standins.heads import find_heads
from hedui.extract.claims.standins.jurisdiction import jurisdictions
from hedui.extract.claims.standins.never import owns_nothing
from hedui.extract.claims.standins.occasions import find_occasion
from hedui.extract.claims.standins.posts import find_posts
from hedui.extract.claims.standins.struck import find_struck
from hedui.extract.claims.standins.todate import SOURCE, to_date
from hedui.extract.claims.standins.topics import find_topics
from hedui.extract.claims.standins.vocabulary import Vocabulary
from hedui.extract.claims.wording import Wording
from hedui.extract.reading import Reading
from hedui.extract.turns import Steps
from hedui.model import Entity, Mention, Period

_WHOLE = frozenset({"全国"})  # of whichever country the text is about


def with_standins(
    reading: Reading, wording: Wording, words: Vocabulary
) -> Steps[tuple[list[Mention[Entity]], list[Mention[Period]]]]:
    """The entities and periods of a reading with the stand-ins among them, in text order."""
    text = reading.clean.text
    named = [m for m in reading.entities if not owns_nothing(m, text)]
    entities = [*named, *_nations(reading, wording)]
    speakers = sorted(entities, key=lambda m: (m.start, m.end))  # 财政司|司长某
    yield
    served = list(jurisdictions(text, named, words.places))
    happened = find_event(text, reading.entities, words.places, served)
    struck = list(find_struck(text, happened, named))
    crew = {(m.start, m.end) for m in struck}  # no persons beside what they are there
    entities = [m for m in entities if (m.start, m.end) not in crew]
    entities += [*served, *happened, *find_earlier(text, happened), *struck]
    yield
    entities += find_occasion(text, named)
    yield
    entities += [*find_heads(text, named, words), *find_posts(text, speakers, words)]
    yield
    entities += _beside_metrics(find_topics(text, [*reading.entities, *reading.periods], words), reading)
    yield
    return sorted(entities, key=lambda m: (m.start, m.end)), _periods(reading)


def _beside_metrics(topics: Sequence[Mention[Entity]], reading: Reading) -> list[Mention[Entity]]:
    """The topics that do not name what is measured: 贷款总额 is told of no 贷款, 关停企业46家 counts them.

    Without those owners are right of 9,919 figures of annotated and written articles 7,854 instead of 7,821
    (by unseen story).
    """
    named = [m for m in reading.metrics if m.anchor is None and m.value.role == "level"]
    ends, starts = {m.end for m in named}, {m.start: m.end for m in named}
    return [topic for topic in topics if starts.get(topic.start, 0) <= topic.end and topic.end not in ends]


def _periods(reading: Reading) -> list[Mention[Period]]:
    made = to_date(reading.periods, reading.clean.text, reading.article.published)
    return sorted([*made, *reading.periods], key=lambda m: (m.start, m.end, m.source != SOURCE))


def _nations(reading: Reading, wording: Wording) -> list[Mention[Entity]]:
    """全国, 我国, 国家统计局 stand for a country; so does the whole text where it names one place only."""
    text = reading.clean.text
    named = {(m.start, m.value.name) for m in reading.entities}
    inside = {at for m in reading.entities for at in range(m.start + 1, m.end)}  # 美国|商务部 is no body of 中国
    abroad = _abroad(reading.entities)
    found = [
        _standin(word.start, word.end, text[word.start : word.end], name)
        for word in wording.words
        if word.role == "nation"
        and (name := abroad or word.name if text[word.start : word.end] in _WHOLE else word.name)
        and (word.start, name) not in named
        and word.start not in inside
    ]
    home = _home(reading.entities, found, reading)
    return [_standin(0, 0, "", home), *found] if home else found


def _abroad(entities: Sequence[Mention[Entity]]) -> str | None:
    """The country an article is about where it never names 中国: 全国 in a text about Korea is Korea."""
    count = Counter(m.value.name for m in entities if m.value.name in NATIONS)
    if not count or NATIONS[0] in count:
        return None
    (name, often), *_ = count.most_common(1)
    return name if often > 2 else None


def _home(entities: Sequence[Mention[Entity]], found: Sequence[Mention[Entity]], reading: Reading) -> str | None:
    """The country that the mainland's press leaves unsaid: 中国, where no word of the text names a country."""
    if any(m.value.name in NATIONS for m in (*entities, *found)) or "岛内" in reading.clean.text:
        return None
    simplified = sum(edit.rule == "t2s" for edit in reading.clean.edits) < len(reading.clean.text) // 40
    return NATIONS[0] if simplified else None


def _standin(start: int, end: int, text: str, name: str) -> Mention[Entity]:
    return Mention(start=start, end=end, text=text, value=Entity(name, "GPE"), source=SOURCE)
