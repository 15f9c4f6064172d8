"""What the claim store keeps of one article, in the form in which it is kept: made where the article is read."""

import zlib
from collections.abc import Iterable
from hashlib import blake2b

import msgspec
from msgspec import Struct

from hedui.crosscheck.adoption import DOUBTFUL, SURE, counted
from hedui.crosscheck.figures import Canon, Figure
from hedui.crosscheck.neighbors import Echoing, is_close, keyed, told_by
from hedui.crosscheck.prints import packed
from hedui.crosscheck.support import age
from hedui.model import Article, Card, Claim, Extraction, Reject
from hedui.records import claim_row, json_lines
from hedui.report.results import article_row

_encode = msgspec.msgpack.Encoder().encode
decode_claim = msgspec.msgpack.Decoder(Claim).decode
decode_echoing = msgspec.msgpack.Decoder(Echoing).decode
decode_card = msgspec.msgpack.Decoder(Card).decode


class Paragraph(Struct, frozen=True, array_like=True):
    """A paragraph with its print: raw range and minimal hashes."""

    first: int
    last: int
    hashes: bytes


class Telling(Struct, frozen=True, array_like=True):
    """A specific figure: the keys under which figures of several entities meet, and how surely it is read."""

    alike: str  # metric, unit, period and digits
    value: str  # unit and value
    digits: str  # unit and digits, by which its echoes are found
    metric: str
    sure: bool
    doubtful: bool
    echoing: bytes


class Close(Struct, frozen=True, array_like=True):
    """A figure of few digits: the keys under which it meets others beside one telling figure."""

    keys: tuple[str, ...]
    echoing: bytes


class KeptClaim(Struct, frozen=True, array_like=True):
    """A claim with what it is looked up by; `weighed` where it takes part in the cross-check."""

    entity: str
    label: str
    start: int
    weighed: bool
    claim: bytes
    telling: Telling | None
    close: Close | None


class Entry(Struct, frozen=True, array_like=True):
    """One article, read: what is asked of it later in fields, the rest as bytes."""

    id: str
    key: bytes  # digest of all that decides what is read of it
    age: str  # its first day, by which the earlier of two articles is known
    source: str | None
    card: bytes  # without the prints
    paragraphs: tuple[Paragraph, ...]
    claims: tuple[KeptClaim, ...]
    told: bytes  # all its figures, as others know them
    article_line: bytes  # its line of articles.jsonl, deflated
    claim_lines: bytes  # its lines of claims.jsonl, deflated, the entities as written
    sizes: tuple[int, int]  # bytes of both, before they were deflated
    unread: tuple[Reject, ...]


def article_key(article: Article) -> bytes:
    """A digest of all that decides what is read of an article."""
    return blake2b(_encode(article), digest_size=16).digest()


def entry_of(article: Article, made: Extraction, canon: Canon) -> Entry:
    """What is kept of an article and its extraction; the canon need know no entities."""
    card = made.card
    article_line = msgspec.json.encode(article_row(article, card)) + b"\n"
    claim_lines = b"".join(json_lines(map(claim_row, made.claims)))
    return Entry(
        id=article.id,
        key=article_key(article),
        age=age(card)[0],
        source=card.source,
        card=_encode(msgspec.structs.replace(card, shingles=())),
        paragraphs=tuple(Paragraph(p[0], p[1], packed(p[2:])) for p in card.shingles),
        claims=tuple(_kept(*kept) for kept in zip(made.claims, *_figures(made.claims, canon), strict=True)),
        told=_encode(sorted({token for claim in made.claims if (token := told_by(claim, canon))})),
        article_line=deflated(article_line),
        claim_lines=deflated(claim_lines),
        sizes=(len(article_line), len(claim_lines)),
        unread=made.unread,
    )


def _kept(claim: Claim, telling: Telling | None, close: Close | None) -> KeptClaim:
    # A claim without an entity is compared with nothing; what cannot be a figure is told all the same.
    malformed = claim.quantity is not None and claim.quantity.dimension == "malformed"
    weighed = claim.entity is not None or malformed
    return KeptClaim(
        claim.entity or "",
        claim.entity_label or "",
        claim.span.start,
        weighed,
        _encode(claim),
        telling,
        close,
    )


def _figures(claims: Iterable[Claim], canon: Canon) -> tuple[list[Telling | None], list[Close | None]]:
    """What is looked up of the figure of each claim: the telling ones, and those of few digits."""
    figures = [counted(claim, canon) for claim in claims]
    alone: list[Telling | None] = []
    close: list[Close | None] = []
    for figure, keys in zip(figures, keyed(figures, canon), strict=True):
        single = [key for key in keys if not is_close(key[0])]
        beside = [key for key in keys if is_close(key[0])]
        alone.append(_telling(figure, *single[0]) if figure is not None and single else None)
        close.append(Close(tuple(key for key, _ in beside), _encode(beside[0][1])) if beside else None)
    return alone, close


def _telling(figure: Figure, digits: str, echoing: Echoing) -> Telling:
    period = "" if figure.period is None else f"{figure.period[0]}/{figure.period[1]}"
    return Telling(
        alike="\x1f".join((figure.metric, figure.unit, period, figure.signature)),
        value=f"{figure.unit}\x1f{abs(figure.reach.point).normalize():f}",
        digits=digits,
        metric=figure.metric,
        sure=figure.claim.confidence >= SURE,
        doubtful=figure.claim.confidence < DOUBTFUL,
        echoing=_encode(echoing),
    )


def deflated(data: bytes) -> bytes:
    """Bytes for the store: quick, a third of the size.

    An article takes little room: a table of 8 KB instead of 64 is cleared in a sixth of the time.
    """
    small = zlib.compressobj(1, zlib.DEFLATED, 13, 6)
    return small.compress(data) + small.flush()
