"""`hedui why-not`: which gate kept two figures apart, or why their difference is no conflict."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

import msgspec
import typer

from hedui.commands.options import OUTPUTS, Lexicon, Out, console
from hedui.crosscheck.compare import AGREE, LOOSE, UNDERSTATED, verdict
from hedui.crosscheck.figures import Canon, Figure, comparable, figure_of
from hedui.crosscheck.gates import reasons_apart
from hedui.crosscheck.vocabulary import is_derived
from hedui.errors import RunError
from hedui.flow import Tools, claims_in, load_tools
from hedui.model import Claim
from hedui.report.quote import one_line
from hedui.report.results import ClaimRow, Results, article_of, read_results
from hedui.report.view import evidence_of

_VERDICTS = {
    AGREE: "两个数字在各自写法允许的范围内一致",
    LOOSE: "只差在取整、截尾或约数上,不算矛盾",
    UNDERSTATED: "一方是下限,另一方高出不少但并不违反它,不算矛盾",
}


def why_not(
    first: Annotated[str, typer.Argument(help="一条陈述的 id 的开头几位(见 claims.jsonl)。")],
    second: Annotated[str, typer.Argument(help="另一条陈述的 id 的开头几位。")],
    out: Out = OUTPUTS,
    lexicon: Lexicon = None,
) -> None:
    """说明两条数字陈述为什么没有被当作矛盾。

    例:hedui why-not 3f2a 9c01
    """
    results = read_results(out)
    rows = [_claim(results, name) for name in (first, second)]
    screen = console()
    for name, row in zip("AB", rows, strict=True):
        item = evidence_of(row, results, "zh")
        sentence = "".join(f"【{p.text}】" if p.role == "figure" else p.text for p in item.sentence)
        screen.print(f"{name}  {item.value}  {item.source} {item.published}")
        screen.print(f"   {sentence.strip()}")
    for line in reasons(rows[0], rows[1], results, load_tools(lexicon)):
        screen.print(f"- {line}")


def reasons(first: ClaimRow, second: ClaimRow, results: Results, tools: Tools) -> Iterator[str]:
    """The reasons why two claims of a run are not in one conflict, or the finding that they are in."""
    for finding in results.findings:
        sides = [n for n, side in enumerate(finding.sides) for claim in side if claim in (first.id, second.id)]
        if len(set(sides)) > 1:
            yield f"它们已被列为矛盾:发现 {finding.id},{one_line(finding.explanation)}"
            return
    claims = [_read_again(row, results, tools) for row in (first, second)]
    missing = [f"{name}:{why}" for name, claim in zip("AB", claims, strict=True) if (why := comparable(claim))]
    yield from missing
    canon = Canon.of(tools.lexicon)
    a, b = (figure_of(claim, canon) for claim in claims)
    if missing or a is None or b is None:
        return
    yield from _compared(a, b)


def _compared(a: Figure, b: Figure) -> Iterator[str]:
    apart = reasons_apart(a, b)
    yield from apart
    said = _VERDICTS.get(verdict(a.reach, b.reach, is_derived(a.metric)))
    if said:
        yield said
    elif apart:
        yield "若以上各项相同,这两个数字就会被列为矛盾"
    else:
        yield f"数字不同{_ratio(a.reach.point, b.reach.point)},但同组的其他陈述或时间先后说明了差异"


def _ratio(a: Decimal, b: Decimal) -> str:
    return f"(相差 {max(a, b) / min(a, b):.4g} 倍)" if a > 0 and b > 0 else ""


def _read_again(row: ClaimRow, results: Results, tools: Tools) -> Claim:
    """The claim behind a row, read again from its article; its entity is the one joined across articles."""
    kept = results.article.get(row.article)
    if kept is None:
        raise RunError(f"结果里没有报道 {row.article} 的原文。请重新执行 hedui run。")
    for claim in claims_in(article_of(kept), tools).claims:
        if claim.id == row.id or (claim.span.start, claim.span.end) == (row.start, row.end):
            return msgspec.structs.replace(claim, entity=row.entity)
    raise RunError(f"重新读取 {row.article} 时没有得到陈述 {row.id}:程序或词表已变。请重新执行 hedui run。")


def _claim(results: Results, name: str) -> ClaimRow:
    found = [row for row in results.claims if row.id.startswith(name)]
    exact = [row for row in found if row.id == name]
    if len(exact or found) != 1:
        many = "不止一条" if found else "没有"
        raise typer.BadParameter(f"{many}陈述的 id 以 {name} 开头,请看 claims.jsonl。", param_hint="CLAIM")
    return (exact or found)[0]
