"""What stands behind a finding as data: the gates its figures passed, and its confidence term by term."""

from hedui.crosscheck.checks.base import Fit
from hedui.crosscheck.gates import KINDS
from hedui.crosscheck.sides import Side
from hedui.crosscheck.words import period_words
from hedui.model import Gate, Term

UNLIMITED, APART = "未限定", " ／ "  # no scope; what stands between the values of several sides
FAMILY = "family_"  # begins the name of the last term
_HOW = {
    "inherited": "期间承接上文",
    "relative": "期间由发布日推算",
    "published": "期间取自发布日",
}
_GROUNDS = {
    "copy": "同一段落的转载，读法相同而数字不同",
    "echo": "前后的数字相同，只此一处不同",
    "story": "两稿写同一件事，一处只差一笔",
    "headline": "标题所说，正文再说一遍",
    "list": "分项之和与合计只差一笔",
}


def gates_of(sides: list[Side]) -> tuple[Gate, ...]:
    """The fields by which figures are held apart, each with the value of the first side, or those of all."""
    heads = [side.members[0] for side in sides]
    fields = (
        ("entity", "主体", [f.entity for f in heads]),
        ("metric", "指标", [f.metric for f in heads]),
        ("unit", "单位", [f.unit for f in heads]),
        ("period", "期间", [period_words(f.period) or "未写明" for f in heads]),
        ("scope", "口径", [f.scope or UNLIMITED for f in heads]),
        ("kind", "性质", [KINDS.get(f.kind, f.kind) for f in heads]),
    )
    notes = {"period": _period_note(sides), "entity": _names_note(sides)}
    return tuple(
        Gate(
            gate=name,
            title=title,
            value=APART.join(dict.fromkeys(values)),
            passed=len(set(values)) == 1,
            note=notes.get(name),
        )
        for name, title, values in fields
    )


def _period_note(sides: list[Side]) -> str | None:
    hows = {f.claim.period.how for side in sides for f in side.members if f.claim.period}
    said = [_HOW[how] for how in sorted(hows) if how in _HOW]
    return "、".join(said) or None


def _names_note(sides: list[Side]) -> str | None:
    names = sorted({f.claim.entity or "" for side in sides for f in side.members})
    return f"文中作{'、'.join(names[:4])}" if len(names) > 1 else None


def seen(sure: float, kind: str | None, share: float) -> tuple[Term, ...]:
    """The last term of a confidence: how often such findings were right, by the family; none without a family."""
    if kind is None or not 0 < sure < 1:
        return ()
    ratio = share / sure if share <= sure else share / (1 - share) / (sure / (1 - sure))
    return (_term(f"{FAMILY}{kind}", "此类发现在标注报道里属实的比率", ratio, share),)


def waterfall(certainties: list[float], sure: float, fit: Fit) -> tuple[Term, ...]:
    """The confidence in its terms: that each side is read rightly, then what the fit of the type adds."""
    if fit.sure is not None:
        return (_term(fit.ground, _GROUNDS[fit.ground], fit.sure, fit.sure),)
    terms, after = [], 1.0
    for name, title, certainty in zip("ab", "甲乙", certainties, strict=False):
        after *= certainty
        terms.append(_term(f"reading_{name}", f"{title}方读得对", certainty, after))
    if fit.telling and fit.chance and 0 < after < 1 and sure < 1:
        ratio = sure / (1 - sure) / (after / (1 - after))
        terms.append(_term("slip", "误读的数字只会偶然如此吻合", ratio, sure))
    return tuple(terms)


def _term(name: str, title: str, value: float, after: float) -> Term:
    return Term(term=name, title=title, value=round(value, 4), after=round(after, 4))
