"""`hedui review`: the local web desk on which people decide about findings."""

import getpass
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from hedui.commands.check import check_draft, draft_of
from hedui.commands.marks import DECISIONS
from hedui.commands.options import CORPUS, OUTPUTS, Lang, Language, Lexicon, Out, errors_console
from hedui.corpus import add
from hedui.errors import RunError
from hedui.messages import words
from hedui.readers.records import article_of
from hedui.report.results import Results, read_results
from hedui.runners import RunOptions

if TYPE_CHECKING:
    from hedui.desk.forms import Pasted


def review(
    out: Out = OUTPUTS,
    decisions: Annotated[Path | None, typer.Option(help="决定的数据库，默认在结果目录中。")] = None,
    host: Annotated[str, typer.Option(help="监听的地址；不是本机地址时，需要口令才能打开。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口。")] = 8321,
    corpus: Annotated[Path, typer.Option(help="粘贴的报道加入这个语料目录。")] = CORPUS,
    lexicon: Lexicon = None,
    author: Annotated[str, typer.Option(help="审核人的名字，页面上可改。")] = "",
    lang: Lang = Language.zh,
) -> None:
    """打开审核工作台：逐条查看发现，定性、备注、分派、撤销。

    例：hedui review

    例：hedui review --out outputs/ --port 9000 --author 小李
    """
    try:
        import uvicorn

        from hedui.desk.app import Desk, create_app
        from hedui.desk.guard import LOOPBACK, Rules
        from hedui.desk.queue import Queue
        from hedui.desk.store import Decisions
    except ImportError as error:
        raise RunError(f"工作台需要另装的部分（{error.name}）。请执行 pip install 'hedui[review]'。") from error
    read_results(out)
    token = "" if host in LOOPBACK else secrets.token_urlsafe(24)
    rules = Rules(hosts=tuple({*LOOPBACK, host}), csrf=secrets.token_urlsafe(24), token=token, language=lang)
    queue = Queue(out, Decisions(decisions or out / DECISIONS))
    address = f"http://{host}:{port}/" + (f"?token={token}" if token else "")
    errors_console().print(f"{address}\n{words(lang)['stop']}")
    name = author or getpass.getuser()
    compare = comparer(out, RunOptions(lexicon=lexicon, workers=1), words(lang)["draft"])
    desk = Desk(queue, rules, compare, keeper(corpus), lang, name)
    uvicorn.run(create_app(desk), host=host, port=port, log_level="warning")


def comparer(out: Path, options: RunOptions, name: str = "draft") -> Callable[["Pasted"], Results]:
    """What holds a pasted article, by `name` where it has no source, against the run in a folder."""

    def compare(pasted: "Pasted") -> Results:
        return check_draft([draft_of(article_of(_row(pasted)), name)], out, options)

    return compare


def keeper(corpus: Path) -> Callable[["Pasted"], str]:
    """What adds a pasted article to the corpus, and gives its id or that of the article it repeats."""

    def keep(pasted: "Pasted") -> str:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "pasted.jsonl"
            path.write_bytes(msgspec.json.encode(_row(pasted)))
            added = add(corpus, [path])
        known = [*added.ids, *(twin.original for twin in added.duplicates)]
        return known[0] if known else ""

    return keep


def _row(pasted: "Pasted") -> dict[str, object]:
    """What was pasted as a row that can be read."""
    return {name: value for name, value in pasted.model_dump(exclude={"keep"}).items() if value}
