"""How much: number, unit and hedge as one mention with its exact value and the interval its writing allows."""

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

MOST_MALFORMED = 2  # more in one article are no slips: 0.1420.1265.23% are columns of a table without its borders


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
    if sum(figure.dimension == "malformed" for figure in figures) > MOST_MALFORMED:
        figures = [figure for figure in figures if figure.dimension != "malformed"]
    return [mention_of(figure, text) for figure in figures]
