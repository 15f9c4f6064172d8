"""Disagreements between topics: the same figure under another scope, period or label, and figures that cannot
stand beside one another (a part above its whole, a roll of the dead that shrinks to a third)."""

from collections.abc import Iterator

from hedui.crosscheck.checks.base import Context
from hedui.crosscheck.crossings.copies import find_changed_copies
from hedui.crosscheck.crossings.money import find_bare, find_converted, find_currencies
from hedui.crosscheck.crossings.near import find_near
from hedui.crosscheck.crossings.series import (
    find_in_family,
    find_opposites,
    find_owners,
    find_parts,
    find_understated,
)
from hedui.crosscheck.crossings.shared import find_points, find_shared
from hedui.model import Finding


def find_crossings(context: Context) -> Iterator[Finding]:
    """All findings that join figures of different topics."""
    yield from find_changed_copies(context)
    for members in context.groups.shared.values():
        yield from find_shared(members, context)
    yield from find_points(context)
    yield from find_currencies(context)
    yield from find_converted(context)
    yield from find_bare(context)
    yield from find_opposites(context)
    yield from find_understated(context)
    yield from find_near(context)
    yield from find_owners(context)
    yield from find_parts(context)
    for family in context.groups.families.values():
        yield from find_in_family(family, context)
