"""`hedui explain`: what is read from one text, by which rules, and what else each figure could belong to."""

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.text import Text

from hedui.commands.options import Json, Lang, Language, Lexicon, Ner, Published, console, publication
from hedui.errors import RunError
from hedui.extract.claims import explain_binding, find_claims_each, load_model, scene_of
from hedui.extract.reading import Reading
from hedui.flow import Tools, load_tools, read
from hedui.messages import words
from hedui.model import Article, Entity, Mention, Metric, Period, Quantity
from hedui.readers.encodings import decoded
from hedui.readers.records import article_of
from hedui.records import plain
from hedui.report.figures import period_of, value_of
from hedui.report.quote import one_line
from hedui.report.results import ClaimRow, claim_rows
from hedui.report.terminal import print_folded

if TYPE_CHECKING:
    from rich.console import Console

Found = Mention[Entity] | Mention[Quantity] | Mention[Period] | Mention[Metric]
SLOTS = ("entity", "metric", "period")
MOST_TEXT = 200_000
MOST_OPTIONS = 5


def explain(
    text: Annotated[str, typer.Argument(help="一段报道；- 表示从标准输入读取。")],
    published: Published = None,
    lexicon: Lexicon = None,
    ner: Ner = None,
    json: Json = False,
    lang: Lang = Language.zh,
) -> None:
    """说明一段文字会被读成什么：找到的数字、时间、主体、指标，生效的规则，组成的陈述。

    例：hedui explain "去年上半年,壁仞科技收入为5890万元。" --published 2026-01-02

    例：hedui explain - --json < draft.txt
    """
    article = _article(decoded(sys.stdin.buffer.read()) if text == "-" else text, published)
    tools = load_tools(lexicon, ner)
    reading = read(article, tools)
    if json:  # the claims as claims.jsonl has them
        (claims,) = find_claims_each([reading], tools.lexicon)
        for row in claim_rows(claims):
            typer.echo(msgspec.json.encode(row))
        return
    screen = console()
    _print_mentions(screen, reading, lang)
    _print_claims(screen, reading, tools, lang)


def _article(text: str, published: str | None) -> Article:
    if not text.strip() or len(text) > MOST_TEXT:
        raise RunError(f"请给出 1 到 {MOST_TEXT} 字的一段文字；整篇报道请用 hedui run。")
    return msgspec.structs.replace(article_of({"text": text}), published=publication(published))


def _print_mentions(screen: "Console", reading: Reading, lang: str) -> None:
    """Each mention in the order of the text, with the rules that found it; twice found and read alike, once."""
    text = words(lang)
    screen.print(text["mentions"], style="bold")
    found: list[tuple[str, Found]] = [("value", mention) for mention in reading.quantities]
    found += [("period", mention) for mention in reading.periods]
    found += [("entity", mention) for mention in reading.entities]
    found += [("metric", mention) for mention in reading.metrics]
    lines: dict[str, list[str]] = {}
    for kind, mention in sorted(found, key=lambda pair: (pair[1].start, pair[1].end)):
        line = f"{mention.start:<4} {text[kind]}  {one_line(mention.text)} → {read_as(mention, text)}"
        lines.setdefault(line, []).append(" ".join((mention.source, *mention.rules)))
    for line, rules in lines.items():
        print_folded(screen, Text(line), 2)
        print_folded(screen, Text(text["semicolon"].join(dict.fromkeys(rules)), "dim"), 8)


def read_as(mention: Found, text: Mapping[str, str]) -> str:
    """What a mention was read as, in a few words."""
    value = mention.value
    if isinstance(value, Quantity):
        point = value.literal or plain(value.value) or "?"
        return f"{point} {value.unit} [{plain(value.low) or '…'}, {plain(value.high) or '…'}] {text[value.bound]}"
    if isinstance(value, Period):
        return f"{value.iso() or '?'} {text[value.how]}"
    if isinstance(value, Entity):
        return f"{value.name} {value.label}"
    role = "" if value.role == "level" else f" {value.role}"
    return f"{value.name}{role}" + (f" ({value.base})" if value.base else "")


def _print_claims(screen: "Console", reading: Reading, tools: Tools, lang: str) -> None:
    text = words(lang)
    screen.print(text["claims"], style="bold")
    (claims,) = find_claims_each([reading], tools.lexicon)
    rows = claim_rows(claims)
    offers = dict(_offers(reading, tools, lang))
    for row in rows:
        told = f"{one_line(row.mention)} = {value_of(row, lang)}  {row.confidence:.0%}"
        print_folded(screen, Text(told, "bold"), 2)
        print_folded(screen, Text(_bound(row, lang)), 8)
        traced = [f"{text['trace']}{text['colon']}{'; '.join(row.trace)}"] if row.trace else []
        for line in (*offers.get(row.start, ()), *traced):
            print_folded(screen, Text(line, "dim"), 8)


def _bound(row: ClaimRow, lang: str) -> str:
    text = words(lang)
    parts = (
        ("entity", row.entity),
        ("metric", " ".join(part for part in (row.qualifier, row.metric) if part)),
        ("period", period_of(row.period, lang)),
        ("kind", text.get(row.kind, row.kind)),
        ("attribution", row.attribution),
    )
    return "  ".join(f"{text[name]} {one_line(value)}" for name, value in parts if value)


def _offers(reading: Reading, tools: Tools, lang: str) -> Iterator[tuple[int, list[str]]]:
    """Per figure (its raw start), the mentions it could have been bound to, with scores, and what decided."""
    text = words(lang)
    for told in explain_binding(scene_of(reading, tools.lexicon), load_model()):
        lines = []
        for slot in SLOTS:
            options = [option for option in told.options if option.slot == slot]
            best: dict[str, float] = {}
            for option in options:
                best.setdefault(one_line(option.text or option.name), option.score)
            names = [f"{name} {score:.2f}" for name, score in best.items()][:MOST_OPTIONS]
            because = " ".join(f"{name} {fall:+.2f}" for o in options[:1] for name, fall in o.because)
            if names:
                told_best = text["comma"].join(names) + (f" ({because})" if because else "")
                lines.append(f"{text['candidates']} {text[slot]}{text['colon']}{told_best}")
        yield reading.clean.raw_span(told.start, told.end).start, lines
