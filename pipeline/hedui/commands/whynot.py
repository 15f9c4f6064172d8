"""`hedui why-not` and `hedui replay`: why two figures are no conflict, and a finding proved again."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from hedui.commands.options import OUTPUTS, Json, Lang, Language, Lexicon, Out, console
from hedui.commands.reporting import chosen
from hedui.crosscheck.disagreements import known_of
from hedui.crosscheck.replay import replay as proof
from hedui.crosscheck.why import why_not as reasons_apart
from hedui.crosscheck.why import why_silent
from hedui.lexicon import load_lexicon
from hedui.messages import sentence_in
from hedui.model import Extraction
from hedui.report.evidence import evidence_of
from hedui.report.quote import one_line
from hedui.report.results import ClaimRow, FindingRow, Results, card_of, claim_of, finding_of, read_results
from hedui.report.terminal import print_folded, sentence_told
from hedui.report.view import finding_view


def why_not(
    first: Annotated[str, typer.Argument(help="一条陈述的 id 的开头几位（见 claims.jsonl）。")],
    second: Annotated[str, typer.Argument(help="另一条陈述的 id 的开头几位。")],
    out: Out = OUTPUTS,
    lexicon: Lexicon = None,
    json: Json = False,
    lang: Lang = Language.zh,
) -> None:
    """说明两条数字陈述为什么没有被当作矛盾，差什么才会成为矛盾。

    例：hedui why-not 3f2a 9c01
    """
    results = read_results(out)
    rows = [_claim(results, name) for name in (first, second)]
    reasons = [one_line(sentence_in(line, lang)) for line in _reasons(results, rows, lexicon, lang)]
    if json:
        typer.echo(msgspec.json.encode({"claims": [row.id for row in rows], "reasons": reasons}))
        return
    screen = console()
    for name, row in zip("AB", rows, strict=True):
        item = evidence_of(row, results, lang)
        screen.print(f"{name}  {item.value}  {item.source} {item.published}")
        print_folded(screen, sentence_told(item), 3)
    for line in reasons:
        print_folded(screen, Text(f"- {line}"), 0)


def replay(
    finding: Annotated[str, typer.Argument(help="发现的序号或指纹的开头几位。")],
    out: Out = OUTPUTS,
    lexicon: Lexicon = None,
    lang: Lang = Language.zh,
) -> None:
    """由原文重新证明一处发现；原文、陈述或规则有变时指出来，退出码为 2。

    例：hedui replay 1
    """
    results = read_results(out)
    row = chosen(results, finding)
    claims = {name: claim_of(results.claim[name]) for name in row.claims if name in results.claim}
    texts = {article.id: article.text for article in results.articles}
    for step in proof(finding_of(row), claims, texts, load_lexicon(lexicon)):
        typer.echo(one_line(sentence_in(step, lang)))


def _reasons(results: Results, rows: list[ClaimRow], lexicon: Path | None, lang: str) -> list[str]:
    """What keeps the two claims apart by themselves, else among all claims about their entity."""
    if finding := _flagged(results, rows):
        told = finding_view(finding, results, lang).said.explanation
        return [f"它们已被列为矛盾：发现 {finding.id}，{told}"]
    words = load_lexicon(lexicon)
    extractions = [
        Extraction(card=card_of(a), claims=tuple(map(claim_of, results.claims_of.get(a.id, ()))))
        for a in results.articles
    ]
    known = known_of(extractions, words)
    one, other = (claim_of(row) for row in rows)
    names = {known.entity(one), known.entity(other)}
    about = [claim for part in extractions for claim in part.claims if known.entity(claim) in names]
    found = reasons_apart(one, other, words, known) or why_silent(one, other, about, known)
    return found or ["没有什么把它们分开：各自与同组其他数值相合，差异归在别处"]


def _flagged(results: Results, rows: list[ClaimRow]) -> FindingRow | None:
    """The finding that holds both claims on different sides."""
    for finding in results.findings:
        sides = {n for n, side in enumerate(finding.sides) for row in rows if row.id in side}
        if len(sides) > 1:
            return finding
    return None


def _claim(results: Results, name: str) -> ClaimRow:
    found = [row for row in results.claims if row.id.startswith(name)]
    exact = [row for row in found if row.id == name]
    if len(exact or found) != 1:
        many = "不止一条" if found else "没有"
        raise typer.BadParameter(f"{many}陈述的 id 以 {name} 开头，请看 claims.jsonl。", param_hint="CLAIM")
    return (exact or found)[0]
