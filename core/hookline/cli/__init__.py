"""The command line. Modules are imported on use, so that `--help` is fast."""

from hookline.cli.main import main

__all__ = ["main"]
