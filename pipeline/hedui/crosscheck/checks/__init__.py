"""The kinds of conflict, in the order of their evidence: an attested explanation beats an imagined one."""

from hedui.crosscheck.checks.attested import label, period_shift, scope
from hedui.crosscheck.checks.base import Check, Context, Fit, Pair
from hedui.crosscheck.checks.slips import (
    date_slip,
    digit_slip,
    lost_digit,
    other_unit,
    percent,
    plain_value,
    sign,
    unit_slip,
)


def _date(pair: Pair, context: Context) -> Fit | None:
    return date_slip(pair, context) or (plain_value(pair, context) if pair.a.unit == "date" else None)


def _inside(pair: Pair, context: Context) -> Fit | None:
    one, other = ({f.claim.article for f in side.members} for side in (pair.side_a, pair.side_b))
    return plain_value(pair, context) if one == other else None


CHECKS = (
    Check("date", "日期不一致", _date),
    Check("unit_slip", "单位（数量级）误写", unit_slip),
    Check("unit", "单位不同", other_unit),
    Check("period", "期间错位", period_shift),
    Check("scope", "口径不同", scope),
    Check("label_drift", "指标张冠李戴", label),
    Check("percent", "百分比与倍数混用", percent),
    Check("sign", "方向相反", sign),
    Check("digit_slip", "数字笔误", digit_slip),
    Check("digit_slip", "数字笔误", lost_digit),
    Check("self_contradiction", "同篇自相矛盾", _inside),
    Check("value", "数值不一致", plain_value),
)

__all__ = ["CHECKS", "Check", "Context", "Fit", "Pair"]
