"""Find the phrases that give a family of boilerplate away, in several languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any, NamedTuple

__all__ = ["FAMILIES", "Found", "Phrases"]

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


class Phrases:
    """The phrases of all languages, looked up by their first word and where they may stand."""

    def __init__(self) -> None:
        self._opening: dict[str, list[_Phrase]] = {}
        self._anywhere: dict[str, list[_Phrase]] = {}
        self.function_words: frozenset[str] = frozenset()
        for content in _contents():
            words = content.pop("function_words").split()
            self.function_words |= frozenset(words)
            content.pop("language")
            for family in FAMILIES:
                for phrase in _parsed(family, content.pop(family, ())):
                    home = self._opening if phrase.first else self._anywhere
                    home.setdefault(phrase.words[0], []).append(phrase)
            if content:
                raise ValueError(f"families that nobody knows: {', '.join(content)}")

    def find(self, words: tuple[str, ...]) -> Iterator[Found]:
        """Yield every phrase that a line of these words holds."""
        if not words:
            return
        yield from self._at(0, words, self._opening.get(words[0], ()))
        anywhere = self._anywhere
        for at, word in enumerate(words):
            if word in anywhere:
                yield from self._at(at, words, anywhere[word])

    @staticmethod
    def _at(at: int, words: tuple[str, ...], phrases: Iterable[_Phrase]) -> Iterator[Found]:
        """Yield those of the phrases that the words hold at one place."""
        count = len(words)
        for phrase, family, first, last in phrases:
            size = len(phrase)
            if (not last or at + size == count) and words[at : at + size] == phrase:
                yield Found(family, size, size == count, first)


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
