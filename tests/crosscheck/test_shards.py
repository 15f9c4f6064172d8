"""Claims in shards of whole entities give the findings of all claims together, byte for byte."""

import zlib
from pathlib import Path

import pytest

from hedui.crosscheck.disagreements import find_among, find_disagreements, find_misspelt, in_order, known_of
from hedui.flow import Tools, claims_in
from hedui.model import Article, Claim, Extraction
from hedui.readers import read_articles
from hedui.records import finding_row, json_lines

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def extractions(tools: Tools) -> list[Extraction]:
    return [claims_in(item, tools) for item in read_articles([CORPUS]) if isinstance(item, Article)]


@pytest.mark.parametrize("count", [1, 2, 7, 64])
def test_shards_of_entities_find_what_the_whole_finds(
    count: int, extractions: list[Extraction], tools: Tools
) -> None:
    known = known_of(extractions, tools.lexicon)
    shards: list[list[Claim]] = [[] for _ in range(count)]
    for extraction in reversed(extractions):
        for claim in extraction.claims:
            shards[zlib.crc32(known.entity(claim).encode()) % count].append(claim)
    found = [finding for shard in shards for finding in find_among(shard, known)]
    found += find_misspelt(known.shared.namesakes, known)
    whole = find_disagreements(extractions, tools.lexicon)
    assert len(whole) > 5
    assert b"".join(json_lines(map(finding_row, in_order(found)))) == b"".join(json_lines(map(finding_row, whole)))
