"""How the confidence of a finding came about: one bar a term, from the confidence before it to that after it."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from hedui.model import Term


class Step(Struct, frozen=True):
    """One term: what it says, its value in words, and its bar from `low` to `high` in percent of the axis."""

    title: str
    value: str
    after: str
    at: float
    low: float
    high: float
    rises: bool


def steps_of(terms: Iterable[Term], text: Mapping[str, str]) -> Iterator[Step]:
    """The terms in their order; the first starts from full confidence."""
    before = 1.0
    for term in terms:
        low, high = sorted((before, term.after))
        yield Step(
            title=text.get(f"term_{term.term}", term.title),
            value=_factor(term.value) if term.value > 1 else _percent(term.value),
            after=_percent(term.after),
            at=round(term.after * 100, 2),
            low=round(low * 100, 2),
            high=round(high * 100, 2),
            rises=term.after > before,
        )
        before = term.after


def _factor(ratio: float) -> str:
    return f"×{ratio:,.0f}" if ratio >= 100 else f"×{ratio:.3g}"


def _percent(probability: float) -> str:
    return ">99.9%" if probability > 0.999 else f"{probability:.1%}"
