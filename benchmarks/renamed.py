"""How are the annotated articles read where no list and no model knows their names?

    python benchmarks/renamed.py [--seed N] [--keep DIR]

Each firm, person, product, work and lesser place of the annotated articles gives way to a composed name of its
kind, the same throughout a story, and all offsets and names of the annotations move along; what everything is told
of (中国, 香港, 美国) stays.  Both versions are bound by forests that have seen no article of the story.  The
renamed texts are third-party material like the others: they are kept nowhere in the repository.
"""

import argparse
import json
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from opencc import OpenCC

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "pipeline" / "training"))

from binding_gold import GOLD, SETS, Example, load_examples, make, rows, text_of, write_rows  # noqa: E402
from ner_composed import Composer  # noqa: E402
from score import score_claims  # noqa: E402
from train_binding import folds_of, least_worth, prepare, train  # noqa: E402

from hedui.extract.claims import bound_claims  # noqa: E402
from hedui.extract.claims.binding.ranker import Model  # noqa: E402
from hedui.flow import Tools, load_tools  # noqa: E402
from hedui.lexicon import load_lexicon  # noqa: E402
from hedui.normalize import simplifier  # noqa: E402
from hedui.records import claim_row  # noqa: E402

KINDS = {"ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "PERSON": "PER", "PRODUCT": "PRODUCT", "WORK": "WORK"}
SPANS = ("entity_mention", "metric_mention", "period_mention")
Edit = tuple[int, int, str]
# No names of their own: 全港, 国内; 疾管署, 发改委.
_KEPT = (re.compile("[全本我该当各两国海境内][一-鿿]{1,2}"), re.compile("[一-鿿]{1,3}[部署局厅委会院]"))


class Renamer(Composer):
    """Names for one story; a short form keeps the core of its long one and takes no trade."""

    def _trade(self, chance: float) -> str:
        return super()._trade(chance) if chance == 1.0 else ""


def renamed(folder: Path, out: Path, seed: str) -> None:
    """A copy of one annotated set."""
    tables = {name: rows(folder / f"{name}.jsonl") for name in ("articles", "claims", "entities", "aliases")}
    stories = sorted({story(row["id"]) for row in tables["articles"]})
    composers = {name: Renamer(f"{seed} {name}", kept()) for name in stories}
    told = {row["id"]: Article(folder, row, tables, composers[story(row["id"])]) for row in tables["articles"]}
    for article in told.values():
        path = out / article.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article.renamed, encoding="utf-8")
    write_rows(out / "articles.jsonl", [row | {"text_origin": "renamed"} for row in tables["articles"]])
    write_rows(out / "claims.jsonl", [told[row["article"]].claim(row) for row in tables["claims"]])
    write_rows(out / "entities.jsonl", [told[row["article"]].mention(row) for row in tables["entities"]])
    write_rows(out / "aliases.jsonl", list(aliases(tables["aliases"], told.values())))


def story(article: str) -> str:
    """The folder of an article."""
    return article.split("/")[0]


@lru_cache(maxsize=1)
def kept() -> frozenset[str]:
    """Countries and provinces, by all their names."""
    listed = load_lexicon().entities
    return frozenset(form for row in listed if row.label == "LOC" for form in (row.name, *row.aliases))


class Article:
    """One text with its names replaced, and the way from old offsets to new ones."""

    def __init__(self, folder: Path, row: dict[str, Any], tables: dict[str, list[Any]], names: Renamer) -> None:
        self.file = str(row.get("file") or f"{row['id']}.txt")
        self.text = text_of(folder, row, None)
        self.names = names
        self.script = traditional() if row.get("script") == "traditional" else str
        self.forms = dict(self._forms(r for r in tables["entities"] if r["article"] == row["id"]))
        figures = [(r["start"], r["end"]) for r in tables["claims"] if r["article"] == row["id"]]
        self.edits = list(apart(self._found(), figures))
        self.ends = [end for _, end, _ in self.edits]
        self.renamed = self._replaced()

    def _forms(self, mentions: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
        for form, label in (told for row in mentions for told in forms_of(row)):
            kind = KINDS.get(label)
            if kind is not None and len(form) > 1:
                plain = simplifier()(form)
                same = plain in kept() or _KEPT[kind == "ORG"].fullmatch(plain)
                yield form, form if same else self.script(self.names.name(plain, kind))
                yield plain, plain if same else self.names.name(plain, kind)

    def _found(self) -> Iterator[Edit]:
        """All places of the forms, longer forms first where two begin together."""
        at, longest = 0, sorted(self.forms, key=lambda form: (-len(form), form))
        while at < len(self.text):
            form = next((form for form in longest if self.text.startswith(form, at)), None)
            if form is not None:
                yield at, at + len(form), self.forms[form]
            at += len(form or " ")

    def _replaced(self) -> str:
        pieces, at = [], 0
        for start, end, new in self.edits:
            pieces += [self.text[at:start], new]
            at = end
        return "".join([*pieces, self.text[at:]])

    def place(self, offset: int) -> int:
        """Where an offset has moved to; one within a name moves to the name's end."""
        before = bisect_right(self.ends, offset)
        moved = sum(len(new) - (end - start) for start, end, new in self.edits[:before])
        if before < len(self.edits) and self.edits[before][0] < offset:
            start, _, new = self.edits[before]
            return start + moved + min(len(new), offset - start)
        return offset + moved

    def span(self, span: Sequence[int] | None) -> list[int] | None:
        """A span moved along."""
        return [self.place(span[0]), self.place(span[1])] if span else None

    def told(self, name: str | None) -> str | None:
        """A canonical name or metric with the names in it replaced."""
        for form in sorted(self.forms, key=lambda form: (-len(form), form)):
            if name and form in name:
                return name.replace(form, self.forms[form])
        return name

    def claim(self, row: dict[str, Any]) -> dict[str, Any]:
        """A claim of the renamed text."""
        start, end = self.place(row["start"]), self.place(row["end"])
        names = {key: self.told(row.get(key)) for key in ("entity", "metric", "qualifier")}
        spans = {key: self.span(row.get(key)) for key in SPANS if key in row}
        return row | names | spans | {"start": start, "end": end, "quote": None}

    def mention(self, row: dict[str, Any]) -> dict[str, Any]:
        """A name of the renamed text."""
        if "start" not in row:
            return row | {"canonical": self.told(row["canonical"])}
        start, end = self.place(row["start"]), self.place(row["end"])
        return row | {"start": start, "end": end, "text": self.renamed[start:end]}


def forms_of(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The forms of a name in its article, with its kind: a row is a mention, in the seeds a name."""
    for mention in row.get("mentions", [row]):
        yield str(mention["text"]), str(row.get("label") or row.get("type"))


@lru_cache(maxsize=1)
def traditional() -> Callable[[str], str]:
    """Simplified to traditional characters."""
    return OpenCC("s2t").convert


def apart(edits: Iterable[Edit], figures: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    """The edits that touch no figure."""
    taken = {at for start, end in figures for at in range(start, end)}
    return (edit for edit in edits if taken.isdisjoint(range(edit[0], edit[1])))


def aliases(table: Iterable[dict[str, Any]], articles: Iterable[Article]) -> Iterator[dict[str, Any]]:
    """The names of a set: each as any of its articles has it now."""
    read = list(articles)
    for row in table:
        for new in dict.fromkeys(article.told(row["canonical"]) for article in read):
            forms = {article.told(form) for article in read for form in plain_forms(row)}
            yield {"canonical": new, "forms": sorted(str(form) for form in forms)}


def plain_forms(row: dict[str, Any]) -> list[str]:
    """The forms of a row of aliases."""
    return [form["form"] if isinstance(form, dict) else form for form in row.get("forms", row.get("aliases", []))]


def models_of(examples: list[Example], tools: Tools) -> dict[str, Model]:
    """For each story the model that has seen no article of it."""
    folds = folds_of(examples)
    trained = train(examples, folds, tools)
    worth = least_worth(trained)
    models = [Model(forests, worth=worth) for forests in trained.per_fold]
    return {example.story: models[fold] for example, fold in zip(examples, folds, strict=True)}


def line(examples: list[Example], models: dict[str, Model], tools: Tools) -> str:
    """Strict F1 and where claims are lost, of one set."""
    found = [bound_claims([e.scene.reading], tools.lexicon, models[e.story])[0] for e in examples if e.scene]
    offered = [make(claim_row(claim)) for claims in found for claim in claims]
    report = score_claims([gold for e in examples for gold in e.gold], offered, examples[0].names, 0)
    return f"strict {report['strict']['f1']:.3f}  {json.dumps(report['waterfall'])}"


def main() -> None:
    """Renames, trains by story on the originals, scores both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--keep", type=Path, default=None, help="folder for the renamed sets")
    options = parser.parse_args()
    tools, examples = load_tools(), load_examples()
    with TemporaryDirectory() as folder:
        out = options.keep or Path(folder)
        for name in SETS:
            renamed(GOLD / name, out / name, options.seed)
        others = load_examples(root=out)
    prepare(examples + others, tools)
    models = models_of(examples, tools)
    for name in SETS:
        for sort, given in (("as written", examples), ("renamed", others)):
            print(f"{name:7}{sort:11}{line([e for e in given if e.folder == name], models, tools)}", flush=True)


if __name__ == "__main__":
    main()
