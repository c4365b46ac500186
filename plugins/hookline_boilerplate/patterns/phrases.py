"""Find the phrases that give a family of boilerplate away, in several languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any, NamedTuple

__all__ = ["FAMILIES", "Found", "Phrases", "Signs"]

FAMILIES = (
    "newsletter",
    "subscription",
    "share",
    "related",
    "advertisement",
    "navigation",
    "comments",
    "byline",
    "caption",
    "legal",
    "cookies",
    "tags",
    "author",
    "contact",
)


class Found(NamedTuple):
    """A phrase in a line: its family, its length in words, if it is all of it, if it must open it."""

    family: str
    size: int
    whole: bool
    opening: bool


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    family: str
    first: bool  # nothing may stand before it
    last: bool  # nothing may stand after it


class Signs:
    """Some phrases, wherever in running text they stand, looked up by one word each."""

    def __init__(self, phrases: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._held: dict[str, list[str]] = {}
        for key, words in phrases:
            self._held.setdefault(key, []).append(f" {' '.join(words)} ")
        self._keys = frozenset(self._held)

    def may_be_in(self, words: tuple[str, ...]) -> bool:
        """Tell whether one of the phrases stands in running text of these words."""
        keys = self._keys.intersection(words)
        if not keys:
            return False
        told = f" {' '.join(words)} "
        return any(phrase in told for key in keys for phrase in self._held[key])


# What is looked up: the number of a phrase, the place in it of the word that is looked at, the phrase.
_Entries = list[tuple[int, int, _Phrase]]


class Phrases:
    """
    The phrases of all languages, looked up by one or two words each.

    Those are the first or the last two of a phrase that must open or end a line, and of others the one
    that running text holds least: so most sentences need no search at all.
    """

    def __init__(self) -> None:
        self.function_words: frozenset[str] = frozenset()
        self.listed: list[_Phrase] = []
        for content in _contents():
            self.function_words |= frozenset(content.pop("function_words").split())
            content.pop("language")
            for family in FAMILIES:
                self.listed += _parsed(family, content.pop(family, ()))
            if content:
                raise ValueError(f"families that nobody knows: {', '.join(content)}")
        self._opening: dict[tuple[str, ...], _Entries] = {}
        self._ending: dict[tuple[str, ...], _Entries] = {}
        self._anywhere: dict[str, _Entries] = {}
        for number, phrase in enumerate(self.listed):
            words = phrase.words
            if phrase.first:
                self._opening.setdefault(words[:2], []).append((number, 0, phrase))
            elif phrase.last:
                entry = (number, len(words) - 1, phrase)
                self._ending.setdefault(words[-2:], []).append(entry)
            else:
                at = self._rarest(words)
                self._anywhere.setdefault(words[at], []).append((number, at, phrase))
        self._keys = frozenset(self._anywhere)

    def signs(self, families: frozenset[str]) -> Signs:
        """Return what tells at little cost that words hold no phrase of these families."""
        listed = [phrase.words for phrase in self.listed if phrase.family in families]
        return Signs((words[self._rarest(words)], words) for words in listed)

    def find(self, words: tuple[str, ...]) -> list[Found]:
        """
        Return every phrase that a line of these words holds.

        Those that must open a line come first, then the others by where they stand; of several at one
        place, in the order of the files.
        """
        if not words:
            return []
        found = []
        for size in (1, 2)[: len(words)]:
            if opening := self._opening.get(words[:size]):
                found += [(False, *row) for row in self._at(0, words, opening)]
            if ending := self._ending.get(words[-size:]):
                found += [(True, *row) for row in self._at(len(words) - 1, words, ending)]
        if not self._keys.isdisjoint(words):
            anywhere = self._anywhere
            for place, word in enumerate(words):
                if word in anywhere:
                    found += [(True, *row) for row in self._at(place, words, anywhere[word])]
        if len(found) > 1:
            found.sort()
        return [phrase for *_, phrase in found]

    @staticmethod
    def _at(
        place: int, words: tuple[str, ...], entries: Iterable[tuple[int, int, _Phrase]]
    ) -> Iterator[tuple[int, int, Found]]:
        """Yield those of the phrases that the words hold around one place, and where they start."""
        count = len(words)
        for number, before, (phrase, family, first, last) in entries:
            start, size = place - before, len(phrase)
            if (
                start >= 0
                and words[start : start + size] == phrase
                and (not last or start + size == count)
            ):
                yield start, number, Found(family, size, size == count, first)

    def _rarest(self, words: tuple[str, ...]) -> int:
        """Return the place of the longest word that is no function word, if there is one."""
        return max(
            range(len(words)), key=lambda at: (words[at] not in self.function_words, len(words[at]))
        )


def _contents() -> Iterator[dict[str, Any]]:
    """Yield what each language's file holds."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    folder = files(__package__) / "families"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            yield yaml.load(file.read_text("utf-8"), loader)  # noqa: S506 - a safe loader


def _parsed(family: str, notation: Iterable[str]) -> Iterator[_Phrase]:
    """Read phrases in the notation of the files: `...` is where other words may stand."""
    for entry in notation:
        phrase = entry.removeprefix("... ").removesuffix(" ...")
        yield _Phrase(
            tuple(phrase.split()),
            family,
            first=not entry.startswith("... "),
            last=not entry.endswith(" ..."),
        )
