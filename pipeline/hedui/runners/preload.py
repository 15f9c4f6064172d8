"""Imported by the process that all workers are forked from: words and models lie in memory once, not in each.

Two processes that read the same pages also share what the cache of the machine holds of them.  A worker for words
or a model of the user's loads those itself.
"""

import gc
from contextlib import suppress

from hedui.errors import LexiconError, RunError
from hedui.flow import claims_in, load_tools
from hedui.model import Article

with suppress(LexiconError, RunError):  # the worker that misses them says so
    # What is loaded on first use is loaded by this.
    claims_in(Article(id="", text="2025年,某公司营业收入为3亿元,同比增长5%。", sha256=""), load_tools())
    gc.freeze()
