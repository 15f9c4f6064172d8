"""A finding proved again from its claims and the texts, and a loud failure when something changed."""

from collections.abc import Mapping
from datetime import date

from hedui.crosscheck.assemble import fingerprint
from hedui.crosscheck.compare import CONFLICT, verdict
from hedui.crosscheck.figures import Canon, Figure, comparable, figure_of
from hedui.crosscheck.grouping import TopicKey, topic_key
from hedui.crosscheck.malformed import MALFORMED
from hedui.crosscheck.proof import APART, UNLIMITED
from hedui.crosscheck.vocabulary import is_derived
from hedui.errors import RunError
from hedui.lexicon import Lexicon
from hedui.model import Claim, Finding

# Checks whose sides are two values of one thing; the others join figures of different topics.
_ONE_TOPIC = ("unit_slip", "digit_slip", "value", "date", "sign", "percent", "self_contradiction")


def replay(
    finding: Finding, claims: Mapping[str, Claim], texts: Mapping[str, str], lexicon: Lexicon
) -> tuple[str, ...]:
    """The steps by which the finding follows from the texts.  RunError when a text or a rule changed."""
    if finding.check == MALFORMED:
        return tuple(_read(name, claims, texts) for name in finding.claims)
    canon = Canon.of(lexicon)
    sides = [[_figure(name, claims, texts, canon) for name in side] for side in finding.sides]
    steps = [
        f"{f.id}：原文第{f.claim.span.start}字“{f.claim.mention}” → {f.reach.point:f} {f.unit}"
        for s in sides
        for f in s
    ]
    best = [_standing(side, finding, n) for n, side in enumerate(sides)]
    keys = [_key(finding, figure) for figure in best]
    if all(fingerprint(key, finding.check, finding.values) != finding.id for key in keys):
        raise RunError(f"发现 {finding.id} 的指纹与重算结果不同：所依据的陈述或规则已变。请重新执行 hedui run。")
    if finding.check in _ONE_TOPIC:
        for other in best[1:]:
            alike = topic_key(other) == topic_key(best[0])
            if alike and verdict(best[0].reach, other.reach, int(is_derived(best[0].metric))) != CONFLICT:
                raise RunError(f"发现 {finding.id} 的两方按现行区间已不矛盾。请重新执行 hedui run。")
            steps.append(f"{best[0].claim.mention} 与 {other.claim.mention}：区间不相交")
    return (*steps, f"指纹 {finding.id} 重算一致")


def _key(finding: Finding, best: Figure) -> TopicKey:
    """What the finding is about: names and periods that articles share are settled over all of them, not here."""
    days = None
    if finding.period is not None:
        first, _, last = finding.period.partition("/")
        days = date.fromisoformat(first), date.fromisoformat(last or first)
    scopes = next((gate.value for gate in finding.gates if gate.gate == "scope"), best.scope).split(APART)
    scope = best.scope if best.scope in scopes or UNLIMITED in scopes else scopes[0]
    return (
        finding.entity or "",
        finding.metric or "",
        best.unit,
        days,
        best.kind,
        "" if scope == UNLIMITED else scope,
    )


def _read(name: str, claims: Mapping[str, Claim], texts: Mapping[str, str]) -> str:
    """The step that a malformed writing still stands in the text and is still read as one."""
    claim = _standing_claim(name, claims, texts)
    if claim.quantity is None or claim.quantity.dimension != MALFORMED:
        raise RunError(f"陈述 {name} 现已读得出数值，不再是写法有误。请重新执行 hedui run。")
    return f"{name}：原文第{claim.span.start}字“{claim.mention}”，不成其为数字"


def _standing_claim(name: str, claims: Mapping[str, Claim], texts: Mapping[str, str]) -> Claim:
    """The claim, whose characters still stand in its article."""
    claim = claims.get(name)
    if claim is None:
        raise RunError(f"找不到陈述 {name}：重放所需的 claims.jsonl 不全。")
    text = texts.get(claim.article)
    if text is None:
        raise RunError(f"找不到报道 {claim.article} 的原文，无法重放。")
    if text[claim.span.start : claim.span.end] != claim.mention:
        raise RunError(f"报道 {claim.article} 的原文已变：第{claim.span.start}字起不再是“{claim.mention}”。")
    return claim


def _figure(name: str, claims: Mapping[str, Claim], texts: Mapping[str, str], canon: Canon) -> Figure:
    claim = _standing_claim(name, claims, texts)
    figure = figure_of(claim, canon) if comparable(claim) is None else None
    if figure is None:
        raise RunError(f"陈述 {name} 现已读不出可比的数值：{comparable(claim)}。")
    return figure


def _standing(side: list[Figure], finding: Finding, number: int) -> Figure:
    value = finding.values[number]
    found = [figure for figure in side if figure.reach.point == value]
    if not found:
        raise RunError(f"发现 {finding.id} 的一方应为 {value:f}，重算得不到这个数值。")
    return min(found, key=lambda figure: figure.id)
