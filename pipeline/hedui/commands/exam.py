"""`hedui exam`: what this configuration would have caught on the user's own articles."""

from pathlib import Path
from typing import Annotated

import typer

from hedui.commands.options import CORPUS, OUTPUTS, Json, Lang, Language, Lexicon, Ner, console
from hedui.commands.run import progress
from hedui.disk import write_whole
from hedui.errors import RunError
from hedui.exam.page import exam_json, exam_page
from hedui.exam.sitting import Exam, sit
from hedui.flow import load_tools
from hedui.messages import words
from hedui.model import Article
from hedui.readers import read_articles
from hedui.report.terminal import print_folded

PAGE, FIGURES = "exam.html", "exam.json"


def exam(
    corpus: Annotated[Path, typer.Argument(help="文章目录或 .jsonl 文件。")] = CORPUS,
    out: Annotated[Path, typer.Option("--out", help="exam.html 与 exam.json 写入这个目录。")] = OUTPUTS,
    number: Annotated[int, typer.Option(min=1, help="埋入多少处错误。")] = 240,
    seed: Annotated[str, typer.Option(help="抽签用的词；同样的词、同样的文章，得同样的结果。")] = "hedui",
    json: Json = False,
    lexicon: Lexicon = None,
    ner: Ner = None,
    lang: Lang = Language.zh,
) -> None:
    """在自己文章的副本里埋入已知的错误，看能查出多少：各类错误的查出率、误报、错误失落在哪一步。

    例：hedui exam news/ --out outputs/

    例：hedui exam corpus --number 60 --json
    """
    articles = [item for item in read_articles([corpus]) if isinstance(item, Article)]
    if not articles:
        raise RunError(f"{corpus} 里没有读到报道。请检查目录或文件。")
    with progress(words(lang)["extracting"], corpus) as done:
        result = sit(articles, number, seed, load_tools(lexicon, ner), done)
    if not result.waterfall["planted"]:
        raise RunError(f"{corpus} 的报道里没有三位以上带单位的数字，无从埋错。")
    if json:
        typer.echo(exam_json(result), nl=False)
        return
    write_whole(out / FIGURES, [exam_json(result)])
    write_whole(out / PAGE, [exam_page(result, lang)])
    _tell(result, out / PAGE, lang)


def _tell(result: Exam, page: Path, lang: str) -> None:
    from rich.text import Text

    text, screen = words(lang), console()
    fall = result.waterfall
    over = {"articles": result.articles, "figures": result.figures, "planted": fall["planted"]}
    screen.print(text["exam_over"].format(**over))
    recall = f"{100 * result.recall:.0f}"
    screen.print(text["exam_lead"].format(caught=fall["flagged"], planted=fall["planted"], recall=recall))
    rate = f"{result.alarms_per_thousand:.1f}"
    counts = {"alarms": result.alarms, "copies": result.copies, "elsewhere": result.elsewhere}
    print_folded(screen, Text(text["exam_alarms"].format(rate=rate, **counts)), 0)
    print_folded(screen, Text(" → ".join(f"{text[f'stage_{stage}']} {left}" for stage, left in fall.items())), 0)
    for row in result.kinds:
        name = text[f"slip_{row.kind.replace(' ', '_')}"]
        screen.print(f"  {row.caught:3} / {row.planted:3}  {name}")
    screen.print(text["see"].format(path=page))
