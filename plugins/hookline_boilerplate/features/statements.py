"""Tell sentences that state something from notices that are written as sentences."""

from __future__ import annotations

import re

from hookline_boilerplate.lines import Line
from hookline_boilerplate.patterns.phrases import PhraseMatch, Phrases

__all__ = ["Statements", "is_label"]

# A line of at least this many words that ends like a sentence may be one.
_MIN_WORDS = 4
# The text before the first colon, bar or dash between spaces.
_LABEL = re.compile(r"([^:|–—]{2,40}?)\s*(?::\s|[|–—]\s)")
# The end of a sentence of some words and the begin of the next one.
_INNER_END = re.compile(r"\w+ \w+ [^\W\d_]{2,}[.!?…][\"'”’»)]*\s?[^\W\d_a-z]")
_QUOTES = re.compile('["“”„«»]')


class Statements:
    """
    Finds the sentences of an article among the lines that contain a phrase or have a shape.

    There is no parser here: a line states something if it ends like a sentence, or has the end of one
    in it, and has, outside the phrase, a verb that narrates or reports; or another finite verb, unless
    it addresses the reader outside quotes.
    """

    def __init__(self, phrases: Phrases) -> None:
        self._finite_verbs = phrases.finite_verbs
        self._narrative_verbs = phrases.narrative_verbs
        self._reader_words = phrases.reader_words

    def is_statement(self, line: Line, match: PhraseMatch | None, ends_sentence: bool) -> bool:
        """Return whether a line states something besides its phrase."""
        words = line.words
        if len(words) < _MIN_WORDS or not (ends_sentence or _INNER_END.search(line.text)):
            return False
        if match:
            if match.is_whole_line or is_label(line, match):
                return False
            words = words[: match.start] + words[match.start + match.length :]
        if not self._narrative_verbs.isdisjoint(words):
            return True
        return not (self._finite_verbs.isdisjoint(words) or self.addresses_reader(line))

    def addresses_reader(self, line: Line) -> bool:
        """Return whether a line speaks to its reader, outside quotes."""
        return not self._reader_words.isdisjoint(line.words) and not _QUOTES.search(line.text)


def is_label(line: Line, match: PhraseMatch) -> bool:
    """Return whether a phrase is a label before a colon, a bar or a dash: “Read more: …”."""
    if match.start:
        return False
    label = _LABEL.match(line.text)
    return label is not None and len(label[1].split()) == match.length
