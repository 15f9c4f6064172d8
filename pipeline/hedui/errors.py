"""Three errors, by how far the damage goes.  Messages are full sentences: what, where, what to do."""


class LexiconError(Exception):
    """Shipped or user data is wrong: stop before the first article."""


class ArticleError(Exception):
    """One article cannot be processed: it becomes a row of the rejects and the run goes on."""


class RunError(Exception):
    """The run cannot go on: stop; what is finished stays valid."""
