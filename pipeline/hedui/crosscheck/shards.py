"""Claims in shards of whole entities, each with all that comparing them takes, so that a shard can go anywhere.

Claims and cards travel as they are kept, in msgpack: only who compares them unpacks them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct, structs
from msgspec.msgpack import Decoder

from hedui.crosscheck.disagreements import Known, find_among, find_misspelt, one_each
from hedui.crosscheck.echoes import Echoed
from hedui.crosscheck.figures import Canon
from hedui.crosscheck.namesakes import Namesake
from hedui.crosscheck.prints import Print, unpacked
from hedui.crosscheck.shared import Shared, Witness
from hedui.crosscheck.support import Origins
from hedui.lexicon import Lexicon
from hedui.model import Card, Claim, Finding

decode_claim, _decode_card = Decoder(Claim).decode, Decoder(Card).decode


class Whole(Struct, frozen=True):
    """All claims of one entity under its joined name, packed, in the order of their articles."""

    name: str
    claims: tuple[bytes, ...]


class Part(Struct, frozen=True, array_like=True):
    """A paragraph of an article with its print, and the one it comes from: itself where nothing is earlier."""

    article: str
    place: int
    first: int  # its raw range
    last: int
    hashes: bytes  # minimal ones, packed
    root: str  # the article that first printed it
    model: int  # the number of the paragraph there
    source: str | None  # the outlet of that article


class Topics(Struct, frozen=True, array_like=True):
    """A value that stands under several entities or metrics."""

    unit: str
    value: Decimal
    witnesses: tuple[Witness, ...]


class Near(Struct, frozen=True, array_like=True):
    """The commoner names one character from the name of an entity."""

    name: str
    namesakes: tuple[Namesake, ...]


class Heard(Struct, frozen=True, array_like=True):
    """The echoes under the name of their surest reading."""

    name: str
    echoes: tuple[Echoed, ...]


class Shard(Struct, frozen=True):
    """Some whole entities, and what of all the others must be known to compare their claims."""

    wholes: tuple[Whole, ...]
    names: Mapping[str, str]  # form to joined name
    cards: tuple[bytes, ...]  # packed, without the prints
    parts: tuple[Part, ...]  # the paragraphs of the articles, by article and place
    topics: tuple[Topics, ...] = ()
    near: tuple[Near, ...] = ()
    heard: tuple[Heard, ...] = ()


class Found(Struct, frozen=True):
    """What was found about one entity."""

    name: str
    findings: tuple[Finding, ...]


def find_in(shard: Shard, lexicon: Lexicon) -> list[Found]:
    """The findings about each entity of the shard: those that a comparison of all claims has about it."""
    prints: dict[str, list[Print]] = defaultdict(list)
    for part in shard.parts:
        prints[part.article].append((part.first, part.last, *unpacked(part.hashes)))
    bare = map(_decode_card, shard.cards)
    cards = {card.article: structs.replace(card, shingles=tuple(prints[card.article])) for card in bare}
    topics = {(topics.unit, topics.value): topics.witnesses for topics in shard.topics}
    namesakes, echoes = {near.name: near.namesakes for near in shard.near}, {h.name: h.echoes for h in shard.heard}
    shared = Shared(topics, namesakes, echoes)
    known = Known(Canon.of(lexicon, shard.names), _origins(shard.parts, cards), cards, shared)
    return [_found(whole, known) for whole in shard.wholes]


def _found(whole: Whole, known: Known) -> Found:
    found = find_among(map(decode_claim, whole.claims), known)
    return Found(whole.name, tuple(one_each([*found, *find_misspelt([whole.name], known)])))


def _origins(parts: Iterable[Part], cards: Mapping[str, Card]) -> Origins:
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    roots: dict[tuple[str, int], str] = {}
    models: dict[tuple[str, int], tuple[str, int]] = {}
    sources = {article: card.source for article, card in cards.items() if card.source}
    for part in parts:
        here, model = (part.article, part.place), (part.root, part.model)
        spans[part.article].append((part.first, part.last))
        roots[here] = part.root
        if model != here:
            models[here] = model
        if part.source:
            sources[part.root] = part.source
    return Origins(roots, {article: tuple(places) for article, places in spans.items()}, sources, models)
