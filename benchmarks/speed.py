"""CPU time of the pipeline relative to opencc + jieba alone on the same text, in one run, stage by stage.

    python benchmarks/speed.py [FILE_OR_FOLDER ...] [--articles N] [--rounds N]

Without an argument three corpora are measured: the sample articles (short), the annotated newspaper articles where
they lie beside the repository (long), and generated ones of 1,500 characters (synth).  All in one table; a stage's
figure is its share of the time that opencc + jieba take.  Rounds are interleaved and the fastest of each kind
counts.  Only the ratio says something: the machine is shared.  The garbage collector looks as seldom as in a run
and its workers, also while opencc and jieba are at work (they leave it nothing to do).  The last two lines are the
speed of recognition (entities) by that of jieba.lcut, at least 0.7, and the time of binding (claims) by that of
jieba.lcut, at most 1.
"""

import argparse
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count, islice
from pathlib import Path
from time import process_time

import jieba
import opencc
import synth

from hedui.collector import collect_seldom
from hedui.flow import Tools, claims_in_each, cross_check, load_tools
from hedui.model import Article, Publication
from hedui.readers import read_articles
from hedui.runners.worker import parts, read_batch

ROOT = Path(__file__).parents[1]
LONG = tuple(ROOT.parent / "shared" / "gold" / name for name in ("long-a", "long-b"))

jieba.setLogLevel(60)


@dataclass
class Measured:
    """The fastest rounds, in CPU seconds."""

    base: float = float("inf")
    lcut: float = float("inf")
    extraction: float = float("inf")
    check: float = float("inf")
    stages: dict[str, float] = field(default_factory=dict)

    def rows(self) -> dict[str, float]:
        """What the table says, by the time of opencc + jieba."""
        rows = {stage: spent / self.base for stage, spent in self.stages.items()}
        rows |= {"extraction": self.extraction / self.base, "cross-check": self.check / self.base}
        rows["all"] = rows["extraction"] + rows["cross-check"]
        rows["recognition, speed by lcut"] = self.lcut / self.stages["entities"]
        rows["binding, time by lcut"] = self.stages["claims"] / self.lcut
        return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    collect_seldom()  # as in a run, for opencc + jieba too
    tools = load_tools()
    made = {name: some[: options.articles] for name, some in corpora(options.paths, options.articles).items()}
    print_table({name: (articles, measure(articles, tools, options.rounds)) for name, articles in made.items()})


def corpora(paths: list[Path], limit: int) -> dict[str, list[Article]]:
    """The articles to measure, by the name of their corpus."""
    if paths:
        return {path.stem: spread(read(path), limit) for path in paths}
    found = {"sample": read(ROOT / "corpus"), "long": [a for path in LONG if path.is_dir() for a in read(path)]}
    found["synth"] = list(islice(generated(), limit))
    return {name: spread(articles, limit) for name, articles in found.items() if articles}


def read(path: Path) -> list[Article]:
    return [item for item in read_articles([path]) if isinstance(item, Article)]


def spread(articles: list[Article], limit: int) -> list[Article]:
    """So many articles, evenly taken."""
    return articles[:: max(1, len(articles) // limit)][:limit]


def generated() -> Iterator[Article]:
    """Articles of 1,500 characters without end, always the same."""
    for story in count():
        rows, _ = synth.told(random.Random(f"hedui {story}"), story, 1500)
        yield from map(article_of, rows)


def article_of(row: dict[str, str]) -> Article:
    day = date.fromisoformat(row["published"])
    published = Publication(first=day, last=day, how="metadata")
    text = f"{row['title']}\n{row['text']}"
    return Article(id=row["id"], text=text, sha256="0" * 64, title=row["title"], published=published)


def timed(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def measure(articles: list[Article], tools: Tools, rounds: int) -> Measured:
    """The fastest of some interleaved rounds; what is loaded on first use is not counted."""
    convert, best = opencc.OpenCC("t2s").convert, Measured()
    texts = [convert(article.text) for article in articles]
    extractions = [made for part in parts(articles) for made in claims_in_each(part, tools)]
    list(read_batch(articles, tools))
    jieba.lcut("先读词典")
    for _ in range(rounds):
        best.base = min(best.base, timed(lambda: [jieba.lcut(convert(article.text)) for article in articles]))
        best.lcut = min(best.lcut, timed(lambda: [jieba.lcut(text) for text in texts]))
        tools.clock.seconds.clear()
        spent = timed(lambda: list(read_batch(articles, tools)))
        if spent < best.extraction:
            best.extraction, best.stages = spent, dict(tools.clock.seconds)
        best.check = min(best.check, timed(lambda: cross_check(extractions, tools)))
    return best


def print_table(found: dict[str, tuple[list[Article], Measured]]) -> None:
    print(f"{'':28}" + "".join(f"{name:>10}" for name in found))
    print(f"{'articles':28}" + "".join(f"{len(articles):10}" for articles, _ in found.values()))
    sizes = [sum(len(article.text) for article in articles) for articles, _ in found.values()]
    print(f"{'characters':28}" + "".join(f"{size:10,}" for size in sizes))
    print(f"{'opencc + jieba, ms of CPU':28}" + "".join(f"{1000 * best.base:10.1f}" for _, best in found.values()))
    columns = [best.rows() for _, best in found.values()]
    for row in columns[0]:
        print(f"  {row:26}" + "".join(f"{column[row]:10.2f}" for column in columns))


if __name__ == "__main__":
    main()
