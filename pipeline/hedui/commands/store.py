"""`hedui corpus`: the articles that are kept."""

from typing import Annotated

import msgspec
import typer

from hedui import corpus as store
from hedui.commands.options import CORPUS, Corpus, Json, Lang, Language, Published, Source, Title, Url, console
from hedui.messages import sentence_in, words
from hedui.readers.folders import Row
from hedui.readers.records import row_of
from hedui.report.quote import one_line, visible

corpus = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

_ID_HELP = "报道的编号，或它开头的几位，见 hedui corpus list。"
Id = Annotated[str, typer.Argument(help=_ID_HELP)]
Ids = Annotated[list[str], typer.Argument(help=_ID_HELP)]


@corpus.callback()
def options(lang: Lang = Language.zh) -> None:
    """查看和整理已加入的报道。

    例：hedui corpus list
    """


@corpus.command("list")
def list_articles(folder: Corpus = CORPUS, json: Json = False, lang: Lang = Language.zh) -> None:
    """列出已加入的报道：编号、日期、来源、标题。

    例：hedui corpus list
    """
    screen = console()
    for row in store.list_rows(folder):
        if json:
            typer.echo(msgspec.json.encode(row))
            continue
        dates = row.get("published") or "~".join(str(row[k]) for k in ("not_before", "not_after") if row.get(k))
        cells = (row.get("id"), f"{dates or '?':<10}", row.get("source") or "?", row.get("title") or _came_as(row))
        line = "  ".join(one_line(str(cell)) for cell in cells)
        screen.print(line, no_wrap=True, overflow="ellipsis")


def _came_as(row: Row) -> str:
    """The name of the file or the address an untitled article came from."""
    return str(row.get("received") or "").rpartition("/")[2]


@corpus.command("show")
def show_article(
    name: Id,
    folder: Corpus = CORPUS,
    json: Json = False,
    lang: Lang = Language.zh,
) -> None:
    """显示一篇报道的全文和它的信息。

    例：hedui corpus show biren-1
    """
    article = store.read_one(folder, name)
    if json:
        typer.echo(msgspec.json.encode(row_of(article) | {"id": article.id, "text": article.text}))
        return
    for key, value in row_of(article).items():
        if value:
            typer.echo(f"{key}: {one_line(str(value))}")
    typer.echo()
    typer.echo(visible(article.text))


@corpus.command("verify")
def verify(folder: Corpus = CORPUS, lang: Lang = Language.zh) -> None:
    """检查原件与目录是否一致；有问题时逐条列出，退出码为 3。

    例：hedui corpus verify
    """
    wrong = store.verify(folder)
    for sentence in wrong:
        typer.echo(one_line(sentence_in(sentence, lang)))
    if wrong:
        raise typer.Exit(3)
    typer.echo(words(lang)["verified"].format(count=len(store.list_rows(folder))))


@corpus.command("remove")
def remove(names: Ids, folder: Corpus = CORPUS, lang: Lang = Language.zh) -> None:
    """从语料目录移出报道，连同不再用到的原件。

    例：hedui corpus remove biren-3
    """
    typer.echo(words(lang)["removed"].format(names=" ".join(store.remove(folder, names))))


@corpus.command("edit")
def edit(
    name: Id,
    folder: Corpus = CORPUS,
    title: Title = None,
    source: Source = None,
    published: Published = None,
    url: Url = None,
    lang: Lang = Language.zh,
) -> None:
    """改正一篇报道的标题、来源、日期或链接；空字符串表示删去。原文不变。

    例：hedui corpus edit biren-3 --published 2026-01-05
    """
    given = {"title": title, "source": source, "published": published, "url": url}
    row = store.edit(folder, name, {key: value for key, value in given.items() if value is not None})
    typer.echo(msgspec.json.encode(row))
