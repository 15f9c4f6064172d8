"""`hedui check`: a draft's figures against everything that was published, before it goes out."""

import tempfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from hedui.commands.engine import Run, Stopwatch, publish
from hedui.commands.options import OUTPUTS, FailOn, Json, Lang, Language, Lexicon, Published, console, publication
from hedui.commands.reporting import Format, at_least, export, print_rows
from hedui.crosscheck.figures import Canon
from hedui.crosscheck.prints import prints_told_each
from hedui.errors import RunError
from hedui.lexicon import Lexicon as Words
from hedui.lexicon import load_lexicon
from hedui.messages import words
from hedui.model import Article, Extraction, Reject
from hedui.normalize import normalize
from hedui.readers import read_articles
from hedui.report.nearby import near
from hedui.report.results import (
    FINDINGS,
    ClaimRow,
    FindingRow,
    Results,
    article_of,
    card_of,
    claim_of,
    read_results,
)
from hedui.report.terminal import print_findings
from hedui.report.view import findings_told
from hedui.runners import RUNNERS, RunOptions, opened, update
from hedui.runners.entry import Entry, entries_of

# So many articles that share most with the draft are compared.  Those that share neither a name nor a figure with
# it cannot contradict it.
MOST_ARTICLES = 200


def check(
    draft: Annotated[Path, typer.Argument(help="稿件文件，或 - 表示标准输入。")],
    against: Annotated[Path, typer.Option(help="上次运行的结果目录，或一个文章目录。")] = OUTPUTS,
    published: Published = None,
    fail_on: FailOn = None,
    form: Annotated[Format | None, typer.Option("--format", help="导出这种格式。")] = None,
    to: Annotated[Path | None, typer.Option(help="导出到这个文件。")] = None,
    json: Json = False,
    lexicon: Lexicon = None,
    lang: Lang = Language.zh,
) -> None:
    """发稿之前，把稿件里的数字与已有报道核对，只列出涉及稿件的发现。

    例：hedui check draft.txt --published 2026-01-05 --fail-on major

    例：hedui check draft.txt --against news/ --format sarif --to draft.sarif
    """
    drafts = list(_drafts(draft, published, words(lang)["draft"]))
    results = check_draft(drafts, against, RunOptions(lexicon=lexicon, workers=1))
    if form or to:
        export(results, form, to, lang)
    elif json:
        print_rows(results)
    else:
        _tell(results, lang)
    if fail_on and any(at_least(row, fail_on) for row in results.findings):
        raise typer.Exit(1)
    if results.record.counts["rejects"]:
        raise typer.Exit(3)


def check_draft(drafts: list[Article | Reject], against: Path, options: RunOptions) -> Results:
    """The findings between the drafts and the articles of a run (or of a folder), and within the drafts."""
    watch = Stopwatch()
    with RUNNERS[options.engine](options) as engine, watch.stage("extract"):
        read = list(engine.extract(drafts))
    entries = [item for item in read if isinstance(item, Entry)]
    if not entries:
        reasons = [item.reason for item in read if isinstance(item, Reject)]
        raise RunError(f"没有读到稿件：{reasons[0] if reasons else '稿件是空的。'}")
    lines = chain.from_iterable(zlib.decompress(entry.claim_lines).splitlines() for entry in entries)
    mine = [msgspec.json.decode(line, type=ClaimRow) for line in lines]
    shas = {item.sha256 for item in drafts if isinstance(item, Article)}
    if (against / FINDINGS).is_file():
        others: Iterable[Article | Entry] = _near(against, mine, shas, load_lexicon(options.lexicon))
    else:
        articles = (item for item in read_articles([against]) if isinstance(item, Article))
        others = (article for article in articles if article.sha256 not in shas)
    with opened(None, options) as base, tempfile.TemporaryDirectory(prefix="hedui-") as name:
        rejects = update(base, chain(filter(None, read), others), options, watch.stage)
        publish(base, rejects, Path(name), Run(str(against), options, watch))
        results = read_results(Path(name))
    own = {claim.id for claim in mine}
    found = (_led_by(own, row) for row in results.findings if own.intersection(row.claims))
    return replace(results, findings=tuple(found))


def _led_by(own: Collection[str], row: FindingRow) -> FindingRow:
    """The finding with the side of the draft first."""
    order = sorted(range(len(row.sides)), key=lambda n: not set(row.sides[n]).intersection(own))
    told = {name: getattr(row, name) for name in ("sides", "values", "genealogy")}
    turned = {name: tuple(rows[n] for n in order if n < len(rows)) for name, rows in told.items()}
    return msgspec.structs.replace(row, **turned)


def draft_of(article: Article, name: str) -> Article:
    """An article as a draft: under an id of its own, by `name` where it has no source."""
    return msgspec.structs.replace(article, id=f"draft/{article.id}", source=article.source or name)


def _drafts(path: Path, published: str | None, name: str) -> Iterator[Article | Reject]:
    known = publication(published)
    for item in read_articles([path]):
        if isinstance(item, Article):
            yield draft_of(msgspec.structs.replace(item, published=known or item.published), name)
        else:
            yield item


def _near(against: Path, mine: Iterable[ClaimRow], but: Collection[str], lexicon: Words) -> list[Entry]:
    """The articles of a run that share a name or a specific figure with the draft, with their claims of the run.

    Nothing is extracted again.  Articles whose text has one of the digests `but` are the draft itself.
    """
    found = [one for one in near(against, mine, MOST_ARTICLES) if one.article.sha256 not in but]
    claims = [tuple(map(claim_of, one.claims)) for one in found]
    cleans = (normalize(one.article.text, lexicon) for one in found)
    prints = prints_told_each(zip(cleans, claims, strict=True))
    made = [
        Extraction(card=card_of(one.article, told), claims=some)
        for one, told, some in zip(found, prints, claims, strict=True)
    ]
    return entries_of([article_of(one.article) for one in found], made, Canon.of(lexicon))


def _tell(results: Results, lang: str) -> None:
    text, screen = words(lang), console()
    screen.print(text["checked"].format(articles=len(results.articles), found=findings_told(results, lang)))
    screen.print()
    print_findings(screen, results, results.findings, lang)
