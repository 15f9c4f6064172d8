"""Local processes and Spark over the same articles: the same findings, claims, articles and rejects; time of both.

    python benchmarks/engines.py PLACE... [--count N] [--folder DIR]

A corpus of all articles of the places (without one: the annotated sets beside the repository), as one file,
each article under the name of its set; then so many generated articles.  Each is run on two local processes and on
Spark's local[2] (Java 17).  Articles a second by the clock, start and report included.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from workers import Spent, generated, run

from hedui.model import Article
from hedui.readers import read_articles
from hedui.records import json_lines
from hedui.report.results import read_record

TABLES = ("articles.jsonl", "claims.jsonl", "findings.jsonl", "rejects.jsonl")
GOLD = Path(__file__).parents[2] / "shared" / "gold"
ENGINES = {"local": ("--workers", "2"), "spark": ("--engine", "spark", "--master", "local[2]")}


def gathered(places: list[Path], folder: Path) -> Path:
    """One file of all articles of some folders; what cannot be read stays a line that cannot be read."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "articles.jsonl"
    with path.open("wb") as file:
        for place in places:
            for item in read_articles([place]):
                if isinstance(item, Article):
                    row = {"id": f"{place.name}-{item.id}", "text": item.text, "title": item.title}
                    row |= {"source": item.source, "url": item.url, "published": day_of(item)}
                    file.writelines(json_lines([row]))
        file.write(b'{"id": "broken", "text": 1}\n')
    return path


def day_of(article: Article) -> str | None:
    known = article.published
    return "/".join(dict.fromkeys((known.first.isoformat(), known.last.isoformat()))) if known else None


def compared(name: str, path: Path, folder: Path) -> bool:
    """Runs both engines over one file, prints what they took, and whether they say the same."""
    spent: dict[str, Spent] = {}
    for engine, words in ENGINES.items():
        spent[engine] = run(path, folder / name / engine, *words, "--afresh")
    counts = read_record(folder / name / "local").counts
    print(f"{name}: {', '.join(f'{count} {what}' for what, count in counts.items() if what != 'ignored')}")
    for engine, took in spent.items():
        print(f"  {engine:6} {took.clock:7.1f} s   {counts['articles'] / took.clock:6.1f} articles a second")
    files = [[folder / name / engine / table for table in TABLES] for engine in ENGINES]
    differ = [one.name for one, other in zip(*files, strict=True) if one.read_bytes() != other.read_bytes()]
    print(f"  {'the same bytes' if not differ else 'DIFFERENT: ' + ' '.join(differ)}", flush=True)
    return not differ


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp())
    places = options.places or [path for path in sorted(GOLD.glob("*")) if path.is_dir()]
    same = compared("annotated", gathered(places, folder / "gathered"), folder) if places else True
    same &= compared("generated", generated(options.count, folder / "made"), folder)
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
