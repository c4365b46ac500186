"""Show progress on a terminal."""

from __future__ import annotations

import sys
from typing import Any


class ProgressBar:
    """A count of documents on standard error if it is a terminal; does nothing otherwise."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> ProgressBar:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

            self._bar = Progress(
                SpinnerColumn(),
                MofNCompleteColumn(),
                "documents",
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task("", total=None)
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self) -> None:
        """Count one document."""
        if self._bar:
            self._bar.advance(self._task)
