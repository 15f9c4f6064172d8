"""Long lists: what stands in the page, what is packed, and what no longer fits."""

import gzip
import json
from base64 import b64decode

from hedui.report.shelves import EACH, shelve


def test_the_first_items_stand_there_and_the_rest_are_packed_in_order() -> None:
    items = [f"<p>第{n}项</p>" for n in range(5 + EACH + 3)]
    shelf = shelve("findings", items, 5, 10**6)
    unpacked = [json.loads(gzip.decompress(b64decode(chunk))) for chunk in shelf.chunks]
    assert [len(chunk) for chunk in unpacked] == [EACH, 3]
    assert [*shelf.first, *(item for chunk in unpacked for item in chunk)] == items
    assert shelf.total == len(items)
    assert shelve("findings", items, 5, 10**6) == shelf


def test_what_does_not_fit_is_left_out_and_not_counted() -> None:
    shelf = shelve("articles", (f"{n} \ud800" for n in range(500)), 2, 300)
    assert shelf.total < 500
    assert shelf.total == 2 + EACH * len(shelf.chunks)
