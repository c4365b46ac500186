"""Find the rows of tables and lists, which are content whatever else they look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from hookline_boilerplate.lines import Line
from hookline_boilerplate.patterns.dated_rows import is_dated_row

__all__ = [
    "find_dated_rows",
    "find_lettered_rows",
    "find_row_runs",
    "find_stacked_rows",
    "find_table_rows",
]

_KEY_AND_VALUE = re.compile(r"[^\W\d_][\w ./-]{0,24}:\s+\S")
_LIST_ITEM = re.compile(r"(?:[-–—•*·▪●◦]|#?\d{1,3}[.):])\s+\S")
# Choices and clauses, in the order of their letters: “A. Inca”, “(b) the buyer”.
_LETTERED = re.compile(r"\(?([A-Za-z])[.)]\s+\S")
_MIN_LETTERED_ROWS = 3
_DIGIT = re.compile(r"\d")
# A rule under the head of a table: “|---|---|”, “-----+-----”, “=====  =====”.
_RULE = re.compile(r"[\s|+:]*[-=—─]{3,}[\s|+:=—─-]*")
# Columns of text that was set with spaces.
_GAP = re.compile(r"(?<=\S)(?: {2,}|\u2003+)(?=\S)")
_MIN_DATED_ROWS = 3
_DATED = "dated"
_TAB, _BAR, _SPACES = "\t", "|", " "
# A cell by itself, and rows of such cells: words and numbers that alternate in one way.
_NUMBER_CELL = re.compile(r"[\s(+<>~≈$€£¥#-]*\d[\d.,:/\s]*\s?(?:%|[^\W\d_]{1,3})?\)?")
_MAX_CELL_WORDS = 6
_STACKED = re.compile(r"(a{1,7}0[a0]{0,5}?|0{1,7}a[a0]{0,5}?)\1{3,}")
# Rows without a digit and without a rule are a table from this number on.
_MIN_ROWS_OF_WORDS = 3


def find_row_runs(lines: Sequence[Line]) -> Iterator[range]:
    """Yield runs of two or more lines of one form: table rows, list items, keys and values."""
    forms = [_row_form(line) for line in lines]
    if not any(forms):
        return
    start = 0
    for form, group in groupby(forms):
        rows = range(start, start + sum(1 for _ in group))
        start = rows.stop
        if form and len(rows) > 1:
            yield rows


def find_table_rows(lines: Sequence[Line]) -> list[int]:
    """
    Return the numbers of the lines that are rows of a table, with its rules.

    A table is a run of rows with one number of columns that has a rule, a digit, tabs, or at least
    three rows. A row between bars (“| Oslo | 3 |”), which is how a main text shows the cells of a
    page, is one by itself.
    """
    if not any(_BAR in line.text or _TAB in line.text or "  " in line.text for line in lines):
        return []
    table_rows: list[int] = []
    run: list[int] = []
    columns = ""
    for number, line in enumerate(lines):
        own = column_separators(line.text)
        is_rule = bool(run or own or number + 1 < len(lines)) and bool(_RULE.fullmatch(line.text))
        if is_rule and (run or own):
            run.append(number)
            continue
        if own != columns:
            if _is_table([lines[row].text for row in run], columns):
                table_rows += run
            run, columns = [], own
        if own:
            run.append(number)
    if _is_table([lines[row].text for row in run], columns):
        table_rows += run
    return table_rows


def find_dated_rows(lines: Sequence[Line], row_runs: Iterable[range]) -> Iterator[range]:
    """Yield those of `find_row_runs` that are three or more lines with what happens on a day."""
    for rows in row_runs:
        if len(rows) >= _MIN_DATED_ROWS and is_dated_row(lines[rows.start]):
            yield rows


def find_lettered_rows(lines: Sequence[Line]) -> Iterator[range]:
    """Yield runs of three or more lines that open with the letters from A on, as choices do."""
    start = 0
    for number, line in enumerate([*lines, None]):
        match = _LETTERED.match(line.text) if line else None
        place = ord(match[1].lower()) - ord("a") if match else -1
        if place == number - start and place >= 0:
            continue
        if number - start >= _MIN_LETTERED_ROWS:
            yield range(start, number)
        start = number if place == 0 else number + 1


def find_stacked_rows(lines: Sequence[Line]) -> Iterator[range]:
    """
    Yield the lines of tables whose cells stand one below the other, as some extractors leave them.

    Numbers and words then alternate with the period of the columns, at least four times.
    """
    kinds = "".join(map(_cell_kind, lines))
    if "0" in kinds:
        for match in _STACKED.finditer(kinds):
            yield range(match.start(), match.end())


def _cell_kind(line: Line) -> str:
    """Return "0" for a number, "a" for a few words, " " for what is no cell."""
    text = line.text
    if not line.words or len(line.words) > _MAX_CELL_WORDS or text[-1] in ".!?:;,":
        return " "
    return "0" if not text[0].isalpha() and _NUMBER_CELL.fullmatch(text) else "a"


def column_separators(text: str) -> str:
    """Return the separators between the columns of a row, "" if it has none."""
    for separator in (_TAB, _BAR):
        if separator in text:
            cells = text.split(separator)
            is_row = sum(map(bool, map(str.strip, cells))) > 1 or _is_between_bars(text)
            return separator * (len(cells) - 1) if is_row else ""
    return _SPACES * len(_GAP.findall(text)) if "  " in text or "\u2003" in text else ""


def _is_table(texts: Sequence[str], columns: str) -> bool:
    """Return whether rows with these separators are a table."""
    rows = [text for text in texts if not _RULE.fullmatch(text)]
    if not rows or not columns:
        return False
    if columns[0] == _BAR and len(columns) > 2 and all(map(_is_between_bars, rows)):
        return True
    if len(rows) == 1 and len(texts) == 1:
        return False
    has_rule = len(texts) > len(rows)
    return (
        has_rule
        or (columns[0] == _TAB and len(rows) > 1)
        or any(map(_DIGIT.search, rows))
        or len(rows) >= _MIN_ROWS_OF_WORDS
    )


def _is_between_bars(text: str) -> bool:
    return text[0] == text[-1] == _BAR


def _row_form(line: Line) -> str:
    """Return a name for the form of a row, or "" if the line is no row."""
    text = line.text
    has_sign = _BAR in text or _TAB in text or "  " in text or "\u2003" in text
    if has_sign and (separators := column_separators(text)):
        return separators
    if is_dated_row(line):
        return _DATED
    if ":" in text and _KEY_AND_VALUE.match(text):
        return ":"
    return "-" if not text[:1].isalpha() and _LIST_ITEM.match(text) else ""
