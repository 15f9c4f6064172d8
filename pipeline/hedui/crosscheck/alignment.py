"""Owners aligned by what they own: 东岭证券 in one article and 青溪乳业 in another, both with 营业收入31.74亿元.

An article's main name may be misread in each article otherwise.  Where two articles give two owners the same
specific figures under the same metrics, and neither article names the other's owner, both mean one owner, and all
that either article says of it is compared.  A firm and its 储能电池 share figures too, but an article that tells
of the part names the whole.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from hedui.crosscheck.figures import Figure, Owner, signature

# Two owners have so many figures in common, and these so many significant digits: 31.74亿元 and 16.3% are enough;
# that two growth rates of three digits are the same happens by accident among some thousand articles.
ENOUGH = 2
DIGITS = 7
# A figure that more owners have is one that everybody quotes.
MOST_OWNERS = 12


Pair = tuple[Owner, Owner]
Named = Callable[[Hashable], Mapping[str, bool]]


class Common(NamedTuple):
    """How many figures two owners have in common, and with how many digits."""

    figures: int
    digits: int

    @property
    def enough(self) -> bool:
        """Whether so much is no accident."""
        return self.figures >= ENOUGH and self.digits >= DIGITS


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is asked about owners: the names of an article, whether each is a place, and the articles of a name."""

    named: Named
    articles: Callable[[str], int]


def pairs_among(owners: Iterable[Owner]) -> list[Pair]:
    """The pairs of owners of one figure, of two articles and two names; none where very many have it."""
    known = sorted(set(owners))
    if len(known) > MOST_OWNERS:
        return []
    return [(a, b) for a, b in combinations(known, 2) if a.article != b.article and a.name != b.name]


def aligned(shared: Mapping[Pair, Common], corpus: Corpus) -> dict[Owner, str]:
    """For owners that are one the name that most of them have, where it is not their own."""
    groups: dict[Owner, set[Owner]] = {}
    for (a, b), common in sorted(shared.items()):
        if common.enough and not _are_apart(a, b, corpus):
            whole = groups.get(a, {a}) | groups.get(b, {b})
            groups.update(dict.fromkeys(whole, whole))
    names = {owner: _commonest(whole, corpus) for owner, whole in groups.items()}
    return {owner: name for owner, name in names.items() if owner.name != name}


def _are_apart(a: Owner, b: Owner, corpus: Corpus) -> bool:
    """Whether one article names both, or both are places: of 河南 and 中国 one was misread, nobody says which."""
    one, other = corpus.named(a.article), corpus.named(b.article)
    return b.name in one or a.name in other or (one[a.name] and other[b.name])


def _commonest(owners: Collection[Owner], corpus: Corpus) -> str:
    """The name that most of them have, of equal ones that of most articles; a firm's goes before its country's."""
    count = Counter(owner.name for owner in owners)
    places = {owner.name for owner in owners if corpus.named(owner.article)[owner.name]}
    return min(count, key=lambda name: (name in places, -count[name], -corpus.articles(name), name))


def alignments(figures: Iterable[Figure], named: Mapping[str, Mapping[str, bool]]) -> dict[Owner, str]:
    """The owners of a corpus that are one, from its telling figures and the names of each article."""
    owners: dict[tuple[str, str, Decimal], set[Owner]] = defaultdict(set)
    for figure in figures:
        owned = figure.metric, figure.unit, abs(figure.reach.point)
        owners[owned].add(Owner(figure.claim.article, figure.entity))
    shared: dict[Pair, Common] = {}
    for (_, _, value), known in owners.items():
        for pair in pairs_among(known):
            figures_, digits = shared.get(pair, (0, 0))
            shared[pair] = Common(figures_ + 1, digits + len(signature(value)))
    articles = Counter(name for names in named.values() for name in names)
    return aligned(shared, Corpus(lambda article: named[str(article)], articles.__getitem__))
