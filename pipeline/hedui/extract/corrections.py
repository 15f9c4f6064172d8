"""Whether an article takes back an earlier figure: 更正, 勘误, 致歉."""

from functools import lru_cache

from hedui.extract.claims.wording import read_wording
from hedui.lexicon import Lexicon

_ENDS = "。！？!?\n"
_SENTENCE = 200  # characters to each side that are searched for the ends of a sentence


def takes_back(title: str, text: str, lexicon: Lexicon) -> bool:
    """Whether the title names a correction, or a sentence joins one with the outlet's own report.

    A body that mends its statistics (统计局更正了去年的数据) takes nothing of the outlet back.  Both texts are in
    simplified characters.
    """
    words = _words(lexicon)
    if _holds(title, words) and any(word.role == "correction" for word in read_wording(title, lexicon).words):
        return True
    if not _holds(text, words):
        return False
    wording = read_wording(text, lexicon)
    for word in wording.words:
        if word.role == "correction":
            start, end = _sentence(text, word.start)
            if any(other.role == "own" for other in wording.between(start, end)):
                return True
    return False


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(form for row in lexicon.words if row.role == "correction" for form in row.forms)


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


def _sentence(text: str, place: int) -> tuple[int, int]:
    start = max(max(text.rfind(mark, max(0, place - _SENTENCE), place) for mark in _ENDS) + 1, place - _SENTENCE)
    ends = [at for mark in _ENDS if (at := text.find(mark, place, place + _SENTENCE)) >= 0]
    return start, min(ends, default=place + _SENTENCE)
