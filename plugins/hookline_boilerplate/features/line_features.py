"""Describe each line by itself: words, casing, ending, phrases and shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress, pairwise
from math import log1p
from typing import NamedTuple

from hookline_boilerplate.features.casing import Casing
from hookline_boilerplate.features.statements import Statements, is_label
from hookline_boilerplate.lines import Line, parse_line
from hookline_boilerplate.patterns.calls import Calls
from hookline_boilerplate.patterns.languages import read_languages
from hookline_boilerplate.patterns.phrases import PhraseFilter, Phrases
from hookline_boilerplate.patterns.shapes import family_by_shape

__all__ = [
    "LINE_FEATURES",
    "MAX_WHOLE_LINE_WORDS",
    "LineFeatureExtractor",
    "LineFeatures",
    "line_tokens",
    "selected_words",
]

# The names of the columns of `LineFeatures.vector`.
LINE_FEATURES = (
    "words", "characters", "function_words", "capitals", "title_case", "ends_sentence", "prose",
    "ending", "letters_per_word", "digits", "phrase_part", "phrase_whole", "shape", "full_stops",
)  # fmt: skip

_ENDING_CLASS = {
    char: number
    for number, chars in enumerate(
        (".", "?", "!", ":", ",;", "…", ")", "\"'”’»“", "-–—|/>›→", "0123456789"), 1
    )
    for char in chars
}
_CLOSING_MARKS = "\"'”’»)]*"
# Notes and sources may follow the full stop: ‘… ended.” [3]’.
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)*]*(?:\s*[\[(][^\])]{1,20}[\])])*$")
_SENTENCE_END_CHARACTERS = 40
# The tokens of a long line are those of its first and last words only.
_FIRST_WORDS, _LAST_WORDS = 12, 5
# A line of at most this many words is also a token as a whole.
MAX_WHOLE_LINE_WORDS = 5
# Casing is measured, and phrases are searched, in lines of at most this many words.
_MAX_CASED_WORDS, _MAX_PHRASE_WORDS = 40, 60
# The casing of a longer line: that of running text.
_PROSE_CASING = (0.1, 0.1, 0.0)
# Notices of at most so many words may consist of several phrases, with this between them.
_MAX_NOTICE_WORDS = 20
_NOTICE_BORDER = re.compile(r"[\s.!?|•·–—(),:;\[\]]*[.!?|•·–—(),:;\[\]][\s.!?|•·–—(),:;\[\]]*")
_NUMBER = re.compile(r"\d+")


class LineFeatures(NamedTuple):
    """
    Features of a line, without regard to other lines.

    `vector` has the columns `LINE_FEATURES`. `function_words` is the share (0 to 1) of the words that
    are function words of a supported language. `ends_sentence` says that the line ends like a
    sentence, `is_prose` that it is long enough and has enough function words for one.
    `whole_phrase` is the family of a phrase that is the whole line, or of the phrases that all its
    parts between punctuation are. `part_phrase` is the family of the longest other phrase in it, of
    `part_length` words; `part_must_open` says that it is listed for the start of a line only,
    `part_is_label` that it stands before a colon, a bar or a dash. `shape` is the family that the
    shape of the line indicates, `call` that of a call to the reader.
    A line with a phrase, a shape or a call that `is_statement` is a sentence with a finite verb
    outside the phrase; one that `addresses_reader` speaks to its reader. Both are False without phrase,
    shape and call. A call is no column of the vector, and not set for a statement.
    """

    vector: tuple[float, ...]
    word_count: int
    function_words: float
    ends_sentence: bool
    is_prose: bool
    whole_phrase: str | None
    part_phrase: str | None
    part_length: int
    part_must_open: bool
    part_is_label: bool
    shape: str | None
    call: str | None
    is_statement: bool
    addresses_reader: bool


class LineFeatureExtractor:
    """Extracts the features of lines; loads the phrases when created."""

    def __init__(self) -> None:
        languages = read_languages()
        self._phrases = Phrases(languages)
        self._calls = Calls(languages)
        self._statements = Statements(languages)
        self._casing = Casing()
        self._is_function_word = self._phrases.function_words.__contains__

    def extract(self, lines: Sequence[Line]) -> list[LineFeatures]:
        """Return the features of each line."""
        cased = [line.word_count <= _MAX_CASED_WORDS and line.text != "" for line in lines]
        casing = iter(self._casing.shares([line.text for line in compress(lines, cased)]))
        return [
            self._extract(line, next(casing) if is_cased else _PROSE_CASING)
            for line, is_cased in zip(lines, cased, strict=True)
        ]

    def _extract(self, line: Line, casing: Sequence[float]) -> LineFeatures:
        text, words, count = line.text, line.words, line.word_count
        function_words = sum(map(self._is_function_word, words)) / (len(words) or 1)
        last = text[-1:]
        ends_sentence = last in ".!?…" or (
            last in _CLOSING_MARKS
            and _SENTENCE_END.search(text[-_SENTENCE_END_CHARACTERS:]) is not None
        )
        # A paragraph before a list or a table ends with a colon, or without punctuation.
        min_words, min_function_words = (12, 0.2) if ends_sentence else (25, 0.3)
        is_prose = not text or (count >= min_words and function_words >= min_function_words)
        whole_phrase, part, part_length = None, None, 0
        if len(words) == count and count <= _MAX_PHRASE_WORDS:
            for match in self._phrases.find(words):
                if match.is_whole_line:
                    whole_phrase = whole_phrase or match.family
                elif match.length > part_length:
                    part, part_length = match, match.length
            if part and not whole_phrase and self._is_all_phrases(line):
                whole_phrase = part.family
        shape = family_by_shape(line)
        call = None if whole_phrase else self._calls.family(line)
        is_statement = addresses_reader = False
        if (part or shape or call) and not whole_phrase:
            is_statement = self._statements.is_statement(line, part, ends_sentence)
            addresses_reader = self._statements.addresses_reader(line)
        capitals, title_case, digits = casing
        vector = (
            log1p(count),
            log1p(len(text)),
            function_words,
            capitals,
            title_case,
            ends_sentence,
            is_prose,
            _ENDING_CLASS.get(last, 0),
            min(len(text) / (count or 1), 30.0),
            digits,
            3 * part_length / count if part_length else 0.0,
            whole_phrase is not None,
            shape is not None,
            min(text.count(". "), 5),
        )
        return LineFeatures(
            vector,
            count,
            function_words,
            ends_sentence,
            is_prose,
            whole_phrase,
            part.family if part else None,
            part_length,
            part is not None and part.must_open,
            part is not None and is_label(line, part),
            shape,
            None if is_statement else call,
            is_statement,
            addresses_reader,
        )

    def _is_all_phrases(self, line: Line) -> bool:
        """Return whether punctuation divides a line into phrases: “Already a subscriber? Log in”."""
        if line.word_count > _MAX_NOTICE_WORDS:
            return False
        parts = [part for part in _NOTICE_BORDER.split(line.text) if part and not part.isdigit()]
        return len(parts) > 1 and all(
            any(match.is_whole_line for match in self._phrases.find(parse_line(part).words))
            for part in parts
        )

    def phrase_filter(self, families: frozenset[str]) -> PhraseFilter:
        """Return a fast test for the phrases of some families."""
        return self._phrases.filter(families)

    def has_phrase(self, words: tuple[str, ...], families: frozenset[str]) -> bool:
        """Return whether a line of these words contains a phrase of one of the families."""
        return any(match.family in families for match in self._phrases.find(words))


def line_tokens(line: Line) -> list[str]:
    """
    Return the tokens of a line that log odds are listed for.

    They are its words, the pairs of neighbouring words, `^first` and `last$` word, and `=all the words`
    of a short line.
    """
    words = selected_words(line)
    if not words:
        return []
    tokens = [f"^{words[0]}", f"{words[-1]}$", *words]
    tokens += [f"{first} {second}" for first, second in pairwise(words)]
    if len(words) <= MAX_WHOLE_LINE_WORDS:
        tokens.append("=" + " ".join(words))
    return tokens


def selected_words(line: Line) -> tuple[str, ...]:
    """Return the words of a line that tokens are made of: first and last ones, with 0 for numbers."""
    words = line.words
    if len(words) > _FIRST_WORDS + _LAST_WORDS:
        words = words[:_FIRST_WORDS] + words[-_LAST_WORDS:]
    if "".join(words).replace("'", "").isalpha():
        return words
    return tuple([_NUMBER.sub("0", word) if word[0].isdigit() else word for word in words])
