"""Comparing: from claims to findings."""

from collections.abc import Iterable

from hedui.crosscheck.arithmetic import find_miscounts
from hedui.crosscheck.assemble import SEVERITIES
from hedui.crosscheck.checks import Context
from hedui.crosscheck.conflicts import find_conflicts
from hedui.crosscheck.crossings import find_crossings
from hedui.crosscheck.figures import Canon, figures_of
from hedui.crosscheck.grouping import group
from hedui.crosscheck.malformed import find_malformed
from hedui.crosscheck.names import resolve_names
from hedui.crosscheck.support import find_origins
from hedui.lexicon import Lexicon
from hedui.model import Claim, Extraction, Finding


def find_disagreements(extractions: Iterable[Extraction], lexicon: Lexicon) -> list[Finding]:
    """All disagreements among the claims, most important first; the same for every order of the articles."""
    given = list(extractions)
    cards = {extraction.card.article: extraction.card for extraction in given}
    claims: list[Claim] = [claim for extraction in given for claim in extraction.claims]
    figures = figures_of(claims, cards, Canon.of(lexicon, resolve_names(given, lexicon)))
    context = Context(group(figures), find_origins(cards), cards)
    conflicts = list(find_conflicts(context))
    # A figure that a conflict already shows as odd is not shown a second time for the same reason.
    told = {claim for finding in conflicts for side in finding.sides[1:] for claim in side}
    crossings = [f for f in find_crossings(context) if not any(set(side) <= told for side in f.sides)]
    return in_order((*conflicts, *crossings, *find_miscounts(context), *find_malformed(claims)))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """One finding per fingerprint, by severity, then confidence, then id."""
    unique = {finding.id: finding for finding in findings}
    return sorted(unique.values(), key=lambda f: (SEVERITIES.index(f.severity), -f.confidence, f.id))
