"""The nouns of the project, in the order in which they flow.  Frozen; they know only arithmetic on themselves.

Those made by the hundred for each article are not looked at by the collector (gc=False): what is frozen and holds
only frozen things can be in no cycle.

Offsets count Unicode code points, half-open.  Two coordinate systems exist: *raw* (the article as received)
and *clean* (after normalizing).  Clean offsets live in `Mention` and never leave `extract/`.
"""

from array import array
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from msgspec import Struct

ValueT = TypeVar("ValueT")


class Span(Struct, frozen=True, order=True, gc=False):
    """A half-open range of characters."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: "Span") -> bool:
        """Whether the other range lies inside this one."""
        return self.start <= other.start and other.end <= self.end


class Publication(Struct, frozen=True):
    """When an article appeared: the days it can have been, and how that is known.

    `how` is "metadata" or "text".  A known day has first == last.
    """

    first: date
    last: date
    how: str


class Article(Struct, frozen=True, kw_only=True):
    """One article exactly as received."""

    id: str
    text: str
    sha256: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: Publication | None = None
    extra: dict[str, str] = {}


class Edit(Struct, frozen=True, gc=False):
    """One repair: raw text[start:end] became `replacement`, because of the rule named."""

    start: int
    end: int
    replacement: str
    rule: str


# The rules that put one character together from several.
REPAIRS = frozenset({"mojibake", "reference"})
_TRADITIONAL = 0.1  # share of characters; full-width digits and marks alone stay below it


@dataclass(frozen=True, slots=True)
class CleanText:
    """An article's text in simplified Chinese without noise, with the way back.

    `origin[i]` is the raw offset of clean character i; it has one entry more than the text, the raw length.
    """

    text: str
    origin: "array[int]"
    edits: tuple[Edit, ...]
    _mended: dict[int, int] = field(init=False, repr=False, compare=False)  # where repairs begin and end

    def __post_init__(self) -> None:
        mended = {edit.start: edit.end for edit in self.edits if edit.rule in REPAIRS}
        object.__setattr__(self, "_mended", mended)

    @property
    def traditional(self) -> bool:
        """Whether the article came in traditional characters: a fifth to a third of running text differ."""
        respelled = sum(edit.end - edit.start for edit in self.edits if edit.rule == "respell")
        return respelled > len(self.text) * _TRADITIONAL

    def raw_span(self, start: int, end: int) -> Span:
        """The raw range of a clean range: from its first to its last character, noise between them included."""
        if start == end:
            return Span(self.origin[start], self.origin[start])
        last = self.origin[end - 1]  # begins one character, or all that a repair put together
        return Span(self.origin[start], self._mended.get(last, last + 1))


class Entity(Struct, frozen=True, gc=False):
    """Who: a name as the article uses it, in simplified Chinese.  Names are joined across articles later."""

    name: str
    label: str  # ORG PER LOC PRODUCT EVENT WORK


class Quantity(Struct, frozen=True, kw_only=True, gc=False):
    """How much: an exact value with the interval its writing allows.

    `step` is the unit of the last written digit (5.89亿 -> 0.01亿), `digits` the significant digits as written.
    Money without a named currency (a bare 元) has unit CNY and `currency_open` set until the document decides.
    A figure that cannot be read has `value` None and dimension "malformed".
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str  # as in the export contract: CNY, CNY/股, %, pp, x, 排名, 比, 人, 平方千米
    dimension: str  # money percent point multiple count length area mass ... rank ratio duration malformed
    bound: str = "exact"  # exact approx min max more_than less_than range
    step: Decimal = Decimal(1)
    digits: str = ""
    currency_open: bool = False
    literal: str | None = None  # scores and ratios as written, "3:1"


class Period(Struct, frozen=True, kw_only=True, gc=False):
    """When: a closed interval of days.  `instant` marks an as-of point (截至6月30日)."""

    first: date | None
    last: date | None
    grain: str  # year half quarter month week day minute span
    instant: bool = False
    clock: str | None = None  # 09:35
    how: str = "explicit"  # explicit relative inherited published

    def iso(self) -> str | None:
        """The period as the export contract writes it: 2025, 2025-06, 2025-06-30 or first/last."""
        if self.first is None or self.last is None:
            return None
        if self.first == self.last:
            return self.first.isoformat()
        if self.grain == "year":
            return f"{self.first.year:04d}"
        if self.grain == "month":
            return f"{self.first.year:04d}-{self.first.month:02d}"
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


class Metric(Struct, frozen=True, gc=False):
    """What: a canonical name in simplified Chinese; growth, change and share are metrics of their own.

    A mention with role "level" names a quantity (营收); "growth" is a growth word (同比增长), whose name is only
    the suffix (同比增速) until the claim joins it to its base; "share" is a share word (占比); "rank" a rank word.
    """

    name: str  # 营业收入, 营业收入同比增速, 死亡人数
    base: str | None = None  # 营业收入 for 营业收入同比增速
    known: bool = False  # whether the lexicon has it, or the words themselves are the name
    role: str = "level"  # level growth share rank
    change: str | None = None  # increase decrease, of a growth word
    dimension: str | None = None  # of the values it can have, as in metrics.toml; None when unknown
    scope: str | None = None  # the words before the head that narrow it: 手机业务 in 手机业务收入


class Mention(Struct, Generic[ValueT], frozen=True, kw_only=True, gc=False):
    """Something found in the clean text.  `rules` names what fired, for the trace."""

    start: int
    end: int
    text: str
    value: ValueT
    source: str = "rule"  # gazetteer pattern alias model user rule
    score: float = 1.0
    rules: tuple[str, ...] = ()
    anchor: int | None = None  # clean start of the mention this one is tied to (its conversion, its list head)


class Claim(Struct, frozen=True, kw_only=True, gc=False):
    """Who, what, when, how much, how surely and by whom; all spans in raw coordinates."""

    id: str
    article: str
    span: Span
    mention: str
    sentence: Span
    quantity: Quantity | None  # None for a date-valued claim
    date_value: str | None = None  # ISO text of a date-valued claim
    entity: str | None = None
    entity_label: str | None = None
    entity_span: Span | None = None
    metric: str | None = None
    metric_base: str | None = None
    metric_span: Span | None = None
    qualifier: str | None = None
    period: Period | None = None
    period_span: Span | None = None
    kind: str = "actual"  # actual forecast target rumour
    polarity: bool = True
    change: str | None = None  # increase decrease
    attribution: str | None = None
    quoted: bool = False
    section: str = "body"  # title lead body caption
    confidence: float = 0.5
    trace: tuple[str, ...] = ()


class Reject(Struct, frozen=True):
    """Something that could not be processed, and why, in a sentence."""

    article: str
    where: str
    reason: str


class Gate(Struct, frozen=True, kw_only=True):
    """One field that the figures of a finding share, and how surely they do."""

    gate: str  # entity metric unit period scope kind
    title: str  # 主体
    value: str  # as all sides have it; the values of both sides where they differ
    passed: bool  # False: the sides differ here, and that is what the finding is about
    note: str | None = None  # 一方承接上文


class Term(Struct, frozen=True, kw_only=True):
    """One step of the confidence: a probability or a likelihood ratio, and the confidence after it."""

    term: str  # reading_a reading_b inherited slip ...
    title: str  # 甲方读得对
    value: float  # a probability from 0 to 1; above 1 a likelihood ratio that raises the odds
    after: float


class Carrier(Struct, frozen=True, kw_only=True):
    """One article that prints a value, and where it has it from."""

    article: str
    claim: str
    published: str | None  # the day, or first/last of the days it can have been
    source: str | None
    copied_from: str | None  # the article whose paragraph it reprints, None where the words are its own
    status: str  # first, copy, own (words of its own); stale: printed when it was already corrected (仍载旧值)


class Branch(Struct, frozen=True, kw_only=True):
    """The story of one value: who printed it first, who carried it on, who took it back."""

    value: str  # as most articles write it
    first: str  # the earliest article, of equal days the smallest id
    origins: int  # independent voices
    tier: str  # of the best source: primary official person media none
    carriers: tuple[Carrier, ...]  # in order of time
    correctors: tuple[str, ...] = ()  # articles that take the value back, in order of time
    corrected: str | None = None  # the day of the first correction
    stale: tuple[str, ...] = ()  # articles that still carry the value, with no right one of their outlet later


SEVERITIES = ("critical", "major", "minor", "notice")  # of a finding, the most important first


class Finding(Struct, frozen=True, kw_only=True):
    """A disagreement (or a slip inside one claim), explained.  `id` is a fingerprint without article ids."""

    id: str
    check: str
    title: str  # the check's Chinese title
    severity: str  # one of SEVERITIES
    confidence: float
    entity: str | None
    metric: str | None
    period: str | None
    sides: tuple[tuple[str, ...], ...]  # claim ids by the value they support; one side for a slip in one claim
    explanation: str  # one sentence in Chinese
    steps: tuple[str, ...] = ()  # the arithmetic and the evidence, one step a line
    settle: str | None = None  # what would settle it
    chance: Decimal | None = None  # the rate at which unrelated figures fit this type
    most_supported: str | None = None
    values: tuple[Decimal, ...] = ()  # what each side stands for, in the base unit
    runners_up: tuple[str, ...] = ()  # titles of the other checks that would fit
    gates: tuple[Gate, ...] = ()
    waterfall: tuple[Term, ...] = ()  # how the confidence came about, term by term
    genealogy: tuple[Branch, ...] = ()  # one branch a side

    @property
    def claims(self) -> tuple[str, ...]:
        """All claim ids involved, side by side."""
        return tuple(claim for side in self.sides for claim in side)


class Card(Struct, frozen=True, kw_only=True):
    """What the cross-check needs to know of an article besides its claims: who printed it, when, and its print.

    `shingles` are MinHash signatures of its paragraphs, by which reposts and spliced paragraphs are known.
    """

    article: str
    sha256: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: Publication | None = None
    shingles: tuple[tuple[int, ...], ...] = ()
    correction: bool = False  # 更正, 致歉: the article takes back an earlier figure


class Extraction(Struct, frozen=True, kw_only=True):
    """All that one article yields: its card, its claims in text order, and what could not be read."""

    card: Card
    claims: tuple[Claim, ...]
    unread: tuple[Reject, ...] = ()
