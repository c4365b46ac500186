"""Keep what its form shows to be content, whatever phrases, shapes and scores say of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hookline_boilerplate.classifier.continued_lines import (
    find_clock_times,
    find_letter_lines,
    find_verse,
)
from hookline_boilerplate.classifier.rows import (
    find_dated_rows,
    find_lettered_rows,
    find_stacked_rows,
    find_table_rows,
)
from hookline_boilerplate.features.line_features import LineFeatures
from hookline_boilerplate.lines import Line

__all__ = ["keep_by_form"]

# Lists of dates stay if they start at most this far below the last prose. In lines.
_MAX_DISTANCE = 3
# Times of day stay if so many of them are between prose.
_MIN_TIMES = 2


def keep_by_form(
    lines: Sequence[Line],
    features: Sequence[LineFeatures],
    evidence: Sequence[str | None],
    row_runs: Iterable[range],
    removed: list[bool],
) -> None:
    """
    Keep tables, choices, verse and letters anywhere; cells, dates and times in the article.

    `evidence` is that of `classifier.evidence`, `row_runs` are those of `classifier.rows`.
    Sentences with a phrase have their guard where evidence is made: `features.statements`.
    """
    kept = find_table_rows(lines)
    for rows in (*find_verse(lines, features), *find_lettered_rows(lines)):
        kept += rows
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
        times = find_clock_times(lines, evidence, removed)
        if sum(first < number < last for number in times) >= _MIN_TIMES:
            kept += times
    kept += find_letter_lines(lines)
    for row in kept:
        removed[row] = False
