"""Describe each line by itself: words, casing, ending, phrases and shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, compress, pairwise
from math import log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline_boilerplate.features.casing import Casing
from hookline_boilerplate.features.statements import Statements, is_label
from hookline_boilerplate.lines import MAX_LINE_CHARACTERS, Line, parse_line
from hookline_boilerplate.patterns.calls import Calls
from hookline_boilerplate.patterns.languages import read_languages
from hookline_boilerplate.patterns.phrases import PhraseFilter, Phrases
from hookline_boilerplate.patterns.shapes import family_by_shape, is_credit

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
_FULL_STOPS = ".!?…"
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
# The logarithms of 1 plus the numbers of words and characters that a line can have.
_LOGARITHMS = np.array([log1p(number) for number in range(MAX_LINE_CHARACTERS + 2)])


class LineFeatures(NamedTuple):
    """
    Features of a line, without regard to other lines.

    `vector` has the columns `LINE_FEATURES`, as the bytes of a row of 32-bit numbers. `function_words`
    is the share (0 to 1) of the words that are function words of a supported language.
    `ends_sentence` says that the line ends like a sentence, `is_prose` that it is long enough and has
    enough function words for one.
    `whole_phrase` is the family of a phrase that is the whole line, of the phrases that all its parts
    between punctuation are, or of a label with the maker of a picture that are all of it. `part_phrase`
    is the family of the longest other phrase in it, of `part_length` words; `part_must_open` says that
    it is listed for the start of a line only, `part_is_label` that it stands before a colon, a bar or
    a dash. `shape` is the family that the shape of the line indicates, `call` that of a call to the
    reader.
    A line with a phrase, a shape or a call that `is_statement` is a sentence with a finite verb
    outside the phrase; one that `addresses_reader` speaks to its reader. Both are False without phrase,
    shape and call. A call is no column of the vector, and not set for a statement.
    """

    vector: bytes
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


class _Evidence(NamedTuple):
    """The last fields of `LineFeatures`: what phrases, shape and calls say of a line."""

    whole_phrase: str | None
    part_phrase: str | None
    part_length: int
    part_must_open: bool
    part_is_label: bool
    shape: str | None
    call: str | None
    is_statement: bool
    addresses_reader: bool


_NO_EVIDENCE = _Evidence(None, None, 0, False, False, None, None, False, False)


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
        """Return the features of each line; lines that pages repeat are looked at once."""
        distinct = {line.text: line for line in lines}
        if len(distinct) == len(lines):
            return self._extract(lines)
        features = dict(zip(distinct, self._extract([*distinct.values()]), strict=True))
        return [features[line.text] for line in lines]

    def _extract(self, lines: Sequence[Line]) -> list[LineFeatures]:
        if not lines:
            return []
        counts = np.array([line.word_count for line in lines])
        shares = self._function_word_shares(lines)
        endings = [_ends_sentence(line.text) for line in lines]
        prose = _are_prose(lines, counts, shares, np.array(endings))
        evidence = [self._evidence(*pair) for pair in zip(lines, endings, strict=True)]
        columns = self._columns(lines, counts, shares, endings, prose, evidence)
        rows = np.stack(columns, axis=1).astype(np.float32)
        width = rows.itemsize * len(LINE_FEATURES)
        data = rows.tobytes()
        return [
            LineFeatures._make((data[start : start + width], line.word_count, *values, *own))
            for start, line, values, own in zip(
                range(0, len(data), width),
                lines,
                zip(shares.tolist(), endings, prose.tolist(), strict=True),
                evidence,
                strict=True,
            )
        ]

    def describe(self, line: Line) -> LineFeatures:
        """Return the features of a line that evidence is made of: no vector, no function words."""
        ends_sentence = _ends_sentence(line.text)
        evidence = self._evidence(line, ends_sentence)
        return LineFeatures._make((b"", line.word_count, 0.0, ends_sentence, False, *evidence))

    def _function_word_shares(self, lines: Sequence[Line]) -> NDArray[np.float64]:
        """Return the share of function words among the words of each line (lines)."""
        counts = np.array([len(line.words) for line in lines])
        words = chain.from_iterable(line.words for line in lines)
        flags = np.frombuffer(bytes(map(self._is_function_word, words)), np.uint8)
        sums = np.concatenate([[0], np.cumsum(flags, dtype=np.int64)])
        stops = np.cumsum(counts)
        shares: NDArray[np.float64] = (sums[stops] - sums[stops - counts]) / np.maximum(counts, 1)
        return shares

    def _columns(
        self,
        lines: Sequence[Line],
        counts: NDArray[np.int64],
        shares: NDArray[np.float64],
        endings: Sequence[bool],
        prose: NDArray[np.bool_],
        evidence: Sequence[_Evidence],
    ) -> list[NDArray[np.generic]]:
        """Return the columns `LINE_FEATURES` of lines."""
        lengths = np.array([len(line.text) for line in lines])
        cased = (counts <= _MAX_CASED_WORDS) & (lengths > 0)
        casing = np.tile(_PROSE_CASING, (len(lines), 1))
        if cased.any():
            casing[cased] = self._casing.shares([line.text for line in compress(lines, cased)])
        divisors = np.maximum(counts, 1)
        part_lengths = np.array([own.part_length for own in evidence])
        return [
            _LOGARITHMS.take(counts),
            _LOGARITHMS.take(lengths),
            shares,
            *casing.T[:2],
            np.array(endings),
            prose,
            np.array([_ENDING_CLASS.get(line.text[-1:], 0) for line in lines]),
            np.minimum(lengths / divisors, 30.0),
            casing[:, 2],
            3 * part_lengths / divisors,
            np.array([own.whole_phrase is not None for own in evidence]),
            np.array([own.shape is not None for own in evidence]),
            np.minimum([line.text.count(". ") for line in lines], 5),
        ]

    def _evidence(self, line: Line, ends_sentence: bool) -> _Evidence:
        """Return the phrases, shape and call of a line."""
        words, count = line.words, line.word_count
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
        if shape == "caption" and not whole_phrase and is_credit(line):
            whole_phrase = shape
        call = None if whole_phrase else self._calls.family(line)
        if not (whole_phrase or part or shape or call):
            return _NO_EVIDENCE
        is_statement = addresses_reader = False
        if not whole_phrase:
            is_statement = self._statements.is_statement(line, part, ends_sentence)
            addresses_reader = self._statements.addresses_reader(line)
        return _Evidence(
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


def _ends_sentence(text: str) -> bool:
    """Return whether a line ends like a sentence."""
    last = text[-1:]
    return last in _FULL_STOPS or (
        last in _CLOSING_MARKS
        and _SENTENCE_END.search(text[-_SENTENCE_END_CHARACTERS:]) is not None
    )


def _are_prose(
    lines: Sequence[Line],
    counts: NDArray[np.int64],
    shares: NDArray[np.float64],
    endings: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Return which lines are long enough, and have enough function words, for prose."""
    # A paragraph before a list or a table ends with a colon, or without punctuation.
    is_long = counts >= np.where(endings, 12, 25)
    has_function_words = shares >= np.where(endings, 0.2, 0.3)
    is_unread = np.array([not line.text for line in lines])
    prose: NDArray[np.bool_] = (is_long & has_function_words) | is_unread
    return prose


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
