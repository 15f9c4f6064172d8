"""How much: number, unit and hedge as one mention with its exact value and the interval its writing allows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hedui.extract.quantities.figure import mention_of
from hedui.extract.quantities.headings import read_headings
from hedui.extract.quantities.join import join
from hedui.extract.quantities.money import settle
from hedui.extract.quantities.place import fold
from hedui.extract.quantities.scan import scan
from hedui.extract.quantities.tables import tables_of
from hedui.lexicon import Lexicon
from hedui.model import Mention, Quantity
from hedui.tokenizer import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc

MOST_MALFORMED = 2  # slips in one article; more are columns of a table that lost its borders: 0.1420.1265.23%


def find_quantities(doc: "Doc | Words", lexicon: Lexicon, *, traditional: bool = False) -> list[Mention[Quantity]]:
    """All quantities of a document in text order, malformed ones included, with spans in clean coordinates.

    Whether the article is written in traditional characters tells whose 元 it counts in.
    """
    return quantities_in(doc.text, lexicon, traditional=traditional)


def quantities_in(text: str, lexicon: Lexicon, *, traditional: bool = False) -> list[Mention[Quantity]]:
    """The same from a clean text."""
    tables = tables_of(lexicon)
    plain = fold(text)
    figures = join(scan(plain, tables), plain)
    figures = read_headings(figures, plain, tables)
    settle(figures, plain, tables, traditional)
    return [mention_of(figure, text) for figure in figures]


def run_together(quantities: Iterable[Mention[Quantity]]) -> tuple[Mention[Quantity], ...]:
    """The malformed writings of an article that holds too many for slips: they are not read and accuse nobody."""
    malformed = tuple(m for m in quantities if m.value.dimension == "malformed")
    return malformed if len(malformed) > MOST_MALFORMED else ()
