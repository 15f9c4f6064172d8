"""Units as a Chinese reader says them: CNY is 元, TWD/桶 新台币/桶, x 倍."""

_SAID = {
    "CNY": "元",
    "HKD": "港元",
    "USD": "美元",
    "TWD": "新台币",
    "EUR": "欧元",
    "JPY": "日元",
    "GBP": "英镑",
    "x": "倍",
    "pp": "个百分点",
}


def unit_name(unit: str) -> str:
    """The unit in words, the code where it has none."""
    head, slash, tail = unit.partition("/")
    return f"{_SAID.get(head, head)}{slash}{tail}"
