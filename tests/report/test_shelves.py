"""Long lists: what stands in the page, what is packed, what no longer fits, and what the last page had already."""

import gzip
import json
from base64 import b64decode
from collections.abc import Iterable
from functools import partial

from hedui.report.shelves import EACH, Chunk, Item, Pieces, shelve

NEW = Pieces()


def items_of(texts: Iterable[str]) -> list[Item]:
    return [Item(text, partial(str, text)) for text in texts]


def page_of(*chunks: Chunk) -> str:
    return "".join(f'<script data-shelf="x" data-seal="{c.seal}">{c.packed}</script>' for c in chunks)


def test_the_first_items_stand_there_and_the_rest_are_packed_in_order() -> None:
    texts = [f"<p>第{n}项</p>" for n in range(5 + EACH + 3)]
    shelf = shelve("findings", items_of(texts), 5, 10**6, NEW)
    unpacked = [json.loads(gzip.decompress(b64decode(chunk.packed))) for chunk in shelf.chunks]
    assert [len(chunk) for chunk in unpacked] == [EACH, 3]
    assert [*shelf.first, *(item for chunk in unpacked for item in chunk)] == texts
    assert shelf.total == len(texts)
    assert shelve("findings", items_of(texts), 5, 10**6, NEW) == shelf


def test_what_does_not_fit_is_left_out_and_not_counted() -> None:
    shelf = shelve("articles", items_of(f"{n} \ud800" for n in range(500)), 2, 300, NEW)
    assert shelf.total < 500
    assert shelf.total == 2 + EACH * len(shelf.chunks)


def test_what_the_last_page_had_is_not_made_again() -> None:
    made = []

    def make(text: str) -> str:
        made.append(text)
        return text

    items = [Item(text, partial(make, text)) for text in "甲乙丙"]
    last = Pieces("code", page_of(Pieces("code").chunk(items[:2])))
    made.clear()
    again = last.chunk(items[:2])
    assert not made
    assert again == Pieces("code").chunk(items[:2])
    assert last.chunk(items[1:]) == Pieces("code").chunk(items[1:])


def test_a_chunk_that_was_changed_or_made_by_other_code_is_made_anew() -> None:
    items = items_of("甲乙")
    good = Pieces("code").chunk(items)
    assert Pieces("code", page_of(Chunk(good.seal, Pieces().chunk(items_of("丙")).packed))).chunk(items) == good
    assert Pieces("other", page_of(good)).chunk(items) == Pieces("other").chunk(items) != good
