"""The articles that a command is asked to read: from the store, a folder, a file or the standard input."""

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

from hedui.errors import RunError
from hedui.model import Article, Publication, Reject


def read_articles(path: Path) -> Iterator[Article | Reject]:
    """The articles of a folder with its catalogue, or of a .jsonl file, in the order of their ids."""
    if not path.exists():
        raise RunError(f"找不到 {path}。请给出一个文章目录或 .jsonl 文件。")
    catalogue = path / "articles.jsonl" if path.is_dir() else path
    if not catalogue.is_file():
        raise RunError(f"{path} 里没有文章。")
    for line in catalogue.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row.get("text")
        if text is None:
            text = (catalogue.parent / row["file"]).read_text(encoding="utf-8")
        day = date.fromisoformat(row["published"]) if len(row.get("published") or "") == 10 else None
        yield Article(
            id=row["id"],
            text=text,
            sha256=sha256(text.encode()).hexdigest(),
            title=row.get("title"),
            source=row.get("source"),
            url=row.get("url"),
            published=Publication(day, day, "metadata") if day else None,
        )
