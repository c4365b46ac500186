"""Tell sentences that state something from notices that are written as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hookline_boilerplate.lines import Line, parse_line
from hookline_boilerplate.patterns.languages import Language
from hookline_boilerplate.patterns.phrases import PhraseMatch

__all__ = ["Statements", "is_label"]

# A line of at least this many words that ends like a sentence may be one.
_MIN_WORDS = 4
# Shorter words than this and one more letter have no ending of a verb.
_MAX_STEM = 4
# The text before the first colon, bar or dash between spaces.
_LABEL = re.compile(r"([^:|–—]{2,40}?)\s*(?::\s|[|–—]\s)")
# The end of a sentence of some words and the begin of the next one.
_INNER_END = re.compile(r"\w+ \w+ [^\W\d_]{2,}[.!?…][\"'”’»)]*\s?[^\W\d_a-z]")
# White space between two sentences.
_SENTENCE_BORDER = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+(?=[^\W\d_a-z])")
# A word that is no name and hardly a function word.
_LOWER_CASE_WORD = re.compile(r"\s[a-zß-ÿ]{4,}")
_QUOTES = re.compile('["“”„«»]')


class Statements:
    """
    Finds the sentences of an article among the lines that contain a phrase or have a shape.

    There is no parser here: a line states something if it ends like a sentence, or has the end of one
    in it, and has, outside the phrase, a verb that narrates or reports; or another finite verb, unless
    it addresses the reader outside quotes. So does a line with a phrase if one of its sentences is
    without the phrase and addresses nobody: “It rained on Friday. Subscribe to our newsletter.”
    The verbs are those of the languages that most function words of the line belong to: “do” is no
    verb in Portuguese.
    """

    def __init__(self, languages: Sequence[Language]) -> None:
        self._languages = languages

    def is_statement(self, line: Line, match: PhraseMatch | None, ends_sentence: bool) -> bool:
        """Return whether a line states something besides its phrase."""
        words = line.words
        if len(words) < _MIN_WORDS or not (ends_sentence or _INNER_END.search(line.text)):
            return False
        if match:
            if match.is_whole_line or is_label(line, match):
                return False
            phrase = words[match.start : match.start + match.length]
            # Legal notices have several sentences of their own.
            if match.family != "legal" and self._has_other_statement(line, phrase):
                return True
            words = words[: match.start] + words[match.start + match.length :]
        languages = list(self._languages_of(words))
        if any(_has_narrative_verb(words, language) for language in languages):
            return True
        return any(
            not language.finite_verbs.isdisjoint(words) for language in languages
        ) and not self.addresses_reader(line)

    def _has_other_statement(self, line: Line, phrase: Sequence[str]) -> bool:
        """Return whether one sentence of several is without the phrase, and addresses nobody."""
        texts = _SENTENCE_BORDER.split(line.text)
        return len(texts) > 1 and any(
            _LOWER_CASE_WORD.search(text)
            and len(sentence.words) >= _MIN_WORDS
            and not set(phrase) <= set(sentence.words)
            and not self.addresses_reader(sentence)
            and any(
                not language.function_words.isdisjoint(sentence.words)
                for language in self._languages
            )
            for text, sentence in zip(texts, map(parse_line, texts), strict=True)
        )

    def addresses_reader(self, line: Line) -> bool:
        """Return whether a line speaks to its reader, outside quotes."""
        return not _QUOTES.search(line.text) and any(
            not language.reader_words.isdisjoint(line.words) for language in self._languages
        )

    def _languages_of(self, words: Sequence[str]) -> Iterator[Language]:
        """Yield the languages with most function words among some words, all if there are none."""
        counts = [
            sum(map(language.function_words.__contains__, words)) for language in self._languages
        ]
        most = max(counts)
        for language, count in zip(self._languages, counts, strict=True):
            if count == most:
                yield language


def _has_narrative_verb(words: Sequence[str], language: Language) -> bool:
    endings = language.narrative_endings
    return not language.narrative_verbs.isdisjoint(words) or (
        endings != () and any(len(word) > _MAX_STEM and word.endswith(endings) for word in words)
    )


def is_label(line: Line, match: PhraseMatch) -> bool:
    """Return whether a phrase is a label before a colon, a bar or a dash: “Read more: …”."""
    if match.start:
        return False
    label = _LABEL.match(line.text)
    return label is not None and len(label[1].split()) == match.length
