"""The options that several commands share, and the consoles they print to."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedui.messages import Language as Language
from hedui.model import Publication
from hedui.readers.dates import read_publication

if TYPE_CHECKING:
    from rich.console import Console


class Severity(StrEnum):
    """The severities of findings, the worst first."""

    critical = "critical"
    major = "major"
    minor = "minor"
    notice = "notice"


CORPUS, OUTPUTS = Path("corpus"), Path("outputs")


def publication(published: str | None) -> Publication | None:
    """What an option --published says.  Raises BadParameter where it is no date."""
    known = read_publication({"published": published})
    if published and known is None:
        raise typer.BadParameter(f"{published} 不是日期，请写成 2026-01-05。", param_hint="--published")
    return known


def _a_day(published: str | None) -> str | None:
    publication(published)
    return published


Corpus = Annotated[Path, typer.Option("--corpus", help="语料目录。")]
FailOn = Annotated[Severity | None, typer.Option(help="有达到这一程度的发现时，退出码为 1。")]
Ignore = Annotated[Path | None, typer.Option(help="忽略清单（TOML），审核时决定不再提示的发现。")]
Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出。")]
Lang = Annotated[Language, typer.Option("--lang", help="输出语言 / language of the output.")]
Out = Annotated[Path, typer.Option("--out", help="结果目录。")]
Lexicon = Annotated[Path | None, typer.Option("--lexicon", help="自己的词表目录，其中的行加到内置词表上。")]

Ner = Annotated[
    str | None, typer.Option("--ner", help="已安装的 spaCy 模型（如 zh_core_web_trf），代替内置模型识别名称。")
]
Published = Annotated[str | None, typer.Option(callback=_a_day, help="发布日期，如 2026-01-05。")]
Source = Annotated[str | None, typer.Option(help="来源，即媒体名。")]
Title = Annotated[str | None, typer.Option(help="标题。")]
Url = Annotated[str | None, typer.Option(help="原文链接。")]
Workers = Annotated[int, typer.Option(min=0, help="进程数，0 为自动。")]


def console() -> "Console":
    """Where results are printed: colored on a terminal only, 80 columns wide where the width is unknown."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:  # rich would end with 1, which says that there are findings
            raise BrokenPipeError

    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else 80
    return Screen(width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)


def errors_console() -> "Console":
    """Where progress and remarks are printed."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, emoji=False, markup=False)
