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
_PAIRS = re.compile("(?:[\xa1-\xf7][\xa1-\xfe]){1,4000}(?![\xa1-\xfe])")
_ENOUGH_PAIRS, _MOST_PAIRS = 4, 0.9  # how many pairs tell such a text, and how much of its damage they are
_HAN, _BEYOND_ASCII = re.compile("[\u3400-\u9fff]"), re.compile("[^\x00-\x7f]")
# UTF-8 read as GBK: 。 becomes 銆 and half of what follows, ， becomes 锛, 的 becomes 鐨, 上 becomes 涓; all rare.
_SIGNS = re.compile("[銆锛鐨涓鏄鍦]")
_ENOUGH_SIGNS = 2
_ANY = re.compile(rf"[\xc2-\xf4&\\{_SIGNS.pattern[1:]}")  # one look at a text instead of three: few have any
# Two bytes a character; U+FFFD stands for a byte that is lost, and nothing across it can be told.
_WIDE_RUN = re.compile("[^\x00-\x7f\ufffd]{2,4000}")
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef—…“”‘’·]{2,4000}")
_CONTINUED = bytes(range(0x80, 0xC0))
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
    starts = [start for run in _PAIRS.finditer(text) for start in range(*run.span(), 2)]
    read = [text[start : start + 2].encode("latin-1").decode("gbk", "replace") for start in starts]
    chinese = [pair for pair in zip(starts, read, strict=True) if _CHINESE.fullmatch(pair[1] * 2)]
    if 2 * len(chinese) < max(2 * _ENOUGH_PAIRS, _MOST_PAIRS * len(_BEYOND_ASCII.findall(text))):
        return []
    return [Edit(start, start + 2, character, "mojibake") for start, character in chinese]


def _wide_repairs(run: str, start: int) -> Iterator[Edit]:
    """The repairs of a run of what may be UTF-8 read as GBK, as far as it is: mostly two characters for three."""
    skipped, wanted = _as_utf8(_in_gbk(run))
    if not _CHINESE.fullmatch(wanted):
        return
    begun, made, at = None if skipped % 2 else skipped, "", skipped
    for character in wanted:
        at += len(character.encode())
        made += character
        if at % 2 == 0:  # here a character begins in both
            if begun is not None:
                yield Edit(start + begun // 2, start + at // 2, made, "mojibake")
            begun, made = at, ""


def _in_gbk(run: str) -> bytes:
    """The bytes of a run, two a character, as far as it is GBK."""
    try:
        return run.encode("gbk")
    except UnicodeEncodeError as error:
        return run[: error.start].encode("gbk")


def _as_utf8(data: bytes) -> tuple[int, str]:
    """What the bytes say as far as they are UTF-8, and how many of a character that is cut off come before."""
    skipped = len(data[:3]) - len(data[:3].lstrip(_CONTINUED))
    try:
        return skipped, data[skipped:].decode("utf-8")
    except UnicodeDecodeError as error:
        return skipped, data[skipped : skipped + error.start].decode("utf-8")


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
