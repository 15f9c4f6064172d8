"""All disagreements: among all claims in memory, and among those of some entities."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from hedui.crosscheck.arithmetic import find_miscounts
from hedui.crosscheck.checks import Context
from hedui.crosscheck.conflicts import find_conflicts
from hedui.crosscheck.crossings import find_crossings
from hedui.crosscheck.crossings.echoes import with_echoes
from hedui.crosscheck.crossings.misspelt import misspelt_as
from hedui.crosscheck.figures import Canon, figures_of
from hedui.crosscheck.genealogy import denied_of
from hedui.crosscheck.grouping import group
from hedui.crosscheck.malformed import find_malformed
from hedui.crosscheck.names import resolve_names
from hedui.crosscheck.shared import Shared, settle_units, shared_of
from hedui.crosscheck.support import Origins, find_origins
from hedui.lexicon import Lexicon
from hedui.model import SEVERITIES, Card, Claim, Extraction, Finding

# What a difference of values never shows: another currency or unit.
UNLIKE = ("currency", "unit", "percent")


@dataclass(frozen=True, slots=True)
class Known:
    """What must be known of all articles before any two claims are compared: names, origins, cards."""

    canon: Canon
    origins: Origins
    cards: Mapping[str, Card]
    shared: Shared = field(default_factory=Shared)

    def entity(self, claim: Claim) -> str:
        """The name under which a claim is compared: claims of two names have nothing to do with one another."""
        return self.canon.entity(claim)


def find_disagreements(extractions: Iterable[Extraction], lexicon: Lexicon) -> list[Finding]:
    """All disagreements among the claims, most important first; the same for every order of the articles."""
    given = list(extractions)
    known = known_of(given, lexicon)
    found = find_among((claim for part in given for claim in part.claims), known)
    return in_order([*found, *find_misspelt(known.shared.namesakes, known)])


def known_of(extractions: Collection[Extraction], lexicon: Lexicon) -> Known:
    """What the articles have in common: one name for each entity, the origin of each paragraph, the cards."""
    cards = {extraction.card.article: extraction.card for extraction in extractions}
    canon = Canon.of(lexicon, resolve_names(extractions, lexicon))
    shared = shared_of((claim for part in extractions for claim in part.claims), canon, cards)
    return Known(canon, find_origins(cards), cards, shared)


def find_among(given: Iterable[Claim], known: Known) -> list[Finding]:
    """The findings among all claims of some entities, in no order.

    Every key by which figures are gathered holds the entity, so the claims may come in shards of whole entities,
    each anywhere: the findings of the shards, put `in_order`, are those of all claims together.
    """
    claims = list(given)
    figures = figures_of(claims, known.cards, known.canon)
    settle_units(figures)
    denied = denied_of(claims, known.canon)
    context = Context(group(figures), known.origins, known.cards, denied, known.shared, known.canon.listed)
    conflicts = list(find_conflicts(context))
    # A figure that a conflict already shows as odd is not shown a second time for the same reason.
    told = {claim for finding in conflicts for side in finding.sides[1:] for claim in side}
    crossings = [
        f for f in find_crossings(context) if f.check in UNLIKE or not any(set(side) <= told for side in f.sides)
    ]
    found = with_echoes([*conflicts, *_one_of_each(crossings)], context, known.canon)
    miscounts = [f for f in find_miscounts(context) if not any(set(side) <= told for side in f.sides)]
    return [*found, *miscounts, *find_malformed(claims)]


def find_misspelt(names: Iterable[str], known: Known) -> list[Finding]:
    """The notices that one of these names is another's but for a character.

    They hang on the claims of the two names alone: what is denied of others plays no part.
    """
    context = Context(group(()), known.origins, known.cards, {}, known.shared, known.canon.listed)
    return [found for name in names for found in misspelt_as(name, context, known.canon)]


def _one_of_each(crossings: Iterable[Finding]) -> list[Finding]:
    """Of the crossings that question the same claims against the same the first: that with the best evidence."""
    unique: dict[frozenset[tuple[str, ...]], Finding] = {}
    for finding in crossings:
        unique.setdefault(frozenset(finding.sides), finding)
    return list(unique.values())


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """One finding per fingerprint, by severity, then confidence, then id."""
    return sorted(one_each(findings), key=lambda f: (SEVERITIES.index(f.severity), -f.confidence, f.id))


def one_each(findings: Iterable[Finding]) -> list[Finding]:
    """One finding per fingerprint: what two keys find of one disagreement is put together."""
    unique: dict[str, Finding] = {}
    for finding in findings:
        known = unique.get(finding.id)
        unique[finding.id] = finding if known is None else _united(known, finding)
    return list(unique.values())


def _united(one: Finding, other: Finding) -> Finding:
    """Two findings of one fingerprint, by the same key and by the value-first key: the first, with all claims."""
    more = dict(zip(other.values, other.sides, strict=False))
    pairs = zip(one.sides, one.values, strict=False)
    sides = tuple(tuple(sorted({*side, *more.get(value, ())})) for side, value in pairs)
    told = len(sides) == len(one.sides) and len(more) == len(other.sides)  # 1.12% and 1.12个百分点 are one value
    return one if not told else msgspec.structs.replace(one, sides=sides)
