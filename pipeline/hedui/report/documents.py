"""The findings as Markdown for a message or a wiki, and as JUnit XML for a build server."""

import re
from collections.abc import Iterator
from html import escape  # that of xml.sax comes with all of urllib

from hedui.messages import words
from hedui.model import SEVERITIES
from hedui.report.quote import Piece, one_line
from hedui.report.results import Results
from hedui.report.view import FindingView, finding_views, findings_told

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown(results: Results, language: str) -> bytes:
    """The findings as Markdown; every text is escaped."""
    return ("\n".join(_markdown_lines(results, language)) + "\n").encode("utf-8", "replace")


def junit(results: Results, language: str) -> bytes:
    """The findings as JUnit XML: one failed test each; a notice is a skipped one."""
    return ("\n".join(_junit_lines(results, language)) + "\n").encode("utf-8", "replace")


def _markdown_lines(results: Results, language: str) -> Iterator[str]:
    text = words(language)
    yield f"# {text['report']}"
    yield ""
    yield findings_told(results, language)
    for view in finding_views(results, language):
        yield ""
        yield f"## {view.number}. {view.severity} {_plain(view.headline)} {_plain(view.topic)}".rstrip()
        yield ""
        yield _plain(view.said.explanation)
        yield ""
        for side in view.sides:
            yield f"- **{side.name} {_plain(side.value)}**"
            for item, *_ in side.quotes:
                where = f"{item.source} · {item.published} · {item.title}"
                yield f"  - {_quoted(item.sentence)} —— {_plain(where)}"
        yield ""
        yield from (f"{n}. {_plain(step)}" for n, step in enumerate(view.said.steps, 1))
        if view.said.settle:
            yield ""
            yield f"{text['settle']}{text['colon']}{_plain(view.said.settle)}"
        yield ""
        yield f"`{view.row.id}` {text['confidence']} {view.confidence}"


def _junit_lines(results: Results, language: str) -> Iterator[str]:
    views = list(finding_views(results, language))
    failed = sum(view.row.severity != SEVERITIES[-1] for view in views)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    counts = f'tests="{len(views)}" failures="{failed}" errors="0" skipped="{len(views) - failed}"'
    yield f'<testsuites name="hedui" {counts}>'
    yield f'<testsuite name="hedui" {counts}>'
    for view in views:
        name = f"{view.headline} {view.topic}".strip()
        yield f"<testcase classname={_attribute('hedui.' + view.row.check)} name={_attribute(name)}>"
        tag = "skipped" if view.row.severity == SEVERITIES[-1] else "failure"
        yield f"<{tag} message={_attribute(view.said.explanation)}>{escape(_body(view), quote=False)}</{tag}>"
        yield "</testcase>"
    yield "</testsuite>"
    yield "</testsuites>"


def _body(view: FindingView) -> str:
    lines = [f"{view.severity} {view.row.id}"]
    for side in view.sides:
        lines.append(f"{side.name} {side.value}")
        for item, *_ in side.quotes:
            sentence = "".join(piece.text for piece in item.sentence).strip()
            lines.append(f"  {sentence} -- {item.source} {item.published} {item.title}")
    return "\n".join([*lines, *(one_line(step) for step in view.said.steps)])


def _quoted(pieces: tuple[Piece, ...]) -> str:
    shown = (f"**{_plain(p.text)}**" if p.role == "figure" else _escaped(p.text) for p in pieces)
    return "".join(shown).strip()


def _plain(text: str) -> str:
    return _escaped(one_line(text))


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _attribute(text: str) -> str:
    return f'"{escape(one_line(text))}"'
