"""Find the quotations of a document and the word that names who speaks them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from hookline_coref.lexicon.lexicon import Lexicon
from hookline_coref.text.words import DocumentWords

__all__ = ["Quotations"]

_OPENING = frozenset({"“", "«", "``", "„"})
_CLOSING = frozenset({"”", "»", "''"})
_STRAIGHT = '"'
_MIN_WORDS = 3
"""Shorter quotations are words that are quoted, not speech."""
_SUBJECTS = frozenset({"NOUN", "PROPN", "PRON"})


class Quotations:
    """
    The quotations of a document.

    `of` is the number of the quotation around each word, counted from 1, and 0 outside; `speakers` is
    for each quotation the word that names the speaker, -1 if there is none. The first quotation, 0,
    stands for the text around them.
    """

    def __init__(self, words: DocumentWords, lexicon: Lexicon) -> None:
        self.of = [0] * len(words)
        self.spans: list[tuple[int, int]] = [(0, 0)]
        self._words = words
        self._find()
        saying = [
            self._subject(word) if lemma in lexicon.saying and words.tags[word] == "VERB" else -1
            for word, lemma in enumerate(words.lemmas)
        ]
        self.speakers = [-1]
        turns = self._turns()
        for number in range(1, len(self.spans)):
            self.speakers.append(self._speaker(number, saying))
        self.turn_speakers = turns

    def _find(self) -> None:
        words = self._words
        opened = -1
        for word, form in enumerate(words.forms):
            if opened >= 0 and words.paragraphs[word] != words.paragraphs[opened]:
                self._add(opened, word - 1)
                opened = -1
            if form in _OPENING or (form == _STRAIGHT and opened < 0):
                opened = word if opened < 0 else opened
            elif opened >= 0 and (form in _CLOSING or form == _STRAIGHT):
                self._add(opened, word)
                opened = -1
        if opened >= 0:
            self._add(opened, len(words) - 1)

    def _add(self, first: int, last: int) -> None:
        if last - first < _MIN_WORDS:
            return
        number = len(self.spans)
        self.spans.append((first, last))
        for word in range(first, last + 1):
            self.of[word] = number

    def _subject(self, verb: int) -> int:
        """Return the subject of a verb of saying outside of quotations, -1 without one."""
        words = self._words
        if self.of[verb]:
            return -1
        for _ in range(3):
            subject = words.child(verb, "nsubj")
            if subject >= 0:
                outside = not self.of[subject] and words.tags[subject] in _SUBJECTS
                return subject if outside else -1
            if words.relations[verb] not in ("conj", "advcl", "xcomp"):
                return -1
            verb = words.heads[verb]
        return -1

    def _speaker(self, number: int, saying: list[int]) -> int:
        """Return the word that names the speaker: beside the quotation, else of the one before it."""
        words = self._words
        first, last = self.spans[number]
        paragraph = words.paragraphs[first]
        after = self._near(saying, range(last + 1, min(last + 16, len(words))), last)
        before = self._near(saying, range(first - 1, max(first - 26, -1), -1), first)
        for subject in (after, before):
            if subject >= 0:
                return subject
        previous = number - 1
        if previous and words.paragraphs[self.spans[previous][1]] >= paragraph - 1:
            same = words.paragraphs[self.spans[previous][1]] == paragraph
            open_end = words.forms[self.spans[previous][1]] not in _CLOSING | {_STRAIGHT}
            if same or open_end:
                return self.speakers[previous]
        return -1

    def _near(self, saying: list[int], span: range, edge: int) -> int:
        """Return the subject of the verb of saying nearest to an end of a quotation, in its line."""
        words = self._words
        for word in span:
            if words.sentences[word] != words.sentences[edge] or self.of[word]:
                return -1
            if saying[word] >= 0:
                return saying[word]
        return -1

    def _turns(self) -> list[int]:
        """
        Return for each word the name of the speaker of its turn ("Name: …"), -1 without one.

        A turn goes on to the next one. A single name before a colon opens no conversation, and holds
        for its own paragraph.
        """
        words = self._words
        openings = [word for word in range(len(words)) if self._opens_turn(word)]
        turns = [-1] * len(words)
        for opening, following in pairwise([*openings, len(words)]):
            end = following
            if len(openings) == 1:
                end = bisect_right(words.paragraphs, words.paragraphs[opening])
            turns[opening:end] = [opening] * (end - opening)
        return turns

    def _opens_turn(self, word: int) -> bool:
        """Return whether a line begins with a name and a colon at this word."""
        words = self._words
        entity = words.entity_of[word]
        if entity < 0 or (word and words.paragraphs[word] == words.paragraphs[word - 1]):
            return False
        last = words.entity_words[entity][1]
        return last + 1 < len(words) and words.forms[last + 1] == ":"
