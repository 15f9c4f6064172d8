"""Small Chinese and Arabic integers as they stand in dates: 十二 -> 12, 廿一 -> 21, 二〇二四 -> 2024."""

from hedui.extract.numerals import DIGITS

# Signs that are numbers only in dates: 元月, 正月, 首季.
_DIGITS = DIGITS | {"Ｏ": 0, "元": 1, "正": 1, "首": 1}
_TENS = {"廿": 20, "卅": 30}
_SPECIAL = {"腊": 12, "冬": 11, "末": 4, "半": 0, "仨": 3, "俩": 2, "双": 2}


def small_int(text: str) -> int:
    """The integer a date numeral stands for; digit strings are read digit by digit (二四 is 24)."""
    text = text.strip().lstrip("初") or text
    if text.isdecimal():
        return int(text)
    if text in _SPECIAL:
        return _SPECIAL[text]
    if not any(c in "十百千廿卅" for c in text):
        return int("".join(str(_DIGITS[c]) if c in _DIGITS else c for c in text))
    total, digit = 0, None
    for c in text:
        if c in _TENS:
            total += _TENS[c]
        elif c in "十百千":
            total += (1 if digit is None else digit) * {"十": 10, "百": 100, "千": 1000}[c]
            digit = None
        else:
            digit = _DIGITS[c] if c in _DIGITS else int(c)
    return total + (digit or 0)
