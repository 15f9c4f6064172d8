"""`hedui add`: articles into the corpus."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from hedui.commands.options import (
    CORPUS,
    Corpus,
    Json,
    Lang,
    Language,
    Published,
    Source,
    Title,
    Url,
    console,
    errors_console,
)
from hedui.corpus import Added
from hedui.corpus.intake import AddOptions
from hedui.corpus.watch import watch
from hedui.fetch.taking import allowed, joined, take_feed, take_places
from hedui.messages import sentence_in, words
from hedui.readers import ReadOptions
from hedui.report.quote import one_line

_FEW = 5  # so many articles that are there already are named one by one


def add(
    places: Annotated[
        list[str] | None, typer.Argument(help="文件、目录、通配符（如 'news/**/*.txt'）或网址，- 表示标准输入。")
    ] = None,
    folder: Corpus = CORPUS,
    feeds: Annotated[
        list[str] | None, typer.Option("--feed", help="订阅源（RSS、Atom）：收上次以来的新文章；可以给几个。")
    ] = None,
    watching: Annotated[
        bool, typer.Option("--watch", help="一直监视目录，有新文件就收；按 Ctrl-C 停止。")
    ] = False,
    title: Title = None,
    source: Source = None,
    published: Published = None,
    url: Url = None,
    metadata: Annotated[
        Path | None, typer.Option(help="写有 file、title、source、published、url 的 .csv 或 .jsonl 表。")
    ] = None,
    skip: Annotated[bool, typer.Option("--skip-duplicates", help="重复的报道不收；数字有改动的照收。")] = False,
    local: Annotated[bool, typer.Option("--allow-local", help="允许取命令里写明的本机或内网网址。")] = False,
    json: Json = False,
    lang: Lang = Language.zh,
) -> None:
    """把报道原样存入语料目录；重复的指出原文，存为转载。

    同一篇再次加入会被认出并略过。退出码：0 完成，2 用法有误或无法写入，3 有内容未能读取。

    例：hedui add news/ draft.txt --skip-duplicates

    例：hedui add page.txt --source 甲报 --published 2026-01-05

    例：hedui add 'news/**/*.html' --metadata list.csv

    例：hedui add https://example.org/news/1.html --feed https://example.org/rss.xml

    例：hedui add inbox/ --watch
    """
    if not places and not feeds:
        raise typer.BadParameter("请给出文件、目录、网址或 --feed。", param_hint="PLACES")
    given = {"title": title, "source": source, "published": published, "url": url}
    options = AddOptions(
        reading=ReadOptions(catalogue=metadata),
        known={name: value for name, value in given.items() if value is not None},
        skip_duplicates=skip,
        waiting=lambda said: errors_console().print(sentence_in(said, lang)),
    )
    if watching:
        if feeds or len(places or ()) != 1:
            raise typer.BadParameter("--watch 只监视一个目录。", param_hint="--watch")
        _watch(Path((places or [""])[0]), folder, options, (lang, json))
        return
    text, places, feeds = words(lang), places or [], feeds or []
    limits = allowed((*places, *feeds), local)
    with errors_console().status(text["fetching" if feeds else "adding"].format(count=0)) as status:
        options = replace(options, progress=lambda count: status.update(text["adding"].format(count=count)))
        parts = [take_places(folder, places, options, limits)] if places else []
        added = joined([*parts, *(take_feed(folder, feed, options, limits) for feed in feeds)])
    show(added, folder, lang, json)
    if added.rejects:
        raise typer.Exit(3)


def _watch(inbox: Path, folder: Path, options: AddOptions, how: tuple[Language, bool]) -> None:
    text, errors, count = words(how[0]), errors_console(), 0
    errors.print(text["watching"].format(folder=inbox))
    try:
        for added in watch(inbox, folder, options):
            count += len(added.ids)
            show(added, folder, *how)
    except KeyboardInterrupt:
        errors.print(text["watched"].format(count=count))


def show(added: Added, folder: Path, lang: Language, json: bool) -> None:
    """Prints what an `add` did."""
    if json:
        typer.echo(msgspec.json.encode(added).decode())
        return
    text, screen = words(lang), console()
    for line in _told(added, lang):
        screen.print(line, soft_wrap=True)
    screen.print(text["added"].format(count=len(added.ids), folder=folder), soft_wrap=True)


def _told(added: Added, lang: str) -> Iterator[str]:
    text = words(lang)
    again = [twin for twin in added.duplicates if twin.again]
    few = len(again) <= _FEW
    for twin in added.duplicates:
        name = "again" if twin.again else "repost" if twin.kept else "duplicate"
        how = "wholly" if not twin.near else "nearly" if twin.alike > 0.995 else "alike"
        told = text[how].format(share=f"{twin.alike:.0%}") + (text["changed"] if twin.changed else "")
        if few or not twin.again:
            where = one_line(twin.where)
            yield text[name].format(where=where, original=twin.original, kept=twin.kept, how=told)
    if not few:
        yield text["known"].format(count=len(again))
    for reject in added.rejects:
        yield text["colon"].join(
            (text["rejects"], one_line(reject.where), one_line(sentence_in(reject.reason, lang)))
        )
