"""The story: an article becomes claims, claims become findings.  Every stage is one line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hedui.crosscheck import find_disagreements
from hedui.crosscheck.prints import paragraph_prints
from hedui.extract.claims import find_claims
from hedui.extract.entities import Recognizer, find_entities, load_recognizer
from hedui.extract.metrics import MetricWords, find_metrics, metric_words
from hedui.extract.reading import Reading
from hedui.lexicon import Lexicon, load_lexicon
from hedui.model import Article, Card, Extraction, Finding
from hedui.normalize import normalize
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


def load_tools(lexicon_folder: Path | None = None) -> Tools:
    """The shipped words and models, with the user's rows added."""
    lexicon = load_lexicon(lexicon_folder)
    return Tools(
        lexicon=lexicon,
        tokenize=load_tokenizer(),
        metrics=metric_words(lexicon),
        recognizer=load_recognizer(lexicon),
    )


def claims_in(article: Article, tools: Tools) -> Extraction:
    """All that one article claims."""
    reading = read(article, tools)
    claims = find_claims(reading, tools.lexicon)
    card = Card(
        article=article.id,
        sha256=article.sha256,
        source=article.source,
        published=article.published,
        shingles=paragraph_prints(reading.clean),
    )
    return Extraction(card=card, claims=tuple(claims))


def read(article: Article, tools: Tools) -> Reading:
    """What the finders see in one article, before anything is bound."""
    clean = normalize(article.text, tools.lexicon)
    doc = tools.tokenize(clean.text)
    return Reading(
        article=article,
        clean=clean,
        doc=doc,
        entities=tuple(find_entities(doc, tools.recognizer)),
        quantities=(),
        periods=(),
        metrics=tuple(find_metrics(doc, tools.metrics)),
    )


def cross_check(extractions: Iterable[Extraction], tools: Tools) -> list[Finding]:
    """All disagreements among the claims of these articles, most important first."""
    return find_disagreements(extractions, tools.lexicon)
