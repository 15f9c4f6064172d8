"""What the finders have found in one article, handed together to the binding of claims."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedui.model import Article, CleanText, Entity, Mention, Metric, Period, Quantity
from hedui.tokenizer import Words, doc_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Reading:
    """One article with its clean text, its words and all mentions in text order."""

    article: Article
    clean: CleanText
    words: Words
    entities: tuple[Mention[Entity], ...]
    quantities: tuple[Mention[Quantity], ...]
    periods: tuple[Mention[Period], ...]
    metrics: tuple[Mention[Metric], ...]
    unread: tuple[Mention[Quantity], ...] = ()  # writings of figures that say nothing

    @property
    def doc(self) -> "Doc":
        """The words as a spaCy Doc, made anew."""
        return doc_of(self.words)
