"""The command `hedui`: what can be asked of it; each command's work is in commands/.

A command's module is imported when the command is asked for, so that `hedui --help` answers at once: the flow
behind `hedui run` takes longer to import than all else.
"""

import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import pairwise
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from hedui import __version__
from hedui.collector import collect_seldom
from hedui.errors import ArticleError, LexiconError, RunError
from hedui.folding import hung
from hedui.messages import Language, parser_in, sentence_in, words

# What click calls Context, Command and HelpFormatter: typer has its own copy of click or not, by its version.
Click = Any

# Command, module and function (or Typer), and the line that the list of commands shows of it.
COMMANDS: dict[str, tuple[str, str]] = {
    "add": ("hedui.commands.add:add", "把报道原样存入语料目录；重复的指出原文，存为转载。"),
    "run": ("hedui.commands.run:run", "核对一批报道：提取每个数字，两两比对，写出结果和报告。"),
    "report": ("hedui.commands.reporting:report", "列出或导出上次运行的发现，最重要的在前。"),
    "show": ("hedui.commands.reporting:show", "完整显示一处发现：各方原句、读出的内容、核算过程、如何核实。"),
    "stories": (
        "hedui.commands.reporting:stories",
        "把上次运行的报道按事件归类：关键词、日期、媒体、其中的发现。",
    ),
    "check": ("hedui.commands.check:check", "发稿之前，把稿件里的数字与已有报道核对，只列出涉及稿件的发现。"),
    "review": ("hedui.commands.review:review", "打开审核工作台：逐条查看发现，定性、备注、分派、撤销。"),
    "exam": (
        "hedui.commands.exam:exam",
        "在自己文章的副本里埋入已知的错误，看能查出多少：各类错误的查出率、误报、错误失落在哪一步。",
    ),
    "query": (
        "hedui.commands.query:query",
        "用 SQL（DuckDB）查询上次运行的结果。只能读这几张表，读不到别的文件，也不会改动结果。",
    ),
    "explain": (
        "hedui.commands.explain:explain",
        "说明一段文字会被读成什么：找到的数字、时间、主体、指标，生效的规则，组成的陈述。",
    ),
    "why-not": ("hedui.commands.whynot:why_not", "说明两条数字陈述为什么没有被当作矛盾，差什么才会成为矛盾。"),
    "replay": (
        "hedui.commands.whynot:replay",
        "由原文重新证明一处发现；原文、陈述或规则有变时指出来，退出码为 2。",
    ),
    "verify-run": (
        "hedui.commands.verify:verify_run",
        "把上次运行全部重做一遍，打乱次序、另分批次，逐字节比较结果；不同时指出第一处，退出码为 1。",
    ),
    "corpus": ("hedui.commands.store:corpus", "查看和整理已加入的报道。"),
}
SETTINGS = {"help_option_names": ["-h", "--help"]}
UsageError: Click = typer.BadParameter.__mro__[1]  # of which typer offers this child alone


class Commands(TyperGroup):
    """The commands by name, each imported when it is first asked for, in the language that the line asks for.

    Every error of ours is one clear sentence, never a traceback.
    """

    def parse_args(self, ctx: Click, args: list[str]) -> list[str]:
        """Notes the language, which help and errors are told in, before anything else is understood."""
        ctx.obj = asked_language(args)
        put_into(self, ctx.obj)
        ctx.formatter_class = self.context_class.formatter_class
        with misuse_told(ctx.obj):
            return super().parse_args(ctx, args)

    def list_commands(self, ctx: Click) -> list[str]:
        """The names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Click, cmd_name: str) -> Click:
        """The command of this name; None where there is none."""
        return load(cmd_name, ctx.obj) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: Click, formatter: Click) -> None:
        """The list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence_in(line, ctx.obj)) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: Click) -> Any:
        """Does what a command does; what goes wrong ends it with its exit code."""
        handler = logging.StreamHandler()
        handler.setFormatter(Told(ctx.obj))
        logger = logging.getLogger("hedui")
        logger.addHandler(handler)
        try:
            with misuse_told(ctx.obj):
                return super().invoke(ctx)
        except (LexiconError, RunError, ArticleError) as error:
            typer.echo(f"hedui: {sentence_in(str(error), ctx.obj)}", err=True)
            raise typer.Exit(2) from error
        except KeyboardInterrupt:
            typer.echo(f"hedui: {words(ctx.obj)['interrupted']}", err=True)
            raise typer.Exit(130) from None
        except BrokenPipeError:  # hedui report | head
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None
        finally:
            logger.removeHandler(handler)


class Told(logging.Formatter):
    """What is logged, in a language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def format(self, record: logging.LogRecord) -> str:
        """The sentence of a record."""
        return sentence_in(super().format(record), self.language)


@contextmanager
def misuse_told(language: str) -> Iterator[None]:
    """Tells what is wrong with a command line in a language, with the usage before it, and ends with 2."""
    try:
        yield
    except UsageError as error:
        usage = f"{error.ctx.get_usage()}\n\n" if error.ctx else ""
        if isinstance(error, typer.BadParameter):
            error.message = sentence_in(error.message, language)
        said = error.format_message()
        if said.startswith(usage.strip()) and usage:  # a command alone: what is raised is its help
            raise
        typer.echo(f"{usage}hedui: {parser_in(said, language)}", err=True)
        raise typer.Exit(2) from error


def asked_language(args: Sequence[str]) -> str:
    """The language that a command line asks for."""
    asked = {second for first, second in pairwise(args) if first == "--lang"}
    return "en" if "en" in asked or "--lang=en" in args else "zh"


def put_into(command: Click, language: str) -> None:
    """Puts the help of a command into a language, which is what it prints in, too, where nothing else is said."""
    for told in (command, *command.params):
        for name in ("help", "epilog"):
            if said := getattr(told, name, None):
                setattr(told, name, "\n\n".join(sentence_in(part, language) for part in said.split("\n\n")))
    command.short_help = (command.help or "").partition("\n\n")[0]  # whole in the list of a group's commands
    for name in ("options_metavar", "subcommand_metavar"):
        if said := getattr(command, name, None):
            setattr(command, name, parser_in(said, language))
    for param in command.params:
        if param.name == "lang":
            param.default = language
    command.context_class = _told_context(command.context_class, language)
    for inner in getattr(command, "commands", {}).values():
        put_into(inner, language)


def _told_context(context: Click, language: str) -> Click:
    """A context whose help is told in a language, down to the words of the parser."""

    class Formatter(context.formatter_class):  # type: ignore[misc]
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, parser_in(prefix or "Usage: ", language))

        def write_heading(self, heading: str) -> None:
            self.write(f"{parser_in(f'{heading}:', language)}\n")

        def write_text(self, text: str) -> None:
            if language != "zh":
                super().write_text(text)
                return
            # The parser breaks lines at blanks, of which Chinese has too few; `hung` folds them.
            indent = " " * self.current_indent
            paragraphs = (indent + " ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))
            self.write("\n\n".join(paragraphs) + "\n")

        def write_dl(self, rows: Sequence[tuple[str, str]], **layout: int) -> None:
            super().write_dl([(_typed(name), parser_in(said, language)) for name, said in rows], **layout)

        def getvalue(self) -> str:
            lines = super().getvalue().split("\n")
            return "\n".join(part for line in lines for part in hung(line, self.width))

    return type(context.__name__, (context,), {"formatter_class": Formatter})


def _typed(name: str) -> str:
    """The name of an option with the type of what is typed, not as Python has it: --feed <str>, --port <int>."""
    return name.replace("<list[str]>", "<str>").replace("<int range>", "<int>")


def load(name: str, language: str = "zh") -> Click:
    """The command of a name in the table, its module imported."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    found = getattr(import_module(module), attribute)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=SETTINGS)
        alone.command(name)(found)
        found = alone
    command = get_command(found)
    command.name = name
    put_into(command, language)
    return command


app = typer.Typer(
    name="hedui",
    cls=Commands,
    help="核对：找出中文报道里互相矛盾的数字。\n\nIn English: hedui --lang en --help",
    epilog="例：hedui run news/ --out outputs/，然后 hedui report。退出码：0 完成，1 有达到 --fail-on 的发现，"
    "2 用法有误或无法完成，3 有报道未能处理，130 中断。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"hedui {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本。")
    ] = False,
    lang: Annotated[Language, typer.Option(help="输出语言 / language of the output.")] = Language.zh,
) -> None:
    """核对：找出中文报道里互相矛盾的数字。"""


def main() -> None:
    """Runs the command line."""
    collect_seldom()
    app()
