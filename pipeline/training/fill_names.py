"""Names of the written articles that no one has annotated: writes names.jsonl beside each entities.jsonl.

    python pipeline/training/fill_names.py

The annotators marked the names that matter to an article's figures.  A recognizer learns from a text only if
all its names are marked, so each form that is annotated anywhere in a story counts wherever that story has it, and
where nothing is annotated the names that hedui finds are taken.  Half of the stories are left out, told by their
hash: they show how names are read that nothing was learned from.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from ner_corpora import LABELS, WRITTEN, article_ids

from hedui.extract.entities import Recognizer, find_entities, load_recognizer
from hedui.lexicon import load_lexicon
from hedui.normalize import normalize
from hedui.tokenizer import load_tokenizer

Span = tuple[int, int, str]
_MARKS = '《》「」『』“”"‘’'  # annotated with a name, or not: 《长灯》


def annotated(folder: Path) -> dict[str, list[Span]]:
    """The annotated names of each article, without quotation marks, a body joined with the place before it."""
    spans: dict[str, list[Span]] = defaultdict(list)
    rows = map(json.loads, (folder / "entities.jsonl").read_text(encoding="utf-8").splitlines())
    for row in sorted(rows, key=lambda row: (row["article"], row["start"])):
        if row["label"] not in LABELS:
            continue
        text = row["text"]
        start = row["start"] + len(text) - len(text.lstrip(_MARKS))
        end, label = row["end"] - len(text) + len(text.rstrip(_MARKS)), LABELS[row["label"]]
        own = spans[row["article"]]
        if label == "ORG" and own and own[-1][1] == start and own[-1][2] == "LOC":
            start = own.pop()[0]  # 香港|消防处
        own.append((start, end, label))
    return spans


def whole(text: str, spans: list[Span], forms: dict[str, str], more: Iterable[Span]) -> list[Span]:
    """The annotated spans, the forms wherever else they stand, and what more is found apart from both."""
    taken = bytearray(len(text))
    for start, end, label in (*spans, *_places(text, forms), *more):
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            if (start, end, label) not in spans:
                spans = [*spans, (start, end, label)]
    return sorted(spans)


def _places(text: str, forms: dict[str, str]) -> Iterator[Span]:
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        at = text.find(form)
        while at >= 0:
            yield at, at + len(form), forms[form]
            at = text.find(form, at + len(form))


def found(text: str, recognizer: Recognizer) -> Iterator[Span]:
    """The names that hedui finds, in the text as received."""
    clean = normalize(text, load_lexicon())
    for m in find_entities(load_tokenizer()(clean.text), recognizer):
        raw = clean.raw_span(m.start, m.end)
        yield raw.start, raw.end, m.value.label


def learned(folder: Path, article: str) -> bool:
    """Whether an article is of the half that is learned from."""
    story = f"{folder.name}/{article.split('/')[0]}"
    return int(hashlib.sha1(story.encode()).hexdigest(), 16) % 2 == 0


def main() -> None:
    """Writes the files."""
    recognizer = load_recognizer(load_lexicon())
    for folder in sorted(path for path in WRITTEN.iterdir() if path.is_dir()):
        spans, rows = annotated(folder), []
        texts = {
            name: (folder / f"{name}.txt").read_bytes().decode("utf-8")
            for name in article_ids(folder)
            if learned(folder, name)
        }
        forms: dict[str, dict[str, str]] = defaultdict(dict)
        for name, text in texts.items():
            for start, end, label in spans[name]:
                form = text[start:end]
                if len(form) >= 3 or not recognizer.is_word(form):
                    forms[name.split("/")[0]][form] = label
        for name, text in texts.items():
            names = whole(text, spans[name], forms[name.split("/")[0]], found(text, recognizer))
            rows.append(json.dumps({"article": name, "spans": names}, ensure_ascii=False))
        (folder / "names.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
