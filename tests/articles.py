"""Articles and days of publication, as tests make them."""

from datetime import date

from hedui.model import Article, Publication


def on(*day: int) -> Publication:
    """Published on a known day: year, month, day."""
    return Publication(date(*day), date(*day), "metadata")


def article(text: str, day: Publication | None = None, name: str = "a", source: str | None = None) -> Article:
    """An article that is told from others by its name."""
    return Article(id=name, text=text, sha256=name, source=source, published=day)
