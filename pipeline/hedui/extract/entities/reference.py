"""Words that stand for a name: 该公司, 其, 该片, 当地.  The right antecedent, or doubt when two are as good."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hedui.extract.openings import Quick
from hedui.model import Entity, Mention, Span
from hedui.wordlists import compile_words

# What a referring word may stand for.
_SORTS: dict[str, tuple[str, ...]] = {
    "company": ("ORG",),
    "work": ("WORK",),
    "place": ("LOC",),
    "product": ("PRODUCT",),
    "any": ("ORG", "WORK", "PRODUCT", "PER", "LOC"),
}
_REFERRING = Quick(
    compile_words(
        r"(?P<several>两家公司|两公司|三家公司|两家企业|双方)"
        r"|(?P<company>(?:该|这家|上述|本)(?:{organization})|我司|全集团|(?<![一-鿿A-Za-z])(?:公司|集团)(?!章程|法|债|治理|注册|类|化)|(?<=[,。;:、,;:])(?:公司|集团))"
        r"|(?P<work>(?:该|本|此|[这那]部)(?:[0-9]{1,3}集)?的?(?:{work})|影片)"
        r"|(?P<place>(?:该|本|当)(?:地区|国|市|省|县|州|区|岛|地)(?!时间)|灾区|震区)"
        r"|(?P<product>(?:该|这款|此)(?:{product}))"
        r"|(?P<any>(?<![一-鿿])其(?![他它中实余次间后前])|(?<=[,。;,;])其(?![他它中实余次间后前]))"
    )
)
_REACH = 400  # characters back; the antecedent of 该公司 is rarely further
_CLEARLY_BEST = 0.6  # the share of the best among all candidates; two as good have .5 each
# What a name must end in where the referring word says its kind: 该省 is no city, 该校 no company.
_KINDS: dict[str, tuple[str, ...]] = {
    "省": ("省", "自治区"),
    "市": ("市",),
    "县": ("县",),
    "州": ("州",),
    "区": ("区",),
    "银行": ("银行", "行"),
    "行": ("银行", "行"),
    "校": ("大学", "学院", "中学", "小学", "学校"),
    "大学": ("大学",),
    "院": ("院",),
    "医院": ("医院",),
    "集团": ("集团",),
}
_DIVISIONS = ("省", "市", "县", "州", "区", "镇", "乡", "村")
_DEMONSTRATIVE = re.compile(r"该|这家|上述|此")
_JOINED = re.compile(r"[与和及跟、]|以及")


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What a referring word stands for, best first; `sure` when the first is clearly best."""

    span: Span
    text: str
    candidates: tuple[Mention[Entity], ...]
    confidence: float

    @property
    def sure(self) -> bool:
        """Whether one antecedent is clearly better than the next."""
        return bool(self.candidates) and self.confidence >= _CLEARLY_BEST


def find_references(
    text: str, mentions: Sequence[Mention[Entity]], subject: Entity | None = None
) -> list[Antecedent]:
    """The referring words of an article in text order, each with its antecedents.

    `subject` is whom the article is about, which wins over a nearer name of the same sort
    for 公司 and 集团, since these speak of whom the article is about.
    """
    found = []
    for match in _REFERRING.finditer(text):
        if any(m.start <= match.start() and match.end() <= m.end for m in _near(mentions, match.start())):
            continue
        found.append(_resolve(text, match, mentions, subject))
    return found


def _near(mentions: Sequence[Mention[Entity]], at: int) -> Iterable[Mention[Entity]]:
    return (m for m in mentions if m.start <= at < m.end)


def _resolve(
    text: str, match: re.Match[str], mentions: Sequence[Mention[Entity]], subject: Entity | None
) -> Antecedent:
    sort = match.lastgroup or "any"
    span = Span(match.start(), match.end())
    labels = _SORTS["company" if sort == "several" else sort]
    before = [m for m in mentions if span.start - _REACH <= m.start and m.end <= span.start]
    fitting = _of_kind([m for m in before if m.value.label in labels], match.group())
    if sort == "place":
        starts = {m.start for m in fitting}
        fitting = [m for m in fitting if m.end not in starts]  # of 甘肃|云州 the inner one
    if sort == "several":
        pair = _last_names(fitting, 2)
        return Antecedent(span, match.group(), tuple(pair), 0.7 if len(pair) == 2 else 0.0)
    # 公司 speaks of whom the article is about, 该公司 of whom was named last.
    topical = sort == "work" or (sort == "company" and not _DEMONSTRATIVE.match(match.group()))
    weights = _weights(fitting, span.start, subject, topical=topical)
    if not weights:
        return Antecedent(span, match.group(), (), 0.0)
    ranked = sorted(weights, key=lambda name: (-weights[name], name))
    best = {m.value.name: m for m in fitting}
    candidates = tuple(best[name] for name in ranked)
    confidence = weights[ranked[0]] / sum(weights.values())
    if len(candidates) > 1 and _are_joined(text, *candidates[:2]):
        confidence = min(confidence, 0.5)
    return Antecedent(span, match.group(), candidates, confidence)


def _of_kind(fitting: list[Mention[Entity]], word: str) -> list[Mention[Entity]]:
    """Those whose name ends in the kind that the word says; all, where none does but none is of another kind."""
    kind = next((kind for kind in sorted(_KINDS, key=len, reverse=True) if word.endswith(kind)), None)
    if kind is None:
        return fitting
    same = [m for m in fitting if m.text.endswith(_KINDS[kind]) or m.value.name.endswith(_KINDS[kind])]
    if same or kind not in _DIVISIONS:
        return same or fitting
    return [m for m in fitting if not m.text.endswith(_DIVISIONS)]


def _are_joined(text: str, one: Mention[Entity], other: Mention[Entity]) -> bool:
    """甲与乙: named in one breath, either may be meant."""
    first, last = sorted((one, other), key=lambda m: m.start)
    return _JOINED.fullmatch(text, first.end, last.start) is not None


def _weights(
    fitting: Sequence[Mention[Entity]], at: int, subject: Entity | None, *, topical: bool
) -> dict[str, float]:
    """For each name how well it fits: near, often named, and the article's subject."""
    count = Counter(m.value.name for m in fitting)
    weights: dict[str, float] = {}
    for m in fitting:
        near = 1.0 / (1.0 + (at - m.end) / 40)
        weights[m.value.name] = near * (1 + 0.2 * min(count[m.value.name], 5))
    if topical and subject is not None and subject.name in weights:
        weights[subject.name] = 2.0 * weights[subject.name] + 0.5
    return weights


def _last_names(mentions: Sequence[Mention[Entity]], count: int) -> list[Mention[Entity]]:
    """The last mentions of so many different names, in text order."""
    seen: dict[str, Mention[Entity]] = {}
    for m in reversed(mentions):
        seen.setdefault(m.value.name, m)
        if len(seen) == count:
            break
    return sorted(seen.values(), key=lambda m: m.start)
