"""Reprints that are not true to their model: one paragraph in two articles, with one figure changed.

The words around both figures are the same, so what is misread in one is misread in the other: a difference is no
question of reading.  A paragraph in which most figures differ is no reprint but a form filled in anew (a weekly
report), and says nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from hedui.crosscheck.assemble import Typed, best_type, build, ranked
from hedui.crosscheck.checks import kinds
from hedui.crosscheck.checks.base import Context, Fit, Pair
from hedui.crosscheck.checks.slips import is_date_slip
from hedui.crosscheck.compare import CONFLICT, verdict
from hedui.crosscheck.crossings.common import side_of
from hedui.crosscheck.figures import SURE, Figure, is_currency
from hedui.crosscheck.grouping import TopicKey, topic_key
from hedui.crosscheck.prints import similarity
from hedui.crosscheck.vocabulary import is_derived, is_fast
from hedui.crosscheck.words import period_words, saying
from hedui.model import Finding

# More changed figures than this, or more than stayed, are another text in the same form.
MAX_CHANGED = 2
# Where no figure of the paragraph stayed, its words must be as alike as this.
SAME_WORDS = 0.75
# The share of aligned pairs that are changes in the text, not in the reading: an estimate on planted changes.
CHANGED = 0.9
Token = tuple[object, ...]  # of a figure


class Spot(NamedTuple):
    """A paragraph of an article, and the entity whose figures are looked at."""

    article: str
    paragraph: int
    entity: str


def find_changed_copies(context: Context) -> Iterator[Finding]:
    """One finding for each figure that a reprint changes, with all reprints that change it so."""
    spots: dict[Spot, list[Figure]] = defaultdict(list)
    told: dict[tuple[str, str], set[Token]] = defaultdict(set)
    for topic in context.groups.topics:
        for figure in topic.figures:
            if figure.claim.section != "title":
                told[figure.claim.article, figure.entity].add(_token(figure))
            place = context.origins.place(figure)
            if place is not None:
                spots[Spot(*place, figure.entity)].append(figure)
    found: dict[tuple[object, ...], tuple[dict[str, Figure], dict[str, Figure], Typed, TopicKey]] = {}
    for spot in sorted(spots):
        model = context.origins.models.get(spot[:2])
        if model is None or Spot(*model, spot.entity) not in spots:
            continue
        alike = _alike(spot, model, context)
        pairs = _changed(spots[Spot(*model, spot.entity)], spots[spot], alike)
        values = any(_digits_differ(one, other) for one, other in pairs)
        for one, other in pairs:
            # Beside a changed figure a changed reading of another is its echo; in equal words there is no change.
            echo = not _digits_differ(one, other) and (values or alike == 1.0)
            typed = None if echo else _typed(one, other, context)
            # A text that tells both values rather tells of two things: 抓获70余人, of whom 59人 were kept.
            twice = _token(other) in told[model[0], spot.entity] or _token(one) in told[spot.article, spot.entity]
            if typed is not None and twice and _digits_differ(one, other):
                typed = replace(typed, fit=replace(typed.fit, at_most="notice"))
            if typed is not None:
                moved = (one.period, other.period) if _moved(one, other) else None
                where = (spot.entity, *_token(one), *_token(other), moved)
                first, second, *_ = found.setdefault(where, ({}, {}, typed, topic_key(one)))
                first[one.claim.article] = one
                second[other.claim.article] = other
    for first, second, typed, key in found.values():
        sides = ranked([side_of(list(first.values())), side_of(list(second.values()))], context)
        yield build(key, sides, typed, context)


def _alike(spot: Spot, model: tuple[str, int], context: Context) -> float:
    prints = [context.cards[article].shingles[number] for article, number in (spot[:2], model)]
    return similarity(prints[0][2:], prints[1][2:])


def _changed(model: list[Figure], copy: list[Figure], alike: float) -> list[tuple[Figure, Figure]]:
    """The pairs of figures at the same place of both paragraphs that are not the same."""
    one, other = (sorted(side, key=lambda f: (f.claim.span.start, f.id)) for side in (model, copy))
    pairs: list[tuple[Figure, Figure]] = []
    stayed = 0
    for tag, a, b, c, d in _steps([_token(f) for f in one], [_token(f) for f in other]):
        if tag == "equal":
            moved = [(x, y) for x, y in zip(one[a:b], other[c:d], strict=True) if _moved(x, y)]
            pairs += moved
            stayed += b - a - len(moved)
        elif b - a != d - c:
            return []
        else:
            pairs += zip(one[a:b], other[c:d], strict=True)
    if len(pairs) > MAX_CHANGED or (stayed < len(pairs) and (stayed or alike < SAME_WORDS)):
        return []
    return pairs if stayed else [pair for pair in pairs if not _of_a_notice(*pair)]


def _steps(one: list[Token], other: list[Token]) -> Sequence[tuple[str, int, int, int, int]]:
    """What makes one list of the other; most copies are true, and nothing is looked for there."""
    if one == other:
        return [("equal", 0, len(one), 0, len(one))]
    return SequenceMatcher(None, one, other, autojunk=False).get_opcodes()


def _of_a_notice(a: Figure, b: Figure) -> bool:
    """Whether two days that are no slip apart are those of two notices in one form (于4月26日上午9时公开宣判)."""
    return a.unit == b.unit == "date" and not is_date_slip(a, b)


def _token(figure: Figure) -> Token:
    """What a true copy keeps, its period aside."""
    return figure.metric, figure.unit, figure.reach.point


def _moved(a: Figure, b: Figure) -> bool:
    """Whether two written periods differ.  昨日 in a reprint of the next day is another day, and no change."""
    return a.period != b.period and all(f.claim.period and f.claim.period.how == "explicit" for f in (a, b))


def _said_alike(a: Figure, b: Figure) -> bool:
    """Whether a date stands in the same words: 4月9日 reprinted a year later is another day, and no change."""
    words = ("".join(f.claim.mention.split()) for f in (a, b))
    return a.unit == b.unit == "date" and len(set(words)) == 1


def _digits_differ(a: Figure, b: Figure) -> bool:
    return abs(a.reach.point) != abs(b.reach.point)


def _typed(a: Figure, b: Figure, context: Context) -> Typed | None:
    """What was changed: the value, the unit, else the words that say what or when it is."""
    if is_fast(a.metric) or _said_alike(a, b):
        return None
    changed = f"转载同一段落时{saying([a])}变为{saying([b])}"
    if a.unit != b.unit:
        return _other_unit(a, b, changed) if a.reach.point == b.reach.point else None
    if verdict(a.reach, b.reach, int(is_derived(a.metric))) != CONFLICT and _digits_differ(a, b):
        return None
    if _digits_differ(a, b) or a.claim.change != b.claim.change:
        typed = best_type(Pair(a, b, side_of([a]), side_of([b])), context)
        fit = Fit(f"{changed}，{typed.fit.reason}", typed.fit.steps, typed.fit.chance, sure=CHANGED)
        return Typed(typed.check, fit, typed.others)
    if a.reach.point != b.reach.point:  # 盈 and 亏 without a changed word before the figure: only read otherwise
        return None
    if a.period != b.period:
        said = f"转载同一段落时{saying([a])}的期间由{_when(a)}变为{_when(b)}"
        return Typed(kinds.PERIOD, Fit(said, at_most=_level(a, b), bare=True, sure=CHANGED))
    if a.metric == b.metric:  # one wrote the period out, the other carries it on
        return None
    said = f"转载同一段落时{saying([a])}由“{a.claim.metric}”变为“{b.claim.metric}”"
    return Typed(kinds.LABEL, Fit(said, at_most=_level(a, b), bare=True, sure=CHANGED))


def _level(a: Figure, b: Figure) -> str:
    """Of changed words nothing but the readings tells."""
    return "minor" if min(a.claim.confidence, b.claim.confidence) >= SURE else "notice"


def _when(figure: Figure) -> str:
    return period_words(figure.period) or "未写明"


def _other_unit(a: Figure, b: Figure, changed: str) -> Typed:
    if is_currency(a.unit) and is_currency(b.unit):
        return Typed(kinds.CURRENCY, Fit(f"{changed}，币种不同", severity="major", bare=True, sure=CHANGED))
    check = kinds.PERCENT if {a.unit, b.unit} == {"%", "pp"} else kinds.MEASURE
    return Typed(check, Fit(f"{changed}，单位不同", at_most="minor", bare=True, sure=CHANGED))
