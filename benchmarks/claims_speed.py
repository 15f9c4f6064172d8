"""CPU time of binding alone (from mentions to claims) in multiples of jieba.lcut on the same text.

    python benchmarks/claims_speed.py [FOLDER ...] [--articles N] [--rounds N]

Articles are read in one batch, as runs read them; rounds are interleaved and the fastest of each kind counts.
"""

import argparse
from time import process_time

import jieba

from hedui.extract.claims import find_claims_each
from hedui.flow import load_tools, read_each
from hedui.model import Article
from hedui.readers import read_articles

jieba.setLogLevel(60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", default=["corpus"])
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    found = [item for item in read_articles(options.folders) if isinstance(item, Article)]
    articles = found[:: max(1, len(found) // options.articles)][: options.articles]
    tools = load_tools()
    readings = read_each(articles, tools)
    find_claims_each(readings, tools.lexicon)  # what is loaded on first use is not counted
    jieba.lcut("先读词典")
    words, claims = [], []
    for _ in range(options.rounds):
        start = process_time()
        for article in articles:
            jieba.lcut(article.text)
        words.append(process_time() - start)
        start = process_time()
        find_claims_each(readings, tools.lexicon)
        claims.append(process_time() - start)
    size = sum(len(article.text) for article in articles)
    print(f"{len(articles)} articles, {size} characters: binding {min(claims) / min(words):.2f} x jieba.lcut")


if __name__ == "__main__":
    main()
