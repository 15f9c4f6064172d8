"""Figures whose writing itself is impossible: two units, two points, a thousands separator of two digits."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from hedui.model import Claim, Finding

MALFORMED, _TITLE = "malformed", "数字写法有误"


def find_malformed(claims: Iterable[Claim]) -> Iterator[Finding]:
    """One finding for every writing that cannot be a figure (5890亿元万, 1,23亿, 12.4.1亿), wherever it stands."""
    by: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        if claim.quantity is not None and claim.quantity.dimension == MALFORMED:
            by.setdefault((claim.entity or "", claim.metric or "", claim.mention), []).append(claim)
    for (entity, metric, mention), members in sorted(by.items()):
        about = f"{entity}{metric}：" if entity or metric else ""
        yield Finding(
            id=sha256("\x1f".join((entity, metric, MALFORMED, mention)).encode()).hexdigest()[:16],
            check=MALFORMED,
            title=_TITLE,
            severity="minor",
            confidence=max(claim.confidence for claim in members),
            entity=entity or None,
            metric=metric or None,
            period=None,
            sides=(tuple(sorted(claim.id for claim in members)),),
            explanation=f"{about}“{mention}”不成其为数字，疑有错字或脱漏，须对照原稿。",
            settle="查原稿或通稿中的这一处数字",
        )
