"""Words of one kind in patterns: {in_service} stands for the forms of that list in data/wordlists.toml.

Words are data, how they stand in a sentence is code: `compile_words("{in_service}(?:以来|至今)")`.
"""

import re
from functools import cache
from pathlib import Path

import msgspec

from hedui.errors import LexiconError
from hedui.tomlfiles import rows_of

PATH = Path(__file__).parent / "data" / "wordlists.toml"
_NAMED = re.compile(r"\{([a-z][a-z_]{1,40})\}")  # {0,8} is a repetition and no list


class WordList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of wordlists.toml; the order of the forms is that in which they are tried."""

    id: str
    forms: tuple[str, ...]


def compile_words(template: str) -> re.Pattern[str]:
    """The compiled pattern with the lists' forms in it; a LexiconError names a list that there is not."""
    return re.compile(filled(template))


def filled(template: str) -> str:
    """The pattern's text with the forms as alternatives, for a pattern that is put together further."""
    return _NAMED.sub(lambda named: _alternatives(named[1]), template)


def _alternatives(name: str) -> str:
    found = _lists().get(name)
    if found is None:
        raise LexiconError(f"{PATH}：没有名为 {name!r} 的词表。请补上一行 [[list]]，或改正模式中的名字。")
    return "|".join(map(re.escape, found))


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    rows = rows_of(PATH, "list", WordList)
    lists = {row.id: row.forms for row in rows}
    if len(lists) < len(rows):
        twice = next(row.id for number, row in enumerate(rows) if row.id in {other.id for other in rows[:number]})
        raise LexiconError(f"{PATH}：词表 {twice!r} 出现了两次，请合并为一行。")
    return lists
