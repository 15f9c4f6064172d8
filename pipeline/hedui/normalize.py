"""Noise out, traditional to simplified, offsets kept: Article -> CleanText."""

from array import array
from collections.abc import Callable
from functools import lru_cache

from hedui.lexicon import Lexicon
from hedui.model import CleanText, Edit


@lru_cache(maxsize=1)
def simplifier() -> Callable[[str], str]:
    """A function from any Chinese text to simplified characters that never changes its length."""
    import opencc

    convert = opencc.OpenCC("t2s").convert

    def simplify(text: str) -> str:
        simple: str = convert(text)
        if len(simple) != len(text):
            raise AssertionError("OpenCC t2s changed the length of a text")
        return simple

    return simplify


def normalize(text: str, lexicon: Lexicon) -> CleanText:
    """The text in simplified characters, with every change as an edit that replays."""
    simple = simplifier()(text)
    edits = tuple(Edit(i, i + 1, b, "t2s") for i, (a, b) in enumerate(zip(text, simple, strict=True)) if a != b)
    return CleanText(simple, array("l", range(len(simple) + 1)), edits)
