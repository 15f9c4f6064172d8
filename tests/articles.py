"""Articles and days of publication, as tests make them."""

from datetime import date

from hedui.model import Article, Publication


def on(day: str) -> Publication:
    """Published on a known day, 2025-06-20."""
    return Publication(date.fromisoformat(day), date.fromisoformat(day), "metadata")


def article(text: str, day: Publication | None = None, name: str = "a", source: str | None = None) -> Article:
    """An article that is told from others by its name."""
    return Article(id=name, text=text, sha256=name, source=source, published=day)
