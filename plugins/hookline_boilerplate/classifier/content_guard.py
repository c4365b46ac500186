"""Keep the rows of tables and lists of dates, whatever phrases, shapes and scores say of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hookline_boilerplate.classifier.rows import (
    find_dated_rows,
    find_stacked_rows,
    find_table_rows,
)
from hookline_boilerplate.features.line_features import LineFeatures
from hookline_boilerplate.lines import Line

__all__ = ["keep_rows"]

# Lists of dates stay if they start at most this far below the last prose. In lines.
_MAX_DISTANCE = 3


def keep_rows(
    lines: Sequence[Line],
    features: Sequence[LineFeatures],
    row_runs: Iterable[range],
    removed: list[bool],
) -> None:
    """
    Keep rows: of tables anywhere, of stacked cells and dates inside the article.

    `row_runs` are those of `classifier.rows`.
    Sentences with a phrase have their guard where evidence is made: `features.statements`.
    """
    kept = find_table_rows(lines)
    prose = [
        number for number, line in enumerate(features) if line.is_prose and not removed[number]
    ]
    if prose:
        first, last = prose[0], prose[-1]
        for rows in find_stacked_rows(lines):
            if first < rows.start and rows.stop <= last:
                kept += rows
        for rows in find_dated_rows(lines, row_runs):
            if first < rows.start <= last + _MAX_DISTANCE:
                kept += rows
    for row in kept:
        removed[row] = False
