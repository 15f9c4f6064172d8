"""A stretch of an article cut at its marks, so that each report can show it in its own way."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

from hedui.report.results import ArticleRow, ClaimRow

MARGIN = 60  # characters shown on each side of a figure when a sentence is longer than a screen
LONGEST = 240
OPENING = 24  # characters of a text shown in place of a title

# Marks that reorder or hide text, and the C0 and C1 controls: shown by their code, never passed on.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_BREAKS = re.compile(r"[\r\n\t\u2028\u2029]{1,64}")


class Piece(Struct, frozen=True):
    """A run of text and what it is: "" for plain text, else figure, metric, entity, period; `claim` when known."""

    text: str
    role: str = ""
    claim: str = ""


def visible(text: str) -> str:
    """The text with every control, direction mark and zero-width sign replaced by its code in brackets."""
    if text.isprintable():  # as nearly all is; no unsafe sign is
        return text
    return _UNSAFE.sub(lambda match: f"[U+{ord(match.group()):04X}]", text)


@lru_cache(maxsize=1 << 14)  # names, outlets and values come again and again
def one_line(text: str) -> str:
    """The text on one line, with unsafe signs made visible."""
    return visible(" ".join(text.split()))


def headline_of(article: ArticleRow) -> str:
    """The title of an article; without one the first words of its text where they can be shown, else its id."""
    if title := one_line(article.title or ""):
        return title
    opening = article.text[:MARGIN].strip().partition("\n")[0].rstrip()
    if not opening or not opening.isprintable():
        return one_line(article.id)
    return f"{opening[:OPENING]}…" if len(opening) > OPENING else opening


def sentence_of(claim: ClaimRow, article: ArticleRow | None, beside: Iterable[ClaimRow] = ()) -> tuple[Piece, ...]:
    """The sentence of a claim with its figure, metric, entity and period marked, and the figures of the claims
    told beside it; shortened when very long.
    """
    if article is None or not article.text[claim.start : claim.end]:
        return (Piece(one_line(claim.mention), "figure", claim.id),)
    start, end = _window(claim, len(article.text))
    marks = [(row.start, row.end, "figure") for row in (claim, *beside)]
    marks += [(*span, "metric") for span in (claim.metric_mention,) if span]
    marks += [(*span, "entity") for span in (claim.entity_mention,) if span]
    marks += [(*span, "period") for span in (claim.period_mention,) if span]
    pieces = tuple(_cut(article.text, start, end, marks))
    before = (Piece("…"),) if start > claim.sentence[0] else ()
    after = (Piece("…"),) if end < claim.sentence[1] else ()
    return before + pieces + after


def marked_text(text: str, claims: Sequence[ClaimRow]) -> tuple[Piece, ...]:
    """A whole article with every claim's figure marked by the id of the claim."""
    pieces: list[Piece] = []
    here = 0
    for claim in claims:
        if claim.start < here:
            continue
        pieces.append(Piece(visible(text[here : claim.start])))
        pieces.append(Piece(visible(text[claim.start : claim.end]), "figure", claim.id))
        here = claim.end
    pieces.append(Piece(visible(text[here:])))
    return tuple(piece for piece in pieces if piece.text)


def _window(claim: ClaimRow, length: int) -> tuple[int, int]:
    start, end = max(0, claim.sentence[0]), min(length, claim.sentence[1])
    if end - start > LONGEST:
        start, end = max(start, claim.start - MARGIN), min(end, claim.end + MARGIN)
    return min(start, claim.start), max(end, claim.end)


def _cut(text: str, start: int, end: int, marks: Sequence[tuple[int, int, str]]) -> Iterator[Piece]:
    """The pieces of text[start:end]; of overlapping marks the one named first wins."""
    roles = [""] * (end - start)
    for first, last, role in reversed(marks):
        inside = slice(max(first, start) - start, max(min(last, end), start) - start)
        roles[inside] = [role] * len(roles[inside])
    here = start
    for role, same in groupby(roles):
        after = here + len(list(same))
        yield Piece(one_line_keep(text[here:after]), role)
        here = after


def one_line_keep(text: str) -> str:
    """The text with line breaks as single spaces and unsafe signs visible; outer spaces stay."""
    return text if text.isprintable() else visible(_BREAKS.sub(" ", text))
