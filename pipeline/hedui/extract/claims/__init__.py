"""Binds who + what + when + how much, across clauses and ellipsis: mentions -> Claim."""

from collections.abc import Sequence

from hedui.extract.claims.binding import bind_each
from hedui.extract.claims.binding.ranker import Model, load_model
from hedui.extract.claims.building import bound_of, build_claim
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


def find_claims(reading: Reading, lexicon: Lexicon) -> list[Claim]:
    """The claims of an article in text order, spans in the article as received."""
    (claims,) = find_claims_each([reading], lexicon)
    return claims


def find_claims_each(readings: Sequence[Reading], lexicon: Lexicon) -> list[list[Claim]]:
    """The same for some articles, whose figures are bound together."""
    return bound_claims(readings, lexicon, load_model())


def bound_claims(readings: Sequence[Reading], lexicon: Lexicon, model: Model | None) -> list[list[Claim]]:
    """The claims of each article by a given model, or by the rules alone where there is none."""
    if not readings:
        return []
    scenes = scenes_of(readings, lexicon)
    bindings = bind_each(scenes, model)
    trust = confidences(scenes, bindings, model)
    dates = find_date_claims(scenes, model)
    least = 0.0 if model is None else model.worth
    told = list(zip(scenes, bindings, trust, strict=True))
    bound = [bound_of(scene, binding, right, lexicon) for scene, binding, (right, _) in told]
    figures = [worthy(scene, binding, worth, least) for scene, binding, (_, worth) in told]
    claims = [[build_claim(own, i) for i in some] for own, some in zip(bound, figures, strict=True)]
    return [
        sorted([*own, *dated], key=lambda claim: (claim.span, claim.id))
        for own, dated in zip(claims, dates, strict=True)
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
    "bound_claims",
    "explain_binding",
    "find_claims",
    "find_claims_each",
    "load_model",
    "outside",
    "scene_of",
    "unnamed",
]
