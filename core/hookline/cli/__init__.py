"""The command line. Modules are imported on use, so that `--help` is fast."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code, 130 if it is interrupted while it is imported."""
    _occupy_standard_streams()
    if sys.stderr is None:  # closed by the caller: messages have no reader
        sys.stderr = open(os.devnull, "w")  # open as long as the process
    try:
        from hookline.cli.command_line import run
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    raise SystemExit(run(arguments))


def _occupy_standard_streams() -> None:
    """Open the descriptors from 0 to 2 that the caller closed, or files of a run would get them."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # opens the lowest free one
