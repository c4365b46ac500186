"""Find the names to take away wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from hookline_redact.pseudonyms import normalized

__all__ = ["Occurrence", "Surfaces"]

_SHORTEST_PART = 3
# Thai, Lao, Burmese, Khmer, Japanese and Chinese are written without spaces: each sign is a word.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    r"\U00020000-\U000323af"
)
_TOKEN = re.compile(rf"[^\W{_UNSPACED}]+|[{_UNSPACED}]|[^\w\s]")
_PART = re.compile(r"[^\W\d_][\w’'-]*")
_ALIKE = {ord("ı"): "i", ord("\u0307"): None}
"""Letters that differ from others in case alone in some languages, which `casefold` keeps apart."""


class Occurrence(NamedTuple):
    """A name in a text, and what is put in its place."""

    start: int
    end: int
    replacement: str


class _Token(NamedTuple):
    """A word or a sign: where it stands, its text, and whether white space is before it."""

    start: int
    end: int
    text: str
    apart: bool


class _Node:
    """The names that begin with some tokens, by the next one; `replacement` if they are one."""

    __slots__ = ("following", "replacement")

    def __init__(self) -> None:
        self.following: dict[tuple[str, bool], _Node] = {}
        self.replacement: str | None = None


class Surfaces:
    """
    Names, as they stand in a document, and what is put in the place of each.

    A name is found in any case and with any white space between its words; a part of one only in its
    own case. Both are whole words, except in scripts that are written without spaces. They are found in
    time that grows with the text, whatever the number of names.
    """

    def __init__(self) -> None:
        self._names = _Node()
        self._parts = _Node()

    def add(self, name: str, replacement: str, parts: bool) -> None:
        """Add a name, and with `parts` its words that begin with a capital letter."""
        for form in (name, normalized(name)):
            _insert(self._names, form, _folded, replacement)
        if parts:
            for word in _PART.findall(name):
                word = re.sub(r"['’]s$", "", word).rstrip("'’-")
                if len(word) >= _SHORTEST_PART and word[0].isupper():
                    _insert(self._parts, word, str, replacement)

    def occurrences(self, text: str) -> Iterator[Occurrence]:
        """Yield the names in a text in order, of those that begin together the longest."""
        if not self._names.following:
            return
        tokens = _tokens(text)
        index = 0
        while index < len(tokens):
            last, replacement = _longest(self._names, tokens, index, _folded)
            if replacement is None:
                last, replacement = _longest(self._parts, tokens, index, str)
            if replacement is not None:
                yield Occurrence(tokens[index].start, tokens[last].end, replacement)
                index = last
            index += 1

    def without_names(self, text: str) -> str:
        """Return a text with what is put in their places instead of the names."""
        parts: list[str] = []
        position = 0
        for start, end, replacement in self.occurrences(text):
            parts += (text[position:start], replacement)
            position = end
        return "".join((*parts, text[position:])) if parts else text


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        tokens.append(_Token(match.start(), match.end(), match[0], match.start() > end))
        end = match.end()
    return tokens


def _folded(word: str) -> str:
    return word.casefold().translate(_ALIKE)


def _insert(root: _Node, name: str, key: Callable[[str], str], replacement: str) -> None:
    """Add a name; of equal ones the first counts."""
    node = root
    for number, token in enumerate(_tokens(name)):
        step = key(token.text), bool(number) and token.apart
        node = node.following.setdefault(step, _Node())
    if node is not root and node.replacement is None:
        node.replacement = replacement


def _longest(
    root: _Node, tokens: Sequence[_Token], first: int, key: Callable[[str], str]
) -> tuple[int, str | None]:
    """Return the last token of the longest name that begins at a token, and its replacement."""
    node = root
    best: tuple[int, str | None] = first, None
    for index in range(first, len(tokens)):
        token = tokens[index]
        step = key(token.text), index > first and token.apart
        if step not in node.following:
            break
        node = node.following[step]
        if node.replacement is not None:
            best = index, node.replacement
    return best
