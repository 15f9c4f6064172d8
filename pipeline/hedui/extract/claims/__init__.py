"""Binds who + what + when + how much, across clauses and ellipsis: mentions -> Claim."""

from collections.abc import Sequence
from itertools import chain, islice

from hedui.extract.claims.binding import bind_each
from hedui.extract.claims.binding.ranker import Model, load_model
from hedui.extract.claims.building import bound_of, claim_of
from hedui.extract.claims.confidence import confidences, worthy
from hedui.extract.claims.dates import find_date_claims
from hedui.extract.claims.explain import Explained, explain_binding
from hedui.extract.claims.scene import Scene, set_scene
from hedui.extract.claims.scene.columns import stock_names
from hedui.extract.claims.scene.hints import hinted, load_hints
from hedui.extract.claims.scene.layout import lay_out_each
from hedui.extract.claims.scene.measures import apart, outside, unnamed
from hedui.extract.claims.standins.vocabulary import vocabulary_of
from hedui.extract.claims.wording import read_wording
from hedui.extract.reading import Reading
from hedui.extract.turns import in_turns
from hedui.lexicon import Lexicon
from hedui.model import Claim


def find_claims_each(
    readings: Sequence[Reading], lexicon: Lexicon, model: Model | None = None
) -> list[list[Claim]]:
    """The claims of each article in text order, spans in the article as received.

    The figures of all of them are bound together, by the shipped model where no other is given.
    """
    if not readings:
        return []
    model, scenes = model or load_model(), scenes_of(readings, lexicon)
    bindings = bind_each(scenes, model)
    works = []
    for scene, binding, (right, worth) in zip(scenes, bindings, confidences(scenes, bindings, model), strict=True):
        bound = bound_of(scene, binding, right, lexicon)
        works.append([claim_of(bound, i) for i in worthy(scene, binding, worth, model.worth)])
    claims = iter(in_turns(chain.from_iterable(works)))
    return [
        sorted([*islice(claims, len(own)), *dates], key=lambda claim: (claim.span, claim.id))
        for own, dates in zip(works, find_date_claims(scenes, model), strict=True)
    ]


def scene_of(reading: Reading, lexicon: Lexicon) -> Scene:
    """The article laid out for binding."""
    (scene,) = scenes_of([reading], lexicon)
    return scene


def scenes_of(readings: Sequence[Reading], lexicon: Lexicon) -> list[Scene]:
    """The same for some articles."""
    texts, stocks = [reading.clean.text for reading in readings], stock_names(lexicon)
    words, wordings = vocabulary_of(lexicon), [read_wording(text, lexicon) for text in texts]
    scenes = in_turns(
        set_scene(reading, layout, wording, words, stocks)
        for reading, layout, wording in zip(readings, lay_out_each(texts), wordings, strict=True)
    )
    return hinted(scenes, load_hints())


__all__ = [
    "Explained",
    "apart",
    "explain_binding",
    "find_claims_each",
    "load_model",
    "outside",
    "scene_of",
    "unnamed",
]
