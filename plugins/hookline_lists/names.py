"""
Hold a list of names, and find them in a text.

Matching is by Aho and Corasick's automaton (1975), which takes time in proportion to the text and to
what it finds, whatever the number of names.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from hookline import ModelError
from hookline_lists.reading import Entry
from hookline_lists.white_space import SPACES, SingleSpaced

if TYPE_CHECKING:
    import ahocorasick_rs

__all__ = ["Match", "NameIndex", "folded"]

_SHOWN = 10
_ALIKE = {ord(c): " " for c in SPACES} | {
    ord("‘"): "'",
    ord("’"): "'",
    ord("‐"): "-",
    ord("‑"): "-",
}
_ODD = re.compile(f"[{SPACES}‘’‐‑\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")  # the automaton reads UTF-8


class Match(NamedTuple):
    """A name in a text, its label, and its id or None."""

    start: int
    end: int
    label: str
    id: str | None


def folded(text: str, ignore_case: bool) -> str:
    """
    Return a text in which what counts as equal is equal, of the same length.

    White space, apostrophes and hyphens of different kinds are equal, and so are letters of
    both cases where `ignore_case` is true.
    """
    if _ODD.search(text):
        text = _SURROGATE.sub("\ufffd", text.translate(_ALIKE))
    if not ignore_case:
        return text
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


class NameIndex:
    """
    The names of some lists.

    Args:
        lists: The name of each file, and its entries.
        label: The label of entries that have none; empty if each must have its own.
        ignore_case: Whether letters of both cases are equal.
        words: Whether a name must begin and end with a word.
        shortest: The least number of characters of a name.
        homonyms: Whether a name may have several ids. It is found then, without an id.

    Raises:
        ModelError: an entry is wrong; the message has the file and line of the first ten.
    """

    def __init__(
        self,
        lists: Iterable[tuple[str, Iterable[Entry]]],
        label: str,
        ignore_case: bool,
        words: bool,
        shortest: int,
        homonyms: bool,
    ) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation

        self._ignore_case, self._words = ignore_case, words
        builder = _Builder(label, ignore_case, shortest, homonyms)
        for path, entries in lists:
            builder.add(path, entries)
        builder.check()
        self._things, self._labels, self._ids = builder.thing_of, builder.labels, builder.ids
        self._automaton: ahocorasick_rs.AhoCorasick = AhoCorasick(
            builder.numbers, implementation=Implementation.ContiguousNFA, store_patterns=False
        )

    def __len__(self) -> int:
        return len(self._things)

    def matches(self, text: str) -> list[Match]:
        """Return the names in a text in order: of those that overlap, the first, then the longest."""
        chosen: list[Match] = []
        position = 0
        for start, negative_end, number in sorted(self._candidates(text)):
            if start >= position:
                position, thing = -negative_end, self._things[number]
                chosen.append(Match(start, position, self._labels[thing], self._ids[thing]))
        return chosen

    def _candidates(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield the start, the negative end and the number of each name in a text."""
        spaced = SingleSpaced(text)
        occurrences = self._automaton.find_matches_as_indexes(
            folded(spaced.text, self._ignore_case), overlapping=True
        )
        length, words = len(text), self._words
        for number, first, after in occurrences:
            start = spaced.original_index(first)
            end = spaced.original_index(after - 1) + 1
            if words and (
                (start and _is_word(text[start - 1]) and _is_word(text[start]))
                or (end < length and _is_word(text[end]) and _is_word(text[end - 1]))
            ):
                continue
            yield start, -end, number


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


class _Builder:
    """Collect names, the things they name, and what is wrong with them."""

    def __init__(self, label: str, ignore_case: bool, shortest: int, homonyms: bool) -> None:
        self.numbers: dict[str, int] = {}
        self.thing_of = array("L")
        self.labels: list[str] = []
        self.ids: list[str | None] = []
        self._label, self._ignore_case = label, ignore_case
        self._shortest, self._homonyms = shortest, homonyms
        self._by_id: dict[str, int] = {}
        self._without_id: dict[str, int] = {}
        self._thing_lines = array("L")
        self._name_lines = array("L")
        self._files: list[tuple[int, str]] = []
        self._problems: list[str] = []
        self._count = 0

    def add(self, path: str, entries: Iterable[Entry]) -> None:
        """Add the entries of a file."""
        self._files.append((len(self.thing_of), path))
        for entry in entries:
            problem = entry.problem or self._add(entry, path)
            if problem:
                self._count += 1
                if len(self._problems) < _SHOWN:
                    self._problems.append(f"{path}:{entry.line}: {problem}")

    def _add(self, entry: Entry, path: str) -> str:
        """Add an entry, and say what is wrong with it; empty if nothing is."""
        label = entry.label or self._label
        if not label:
            return "expected a label; add a column `label`, or set `label` for all names"
        thing = self._by_id.get(entry.id) if entry.id else self._without_id.get(label)
        if thing is None:
            thing = self._new_thing(label, entry.id, entry.line)
        elif self.labels[thing] != label:
            return (
                f"the id {entry.id} has the label {label} here and {self.labels[thing]} in line "
                f"{self._thing_lines[thing]}; give it one label"
            )
        for name in entry.names:
            if problem := self._add_name(name, thing, entry.line):
                return problem
        return ""

    def _add_name(self, name: str, thing: int, line: int) -> str:
        if len(name) < self._shortest:
            found = f"{name!r}" if name else "an empty name"
            return (
                f"expected a name of {self._shortest} characters or more, found {found}; "
                "correct it, or set `shortest`"
            )
        key = folded(" ".join(name.split()), self._ignore_case)
        number = self.numbers.setdefault(key, len(self.thing_of))
        if number == len(self.thing_of):
            self.thing_of.append(thing)
            self._name_lines.append(line)
            return ""
        other = self.thing_of[number]
        if other == thing:
            return ""
        if not self._homonyms:
            return (
                f"the name {name!r} is that of {self._shown(thing)} here and of "
                f"{self._shown(other)} in {self._place(number)}; correct one, or set "
                "`homonyms: true` to find such names without an id"
            )
        label = self.labels[other]
        nobody = self._without_id.get(label)
        self.thing_of[number] = self._new_thing(label, "", line) if nobody is None else nobody
        return ""

    def _new_thing(self, label: str, identifier: str, line: int) -> int:
        thing = len(self.labels)
        self.labels.append(label)
        self.ids.append(identifier or None)
        self._thing_lines.append(line)
        if identifier:
            self._by_id[identifier] = thing
        else:
            self._without_id[label] = thing
        return thing

    def _shown(self, thing: int) -> str:
        label, identifier = self.labels[thing], self.ids[thing]
        return f"{identifier} ({label})" if identifier else f"a {label} without an id"

    def _place(self, number: int) -> str:
        path = next(path for first, path in reversed(self._files) if first <= number)
        return f"{path}:{self._name_lines[number]}"

    def check(self) -> None:
        """Raise where something is wrong."""
        if self._count:
            more = self._count - len(self._problems)
            raise ModelError("\n".join(self._problems) + (f"\nand {more} more" if more else ""))
