"""How often the garbage collector looks in processes of our own; a library leaves that to its host."""

import atexit
import gc

# What a command makes dies by its count or lives to the end, and a look at hundreds of thousands of rows takes as
# long as making them.
_SELDOM = (50_000, 20, 50)


def collect_seldom() -> None:
    """From now on the collector looks seldom in this process and in those forked from it, and not at its end."""
    gc.set_threshold(*_SELDOM)
    atexit.register(gc.freeze)  # what is frozen is not looked at: all of it goes with the process
