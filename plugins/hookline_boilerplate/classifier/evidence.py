"""Decide which phrases and shapes are firm evidence that a line belongs to a family."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from hookline_boilerplate.features.line_features import LineFeatures
from hookline_boilerplate.lines import Line

__all__ = ["families_by_evidence", "find_row_runs", "is_table"]

# A line of at least this many words that ends like a sentence may be one.
_MIN_SENTENCE_WORDS = 4
# A phrase of two words that opens a sentence is evidence only if it belongs to one of these families
# or starts with one of these words. One of a single word never is.
_TWO_WORD_FAMILIES = frozenset(
    {"newsletter", "subscription", "share", "cookies", "author", "contact"}
)
_TWO_WORD_OPENINGS = frozenset({"read", "see", "view", "click"})
# A sentence that opens with a phrase is an appeal only if it addresses the reader, outside quotes.
_READER_WORDS = frozenset({"you", "your", "our", "us"})
_QUOTES = re.compile('["“”„«»]')
# Labels that articles give to their own sources as often as pages give them to pictures.
_AMBIGUOUS_LABELS = frozenset({"source", "sources", "quelle", "fuente", "fonte", "bron"})
# A finished sentence is no byline if it has a word in lower case but these, and no credit if an agency
# comes after a preposition.
_LOWER_CASE_WORD = re.compile(r"(?!(?:the|and|for|of|und|et|y|e|en|von|de|van)\b)\b[a-zß-ÿ]")
_PREPOSITION_BEFORE_END = re.compile(r"\b(?:via|for)\s+\w+\W*$")
_KEY_AND_VALUE = re.compile(r"[^\W\d_][\w ./-]{0,24}:\s+\S")
_LIST_ITEM = re.compile(r"(?:[-–—•*·▪●◦]|\d{1,3}[.)])\s+\S")
_DIGIT = re.compile(r"\d")


def families_by_evidence(
    lines: Sequence[Line], features: Sequence[LineFeatures], row_runs: Iterable[range]
) -> list[str | None]:
    """
    Return for each line the family that its phrases or its shape firmly indicate, or None.

    `row_runs` are those of `find_row_runs`.
    """
    families = [
        _firm_family(line, own) if own.whole_phrase or own.part_phrase or own.shape else None
        for line, own in zip(lines, features, strict=True)
    ]
    for rows in row_runs:
        if is_table(lines, rows):
            # The separators of a table's columns look like those of a list of links.
            for row in rows:
                if not features[row].whole_phrase and families[row] == "navigation":
                    families[row] = None
    return families


def find_row_runs(lines: Sequence[Line]) -> Iterator[range]:
    """Yield runs of two or more lines of one form: table rows, list items, keys and values."""
    forms = [_row_form(line.text) for line in lines]
    if not any(forms):
        return
    start = 0
    for form, group in groupby(forms):
        rows = range(start, start + sum(1 for _ in group))
        start = rows.stop
        if form and len(rows) > 1:
            yield rows


def is_table(lines: Sequence[Line], rows: range) -> bool:
    """Return whether a run of rows is a table: it has columns, and a digit somewhere."""
    texts = [lines[row].text for row in rows]
    return bool(_column_separators(texts[0])) and any(map(_DIGIT.search, texts))


def _firm_family(line: Line, features: LineFeatures) -> str | None:
    if features.whole_phrase:
        return features.whole_phrase
    if features.part_phrase and not _may_open_sentence(line, features):
        return features.part_phrase
    if features.shape in {"byline", "caption"} and _is_like_sentence(features):
        names = line.text[:-1] if features.shape == "byline" else ""
        if _LOWER_CASE_WORD.search(names, line.text.find(" ") + 1):
            return None
        if _PREPOSITION_BEFORE_END.search(line.text):
            return None
    return features.shape


def _is_like_sentence(features: LineFeatures) -> bool:
    """Return whether a line may be a sentence, however short."""
    return features.ends_sentence and features.word_count >= _MIN_SENTENCE_WORDS


def _may_open_sentence(line: Line, features: LineFeatures) -> bool:
    """Return whether the phrase in a line may be the beginning of a sentence of the article."""
    if not features.part_must_open:
        return False
    if features.part_length == 1 and line.words[0] in _AMBIGUOUS_LABELS:
        return True
    if not _is_like_sentence(features) or features.part_length > 2:
        return False
    if features.part_length == 2 and (
        features.part_phrase in _TWO_WORD_FAMILIES or line.words[0] in _TWO_WORD_OPENINGS
    ):
        return False
    if len(line.text.partition(":")[0].split()) == features.part_length:
        return False
    return _READER_WORDS.isdisjoint(line.words) or bool(_QUOTES.search(line.text))


def _row_form(text: str) -> str:
    """Return a name for the form of a row, or "" if the text is no row."""
    if separators := _column_separators(text):
        return separators
    if ":" in text and _KEY_AND_VALUE.match(text):
        return ":"
    return "-" if not text[:1].isalpha() and _LIST_ITEM.match(text) else ""


def _column_separators(text: str) -> str:
    """Return the separators between the columns of a row."""
    for separator in "\t|":
        if separator in text:
            return separator * text.count(separator)
    return ""
