"""The result of an exam as a page and as JSON."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import msgspec

from hedui.exam.sitting import Exam
from hedui.report.page import TEMPLATES, environment

HERE = Path(__file__).parent / "templates"


def exam_json(exam: Exam) -> bytes:
    """The figures of an exam, with the derived rates."""
    rates = {"recall": round(exam.recall, 4), "alarms_per_thousand": round(exam.alarms_per_thousand, 1)}
    return msgspec.json.format(msgspec.json.encode(msgspec.to_builtins(exam) | rates), indent=2) + b"\n"


def exam_page(exam: Exam, language: str) -> bytes:
    """The page: recall by kind, where errors were lost, false alarms, and the errors that were missed."""
    from markupsafe import Markup

    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    digest = "sha256-" + b64encode(sha256(style.encode()).digest()).decode()
    engine = environment([HERE, TEMPLATES], language)
    page = engine.get_template("exam.html").render(exam=exam, style=Markup(style), style_hash=digest)
    return page.encode("utf-8", "replace")
