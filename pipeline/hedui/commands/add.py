"""`hedui add`: articles into the corpus."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from hedui.commands.options import CORPUS, Lang, Language, console, errors_console
from hedui.corpus import Added, AddOptions
from hedui.corpus import add as take
from hedui.readers import ReadOptions
from hedui.readers.dates import read_days
from hedui.report.quote import one_line
from hedui.report.words import words


def add(
    paths: Annotated[list[Path], typer.Argument(help="文件、目录或通配符(如 'news/**/*.txt'),- 表示标准输入。")],
    folder: Annotated[Path, typer.Option("--corpus", help="语料目录。")] = CORPUS,
    title: Annotated[str | None, typer.Option(help="标题。")] = None,
    source: Annotated[str | None, typer.Option(help="来源,即媒体名。")] = None,
    published: Annotated[str | None, typer.Option(help="发布日期,如 2026-01-05。")] = None,
    url: Annotated[str | None, typer.Option(help="原文链接。")] = None,
    metadata: Annotated[
        Path | None, typer.Option(help="写有 file、title、source、published、url 的 .csv 或 .jsonl 表。")
    ] = None,
    skip: Annotated[bool, typer.Option("--skip-duplicates", help="重复的报道不收;数字有改动的照收。")] = False,
    json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
    lang: Lang = Language.zh,
) -> None:
    """把报道原样存入语料目录;重复的指出原文,存为转载。

    同一篇再次加入会被认出并略过。退出码:0 完成,2 用法有误或无法写入,3 有内容未能读取。

    例:hedui add news/ draft.txt

    例:hedui add page.txt --source 甲报 --published 2026-01-05

    例:hedui add 'news/**/*.html' --metadata list.csv --skip-duplicates
    """
    if published and read_days(published) is None:
        raise typer.BadParameter(f"{published} 不是日期,请写成 2026-01-05。", param_hint="--published")
    given = {"title": title, "source": source, "published": published, "url": url}
    errors = errors_console()
    options = AddOptions(
        reading=ReadOptions(catalogue=metadata),
        known={name: value for name, value in given.items() if value is not None},
        skip_duplicates=skip,
        waiting=errors.print,
    )
    with errors.status("") as status:
        progress = words(lang)["adding"].format
        added = take(folder, paths, replace(options, progress=lambda n: status.update(progress(count=n))))
    show(added, folder, lang, json)
    if added.rejects:
        raise typer.Exit(3)


def show(added: Added, folder: Path, lang: Language, json: bool) -> None:
    """Prints what an `add` did."""
    if json:
        typer.echo(msgspec.json.encode(added).decode())
        return
    text, screen = words(lang), console()
    for twin in added.duplicates:
        name = "again" if twin.again else "repost" if twin.kept else "duplicate"
        how = text["alike"].format(share=f"{twin.alike:.0%}") if twin.alike < 1 else text["wholly"]
        screen.print(
            text[name].format(where=one_line(twin.where), original=twin.original, kept=twin.kept, how=how)
        )
    for reject in added.rejects:
        screen.print(f"{text['rejects']}: {one_line(reject.where)}: {one_line(reject.reason)}")
    screen.print(text["added"].format(count=len(added.ids), folder=folder))
