"""The tables of the lexicon that time needs: holidays, eras, lunar years, games; and the grammar
with their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from hedui.extract.periods.grammar import Grammar
from hedui.lexicon import GamesRow, HolidayRow, Lexicon, LunarRow, load_lexicon


@dataclass(frozen=True, slots=True)
class Almanac:
    """The compiled words of time, and what the named ones mean."""

    atoms: Grammar
    holidays: Mapping[str, HolidayRow]  # by form
    eras: Mapping[str, int]  # first year by name
    lunar: Mapping[int, LunarRow]
    games: Mapping[str, GamesRow]  # by form


@lru_cache(maxsize=4)
def almanac(lexicon: Lexicon) -> Almanac:
    """The almanac of a lexicon; a user's row comes after the shipped one and replaces it."""
    holidays = {form: row for row in lexicon.holidays for form in row.forms}
    eras = {row.name: row.first for row in lexicon.eras}
    lunar = {row.year: row for row in lexicon.lunar}
    games = {form: row for row in lexicon.games for form in row.forms}
    return Almanac(Grammar(holidays, eras, lexicon.games), holidays, eras, lunar, games)


def shipped() -> Almanac:
    """The almanac of the lexicon that comes with the package."""
    return almanac(load_lexicon())
