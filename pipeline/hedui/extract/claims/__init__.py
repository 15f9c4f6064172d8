"""Binds who + what + when + how much, across clauses and ellipsis: mentions -> Claim."""

from hedui.extract.claims.binding import bind
from hedui.extract.claims.build import bound_of, build_claim
from hedui.extract.claims.confidence import confidences, worthy
from hedui.extract.claims.dates import find_date_claims
from hedui.extract.claims.explain import Explained, explain_binding
from hedui.extract.claims.measures import apart, find_measures, outside
from hedui.extract.claims.ranker import Model, load_model
from hedui.extract.claims.scene import Scene, set_scene
from hedui.extract.claims.wording import read_wording
from hedui.extract.reading import Reading
from hedui.lexicon import Lexicon
from hedui.model import Claim


def find_claims(reading: Reading, lexicon: Lexicon) -> list[Claim]:
    """The claims of an article in text order, spans in the article as received."""
    return bound_claims(reading, lexicon, load_model())


def bound_claims(reading: Reading, lexicon: Lexicon, model: Model | None) -> list[Claim]:
    """The claims of an article by a given model, or by the rules alone where there is none."""
    scene = scene_of(reading, lexicon)
    binding = bind(scene, model)
    right, worth = confidences(scene, binding, model)
    bound = bound_of(scene, binding, right, lexicon)
    claims = [build_claim(bound, int(i)) for i in worthy(worth, model)]
    return sorted([*claims, *find_date_claims(scene, model)], key=lambda claim: (claim.span, claim.id))


def scene_of(reading: Reading, lexicon: Lexicon) -> Scene:
    """The article laid out for binding."""
    return set_scene(reading, read_wording(reading.clean.text, lexicon))


__all__ = [
    "Explained",
    "apart",
    "bound_claims",
    "explain_binding",
    "find_claims",
    "find_measures",
    "load_model",
    "outside",
    "scene_of",
]
