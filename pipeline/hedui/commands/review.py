"""`hedui review`: the local web desk on which people decide about findings."""

import getpass
import secrets
from pathlib import Path
from typing import Annotated

import typer

from hedui.commands.options import OUTPUTS, Lang, Language, Out, errors_console
from hedui.errors import RunError
from hedui.report.results import read_results

DECISIONS = "decisions.sqlite"


def review(
    out: Out = OUTPUTS,
    decisions: Annotated[Path | None, typer.Option(help="决定的数据库,默认在结果目录中。")] = None,
    host: Annotated[str, typer.Option(help="监听的地址;不是本机地址时,需要口令才能打开。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口。")] = 8321,
    author: Annotated[str, typer.Option(help="审核人的名字,页面上可改。")] = "",
    lang: Lang = Language.zh,
) -> None:
    """打开审核工作台:逐条查看发现,定性、备注、分派、撤销。

    例:hedui review

    例:hedui review --out outputs/ --port 9000 --author 小李
    """
    try:
        import uvicorn

        from hedui.desk.app import Desk, create_app
        from hedui.desk.guard import LOOPBACK, Rules
        from hedui.desk.queue import Queue
        from hedui.desk.store import Decisions
    except ImportError as error:
        raise RunError(f"工作台需要另装的部分({error.name})。请执行 pip install 'hedui[review]'。") from error
    read_results(out)
    token = "" if host in LOOPBACK else secrets.token_urlsafe(24)
    rules = Rules(hosts=tuple({*LOOPBACK, host}), csrf=secrets.token_urlsafe(24), token=token)
    queue = Queue(out, Decisions(decisions or out / DECISIONS))
    address = f"http://{host}:{port}/" + (f"?token={token}" if token else "")
    errors_console().print(f"{address}\nCtrl-C 结束。")
    uvicorn.run(
        create_app(Desk(queue, rules, lang, author or getpass.getuser())),
        host=host,
        port=port,
        log_level="warning",
    )
