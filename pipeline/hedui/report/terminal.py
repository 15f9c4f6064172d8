"""The findings on a terminal: readable at 80 columns, color only where there is a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from hedui.folding import cells, fold_points
from hedui.messages import words
from hedui.report.evidence import Evidence, Side
from hedui.report.quote import headline_of, one_line
from hedui.report.results import FindingRow, Results
from hedui.report.stories import Story
from hedui.report.view import FindingView, finding_view

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

STYLE = {"critical": "bold red", "major": "red", "minor": "yellow", "notice": "cyan"}
ROLE = {"figure": "bold", "metric": "underline"}
MOST_PER_SIDE = 3
MOST_PER_STORY = 8


def print_findings(console: "Console", results: Results, rows: Iterable[FindingRow], language: str) -> None:
    """Each finding in a few lines: what disagrees, why, and both sentences with the figure marked."""
    for row in rows:
        view = finding_view(row, results, language)
        _head(console, view)
        for side in view.sides:
            _side(console, side, MOST_PER_SIDE, language)
        console.print()


def print_finding(console: "Console", view: FindingView, language: str) -> None:
    """One finding with everything: all sentences, what was read from each, the steps, what would settle it."""
    text = words(language)
    _head(console, view)
    for side in view.sides:
        _side(console, side, len(side.quotes), language, facts=True)
    _list(console, text["lineage"], _story_lines(view, text))
    _list(console, text["steps"], view.said.steps)
    _list(console, text["waterfall"], [f"{s.title} {s.value} → {s.after}" for s in view.waterfall])
    _list(console, text["settle"], [view.said.settle] if view.said.settle else [])
    _list(console, text["runners_up"], view.said.runners_up)
    _list(console, text["supported"], [view.said.supported])
    _list(console, text["confidence"], [part for part in (view.confidence, view.chance) if part])
    _list(console, text["fingerprint"], [view.row.id])


def print_story(console: "Console", story: Story, results: Results, language: str) -> None:
    """One story: its keywords, dates and outlets, then its articles and the numbers of its findings."""
    from rich.text import Text

    text = words(language)
    keywords = text["comma"].join(one_line(word) for word in story.keywords)
    print_folded(console, Text(keywords or text["untitled"], "bold"), 0)
    dates = " ~ ".join(dict.fromkeys(day for day in (story.first, story.last) if day)) or text["unknown"]
    counts = text["story"].format(articles=len(story.articles), findings=len(story.findings))
    print_folded(console, Text(f"{dates}  {counts}", "dim"), 3)
    for name in story.articles[:MOST_PER_STORY]:
        row = results.article[name]
        shown = " · ".join(part for part in (row.dated, row.source, headline_of(row)) if part)
        print_folded(console, Text(one_line(shown)), 3)
    if len(story.articles) > MOST_PER_STORY:
        more = text["more_evidence"].format(count=len(story.articles) - MOST_PER_STORY)
        print_folded(console, Text(more, "dim"), 3)
    if story.findings:
        found = " ".join(str(results.number[name]) for name in story.findings)
        print_folded(console, Text(f"{text['findings']}{text['colon']}{found}"), 3)
    console.print()


def _story_lines(view: FindingView, text: Mapping[str, str]) -> Iterator[str]:
    """Who printed which value when, copied it from whom, took it back or still has it: one line an article."""
    for node in view.lineage.nodes if view.lineage else ():
        how = [text[f"was_{node.what}"]] if node.what != "copy" else []
        if node.changed or node.what == "copy":
            how.append(text["was_changed" if node.changed else "was_copy"].format(model=node.model))
        if node.late:
            how.append(text["late"])
        told = (node.day or text["unknown"], view.sides[node.side].name, node.outlet, text["semicolon"].join(how))
        yield "  ".join(told)
    if view.lineage and view.lineage.more:
        yield text["more_articles_here"].format(count=view.lineage.more)


def _head(console: "Console", view: FindingView) -> None:
    from rich.text import Text

    line = Text(f"{view.number}. ")
    line.append(f"[{view.severity}]", STYLE.get(view.row.severity, ""))
    line.append(f" {view.headline}", "bold")
    if view.topic:
        line.append(f"  {view.topic}")
    print_folded(console, line, 0)
    print_folded(console, Text(view.said.explanation), 3)


def _side(console: "Console", side: Side, most: int, language: str, facts: bool = False) -> None:
    from rich.text import Text

    print_folded(console, Text(f"{side.name}  {side.value}", "bold"), 3)
    for item, *beside in side.quotes[:most]:
        print_folded(console, sentence_told(item), 6)
        print_folded(console, Text("—— " + " · ".join((item.source, item.published, item.title)), "dim"), 6)
        for read in (item, *beside) if facts else ():
            told = [f"{name}{words(language)['colon']}{value}" for name, value in read.facts]
            for line in packed(told, console.width - 6):
                print_folded(console, Text(line, "dim"), 6)
    if len(side.quotes) > most:
        more = words(language)["more_evidence"].format(count=len(side.quotes) - most)
        print_folded(console, Text(more, "dim"), 6)


def packed(parts: Iterable[str], width: int) -> Iterator[str]:
    """As many parts on each line as its columns hold, none cut in two."""
    line = ""
    for part in parts:
        longer = f"{line}  {part}" if line else part
        if line and cells(longer) > width:
            yield line
            longer = part
        line = longer
    if line:
        yield line


def print_folded(console: "Console", line: "Text", indent: int) -> None:
    """A line folded to the width of the terminal, every part of it indented."""
    from rich.text import Text

    for part in line.divide(fold_points(line.plain, max(20, console.width - indent))):
        part.rstrip()
        part = part[len(part.plain) - len(part.plain.lstrip()) :]
        console.print(Text(" " * indent) + part, overflow="ignore", no_wrap=True, crop=False)


def sentence_told(item: Evidence) -> "Text":
    """The sentence of a claim, its figure in 【】."""
    from rich.text import Text

    line = Text()
    for piece in item.sentence:
        text = f"【{piece.text}】" if piece.role == "figure" else piece.text
        line.append(text, ROLE.get(piece.role, ""))
    return line


def _list(console: "Console", name: str, lines: Iterable[str]) -> None:
    from rich.text import Text

    shown = [one_line(line) for line in lines]
    if shown:
        print_folded(console, Text(name[:1].upper() + name[1:], "bold"), 3)
    for line in shown:
        print_folded(console, Text(line), 6)
