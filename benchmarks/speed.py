"""CPU time of the pipeline relative to opencc + jieba alone on the same text, in one run, with seconds per stage.

    python benchmarks/speed.py [FOLDER ...] [--articles N] [--rounds N]

Rounds are interleaved and the fastest of each kind counts.  Only the ratio says something: the machine is shared.
"""

import argparse
from time import process_time

import jieba
import opencc

from hedui.flow import claims_in, cross_check, load_tools
from hedui.model import Article
from hedui.readers import read_articles

jieba.setLogLevel(60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", default=["corpus"])
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    found = [item for item in read_articles(options.folders) if isinstance(item, Article)]
    articles = found[:: max(1, len(found) // options.articles)][: options.articles]
    tools, convert = load_tools(), opencc.OpenCC("t2s").convert
    jieba.lcut("先读词典")
    for article in articles:  # what is loaded on first use is not counted
        claims_in(article, tools)
    base, pipeline, check = [], [], []
    stages: dict[str, float] = {}
    for _ in range(options.rounds):
        start = process_time()
        for article in articles:
            jieba.lcut(convert(article.text))
        base.append(process_time() - start)
        tools.clock.seconds.clear()
        start = process_time()
        extractions = [claims_in(article, tools) for article in articles]
        middle = process_time()
        cross_check(extractions, tools)
        check.append(process_time() - middle)
        if not pipeline or middle - start < min(pipeline):
            stages = dict(tools.clock.seconds)
        pipeline.append(middle - start)
    unit = min(base)
    size = sum(len(article.text) for article in articles)
    print(f"{len(articles)} articles, {size} characters, opencc + jieba {unit:.3f} s of CPU = 1.00")
    for stage, spent in stages.items():
        print(f"  {stage:12} {spent / unit:6.2f}")
    print(f"  {'extraction':12} {min(pipeline) / unit:6.2f}")
    print(f"  {'cross-check':12} {min(check) / unit:6.2f}")
    print(f"  {'all':12} {(min(pipeline) + min(check)) / unit:6.2f}")


if __name__ == "__main__":
    main()
