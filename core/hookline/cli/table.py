"""Tables for a terminal, whose width they keep to, and for a pipe, with one line per row."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from textwrap import wrap

__all__ = ["table_lines"]

GAP = "  "
NARROWEST = 24  # characters that the last column has at least


def table_lines(rows: Sequence[Sequence[str]], *, numbers: bool = False) -> Iterator[str]:
    """
    Yield the lines of a table; the first row is its head.

    Columns are aligned at their left, or at their right from the second one on with `numbers`. On a
    terminal the texts of the last column are wrapped.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    last = len(widths) - 1
    indent = sum(widths[:last]) + last * len(GAP)
    width = shutil.get_terminal_size().columns if sys.stdout and sys.stdout.isatty() else 0
    for row in rows:
        cells = [
            cell.rjust(size) if numbers and index else cell.ljust(size)
            for index, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        if numbers or not width:
            yield GAP.join(cells).rstrip()
            continue
        first, *more = wrap(row[last], max(width - indent, NARROWEST)) or [""]
        yield GAP.join([*cells[:last], first]).rstrip()
        yield from (" " * indent + line for line in more)
