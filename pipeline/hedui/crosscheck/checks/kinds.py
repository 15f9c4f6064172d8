"""The kinds of findings that join several topics: a name and a title; the rule that offers one is its test."""

from hedui.crosscheck.checks.base import Check


def _kind(name: str, title: str) -> Check:
    return Check(name, title, lambda pair, context: None)


SIGN = _kind("sign", "方向相反")
AS_OF = _kind("as_of", "时点不一")
UNIT_SLIP = _kind("unit_slip", "单位（数量级）误写")
MEASURE = _kind("unit", "量词不同")
CURRENCY = _kind("currency", "币种或汇率不合")
PERCENT = _kind("percent", "百分比与百分点混用")
PERIOD = _kind("period", "期间错位")
SCOPE = _kind("scope", "口径不同")
LABEL = _kind("label_drift", "同数异名")
NEAR = _kind("label_drift", "相近指标数值不同")
UNDERSTATED = _kind("understated", "下限偏低")
VALUE = _kind("value", "数值不一致")
NAME = _kind("name_slip", "名称误写")
SUM = _kind("arithmetic", "数字对不上")
PART = _kind("arithmetic", "部分大于整体")
RATE = _kind("arithmetic", "折算对不上")
