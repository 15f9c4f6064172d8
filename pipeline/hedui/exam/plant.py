"""Controlled errors, planted one at a time in a copy of an article: what a tired hand does to a figure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

TURNS = {
    "增长": "下降",
    "增長": "下降",
    "上升": "下降",
    "下降": "上升",
    "减少": "增加",
    "減少": "增加",
    "增加": "减少",
}
MONEY = {"亿美元": "亿港元", "億美元": "億港元", "亿港元": "亿美元", "億港元": "億美元", "万美元": "万港元"}
LABELS = {
    "营业收入": "研发费用",
    "营收": "研发费用",
    "净利润": "研发费用",
    "死亡": "受伤",
    "出口": "进口",
    "罹难": "受伤",
    "遇难": "受伤",
}
# The checks that name each kind rightly.
RIGHT = {
    "scale": {"unit_slip"},
    "tenfold": {"unit_slip"},
    "digit": {"digit_slip"},
    "swap": {"digit_slip"},
    "lost digit": {"digit_slip"},
    "direction": {"sign"},
    "period": {"period"},
    "currency": {"currency"},
    "percent": {"percent"},
    "label": {"label_drift", "scope"},
    "malformed": {"malformed"},
    "value": {"value", "self_contradiction"},
    "name": {"name_slip"},
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as an article prints it; `change` and `period` where they are known."""

    article: str
    start: int
    end: int
    mention: str
    change: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """One error: its kind, the figure it befell, the range of that in the copy, the copy's text, what was done."""

    kind: str
    figure: Printed
    start: int
    end: int
    text: str
    what: str

    @property
    def article(self) -> str:
        """The article that was copied."""
        return self.figure.article


def slips_of(figure: Printed, text: str) -> Iterator[Slip]:
    """All errors that can be planted on one figure of a text."""
    start, end, mention = figure.start, figure.end, figure.mention
    for kind, changed in _on_mention(mention):
        copy = text[:start] + changed + text[end:]
        yield Slip(kind, figure, start, start + len(changed), copy, f"{mention} → {changed}")
    for kind, at, old, new in _around(figure, text):
        copy = text[:at] + new + text[at + len(old) :]
        shift = len(new) - len(old) if at < start else 0
        yield Slip(kind, figure, start + shift, end + shift, copy, f"{old} → {new}（{mention}）")


def _on_mention(mention: str) -> Iterator[tuple[str, str]]:
    """Changes of the figure itself: kind and the figure as it then stands."""
    digits = [n for n, ch in enumerate(mention) if ch in "0123456789"]
    number = re.search(r"\d+(?:\.\d+)?", mention)
    if number is None or len(digits) < 3:
        return
    for old, new in (("亿", "万"), ("億", "萬"), ("万", "亿"), ("萬", "億")):
        if mention.count(old) == 1 and new not in mention:
            yield "scale", mention.replace(old, new)
            break
    text = number.group()
    if "." in text and "," not in mention:
        head, tail = text.split(".")
        yield "tenfold", mention.replace(text, f"{head}{tail[0]}.{tail[1:]}".rstrip("."), 1)
        yield "malformed", mention.replace(text, f"{head}.{tail[0]}.{tail[1:]}1", 1)
    if "," not in mention:
        yield from _in_digits(mention, digits)
        yield "value", mention.replace(text, _times(text), 1)
    for old, new in MONEY.items():
        if old in mention:
            yield "currency", mention.replace(old, new)
    if mention.endswith("%"):
        yield "percent", f"{mention[:-1]}个百分点"


def _in_digits(mention: str, digits: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Changes of one or two of the digits, whose places are given."""
    place = digits[-2]
    changed = str((int(mention[place]) + 4) % 10)
    yield "digit", mention[:place] + changed + mention[place + 1 :]
    for one, two in pairwise(digits):
        if two == one + 1 and mention[one] != mention[two] and mention[two] != "0":
            yield "swap", mention[:one] + mention[two] + mention[one] + mention[two + 1 :]
            break
    if len(digits) >= 4:
        place = digits[1]
        yield "lost digit", mention[:place] + mention[place + 1 :]


def _times(text: str) -> str:
    """A number that nobody takes for a slip of the first, with as many places."""
    places = len(text.partition(".")[2])
    return f"{float(text) * 1.37:.{places}f}"


def _around(figure: Printed, text: str) -> Iterator[tuple[str, int, str, str]]:
    """Changes of the words before the figure: kind, place, old and new words."""
    if sum(ch.isdigit() for ch in figure.mention) < 3:
        return
    start = figure.start
    near = text[max(0, start - 6) : start]
    if figure.change:
        for old, new in TURNS.items():
            if old in near:
                yield "direction", start - len(near) + near.rfind(old), old, new
                break
    clause = re.split(r"[。！？\n]", text[max(0, start - 60) : start])[-1]
    years = list(re.finditer(r"(20[12]\d)年", clause))
    period = figure.period or ""
    if years and years[-1][1] == period[:4] and not figure.change:
        at = start - len(clause) + years[-1].start()
        yield "period", at, years[-1][1], str(int(years[-1][1]) - 1)
    names = text[max(0, start - 8) : start]
    for old, new in LABELS.items():
        if old in names and not figure.change:
            yield "label", start - len(names) + names.rfind(old), old, new
            break
