"""How often findings of a family are right: the confidence that the readings give, brought down to what is seen.

The probability that both figures were read rightly is not yet that of an error in the articles: the two may be of
two things.  One logistic curve a family, learned on annotated stories read end to end
(pipeline/training/train_findings.py, measured by story in benchmarks/reliability.py).
"""

import json
import math
from functools import cache
from pathlib import Path

from hedui.crosscheck.checks.base import Check, Fit

MODEL = Path(__file__).parents[1] / "data" / "models" / "findings.json"
# A slip in equal words, amid equal figures or in telling digits proves itself: too few of them are wrong to learn.
FAMILIES = ("plain", "apart", "attested", "soft", "sum")
_LEAST = 0.01

Curve = tuple[float, float]  # a, b of a + b * logit(reading)


def family(check: Check, fit: Fit, apart: bool) -> str | None:
    """What sort of finding it is, None where the evidence speaks for itself; `apart` marks two likely things."""
    if fit.sure is not None or (fit.telling and fit.chance is not None):
        return None
    if apart:
        return "apart"
    if check.name == "arithmetic":
        return "sum"
    if fit.attested:
        return "attested"
    return "soft" if fit.bare else "plain"


def calibrated(kind: str | None, reading: float) -> float:
    """The share of findings of a family and of readings so sure that are right; the reading itself without one."""
    curve = None if kind is None else learned_curves().get(kind)
    return reading if curve is None else round(logistic(curve, reading), 4)


def logistic(curve: Curve, reading: float) -> float:
    """The value of a curve at a probability."""
    return 1 / (1 + math.exp(-(curve[0] + curve[1] * logit(reading))))


def logit(probability: float) -> float:
    """The log-odds of a probability, kept away from 0 and 1."""
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


@cache
def learned_curves() -> dict[str, Curve]:
    """The curves of the model file by family; none where it is missing."""
    if not MODEL.is_file():
        return {}
    raw = json.loads(MODEL.read_text(encoding="utf-8"))
    return {name: (float(row[0]), float(row[1])) for name, row in raw["curves"].items()}
