"""The story: an article becomes claims, claims become findings.  Every stage is one line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hedui.clock import Clock
from hedui.crosscheck import find_disagreements
from hedui.crosscheck.prints import paragraph_prints
from hedui.extract.claims import apart, find_claims, find_measures, outside
from hedui.extract.corrections import takes_back
from hedui.extract.entities import Recognizer, find_entities, load_recognizer, load_user_model
from hedui.extract.metrics import MetricWords, metric_words
from hedui.extract.periods import find_periods, find_publication
from hedui.extract.quantities import find_quantities
from hedui.extract.reading import Reading
from hedui.lexicon import Lexicon, load_lexicon
from hedui.model import Article, Card, Extraction, Finding
from hedui.normalize import normalize, simplifier
from hedui.tokenizer import load_tokenizer

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Tools:
    """What is loaded once per process: words and models, read-only."""

    lexicon: Lexicon
    tokenize: Callable[[str], "Doc"]
    metrics: MetricWords
    recognizer: Recognizer
    clock: Clock = field(default_factory=Clock)


def load_tools(lexicon_folder: Path | None = None, ner: str | None = None) -> Tools:
    """The shipped words and models, with the user's rows added; `ner` names an installed spaCy pipeline."""
    lexicon = load_lexicon(lexicon_folder)
    return Tools(
        lexicon=lexicon,
        tokenize=load_tokenizer(),
        metrics=metric_words(lexicon),
        recognizer=load_recognizer(lexicon, load_user_model(ner) if ner else None),
    )


def claims_in(article: Article, tools: Tools) -> Extraction:
    """All that one article claims."""
    reading = read(article, tools)
    claims = find_claims(reading, tools.lexicon)
    tools.clock.lap("claims")
    card = Card(
        article=article.id,
        sha256=article.sha256,
        title=article.title,
        source=article.source,
        url=article.url,
        published=reading.article.published,
        shingles=paragraph_prints(reading.clean),
        correction=takes_back(simplifier()(article.title or ""), reading.clean.text, tools.lexicon),
    )
    tools.clock.lap("prints")
    return Extraction(card=card, claims=tuple(claims))


def read(article: Article, tools: Tools) -> Reading:
    """What the finders see in one article, before anything is bound."""
    clock = tools.clock
    clock.start()
    clean = normalize(article.text, tools.lexicon)
    clock.lap("normalize")
    doc = tools.tokenize(clean.text)
    clock.lap("tokenize")
    article = _dated(article, clean.text)
    periods = find_periods(doc, article.published, tools.lexicon)
    clock.lap("periods")
    quantities = outside(find_quantities(doc, tools.lexicon), periods)
    clock.lap("quantities")
    entities = find_entities(doc, tools.recognizer)
    clock.lap("entities")
    metrics = apart(find_measures(doc, quantities, tools.metrics), entities)
    clock.lap("metrics")
    return Reading(
        article=article,
        clean=clean,
        doc=doc,
        entities=tuple(entities),
        quantities=tuple(quantities),
        periods=tuple(periods),
        metrics=tuple(metrics),
    )


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
