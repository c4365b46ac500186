"""The command line. Nothing is imported before it is needed: `--help` answers at once."""

from hookline.cli.main import main

__all__ = ["main"]
