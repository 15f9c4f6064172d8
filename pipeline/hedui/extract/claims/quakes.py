"""震级 and 震源深度 are the earthquake's, whatever place or office the sentence names: 花莲7.2级 is 花莲地震."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import structs

from hedui.model import Claim

# What only an earthquake has.
_OF_QUAKES = re.compile("(?:余震|最大)?震级|震源深度|(?:震中|最大|最高)?烈度")
_QUAKE = re.compile("(?:地震|强震|震灾)\\Z")
_TOLL = re.compile("死亡|遇难|罹难|受伤|失踪")
_PLACES = ("LOC", "GPE")


def with_quakes(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those of a magnitude or depth under the name of their earthquake.

    A place gives its earthquake the name; any other body (an agency that measured) takes that which the article
    speaks of most, else that of the place whose dead it counts, and keeps its own where there is neither.
    """
    usual = _usual(claims)
    return [_renamed(claim, usual) for claim in claims]


def _usual(claims: Iterable[Claim]) -> str | None:
    given = list(claims)
    named = Counter(name for claim in given if (name := _quake(claim)) is not None and not name[0].isdigit())
    if not named:
        named = Counter(f"{claim.entity}地震" for claim in given if _tolls(claim))
    return min(named, key=lambda name: (-named[name], name)) if named else None


def _tolls(claim: Claim) -> bool:
    return claim.entity_label in _PLACES and claim.metric is not None and bool(_TOLL.search(claim.metric))


def _quake(claim: Claim) -> str | None:
    """The earthquake that a claim is about by its own words."""
    if claim.entity is None:
        return None
    if claim.entity_label == "EVENT":
        return claim.entity if _QUAKE.search(claim.entity) else None
    of_quake = claim.metric is not None and _OF_QUAKES.fullmatch(claim.metric)
    return f"{claim.entity}地震" if of_quake and claim.entity_label in _PLACES else None


def _renamed(claim: Claim, usual: str | None) -> Claim:
    if claim.metric is None or claim.entity_label == "EVENT" or not _OF_QUAKES.fullmatch(claim.metric):
        return claim
    name = _quake(claim) or usual
    return claim if name is None else structs.replace(claim, entity=name, entity_label="EVENT")
