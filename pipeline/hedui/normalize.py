"""Noise out, traditional to simplified, offsets kept: Article -> CleanText.

Two steps.  First every character is respelled one for one (OpenCC t2s, full-width digits and letters, lone
surrogates), which moves no offset.  Then the rows of noise.toml are matched on that text, and what they take away
or replace is the only thing the offset map has to remember.  A figure is never rewritten: 2004年 stays 2004年.
"""

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hedui.arrays import NDArray, np
from hedui.breaks import find_breaks, find_spaces
from hedui.errors import LexiconError
from hedui.lexicon import Lexicon, NoiseRow
from hedui.model import CleanText, Edit
from hedui.repairs import find_repairs

# A line may be indented before its furniture begins.
_INDENT = re.compile(r"[ \t\u3000]{0,16}")
_ESCAPED = re.compile(r"\\[nr](?![A-Za-z])")  # a break of a line as an export writes it; as long as two of them
_SURROGATE = re.compile("[\ud800-\udfff]")
# Hong Kong's forms that t2s leaves as they are: 衞生署, 一張枱, 化粧品.
_OF_HONG_KONG = tuple(zip("衞枱粧糭敍", "卫台妆粽叙", strict=True))


@lru_cache(maxsize=1)
def simplifier() -> Callable[[str], str]:
    """A function from any Chinese text to simplified characters that never changes its length.

    Lexicons go through it too, since t2s also rewrites names (昇腾 becomes 升腾): the raw text is for display.
    A lone surrogate, which no encoder takes, becomes U+FFFD.
    """
    import opencc

    convert = opencc.OpenCC("t2s").convert

    def simplify(text: str) -> str:
        try:
            simple: str = convert(text)
        except UnicodeEncodeError:
            simple = convert(_SURROGATE.sub("\ufffd", text))
        if len(simple) != len(text):
            raise AssertionError("OpenCC t2s changed the length of a text")
        for odd, usual in _OF_HONG_KONG:  # 1.5 us for 1,440 characters, str.translate 115
            simple = simple.replace(odd, usual)
        return simple

    return simplify


def require_simplified(folder: Path) -> None:
    """Raises LexiconError for a user's row with a traditional character: it would never meet a simplified text.

    Names may have them (昇腾 is simplified when it is looked up), patterns of noise are matched on any text.
    """
    for path in sorted(path for path in folder.glob("*.toml") if path.name != "noise.toml"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            words = line.partition("#")[0].strip()
            if (simple := simplifier()(words)) != words:
                raise LexiconError(f"{path}:{number}：词表只用简体字，请写成 {simple}。")


def normalize(text: str, lexicon: Lexicon) -> CleanText:
    """The text in simplified characters without noise, with the way back and every change as an edit."""
    simple, rules = simplifier()(text), _rules(lexicon)
    seen = _seen(simple, rules)
    if seen & _RESPELL:
        simple = simple.translate(_respelled())
        seen = _seen(simple, rules)
    repairs = [_simple_edit(edit) for edit in find_repairs(text)]
    wanted = [row for n, row in enumerate(rules.inline) if seen >> n & 1]
    return _compose(text, simple, list(_cuts(simple, rules, wanted, repairs)))


def _simple_edit(edit: Edit) -> Edit:
    """A repair whose replacement is in simplified characters, as the text around it."""
    return Edit(edit.start, edit.end, simplifier()(edit.replacement).translate(_respelled()), edit.rule)


def replay(text: str, edits: tuple[Edit, ...]) -> str:
    """The text after the edits: what `normalize` made of it."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.replacement)
        at = edit.end
    return "".join((*parts, text[at:]))


@lru_cache(maxsize=1)
def _respelled() -> dict[int, str]:
    """One character for one: ２０２５年 -> 2025年, ％ -> %, a no-break or thin space -> space.

    Full-width punctuation and the ideographic space (a separator) stay, but for the marks that stand inside
    figures (％ ＋ － ．／ ＄ ￥ ＆).  The radicals of PDF text (⽉ for 月) become the characters they look like.
    """
    import unicodedata

    table = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
    marks = dict(zip("％﹪＋－．／＄﹩￥＆", "%%+-./$$¥&", strict=True))
    spaces = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
    table |= {ord(mark): plain for mark, plain in marks.items()} | dict.fromkeys(map(ord, spaces), " ")
    table |= dict.fromkeys((0x85, 0x2028, 0x2029), "\n")
    for code in (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFAD9), *range(0x2F800, 0x2FA1E)):
        same = unicodedata.normalize("NFKC", chr(code))
        if len(same) == 1 and same != chr(code):
            table[code] = same
    return table


# What a pattern begins with, where that is one character or one of a class; it may say so itself: (?=[ \[]).
_HEAD = re.compile(
    r"\(\?=(?P<ahead>\[(?:\\.|[^\\\]]){1,999}\])\)"
    r"|(?P<first>\\[rn\W]|[^\\\[(.^$|]|\[\^?(?:\\.|[^\\\]]){1,999}\])(?![?*]|\{0|\{,)"
)
_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\\\]]){0,999}\]")
_GROUP = re.compile(r"\([^()]{0,9999}\)")


_PLANE, _RESPELL = 0xFFFF, 1 << 63
Row = tuple[re.Pattern[str], NoiseRow]


@dataclass(frozen=True, slots=True)
class _Rules:
    inline: tuple[Row, ...]
    signs: "NDArray[np.uint64]"
    always: int  # those of which nothing can be told by a character, as bits
    line: tuple[Row, ...]
    any_line: re.Pattern[str]  # matches where one of them does


@lru_cache(maxsize=4)
def _rules(lexicon: Lexicon) -> _Rules:
    """The rows compiled, one by one: each begins with a literal, and many quick scans beat one alternation.

    But few lines begin with what a row looks for, and one alternation says so.
    """
    compiled = tuple((_pattern(row), row) for row in lexicon.noise)
    line = tuple(pair for pair in compiled if pair[1].line)
    # A pattern with groups of its own cannot be put beside others: then all are tried at every line.
    joined = (
        "" if any(pattern.groups for pattern, _ in line) else "|".join(f"(?:{row.pattern})" for _, row in line)
    )
    inline = tuple(pair for pair in compiled if not pair[1].line)
    heads = [head_of(row.pattern) if n < 63 else None for n, (_, row) in enumerate(inline)]
    always = sum(1 << n for n, head in enumerate(heads) if head is None)
    return _Rules(inline, _signs_of(heads), always, line, re.compile(joined))


def head_of(pattern: str) -> re.Pattern[str] | None:
    """What begins whatever a pattern finds, where that is one character or one of a class: \\r, \\*, [®™]."""
    head, rest = _HEAD.match(pattern), _CLASS.sub("", pattern)
    while (less := _GROUP.sub("", rest)) != rest:
        rest = less
    return re.compile(head["ahead"] or head["first"]) if head and "|" not in rest else None


def _signs_of(heads: Sequence[re.Pattern[str] | None]) -> "NDArray[np.uint64]":
    """For each character, and for all beyond the basic plane together, the rows it may begin, as bits."""
    signs = np.zeros(_PLANE + 1, dtype=np.uint64)
    characters = "".join(map(chr, range(_PLANE)))
    for n, head in enumerate(heads):
        if head:
            signs[[ord(character) for character in head.findall(characters)]] |= np.uint64(1 << n)
    signs[[code for code in _respelled() if code < _PLANE]] |= np.uint64(_RESPELL)
    signs[_PLANE] = np.uint64((1 << 64) - 1)
    return signs


def _seen(text: str, rules: _Rules) -> int:
    """What the characters of a text may begin, as bits: few texts hold any that begin much."""
    signs = rules.signs[np.minimum(_codes(text), _PLANE)]
    return int(np.bitwise_or.reduce(signs, initial=np.uint64(0))) | rules.always


def _pattern(row: NoiseRow) -> re.Pattern[str]:
    try:
        return re.compile(row.pattern)
    except re.error as error:
        raise LexiconError(
            f"noise.toml:{row.id} 的 pattern 不是有效的正则表达式：{error}。请改正这一行。"
        ) from error


def _cuts(simple: str, rules: _Rules, wanted: Sequence[Row], repairs: list[Edit]) -> Iterator[Edit]:
    """What the rows and the repairs take away or replace, in text order: of two that overlap the first, then the
    longest, then a break of a line, then what the rows say (&zwj; is nothing, not a character).
    """
    found = [*find_breaks(simple), *find_spaces(simple), *_line_cuts(_ESCAPED.sub("\n\n", simple), rules)]
    for pattern, row in wanted:
        found += [Edit(m.start(), m.end(), row.replacement, row.id) for m in pattern.finditer(simple)]
    found = sorted((*found, *repairs), key=lambda edit: (edit.start, -edit.end))
    at = 0
    for edit in found:
        if at <= edit.start < edit.end and simple[edit.start : edit.end] != edit.replacement:
            yield edit
            at = edit.end


def _line_cuts(simple: str, rules: _Rules) -> Iterator[Edit]:
    for line in _lines(simple):
        indent = _INDENT.match(simple, line)
        start = indent.end() if indent else line
        if not rules.any_line.match(simple, start):
            continue
        for pattern, row in rules.line:
            if match := pattern.match(simple, start):
                yield Edit(match.start(), match.end(), row.replacement, row.id)
                break


def _lines(text: str) -> Iterator[int]:
    """Where the lines of a text begin."""
    start = 0
    while start >= 0:
        yield start
        start = text.find("\n", start) + 1 or -1


def _compose(text: str, simple: str, cuts: list[Edit]) -> CleanText:
    """One text, one offset map and one list of edits from the respellings and the cuts."""
    whole = _offsets(1 << len(simple).bit_length())[: len(simple) + 1]
    parts: list[str] = []
    edits: list[Edit] = []
    origin = array("l")
    at = 0
    for cut in cuts:
        edits += _respellings(text, simple, at, cut.start)
        edits.append(cut)
        parts += (simple[at : cut.start], cut.replacement)
        origin.extend(whole[at : cut.start])
        width = cut.end - cut.start
        origin.extend(cut.start + min(n, width - 1) for n in range(len(cut.replacement)))
        at = cut.end
    edits += _respellings(text, simple, at, len(text))
    parts.append(simple[at:])
    origin.extend(whole[at:])
    return CleanText("".join(parts), origin, tuple(edits))


@lru_cache(maxsize=2)
def _offsets(size: int) -> "array[int]":
    return array("l", range(size + 1))


def _respellings(text: str, simple: str, first: int, last: int) -> Iterator[Edit]:
    """Runs of characters between two offsets that differ in two texts of one length."""
    old, new = text[first:last], simple[first:last]
    if old == new:
        return
    changed = np.flatnonzero(_codes(old) != _codes(new))
    breaks = np.flatnonzero(np.diff(changed) > 1)
    starts = changed[[0, *(breaks + 1).tolist()]].tolist()
    ends = (changed[[*breaks.tolist(), -1]] + 1).tolist()
    for start, end in zip(starts, ends, strict=True):
        yield Edit(first + start, first + end, new[start:end], "respell")


def _codes(text: str) -> "NDArray[np.uint32]":
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
