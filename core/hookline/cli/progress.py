"""Show the progress of a run: one line on a terminal, which moves on and goes when the run ends."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from hookline.components.report import Report

__all__ = ["ProgressLine"]

REFRESHES = 8  # a second
WINDOW = 30.0  # seconds over which the rate is taken
BAR, WIDE = 10, 24  # characters of the bar
SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
UNITS = ("B", "kB", "MB", "GB", "TB")


class ProgressLine:
    """
    The last line of a terminal while a run goes on: how much of the input is done, and how fast.

    Args:
        report: The counts of the run, which it updates.
        limit: The number of documents after which the run stops, if any.
    """

    def __init__(self, report: Report, limit: int | None) -> None:
        from rich.console import Console
        from rich.live import Live

        self._report, self._limit = report, limit
        self._begun = time.monotonic()
        self._samples = deque([(self._begun, report.settled, 0.0)])
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._live = Live(
            console=self._console,
            get_renderable=self._line,
            refresh_per_second=REFRESHES,
            transient=True,
        )
        self._live.start()

    def print(self, line: str) -> None:
        """Print a line above."""
        from rich.text import Text

        self._console.print(Text.from_ansi(line))

    def update(self) -> None:
        """Take the counts of the report, which have changed."""
        now = time.monotonic()
        fraction = self._fraction()
        if len(self._samples) == 1 and self._report.settled == self._samples[0][1]:
            return
        if len(self._samples) == 1:  # what an earlier attempt has done is no part of the rate
            before = fraction * self._samples[0][1] / max(self._report.settled, 1)
            self._samples[0] = (*self._samples[0][:2], before)
        self._samples.append((now, self._report.settled, fraction))
        while len(self._samples) > 2 and now - self._samples[1][0] > WINDOW:
            self._samples.popleft()

    def close(self) -> None:
        """Remove the line."""
        self._live.stop()

    def _fraction(self) -> float:
        """Return how much of the input is done, from 0 to 1, as far as it is known."""
        report = self._report
        total = self._total()
        shares = [report.settled / total] if total else []
        if report.input_size and report.total is None:
            shares.append(report.settled_size / report.input_size)
        return min(max(shares, default=0.0), 1.0)

    def _total(self) -> int | None:
        """Return the number of documents if it is known; the limit may be more than there are."""
        totals = [total for total in (self._report.total, self._limit) if total is not None]
        return min(totals, default=None)

    def _line(self) -> Any:
        from rich.text import Text

        width = self._console.width
        now = time.monotonic()
        line = Text(no_wrap=True, overflow="ellipsis", end="")
        line.append(SPINNER[int(now * REFRESHES) % len(SPINNER)] + " ", "cyan")
        if self._report.settled == self._samples[0][1]:
            line.append(f"loading, first documents  {_clock(now - self._begun)}")
            return line
        fraction = self._samples[-1][2]
        if fraction:
            size = WIDE if width >= 110 else BAR
            done = int(size * fraction)
            line.append("━" * done, "green")
            line.append("━" * (size - done), "dim")
            line.append(f" {fraction:4.0%}  ")
        line.append("  ".join(self._parts(width, now, fraction)))
        return line

    def _parts(self, width: int, now: float, fraction: float) -> list[str]:
        report = self._report
        total = self._total()
        parts = [f"{report.settled:,}" + (f"/{total:,}" if total else "") + " documents"]
        if report.input_size:
            parts.append(_sizes(report.settled_size, report.input_size))
        if report.failed:
            parts.append(f"{report.failed:,} failed")
        first, last = self._samples[0], self._samples[-1]
        # The time since the last batch counts only once it is longer than usual.
        seconds = max(last[0] - first[0], 1e-6)
        rate = (last[1] - first[1]) / seconds
        parts.append(f"{rate:,.1f}/s" if rate < 10 else f"{rate:,.0f}/s")
        pace = (last[2] - first[2]) / seconds
        if fraction and pace > 0:
            left = max((1 - fraction) / pace - (now - last[0]), 0)
            parts.append(f"{_clock(left)} left")
        else:
            parts.append(_clock(now - self._begun))
        if (
            width < 100
            and len(parts) > 3
            and report.input_size
            and len("  ".join(parts)) > width - 18
        ):
            del parts[1]  # the bytes
        return parts


def _sizes(done: int, total: int) -> str:
    """Return two numbers of bytes in the unit of the larger one."""
    unit = 0
    while total >= 1000 ** (unit + 1) and unit + 1 < len(UNITS):
        unit += 1
    digits = 1 if unit else 0
    return f"{done / 1000**unit:,.{digits}f}/{total / 1000**unit:,.{digits}f} {UNITS[unit]}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
