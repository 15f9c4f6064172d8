"""The finders as a spaCy component: nlp.add_pipe("hedui") gives doc.ents and doc.spans["quantities" ...].

    import spacy
    nlp = spacy.blank("zh")
    nlp.add_pipe("hedui")
    doc = nlp("比亞迪2024年營收7771億元,同比增長29%。")
    [(ent.text, ent.label_, ent.kb_id_) for ent in doc.ents]     # kb_id_ is the canonical name
    doc.spans["quantities"], doc.spans["periods"], doc.spans["metrics"]

The text may be traditional and untidy; spans refer to the doc as the user's tokenizer made it, widened to its
tokens.  Only spaCy imports this module (entry point `spacy_factories`), hence the import at the top.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from hedui.extract.reading import Reading
from hedui.flow import Tools, load_tools, read
from hedui.model import Article, Mention


@dataclass(frozen=True, slots=True)
class Component:
    """Adds what the finders see to a doc."""

    tools: Tools = field(repr=False)  # all words: pages of them

    def __call__(self, doc: Doc) -> Doc:
        """The same doc with doc.ents and doc.spans set."""
        digest = sha256(doc.text.encode("utf-8", "surrogatepass")).hexdigest()
        reading = read(Article(id=digest[:12], text=doc.text, sha256=digest), self.tools)
        doc.set_ents(filter_spans([span for m in reading.entities if (span := _entity(doc, reading, m))]))
        tracks: dict[str, Iterable[Mention[Any]]] = {
            "quantities": reading.quantities,
            "periods": reading.periods,
            "metrics": reading.metrics,
        }
        for name, mentions in tracks.items():
            doc.spans[name] = list(_spans(doc, reading, mentions, name))
        return doc


def _entity(doc: Doc, reading: Reading, mention: Mention[Any]) -> Span | None:
    span = reading.clean.raw_span(mention.start, mention.end)
    return doc.char_span(
        span.start,
        span.end,
        label=mention.value.label,
        kb_id=mention.value.name,
        alignment_mode="expand",
    )


def _spans(doc: Doc, reading: Reading, mentions: Iterable[Mention[Any]], label: str) -> Iterable[Span]:
    """One span a stretch, also where several readings of it stand side by side."""
    seen = set()
    for mention in mentions:
        raw = reading.clean.raw_span(mention.start, mention.end)
        span = doc.char_span(raw.start, raw.end, label=label, alignment_mode="expand")
        if span is not None and (span.start, span.end) not in seen:
            seen.add((span.start, span.end))
            yield span


@Language.factory("hedui", assigns=["doc.ents", "doc.spans"], default_config={"lexicon": None})
def make_component(nlp: Language, name: str, lexicon: str | None) -> Component:
    """The component; `lexicon` is a folder whose rows are added to the shipped words."""
    return Component(load_tools(Path(lexicon) if lexicon else None))
