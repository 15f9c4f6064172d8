"""`hedui add` and `hedui corpus`: the articles that are kept."""

import typer

corpus = typer.Typer(help="查看和整理已加入的报道。", no_args_is_help=True)


def add() -> None:
    """把报道加入语料目录。"""
