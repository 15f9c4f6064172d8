"""What the claim store keeps of one article, in the form in which it is kept: made where the article is read."""

import zlib
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import msgspec
from msgspec import Struct

from hedui.crosscheck.figures import SURE, Canon, Figure
from hedui.crosscheck.neighbors import keyed, names_of, told_by
from hedui.crosscheck.prints import packed
from hedui.crosscheck.shared import counted
from hedui.crosscheck.support import age
from hedui.extract.turns import Steps, in_turns
from hedui.model import Article, Claim, Extraction, Reject
from hedui.records import claim_row, json_lines
from hedui.report.results import article_row

_encode = msgspec.msgpack.Encoder().encode


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
    echoing: bytes


class Close(Struct, frozen=True, array_like=True):
    """A figure of few digits: the keys under which it meets others of one story."""

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
    names: bytes  # whose they are
    article_line: bytes  # its line of articles.jsonl, deflated
    claim_lines: bytes  # its lines of claims.jsonl, deflated, the entities as written
    sizes: tuple[int, int]  # bytes of both, before they were deflated
    unread: tuple[Reject, ...]


def article_key(article: Article) -> bytes:
    """A digest of all that decides what is read of an article."""
    return blake2b(_encode(article), digest_size=16).digest()


def entry_of(article: Article, made: Extraction, canon: Canon) -> Entry:
    """What is kept of an article and its extraction; the canon need know no entities."""
    (entry,) = entries_of([article], [made], canon)
    return entry


def entries_of(articles: Sequence[Article], made: Sequence[Extraction], canon: Canon) -> list[Entry]:
    """The same of some articles."""
    return in_turns(_entry(article, one, canon) for article, one in zip(articles, made, strict=True))


def _entry(article: Article, made: Extraction, canon: Canon) -> Steps[Entry]:
    card = made.card
    article_line = msgspec.json.encode(article_row(article, card)) + b"\n"
    claim_lines = b"".join(json_lines(map(claim_row, made.claims)))
    yield
    figures = [counted(claim, canon) for claim in made.claims]
    yield
    kept = list(_kept_claims(made.claims, figures, canon))
    yield
    return Entry(
        id=article.id,
        key=article_key(article),
        age=age(card)[0],
        source=card.source,
        card=_encode(msgspec.structs.replace(card, shingles=())),
        paragraphs=tuple(Paragraph(p[0], p[1], packed(p[2:])) for p in card.shingles),
        claims=tuple(claim for claim, _ in kept),
        told=_encode(sorted({token for _, token in kept if token is not None})),
        names=_encode(sorted(names_of(figures))),
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


def _kept_claims(
    claims: Sequence[Claim], figures: Sequence[Figure | None], canon: Canon
) -> Iterator[tuple[KeptClaim, str | None]]:
    """Each claim with what it is looked up by, and its figure as others know it."""
    for claim, figure, keys in zip(claims, figures, keyed(figures, canon), strict=True):
        telling = close = None
        if figure is not None and keys is not None:
            echoing = _encode(keys.echoing)
            telling = None if keys.alone is None else _telling(figure, keys.alone, echoing)
            close = Close(keys.close, echoing) if keys.close else None
        yield _kept(claim, telling, close), told_by(claim, canon) if keys is None else keys.token


def _telling(figure: Figure, digits: str, echoing: bytes) -> Telling:
    period = "" if figure.period is None else f"{figure.period[0]}/{figure.period[1]}"
    return Telling(
        alike="\x1f".join((figure.metric, figure.unit, period, figure.signature)),
        value=f"{figure.unit}\x1f{abs(figure.reach.point).normalize():f}",
        digits=digits,
        metric=figure.metric,
        sure=figure.claim.confidence >= SURE,
        echoing=echoing,
    )


def deflated(data: bytes) -> bytes:
    """Bytes for the store: quick, a third of the size.

    An article takes little room: a table of 8 KB instead of 64 is cleared in a sixth of the time.
    """
    small = zlib.compressobj(1, zlib.DEFLATED, 13, 6)
    return small.compress(data) + small.flush()
