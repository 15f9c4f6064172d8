"""The story: an article becomes claims, claims become findings.  Every stage is one line.

`claims_in` and `compare` are the two functions that every runner runs, in any order and anywhere; `cross_check` is
what the second one amounts to over all articles, in memory."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from hedui.clock import Clock
from hedui.crosscheck.disagreements import find_disagreements
from hedui.crosscheck.prints import Print, prints_told_each
from hedui.crosscheck.shards import Found, Shard, find_in
from hedui.extract.claims import apart, find_claims_each, outside, unnamed
from hedui.extract.corrections import takes_back
from hedui.extract.entities import Recognizer, find_entities_each, label_names, load_recognizer, load_user_model
from hedui.extract.letters import sheet_of_docs
from hedui.extract.metrics import MetricWords, find_measures, metric_words
from hedui.extract.periods import find_periods, find_publication, no_dates
from hedui.extract.quantities import find_quantities, run_together
from hedui.extract.reading import Reading
from hedui.lexicon import Lexicon, load_lexicon
from hedui.model import Article, Card, Extraction, Finding, Mention, Reject
from hedui.normalize import normalize, require_simplified, simplifier
from hedui.tokenizer import Words, load_cutter


@dataclass(frozen=True, slots=True)
class Tools:
    """What is loaded once per process: words and models, read-only."""

    lexicon: Lexicon
    tokenize: Callable[[str], Words]
    metrics: MetricWords
    recognizer: Recognizer
    clock: Clock = field(default_factory=Clock)


def load_tools(lexicon_folder: Path | None = None, ner: str | None = None) -> Tools:
    """The shipped words and models, with the user's rows added; `ner` names an installed spaCy pipeline."""
    lexicon = load_lexicon(lexicon_folder)
    if lexicon_folder is not None:
        require_simplified(lexicon_folder)
    tools = Tools(
        lexicon=lexicon,
        tokenize=load_cutter(),
        metrics=metric_words(lexicon),
        recognizer=load_recognizer(lexicon, load_user_model(ner) if ner else None),
    )
    gc.freeze()  # what is loaded lives as long as the process: the collector need not look at it again
    return tools


def claims_in(article: Article, tools: Tools) -> Extraction:
    """All that one article claims."""
    (extraction,) = claims_in_each([article], tools)
    return extraction


def claims_in_each(articles: Sequence[Article], tools: Tools) -> list[Extraction]:
    """All that each article claims: the same as one by one, in less time where the articles are short."""
    readings = read_each(articles, tools)
    claims = find_claims_each(readings, tools.lexicon)
    tools.clock.lap("claims")
    prints = prints_told_each(zip((reading.clean for reading in readings), claims, strict=True))
    made = [
        Extraction(card=_card(reading, told, tools.lexicon), claims=tuple(found), unread=tuple(_unread(reading)))
        for reading, told, found in zip(readings, prints, claims, strict=True)
    ]
    tools.clock.lap("prints")
    return made


def read(article: Article, tools: Tools) -> Reading:
    """What the finders see in one article, before anything is bound."""
    (reading,) = read_each([article], tools)
    return reading


def read_each(articles: Sequence[Article], tools: Tools) -> list[Reading]:
    """The same for some articles; the learned finders look at all of them at once."""
    clock, lexicon = tools.clock, tools.lexicon
    clock.start()
    cleans = [normalize(article.text, lexicon) for article in articles]
    clock.lap("normalize")
    docs = [tools.tokenize(clean.text) for clean in cleans]
    clock.lap("tokenize")
    articles = [_dated(article, clean.text) for article, clean in zip(articles, cleans, strict=True)]
    periods = [find_periods(doc, article.published, lexicon) for doc, article in zip(docs, articles, strict=True)]
    clock.lap("periods")
    quantities = [
        outside(find_quantities(doc, lexicon, traditional=clean.traditional), times, clean.text)
        for doc, clean, times in zip(docs, cleans, periods, strict=True)
    ]
    clock.lap("quantities")
    sheet = sheet_of_docs(docs)
    entities = find_entities_each(docs, tools.recognizer, label_names(sheet, tools.recognizer))
    unread = [run_together(found) for found in quantities]
    quantities = [
        unnamed([m for m in found if m not in out], names)
        for found, out, names in zip(quantities, unread, entities, strict=True)
    ]
    clock.lap("entities")
    measures = find_measures([clean.text for clean in cleans], sheet, quantities, tools.metrics, entities)
    metrics = [apart(found, names) for found, names in zip(measures, entities, strict=True)]
    clock.lap("metrics")
    finds = zip(articles, cleans, docs, entities, quantities, periods, metrics, unread, strict=True)
    return [Reading(article, clean, doc, *map(tuple, mentions)) for article, clean, doc, *mentions in finds]


def _card(reading: Reading, prints: tuple[Print, ...], lexicon: Lexicon) -> Card:
    article = reading.article
    return Card(
        article=article.id,
        sha256=article.sha256,
        title=article.title,
        source=article.source,
        url=article.url,
        published=article.published,
        shingles=prints,
        correction=takes_back(simplifier()(article.title or ""), reading.clean.text, lexicon),
    )


def _unread(reading: Reading) -> Iterator[Reject]:
    """What cannot be read of an article, each writing with its place."""
    for m in reading.unread:
        yield _reject(reading, m, f"“{m.text}”不成其为数字，疑为表格的几栏连在一起；没有当作数字来读。")
    for date in no_dates(reading.periods):
        yield _reject(reading, date, f"“{date.text}”不成其为日期，历法上没有，或起止颠倒；没有当作时间来读。")


def _reject(reading: Reading, mention: Mention[Any], why: str) -> Reject:
    start = reading.clean.raw_span(mention.start, mention.end).start
    return Reject(reading.article.id, f"{reading.article.id}:{start}", why)


def _dated(article: Article, text: str) -> Article:
    """The article with the day its text gives, where the catalogue knows no day."""
    known = article.published
    if known is not None and known.first == known.last:
        return article
    told = find_publication(text)
    if told is None or (known is not None and not known.first <= told.first <= known.last):
        return article
    return msgspec.structs.replace(article, published=told)


def cross_check(extractions: Iterable[Extraction], tools: Tools) -> list[Finding]:
    """All disagreements among the claims of these articles, most important first."""
    return find_disagreements(extractions, tools.lexicon)


def compare(shard: Shard, tools: Tools) -> list[Found]:
    """The disagreements about some whole entities: `cross_check`, as far as it goes without all others."""
    tools.clock.start()
    found = find_in(shard, tools.lexicon)
    tools.clock.lap("compare")
    return found
