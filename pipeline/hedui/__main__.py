"""The command `hedui`, and `python -m hedui`."""

import sys
from importlib import import_module

_INTERRUPTED = 130  # 128 and the number of the signal, as shells have it


def main() -> None:
    """Runs the command line; Ctrl-C while its modules load ends it without a traceback."""
    try:
        cli = import_module("hedui.cli")
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    cli.main()


if __name__ == "__main__":
    main()
