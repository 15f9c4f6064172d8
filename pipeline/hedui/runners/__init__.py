"""Where the two pure functions of the flow run: RUNNERS by name."""

from hedui.runners.base import Runner, RunOptions
from hedui.runners.local import extract
from hedui.runners.memory import Memory, remembered

RUNNERS: dict[str, Runner] = {"local": extract}

__all__ = ["RUNNERS", "Memory", "RunOptions", "Runner", "extract", "remembered"]
