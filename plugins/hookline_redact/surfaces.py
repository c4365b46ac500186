"""Find the names to take away wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from hookline_redact.pseudonyms import normalized

__all__ = ["Occurrence", "Surfaces"]

_SHORTEST_PART = 3


class Occurrence(NamedTuple):
    """A name in a text, and what is put in its place."""

    start: int
    end: int
    replacement: str


class Surfaces:
    """
    Names, as they stand in a document, and what is put in the place of each.

    A name is found in any case and with any white space between its words; a part of one only in its
    own case. Both are whole words.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        self._pattern: re.Pattern[str] | None = None

    def add(self, name: str, replacement: str, parts: bool) -> None:
        """Add a name, and with `parts` its words that begin with a capital letter."""
        if name.strip():
            self._names.setdefault(normalized(name), replacement)
            self._names.setdefault(name.strip(), replacement)
        if parts:
            for word in re.findall(r"[^\W\d_][\w’'-]*", name):
                word = re.sub(r"['’]s$", "", word).rstrip("'’-")
                if len(word) >= _SHORTEST_PART and word[0].isupper():
                    self._parts.setdefault(word, replacement)

    def occurrences(self, text: str) -> Iterator[Occurrence]:
        """Yield the names in a text in order; they do not overlap."""
        if not self._names:
            return
        if self._pattern is None:
            names = "|".join(map(_as_pattern, sorted(self._names, key=len, reverse=True)))
            parts = "|".join(map(_as_pattern, sorted(self._parts, key=len, reverse=True)))
            joined = f"(?i:{names})" + (f"|{parts}" if parts else "")
            self._pattern = re.compile(joined)
        for match in self._pattern.finditer(text):
            yield Occurrence(match.start(), match.end(), self._replacement(match[0]))

    def _replacement(self, words: str) -> str:
        for key in (normalized(words), words.strip(), " ".join(words.split())):
            if replacement := self._names.get(key) or self._parts.get(key):
                return replacement
        return next(iter(self._names.values()))  # equal in `re` alone, as "ſ" and "s"

    def without_names(self, text: str) -> str:
        """Return a text with what is put in their places instead of the names."""
        parts: list[str] = []
        position = 0
        for start, end, replacement in self.occurrences(text):
            parts += (text[position:start], replacement)
            position = end
        return "".join((*parts, text[position:])) if parts else text


def _as_pattern(name: str) -> str:
    """Return a pattern for a name as whole words, with any white space between them."""
    pattern = r"\s+".join(map(re.escape, name.split()))
    before = r"(?<!\w)" if re.match(r"\w", name) else ""
    return before + pattern + (r"(?!\w)" if re.search(r"\w$", name) else "")
