"""What one article costs, in CPU and in bytes, and what N articles cost by that: the figures of docs/scale.md.

    python benchmarks/costs.py FILE_OR_FOLDER [--limit 600] [--articles 100000000]

CPU seconds of this one process, so that a busy machine changes little.  The cross-check is taken apart into the
part that needs all articles (names, origins of paragraphs) and the part that comes in shards of entities.
"""

import argparse
import io
import time
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec
import pyarrow
import pyarrow.parquet

from hedui.crosscheck.disagreements import Known, find_among
from hedui.crosscheck.figures import Canon
from hedui.crosscheck.names import resolve_names
from hedui.crosscheck.support import find_origins
from hedui.flow import claims_in_each, load_tools
from hedui.model import Article, Extraction
from hedui.readers import read_articles
from hedui.report.parquet import arrow_schema
from hedui.report.results import claim_rows
from hedui.runners.worker import parts

Made = TypeVar("Made")
SPENT: dict[str, float] = {}


def timed(name: str, work: Callable[[], Made]) -> Made:
    start = time.process_time()
    made = work()
    SPENT[name] = time.process_time() - start
    return made


def stored(extractions: list[Extraction]) -> tuple[int, int, int]:
    """Bytes of the extractions as they travel, of the claims in Parquet, and of the cards."""
    encode = msgspec.msgpack.Encoder().encode
    rows = [msgspec.to_builtins(row) for part in extractions for row in claim_rows(part.claims)]
    file = io.BytesIO()
    table = pyarrow.Table.from_pylist(rows, schema=arrow_schema("claims"))
    pyarrow.parquet.write_table(table, file, compression="zstd")
    cards = sum(len(encode(part.card)) for part in extractions)
    return sum(len(encode(part)) for part in extractions), len(file.getvalue()), cards


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int, default=600)
    parser.add_argument("--articles", type=int, default=10**8)
    options = parser.parse_args()
    tools = load_tools()
    read = (item for item in read_articles([options.corpus]) if isinstance(item, Article))
    articles = timed("read", lambda: list(islice(read, options.limit)))
    claims_in_each(articles[:1], tools)
    made = timed("extract", lambda: [one for part in parts(articles) for one in claims_in_each(part, tools)])
    cards = {part.card.article: part.card for part in made}
    claims = [claim for part in made for claim in part.claims]
    names = timed("names (all articles)", lambda: resolve_names(made, tools.lexicon))
    origins = timed("origins (all articles)", lambda: find_origins(cards))
    known = Known(Canon.of(tools.lexicon, names), origins, cards)
    findings = timed("findings (in shards)", lambda: find_among(claims, known))
    travel, parquet, card = stored(made)
    size = Counter(known.entity(claim) for claim in claims)
    count, scale = len(articles), options.articles / len(articles)
    characters = sum(len(article.text) for article in articles)
    print(f"{count} articles of {characters / count:.0f} characters, {len(claims) / count:.1f} claims an article,")
    print(
        f"{len(findings)} findings; the largest entity has {max(size.values()) / len(claims):.2%} of the claims\n"
    )
    print(f"{'CPU':24} {'ms/article':>11} {'core hours for ' + format(options.articles, '.0e'):>24}")
    for name, spent in SPENT.items():
        print(f"{name:24} {1000 * spent / count:11.3f} {spent * scale / 3600:24,.0f}")
    print(f"\n{'bytes':24} {'per article':>11} {'GB for ' + format(options.articles, '.0e'):>24}")
    for name, total in {
        "text (UTF-8)": sum(len(article.text.encode()) for article in articles),
        "extractions (msgpack)": travel,
        "of these cards": card,
        "claims (Parquet, zstd)": parquet,
    }.items():
        print(f"{name:24} {total / count:11.0f} {total * scale / 1e9:24,.0f}")


if __name__ == "__main__":
    main()
