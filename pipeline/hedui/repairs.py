"""Repairs of damaged characters: UTF-8 or GBK read as Latin-1 (æ\\x9f\\x90 or Ä³ for 某), UTF-8 read as GBK,
references and escapes (&#20013; or \\u4e2d for 中).

ftfy decides whether a run of characters is damage or a word (Café…); here every repaired character is traced to
those it came from, so that a figure in a damaged text is still shown where it stands.
"""

import re
from collections.abc import Iterator
from html import unescape

from hedui.model import Edit

# What the bytes 80 to BF become in Latin-1 and in Windows-1252.
_TAIL = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
# Of the characters of two bytes those of Latin-1 (° é): 3×“大礼包” is no Hebrew.
_ONE = f"(?:[\xc2\xc3]{_TAIL}|[\xe0-\xef]{_TAIL}{{2}}|[\xf0-\xf4]{_TAIL}{{3}})"
_LEAD = re.compile("[\xc2-\xf4]")
_CHARACTER = re.compile(_ONE)
_RUN = re.compile(f"{_ONE}{{1,4000}}")
_REFERENCE = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8}\d{0,2});|\\u([0-9a-fA-F]{4})")
# The bytes of GBK's common characters in Latin-1, two a character; in a text that has Chinese, ···· are dots.
_PAIRS = re.compile("[\xa1-\xfe]{1,100000}")
_ENOUGH_PAIRS, _MOST_PAIRS = 4, 0.9  # how many pairs tell such a text, and how much of its damage they are
_HAN, _BEYOND_ASCII = re.compile("[\u3400-\u9fff]"), re.compile("[^\x00-\x7f]")
# UTF-8 read as GBK: 。 becomes 銆 and half of what follows, ， becomes 锛, 的 becomes 鐨, 上 becomes 涓; all rare.
_SIGNS = re.compile("[銆锛鐨涓鏄鍦]")
_ENOUGH_SIGNS = 2
_ANY = re.compile(rf"[\xc2-\xf4&\\{_SIGNS.pattern[1:]}")  # one look at a text instead of three: few have any
_WIDE_RUN = re.compile("[^\x00-\x7f]{2,4000}")
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef—…“”‘’·]{2,4000}")
_LOST = "\ufffd"
# A Chinese character or sign in UTF-8, or a letter (GBK takes some for the second half of a character); anything
# else up to the next of them is a character of which a byte is lost.
_WHOLE = b"[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc\xbd][\x80-\xbf]|\xe2\x80[\x90-\xa6]|\xc2\xb7|[@-~]"
_PIECE = re.compile(b"(%b)|(?:(?!%b)[\\x00-\\xff]){1,99}" % (_WHOLE, _WHOLE), re.DOTALL)
_MOSTLY = 0.5  # as many of the bytes of a run as make whole characters: of Chinese read rightly a fiftieth do
_ROUNDS = 3  # a text can have been misread more than once
# A character with the raw range it stands for.
Traced = tuple[str, int, int]


def find_repairs(text: str) -> Iterator[Edit]:
    """The repairs of a text: one edit a character, or the two whose bytes three characters share."""
    if not _ANY.search(text):
        return
    if _LEAD.search(text):
        utf_8 = (edit for run in _RUN.finditer(text) for edit in _run_repairs(run[0], run.start()))
        yield from _pair_repairs(text) or utf_8
    if len(_SIGNS.findall(text)) >= _ENOUGH_SIGNS:
        for run in _WIDE_RUN.finditer(text):
            yield from _wide_repairs(run[0], run.start())
    for found in _REFERENCE.finditer(text):
        character = chr(int(found[1], 16)) if found[1] else unescape(found[0])
        if len(character) == 1 and (character.isprintable() or character.isspace()):
            yield Edit(found.start(), found.end(), character, "reference")


def _pair_repairs(text: str) -> list[Edit]:
    """The repairs of a text that is GBK read as Latin-1; none where it has too little of it to tell."""
    if _HAN.search(text):
        return []
    runs = (run.span() for run in _PAIRS.finditer(text))  # of an odd one the first is something else
    starts = [start for first, last in runs for start in range(first + (last - first) % 2, last, 2)]
    read = [text[start : start + 2].encode("latin-1").decode("gbk", "replace") for start in starts]
    chinese = [pair for pair in zip(starts, read, strict=True) if _CHINESE.fullmatch(pair[1] * 2)]
    if 2 * len(chinese) < max(2 * _ENOUGH_PAIRS, _MOST_PAIRS * len(_BEYOND_ASCII.findall(text))):
        return []
    return [Edit(start, start + 2, character, "mojibake") for start, character in chinese]


def _wide_repairs(run: str, start: int) -> Iterator[Edit]:
    """The repairs of a run of what may be UTF-8 read as GBK: mostly two characters for three.

    Where a byte is lost (U+FFFD, or nothing), one character cannot be told, and the next ones can.
    """
    ends = dict(_ends_in_gbk(run))  # how many raw characters so many bytes are
    data = b"".join(map(_in_gbk, run))
    pieces = list(_PIECE.finditer(data))
    whole = sum(len(piece[0]) for piece in pieces if piece[1])
    if whole < _MOSTLY * len(data) or not _CHINESE.search(data.decode("utf-8", "ignore")):
        return
    begun, made = 0, ""
    for piece in pieces:
        made += piece[1].decode("utf-8") if piece[1] else _LOST
        if piece.end() in ends:  # here a character ends in both
            if made != run[begun : ends[piece.end()]]:
                yield Edit(start + begun, start + ends[piece.end()], made, "mojibake")
            begun, made = ends[piece.end()], ""


def _ends_in_gbk(run: str) -> Iterator[tuple[int, int]]:
    at = 0
    for number, character in enumerate(run, 1):
        at += len(_in_gbk(character))
        yield at, number


def _in_gbk(character: str) -> bytes:
    """The two bytes that were read as this character; for a lost one a byte that stands in no character."""
    return b"\xff" if character == _LOST else character.encode("gbk", "replace")


def _run_repairs(run: str, start: int) -> Iterator[Edit]:
    """The repairs of a run of what may be misread characters; none where ftfy says it is a word."""
    import ftfy

    wanted = ftfy.fix_encoding(run)
    traced: list[Traced] = [(character, start + n, start + n + 1) for n, character in enumerate(run)]
    for _ in range(_ROUNDS):
        if "".join(one[0] for one in traced) == wanted:
            yield from (
                Edit(first, last, character, "mojibake") for character, first, last in traced if last > first + 1
            )
            return
        traced = _once(traced)


def _once(traced: list[Traced]) -> list[Traced]:
    """Every misread character put together from those that stand for its bytes."""
    text = "".join(one[0] for one in traced)
    whole: list[Traced] = []
    at = 0
    for found in _CHARACTER.finditer(text):
        character = _read(found[0])
        if character is not None:
            whole += traced[at : found.start()]
            whole.append((character, traced[found.start()][1], traced[found.end() - 1][2]))
            at = found.end()
    return whole + traced[at:]


def _read(characters: str) -> str | None:
    """The character whose bytes these are; Windows-1252 and the controls of Latin-1 may be mixed."""
    try:
        parts = [one.encode("latin-1") if ord(one) < 0x100 else one.encode("cp1252") for one in characters]
        return b"".join(parts).decode("utf-8")
    except UnicodeError:
        return None
