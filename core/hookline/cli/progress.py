"""Show the progress of a run: one line on a terminal, which moves on and goes when the run ends."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from hookline.components.report import Report

__all__ = ["Pace", "ProgressLine"]

REFRESHES = 8  # a second
WINDOW = 30.0  # seconds over which the rate is taken
WARM = 2.0  # seconds after the first documents from which the rate is taken without loading
BAR, WIDE = 10, 24  # characters of the bar
SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
UNITS = ("B", "kB", "MB", "GB", "TB")


class Pace:
    """
    How fast documents are settled, over the last half a minute.

    The time to the first documents, in which models are loaded, counts only until there is a better
    measure.

    Args:
        now: The time at the start of the run, in seconds.
        settled: The number of documents that an earlier attempt has settled.
    """

    def __init__(self, now: float, settled: int) -> None:
        self._samples = deque([(now, settled, 0.0)])
        self._counts_loading = True

    @property
    def has_begun(self) -> bool:
        """Whether documents have been settled."""
        return len(self._samples) > 1

    @property
    def fraction(self) -> float:
        """How much of the input was done when documents were last settled."""
        return self._samples[-1][2]

    def add(self, now: float, settled: int, fraction: float) -> None:
        """Note the number of settled documents, and how much of the input they are."""
        samples = self._samples
        if not self.has_begun:
            if settled == samples[0][1]:
                return
            # what an earlier attempt has done is no part of the rate
            samples[0] = (*samples[0][:2], fraction * samples[0][1] / max(settled, 1))
        samples.append((now, settled, fraction))
        if self._counts_loading and now - samples[1][0] > WARM:
            self._counts_loading = False
            samples.popleft()
        while len(samples) > 2 and now - samples[1][0] > WINDOW:
            samples.popleft()

    def rate(self) -> float:
        """Return the number of documents settled per second."""
        first, last = self._samples[0], self._samples[-1]
        return (last[1] - first[1]) / max(last[0] - first[0], 1e-6)

    def left(self, now: float) -> float | None:
        """Return the seconds to the end of the input, or None if they cannot be told."""
        first, last = self._samples[0], self._samples[-1]
        pace = (last[2] - first[2]) / max(last[0] - first[0], 1e-6)
        if pace <= 0:
            return None
        # The time since the last documents counts only once it is longer than usual.
        return max((1 - last[2]) / pace - (now - last[0]), 0)


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
        self._pace = Pace(self._begun, report.settled)
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
        self._pace.add(time.monotonic(), self._report.settled, self._fraction())

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
        if not self._pace.has_begun:
            line.append(f"loading, first documents  {_clock(now - self._begun)}")
            return line
        fraction = self._pace.fraction
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
        rate = self._pace.rate()
        parts.append(f"{rate:,.1f}/s" if rate < 10 else f"{rate:,.0f}/s")
        left = self._pace.left(now)
        if left is not None:
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
