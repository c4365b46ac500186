"""Find phrases that are typical of a family of boilerplate, in several languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hookline_boilerplate.families import FAMILIES_WITH_PHRASES
from hookline_boilerplate.patterns.languages import Language

__all__ = ["Phrase", "PhraseFilter", "PhraseMatch", "Phrases"]


class PhraseMatch(NamedTuple):
    """
    A phrase found in a line.

    `start` and `length` are in words; `is_whole_line` says that the line has no other words;
    `must_open` says that the phrase is listed for the start of a line only.
    """

    family: str
    start: int
    length: int
    is_whole_line: bool
    must_open: bool


class Phrase(NamedTuple):
    """A listed phrase; `must_open` and `must_end` say where in a line it is allowed."""

    words: tuple[str, ...]
    family: str
    must_open: bool
    must_end: bool


class PhraseFilter:
    """A fast test for phrases anywhere in running text, indexed by one word of each phrase."""

    def __init__(self, phrases: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._phrases: dict[str, list[str]] = {}
        for key, words in phrases:
            self._phrases.setdefault(key, []).append(f" {' '.join(words)} ")
        self._keys = frozenset(self._phrases)

    def may_match(self, words: tuple[str, ...]) -> bool:
        """Return whether one of the phrases occurs anywhere in `words`."""
        keys = self._keys.intersection(words)
        if not keys:
            return False
        text = f" {' '.join(words)} "
        return any(phrase in text for key in keys for phrase in self._phrases[key])


# Number of a phrase, index of its indexed word in it, the phrase.
_Entries = list[tuple[int, int, Phrase]]


class Phrases:
    """
    The phrases of all languages, indexed by one or two words each.

    Phrases that must open or end a line are indexed by their first or last two words. The others are
    indexed by the word that is rarest in running text, so that most sentences need no search.
    """

    def __init__(self, languages: Sequence[Language]) -> None:
        self.function_words: frozenset[str] = frozenset().union(
            *(language.function_words for language in languages)
        )
        self.all: list[Phrase] = []
        for language in languages:
            unknown = language.phrases.keys() - set(FAMILIES_WITH_PHRASES)
            if unknown:
                raise ValueError(f"unknown families in a file of phrases: {', '.join(unknown)}")
            for family in FAMILIES_WITH_PHRASES:
                self.all += _parse_phrases(family, language.phrases.get(family, ()))
        self._opening: dict[tuple[str, ...], _Entries] = {}
        self._ending: dict[tuple[str, ...], _Entries] = {}
        self._anywhere: dict[str, _Entries] = {}
        for number, phrase in enumerate(self.all):
            words = phrase.words
            if phrase.must_open:
                self._opening.setdefault(words[:2], []).append((number, 0, phrase))
            elif phrase.must_end:
                entry = (number, len(words) - 1, phrase)
                self._ending.setdefault(words[-2:], []).append(entry)
            else:
                index = self._rarest(words)
                self._anywhere.setdefault(words[index], []).append((number, index, phrase))
        self._keys = frozenset(self._anywhere)
        self._first_words = frozenset(words[0] for words in self._opening)
        self._last_words = frozenset(words[-1] for words in self._ending)

    def filter(self, families: frozenset[str]) -> PhraseFilter:
        """Return a fast test for the phrases of some families."""
        selected = [phrase.words for phrase in self.all if phrase.family in families]
        return PhraseFilter((words[self._rarest(words)], words) for words in selected)

    def find(self, words: tuple[str, ...]) -> list[PhraseMatch]:
        """
        Return every phrase that a line of these words contains.

        Phrases that must open a line come first, then the others by position, and at one position in
        the order of the files.
        """
        if not words or not (
            words[0] in self._first_words
            or words[-1] in self._last_words
            or not self._keys.isdisjoint(words)
        ):
            return []
        matches = []
        for size in (1, 2)[: len(words)]:
            if opening := self._opening.get(words[:size]):
                matches += [(False, *match) for match in self._match(0, words, opening)]
            if ending := self._ending.get(words[-size:]):
                matches += [(True, *match) for match in self._match(len(words) - 1, words, ending)]
        if not self._keys.isdisjoint(words):
            anywhere = self._anywhere
            for index, word in enumerate(words):
                if word in anywhere:
                    matches += [
                        (True, *match) for match in self._match(index, words, anywhere[word])
                    ]
        if len(matches) > 1:
            matches.sort()
        return [match for *_, match in matches]

    @staticmethod
    def _match(
        index: int, words: tuple[str, ...], entries: Iterable[tuple[int, int, Phrase]]
    ) -> Iterator[tuple[int, int, PhraseMatch]]:
        """Yield start, number and match of the entries whose phrase surrounds `words[index]`."""
        count = len(words)
        for number, offset, (phrase, family, must_open, must_end) in entries:
            start, length = index - offset, len(phrase)
            if (
                start >= 0
                and words[start : start + length] == phrase
                and (not must_end or start + length == count)
            ):
                yield start, number, PhraseMatch(family, start, length, length == count, must_open)

    def _rarest(self, words: tuple[str, ...]) -> int:
        """Return the index of the longest word, function words last."""
        return max(
            range(len(words)),
            key=lambda index: (words[index] not in self.function_words, len(words[index])),
        )


def _parse_phrases(family: str, entries: Iterable[str]) -> Iterator[Phrase]:
    """Yield phrases from the notation of the files: `...` is where other words are allowed."""
    for entry in entries:
        phrase = entry.removeprefix("... ").removesuffix(" ...")
        yield Phrase(
            tuple(phrase.split()),
            family,
            must_open=not entry.startswith("... "),
            must_end=not entry.endswith(" ..."),
        )
