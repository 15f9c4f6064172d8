"""`hedui verify-run`: the last run done again in full, in another order and in other batches, and compared."""

import random
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
import typer

from hedui.commands.engine import Run, Stopwatch, run_items
from hedui.commands.options import OUTPUTS, Ignore, Lang, Language, Lexicon, Ner, Out, Workers
from hedui.commands.run import progress
from hedui.errors import RunError
from hedui.messages import words
from hedui.readers import read_articles
from hedui.report.quote import one_line
from hedui.report.results import (
    ARTICLES,
    CLAIMS,
    FINDINGS,
    REJECTS,
    ArticleRow,
    read_record,
    read_rows,
    require_run,
)
from hedui.report.states import read_suppressions
from hedui.runners import RunOptions

_NOTHING = "—"
TABLES = (REJECTS, ARTICLES, CLAIMS, FINDINGS)
_AT_ONCE = 5000  # articles that are shuffled among themselves: so many are in memory
_BATCHES = (20_000, 300_000)  # bytes of text in a batch
ItemT = TypeVar("ItemT")


def verify_run(
    corpus: Annotated[Path | None, typer.Argument(help="文章目录或文件；不给即为上次运行的。")] = None,
    out: Out = OUTPUTS,
    workers: Workers = 0,
    lexicon: Lexicon = None,
    ner: Ner = None,
    ignore: Ignore = None,
    seed: Annotated[int, typer.Option(help="打乱次序的种子。")] = 0,
    lang: Lang = Language.zh,
) -> None:
    """把上次运行全部重做一遍，打乱次序、另分批次，逐字节比较结果；不同时指出第一处，退出码为 1。

    例：hedui verify-run

    例：hedui verify-run news/ --out outputs/ --seed 7
    """
    record = read_record(out)
    require_run(out)
    known = {name: str(value) for name, value in record.settings.items() if value}
    place = corpus or Path(known.get("corpus", ""))
    if str(place) in ("", ".", "-"):
        raise RunError("上次运行读的是标准输入，无法重读。请给出文章目录或文件。")
    chance = random.Random(seed)
    silenced = read_suppressions(ignore) if ignore else ()
    with progress(words(lang)["extracting"], place) as done, tempfile.TemporaryDirectory(prefix="hedui-") as name:
        options = RunOptions(
            workers=workers,
            batch=chance.randint(*_BATCHES),
            lexicon=lexicon or (Path(known["lexicon"]) if "lexicon" in known else None),
            ner=ner or known.get("ner"),
            progress=done,
        )
        run = Run(str(place), options, Stopwatch(), silenced)
        run_items(Path(name), shuffled(read_articles([place]), chance), run)
        wrong = next(filter(None, (first_difference(out / table, Path(name) / table) for table in TABLES)), None)
        if wrong is not None and wrong[0] == ARTICLES:
            _require_same_articles(out, Path(name))
    if wrong is not None:
        typer.echo(words(lang)["differs"].format(table=wrong[0], number=wrong[1], before=wrong[2], now=wrong[3]))
        raise typer.Exit(1)
    typer.echo(words(lang)["same_run"].format(articles=record.counts.get("articles", 0)))


def _require_same_articles(before: Path, now: Path) -> None:
    """Raises RunError where articles came or went since the run: then it is no run of these."""
    known, read = ({row.id for row in read_rows(folder / ARTICLES, ArticleRow)} for folder in (before, now))
    if known != read:
        more, less = len(read - known), len(known - read)
        raise RunError(f"语料变了：比上次运行多 {more} 篇，少 {less} 篇。请先执行 hedui run，再来比较。")


def shuffled(items: Iterable[ItemT], chance: random.Random) -> Iterator[ItemT]:
    """The items in another order, some thousand at a time."""
    waiting = iter(items)
    while some := list(islice(waiting, _AT_ONCE)):
        chance.shuffle(some)
        yield from some


def first_difference(one: Path, other: Path) -> tuple[str, int, str, str] | None:
    """The first line in which two tables differ: table, number and what stands there; None where none does."""
    if not one.is_file():
        return one.name, 1, _NOTHING, one.name
    with one.open("rb") as before, other.open("rb") as now:
        for number, (line, again) in enumerate(zip_longest(before, now), 1):
            if line != again:
                return one.name, number, *_apart(line, again)
    return None


def _apart(line: bytes | None, again: bytes | None) -> tuple[str, str]:
    """What two lines say differently: the first field that does, with the id of the row."""
    one, other = _row(line), _row(again)
    fields = one if one.get("id") == other.get("id") else ()
    key = next((name for name in fields if one[name] != other.get(name)), "id")
    return _said(one, key), _said(other, key)


def _row(line: bytes | None) -> dict[str, object]:
    try:
        return msgspec.json.decode(line or b"{}", type=dict[str, object])
    except msgspec.DecodeError:
        return {"id": "?", "line": str(line)}


def _said(row: dict[str, object], key: str) -> str:
    if not row:
        return _NOTHING
    shown = msgspec.json.encode(row.get(key)).decode()[:200]
    return one_line(f"{row.get('id') or row.get('article')} {key} = {shown}")
