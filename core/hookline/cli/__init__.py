"""The command line. Modules are imported on use, so that `--help` is fast."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code, 130 if it is interrupted while it is imported."""
    if sys.stderr is None:  # closed by the caller: messages have no reader
        sys.stderr = open(os.devnull, "w")  # open as long as the process
    try:
        from hookline.cli.command_line import run
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    raise SystemExit(run(arguments))
