"""`hedui explain`: what is read from one text, and by which rules."""


def explain() -> None:
    """说明一段文字会被读成什么。"""
