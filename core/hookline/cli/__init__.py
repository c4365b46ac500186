"""The command line. Modules are imported on use, so that `--help` is fast."""

from __future__ import annotations

from typing import NoReturn

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code, 130 if it is interrupted while it is imported."""
    try:
        from hookline.cli.command_line import run
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    raise SystemExit(run(arguments))
