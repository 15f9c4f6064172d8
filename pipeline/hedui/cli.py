"""The command `hedui`: what can be asked of it; each command's work is in commands/."""

import os
import sys

import typer

from hedui import __version__
from hedui.commands.check import check
from hedui.commands.explain import explain
from hedui.commands.query import query
from hedui.commands.reporting import report, show, stories
from hedui.commands.review import review
from hedui.commands.run import run
from hedui.commands.store import add, corpus
from hedui.commands.whynot import replay, why_not
from hedui.errors import ArticleError, LexiconError, RunError

app = typer.Typer(
    name="hedui",
    help="核对:找出中文报道里互相矛盾的数字。\n\nCross-checks the figures in Chinese news.",
    epilog="例:hedui run news/ --out outputs/,然后 hedui report。退出码:0 完成,1 有达到 --fail-on 的发现,"
    "2 用法有误,3 完成但有报道未能处理,130 已中断。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (add, run, report, query, show, stories, check, explain, review):
    app.command()(command)
app.command()(replay)
app.command(name="why-not")(why_not)
app.add_typer(corpus, name="corpus")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"hedui {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="显示版本。"),
) -> None:
    """核对:找出中文报道里互相矛盾的数字。"""


def main() -> None:
    """Runs the command line; every error of ours is one clear sentence, never a traceback."""
    try:
        app()
    except (LexiconError, RunError, ArticleError) as error:
        typer.echo(f"hedui: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        typer.echo("hedui: 已中断。", err=True)
        sys.exit(130)
    except BrokenPipeError:  # hedui report | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
